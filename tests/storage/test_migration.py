"""Records of the versions before, with data in them, brought up to date on both engines."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.text.folding import text_print
from storage import migrate
from storage.engines import WRITES, postgresql_engine, sqlcipher_engine
from storage.record import RECORD_FILE
from tests.conftest import KEY, database

Make = Callable[[sa.Engine], None]

SPAM = "加我头像，贴膜全网最低！"
_CASE = (
    "INSERT INTO cases (key, id, kind, state, urgency, author_id, author_name, title, body, revision, written_at, "
    "latest_revision, edits, reports, reported_at, community_state, community_version, change_no) VALUES "
    "(:key, :id, 'violation', :state, 4, 'u-1', '', '', :body, '1', 0, :latest, :edits, 2, 0, 'open', '1', 1)"
)
_REPORT = (
    "INSERT INTO reports (case_key, id, reporter_name, at, reason, category) VALUES (:key, :id, '', :at, '', :category)"
)
_DECISION = (
    "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, reason, "
    "basis_current) VALUES ('d-1', 1, 'dismissal', 'u-901', '小北', 5, '1', 'new', 'closed', '', '正常', {false})"
)
_COMMAND = (
    "INSERT INTO commands (id, decision_id, lane, kind, intent, by_id, state, base_version, attempts, reason, "
    "settled_at, receipt) VALUES ('k-1', 'd-1', 'case:c-1', 'case.resolve', '{\"kind\":\"case.resolve\"}', 'u-901', 'sent', '1', 1, "
    '\'["",""]\', 9, \'{"status":"done"}\')'
)


def _upgrade(engine: sa.Engine, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    config.set_main_option("path_separator", "os")
    writing = engine.connect().execution_options(**{WRITES: True})
    with writing as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _fill(engine: sa.Engine) -> None:
    false = "0" if engine.dialect.name == "sqlite" else "false"
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():

        def run(statement: str, **values: object) -> None:
            connection.execute(sa.text(statement), values)

        run("INSERT INTO accounts (id, name, connected_at) VALUES ('u-901', '小北', 0)")
        run(_CASE, key=1, id="c-1", state="closed", body=SPAM, latest="1", edits=0)
        run(_CASE, key=2, id="c-2", state="new", body="加我头像 贴膜全网最低", latest="1", edits=0)
        run(_CASE, key=3, id="c-3", state="claimed", body=SPAM, latest="2", edits=1)
        run("INSERT INTO case_revisions VALUES (3, '2', '求助', '已经删掉广告了', 1, 1)")
        for at, category in enumerate(("spam", "advert", "advert", "")):
            run(_REPORT, key=1, id=f"r-{at}", at=at, category=category)
        run(_DECISION.replace("{false}", false))
        run(_COMMAND.replace(":", r"\:"))


@contextmanager
def _engine(where: Path | str) -> Iterator[sa.Engine]:
    """A record in a file, or at an address."""
    engine = sqlcipher_engine(where, KEY, synchronous="FULL") if isinstance(where, Path) else postgresql_engine(where)
    yield engine
    engine.dispose()


class Kept:
    """Records that are made once on each engine; every test has a copy of its own."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._folder = folder
        self._stack = stack
        self._made: dict[tuple[Make, bool], Path | str] = {}

    def file(self, make: Make) -> Path:
        return self._where(make, True, lambda: self._folder / f"{make.__name__}.db")  # type: ignore[return-value]

    def template(self, make: Make, postgresql: str) -> str:
        url = self._where(make, False, lambda: self._stack.enter_context(database(postgresql)))
        return str(sa.make_url(str(url)).database)

    def _where(self, make: Make, lite: bool, new: Callable[[], Path | str]) -> Path | str:
        if (make, lite) not in self._made:
            where = new()
            with _engine(where) as engine:
                make(engine)
            self._made[make, lite] = where
        return self._made[make, lite]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kept]:
    with ExitStack() as stack:
        yield Kept(tmp_path_factory.mktemp("kept"), stack)


