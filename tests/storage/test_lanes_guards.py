"""What the database itself refuses in lanes of their own, whoever writes: on both engines, by SQL."""

import dataclasses
from collections.abc import Callable

import pytest
import sqlalchemy as sa

import make
from app.demo.content import STAFF
from app.domain.cases import CaseKind
from app.domain.commands import CommandKind
from app.domain.lanes import OWN_LANES, LaneStep
from app.operations import accounts, classifying, intake, lanes, preserving, triage
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from storage.schema_lanes import lane_events

EVERY = tuple(CommandKind)
C1 = make.case(1).id
Run = Callable[..., None]
OWN = sorted(OWN_LANES)

DECISION = (
    "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, reason, "
    "basis_edition, basis_article, basis_use, basis_current, basis_text_zh, basis_text_en, second_person, kind_before, "
    "kind_after) SELECT :id, key, :kind, :by, 'n', :at, revision, state, 'new', '', '', :edition, :article, :use, "
    ":current, :zh, :en, NULL, :kind_before, :kind_after FROM cases WHERE id = :case"
)
COMMAND = (
    "INSERT INTO commands (id, decision_id, lane, kind, intent, by_id, state, base_version, attempts, reason) "
    "VALUES ('k-x', :decision, 'case', :kind, :intent, :by, 'waiting', '', 0, '[\"\",\"\"]')"
)
EVENT = (
    "INSERT INTO lane_events (case_key, step, lane, at, by_id, by_name, to_whom, number, text) "
    "SELECT key, :step, :lane, 1, :by, 'n', :to, '', :text FROM cases WHERE id = :case"
)
CLOSE = "UPDATE cases SET state = 'closed' WHERE id = :case"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    intake.on_pulled(desk, make.page(make.case(1)))
    return desk


@pytest.fixture
def run(desk: Desk) -> Run:
    def execute(statement: str, **values: object) -> None:
        with desk.record.connection() as connection:
            connection.execute(sa.text(statement), values)

    return execute


@pytest.fixture
def refused(run: Run) -> Run:
    def execute(statement: str, why: str | None = None, **values: object) -> None:
        with pytest.raises(sa.exc.IntegrityError, match=why):
            run(statement, **values)

    return execute


def _decision(desk: Desk, kind: str, **other: object) -> dict[str, object]:
    edition = case_view(desk, C1).edition
    assert edition is not None
    cited = edition.article(3) if kind in ("coaching", "sanction") else None
    values: dict[str, object] = {
        "id": "d-x",
        "kind": kind,
        "by": desk.me.id,
        "at": int(desk.clock().timestamp() * 1000),
        "edition": edition.number if cited else None,
        "article": 3 if cited else None,
        "use": cited.use.value if cited else None,
        "current": False,
        "zh": cited.text.zh if cited else None,
        "en": cited.text.en if cited else None,
        "case": C1,
        "kind_before": None,
        "kind_after": None,
    }
    return values | other


def _event(desk: Desk, step: LaneStep, lane: str, **other: object) -> dict[str, object]:
    return {"step": step.value, "lane": lane, "by": desk.me.id, "to": "x", "text": "x", "case": C1} | other


@pytest.mark.parametrize("answer", ["coaching", "sanction", "dismissal", "acceptance"])
def test_the_statements_themselves_are_good_ones(desk: Desk, run: Run, answer: str) -> None:
    run(DECISION, **_decision(desk, answer))
    assert [one.id for one in case_view(desk, C1).decisions] == ["d-x"]


@pytest.mark.parametrize("kind", OWN)
@pytest.mark.parametrize("answer", ["coaching", "sanction", "dismissal", "acceptance"])
def test_a_lane_of_its_own_is_not_coached_sanctioned_dismissed_or_accepted(
    desk: Desk, refused: Run, kind: str, answer: str
) -> None:
    lanes.enter(desk, C1, CaseKind(kind))
    refused(DECISION, "is not answered so", **_decision(desk, answer))


@pytest.mark.parametrize("answer", ["coaching", "sanction", "dismissal", "acceptance"])
def test_nor_is_what_a_keyword_raised_and_nobody_looked_at(desk: Desk, run: Run, refused: Run, answer: str) -> None:
    run("UPDATE cases SET raised = 'safety:冒烟' WHERE id = :case", case=C1)
    refused(DECISION, "is not answered so", **_decision(desk, answer))
    refused(CLOSE, "whether it is an alarm", case=C1)


