"""The Discourse adapter over HTTP, against a small Discourse of ours: what is written, and what became of it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from conftest import Clock
from discourse_harness import ABOUT, NOW, Site, a_site
from discourse_server import (
    A_WEB_PAGE,
    APPROVED,
    AUTHOR,
    IGNORED,
    MEMBER_KEY,
    MODERATOR,
    MODERATOR_KEY,
    OTHER,
    PENDING,
    REJECTED,
    REPORTER,
    USER_CLIENT,
    USER_KEY,
)

from app.community.discourse import wire
from app.community.discourse.keys import user_token
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import Command, CommandKind, Receipt, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Found, Level
from app.domain.members import MemberId
from app.domain.posts import PostId, ThreadId
from app.errors import (
    AuthFailed,
    CommunityError,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    Unavailable,
)

UPHELD, DISMISSED, OUT = CommunityState.UPHELD, CommunityState.DISMISSED, CommunityState.IGNORED
DONE, ALREADY = ReceiptStatus.DONE, ReceiptStatus.ALREADY_DONE
K = CommandKind


@pytest.fixture
def site(clock: Clock) -> Iterator[Site]:
    with a_site(clock) as site:
        site.known()
        yield site


def with_user_key(site: Site) -> None:
    site.gateway = site.dial(user_token(USER_CLIENT, USER_KEY))
    site.known()


def status(site: Site) -> int:
    return int(site.forum.reviews[1]["status"])


KEY = {"Api-Key": MODERATOR_KEY}


def found(site: Site, command: Command) -> Receipt:
    """The receipt of what happened; it must have."""
    effect = site.gateway.find_effect(command)
    assert effect.found is Found.HAPPENED
    assert effect.receipt is not None
    return effect.receipt


# --- settling -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "split", "hidden", "after"),
    [
        (UPHELD, False, False, APPROVED),
        (UPHELD, False, True, APPROVED),
        (DISMISSED, False, False, REJECTED),
        (DISMISSED, False, True, REJECTED),
        (OUT, False, False, IGNORED),
        (UPHELD, True, False, IGNORED),
        (DISMISSED, True, False, IGNORED),
        (DISMISSED, True, True, APPROVED),
        (OUT, True, False, IGNORED),
    ],
)
def test_a_case_is_settled_by_an_action_that_the_site_lists(
    site: Site, outcome: CommunityState, split: bool, hidden: bool, after: int
) -> None:
    site.forum.split, site.forum.posts[21]["hidden"] = split, hidden
    receipt = site.gateway.send(site.command(K.RESOLVE, base=site.version(), outcome=outcome))
    assert (receipt.status, receipt.verified, status(site)) == (DONE, True, after)
    assert receipt.case_version == site.version()
    assert site.forum.posts[21]["hidden"] is (hidden and outcome is UPHELD)


def test_an_outcome_that_the_site_does_not_list_is_refused(site: Site) -> None:
    site.forum.posts[21]["hidden"] = True  # then nothing can be ignored
    with pytest.raises(Invalid):
        site.gateway.send(site.command(K.RESOLVE, outcome=OUT))
    with pytest.raises(Invalid):
        site.gateway.send(site.command(K.RESOLVE, outcome=CommunityState.OPEN))
    assert site.writes() == []


@pytest.mark.parametrize(("after", "outcome"), [(APPROVED, UPHELD), (REJECTED, DISMISSED), (IGNORED, OUT)])
def test_what_is_settled_as_wanted_is_done_already(site: Site, after: int, outcome: CommunityState) -> None:
    base = site.version()
    site.forum.settle(1, after)
    receipt = site.gateway.send(site.command(K.RESOLVE, base=base, outcome=outcome))
    assert (receipt.status, receipt.case_version) == (ALREADY, site.version())
    for other in {UPHELD, DISMISSED, OUT} - {outcome}:
        with pytest.raises(Conflict):
            site.gateway.send(site.command(K.RESOLVE, base=base, outcome=other))
    assert site.writes() == []


@pytest.mark.parametrize("change", ["report", "edit", "claim"])
def test_a_case_that_changed_is_not_settled(site: Site, change: str) -> None:
    base = site.version()
    if change == "report":
        site.forum.add_score(1, OTHER)
    elif change == "edit":
        site.forum.edit(21, "升级以后好多了。")
    else:
        site.forum.claim(7, OTHER)
    with pytest.raises(Conflict):
        site.gateway.send(site.command(K.RESOLVE, base=base))
    assert (site.writes(), status(site)) == ([], PENDING)


def race(site: Site, do: Callable[[], None]) -> None:
    """Have something happen between our look at the case and our write."""
    answer = site.forum.answer

    def answered(method: str, path: str, body: object, headers: object) -> object:
        if method != "GET":
            site.forum.answer = answer  # type: ignore[method-assign]
            do()
        return answer(method, path, body, headers)  # type: ignore[arg-type]

    site.forum.answer = answered  # type: ignore[method-assign, assignment]


@pytest.mark.parametrize(("after", "conflict"), [(APPROVED, False), (REJECTED, True)])
def test_a_case_settled_between_look_and_write_is_done_or_a_conflict(site: Site, after: int, conflict: bool) -> None:
    race(site, lambda: site.forum.settle(1, after))
    if conflict:
        with pytest.raises(Conflict):
            site.gateway.send(site.command(K.RESOLVE))
    else:
        assert site.gateway.send(site.command(K.RESOLVE)).status is ALREADY


def test_a_case_whose_version_moved_on_is_a_conflict(site: Site) -> None:
    race(site, lambda: site.forum.reviews[1].update(version=5))
    with pytest.raises(Conflict):
        site.gateway.send(site.command(K.RESOLVE))


def test_a_claim_of_somebody_else_is_a_conflict_and_a_missing_one_is_said(site: Site) -> None:
    race(site, lambda: site.forum.claim(7, OTHER))
    with pytest.raises(Conflict):
        site.gateway.send(site.command(K.RESOLVE))
    site.forum.claims.clear()
    site.forum.claiming = "required"
    with pytest.raises(Invalid) as raised:
        site.gateway.send(site.command(K.RESOLVE))
    assert "请先认领" in raised.value.sentence("zh")


def test_a_key_that_was_revoked_is_not_taken_for_a_right_that_is_missing(site: Site) -> None:
    site.fault("PUT", "/perform/", 403, body={"errors": ["no"], "error_type": "invalid_access"})
    with pytest.raises(Forbidden):
        site.gateway.send(site.command(K.RESOLVE))
    site.forum.keys[MODERATOR_KEY] = site.forum.keys[MEMBER_KEY]
    with pytest.raises(Forbidden):
        site.gateway.send(site.command(K.DELETE))
    del site.forum.keys[MODERATOR_KEY]
    site.fault("GET", "/posts/21", 200, body=site.forum.posts[21])
    with pytest.raises(AuthFailed):
        site.gateway.send(site.command(K.DELETE))


def test_a_decision_of_three_steps_reads_the_case_no_more_than_needed(site: Site) -> None:
    base = site.version()
    site.forum.asked()
    taken = site.gateway.send(site.command(K.CLAIM, base=base))
    sent = site.gateway.send(site.command(K.MESSAGE, base=taken.case_version))
    settled = site.gateway.send(site.command(K.RESOLVE, base=sent.case_version or taken.case_version))
    assert (taken.status, sent.status, settled.status) == (DONE, DONE, DONE)
    assert len(site.forum.asked()) == 6


# --- claiming -----------------------------------------------------------------------------------------


def test_a_case_is_claimed_and_given_back(site: Site) -> None:
    receipt = site.gateway.send(site.command(K.CLAIM, base=site.version()))
    assert (receipt.status, receipt.case_version) == (DONE, site.version())
    assert site.forum.claims[7]["user_id"] == MODERATOR
    assert site.gateway.send(site.command(K.CLAIM)).status is ALREADY
    assert site.gateway.send(site.command(K.RELEASE)).status is DONE
    assert site.forum.claims == {}
    assert site.gateway.send(site.command(K.RELEASE)).status is ALREADY


def test_what_somebody_else_claimed_is_left_alone(site: Site) -> None:
    race(site, lambda: site.forum.claim(7, OTHER))
    with pytest.raises(Conflict):
        site.gateway.send(site.command(K.CLAIM))
    with pytest.raises(Conflict):
        site.gateway.send(site.command(K.RELEASE))
    assert site.forum.claims[7]["user_id"] == OTHER
    site.forum.settle(1, APPROVED)
    with pytest.raises(Conflict):
        site.gateway.send(site.command(K.CLAIM))


def test_claiming_that_is_switched_off_meanwhile_is_said_and_asked_about_again(site: Site) -> None:
    site.forum.claiming = "disabled"
    with pytest.raises(Forbidden):
        site.gateway.send(site.command(K.CLAIM))
    assert site.gateway.describe().capability(K.CLAIM).level is Level.LOCAL_ONLY


# --- notes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", ["review", "reviewables"])
def test_a_note_is_written_under_either_path(site: Site, where: str) -> None:
    site.forum.notes_path = where
    assert site.gateway.send(site.command(K.NOTE)).status is DONE
    site.forum.asked()
    site.gateway.send(site.command(K.NOTE))
    assert site.forum.asked() == [("POST", f"/{where}/1/notes.json")]
    assert len(site.forum.reviews[1]["notes"]) == 2


def test_a_site_without_notes_says_so_from_then_on(site: Site) -> None:
    site.forum.notes_path = ""
    with pytest.raises(NotFound):
        site.gateway.send(site.command(K.NOTE, case_id=CaseId("99")))
    assert site.gateway.describe().capability(K.NOTE).level is Level.NATIVE
    with pytest.raises(Invalid):
        site.gateway.send(site.command(K.NOTE))
    assert site.gateway.describe().capability(K.NOTE).level is Level.LOCAL_ONLY


# --- hiding, deleting, restoring ----------------------------------------------------------------------


@pytest.mark.parametrize("split", [False, True])
def test_a_post_is_hidden_and_its_case_upheld(site: Site, split: bool) -> None:
    site.forum.split = split
    hidden = site.gateway.send(site.command(K.HIDE, base=site.version()))
    assert (hidden.status, site.forum.posts[21]["hidden"]) == (DONE, True)
    settled = site.gateway.send(site.command(K.RESOLVE, base=hidden.case_version))
    assert settled.status is ALREADY
    assert site.gateway.send(site.command(K.HIDE)).status is ALREADY
    shown = site.gateway.send(site.command(K.RESTORE))
    assert (shown.status, site.forum.posts[21]["hidden"]) == (DONE, False)


def test_a_post_is_hidden_only_while_its_report_waits(site: Site) -> None:
    site.forum.settle(1, APPROVED)
    with pytest.raises(Invalid):
        site.gateway.send(site.command(K.HIDE))
    with pytest.raises(Invalid):
        site.gateway.send(site.command(K.HIDE, case_id=None, post_id=PostId("20")))
    assert site.writes() == []


def test_a_post_is_hidden_without_its_case_being_named(site: Site) -> None:
    assert site.gateway.send(site.command(K.HIDE, case_id=None)).status is DONE


def test_a_post_that_is_hidden_already_is_left(site: Site) -> None:
    site.forum.posts[21]["hidden"] = True
    assert site.gateway.send(site.command(K.HIDE)).status is ALREADY
    assert (site.writes(), status(site)) == ([], PENDING)


def test_a_post_is_deleted_and_brought_back(site: Site) -> None:
    deleted = site.gateway.send(site.command(K.DELETE, base=site.version()))
    assert (deleted.status, deleted.case_version) == (DONE, site.version())
    assert site.gateway.send(site.command(K.RESOLVE, base=deleted.case_version)).status is ALREADY
    assert site.gateway.send(site.command(K.DELETE)).status is ALREADY
    site.forum.posts[21]["hidden"] = True
    assert site.gateway.send(site.command(K.RESTORE)).status is DONE
    assert (site.forum.posts[21]["deleted_at"], site.forum.posts[21]["hidden"]) == (None, False)
    assert site.gateway.send(site.command(K.RESTORE)).status is ALREADY


# --- replies ------------------------------------------------------------------------------------------


def test_a_reply_stands_below_the_post_with_a_mark_that_nobody_sees(site: Site) -> None:
    command = site.command(K.REPLY, base=site.version())
    receipt = site.gateway.send(command)
    [reply] = site.forum.own(7)
    assert (receipt.status, receipt.remote_id) == (DONE, str(reply["id"]))
    assert receipt.url == f"{site.forum.url}/t/topic/7/{reply['post_number']}"
    assert reply["reply_to_post_number"] == 2
    assert reply["raw"] == ABOUT[K.REPLY]["text"] + wire.marker(command.id)  # type: ignore[operator]
    assert site.gateway.post(PostId(str(reply["id"]))).raw == ABOUT[K.REPLY]["text"]


def test_a_reply_to_the_first_post_names_only_the_thread(site: Site) -> None:
    site.gateway.send(site.command(K.REPLY, post_id=PostId("20")))
    site.gateway.send(site.command(K.REPLY, post_id=None))
    assert [reply["reply_to_post_number"] for reply in site.forum.own(7)] == [None, None]


def test_a_reply_that_waits_for_approval_is_not_sent_again(site: Site) -> None:
    site.forum.queues = True
    command = site.command(K.REPLY)
    assert site.gateway.send(command).status is ReceiptStatus.PENDING_APPROVAL
    assert site.gateway.find_effect(command) == CANNOT_TELL
    site.forum.queues = False
    assert site.gateway.find_effect(site.command(K.REPLY)) == NOT_HAPPENED


def test_a_case_that_changed_gets_no_reply(site: Site) -> None:
    base = site.version()
    site.forum.edit(21, "改好了，谢谢提醒。")
    site.clock.moment += timedelta(seconds=11)
    for kind in (K.REPLY, K.MESSAGE, K.DELETE, K.SILENCE):
        with pytest.raises(Conflict):
            site.gateway.send(site.command(kind, base=base))
    assert site.writes() == []


@pytest.mark.parametrize("kind", [K.REPLY, K.MESSAGE, K.PUBLISH_NOTICE, K.UPDATE_NOTICE, K.NOTE])
def test_an_empty_text_is_not_sent(site: Site, kind: CommandKind) -> None:
    command = site.command(kind, text="  \n")
    with pytest.raises(Invalid):
        site.gateway.send(command)
    assert site.writes() == []
    assert site.gateway.find_effect(replace(command, first_sent_at=None)) == NOT_HAPPENED


def test_a_refused_text_meets_the_same_refusal_for_two_minutes(site: Site) -> None:
    site.forum.topics[7]["closed"] = True
    command = site.command(K.REPLY)
    with pytest.raises(Invalid):
        site.gateway.send(command)
    site.forum.topics[7]["closed"] = False
    with pytest.raises(Invalid) as raised:
        site.gateway.send(command)
    assert "主题已关闭" in raised.value.sentence("zh")
    site.clock.moment += timedelta(minutes=2)
    assert site.gateway.send(command).status is DONE


# --- private messages ---------------------------------------------------------------------------------


def test_a_private_message_is_a_topic_with_the_commands_id(site: Site) -> None:
    command = site.command(K.MESSAGE, base=site.version())
    receipt = site.gateway.send(command)
    [topic] = site.forum.private()
    assert (receipt.status, receipt.remote_id) == (DONE, str(topic["id"]))
    assert (topic["external_id"], topic["private"]) == (command.id, (MODERATOR, AUTHOR))
    assert topic["title"] == "关于您在社区发表的帖子"
    [post] = site.forum.own(topic["id"])
    assert post["raw"] == ABOUT[K.MESSAGE]["text"]


def test_a_private_message_may_bring_its_title(site: Site) -> None:
    site.gateway.send(site.command(K.MESSAGE, title="充电桩礼仪"))
    site.gateway.send(site.command(K.MESSAGE, text="Please mind the code of conduct."))
    assert [topic["title"] for topic in site.forum.private()] == ["充电桩礼仪", "About your post in the community"]


def test_with_a_user_key_a_private_message_carries_a_mark(site: Site) -> None:
    with_user_key(site)
    command = site.command(K.MESSAGE)
    site.gateway.send(command)
    [topic] = site.forum.private()
    assert topic["external_id"] is None
    assert wire.marker(command.id).strip() in site.forum.own(topic["id"])[0]["raw"]


def test_a_private_message_that_is_there_already_is_not_made_twice(site: Site) -> None:
    command = site.command(K.MESSAGE)
    first = site.gateway.send(command)
    site.clock.moment += timedelta(minutes=3)
    again = site.gateway.send(command)
    assert (again.status, again.remote_id) == (ALREADY, first.remote_id)
    assert len(site.forum.private()) == 1


def test_a_member_who_is_gone_gets_no_message(site: Site) -> None:
    with pytest.raises(NotFound):
        site.gateway.send(site.command(K.MESSAGE, member_id=MemberId("999")))


# --- notices ------------------------------------------------------------------------------------------


def notice(site: Site) -> dict[str, object]:
    [topic] = [topic for topic in site.forum.topics.values() if topic["title"] == ABOUT[K.PUBLISH_NOTICE]["title"]]
    return topic  # type: ignore[no-any-return]


@pytest.mark.parametrize("by_user", [False, True])
def test_a_notice_is_pinned_everywhere_and_closed(site: Site, by_user: bool) -> None:
    if by_user:
        with_user_key(site)
    command = site.command(K.PUBLISH_NOTICE)
    receipt = site.gateway.send(command)
    topic = notice(site)
    assert (receipt.status, receipt.remote_id) == (DONE, str(topic["id"]))
    assert (topic["pinned_globally"], topic["closed"]) == (True, True)
    assert found(site, command).remote_id == receipt.remote_id


@pytest.mark.parametrize("by_user", [False, True])
def test_a_notice_that_was_not_put_up_is_put_up_later(site: Site, by_user: bool) -> None:
    if by_user:
        with_user_key(site)
    command = site.command(K.PUBLISH_NOTICE)
    site.fault("PUT", "/status", 429, body={"errors": ["x"], "error_type": "rate_limit"})
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(command)
    assert site.gateway.find_effect(command) == NOT_HAPPENED
    site.clock.moment += timedelta(minutes=3)
    assert site.gateway.send(command).status is ALREADY
    assert notice(site)["closed"] is True
    assert found(site, command).status is DONE


@pytest.mark.parametrize(
    ("listed", "category"),
    [
        (
            [
                {
                    "id": 5,
                    "name": "站务",
                    "permission": 1,
                    "subcategory_list": [{"id": 6, "name": "社区公告", "permission": 1}],
                }
            ],
            6,
        ),
        ([{"id": 7, "name": "Announcements"}, {"id": 8, "name": "公告", "permission": 1}], 8),
        ([{"id": 7, "name": "Announcements"}, {"id": 8, "name": "公告", "permission": 3}], 7),
        ([{"id": 4, "name": "用车交流", "permission": 1}], None),
    ],
)
def test_a_notice_goes_where_notices_belong(site: Site, listed: list[dict[str, object]], category: int | None) -> None:
    site.forum.categories = listed
    site.forum.uncategorised = category is None
    site.gateway.send(site.command(K.PUBLISH_NOTICE))
    assert notice(site)["category_id"] == category


def test_a_notice_does_without_a_list_of_categories_and_its_refusal_is_said(site: Site) -> None:
    site.fault("GET", "/categories", 403, body={"errors": ["no"]})
    assert site.gateway.send(site.command(K.PUBLISH_NOTICE)).status is DONE
    site.forum.uncategorised = False
    with pytest.raises(Invalid) as raised:
        site.gateway.send(site.command(K.PUBLISH_NOTICE, title="社区公约（第三版）"))
    assert "分类不能为空" in raised.value.sentence("zh")


def test_a_notice_needs_a_title_of_its_own(site: Site) -> None:
    for title in ("", "新款车机值不值得升级"):
        with pytest.raises(Invalid):
            site.gateway.send(site.command(K.PUBLISH_NOTICE, title=title))


def test_a_notice_is_changed_unless_somebody_else_just_did(site: Site) -> None:
    site.forum.add_topic(8, "社区公约", user=MODERATOR)
    site.forum.add_post(80, topic=8, user=MODERATOR, raw="请友善。")
    command = site.command(K.UPDATE_NOTICE)
    assert site.gateway.find_effect(command) == NOT_HAPPENED
    assert site.gateway.send(command).status is DONE
    assert site.forum.posts[80]["raw"] == ABOUT[K.UPDATE_NOTICE]["text"]
    assert found(site, command).remote_id == "8"
    assert site.gateway.send(command).status is ALREADY
    race(site, lambda: site.forum.edit(80, "别人改过的。"))
    with pytest.raises(Invalid):
        site.gateway.send(site.command(K.UPDATE_NOTICE, text="请大家友善交流，不发广告，不刷屏。"))
    assert site.forum.posts[80]["raw"] == "别人改过的。"


# --- measures -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "lift", "field"), [(K.SILENCE, K.UNSILENCE, "silenced"), (K.SUSPEND, K.UNSUSPEND, "suspended")]
)
def test_a_measure_is_taken_and_lifted(site: Site, kind: CommandKind, lift: CommandKind, field: str) -> None:
    command = site.command(kind)
    receipt = site.gateway.send(command)
    assert (receipt.status, receipt.verified) == (DONE, True)
    assert datetime.fromisoformat(site.forum.users[AUTHOR][f"{field}_till"]) == command.intent.until
    assert found(site, command).verified
    assert site.gateway.find_effect(site.command(lift)) == NOT_HAPPENED
    assert site.gateway.send(command).status is ALREADY
    assert site.gateway.send(replace(command, intent=replace(command.intent, kind=lift))).status is DONE
    assert site.forum.users[AUTHOR][f"{field}_till"] is None
    assert found(site, site.command(lift)).status is DONE
    assert site.gateway.find_effect(command) == NOT_HAPPENED


def test_a_measure_that_stands_with_another_end_has_to_be_lifted_first(site: Site) -> None:
    site.gateway.send(site.command(K.SILENCE))
    with pytest.raises(Invalid) as raised:
        site.gateway.send(site.command(K.SILENCE, until=NOW + timedelta(days=9)))
    assert "2026-11-25 17:00" in raised.value.sentence("zh")


@pytest.mark.parametrize(
    "wrong",
    [{"until": None}, {"until": NOW}, {"until": datetime(2027, 1, 1)}, {"reason": " "}, {"reason": "字" * 301}],
)
@pytest.mark.parametrize("kind", [K.SILENCE, K.SUSPEND])
def test_a_measure_without_end_or_reason_is_not_sent(site: Site, kind: CommandKind, wrong: dict[str, object]) -> None:
    with pytest.raises(Invalid):
        site.gateway.send(site.command(kind, **wrong))
    assert site.forum.asked() == []


def test_a_measure_can_bring_a_text_and_the_post_it_is_about(site: Site) -> None:
    site.gateway.send(site.command(K.SILENCE, text="请三天后再来。", post_id=PostId("21")))
    [body] = [body for method, _, body in site.forum.seen if method == "PUT"]
    assert (body["message"], body["post_id"]) == ("请三天后再来。", "21")


# --- honours ------------------------------------------------------------------------------------------


def test_a_badge_is_granted_once_and_revoked(site: Site) -> None:
    command = site.command(K.GRANT_HONOUR)
    assert site.gateway.find_effect(command) == NOT_HAPPENED
    receipt = site.gateway.send(command)
    assert found(site, command).remote_id == receipt.remote_id
    assert site.gateway.send(command).remote_id == receipt.remote_id
    assert site.gateway.send(site.command(K.REVOKE_HONOUR)).status is DONE
    assert site.forum.user_badges == []
    assert site.gateway.send(site.command(K.REVOKE_HONOUR)).status is ALREADY
    assert found(site, site.command(K.REVOKE_HONOUR)).status is DONE


def test_a_badge_that_can_be_had_many_times_is_found_only_when_it_is_ours_and_new(site: Site) -> None:
    command = site.command(K.GRANT_HONOUR, honour_id="2")
    site.gateway.send(command)
    assert found(site, command).status is DONE
    site.clock.moment += timedelta(hours=1)
    assert site.gateway.find_effect(site.command(K.GRANT_HONOUR, honour_id="2")) == CANNOT_TELL
    site.clock.moment += timedelta(hours=25)
    assert site.gateway.find_effect(site.command(K.GRANT_HONOUR, honour_id="2")) == NOT_HAPPENED
    site.forum.user_badges[0] |= {"granted_by_id": OTHER, "granted_at": site.forum.now()}
    assert site.gateway.find_effect(site.command(K.GRANT_HONOUR, honour_id="2")) == NOT_HAPPENED


@pytest.mark.parametrize(("honour", "error"), [("3", Forbidden), ("9", NotFound), ("group", Invalid), ("", Invalid)])
def test_a_badge_that_can_not_be_granted_is_said(site: Site, honour: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        site.gateway.send(site.command(K.GRANT_HONOUR, honour_id=honour))


# --- what became of a lost send -----------------------------------------------------------------------

EVERY = [
    (K.CLAIM, "POST", "/reviewable_claimed_topics"),
    (K.RESOLVE, "PUT", "/perform/"),
    (K.NOTE, "POST", "/notes"),
    (K.HIDE, "PUT", "/perform/"),
    (K.DELETE, "DELETE", "/posts/"),
    (K.REPLY, "POST", "/posts"),
    (K.MESSAGE, "POST", "/posts"),
    (K.PUBLISH_NOTICE, "POST", "/posts"),
    (K.SILENCE, "PUT", "/silence"),
    (K.SUSPEND, "PUT", "/suspend"),
    (K.GRANT_HONOUR, "POST", "/user_badges"),
]


@pytest.mark.parametrize("by_user", [False, True])
@pytest.mark.parametrize("applied", [False, True])
@pytest.mark.parametrize("fault", [0, 200, 502])
@pytest.mark.parametrize("write", EVERY, ids=[str(kind) for kind, _, _ in EVERY])
def test_a_send_without_a_readable_answer_is_found_or_known_not_to_have_happened(
    site: Site, write: tuple[CommandKind, str, str], fault: int, *, applied: bool, by_user: bool
) -> None:
    if by_user:
        with_user_key(site)
    kind, method, path = write
    command = site.command(kind)
    site.fault(method, path, fault, applied=applied)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(command)
    site.clock.moment += site.gateway.ask_after
    effect = site.gateway.find_effect(command)
    if kind is K.PUBLISH_NOTICE:
        assert effect == NOT_HAPPENED  # what is not put up yet is sent again, and put up
    elif applied:
        assert effect.found is Found.HAPPENED
        return
    else:
        assert effect == NOT_HAPPENED
    assert site.gateway.send(command).status in (DONE, ALREADY)
    assert found(site, command).status is DONE


def test_nothing_is_found_of_what_somebody_else_did(site: Site) -> None:
    site.forum.claim(7, OTHER)
    assert site.gateway.find_effect(site.command(K.CLAIM)) == NOT_HAPPENED
    site.forum.settle(1, REJECTED)
    assert site.gateway.find_effect(site.command(K.RESOLVE)) == NOT_HAPPENED
    assert site.gateway.find_effect(site.command(K.RESOLVE, outcome=DISMISSED)).found is Found.HAPPENED
    del site.forum.reviews[1]
    assert site.gateway.find_effect(site.command(K.RESOLVE)) == NOT_HAPPENED


def test_a_settlement_of_ours_is_found_whatever_the_site_calls_it(site: Site) -> None:
    site.forum.split = True
    command = site.command(K.RESOLVE)
    site.fault("PUT", "/perform/", applied=True)
    with pytest.raises(OutcomeUnknown):
        site.gateway.send(command)
    assert status(site) == IGNORED
    assert found(site, command).status is DONE


@pytest.mark.parametrize("by_user", [False, True])
@pytest.mark.parametrize("kind", [K.NOTE, K.REPLY, K.MESSAGE, K.PUBLISH_NOTICE])
def test_what_is_not_there_after_an_hour_may_have_been_deleted(site: Site, kind: CommandKind, *, by_user: bool) -> None:
    if by_user:
        with_user_key(site)
    command = site.command(kind)
    assert site.gateway.find_effect(command) == NOT_HAPPENED
    site.clock.moment += timedelta(minutes=59)
    assert site.gateway.find_effect(command) == NOT_HAPPENED
    site.clock.moment += timedelta(minutes=1)
    assert site.gateway.find_effect(command) == CANNOT_TELL
    ahead = replace(command, first_sent_at=site.clock() + timedelta(minutes=6))
    assert site.gateway.find_effect(ahead) == CANNOT_TELL


@pytest.mark.parametrize("by_user", [False, True])
@pytest.mark.parametrize("ahead", [timedelta(hours=-30), timedelta(minutes=-6), timedelta(hours=1), timedelta(days=3)])
@pytest.mark.parametrize("kind", [K.NOTE, K.REPLY, K.MESSAGE, K.PUBLISH_NOTICE, K.RESOLVE, K.GRANT_HONOUR])
def test_a_lost_send_is_found_however_wrong_our_clock_is(
    site: Site, kind: CommandKind, ahead: timedelta, *, by_user: bool
) -> None:
    site.forum.clock = lambda: site.clock() - ahead
    if by_user:
        with_user_key(site)
    many = site.command(K.GRANT_HONOUR, honour_id="2")
    command = many if kind is K.GRANT_HONOUR else site.command(kind)
    site.gateway.send(command)
    assert found(site, command).status is DONE


@pytest.mark.parametrize(
    "date", ["", "yesterday", "Sun, 99 Nov 2026 17:00:00 GMT", "Sun, 22 Nov 99999 17:00:00 GMT", "1"]
)
def test_a_date_that_tells_nothing_is_passed_over(site: Site, date: str) -> None:
    command = site.command(K.NOTE)
    site.gateway.send(command)
    site.fault(
        "GET", "/review/1", 200, body=site.forum.answer("GET", "/review/1.json", None, KEY)[1], headers={"Date": date}
    )
    assert found(site, command).status is DONE


def test_a_reply_that_a_colleague_deleted_did_arrive(site: Site) -> None:
    for number in range(30):
        site.forum.add_post(500 + number, topic=7, user=REPORTER, raw=f"第 {number} 楼")
    command = site.command(K.REPLY)
    site.gateway.send(command)
    site.forum.own(7)[0]["deleted_at"] = site.forum.now()
    assert found(site, command).remote_id == str(site.forum.own(7)[0]["id"])


def test_the_same_words_in_an_older_note_are_not_taken_for_a_lost_one(site: Site) -> None:
    first = site.command(K.NOTE)
    site.gateway.send(first)
    site.clock.moment += timedelta(minutes=2)
    second = site.command(K.NOTE)
    assert site.gateway.find_effect(second) == CANNOT_TELL
    assert site.gateway.find_effect(site.command(K.NOTE, text="另一句话。")) == NOT_HAPPENED
    site.gateway.send(second)
    assert found(site, second).status is DONE
    site.clock.moment += timedelta(hours=26)
    assert site.gateway.find_effect(site.command(K.NOTE)) == NOT_HAPPENED
    del site.forum.reviews[1]
    assert site.gateway.find_effect(second) == CANNOT_TELL


def test_a_lost_reply_is_looked_for_as_far_back_as_it_was_sent(site: Site) -> None:
    for number in range(20):
        site.forum.add_post(200 + number, topic=7, user=REPORTER, raw=f"更早的第 {number} 楼")
    command = site.command(K.REPLY)
    site.gateway.send(command)
    for number in range(590):
        site.forum.add_post(500 + number, topic=7, user=REPORTER, raw=f"第 {number} 楼")
    site.forum.asked()
    assert found(site, command).status is DONE
    assert len(site.forum.asked()) <= 12
    for number in range(20):
        site.forum.add_post(2000 + number, topic=7, user=REPORTER, raw=f"第 {590 + number} 楼")
    assert site.gateway.find_effect(command) == CANNOT_TELL
    del site.forum.topics[7]
    assert (
        site.gateway.find_effect(replace(command, intent=replace(command.intent, thread_id=ThreadId("7"))))
        == CANNOT_TELL
    )


def test_a_lost_letter_is_looked_for_in_a_bounded_number_of_conversations(site: Site) -> None:
    with_user_key(site)
    command = site.command(K.MESSAGE)
    site.gateway.send(command)
    for number in range(40):
        site.forum.add_topic(1000 + number, "别的事", user=MODERATOR, private=(MODERATOR, REPORTER))
        site.forum.add_post(1000 + number, topic=1000 + number, user=MODERATOR, raw="与此无关的一封信。")
    site.forum.asked()
    assert found(site, command).status is DONE
    assert len(site.forum.asked()) <= 4
    for topic in site.forum.private():
        topic["private"] = (MODERATOR, AUTHOR)
    site.forum.own(site.forum.private()[0]["id"])[0]["raw"] = "改过了。"
    assert site.gateway.find_effect(command) == CANNOT_TELL
    assert len(site.forum.asked()) <= 26


def test_what_can_not_be_read_can_not_be_told(site: Site) -> None:
    for status_, body in ((200, A_WEB_PAGE), (403, {"errors": ["no"]})):
        site.fault("GET", "/review/1", status_, body=body)
        assert site.gateway.find_effect(site.command(K.RESOLVE)) == CANNOT_TELL


@pytest.mark.parametrize("kind", [K.MESSAGE, K.PUBLISH_NOTICE])
def test_a_list_that_is_not_to_be_had_tells_nothing(site: Site, kind: CommandKind) -> None:
    with_user_key(site)
    for code in (404, 403):
        site.fault("GET", "/topics/", code, body={"errors": ["no"]})
        assert site.gateway.find_effect(site.command(kind)) == CANNOT_TELL
    site.fault("GET", "/topics/", 502)
    with pytest.raises(Unavailable):
        site.gateway.find_effect(site.command(kind))


STRANGE = ["\ud800", "", ".", "..", "../../users/5", "9" * 5000, "９", "\x00", "5 ", "-1", "1e3"]


PARTS = ("case_id", "post_id", "thread_id", "member_id", "honour_id", "text", "title", "reason")


@pytest.mark.parametrize("value", STRANGE, ids=[ascii(one)[:16] for one in STRANGE])
def test_a_strange_value_in_a_command_is_refused_or_harmless(site: Site, value: str) -> None:
    for kind, part in ((kind, part) for kind in K for part in PARTS if part in ABOUT.get(kind, {"case_id": 1})):
        command = site.command(kind, **{part: value})
        if value == "\ud800":
            with pytest.raises(Invalid):
                site.gateway.send(command)
            assert site.gateway.find_effect(command) == NOT_HAPPENED
            continue
        with suppress(CommunityError):
            site.gateway.send(command)
        assert site.gateway.find_effect(command).found in Found


# --- refusals of a write ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "body", "error"),
    [
        (429, {"errors": ["x"], "error_type": "rate_limit", "extras": {"wait_seconds": 5}}, RateLimited),
        (503, {"errors": ["x"], "error_type": "read_only"}, Unavailable),
        (403, A_WEB_PAGE, Unavailable),
        (413, {"errors": ["太大"]}, Invalid),
        (422, {"errors": ["<b>太短</b>"]}, Invalid),
        (404, {"errors": ["x"]}, NotFound),
        (500, b"", OutcomeUnknown),
        (503, A_WEB_PAGE, OutcomeUnknown),
        (206, b"{}", OutcomeUnknown),
    ],
)
def test_a_refused_write_says_whether_anything_was_done(
    site: Site, code: int, body: object, error: type[Exception]
) -> None:
    site.fault("POST", "/posts", code, body=body)
    with pytest.raises(error):
        site.gateway.send(site.command(K.REPLY))
    assert site.forum.own(7) == []


def test_a_connection_that_is_never_made_did_nothing(site: Site) -> None:
    gateway = site.dial(url="http://127.0.0.1:9")
    with pytest.raises(Unavailable):
        gateway.send(site.command(K.NOTE))
