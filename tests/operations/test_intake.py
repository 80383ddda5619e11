import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import make
from app.domain.cases import CaseId, CaseState, CommunityState, Verdict
from app.domain.community import RemoteCase
from app.domain.hand import HandCase, Place
from app.domain.ledger import EntryKind
from app.domain.posts import PostState
from app.operations import accounts, coaching, complaints, delivery, dismissing, hand, intake, searching, triage
from app.operations.case_view import case_view
from app.operations.desk import Desk
from storage.cache import Cache
from storage.schema import ledger
from tests.conftest import KEY, Clock

C1 = make.case(1).id
LETTER = "您好，请把广告链接删掉，谢谢。"


def _state(desk: Desk, case_id: str = C1) -> CaseState:
    return case_view(desk, type(C1)(case_id)).case.state


def _deliver_all(desk: Desk) -> None:
    version = 1
    while (command := delivery.on_sending(desk)) is not None:
        version += 1
        delivery.on_sent(desk, command, make.receipt(version=str(version)))


def test_a_page_brings_cases_with_their_snapshot_reports_and_thread(desk: Desk) -> None:
    pulled = intake.on_pulled(desk, make.page(make.case(1, reports=3), members=(make.profile(1),)))
    assert (pulled.cases, pulled.posts) == (1, 1)
    view = case_view(desk, C1)
    assert view.case.body == make.case(1).post.raw  # type: ignore[union-attr]
    assert [report.id for report in view.reports] == ["r-1", "r-2", "r-3"]
    assert view.thread is not None
    assert view.author == make.profile(1)
    assert intake.cursor(desk) == "cursor-1"


def test_the_same_page_twice_changes_nothing(desk: Desk) -> None:
    page = make.page(make.case(1, reports=2), make.case(2))
    intake.on_pulled(desk, page)
    before = triage.queue(desk)
    intake.on_pulled(desk, page)
    assert triage.queue(desk) == before
    assert len(case_view(desk, C1).reports) == 2
    assert triage.state_counts(desk)[CaseState.NEW] == 2


def test_a_case_named_twice_in_a_page_is_one_case_as_it_was_last(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(1, version="2", reports=2)))
    (row,) = triage.queue(desk)
    assert row.reports == 2
    assert triage.state_counts(desk)[CaseState.NEW] == 1


def test_the_snapshot_stays_as_it_was_reported_when_the_post_is_edited(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1, text="原文")))
    edited = make.case(1, version="2", text="改过的", post_version="2", edited_at=make.NOON)
    intake.on_pulled(desk, make.page(edited, cursor="cursor-2"))
    case = case_view(desk, C1).case
    assert (case.body, case.revision.body, case.edits) == ("原文", "改过的", 1)


