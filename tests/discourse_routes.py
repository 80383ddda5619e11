"""What our small Discourse does at each address."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import discourse_shapes as shapes
from discourse_shapes import Json

if TYPE_CHECKING:
    from discourse_server import Asked, DiscourseServer, Reply

PENDING, APPROVED, REJECTED, IGNORED = 0, 1, 2, 3
PER_PAGE, CHUNK, TOPICS_PER_PAGE = 10, 20, 30
STATUSES = {"pending": {0}, "approved": {1}, "rejected": {2}, "ignored": {3}, "all": {0, 1, 2, 3}}


def _errors(status: int, *said: str, kind: str = "") -> Exception:
    from discourse_server import errors

    return errors(status, *said, kind=kind)


# --- who we are ---------------------------------------------------------------------------------------


def session(site: "DiscourseServer", asked: "Asked") -> "Reply":
    me = site.users[asked.me]
    seen = shapes.named(me) | {"admin": me["admin"], "moderator": me["moderator"], "trust_level": 4}
    return 200, {"current_user": seen}


def site_settings(site: "DiscourseServer", asked: "Asked") -> "Reply":
    return 200, {
        "title": "车友之家",
        "max_post_length": 32000,
        "min_post_length": 8,
        "reviewable_claiming": site.claiming,
        "enable_badges": site.badges_on,
    }


def about(site: "DiscourseServer", asked: "Asked") -> "Reply":
    return 200, {"about": {"title": "车友之家", "version": "3.6.0.beta2", "https": True}}


def basic_info(site: "DiscourseServer", asked: "Asked") -> "Reply":
    return 200, {"title": "车友之家", "description": "", "login_required": False, "locale": "zh_CN", "logo_url": ""}


def categories(site: "DiscourseServer", asked: "Asked") -> "Reply":
    return 200, {"category_list": {"can_create_category": False, "categories": site.categories}}


def category(site: "DiscourseServer", asked: "Asked") -> "Reply":
    return 200, {"category": {"id": int(asked.args[0]), "name": "用车交流", "slug": "cars"}}


# --- the review queue ---------------------------------------------------------------------------------


def _actions(site: "DiscourseServer", review: Json) -> dict[str, list[Json]]:
    """Bundles with their actions, as the server offers them now."""
    if review["status"] != PENDING:
        return {}
    hidden, prefix = site.posts[review["target_id"]]["hidden"], f"{review['id']}-"
    if site.split:
        names = ["no_action_post", "unhide_post" if hidden else "hide_post", "delete_post"]
        users = [{"id": f"{prefix}silence_user", "server_action": "silence_user", "client_action": "silence"}]
        rows = [{"id": f"{prefix}{name}", "server_action": name} for name in names]
        return {f"{prefix}post-actions": rows, f"{prefix}user-actions": users}
    agree = ["agree_and_keep_hidden"] if hidden else ["agree_and_hide", "agree_and_keep"]
    rows = [{"id": f"{prefix}{name}", "server_action": name} for name in [*agree, "delete_and_agree"]]
    rows.append({"id": f"{prefix}agree_and_silence", "server_action": "agree_and_silence", "client_action": "silence"})
    no = "disagree_and_restore" if hidden else "disagree"
    return {
        f"{prefix}agree": rows,
        f"{prefix}{no}": [{"id": f"{prefix}{no}", "server_action": no}],
        f"{prefix}ignore": [
            {"id": f"{prefix}{name}", "server_action": name}
            for name in (["delete_and_ignore"] if hidden else ["ignore_and_do_nothing", "delete_and_ignore"])
        ],
    }


def _row(site: "DiscourseServer", review: Json) -> Json:
    post = site.posts[review["target_id"]]
    row = {name: value for name, value in review.items() if name not in ("scores", "notes")}
    row |= {
        "raw": post["raw"],
        "cooked": post["cooked"],
        "post_version": post["version"],
        "post_updated_at": post["updated_at"],
        "target_created_at": post["created_at"],
        "target_deleted_at": post["deleted_at"],
        "target_url": f"{site.url}/t/{post['topic_slug']}/{post['topic_id']}/{post['post_number']}",
        "reviewable_score_ids": [score["id"] for score in review["scores"]],
        "bundled_action_ids": list(_actions(site, review)),
    }
    if review["topic_id"] in site.claims:
        row["claimed_by_id"] = site.claims[review["topic_id"]]["id"]
    if site.notes_path == "review":
        row["reviewable_note_ids"] = [note["id"] for note in review["notes"]]
    return row


def _beside(site: "DiscourseServer", reviews: list[Json]) -> Json:
    bundles = [item for review in reviews for item in _actions(site, review).items()]
    scores = [score for review in reviews for score in review["scores"]]
    told = [score for score in scores if score["written"]]
    return {
        "users": [shapes.named(user) for user in site.users.values()],
        "topics": [site.topics[review["topic_id"]] for review in reviews],
        "reviewable_scores": [
            {name: value for name, value in score.items() if name != "written"}
            | ({"reviewable_conversation_id": score["id"]} if score["written"] else {})
            for score in scores
        ],
        "score_types": [{"id": 8, "title": "垃圾信息"}],
        "reviewable_conversations": [{"id": score["id"], "conversation_post_ids": [score["id"]]} for score in told],
        "conversation_posts": [{"id": score["id"], "excerpt": f"<p>{score['written']}</p>"} for score in told],
        "reviewable_notes": [note for review in reviews for note in review["notes"]],
        "claimed_bies": list(site.claims.values()),
        "bundled_actions": [{"id": name, "action_ids": [one["id"] for one in rows]} for name, rows in bundles],
        "actions": [action for _, rows in bundles for action in rows],
    }


def review_list(site: "DiscourseServer", asked: "Asked") -> "Reply":
    site.staff(asked)
    offset, wanted = int(asked.param("offset", "0")), STATUSES[asked.param("status", "pending")]
    rows = [review for review in site.reviews.values() if review["status"] in wanted]
    if asked.param("type"):
        rows = [review for review in rows if review["type"] == asked.param("type")]
    if "ids[]" in asked.query and not site.ignores_ids:
        rows = [review for review in rows if str(review["id"]) in asked.query["ids[]"]]
    order = asked.param("sort_order", "score")
    rows.sort(key=lambda review: (review["created_at"], review["id"]), reverse=order != "created_at_asc")
    page = rows[offset : offset + PER_PAGE]
    meta: Json = {"total_rows_reviewables": len(rows), "reviewable_count": len(rows)}
    if offset + PER_PAGE < len(rows):
        meta["load_more_reviewables"] = f"/review?offset={offset + PER_PAGE}"
    queued = [{"id": 9000, "type": "ReviewableQueuedPost", "payload": one} for one in site.queue]
    listed = queued if asked.param("type") == "ReviewableQueuedPost" else [_row(site, review) for review in page]
    return 200, {"reviewables": listed, "meta": meta} | _beside(site, page)


def review_count(site: "DiscourseServer", asked: "Asked") -> "Reply":
    site.staff(asked)
    return 200, {"count": sum(review["status"] == PENDING for review in site.reviews.values())}


def review_one(site: "DiscourseServer", asked: "Asked") -> "Reply":
    site.staff(asked)
    review = site.found(site.reviews, asked.args[0])
    return 200, {"reviewable": _row(site, review), "meta": {}} | _beside(site, [review])


AFTER = {"agree": APPROVED, "delete": APPROVED, "disagree": REJECTED, "ignore": IGNORED}
AFTER_SPLIT = {"no_action_post": IGNORED, "hide_post": REJECTED, "unhide_post": APPROVED, "delete_post": REJECTED}


def perform(site: "DiscourseServer", asked: "Asked") -> "Reply":
    site.staff(asked)
    number, name = asked.args
    review = site.found(site.reviews, number)
    if not (asked.body or {}).get("version") and (asked.body or {}).get("version") != 0:
        raise _errors(422, "缺少版本号")
    claim = site.claims.get(review["topic_id"])
    if site.claiming == "required" and claim is None:
        raise _errors(422, "请先认领")
    if site.claiming != "disabled" and claim and not claim["automatic"] and claim["user_id"] != asked.me:
        raise _errors(422, "已被其他人认领")
    offered = {one["server_action"] for rows in _actions(site, review).values() for one in rows}
    if name not in offered:
        raise _errors(403, "无权执行此操作", kind="invalid_access")
    if int(asked.body["version"]) != review["version"]:
        raise _errors(409, "有人已经更新了这个条目")
    post = site.posts[review["target_id"]]
    if name in ("agree_and_hide", "hide_post"):
        post["hidden"] = True
    if name in ("disagree_and_restore", "unhide_post"):
        post["hidden"] = False
    status = AFTER_SPLIT[name] if site.split else AFTER[name.partition("_")[0]]
    site.settle(review["id"], status, asked.me)
    result = {"success": True, "version": review["version"], "remove_reviewable_ids": [review["id"]]}
    return 200, result if site.split else {"reviewable_perform_result": result | {"transition_to_id": status}}


def claim(site: "DiscourseServer", asked: "Asked") -> "Reply":
    topic = site.found(site.topics, str(asked.body["reviewable_claimed_topic"]["topic_id"]))
    if site.claiming == "disabled":
        raise _errors(403, "无权执行此操作", kind="invalid_access")
    if topic["id"] in site.claims:
        raise _errors(409, "有人已经更新了这个条目")
    site.claim(topic["id"], asked.me)
    return 200, {"success": "OK"}


def release(site: "DiscourseServer", asked: "Asked") -> "Reply":
    topic = site.found(site.topics, asked.args[0])
    if site.claiming == "disabled":
        raise _errors(404, "找不到该资源", kind="not_found")
    site.claims.pop(topic["id"], None)
    return 200, {"success": "OK"}


def note(site: "DiscourseServer", asked: "Asked") -> "Reply":
    where, number = asked.args
    if where != site.notes_path:
        raise _errors(404, "找不到该资源", kind="not_found")
    content = asked.body["reviewable_note"]["content"]
    written = {"id": site.new_id(), "content": content, "created_at": site.now()}
    kept = written | {"user": shapes.named(site.users[asked.me])}
    site.found(site.reviews, number)["notes"].append(kept)
    return 200, kept


# --- topics and posts ---------------------------------------------------------------------------------


def _of_topic(site: "DiscourseServer", topic: Json, *, deleted: bool = False) -> list[Json]:
    posts = [post for post in site.posts.values() if post["topic_id"] == topic["id"]]
    posts = [post for post in posts if deleted or post["deleted_at"] is None]
    return sorted(posts, key=lambda post: post["post_number"])


def _shown(topic: Json, posts: list[Json], stream: list[int], site: "DiscourseServer") -> Json:
    allowed = [shapes.named(site.users[one]) for one in (topic["private"] or ())]
    return topic | {"post_stream": {"posts": posts, "stream": stream}, "details": {"allowed_users": allowed}}


def topic_show(site: "DiscourseServer", asked: "Asked") -> "Reply":
    topic = site.found(site.topics, asked.args[0])
    if topic["private"] and asked.me not in topic["private"]:
        raise _errors(403, "无权执行此操作", kind="invalid_access")
    posts = _of_topic(site, topic, deleted="show_deleted" in asked.query)
    raw = "include_raw" in asked.query
    near = int(asked.args[1]) if len(asked.args) > 1 else 1
    start = max(sum(post["post_number"] < near for post in posts) - CHUNK // 4, 0) if near > 1 else 0
    shown = [post if raw else post | {"raw": None} for post in posts[start : start + CHUNK]]
    return 200, _shown(topic, shown, [post["id"] for post in posts], site)


def topic_posts(site: "DiscourseServer", asked: "Asked") -> "Reply":
    topic = site.found(site.topics, asked.args[0])
    wanted = [
        post for post in _of_topic(site, topic, deleted=True) if str(post["id"]) in asked.query.get("post_ids[]", [])
    ]
    return 200, {"id": topic["id"], "post_stream": {"posts": wanted}}


def by_external_id(site: "DiscourseServer", asked: "Asked") -> "Reply":
    for topic in site.topics.values():
        if topic["external_id"] == asked.args[0].lower() and topic["deleted_at"] is None:
            return 301, None, {"Location": f"{site.url}/t/{topic['slug']}/{topic['id']}.json"}
    raise _errors(404, "找不到该资源", kind="not_found")


def topic_status(site: "DiscourseServer", asked: "Asked") -> "Reply":
    topic = site.found(site.topics, asked.args[0])
    topic[asked.body["status"]] = asked.body["enabled"] == "true"
    return 200, {"success": "OK", "topic_status_update": None}


def topic_list(site: "DiscourseServer", asked: "Asked") -> "Reply":
    name, username = asked.args
    me = site.users[asked.me]
    if name.startswith("private") and me["username"] != username:
        raise _errors(403, "无权执行此操作", kind="invalid_access")
    writers = {topic_id: {post["user_id"] for post in _of_topic(site, one)} for topic_id, one in site.topics.items()}
    mine = [one for one in site.topics.values() if asked.me in (one["private"] or ())]
    lists = {
        "private-messages": [one for one in mine if writers[one["id"]] - {asked.me}],
        "private-messages-sent": [one for one in mine if asked.me in writers[one["id"]]],
        "created-by": [one for one in site.topics.values() if one["user_id"] == asked.me and not one["private"]],
    }
    rows = sorted(lists[name], key=lambda one: one["last_posted_at"], reverse=True)
    at = int(asked.param("page", "0")) * TOPICS_PER_PAGE
    page = [one | {"participants": _others(one, asked.me)} for one in rows[at : at + TOPICS_PER_PAGE]]
    listed: Json = {"per_page": TOPICS_PER_PAGE, "topics": page}
    if at + TOPICS_PER_PAGE < len(rows):
        listed["more_topics_url"] = f"/topics/{name}/{username}?page={at // TOPICS_PER_PAGE + 1}"
    return 200, {"users": [], "topic_list": listed}


def _others(topic: Json, me: int) -> list[Json]:
    return [{"extras": None, "user_id": one} for one in (topic["private"] or ()) if one != me][:5]


def post_show(site: "DiscourseServer", asked: "Asked") -> "Reply":
    post = site.found(site.posts, asked.args[0])
    about_it = [review["id"] for review in site.reviews.values() if review["target_id"] == post["id"]]
    return 200, post | {"reviewable_id": about_it[0] if about_it else None}


def post_create(site: "DiscourseServer", asked: "Asked") -> "Reply":
    from discourse_server import remembered

    return remembered(site, asked, lambda: _create(site, asked))


def _create(site: "DiscourseServer", asked: "Asked") -> "Reply":
    body = asked.body
    if len(body["raw"].strip()) < 8:
        raise _errors(422, "正文太短")
    if site.queues:
        site.queue.append({"raw": body["raw"]})
        return 200, {"action": "enqueued", "success": True, "pending_count": 1, "pending_post": {"id": 9000}}
    if "topic_id" in body:
        topic = site.found(site.topics, str(body["topic_id"]))
        if topic["closed"]:
            raise _errors(422, "主题已关闭")
    else:
        topic = _open(site, asked, body)
    more = {"reply_to_post_number": body.get("reply_to_post_number")}
    return 200, site.add_post(site.new_id(), topic=topic["id"], user=asked.me, raw=body["raw"].rstrip(), **more)


def _open(site: "DiscourseServer", asked: "Asked", body: Json) -> Json:
    if not site.uncategorised and body.get("archetype") != "private_message" and not body.get("category"):
        raise _errors(422, "分类不能为空")
    external_id = body.get("external_id", "").lower() if asked.by_admin else ""
    if external_id and any(one["external_id"] == external_id for one in site.topics.values()):
        raise _errors(422, "External 已经被使用")
    private: tuple[int, ...] = ()
    if body.get("archetype") == "private_message":
        names = [one for one in site.users if site.users[one]["username"] in body["target_recipients"].split(",")]
        if not names:
            raise _errors(422, "收件人不存在")
        private = (asked.me, *names)
    elif any(one["title"] == body["title"] and not one["private"] for one in site.topics.values()):
        raise _errors(422, "标题已经被使用")
    more: Json = {"external_id": external_id or None, "category_id": body.get("category")}
    return site.add_topic(site.new_id(), body["title"], user=asked.me, private=private, **more)


def post_update(site: "DiscourseServer", asked: "Asked") -> "Reply":
    post, edit = site.found(site.posts, asked.args[0]), asked.body["post"]
    if edit.get("original_text") and edit["original_text"] != post["raw"]:
        raise _errors(409, "这个帖子已被别人编辑")
    site.edit(post["id"], edit["raw"])
    return 200, {"post": post}


def post_delete(site: "DiscourseServer", asked: "Asked") -> "Reply":
    site.staff(asked)
    post = site.found(site.posts, asked.args[0])
    if post["deleted_at"]:
        raise _errors(403, "无权执行此操作", kind="invalid_access")
    post["deleted_at"] = site.now()
    for review in site.reviews.values():
        if review["target_id"] == post["id"] and review["status"] == PENDING:
            site.settle(review["id"], APPROVED, asked.me)
    return 200, None


def post_way(site: "DiscourseServer", asked: "Asked") -> "Reply":
    post = site.found(site.posts, asked.args[0])
    if asked.args[1] == "unhide":
        post["hidden"] = False
        return 200, None
    post["deleted_at"], post["user_deleted"] = None, False
    return 200, post


# --- members ------------------------------------------------------------------------------------------


def member(site: "DiscourseServer", asked: "Asked") -> "Reply":
    site.staff(asked)
    return 200, site.found(site.users, asked.args[0])


WAYS = {"silence": ("silenced", "silenced_till"), "suspend": ("suspended", "suspend_until")}


def measure(site: "DiscourseServer", asked: "Asked") -> "Reply":
    site.staff(asked)
    user, (name, param) = site.found(site.users, asked.args[0]), WAYS[asked.args[1]]
    if not asked.body.get(param) or not 1 <= len(asked.body.get("reason", "")) <= 300:
        return 400, {"failed": "FAILED", "errors": ["缺少参数"]}
    standing = user[f"{name}_till"]
    if standing and datetime.fromisoformat(standing) > site.clock():
        return 409, {"failed": "FAILED", "message": "该成员已被处置"}
    until = shapes.time(datetime.fromisoformat(asked.body[param]).replace(microsecond=0))
    user |= {f"{name}_till": until, f"{name}_at": site.now()}
    site.log_action(f"{asked.args[1]}_user", by=asked.me, member=user["id"], details=asked.body["reason"])
    return 200, {"silence" if name == "silenced" else "suspension": {f"{name}_till": until}}


def lift(site: "DiscourseServer", asked: "Asked") -> "Reply":
    site.staff(asked)
    user, name = site.found(site.users, asked.args[0]), asked.args[1].removeprefix("un")
    user |= {f"{WAYS[name][0]}_till": None, f"{WAYS[name][0]}_at": None}
    return 200, {"unsilence" if name == "silence" else "suspension": {}}


def staff_log(site: "DiscourseServer", asked: "Asked") -> "Reply":
    site.staff(asked)
    target, limit, page = asked.param("target_user"), int(asked.param("limit", "200")), int(asked.param("page", "0"))
    rows = [one for one in site.log if not target or (one["target_user"] or {}).get("username") == target]
    return 200, {
        "staff_action_logs": rows[page * limit : (page + 1) * limit],
        "total_rows_staff_action_logs": len(rows),
    }


def badge_list(site: "DiscourseServer", asked: "Asked") -> "Reply":
    if not site.badges_on:
        raise _errors(404, "找不到该资源", kind="not_found")
    return 200, {"badges": site.badges, "badge_types": []}


def badges_of(site: "DiscourseServer", asked: "Asked") -> "Reply":
    held = [one for one in site.user_badges if site.users[one["user_id"]]["username"] == asked.args[0]]
    ids = {one["badge_id"] for one in held}
    return 200, {"badges": [one for one in site.badges if one["id"] in ids], "user_badges": held}


def grant(site: "DiscourseServer", asked: "Asked") -> "Reply":
    [user_id] = [one for one, user in site.users.items() if user["username"] == asked.body["username"]]
    badge = next((one for one in site.badges if one["id"] == asked.body["badge_id"]), None)
    if badge is None:
        raise _errors(404, "找不到该资源", kind="not_found")
    if not badge["manually_grantable"]:
        return 403, {"failed": "FAILED"}
    held = [one for one in site.user_badges if one["user_id"] == user_id and one["badge_id"] == badge["id"]]
    if held and not badge["multiple_grant"]:
        return 200, {"user_badge": held[0]}
    given = {"id": site.new_id(), "badge_id": badge["id"], "user_id": user_id, "granted_by_id": asked.me}
    site.user_badges.append(given | {"granted_at": site.now()})
    return 200, {"user_badge": site.user_badges[-1]}


def revoke(site: "DiscourseServer", asked: "Asked") -> "Reply":
    held = next((one for one in site.user_badges if str(one["id"]) == asked.args[0]), None)
    if held is None:
        raise _errors(404, "找不到该资源", kind="not_found")
    site.user_badges.remove(held)
    return 200, {"success": "OK"}


_ID, _NAME = r"(-?\d+)", r"([^/]+)"
ROUTES: list[tuple[str, str, Callable[["DiscourseServer", "Asked"], "Reply"]]] = [
    ("GET", r"/session/current\.json", session),
    ("GET", r"/site/settings\.json", site_settings),
    ("GET", r"/about\.json", about),
    ("GET", r"/site/basic-info\.json", basic_info),
    ("GET", r"/categories\.json", categories),
    ("GET", rf"/c/{_ID}/show\.json", category),
    ("GET", r"/review\.json", review_list),
    ("GET", r"/review/count\.json", review_count),
    ("GET", rf"/review/{_ID}\.json", review_one),
    ("PUT", rf"/review/{_ID}/perform/(\w+)\.json", perform),
    ("POST", r"/reviewable_claimed_topics\.json", claim),
    ("DELETE", rf"/reviewable_claimed_topics/{_ID}\.json", release),
    ("POST", rf"/(review|reviewables)/{_ID}/notes\.json", note),
    ("GET", rf"/t/{_ID}\.json", topic_show),
    ("GET", rf"/t/{_ID}/{_ID}\.json", topic_show),
    ("GET", rf"/t/{_ID}/posts\.json", topic_posts),
    ("GET", rf"/t/external_id/{_NAME}\.json", by_external_id),
    ("PUT", rf"/t/{_ID}/status\.json", topic_status),
    ("GET", rf"/topics/([\w-]+)/{_NAME}\.json", topic_list),
    ("GET", rf"/posts/{_ID}\.json", post_show),
    ("POST", r"/posts\.json", post_create),
    ("PUT", rf"/posts/{_ID}\.json", post_update),
    ("DELETE", rf"/posts/{_ID}\.json", post_delete),
    ("PUT", rf"/posts/{_ID}/(unhide|recover)\.json", post_way),
    ("GET", rf"/admin/users/{_ID}\.json", member),
    ("PUT", rf"/admin/users/{_ID}/(silence|suspend)\.json", measure),
    ("PUT", rf"/admin/users/{_ID}/(unsilence|unsuspend)\.json", lift),
    ("GET", r"/admin/logs/staff_action_logs\.json", staff_log),
    ("GET", r"/badges\.json", badge_list),
    ("GET", rf"/user-badges/{_NAME}\.json", badges_of),
    ("POST", r"/user_badges\.json", grant),
    ("DELETE", rf"/user_badges/{_ID}\.json", revoke),
]
