"""What the feed does not tell of is read by itself, out of what the budget leaves."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import make
from app.domain.cases import Back, CaseId, CaseState
from app.domain.community import (
    AuditEntry,
    AuditPage,
    Capability,
    ChangePage,
    CommunityInfo,
    Feature,
    Level,
    MessagePage,
    RemoteCase,
    RemoteNote,
)
from app.domain.members import Measure, MeasureKind, Member, MemberId, MemberRef
from app.domain.posts import PostId, Thread, ThreadId, ThreadSlice
from app.errors import NotFound
from app.operations import attention, coaching, intake
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.sync.cycle import Round, run_round
from tests.conftest import Clock

COLLEAGUE = MemberRef(MemberId("u-9"), "老周")


class Forum:
    """A gateway whose feed tells of neither edits, notes nor members, and counts what each thing costs."""

    repeat_window = timedelta(0)
    ask_after = timedelta(seconds=45)

    def __init__(self, *cases: RemoteCase, per_minute: int | None = None) -> None:
        self.requests = 0
        self.cases = {case.id: case for case in cases}
        self.members: dict[MemberId, Member] = {}
        self.entries: tuple[AuditEntry, ...] = ()
        self.per_minute = per_minute
        self.asked: list[str] = []

    def describe(self) -> CommunityInfo:
        info = make.info(**({} if self.per_minute is None else {"requests_per_minute": self.per_minute}))
        able = {Feature.EDITS.value: Capability(Level.EMULATED), Feature.AUDIT.value: Capability(Level.NATIVE)}
        return replace(info, capabilities={**info.capabilities, **able})

    def changes(self, cursor: str | None, budget: int) -> ChangePage:
        told = () if cursor else tuple(replace(case, thread=None, notes=()) for case in self.cases.values())
        return replace(make.page(*told, cursor="told"), whole_threads=False)

    def messages(self, cursor: str | None) -> MessagePage:
        return MessagePage((), "", more=False)

    def case(self, case_id: CaseId) -> RemoteCase:
        self._spend(f"case {case_id}")
        if case_id not in self.cases:
            raise NotFound(what_zh="工单", what_en="The case")
        return self.cases[case_id]

    def member(self, member_id: MemberId) -> Member:
        self._spend(f"member {member_id}")
        return self.members.get(member_id) or Member(MemberRef(member_id, "南山老陈"))

    def thread(self, thread_id: ThreadId, around: PostId | None = None, before: int = 5, after: int = 5) -> ThreadSlice:
        self._spend(f"thread {thread_id}")
        posts = [case.post for case in self.cases.values() if case.post and case.post.thread_id == thread_id]
        return ThreadSlice(Thread(thread_id, f"主题 {thread_id}"), tuple(posts))

    def audit(self, cursor: str | None) -> AuditPage:
        self._spend(f"audit {cursor}")
        return AuditPage(self.entries, str(len(self.entries)))

    def send(self, command: Any) -> Any:
        raise AssertionError("nothing is due")

    def _spend(self, what: str) -> None:
        self.requests += 1
        self.asked.append(what)


@pytest.fixture
def sync(desk: Desk, clock: Clock) -> Any:
    def once(forum: Forum) -> Round:
        forum.asked.clear()
        return run_round(desk, forum, sleep=clock.sleep, patience=timedelta(seconds=20))  # type: ignore[arg-type]

    return once


def _asked(forum: Forum, what: str) -> list[str]:
    return [one for one in forum.asked if one.startswith(what)]


def _coached(desk: Desk, case: RemoteCase) -> None:
    coaching.coach(desk, case.id, article=9, message="您好，请改一下。", hold=timedelta(days=1))


def test_the_author_and_the_thread_of_the_open_case_are_read_first(desk: Desk, sync: Any) -> None:
    first, second = make.case(1), make.case(2)
    forum = Forum(first, second)
    intake.on_described(desk, forum.describe())
    intake.on_pulled(desk, forum.changes(None, 9))
    assert attention.look_at(desk, second.id).wanting
    sync(forum)
    assert second.post is not None
    assert forum.asked[:2] == [f"member {second.post.author.id}", f"thread {second.post.thread_id}"]
    view = case_view(desk, second.id)
    assert view.author is not None
    assert view.thread is not None
    assert view.case.title == f"主题 {second.post.thread_id}"


def test_an_edit_the_feed_keeps_silent_about_brings_a_coached_case_back(desk: Desk, clock: Clock, sync: Any) -> None:
    case = make.case(1)
    forum = Forum(case)
    sync(forum)
    _coached(desk, case)
    sync(forum)
    assert case_view(desk, case.id).case.state is CaseState.AWAITING_AUTHOR
    assert case.post is not None
    forum.cases[case.id] = replace(case, post=replace(case.post, raw="改好了", version="2", edited_at=clock()))
    clock.advance(minutes=6)
    sync(forum)
    view = case_view(desk, case.id)
    assert view.case.came_back is Back.CORRECTED
    assert view.case.revision.body == "改好了"


def test_watched_cases_are_read_the_longest_unread_first_and_not_again_at_once(
    desk: Desk, clock: Clock, sync: Any
) -> None:
    cases = [make.case(number) for number in (1, 2, 3)]
    forum = Forum(*cases, per_minute=12)
    sync(forum)
    for case in cases:
        _coached(desk, case)
    clock.advance(minutes=2)
    sync(forum)
    assert sorted(_asked(forum, "case")) == [f"case {case.id}" for case in cases]
    sync(forum)
    assert _asked(forum, "case") == []
    clock.advance(minutes=6)
    sync(forum)
    assert len(_asked(forum, "case")) == 3


def test_what_the_budget_does_not_reach_is_counted_and_read_later(desk: Desk, clock: Clock, sync: Any) -> None:
    cases = [make.case(number) for number in range(1, 9)]
    forum = Forum(*cases, per_minute=6)
    while sync(forum).budget.unread:
        clock.advance(minutes=1)
    for case in cases:
        _coached(desk, case)
    clock.advance(minutes=1)
    read: list[str] = []
    left = []
    for _ in range(6):
        left.append(sync(forum).budget.unread)
        read += _asked(forum, "case")
        clock.advance(minutes=1)
    assert set(read[: len(cases)]) == {f"case {case.id}" for case in cases}
    assert left[0] > 0
    assert min(left) == 0


def test_a_case_that_is_gone_is_closed_when_it_is_read(desk: Desk, clock: Clock, sync: Any) -> None:
    case = make.case(1)
    forum = Forum(case)
    sync(forum)
    _coached(desk, case)
    del forum.cases[case.id]
    clock.advance(minutes=6)
    sync(forum)
    assert case_view(desk, case.id).case.state is CaseState.CLOSED


def test_notes_and_measures_of_the_community_show_with_the_case(desk: Desk, clock: Clock, sync: Any) -> None:
    case = make.case(1)
    assert case.post is not None
    author = case.post.author
    note = RemoteNote("n1", clock(), "已电话沟通", COLLEAGUE)
    forum = Forum(replace(case, notes=(note,)))
    muted = Measure(MeasureKind.SILENCED, clock(), clock() + timedelta(days=1), "刷屏", "老周")
    forum.members[author.id] = Member(author, measures=(muted,))
    forum.entries = (AuditEntry("7", clock(), COLLEAGUE, "silence_user", author.id, details="刷屏"),)
    sync(forum)
    attention.look_at(desk, case.id)
    sync(forum)
    view = case_view(desk, case.id)
    assert view.remote_notes == [note]
    assert view.author is not None
    assert view.author.measures == (muted,)
    assert view.measures == list(forum.entries)
    sync(forum)
    assert forum.asked[-1:] == ["audit 1"]


def test_a_community_that_tells_of_everything_is_not_asked_twice(desk: Desk, sync: Any) -> None:
    case = make.case(1)

    class Telling(Forum):
        def describe(self) -> CommunityInfo:
            info = super().describe()
            able = {Feature.EDITS.value: Capability(Level.NATIVE)}
            return replace(
                info, capabilities={**info.capabilities, **able, Feature.AUDIT.value: Capability(Level.UNSUPPORTED)}
            )

    forum = Telling(case)
    sync(forum)
    _coached(desk, case)
    sync(forum)
    assert forum.asked == []


def test_the_budget_says_what_was_spent_and_when_it_is_fresh_again(clock: Clock, sync: Any) -> None:
    forum = Forum(make.case(1), per_minute=20)
    state = sync(forum).budget
    assert state.limit == 20
    assert state.spent == forum.requests > 0
    assert clock() < state.resets_at <= clock() + timedelta(minutes=1)


def test_the_author_of_the_open_case_is_read_again_after_a_while_and_not_at_once(
    desk: Desk, clock: Clock, sync: Any
) -> None:
    case = make.case(1)
    forum = Forum(case)
    sync(forum)
    attention.look_at(desk, case.id)
    for later, asked in ((0, 1), (5, 0), (6, 1), (9, 0)):
        clock.advance(minutes=later)
        sync(forum)
        assert len(_asked(forum, "member")) == asked, later