@pytest.fixture(params=["sqlite", "postgresql"])
def copied(request: pytest.FixtureRequest, tmp_path: Path, kept: Kept) -> Iterator[Callable[[Make], sa.Engine]]:
    """A copy of a record, on each engine."""
    with ExitStack() as stack:

        def copy(make: Make) -> sa.Engine:
            where: Path | str = tmp_path / RECORD_FILE
            if request.param == "sqlite":
                shutil.copy(kept.file(make), where)
            else:
                server = request.getfixturevalue("postgresql")
                where = stack.enter_context(database(server, kept.template(make, server)))
            return stack.enter_context(_engine(where))

        yield copy


def _make_from_0001(engine: sa.Engine) -> None:
    _upgrade(engine, "0001")
    _fill(engine)
    migrate.bring_up_to_date(engine, "here", lambda _revision: None)


@pytest.fixture
def migrated(copied: Callable[[Make], sa.Engine]) -> sa.Engine:
    """A record as 0001 left it, brought up to date."""
    return copied(_make_from_0001)


def test_what_was_kept_is_still_there_and_what_is_new_is_filled_in(migrated: sa.Engine) -> None:
    with migrated.connect() as connection:
        rows = connection.exec_driver_sql("SELECT reported_as, text_print, came_back FROM cases ORDER BY key").all()
        assert [tuple(row) for row in rows] == [
            ("advert", text_print(SPAM), None),
            ("", text_print(SPAM), None),
            ("", text_print("已经删掉广告了"), None),
        ]
        decision = connection.exec_driver_sql("SELECT * FROM decisions").mappings().one()
        assert (decision["id"], decision["reason"], decision["kind_before"]) == ("d-1", "正常", None)
        assert connection.exec_driver_sql("SELECT decision_id FROM commands").scalar() == "d-1"


_FORBIDDEN = {
    "a decision changed": "UPDATE decisions SET reason = 'x'",
    "what a decision took changed": "UPDATE decisions SET back_before = 'corrected'",
    "a decision deleted": "DELETE FROM decisions",
    "an undo undone": "UPDATE decisions SET undone_at = 7 WHERE undone_at IS NOT NULL",
    "a decision of no case": (
        "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, "
        "reason, basis_current) SELECT 'd-2', 99, kind, by_id, by_name, at, revision, state_before, state_after, text, "
        "reason, basis_current FROM decisions"
    ),
    "an unknown kind of decision": (
        "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, "
        "reason, basis_current) SELECT 'd-2', 1, 'guess', by_id, by_name, at, revision, state_before, state_after, "
        "text, reason, basis_current FROM decisions"
    ),
    "a classification without kinds": (
        "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, "
        "reason, basis_current) SELECT 'd-2', 1, 'classification', by_id, by_name, at, revision, state_before, "
        "state_after, text, reason, basis_current FROM decisions"
    ),
    "a reminder without a basis": (
        "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, "
        "reason, basis_current) SELECT 'd-2', 1, 'coaching', by_id, by_name, at, revision, state_before, state_after, "
        "text, reason, basis_current FROM decisions"
    ),
    "a command of a decision that is gone": "UPDATE commands SET decision_id = 'd-9'",
    "the frozen post of a case changed": "UPDATE cases SET body = 'x'",
    "an unknown way back": "UPDATE cases SET came_back = 'somehow' WHERE state <> 'closed'",
    "a closed case that came back": "UPDATE cases SET came_back = 'corrected' WHERE state = 'closed'",
    "a note changed": "UPDATE notes SET text = 'x'",
    "a note deleted": "DELETE FROM notes",
    "a note by nobody": "INSERT INTO notes (case_key, by_id, by_name, at, text) VALUES (1, 'u-x', 'x', 0, 'x')",
    "a draft of an unknown answer": (
        "INSERT INTO drafts (account_id, case_key, answer, text, fold, at) VALUES ('u-901', 1, 'x', '', {false}, 0)"
    ),
}


