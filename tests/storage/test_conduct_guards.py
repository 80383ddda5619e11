"""What the database itself holds about editions, whoever writes: by raw SQL, on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.domain.commands import CommandKind
from app.domain.conduct import CLOCKS_DIFFER, NOTICE_PERIOD, Document, Helper, Origin, Proof
from app.domain.conduct_comments import NewComment
from app.domain.words import Words
from app.operations import coaching, conduct_consultation, conduct_drafts, conduct_welcome, intake
from app.operations.conduct import starter
from app.operations.desk import Desk
from storage.migrations.versions import v0005_conduct
from tests import make
from tests.conftest import Clock

DAY = 86_400_000
WEEK = 7 * DAY
NOW = int(Clock()().timestamp()) * 1000
_EDITION = (
    "INSERT INTO editions (number, name_zh, name_en, title_zh, title_en, origin, consulted, effective_from, articles, "
    "document, announced_at, proof_link, proof_sha256) VALUES ({number}, 'x', 'x', 'x', 'x', '{origin}', {true}, "
    "{effective}, 1, '{document}', {announced}, '{link}', '')"
)
_ARTICLE = (
    "INSERT INTO articles (edition, number, stance, severity, use, title_zh, title_en, text_zh, text_en, why_zh, "
    "why_en, guidance_zh, guidance_en) VALUES ({edition}, {number}, 'forbidden', 'minor', '{use}', 'x', 'x', 'x', 'x', "
    "'', '', '', '')"
)


def _edition(**values: object) -> str:
    given = {
        "number": 9,
        "origin": "drafted",
        "effective": NOW + WEEK + 5,
        "announced": NOW + 5,
        "document": "code",
        "link": "",
    }
    return _EDITION.format(**(given | values), true="{true}")


def _article(edition: int, number: int, use: str = "conduct") -> str:
    return _ARTICLE.format(edition=edition, number=number, use=use)


@pytest.fixture
def filled(desk: Desk, clock: Clock) -> Desk:
    """A record with a starter, a drafted edition, an imported one with its file, a charter, a draft and a comment."""
    base, now = starter(), clock()
    drafted = replace(
        base,
        number=2,
        origin=Origin.DRAFTED,
        effective_from=now + timedelta(days=8),
        announced_at=now,
        helpers=(Helper("老陈", 1),),
    )
    sha = "a" * 64
    imported = replace(
        base,
        number=3,
        origin=Origin.IMPORTED,
        effective_from=datetime(2024, 1, 1, tzinfo=UTC),
        announced_at=now,
        proof=Proof("", "p.png", sha),
    )
    encouraging = tuple(one for one in base.articles if one.number >= 13)
    charter = replace(base, number=4, document=Document.CHARTER, articles=encouraging)
    with desk.record.write() as tx:
        tx.conduct.publish(drafted)
        tx.conduct.publish(imported, ("image/png", b"x"))
        tx.conduct.publish(charter)
        tx.marks.keep_info(make.info(able=(*make._ABLE, CommandKind.PUBLISH_NOTICE)))
    conduct_drafts.new(desk)
    conduct_consultation.open_consultation(desk, now + timedelta(days=7))
    conduct_consultation.add_comment(desk, NewComment("小鹿", 9, "看不懂"))
    conduct_welcome.switch(desk, on=True)
    return desk


@contextmanager
def _raw(desk: Desk) -> Iterator[sa.Connection]:
    with desk.record.connection() as connection:
        yield connection


def _run(desk: Desk, statement: str) -> None:
    true = "1" if desk.record.engine.dialect.name == "sqlite" else "true"
    with _raw(desk) as connection:
        connection.exec_driver_sql(statement.replace("{true}", true).replace("%", "%%"))


_FORBIDDEN = {
    "a published edition renamed": "UPDATE editions SET name_zh = 'y' WHERE number = 2",
    "its date moved": "UPDATE editions SET effective_from = effective_from + 1 WHERE number = 2",
    "its announcement dated back": "UPDATE editions SET announced_at = 1 WHERE number = 2",
    "a code made a charter": "UPDATE editions SET document = 'charter' WHERE number = 2",
    "a proof taken away": "UPDATE editions SET proof_sha256 = '' WHERE number = 3",
    "an article reworded": "UPDATE articles SET text_zh = 'y' WHERE edition = 2 AND number = 9",
    "an article taken out": "DELETE FROM articles WHERE edition = 2 AND number = 9",
    "an article added to an edition that is complete": _article(2, 17),
    "an article added to the starter": _article(1, 17),
    "an edition deleted": "DELETE FROM editions WHERE number = 4",
    "a drafted edition in force within the week": _edition(effective=NOW + WEEK + 4),
    "a drafted edition that was never announced": _edition(announced="NULL"),
    "an imported edition without a proof": _edition(origin="imported", effective=4),
    "an imported edition of the future": _edition(origin="imported", effective=NOW + 6, link="https://x"),
    "an edition of another document": _edition(document="law"),
    "two editions of one document at one moment": _edition(origin="starter", effective=0),
    "a helper added later": "INSERT INTO edition_helpers (edition, place, name, adopted) VALUES (2, 2, 'x', 1)",
    "a helper renamed": "UPDATE edition_helpers SET name = 'x'",
    "a helper forgotten": "DELETE FROM edition_helpers",
    "another proof": "UPDATE edition_files SET content = content",
    "a proof of an edition that named none": (
        "INSERT INTO edition_files (edition, media_type, sha256, content) "
        "SELECT 2, media_type, sha256, content FROM edition_files"
    ),
    "a comment reworded": "UPDATE conduct_comments SET text = 'y'",
    "a comment deleted": "DELETE FROM conduct_comments",
    "a comment answered without a reason": "UPDATE conduct_comments SET state = 'adopted', answered_at = 1",
    "a draft deleted": "DELETE FROM conduct_drafts",
    "a second draft of one document": (
        "INSERT INTO conduct_drafts (document, state, version, title_zh, title_en, articles, by_id, by_name, at) "
        "SELECT document, 'draft', 1, 'x', 'x', '[]', by_id, by_name, at FROM conduct_drafts"
    ),
    "a draft announced without an edition": "UPDATE conduct_drafts SET state = 'announced'",
    "a consultation without an end": "UPDATE conduct_drafts SET until = NULL",
    "a thousand welcomes a day": "UPDATE welcoming SET per_day = 1000",
}


@pytest.mark.parametrize("rule", _FORBIDDEN)
def test_sql_can_not_break_a_rule_of_the_code(filled: Desk, rule: str) -> None:
    with pytest.raises(sa.exc.DatabaseError):
        _run(filled, _FORBIDDEN[rule])


_IMPORTED = {"origin": "imported", "link": "https://x"}
_DATED_BACK = {
    "a second starter": _edition(origin="starter", effective=3),
    "a starter that begins later": _edition(origin="starter", document="charter", effective=NOW - 5),
    "an import since the workspace was made": _edition(**_IMPORTED, effective=NOW),
    "an import of yesterday": _edition(**_IMPORTED, effective=NOW + 4, announced=NOW + 6),
    "an announcement before the workspace was made": _edition(announced=NOW - 2 * DAY, effective=NOW + WEEK),
    "an announcement dated back by years": _edition(announced=5, effective=WEEK + 5),
}


@pytest.mark.parametrize("rule", _DATED_BACK)
def test_no_edition_is_dated_back(filled: Desk, rule: str) -> None:
    with pytest.raises(sa.exc.DatabaseError, match="none is dated back"):
        _run(filled, _DATED_BACK[rule])


def test_nothing_is_announced_before_the_newest_decision(filled: Desk, clock: Clock) -> None:
    clock.advance(days=20)
    intake.on_pulled(filled, make.page(make.case(1)))
    coaching.coach(filled, make.case(1).id, article=9, message="您好，请修改。")
    with pytest.raises(sa.exc.DatabaseError, match="none is dated back"):
        _run(filled, _edition(announced=NOW + 18 * DAY, effective=NOW + 26 * DAY))
    _run(filled, _edition(announced=NOW + 19 * DAY, effective=NOW + 26 * DAY))


def test_what_the_database_holds_is_what_the_rules_say() -> None:
    assert timedelta(milliseconds=WEEK) == NOTICE_PERIOD
    assert timedelta(milliseconds=v0005_conduct._WEEK) == NOTICE_PERIOD
    assert timedelta(milliseconds=v0005_conduct._DAY) == CLOCKS_DIFFER


def test_an_article_of_the_charter_is_no_basis_for_anybody(filled: Desk) -> None:
    _run(filled, _edition(document="charter"))
    with pytest.raises(sa.exc.DatabaseError, match="a charter is no basis"):
        _run(filled, _article(9, 1))
    _run(filled, _article(9, 1, "encourages"))


def test_what_was_dropped_stays_dropped(filled: Desk) -> None:
    conduct_drafts.drop(filled)
    with pytest.raises(sa.exc.DatabaseError, match=r"announced or dropped|does not change"):
        _run(filled, "UPDATE conduct_drafts SET state = 'draft'")


def test_nobody_is_welcomed_twice(filled: Desk, clock: Clock) -> None:
    with filled.record.write() as tx:
        from app.domain.commands import Intent
        from app.domain.decisions import DecisionKind
        from app.domain.members import MemberId
        from app.operations.ordering import order

        intent = Intent(CommandKind.MESSAGE, member_id=MemberId("u-1"), text="您好")
        done = order(filled, tx, DecisionKind.WELCOME, [intent], lane="welcome:u-1", text="您好")
        tx.conduct_notices.add_welcome(MemberId("u-1"), 1, done.decision, clock())
    for statement in (
        "INSERT INTO welcomes (member_id, edition, decision_id, at) SELECT member_id, 1, decision_id, 9 FROM welcomes",
        "DELETE FROM welcomes",
        "UPDATE welcomes SET at = 0",
    ):
        with pytest.raises(sa.exc.DatabaseError):
            _run(filled, statement)


def test_an_edition_keeps_every_word_it_was_given(filled: Desk) -> None:
    with filled.record.read() as tx:
        found = {one.number: one for one in tx.conduct.editions()}
        assert tx.conduct.proof(3) == ("image/png", b"x")
    assert found[1] == starter()
    assert (found[2].helpers, found[2].title) == ((Helper("老陈", 1),), Words(*starter().title))
    assert found[3].proof == Proof("", "p.png", "a" * 64)
    assert found[4].document is Document.CHARTER
