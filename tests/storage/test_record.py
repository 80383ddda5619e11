import os
import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import make
from app.errors import ForeignWorkspace, MigrationFailed, NewerWorkspace, SenderBusy
from app.operations.desk import Desk
from storage import migrate, tables
from storage.record import RECORD_FILE, Record
from tests.conftest import KEY, Clock


def test_the_file_is_encrypted_and_only_its_owners(tmp_path: Path) -> None:
    Record.on_file(tmp_path, KEY).close()
    raw = (tmp_path / RECORD_FILE).read_bytes()
    assert b"SQLite" not in raw[:32]
    assert b"ledger" not in raw
    if os.name == "posix":
        assert (tmp_path / RECORD_FILE).stat().st_mode & 0o777 == 0o600


def test_another_key_is_refused_and_the_file_untouched(tmp_path: Path) -> None:
    Record.on_file(tmp_path, KEY).close()
    before = (tmp_path / RECORD_FILE).read_bytes()
    with pytest.raises(ForeignWorkspace):
        Record.on_file(tmp_path, b"x" * 32)
    assert (tmp_path / RECORD_FILE).read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + b"\0" * 4096, os.urandom(8192)])
def test_what_is_no_record_is_refused_or_started_afresh(tmp_path: Path, content: bytes) -> None:
    (tmp_path / RECORD_FILE).write_bytes(content)
    if not content:
        Record.on_file(tmp_path, KEY).close()  # an empty file holds nothing that could be lost
        return
    with pytest.raises(ForeignWorkspace):
        Record.on_file(tmp_path, KEY)
    assert (tmp_path / RECORD_FILE).read_bytes() == content


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    record = Record.on_file(tmp_path, KEY)
    with record.connection() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    record.close()
    with pytest.raises(ForeignWorkspace):
        Record.on_file(tmp_path, KEY)


def test_a_newer_record_is_refused_and_left_untouched(lite: Record) -> None:
    with lite.connection() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    lite.close()
    before = (lite.folder / RECORD_FILE).read_bytes()
    with pytest.raises(NewerWorkspace, match="9999"):
        Record.on_file(lite.folder, KEY)
    assert (lite.folder / RECORD_FILE).read_bytes() == before


def test_migrations_end_in_exactly_the_tables_of_the_schema(record: Record) -> None:
    with record.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        drift = [
            step
            for step in compare_metadata(context, tables.metadata)
            if not (isinstance(step, tuple) and step[0] == "remove_table" and step[1].name == "alembic_version")
        ]
    assert drift == []


def test_migrations_end_with_exactly_the_checks_of_the_schema(record: Record, tmp_path: Path) -> None:
    inspector = sa.inspect(record.engine)
    for table in tables.metadata.sorted_tables:
        declared = {str(check.name) for check in table.constraints if isinstance(check, sa.CheckConstraint)}
        assert {check["name"] for check in inspector.get_check_constraints(table.name)} == declared
    if record.engine.dialect.name == "sqlite":
        fresh = sa.create_engine("sqlite://")
        tables.metadata.create_all(fresh)
        texts = {
            table.name: sorted(check["sqltext"] for check in inspector.get_check_constraints(table.name))
            for table in tables.metadata.sorted_tables
        }
        assert texts == {
            table.name: sorted(check["sqltext"] for check in sa.inspect(fresh).get_check_constraints(table.name))
            for table in tables.metadata.sorted_tables
        }
        fresh.dispose()


def test_a_table_can_be_made_anew_by_a_migration_though_others_point_at_it(lite_desk: Desk, tmp_path: Path) -> None:
    from app.operations import dismissing, intake

    intake.on_pulled(lite_desk, make.page(make.case(1)))
    dismissing.dismiss(lite_desk, make.case(1).id)
    changes = "table.add_column(sa.Column('note', sa.Text)); table.alter_column('title', nullable=True)"
    body = f"with op.batch_alter_table('cases') as table: {changes}"
    scripts = _scripts_with(tmp_path, body)
    record = lite_desk.record
    migrate.bring_up_to_date(record.engine, "here", record._backup_before, scripts=scripts, head=NEXT)
    with record.connection() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM decisions").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_newest_revision_is_the_one_the_program_names() -> None:
    assert ScriptDirectory(str(migrate.SCRIPTS)).get_current_head() == migrate.HEAD


# --- migrating an older record ------------------------------------------------------------------------


NEXT = "9998"


def _scripts_with(tmp_path: Path, body: str) -> Path:
    scripts = tmp_path / "migrations"
    shutil.copytree(migrate.SCRIPTS, scripts)
    (scripts / "versions" / "v9998_next.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '{NEXT}'\ndown_revision = '{migrate.HEAD}'\nbranch_labels = None\ndepends_on = None\n"
        f"def upgrade():\n    {body}\n"
    )
    return scripts


def test_an_older_record_is_backed_up_verified_and_brought_up_to_date(lite_desk: Desk, tmp_path: Path) -> None:
    record = lite_desk.record
    scripts = _scripts_with(tmp_path, "op.create_table('extra', sa.Column('id', sa.Integer, primary_key=True))")
    migrate.bring_up_to_date(record.engine, "here", record._backup_before, scripts=scripts, head=NEXT)
    assert migrate.revision(record.engine, "here") == NEXT
    (backup,) = (record.folder / "backups").iterdir()
    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(backup, restored / RECORD_FILE)
    old = Record.on_file(restored, KEY)
    with old.read() as was, record.read() as now:
        assert was.ledger.head() == now.ledger.head()
    assert not sa.inspect(old.engine).has_table("extra")
    old.close()