@pytest.mark.parametrize("rule", _FORBIDDEN)
def test_a_migrated_record_refuses_what_it_refused_and_more(migrated: sa.Engine, rule: str) -> None:
    writing = migrated.connect().execution_options(**{WRITES: True})
    with writing as connection, connection.begin():
        connection.exec_driver_sql("UPDATE decisions SET undone_at = 6, undone_by = by_id")
        connection.exec_driver_sql(
            "INSERT INTO notes (case_key, by_id, by_name, at, text) VALUES (1, 'u-901', '小北', 0, '熟人')"
        )
    statement = _FORBIDDEN[rule].replace("{false}", "0" if migrated.dialect.name == "sqlite" else "false")
    again = migrated.connect().execution_options(**{WRITES: True})
    with pytest.raises(sa.exc.DatabaseError), again as connection, connection.begin():
        connection.exec_driver_sql(statement)


def test_a_new_decision_goes_on_counting_where_the_old_ones_ended(migrated: sa.Engine) -> None:
    writing = migrated.connect().execution_options(**{WRITES: True})
    with writing as connection, connection.begin():
        connection.exec_driver_sql(_FORBIDDEN["an unknown kind of decision"].replace("'guess'", "'acceptance'"))
        assert connection.exec_driver_sql("SELECT seq FROM decisions ORDER BY seq").scalars().all() == [1, 2]


# --- from 0002 ------------------------------------------------------------------------------------------

_PICTURE = "'h', 'image/png', '" + "a" * 64 + "', 2, {bytes}, 'u-901', '小北', 0, ''"
_EVIDENCE = (
    "INSERT INTO evidence (case_key, name, media_type, sha256, size, content, by_id, by_name, at, note) "
    f"VALUES (2, {_PICTURE})"
)
_BY_HAND = (
    "INSERT INTO commands (id, decision_id, lane, kind, intent, by_id, state, base_version, attempts, reason, by_hand) "
    "VALUES ('k-2', 'd-1', 'case:c-1', 'reply.post', '{{\"kind\":\"reply.post\"}}', 'u-901', 'waiting', '', 0, 'x', {true})"
)
_OF_COMMAND = _EVIDENCE.replace("(case_key", "(command_id, case_key")


def _make_from_0002(engine: sa.Engine) -> None:
    _upgrade(engine, "0002")
    _fill(engine)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.execute(sa.text(_CASE.replace("'', '', :body", "'陈', '新人求助', :body")), _FOURTH)
        connection.exec_driver_sql(
            "UPDATE cases SET came_back = 'corrected', reported_as = 'advert', text_print = 'p' WHERE key = 3"
        )
    migrate.bring_up_to_date(engine, "here", lambda _revision: None)
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.exec_driver_sql(_in_words_of(engine, _EVIDENCE))
        connection.exec_driver_sql(_in_words_of(engine, _BY_HAND))
        connection.exec_driver_sql(
            "INSERT INTO notes (case_key, by_id, by_name, at, text) VALUES (1, 'u-901', 'x', 0, 'x')"
        )


@pytest.fixture
def from_0002(copied: Callable[[Make], sa.Engine]) -> sa.Engine:
    """A record that 0002 left with a case without a title, one with a title, and an answer; brought up to date."""
    return copied(_make_from_0002)


_FOURTH = {"key": 4, "id": "c-4", "state": "new", "body": SPAM, "latest": "1", "edits": 0}


def _in_words_of(engine: sa.Engine, statement: str) -> str:
    lite = engine.dialect.name == "sqlite"
    return statement.format(bytes="x'cafe'" if lite else "'\\xcafe'::bytea", true="1" if lite else "true")


