"""What the database itself holds of topics, whoever writes: on both engines, by SQL with the key in hand."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

import make
from app.domain.promises import Change, Promising
from app.operations import complaints, intake, topics, topics_answering, topics_following, undoing
from app.operations.desk import Desk
from storage.engines import WRITES
from tests.conftest import Clock

Run = Callable[..., None]

TEXT = "昨晚升级 3.2.1 之后中控黑屏，重启没用。"
REPLY = (
    "INSERT INTO topic_replies (decision_id, topic_key, case_key, words_seq, follow_up, undone_at) "
    "VALUES (:decision, :topic, :case, :words, :follow_up, :undone)"
)
CASE = (
    "INSERT INTO topic_cases (topic_key, case_key, added_at, by_id, by_name, taken_out) "
    "VALUES (:topic, :case, 1, 'u-901', '小北', false)"
)
DECISION = (
    "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, "
    "reason, basis_current) SELECT :id, key, 'reply', 'u-901', 'n', 5, revision, 'new', 'claimed', 'x', '', "
    "false FROM cases WHERE id = :case"
)


@pytest.fixture
def desk(desk: Desk, clock: Clock) -> Desk:
    """Two topics: the first explained, promised, one case answered and told, two not; the second empty."""
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(*(make.case(number, title="黑屏", text=TEXT) for number in range(1, 6))))
    topic = topics.open_topic(desk, "黑屏", [make.case(number).id for number in (1, 2, 3)]).topic
    topics.explain(desk, topic, "目前能确认的是，行车不受影响，原因已经查到。")
    due = clock().replace(day=28)
    topics.promise(desk, topic, Promising("修复黑屏", "车机研发部", "小北", due))
    topics_answering.answer(desk, topic, cases=[make.case(1).id])
    topics_following.follow_up(desk, topic, Change.PROGRESS, "新版本正在测试。")
    complaints.reply(desk, make.case(4).id, message="您好，已经在查。")
    complaints.reply(desk, make.case(2).id, message="您好，也在查。")
    topics.open_topic(desk, "别的事")
    return desk


@pytest.fixture
def run(desk: Desk) -> Run:
    def execute(statement: str, **values: object) -> None:
        with desk.record.connection() as connection:
            connection.execute(sa.text(statement), values)

    return execute


def _reply(desk: Desk, of: str = "c-2", **other: object) -> dict[str, object]:
    """A reply to the second case, by words of the first topic: what is allowed, but for what is named."""
    with desk.record.connection() as connection:
        found = connection.execute(
            sa.text(
                "SELECT decisions.id, cases.key FROM decisions JOIN cases ON cases.key = decisions.case_key "
                "WHERE cases.id = :case AND decisions.kind = 'reply'"
            ),
            {"case": of},
        ).first()
    assert found is not None
    values: dict[str, object] = {"decision": found.id, "case": found.key, "topic": 1, "words": 1}
    return values | {"follow_up": False, "undone": None} | other


def _refused(run: Run, statement: str, **values: object) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        run(statement, **values)


def test_the_statements_themselves_are_good_ones(desk: Desk, run: Run) -> None:
    run(CASE, topic=2, case=5)
    run(REPLY, **_reply(desk))


@pytest.mark.parametrize(
    "wrong",
    [
        {"decision": "nobody"},
        {"topic": 2},
        {"case": 3},
        {"words": 2},  # a follow-up is no explanation
        {"words": 99},
        {"follow_up": True},
        {"undone": 5},
    ],
)
def test_a_reply_of_a_topic_rests_on_a_decision_on_its_case_and_on_its_words(
    desk: Desk, run: Run, wrong: dict[str, object]
) -> None:
    _refused(run, REPLY, **_reply(desk, **wrong))


def test_nobody_is_answered_twice_nor_outside_the_topic(desk: Desk, run: Run) -> None:
    run(DECISION, id="again", case="c-1")
    _refused(run, REPLY, **_reply(desk, "c-1", decision="again"))
    _refused(run, REPLY, **_reply(desk, "c-4"))


def test_a_case_with_a_lane_of_its_own_is_not_answered_along(desk: Desk, run: Run) -> None:
    run(DECISION, id="alone", case="c-3")
    run("UPDATE cases SET kind = 'safety', urgency = 0 WHERE id = 'c-3'")
    _refused(run, REPLY, **_reply(desk, "c-3"))


def test_a_case_is_in_one_open_topic(run: Run) -> None:
    _refused(run, CASE, topic=2, case=1)
    _refused(run, CASE, topic=1, case=1)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM topics",
        "DELETE FROM topic_cases",
        "DELETE FROM topic_words",
        "DELETE FROM topic_replies",
        "UPDATE topics SET title = 'x'",
        "UPDATE topic_cases SET topic_key = 2",
        "UPDATE topic_words SET text = 'x'",
        "UPDATE topic_replies SET case_key = 3",
        "UPDATE topic_replies SET undone_at = 5",  # its decision stands
        "UPDATE topics SET closed_at = 5, closed_by_id = 'u-901' WHERE key = 1",  # its cases are in it
    ],
)
def test_what_was_written_stays(run: Run, statement: str) -> None:
    _refused(run, statement)


def test_a_closed_topic_stays_closed_and_takes_nothing(run: Run) -> None:
    run("UPDATE topic_cases SET left_at = 5")
    run("UPDATE topics SET closed_at = 5, closed_by_id = 'u-901'")
    _refused(run, "UPDATE topics SET closed_at = NULL, closed_by_id = NULL")
    _refused(run, "UPDATE topic_cases SET left_at = NULL")
    _refused(run, CASE, topic=1, case=5)
    _refused(
        run,
        "INSERT INTO topic_words (topic_key, said, text, at, by_id, by_name) "
        "VALUES (1, 'explained', 'x', 5, 'u-901', '小北')",
    )


def test_a_reply_is_taken_back_with_its_decision_and_comes_back_no_more(desk: Desk, run: Run) -> None:
    run(REPLY, **_reply(desk))
    decision = str(_reply(desk)["decision"])
    undoing.undo(desk, [decision])  # type: ignore[list-item]
    with desk.record.connection() as connection:
        kept = connection.execute(
            sa.text("SELECT undone_at FROM topic_replies WHERE decision_id = :id"), {"id": decision}
        ).scalar_one()
    assert kept == int(desk.clock().timestamp() * 1000)
    _refused(run, "UPDATE topic_replies SET undone_at = NULL WHERE undone_at IS NOT NULL")


@pytest.mark.parametrize("table", ["topics", "topic_cases", "topic_words", "topic_replies"])
def test_what_is_there_is_not_replaced_though_a_connection_hides_the_deletion(desk: Desk, table: str) -> None:
    if desk.record.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite replaces rows without telling the guards of a deletion")
    with desk.record.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.exec_driver_sql("PRAGMA recursive_triggers = OFF")
        with pytest.raises(sa.exc.IntegrityError):
            connection.exec_driver_sql(f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")


def test_two_people_can_not_both_answer_by_a_race(desk: Desk, run: Run) -> None:
    """The unique index holds even where both looked before either wrote."""
    run(REPLY, **_reply(desk))
    _refused(run, REPLY, **_reply(desk))