@pytest.mark.parametrize(
    "change",
    [
        "urgency = 14",
        "urgency = 1, state = 'awaiting_department', due_at = 99",
        "kind = 'safety', urgency = 3",
    ],
)
def test_a_safety_case_is_not_put_off(desk: Desk, run: Run, refused: Run, change: str) -> None:
    lanes.enter(desk, C1, CaseKind.SAFETY)
    refused(f"UPDATE cases SET {change} WHERE id = :case", "is not put off", case=C1)
    run("UPDATE cases SET state = 'awaiting_department', due_at = 99, urgency = 0 WHERE id = :case", case=C1)
    assert triage.queue(desk)[0].id == C1
    refused("UPDATE cases SET state = 'awaiting_author' WHERE id = :case", "waits for no author", case=C1)


def test_no_safety_case_begins_later_or_closed(desk: Desk, refused: Run) -> None:
    columns = [one["name"] for one in sa.inspect(desk.record.engine).get_columns("cases")]
    new = {"key": "99", "id": "'c-99'", "kind": "'safety'"}
    for wrong in ({"urgency": "4"}, {"urgency": "0", "state": "'closed'"}):
        chosen = ", ".join((new | wrong).get(name, f'"{name}"') for name in columns)
        names = ", ".join(f'"{name}"' for name in columns)
        refused(f"INSERT INTO cases ({names}) SELECT {chosen} FROM cases WHERE id = :case", case=C1)


@pytest.mark.parametrize(
    ("kind", "needed"),
    [
        ("safety", [LaneStep.ACKNOWLEDGED, LaneStep.PASSED_ON, LaneStep.REPORTED]),
        ("safety", [LaneStep.ACKNOWLEDGED, LaneStep.PASSED_ON, LaneStep.NOTHING_TO_REPORT]),
        ("unlawful", [LaneStep.ACKNOWLEDGED, LaneStep.PRESERVED, LaneStep.REPORTED]),
        ("rights_notice", [LaneStep.ACKNOWLEDGED, LaneStep.CHECKED]),
        ("care", [LaneStep.ACKNOWLEDGED, LaneStep.CALLED]),
    ],
)
def test_a_lane_is_closed_only_after_its_steps(
    desk: Desk, run: Run, refused: Run, kind: str, needed: list[LaneStep]
) -> None:
    lanes.enter(desk, C1, CaseKind(kind))
    for step in needed:
        refused(CLOSE, "was not gone through", case=C1)
        if step is LaneStep.PRESERVED:
            preserving.preserve(desk, C1)
        else:
            run(EVENT, **_event(desk, step, kind))
    run(CLOSE, case=C1)


def test_a_cry_for_help_stays_and_unlawful_content_is_preserved_before_it_is_hidden(
    desk: Desk, run: Run, refused: Run
) -> None:
    lanes.enter(desk, C1, CaseKind.UNLAWFUL)
    run(DECISION, **_decision(desk, "lane"))
    hide = {"decision": "d-x", "kind": "post.hide", "intent": '{"kind":"post.hide"}', "by": desk.me.id}
    delete = hide | {"kind": "post.delete", "intent": '{"kind":"post.delete"}'}
    refused(COMMAND, "preserved before", **hide)
    refused(COMMAND, "preserved before", **delete)
    refused(EVENT, "without its seal", **_event(desk, LaneStep.PRESERVED, "unlawful", text="1"))
    preserving.preserve(desk, C1)
    refused(COMMAND, "preserved before", **delete)
    run(COMMAND, **hide)


@pytest.mark.parametrize("kind", ["safety", "care"])
def test_nothing_is_hidden_where_somebody_needs_help(desk: Desk, run: Run, refused: Run, kind: str) -> None:
    lanes.enter(desk, C1, CaseKind(kind))
    run(DECISION, **_decision(desk, "lane"))
    refused(COMMAND, "stays", decision="d-x", kind="post.hide", intent='{"kind":"post.hide"}', by=desk.me.id)


@pytest.mark.parametrize("kind", ["safety", "care"])
@pytest.mark.parametrize("command", ["post.hide", "post.delete"])
def test_nor_by_another_case_about_the_same_post(desk: Desk, run: Run, refused: Run, kind: str, command: str) -> None:
    intake.on_pulled(desk, make.page(make.case(1), make.case(2), cursor="c2"))
    run(DECISION, **_decision(desk, "dismissal", case=make.case(2).id))
    lanes.enter(desk, C1, CaseKind(kind))
    intent = f'{{"kind":"{command}","post_id":"{case_view(desk, C1).case.post_id}"}}'
    other = intent.replace(str(case_view(desk, C1).case.post_id), "another")
    refused(COMMAND, "stays", decision="d-x", kind=command, intent=intent, by=desk.me.id)
    run(COMMAND, decision="d-x", kind=command, intent=other, by=desk.me.id)


