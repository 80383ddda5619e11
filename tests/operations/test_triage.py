import random
from dataclasses import replace
from datetime import timedelta

import pytest

import make
from app.domain.cases import Back, CaseId, CaseKind, CaseState, QueueRow
from app.domain.changes import Area
from app.domain.commands import CommandState
from app.domain.decisions import DecisionKind
from app.domain.reports import Report
from app.domain.roles import Role
from app.domain.triage import COUNT_CAP, QueueFilter
from app.errors import AlreadyThere, NoRight, NotCoachable, OneByOne, OnItsWay, ReasonNeeded
from app.operations import (
    accounts,
    classifying,
    coaching,
    complaints,
    delivery,
    dismissing,
    intake,
    notes,
    searching,
    triage,
    undoing,
)
from app.operations.case_view import case_view
from app.operations.desk import Desk
from storage import queue as stored
from tests.conftest import Clock

C1, C2, C3 = (make.case(number).id for number in (1, 2, 3))
LETTER = "您好，请把广告链接删掉，谢谢。"
SPAM = ("加我头像，贴膜全网最低！", "加我头像 贴膜 全网最低", "加我头像。。贴膜全网最低🚗")
FILTERS = [
    QueueFilter(),
    QueueFilter(mine=True),
    QueueFilter(kind=CaseKind.COMPLAINT),
    QueueFilter(kind=CaseKind.VIOLATION, ours=True),
    QueueFilter(reported_as="spam"),
    QueueFilter(came_back=True),
    QueueFilter(came_back=True, mine=True),
    QueueFilter(ours=True),
    QueueFilter(state=CaseState.AWAITING_AUTHOR),
    QueueFilter(state=CaseState.CLOSED),
    QueueFilter(state=CaseState.CLOSED, kind=CaseKind.VIOLATION, reported_as="spam"),
]


def _reported(number: int, *categories: str, **more: object) -> object:
    case = make.case(number, **more)  # type: ignore[arg-type]
    named = tuple(Report(f"r-{at}", make.NOON, "", None, category) for at, category in enumerate(categories))
    return replace(case, reports=named)


def _many(desk: Desk, seed: int) -> None:
    """Forty cases in every state that can be reached, many of them with the same text."""
    chosen = random.Random(seed)
    texts = [*SPAM, "刹车异响求助大家", "空调不冷怎么办"]
    for number in range(1, 41):
        category = chosen.choice(["spam", "advert", ""])
        at = make.NOON + timedelta(minutes=chosen.randrange(9))
        intake.on_pulled(desk, make.page(_reported(number, category, text=chosen.choice(texts), at=at)))  # type: ignore[arg-type]
        case_id = CaseId(f"c-{number}")
        step = chosen.randrange(6)
        if step == 0:
            classifying.classify(desk, case_id, chosen.choice([CaseKind.COMPLAINT, CaseKind.SAFETY]))
        elif step == 1:
            dismissing.dismiss(desk, case_id)
        elif step in (2, 3):
            coaching.coach(desk, case_id, article=9, message=LETTER)
    with desk.record.write() as tx:
        for number in range(1, 41):
            case = tx.cases.get(CaseId(f"c-{number}"))
            if case.state is CaseState.AWAITING_AUTHOR and number % 2:
                me = case.claimed_by if number % 4 == 1 else make.member("u-902", "小林")
                tx.cases.set_state(case, CaseState.CLAIMED, claimed_by=me, came_back=Back.CORRECTED)


def _fits(desk: Desk, wanted: QueueFilter, row: QueueRow) -> bool:
    closed = row.state is CaseState.CLOSED
    return (
        (row.state is wanted.state if wanted.state else not closed)
        and (wanted.kind is None or row.kind is wanted.kind)
        and (not wanted.reported_as or row.reported_as == wanted.reported_as)
        and (not wanted.mine or row.claimed_by_me)
        and (not wanted.came_back or row.came_back is not None)
        and (not wanted.ours or row.state in (CaseState.NEW, CaseState.CLAIMED, CaseState.AWAITING_APPROVAL))
    )


def _paged(desk: Desk, wanted: QueueFilter, **how: object) -> list[QueueRow]:
    found: list[QueueRow] = []
    while rows := triage.queue(desk, wanted, after=found[-1].place if found else None, limit=4, **how):  # type: ignore[arg-type]
        found += rows
    return found


def _text_of(desk: Desk, row: QueueRow) -> str:
    return case_view(desk, row.id).case.text_print