def test_cases_and_commands_of_0002_are_pulled_ones_and_keep_all_they_had(from_0002: sa.Engine) -> None:
    with from_0002.connect() as connection:
        cases = connection.exec_driver_sql(
            "SELECT id, place, link, title, came_back, text_print FROM cases ORDER BY key"
        ).all()
        assert [tuple(row) for row in cases] == [
            ("c-1", "", "", "", None, ""),
            ("c-2", "", "", "", None, ""),
            ("c-3", "", "", "", "corrected", "p"),
            ("c-4", "", "", "新人求助", None, ""),
        ]
        command = connection.exec_driver_sql(
            "SELECT id, decision_id, state, by_hand FROM commands WHERE id = 'k-1'"
        ).one()
        assert tuple(command) == ("k-1", "d-1", "sent", False)


def test_a_title_that_was_not_read_yet_is_filled_in_once(from_0002: sa.Engine) -> None:
    fill = "UPDATE cases SET title = '{title}' WHERE key = 2"
    with from_0002.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.exec_driver_sql(fill.format(title="冬天续航"))
    with (
        pytest.raises(sa.exc.DatabaseError, match="what was written does not change"),
        from_0002.connect().execution_options(**{WRITES: True}) as connection,
        connection.begin(),
    ):
        connection.exec_driver_sql(fill.format(title="别的"))
    with from_0002.connect() as connection:
        assert connection.exec_driver_sql("SELECT title FROM cases WHERE key = 2").scalar() == "冬天续航"


_FORBIDDEN_BY_HAND = {
    "a title changed": "UPDATE cases SET title = 'x' WHERE key = 4",
    "a title emptied": "UPDATE cases SET title = '' WHERE key = 4",
    "a pulled case made one entered by hand": "UPDATE cases SET place = 'phone' WHERE key = 1",
    "a link put in later": "UPDATE cases SET link = 'https://example.org' WHERE key = 1",
    "a frozen post changed": "UPDATE cases SET body = 'x' WHERE key = 4",
    "an author changed": "UPDATE cases SET author_name = 'x' WHERE key = 4",
    "a case deleted": "DELETE FROM cases WHERE key = 4",
    "a command handed to a person": "UPDATE commands SET by_hand = {true}",
    "an intent changed": "UPDATE commands SET intent = 'x'",
    "a command deleted": "DELETE FROM commands",
    "a picture replaced": "UPDATE evidence SET content = {bytes}",
    "a hash replaced": "UPDATE evidence SET sha256 = sha256",
    "evidence moved to another case": "UPDATE evidence SET case_key = 1",
    "evidence made a receipt later": "UPDATE evidence SET command_id = 'k-1'",
    "what was said of evidence changed": "UPDATE evidence SET note = 'x'",
    "evidence deleted": "DELETE FROM evidence",
    "a case of an unknown place": (
        "INSERT INTO cases (key, id, kind, state, urgency, author_name, title, body, revision, written_at, "
        "latest_revision, edits, reports, reported_at, community_state, community_version, change_no, place) "
        "VALUES (9, 'h-9', 'violation', 'new', 4, '', '', '', '1', 0, '1', 0, 0, 0, 'open', '', 1, 'pub')"
    ),
    "evidence without content": _EVIDENCE.replace("2, {bytes}", "0, ''"),
    "evidence of another size than it says": _EVIDENCE.replace("2, {bytes}", "3, {bytes}"),
    "evidence with half a hash": _EVIDENCE.replace("a" * 64, "a" * 32),
    "evidence with a hash that is none": _EVIDENCE.replace("a" * 64, "A" * 64),
    "evidence that is no picture": _EVIDENCE.replace("image/png", "text/html"),
    "a receipt that is evidence of another case": _OF_COMMAND.replace("(2, ", "('k-2', 2, "),
    "a command by hand that is sent without a receipt": "UPDATE commands SET state = 'sent' WHERE by_hand",
    "a command by hand that was never settled": "UPDATE commands SET state = 'sent', receipt = 'x' WHERE by_hand",
    "a command by hand that is on its way": "UPDATE commands SET state = 'sending' WHERE by_hand",
    "a command by hand that is uncertain": "UPDATE commands SET state = 'uncertain' WHERE by_hand",
    "a command by hand that was refused": "UPDATE commands SET state = 'refused' WHERE by_hand",
    "a command by hand that met a change": "UPDATE commands SET state = 'conflict' WHERE by_hand",
    "a command that comes in as sent": _BY_HAND.replace("k-2", "k-3").replace("waiting", "sent"),
    "a receipt changed": "UPDATE commands SET receipt = 'x' WHERE id = 'k-1'",
    "a receipt taken away": "UPDATE commands SET receipt = NULL WHERE id = 'k-1'",
    "another moment of a receipt": "UPDATE commands SET settled_at = 5 WHERE id = 'k-1'",
    "evidence of no case": _EVIDENCE.replace("(2, ", "(99, "),
    "evidence of no command": _OF_COMMAND.replace("(2, ", "('k-9', 2, "),
    "evidence by nobody": _EVIDENCE.replace("u-901", "u-x"),
}
_FORBIDDEN_ON_SQLITE = {
    "evidence moved to another place": "UPDATE evidence SET rowid = 7",
    "a case moved to another place": "UPDATE cases SET rowid = 77 WHERE key = 4",
}


