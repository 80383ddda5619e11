"""What the database itself refuses about promises, whoever writes: on both engines, by SQL with the key in hand."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

import make
from app.demo.content import STAFF
from app.domain.decisions import DecisionKind
from app.domain.promises import ENDINGS, IN_PUBLIC, Change, Promise, PromiseId, PromiseState, Promising
from app.domain.roles import Role
from app.domain.team_facts import Fact
from app.domain.working_days import Year
from app.operations import accounts, dismissing, intake, promises, promises_view, team_facts, topics, undoing
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from storage.migrations.versions import v0008_promises
from storage.schema_team import FACTS
from storage.values import ms
from tests.conftest import Clock
from tests.operations.promising import C1, answered, promised, tell

EVENT = (
    "INSERT INTO promise_events (promise_id, change, at, by_id, by_name, due_at, number, text, decision_id) "
    "VALUES (:promise, :change, :at, :by, 'n', :due, :number, :text, :decision)"
)
DECISION = (
    "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, reason, "
    "basis_current) SELECT :id, key, :kind, :by, 'n', :at, revision, 'new', 'new', '', '', :no FROM cases "
    "WHERE id = :case"
)
INTENT = '{"kind":"reply.post"}'
COMMAND = (
    "INSERT INTO commands (id, decision_id, lane, kind, intent, by_id, state, base_version, attempts, reason, "
    "by_hand) VALUES ('w', 'f', :case, 'reply.post', :intent, :by, 'waiting', '', 0, :reason, :no)"
)
PROMISE = (
    "INSERT INTO promises (id, case_key, topic_id, decision_id, what, department, owner, days, guessed, first_due_at, "
    "made_at, by_id, by_name, number, answered, due_at, told_at, extensions, ended, ended_at, "
    "on_its_way) VALUES ('q', :case, :topic, :decision, 'w', 'd', 'o', 3, '', :first, :at, :by, 'n', '', '', :due, "
    ":at, 0, :ended, :ended_at, :no)"
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(*(make.case(n) for n in (1, 2, 3))))
    return desk


@pytest.fixture
def plain(desk: Desk) -> Desk:
    """A moderator who leads nobody."""
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name), "print-2", "t-2")
    account = accounts.register(desk.record, sign_in, desk.clock())
    assert Role.LEAD not in account.roles
    return replace(desk, me=account)


@pytest.fixture
def one(desk: Desk) -> Promise:
    return promised(desk)


def _run(desk: Desk, statement: str, **values: object) -> None:
    with desk.record.connection() as connection:
        connection.execute(sa.text(statement), values)


def _refused(desk: Desk, statement: str, **values: object) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        _run(desk, statement, **values)


def _event(desk: Desk, one: Promise, change: Change, **other: object) -> dict[str, object]:
    values: dict[str, object] = {
        "promise": one.id,
        "change": change.value,
        "at": ms(desk.clock()),
        "by": desk.me.id,
        "due": None,
        "number": "",
        "text": "",
        "decision": None,
    }
    return values | other


def _decide(desk: Desk, name: str, kind: DecisionKind, case: str) -> None:
    _run(desk, DECISION, id=name, kind=kind.value, by=desk.me.id, at=ms(desk.clock()), no=False, case=case)


def _follow_up(desk: Desk, one: Promise, case: str = C1) -> str:
    """A follow-up that stands, with its reply, and said nothing yet about the promise."""
    _decide(desk, "f", DecisionKind.FOLLOW_UP, case)
    _run(desk, COMMAND, case=f"case:{case}", by=desk.me.id, intent=INTENT, reason='["",""]', no=False)
    return "f"


def test_the_statement_itself_is_a_good_one(desk: Desk, one: Promise) -> None:
    said = _follow_up(desk, one)
    _run(desk, EVENT, **_event(desk, one, Change.PROGRESS, decision=said))
    assert [event.change for event in promises_view.shown(desk, one.id).events] == [Change.MADE, Change.PROGRESS]


@pytest.mark.parametrize("table", ["promises", "promise_events", "calendars", "team_facts"])
def test_nothing_is_deleted(desk: Desk, one: Promise, table: str) -> None:
    team_facts.set_facts(desk, {"brand": "远山"})
    with desk.record.write() as tx:
        tx.calendars.add(Year(2027, frozenset(), frozenset(), "x"), make.member(desk.me.id), desk.clock())
    _refused(desk, f"DELETE FROM {table}")


FROZEN = [(table, column) for table, (_, columns) in v0008_promises._FROZEN.items() for column in columns.split(", ")]


@pytest.mark.parametrize(("table", "column"), FROZEN)
def test_what_was_written_does_not_change(desk: Desk, one: Promise, table: str, column: str) -> None:
    team_facts.set_facts(desk, {"brand": "远山"})
    with desk.record.write() as tx:
        tx.calendars.add(Year(2027, frozenset(), frozenset(), "x"), make.member(desk.me.id), desk.clock())
    _refused(desk, f"UPDATE {table} SET {column} = {column}")


@pytest.mark.parametrize("column", ["due_at", "ended_at"])
def test_the_end_and_the_date_of_a_promise_are_what_was_told(desk: Desk, one: Promise, column: str) -> None:
    _refused(desk, f"UPDATE promises SET {column} = COALESCE({column}, 0) + 1, ended = 'closed'")
    _refused(desk, "UPDATE promises SET due_at = due_at + 86400000")
    tell(desk, promises.close, one.id, "好了。")
    _refused(desk, f"UPDATE promises SET {column} = {column} - 1")
    _refused(desk, "UPDATE promises SET ended = NULL, ended_at = NULL")
    _refused(desk, "UPDATE promises SET ended = 'withdrawn'")


@pytest.mark.parametrize("change", sorted(IN_PUBLIC))
def test_a_public_word_rests_on_a_follow_up_of_the_case_that_stands(desk: Desk, one: Promise, change: Change) -> None:
    due = ms(one.due_at) + 86_400_000
    reply = promises_view.shown(desk, one.id).events[0].decision
    _refused(desk, EVENT, **_event(desk, one, change, due=due))
    _refused(desk, EVENT, **_event(desk, one, change, due=due, decision=reply))
    said = _follow_up(desk, one, "c-2")
    _refused(desk, EVENT, **_event(desk, one, change, due=due, decision=said))


def test_a_follow_up_that_was_taken_back_says_nothing(desk: Desk, one: Promise) -> None:
    decided = tell(desk, promises.progress, one.id, "在查。")
    undoing.undo(desk, [decided.decision])
    _refused(desk, EVENT, **_event(desk, one, Change.CLOSED, decision=decided.decision))


def test_what_is_not_told_in_public_names_no_decision(desk: Desk, one: Promise) -> None:
    said = _follow_up(desk, one)
    _refused(desk, EVENT, **_event(desk, one, Change.HANDED, number="7", decision=said))
    _run(desk, EVENT, **_event(desk, one, Change.HANDED, number="7"))
    for change in (Change.HANDED, Change.ANSWERED, Change.RECKONED, Change.WITHDRAWN):
        _refused(desk, EVENT, **_event(desk, one, change))


@pytest.mark.parametrize(("late", "later"), [(1, 86_400_000), (0, 0), (0, -1)])
def test_a_date_moves_only_before_it_has_come_and_to_a_later_one(
    desk: Desk, one: Promise, late: int, later: int
) -> None:
    said, due = _follow_up(desk, one), ms(one.due_at)
    _refused(desk, EVENT, **_event(desk, one, Change.EXTENDED, at=due + late, due=due + later, decision=said))


def test_a_promise_is_made_once(desk: Desk, one: Promise) -> None:
    made = promises_view.shown(desk, one.id).events[0]
    _refused(
        desk,
        EVENT,
        **_event(desk, one, Change.MADE, at=ms(made.at), due=ms(one.due_at), decision=made.decision),
    )


def _promise_row(desk: Desk, **other: object) -> dict[str, object]:
    due = ms(desk.clock() + timedelta(days=3))
    with desk.record.read() as tx:
        key = tx.cases.get(make.case(2).id).key
    values: dict[str, object] = {
        "case": key,
        "topic": "",
        "decision": _reply(desk),
        "first": due,
        "due": due,
        "at": ms(desk.clock()),
        "by": desk.me.id,
        "ended": None,
        "ended_at": None,
        "no": False,
    }
    return values | other


def _reply(desk: Desk) -> str:
    """A reply on the second case that promised nothing yet."""
    _decide(desk, "r", DecisionKind.REPLY, "c-2")
    return "r"


def test_a_promise_of_a_reply_is_a_good_one_and_stands_once(desk: Desk) -> None:
    row = _promise_row(desk)
    _run(desk, PROMISE, **row)
    _refused(desk, PROMISE.replace("'q'", "'q2'"), **row)


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": None},
        {"decision": "r", "topic": "topic-1"},
        {"case": 1},
        {"due": 4102444800000},
        {"ended": "closed", "ended_at": 1},
        {"first": 1, "due": 1},
    ],
)
def test_a_promise_begins_open_with_its_first_date_by_a_reply_of_its_case(desk: Desk, wrong: dict[str, object]) -> None:
    _refused(desk, PROMISE, **(_promise_row(desk) | wrong))


def test_a_dismissal_promises_nothing(desk: Desk) -> None:
    row = _promise_row(desk)
    decided = dismissing.dismiss(desk, make.case(2).id)
    _refused(desk, PROMISE, **(row | {"decision": decided.decision}))


def test_what_happens_comes_after_the_making(desk: Desk, one: Promise) -> None:
    _run(desk, PROMISE, **_promise_row(desk))
    other = replace(one, id=PromiseId("q"))
    _refused(desk, EVENT, **_event(desk, other, Change.HANDED, number="7"))
    _refused(desk, EVENT, **_event(desk, other, Change.MADE, due=1, decision="r"))


@pytest.mark.parametrize("change", sorted(set(Change) - {Change.MADE}))
def test_nothing_comes_after_the_end(desk: Desk, one: Promise, change: Change) -> None:
    tell(desk, promises.close, one.id, "好了。")
    said = _follow_up(desk, one) if change in IN_PUBLIC else None
    due = ms(one.due_at) + 86_400_000
    _refused(desk, EVENT, **_event(desk, one, change, due=due, number="7", text="x", decision=said))


def test_a_word_counts_once_and_not_before_it_was_said(desk: Desk, clock: Clock, one: Promise) -> None:
    made = ms(clock())
    clock.advance(days=30)
    decided = tell(desk, promises.progress, one.id, "还在查，抱歉。")
    for change in (Change.CLOSED, Change.EXTENDED):
        values = _event(desk, one, change, due=4_000_000_000_000, decision=decided.decision)
        _refused(desk, EVENT, **(values | {"at": made + 1000}))
        _refused(desk, EVENT, **values)
    said = _follow_up(desk, one)
    _refused(desk, EVENT, **_event(desk, one, Change.CLOSED, at=made + 1000, decision=said))
    _refused(desk, EVENT, **_event(desk, one, Change.HANDED, at=made + 1000, number="7"))
    assert promises_view.shown(desk, one.id).promise.state(clock()) is PromiseState.BROKEN


def test_a_follow_up_without_a_reply_tells_nobody(desk: Desk, one: Promise) -> None:
    _decide(desk, "f", DecisionKind.FOLLOW_UP, C1)
    _refused(desk, EVENT, **_event(desk, one, Change.CLOSED, decision="f"))


def test_what_is_broken_is_not_withdrawn(desk: Desk, clock: Clock, one: Promise) -> None:
    clock.advance(days=30)
    _refused(desk, EVENT, **_event(desk, one, Change.WITHDRAWN, text="x"))


@pytest.mark.parametrize("wrong", ["told_at = 4000000000000", "number = 'x'", "answered = 'x'", "extensions = 2"])
def test_a_promise_stands_as_its_events_say(desk: Desk, one: Promise, wrong: str) -> None:
    _refused(desk, f"UPDATE promises SET {wrong}")


def test_the_promise_of_a_topic_changes_only_by_what_somebody_was_told(desk: Desk) -> None:
    topic = topics.open_topic(desk, "黑屏", [make.case(1).id]).topic
    topics.promise(desk, topic, Promising("修复", "研发", "小林", desk.clock() + timedelta(days=3)))
    with desk.record.read() as tx:
        (of_topic,) = tx.promises.of_topic(topic)
    said = _follow_up(desk, of_topic)
    for decision in (None, said):
        for words in (None, 1):
            with pytest.raises(sa.exc.IntegrityError):
                _run(
                    desk,
                    EVENT.replace("decision_id)", "decision_id, words)").replace(":decision)", ":decision, :words)"),
                    **_event(desk, of_topic, Change.CLOSED, decision=decision, words=words),
                )


def test_only_a_lead_withdraws_or_who_takes_the_reply_back(desk: Desk, plain: Desk, one: Promise) -> None:
    _refused(plain, EVENT, **_event(plain, one, Change.WITHDRAWN, text="x"))
    decided = answered(plain, case=make.case(3).id, hold=timedelta(seconds=8))
    undoing.undo(plain, [decided.decision])
    (taken,) = promises_view.of_case(desk, make.case(3).id)
    assert taken.ended is Change.WITHDRAWN


def test_the_words_of_the_guards_are_those_of_the_domain() -> None:
    def words(listed: str) -> set[str]:
        return set(re.findall(r"'(\w+)'", listed))

    assert words(v0008_promises._PUBLIC) == {one.value for one in IN_PUBLIC}
    assert words(v0008_promises._ENDINGS) == {one.value for one in ENDINGS}
    assert words(v0008_promises._CHANGES) == {one.value for one in Change}
    assert set(FACTS) == {one.value for one in Fact}
    text = Path(v0008_promises.__file__).read_text(encoding="utf-8")
    assert words(re.findall(r"name IN \(([^)]*)\)", text)[0]) == set(FACTS)
    assert f"kind = '{DecisionKind.FOLLOW_UP.value}'" in text
    assert f"kind = '{DecisionKind.REPLY.value}'" in text
    assert f"role = '{Role.LEAD.value}'" in text


def test_every_rule_has_a_name_that_says_its_table() -> None:
    for name, (_, table, _, _) in v0008_promises._RULES.items():
        assert name.startswith((f"{table}_", table[:-1])), name