def test_a_migration_that_fails_keeps_nothing_of_itself(lite_desk: Desk, tmp_path: Path) -> None:
    record = lite_desk.record
    broken = "op.create_table('extra', sa.Column('id', sa.Integer)); op.execute('SELECT nonsense FROM nowhere')"
    scripts = _scripts_with(tmp_path, broken)
    with pytest.raises(MigrationFailed, match="backups"):
        migrate.bring_up_to_date(record.engine, "here", record._backup_before, scripts=scripts, head=NEXT)
    assert migrate.revision(record.engine, "here") == migrate.HEAD
    assert not sa.inspect(record.engine).has_table("extra")


# --- the lease ----------------------------------------------------------------------------------------


def test_only_one_holds_the_senders_lease(record: Record) -> None:
    with record.lease(), pytest.raises(SenderBusy), record.lease(patience=0.05):
        pass
    with record.lease(patience=0.05):
        pass


# --- what the database itself refuses -----------------------------------------------------------------

_FORBIDDEN = {
    "a decision changed": "UPDATE decisions SET text = 'x'",
    "a decision deleted": "DELETE FROM decisions",
    "a coaching without a basis": (
        "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, text, reason, "
        "basis_current) VALUES ('d-x', 1, 'coaching', 'u-901', 'x', 0, '1', 'new', 'x', '', {false})"
    ),
    "a coaching on an article that encourages": (
        "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, text, reason, "
        "basis_current, basis_edition, basis_article, basis_use, basis_text_zh, basis_text_en) "
        "VALUES ('d-x', 1, 'coaching', 'u-901', 'x', 0, '1', 'new', 'x', '', {false}, 1, 13, 'conduct', 'x', 'x')"
    ),
    "a coaching on the article of unlawful content": (
        "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, text, reason, "
        "basis_current, basis_edition, basis_article, basis_use, basis_text_zh, basis_text_en) "
        "VALUES ('d-x', 1, 'coaching', 'u-901', 'x', 0, '1', 'new', 'x', '', {false}, 1, 1, 'unlawful_lane', 'x', 'x')"
    ),
    "a decision by nobody": (
        "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, text, reason, "
        "basis_current) VALUES ('d-x', 1, 'dismissal', 'u-nobody', 'x', 0, '1', 'new', 'x', '', {false})"
    ),
    "a published article changed": "UPDATE articles SET text_zh = 'x' WHERE number = 9",
    "a published edition moved": "UPDATE editions SET effective_from = 5",
    "an edition deleted": "DELETE FROM editions",
    "an article added to a published edition": (
        "INSERT INTO articles SELECT edition, 99, stance, severity, use, title_zh, title_en, text_zh, text_en, why_zh, "
        "why_en, guidance_zh, guidance_en FROM articles WHERE number = 9"
    ),
    "the frozen post of a case changed": "UPDATE cases SET body = 'x'",
    "a case deleted": "DELETE FROM cases",
    "a report changed": "UPDATE reports SET reason = 'x'",
    "a command's content changed": "UPDATE commands SET intent = '{}'",
    "a sent command sent again": "UPDATE commands SET state = 'waiting' WHERE state = 'sent'",
    "an unknown state": "UPDATE cases SET state = 'lost'",
    "a command deleted": "DELETE FROM commands",
    "the workspace renamed": "UPDATE workspace SET url = 'https://elsewhere.example.test'",
    "an undo undone": "UPDATE decisions SET undone_at = NULL WHERE undone_at IS NOT NULL",
}


@pytest.mark.parametrize("rule", _FORBIDDEN)
def test_sql_can_not_break_a_rule(desk: Desk, clock: Clock, rule: str) -> None:
    from app.operations import coaching, delivery, intake, outbox

    intake.on_pulled(desk, make.page(make.case(1), make.case(2)))
    coaching.coach(desk, make.case(1).id, article=9, message="您好，请修改。")
    command = delivery.on_sending(desk)
    assert command is not None
    delivery.on_sent(desk, command, make.receipt())
    second = coaching.coach(desk, make.case(2).id, article=9, message="您好，请修改。")
    outbox.withdraw(desk, second.commands[0])
    statement = _FORBIDDEN[rule].replace("{false}", "0" if desk.record.engine.dialect.name == "sqlite" else "false")
    with pytest.raises(sa.exc.DatabaseError), desk.record.connection() as connection:
        connection.execute(sa.text(statement.replace(":", r"\:")))


def test_replacing_a_row_does_not_slip_past_the_guards(lite_desk: Desk) -> None:
    replaced = (
        "INSERT OR REPLACE INTO editions (number, name_zh, name_en, title_zh, title_en, origin, consulted, "
        "effective_from, articles) SELECT number, name_zh, name_en, title_zh, title_en, origin, consulted, 5, "
        "articles FROM editions"
    )
    with (
        pytest.raises(sa.exc.DatabaseError, match="editions: what was written does not change"),
        lite_desk.record.connection() as connection,
    ):
        connection.exec_driver_sql(replaced)