def test_an_invented_seal_preserves_nothing(desk: Desk, run: Run, refused: Run) -> None:
    intake.on_pulled(desk, make.page(make.case(2), cursor="c2"))
    preserving.preserve(desk, make.case(2).id)
    lanes.enter(desk, C1, CaseKind.UNLAWFUL)
    run(DECISION, **_decision(desk, "lane"))
    columns = "revision, size, key_id, ledger_entries, ledger_hash, by_id, by_name, at"
    run(
        f"INSERT INTO seals (case_key, sha256, {columns}) "
        f"SELECT (SELECT key FROM cases WHERE id = :case), :invented, {columns} FROM seals",
        invented="ab" * 32,
        case=C1,
    )
    event = _event(desk, LaneStep.PRESERVED, "unlawful", text="1", number="ab" * 32)
    run(EVENT.replace("''", ":number"), **event)
    hide = {"kind": "post.hide", "intent": '{"kind":"post.hide"}', "by": desk.me.id}
    refused(COMMAND, "preserved before", decision="d-x", **hide)
    preserving.preserve(desk, C1)
    run(COMMAND, decision="d-x", **hide)


def test_what_a_keyword_found_goes_only_when_somebody_looked(desk: Desk, run: Run, refused: Run) -> None:
    intake.on_pulled(desk, make.page(make.case(2, text="前机舱冒烟"), cursor="c2"))
    for raised in ("", "suggestion:x", "care:x"):
        refused("UPDATE cases SET raised = :raised WHERE id = :case", "until somebody", case="c-2", raised=raised)
    lanes.clear(desk, make.case(2).id)
    assert not case_view(desk, make.case(2).id).case.raised
    refused("UPDATE cases SET reported_at = reported_at + 1", "does not change")


def test_a_lane_that_is_open_again_begins_anew(desk: Desk, run: Run, refused: Run) -> None:
    lanes.enter(desk, C1, CaseKind.SAFETY)
    lanes.acknowledge(desk, C1)
    lanes.pass_on(desk, C1, "质量部")
    lanes.nothing_to_report(desk, C1, "质量部：不属于应报事故")
    lanes.close(desk, C1, reason="质量部已现场核实")
    refused("UPDATE cases SET state = 'new' WHERE id = :case", "begins its lane anew", case=C1)
    run(EVENT, **_event(desk, LaneStep.REOPENED, "safety", by=None))
    run("UPDATE cases SET state = 'new' WHERE id = :case", case=C1)
    refused(CLOSE, "was not gone through", case=C1)
    for step in (LaneStep.ACKNOWLEDGED, LaneStep.PASSED_ON, LaneStep.NOTHING_TO_REPORT):
        run(EVENT, **_event(desk, step, "safety"))
    run(CLOSE, case=C1)


def test_what_happened_in_a_lane_stays_as_it_was_written(desk: Desk, run: Run, refused: Run) -> None:
    lanes.enter(desk, C1, CaseKind.SAFETY)
    lanes.acknowledge(desk, C1)
    for column in lane_events.c:
        refused(f'UPDATE lane_events SET "{column.name}" = "{column.name}"')
    refused("DELETE FROM lane_events")
    refused(EVENT, "another lane", **_event(desk, LaneStep.CALLED, "care"))
    refused(EVENT, **_event(desk, LaneStep.REPORTED, "safety", to=""))
    refused(EVENT, **_event(desk, LaneStep.ACKNOWLEDGED, "safety", by=None))
    if desk.record.engine.dialect.name == "postgresql":
        with pytest.raises(sa.exc.DBAPIError):
            run("TRUNCATE lane_events")
    else:
        refused("INSERT OR REPLACE INTO lane_events SELECT * FROM lane_events")


def test_no_step_of_a_lane_without_one(desk: Desk, refused: Run) -> None:
    refused(DECISION, "in no lane", **_decision(desk, "lane"))
    refused(EVENT, "another lane", **_event(desk, LaneStep.ACKNOWLEDGED, "safety"))


@pytest.mark.parametrize("after", ["violation", "unlawful", "rights_notice", "suggestion"])
def test_a_complaint_leaves_by_two_and_enters_safety_and_care_by_one(desk: Desk, refused: Run, after: str) -> None:
    classifying.classify(desk, C1, CaseKind.COMPLAINT)
    changed = _decision(desk, "classification", kind_before="complaint", kind_after=after)
    refused(DECISION, "by two only", **changed)
    refused("UPDATE cases SET kind = :kind WHERE id = :case", "by two only", case=C1, kind=after)
    lanes.enter(desk, C1, CaseKind.CARE)
    refused("UPDATE cases SET kind = 'complaint' WHERE id = :case", "by two only", case=C1)


def test_lanes_are_left_by_two(desk: Desk, refused: Run) -> None:
    lanes.enter(desk, C1, CaseKind.SAFETY)
    refused("UPDATE cases SET kind = 'violation' WHERE id = :case", "by two only", case=C1)
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    other = dataclasses.replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))
    classifying.classify(other, C1, CaseKind.VIOLATION, reason="烧烤")
    refused("UPDATE cases SET kind = 'violation' WHERE id = :case", "by two only", case=C1)