@pytest.mark.parametrize("seed", [1, 2])
def test_every_filter_pages_through_just_what_fits_in_the_order_of_the_queue(desk: Desk, seed: int) -> None:
    _many(desk, seed)
    rows = [*triage.queue(desk, limit=99), *triage.queue(desk, QueueFilter(state=CaseState.CLOSED), limit=99)]
    assert len(rows) == 40
    prints = {row.id: _text_of(desk, row) for row in rows}
    for wanted in FILTERS:
        fitting = sorted((row for row in rows if _fits(desk, wanted, row)), key=lambda row: row.place)
        assert _paged(desk, wanted) == fitting
        assert triage.counts(desk, [wanted]) == [len(fitting)]
        groups: dict[str, list[QueueRow]] = {}
        for row in fitting:
            groups.setdefault(prints[row.id], []).append(row)
        heads = [replace(group[0], same_text=len(group)) for group in groups.values()]
        assert _paged(desk, wanted, together=True) == sorted(heads, key=lambda row: row.place)


@pytest.mark.parametrize("along", [False, True])
def test_a_search_puts_copies_together_among_its_hits(desk: Desk, along: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if along:
        for name, value in {"DRIVE_BY_HITS": 1, "FIRST_BLOCK": 2, "LARGEST_BLOCK": 4}.items():
            monkeypatch.setattr(searching, name, value)
    _many(desk, 3)
    searching.index_all(desk)
    for word in ("贴膜", "空调", "头像"):
        for wanted in FILTERS:
            every = _paged(desk, wanted, search=word)
            prints = {row.id: _text_of(desk, row) for row in every}
            heads = list({prints[row.id]: row for row in reversed(every)}.values())
            shown = _paged(desk, wanted, search=word, together=True)
            assert [row.id for row in shown] == [row.id for row in sorted(heads, key=lambda row: row.place)]
            copies = [sum(text == prints[row.id] for text in prints.values()) for row in shown]
            assert [row.same_text for row in shown] == copies


def test_a_copy_whose_first_is_no_hit_is_shown_all_the_same(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copies of a text may stand under other titles."""
    titled = [make.case(number, title="转让车位" if number == 3 else "求助", at=make.NOON) for number in (1, 2, 3)]
    intake.on_pulled(desk, make.page(*titled))
    searching.index_all(desk)
    for many in (1000, 0):
        monkeypatch.setattr(searching, "DRIVE_BY_HITS", many)
        assert [row.id for row in triage.queue(desk, search="车位", together=True)] == [C3]
        first = triage.queue(desk, search="求助", together=True, limit=1)
        assert [row.id for row in first] == [C1]
        assert triage.queue(desk, search="求助", together=True, after=first[0].place) == []


def test_texts_that_differ_in_blanks_and_marks_are_copies_and_short_ones_are_not(desk: Desk) -> None:
    cases = [make.case(number, text=text) for number, text in enumerate([*SPAM, "顶！", "顶"], 1)]
    intake.on_pulled(desk, make.page(*cases))
    rows = triage.queue(desk, together=True)
    assert [(row.id, row.same_text) for row in rows] == [("c-1", 3), ("c-4", 1), ("c-5", 1)]
    assert [row.id for row in triage.same_text(desk, C1)] == [C2, C3]
    assert [row.id for row in triage.same_text(desk, C3, limit=1)] == [C1]
    assert triage.same_text(desk, CaseId("c-4")) == []
    assert case_view(desk, C2).same_text == 3
    dismissing.dismiss(desk, C1)
    assert next((row.id, row.same_text) for row in triage.queue(desk, together=True)) == ("c-2", 2)
    assert case_view(desk, C1).same_text == 3  # itself, though closed, and two that are open


def test_an_edited_post_is_no_copy_any_more(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(*(make.case(number, text=SPAM[0]) for number in (1, 2))))
    edited = make.post(1, "广告删掉了，谢谢提醒", version="2", edited_at=make.NOON)
    intake.on_pulled(desk, make.page(posts=(edited,), cursor="cursor-2"))
    assert [row.same_text for row in triage.queue(desk, together=True)] == [1, 1]


def test_copies_are_counted_up_to_a_cap(lite_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    intake.on_pulled(lite_desk, make.page(*(make.case(number) for number in range(1, COUNT_CAP + 6))))
    (row,) = triage.queue(lite_desk, together=True)
    assert row.same_text == COUNT_CAP
    assert triage.counts(lite_desk, [QueueFilter(), QueueFilter(mine=True)]) == [COUNT_CAP, 0]
    assert triage.counts(lite_desk, []) == []


def test_a_row_shows_what_is_on_its_way_and_until_when_it_is_held_back(desk: Desk, clock: Clock) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(2), make.case(3)))
    coaching.coach(desk, C1, article=9, message=LETTER, hold=timedelta(seconds=8))
    complaints.reply(desk, C2, message="收到。")
    command = delivery.on_sending(desk)
    assert command is not None
    delivery.on_refused(desk, command, delivery.REJECTED)
    closed = QueueFilter(state=CaseState.CLOSED)
    rows = {row.id: row for row in triage.queue(desk) + triage.queue(desk, closed)}
    held = clock() + timedelta(seconds=8)
    assert (rows[C1].on_its_way, rows[C1].not_before) == (CommandState.WAITING, held)
    assert (rows[C2].on_its_way, rows[C2].not_before) == (CommandState.REFUSED, None)
    assert (rows[C3].on_its_way, rows[C3].not_before) == (None, None)
    assert (rows[C1].claimed_by, rows[C1].claimed_by_me) == (desk.me.name, True)
    assert (rows[C3].claimed_by, rows[C3].claimed_by_me) == ("", False)
    assert rows[C1].due_at == clock() + timedelta(days=3)
    clock.advance(seconds=9)
    assert triage.queue(desk)[1].not_before is None


def test_what_most_reports_name_is_what_a_case_was_reported_as(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(_reported(1, "spam", "advert", "advert"), _reported(2)))  # type: ignore[arg-type]
    assert [row.reported_as for row in triage.queue(desk)] == ["advert", ""]
    more = _reported(1, "spam", "advert", "advert", "spam", "spam", version="2")
    intake.on_pulled(desk, make.page(more, cursor="cursor-2"))  # type: ignore[arg-type]
    assert case_view(desk, C1).case.reported_as == "spam"
    edited = make.post(1, "改好了", version="2", edited_at=make.NOON)
    intake.on_pulled(desk, make.page(posts=(edited,), cursor="cursor-3"))
    assert case_view(desk, C1).case.reported_as == "spam"


# --- what kind it is ------------------------------------------------------------------------------------


def test_a_change_of_kind_changes_how_soon_a_case_needs_us_and_can_be_undone(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    assert classifying.classify(desk, C2, CaseKind.SAFETY, reason="刹车失灵").changes.areas == {
        Area.CASES,
        Area.OUTBOX,
        Area.PROMISES,
    }
    first = triage.queue(desk)[0]
    assert (first.id, first.urgency, first.kind) == (C2, 0, CaseKind.SAFETY)
    (decision,) = case_view(desk, C2).decisions
    assert (decision.kind, decision.kind_before, decision.kind_after, decision.reason) == (
        DecisionKind.CLASSIFICATION,
        CaseKind.VIOLATION,
        CaseKind.SAFETY,
        "刹车失灵",
    )
    undoing.undo(desk, [decision.id])
    assert [row.kind for row in triage.queue(desk)] == [CaseKind.VIOLATION] * 2
    assert triage.queue(desk)[0].id == C1
    found = accounts.verify_ledger(desk.record)
    assert found.ok


def test_an_undone_change_of_kind_leaves_a_later_one_standing(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    classifying.classify(desk, C1, CaseKind.DISPUTE)
    classifying.classify(desk, C1, CaseKind.CARE)
    first, second = case_view(desk, C1).decisions
    undoing.undo(desk, [first.id])
    assert case_view(desk, C1).case.kind is CaseKind.CARE
    undoing.undo(desk, [second.id])
    assert case_view(desk, C1).case.kind is CaseKind.DISPUTE


def test_a_complaint_stays_one_and_the_same_kind_twice_is_refused(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    with pytest.raises(AlreadyThere):
        classifying.classify(desk, C1, CaseKind.VIOLATION)
    classifying.classify(desk, C1, CaseKind.COMPLAINT)
    with pytest.raises(ReasonNeeded):
        classifying.classify(desk, C1, CaseKind.VIOLATION)
    with pytest.raises(NoRight):
        classifying.classify(replace(desk, me=replace(desk.me, roles=frozenset())), C1, CaseKind.CARE)
    assert case_view(desk, C1).case.kind is CaseKind.COMPLAINT


# --- many at once ---------------------------------------------------------------------------------------


def test_many_are_dismissed_and_what_a_rule_keeps_out_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dismissing, "BATCH", 2)
    intake.on_pulled(desk, make.page(*(make.case(number) for number in range(1, 6))))
    classifying.classify(desk, C2, CaseKind.SAFETY)
    dismissing.dismiss(desk, C3)
    ids = [CaseId(f"c-{number}") for number in (1, 2, 3, 4, 5, 99, 1)]
    batch = dismissing.dismiss_many(desk, ids, reason="同一条广告")
    assert [decided.case for decided in batch.decided] == ["c-1", "c-4", "c-5"]
    assert [case_id for case_id, _ in batch.refused] == ["c-2", "c-3", "c-99"]
    assert dict(batch.refused)[C2].en == OneByOne(kind_zh="", kind_en="safety").sentence("en")
    assert batch.changes.areas == {Area.CASES, Area.OUTBOX, Area.PROMISES}
    assert case_view(desk, C1).decisions[0].reason == "同一条广告"
    undoing.undo(desk, [decided.decision for decided in batch.decided])
    assert triage.state_counts(desk)[CaseState.NEW] == 4
    assert dismissing.dismiss_many(desk, [C3], reason="x").changes.areas == frozenset()


@pytest.mark.parametrize("kind", [CaseKind.SAFETY, CaseKind.UNLAWFUL, CaseKind.RIGHTS_NOTICE, CaseKind.CARE])
def test_what_has_a_clock_of_its_own_is_never_closed_in_bulk(desk: Desk, kind: CaseKind) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    classifying.classify(desk, C1, kind)
    assert not dismissing.dismiss_many(desk, [C1], reason="x").decided


def test_a_batch_says_why_and_needs_the_right(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    with pytest.raises(ReasonNeeded):
        dismissing.dismiss_many(desk, [C1], reason=" ")
    with pytest.raises(NoRight):
        dismissing.dismiss_many(replace(desk, me=replace(desk.me, roles=frozenset({Role.LEAD}))), [C1], reason="x")
    assert triage.state_counts(desk)[CaseState.NEW] == 1


# --- one case -------------------------------------------------------------------------------------------


def test_a_case_is_read_with_all_that_is_kept_about_it(desk: Desk, clock: Clock) -> None:
    intake.on_pulled(desk, make.page(_reported(1, "advert"), members=(make.profile(1),)))  # type: ignore[arg-type]
    notes.note(desk, C1, "以前也发过")
    view = case_view(desk, C1)
    assert [note.text for note in view.notes] == ["以前也发过"]
    assert (view.same_text, view.contact, view.folded, view.draft) == (1, None, False, None)
    assert view.info == make.info()
    assert view.edition is not None
    assert view.edition.number == 1
    assert view.articles[0] == 9
    assert view.suggestion.answer is DecisionKind.COACHING
    coaching.coach(desk, C1, article=9, message=LETTER)
    clock.advance(days=1)
    view = case_view(desk, C1)
    assert view.contact is not None
    assert (view.contact.by, view.contact.at) == (desk.me.name, clock() - timedelta(days=1))
    assert [decision.kind for decision in view.history] == [DecisionKind.COACHING]


def test_a_case_is_read_in_few_looks(lite_desk: Desk) -> None:
    import sqlalchemy as sa

    intake.on_pulled(lite_desk, make.page(make.case(1)))
    coaching.coach(lite_desk, C1, article=9, message=LETTER, fold=False)
    asked: list[str] = []
    sa.event.listen(lite_desk.record.engine, "before_cursor_execute", lambda _c, _k, sql, *_: asked.append(sql))
    case_view(lite_desk, C1)
    looks = [sql for sql in asked if sql.lstrip().upper().startswith("SELECT")]
    assert len(looks) <= 26  # one for each thing that is kept beside a case, each by a key
    for sql in looks:
        with lite_desk.record.connection() as connection:
            values = tuple(1 for _ in range(sql.count("?")))
            plan = [row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", values)]
        scans = [step for step in plan if step.startswith("SCAN") and "USING" not in step]
        small = ("editions", "edition_helpers", "articles", "appeal_outcomes", "recusals", "marks", "outside_parties")
        small += ("titles", "CONSTANT", "anon")
        assert not [step for step in scans if not any(name in step for name in small)], (sql, plan)


def test_the_queue_writes_each_statement_once() -> None:
    stored._page.cache_clear()
    first = stored._page(QueueFilter(), make.member().id, True, True)
    assert stored._page(QueueFilter(), make.member().id, True, True) is first


def test_a_kind_does_not_change_under_an_answer_that_is_on_its_way(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    decided = coaching.coach(desk, C1, article=9, message="您好，请把链接去掉，谢谢您。")
    with pytest.raises(OnItsWay):
        classifying.classify(desk, C1, CaseKind.COMPLAINT)
    undoing.undo(desk, [decided.decision])
    classifying.classify(desk, C1, CaseKind.COMPLAINT)
    with pytest.raises(NotCoachable):
        coaching.coach(desk, C1, article=9, message="您好，请把链接去掉，谢谢您。")


def test_a_closed_case_keeps_its_kind(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    dismissing.dismiss(desk, C1)
    closed = case_view(desk, C1).case
    assert closed.state is CaseState.CLOSED
    with pytest.raises(AlreadyThere):
        classifying.classify(desk, C1, CaseKind.DISPUTE)


def test_an_excerpt_is_one_line_that_begins_with_words(desk: Desk) -> None:
    text = f"\n\n   　{'第一句话。' * 4}\n\n\t第二段\r\n{'很长' * 100}"
    intake.on_pulled(desk, make.page(make.case(1, text=text)))
    (row,) = triage.queue(desk)
    assert row.excerpt.startswith("第一句话。第一句话。第一句话。第一句话。 第二段 很长很长")
    assert len(row.excerpt) == stored.EXCERPT
