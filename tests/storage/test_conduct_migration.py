"""A record of 0003 with editions and a reminder that cites one, brought up to date on both engines."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import migrate
from storage.engines import WRITES, postgresql_engine, sqlcipher_engine
from storage.record import RECORD_FILE
from tests.conftest import KEY, database

_EDITION = (
    "INSERT INTO editions (number, name_zh, name_en, title_zh, title_en, origin, consulted, effective_from, articles) "
    "VALUES ({number}, '第 {number} 版', 'x', '公约', 'Code', 'starter', {false}, {effective}, 2)"
)
_ARTICLE = (
    "INSERT INTO articles (edition, number, stance, severity, use, title_zh, title_en, text_zh, text_en, why_zh, "
    "why_en, guidance_zh, guidance_en) VALUES ({edition}, {number}, 'forbidden', 'minor', 'conduct', '题', 'x', '文', "
    "'x', '', '', '', '')"
)
_CASE = (
    "INSERT INTO cases (key, id, kind, state, urgency, author_name, title, body, revision, written_at, "
    "latest_revision, edits, reports, reported_at, community_state, community_version, change_no) "
    "VALUES (1, 'c-1', 'violation', 'new', 4, '', '', '', '1', 0, '1', 0, 1, 0, 'open', '1', 1)"
)
_DECISION = (
    "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, reason, "
    "basis_edition, basis_article, basis_use, basis_current, basis_name_zh, basis_name_en, basis_title_zh, "
    "basis_title_en, basis_text_zh, basis_text_en) VALUES ('d-1', 1, 'coaching', 'u-901', '小北', 5, '1', 'new', "
    "'awaiting_author', '您好', '', 1, 2, 'conduct', {false}, '第 1 版', 'x', '题', 'x', '文', 'x')"
)


def _upgrade(engine: sa.Engine, revision: str) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _run(engine: sa.Engine, *statements: str) -> None:
    false = "0" if engine.dialect.name == "sqlite" else "false"
    with engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        for statement in statements:
            connection.exec_driver_sql(statement.replace("{false}", false))


def _edition(number: int, effective: int) -> str:
    return _EDITION.format(number=number, effective=effective, false="{false}")


@pytest.fixture(params=["sqlite", "postgresql"])
def migrated(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    with ExitStack() as stack:
        if request.param == "sqlite":
            engine = sqlcipher_engine(tmp_path / RECORD_FILE, KEY, synchronous="FULL")
        else:
            engine = postgresql_engine(stack.enter_context(database(request.getfixturevalue("postgresql"))))
        _upgrade(engine, "0003")
        account = "INSERT INTO accounts (id, name, connected_at) VALUES ('u-901', '小北', 0)"
        articles = [_ARTICLE.format(edition=1, number=number) for number in (1, 2)]
        _run(engine, account, _edition(1, 0), *articles, _CASE, _DECISION)
        migrate.bring_up_to_date(engine, "here", lambda _revision: None)
        yield engine
        engine.dispose()


def test_editions_keep_their_words_and_belong_to_the_code(migrated: sa.Engine) -> None:
    with migrated.connect() as connection:
        row = connection.exec_driver_sql("SELECT * FROM editions").mappings().one()
        assert (row["name_zh"], row["document"], row["announced_at"], row["helpers"]) == ("第 1 版", "code", None, 0)
        basis = connection.exec_driver_sql("SELECT basis_edition, basis_article, basis_text_zh FROM decisions").one()
        assert tuple(basis) == (1, 2, "文")


def test_a_charter_may_begin_when_a_code_does(migrated: sa.Engine) -> None:
    charter = _edition(2, 0).replace("articles)", "articles, document)").replace(" 2)", " 2, 'charter')")
    _run(migrated, charter)
    with pytest.raises(sa.exc.DatabaseError):
        _run(migrated, _edition(3, 0))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE editions SET name_zh = 'y'",
        "UPDATE editions SET document = 'charter'",
        "DELETE FROM editions",
        "UPDATE articles SET text_zh = 'y'",
        "DELETE FROM articles",
        _ARTICLE.format(edition=1, number=3),
        _DECISION.replace("'d-1'", "'d-2'").replace("1, 2, 'conduct'", "1, 9, 'conduct'"),
        _DECISION.replace("'d-1'", "'d-2'").replace("1, 2, 'conduct'", "7, 2, 'conduct'"),
    ],
)
def test_every_guard_is_there_again(migrated: sa.Engine, statement: str) -> None:
    with pytest.raises(sa.exc.DatabaseError):
        _run(migrated, statement)