def test_an_edit_brings_the_case_back_from_its_author(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    coaching.coach(desk, C1, article=9, message=LETTER)
    _deliver_all(desk)
    edited = make.case(
        1, version="9", state=CommunityState.UPHELD, text="改好了", post_version="2", edited_at=make.NOON
    )
    intake.on_pulled(desk, make.page(edited, cursor="cursor-2"))
    assert _state(desk) is CaseState.CLAIMED


def test_an_edit_that_comes_as_a_post_brings_the_case_back_too(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    coaching.coach(desk, C1, article=9, message=LETTER)
    edited = make.post(1, "改好了", version="2", edited_at=make.NOON)
    intake.on_pulled(desk, make.page(posts=(edited,), cursor="cursor-2"))
    view = case_view(desk, C1)
    assert view.case.state is CaseState.CLAIMED
    assert view.case.revision.body == "改好了"


def test_the_end_of_the_term_brings_the_case_back(desk: Desk, clock: Clock) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    coaching.coach(desk, C1, article=9, message=LETTER)
    clock.advance(days=2, hours=23)
    intake.bring_back_due(desk)
    assert _state(desk) is CaseState.AWAITING_AUTHOR
    clock.advance(hours=2)
    intake.bring_back_due(desk)
    assert _state(desk) is CaseState.CLAIMED
    assert triage.state_counts(desk)[CaseState.CLAIMED] == 1


def test_our_own_settlement_coming_back_does_not_close_the_case(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    coaching.coach(desk, C1, article=9, message=LETTER)
    _deliver_all(desk)
    intake.on_pulled(desk, make.page(make.case(1, version="4", state=CommunityState.UPHELD), cursor="cursor-2"))
    assert _state(desk) is CaseState.AWAITING_AUTHOR


def test_what_others_settled_closes_here_and_says_so(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    intake.on_pulled(desk, make.page(make.case(1, version="2", state=CommunityState.DISMISSED), cursor="cursor-2"))
    case = case_view(desk, C1).case
    assert (case.state, case.verdict) == (CaseState.CLOSED, Verdict.ELSEWHERE)
    assert accounts.verify_ledger(desk.record).ok


def test_a_new_report_on_a_closed_case_opens_it_again(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    complaints.reply(desk, C1, message="收到，谢谢。")
    _deliver_all(desk)
    assert _state(desk) is CaseState.CLOSED
    intake.on_pulled(desk, make.page(make.case(1, version="9", reports=2), cursor="cursor-2"))
    assert _state(desk) is CaseState.NEW


def test_a_case_that_is_gone_closes_and_is_kept(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    intake.on_pulled(desk, make.page(cursor="cursor-2", gone_cases=(C1, type(C1)("c-unknown"))))
    case = case_view(desk, C1).case
    assert (case.state, case.verdict) == (CaseState.CLOSED, Verdict.GONE)
    assert case.body


def test_a_case_already_settled_when_first_seen_does_not_enter_the_queue(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1, state=CommunityState.DISMISSED)))
    assert triage.queue(desk) == []
    assert _state(desk) is CaseState.CLOSED


def test_a_case_without_a_post_is_kept_and_can_be_dismissed(desk: Desk) -> None:
    bare: RemoteCase = replace(make.case(1), post=None, thread=None)
    intake.on_pulled(desk, make.page(bare))
    assert dismissing.dismiss(desk, C1).state is CaseState.CLOSED


# --- the queue ----------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cases=st.lists(st.tuples(st.integers(1, 12), st.integers(0, 500)), min_size=1, max_size=25),
    size=st.integers(1, 7),
)
def test_pages_hold_every_case_once_most_urgent_first(lite_desk: Desk, cases: list[tuple[int, int]], size: int) -> None:
    from datetime import timedelta

    known = {row.id for row in triage.queue(lite_desk, limit=10_000)}
    fresh = [
        make.case(len(known) + number, reports=reports, at=make.NOON + timedelta(minutes=minutes))
        for number, (reports, minutes) in enumerate(cases, 1)
    ]
    intake.on_pulled(lite_desk, make.page(*fresh, cursor=f"cursor-{len(known)}"))
    seen, after = [], None
    while rows := triage.queue(lite_desk, after=after, limit=size):
        seen += rows
        after = rows[-1].place
    assert len(seen) == len({row.id for row in seen}) == len(known) + len(fresh)
    assert seen == sorted(seen, key=lambda row: (row.urgency, row.reported_at, row.key))


def test_search_in_the_queue_finds_two_character_words_and_authors(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1, text="变速箱异响"), make.case(2, text="空调不冷", title="求助")))
    while searching.index_some(desk):
        pass
    assert [row.id for row in triage.queue(desk, search="变速")] == ["c-1"]
    assert [row.id for row in triage.queue(desk, search="车友2")] == ["c-2"]
    assert triage.queue(desk, search="没有的词") == []


def test_a_common_word_is_found_along_the_queue(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "DRIVE_BY_HITS", 3)
    monkeypatch.setattr(searching, "FIRST_BLOCK", 2)
    monkeypatch.setattr(searching, "LARGEST_BLOCK", 4)
    cases = [make.case(number, text="充电桩" if number % 2 else "刹车") for number in range(1, 21)]
    intake.on_pulled(desk, make.page(*cases))
    while searching.index_some(desk):
        pass
    first = triage.queue(desk, search="充电", limit=6)
    rest = triage.queue(desk, search="充电", limit=6, after=first[-1].place)
    assert [row.id for row in first + rest] == [f"c-{number}" for number in range(1, 21, 2)]


# --- the cache follows --------------------------------------------------------------------------------


def test_a_rebuilt_cache_asks_for_the_threads_of_open_cases_again(lite_desk: Desk) -> None:
    intake.on_pulled(lite_desk, make.page(make.case(1), make.case(2)))
    dismissing.dismiss(lite_desk, make.case(2).id)
    lite_desk.cache.close()
    for name in ("cache.db", "cache.db-wal", "cache.db-shm"):
        (lite_desk.record.folder / name).unlink(missing_ok=True)
    fresh = replace(lite_desk, cache=Cache.on_file(lite_desk.record.folder, KEY, "w-1"))
    try:
        assert case_view(fresh, C1).thread is None
        assert case_view(fresh, C1).case.body
        intake.on_pulled(fresh, make.page(cursor="cursor-2"))
        wanted = intake.threads_wanted(fresh, 10)
        assert [thread for _, thread, _ in wanted] == ["t-1"]
        intake.on_thread_read(fresh, make.thread_slice(1), wanted[0][0])
        assert case_view(fresh, C1).thread is not None
        assert intake.threads_wanted(fresh, 10) == []
    finally:
        fresh.cache.close()


def test_a_cache_in_step_wants_nothing(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    assert intake.threads_wanted(desk, 10) == []


def test_a_community_can_neither_change_nor_close_a_case_that_was_entered_by_hand(desk: Desk) -> None:
    entered = hand.add_case(desk, HandCase(Place.WECHAT_GROUP, "老陈", "群里有人骂人")).case
    before = case_view(desk, entered)
    assert before.case.post_id is not None
    same_name = replace(make.case(1), id=entered, state=CommunityState.UPHELD)
    same_post = replace(make.post(1), id=before.case.post_id, raw="别的话", version="9")
    intake.on_pulled(desk, replace(make.page(same_name, make.case(2), cursor="a"), posts=(same_post,)))
    intake.on_pulled(desk, replace(make.page(cursor="b"), gone_cases=(entered,)))
    assert case_view(desk, entered).case == before.case
    assert CaseId("c-2") in [row.id for row in triage.queue(desk)]


def test_a_report_more_is_noticed_though_the_case_has_no_new_version(desk: Desk) -> None:
    """Not every community gives a case another version for another report."""
    intake.on_pulled(desk, make.page(make.case(1)))
    intake.on_pulled(desk, make.page(make.case(1, reports=3), cursor="cursor-2"))
    view = case_view(desk, CaseId("c-1"))
    assert (view.case.reports, len(view.reports)) == (3, 3)


def test_the_ledger_tells_what_others_settled_and_how_the_case_stood(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    settled = make.case(1, version="2", state=CommunityState.DISMISSED)
    intake.on_pulled(desk, make.page(settled, cursor="cursor-2"))
    with desk.record.connection() as connection:
        entry = connection.execute(ledger.select().order_by(ledger.c.seq.desc())).first()
    assert entry is not None
    assert entry.kind == EntryKind.CASE_CLOSED.value
    said = {"case": "c-1", "case_kind": "violation", "from": "new", "verdict": "settled_elsewhere"}
    assert json.loads(entry.body) == said


def test_a_pull_leaves_the_term_of_a_waiting_author_as_it_is(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    coaching.coach(desk, C1, article=9, message=LETTER)
    _deliver_all(desk)
    due = case_view(desk, C1).case.due_at
    assert due is not None
    touched = make.case(1, version="9", state=CommunityState.UPHELD, reports=2)
    intake.on_pulled(desk, make.page(touched, cursor="cursor-2"))
    case = case_view(desk, C1).case
    assert (case.state, case.community_version, case.due_at) == (CaseState.AWAITING_AUTHOR, "9", due)


def test_a_post_that_is_gone_from_its_thread_is_marked_and_keeps_its_text(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    intake.on_pulled(desk, make.page(gone_posts=(make.post(1).id,), cursor="cursor-2"))
    thread = case_view(desk, C1).thread
    assert thread is not None
    assert [(post.state, post.raw) for post in thread.posts] == [(PostState.DELETED, make.post(1).raw)]
