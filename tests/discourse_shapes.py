"""The shapes of Discourse's JSON as our small server sends them; written anew from the description of its API."""

from datetime import datetime
from typing import Any

Json = Any


def time(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def named(user: Json) -> Json:
    return {"id": user["id"], "username": user["username"], "name": "", "avatar_template": "/letter/{size}.png"}


def user(user_id: int, name: str, now: datetime, *, moderator: bool, admin: bool) -> Json:
    return {
        "id": user_id,
        "username": name,
        "name": None,
        "active": True,
        "admin": admin,
        "moderator": moderator,
        "created_at": time(now),
        "trust_level": 1,
        "title": None,
        "post_count": 12,
        "flags_received_count": 3,
        "warnings_received_count": 0,
        "silenced_at": None,
        "silenced_till": None,
        "silence_reason": None,
        "suspended_at": None,
        "suspended_till": None,
        "full_suspend_reason": None,
        "suspended_by": None,
        "penalty_counts": {"silenced": 1, "suspended": 0, "total": 1},
    }


def topic(topic_id: int, title: str, user_id: int, now: datetime, private: tuple[int, ...]) -> Json:
    return {
        "id": topic_id,
        "title": title,
        "fancy_title": title,
        "slug": "topic",
        "category_id": None if private else 4,
        "closed": False,
        "archived": False,
        "pinned": False,
        "pinned_globally": False,
        "archetype": "private_message" if private else "regular",
        "user_id": user_id,
        "created_at": time(now),
        "last_posted_at": time(now),
        "bumped_at": time(now),
        "deleted_at": None,
        "external_id": None,
        "private": private,
    }


def post(post_id: int, topic: Json, number: int, user: Json, *, raw: str, now: datetime) -> Json:
    return {
        "id": post_id,
        "user_id": user["id"],
        "username": user["username"],
        "topic_id": topic["id"],
        "topic_slug": topic["slug"],
        "post_number": number,
        "reply_to_post_number": None,
        "raw": raw,
        "cooked": f"<p>{raw}</p>",
        "created_at": time(now),
        "updated_at": time(now),
        "version": 1,
        "hidden": False,
        "hidden_reason_id": None,
        "deleted_at": None,
        "user_deleted": False,
    }


def score(score_id: int, user_id: int, written: str, now: datetime) -> Json:
    return {
        "id": score_id,
        "score": 1.5,
        "status": 0,
        "created_at": time(now),
        "reviewed_at": None,
        "user_id": user_id,
        "reviewed_by_id": None,
        "score_type_id": 8,
        "written": written,
        "agree_stats": {"agreed": 4, "disagreed": 1, "ignored": 0},
    }


def review(review_id: int, post: Json, kind: str, now: datetime) -> Json:
    return {
        "id": review_id,
        "type": kind,
        "status": 0,
        "version": 0,
        "score": 0.0,
        "created_at": time(now),
        "topic_id": post["topic_id"],
        "category_id": 4,
        "target_type": "Post",
        "target_id": post["id"],
        "target_created_by_id": post["user_id"],
        "created_by_id": 11,
        "can_edit": False,
        "scores": [],
        "notes": [],
    }


def badges() -> list[Json]:
    rows = ((1, "乐于助人", False, True), (2, "月度之星", True, True), (3, "初来乍到", False, False))
    return [
        {
            "id": badge_id,
            "name": name,
            "description": name,
            "badge_type_id": 3,
            "allow_title": True,
            "multiple_grant": many,
            "enabled": True,
            "system": not by_hand,
            "manually_grantable": by_hand,
        }
        for badge_id, name, many, by_hand in rows
    ]


def log_entry(entry_id: int, action: str, at: str, *, by: Json, target: Json, details: str) -> Json:
    return {
        "id": entry_id,
        "action_name": action,
        "details": details,
        "context": None,
        "created_at": at,
        "subject": None,
        "topic_id": None,
        "post_id": None,
        "acting_user": by,
        "target_user": target,
    }