@pytest.mark.parametrize("rule", _FORBIDDEN_BY_HAND | _FORBIDDEN_ON_SQLITE)
def test_what_was_entered_by_hand_and_its_evidence_are_guarded_too(from_0002: sa.Engine, rule: str) -> None:
    if rule in _FORBIDDEN_ON_SQLITE and from_0002.dialect.name != "sqlite":
        pytest.skip("only SQLite has a second name for the number of a row")
    statement = _in_words_of(from_0002, (_FORBIDDEN_BY_HAND | _FORBIDDEN_ON_SQLITE)[rule])
    writing = from_0002.connect().execution_options(**{WRITES: True})
    with pytest.raises(sa.exc.DatabaseError), writing as connection, connection.begin():
        connection.exec_driver_sql(statement)


def test_a_receipt_is_evidence_of_the_case_of_its_command(from_0002: sa.Engine) -> None:
    statement = _in_words_of(from_0002, _OF_COMMAND.replace("(2, ", "('k-2', 1, "))
    with from_0002.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.exec_driver_sql(statement)
        connection.exec_driver_sql("UPDATE commands SET state = 'sent', receipt = 'x', settled_at = 1 WHERE by_hand")
        found = connection.exec_driver_sql("SELECT state, settled_at FROM commands WHERE id = 'k-2'").one()
    assert tuple(found) == ("sent", 1)


_KEPT_ONCE = ("cases", "decisions", "commands", "notes", "evidence", "editions", "ledger")


@pytest.mark.parametrize("table", _KEPT_ONCE)
def test_what_is_there_is_not_replaced_though_a_connection_hides_the_deletion(
    copied: Callable[[Make], sa.Engine], table: str
) -> None:
    engine = copied(_make_from_0002)
    if engine.dialect.name != "sqlite":
        pytest.skip("only SQLite replaces rows without telling the guards of a deletion")
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        connection.exec_driver_sql(
            "INSERT INTO editions "
            "(number, name_zh, name_en, title_zh, title_en, origin, consulted, effective_from, articles) "
            "VALUES (1, 'x', 'x', 'x', 'x', 'starter', false, 0, 0)"
        )
        connection.exec_driver_sql("INSERT INTO ledger VALUES (1, 'x', 'x', 'x', 'x', 'x')")
    raw = engine.connect()
    raw.connection.driver_connection.execute("PRAGMA recursive_triggers = OFF")  # type: ignore[union-attr]
    with (
        pytest.raises(sa.exc.DatabaseError, match="what was written does not change"),
        raw.execution_options(**{WRITES: True}) as connection,
        connection.begin(),
    ):
        connection.exec_driver_sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
