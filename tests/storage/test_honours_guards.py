"""Honours: what the database itself refuses, whoever writes, on both engines."""

import pytest
import sqlalchemy as sa

import make
from app.domain.commands import CommandKind
from app.domain.honours import GUIDE, PEACEMAKER, Evidence, EvidenceKind, NominationId, Show, TitleId
from app.domain.ladder import Rung
from app.domain.members import MemberId
from app.operations import honours_granting, honours_nominating, honours_thanking, intake, sanctions
from app.operations.desk import Desk
from app.operations.sanctions import Wish

_GRANT = (
    "INSERT INTO grants (title_id, member_id, member_name, nomination_key, decision_id, begins, ends, standing) "
    "SELECT {title}, {member}, member_name, {nomination}, {decision}, begins, ends, 'held' FROM grants"
)
_TABLES = ("thanks", "titles", "nominations", "nomination_evidence", "consents", "grants", "grant_events")


def _nominate(desk: Desk, number: int, title: TitleId, *, agreed: bool = True) -> None:
    evidence = [Evidence(EvidenceKind.HAND, "", "劝停了一场争吵")]
    member = MemberId(f"u-{number}")
    made = honours_nominating.nominate(desk, member, title, evidence, case=make.case(number).id).nomination.id
    if agreed:
        honours_nominating.enter_consent(desk, made, shows=frozenset(Show), source="私信")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Somebody holds a title (nomination 1); others agreed (2), were only nominated (3), agreed and are muted (4)."""
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(*(make.case(number, text="你就是个骗子。") for number in (1, 2, 3, 4))))
    for number in (1, 2, 3, 4):
        _nominate(desk, number, PEACEMAKER, agreed=number != 3)
    honours_granting.grant(desk, NominationId("n-1"))
    honours_thanking.thank(desk, case=make.case(1).id, reported=True)
    sanctions.sanction(desk, make.case(4).id, Wish(article=3, rung=Rung.MUTE_1, departure="反复辱骂"))
    _run(desk, _DECISION.format(kind="honour", id="d-next"))
    _run(desk, _DECISION.format(kind="thanks", id="d-thanks"))
    return desk


_DECISION = (
    "INSERT INTO decisions (id, kind, by_id, by_name, at, revision, state_before, state_after, text, reason, "
    "basis_current) SELECT '{id}', '{kind}', by_id, by_name, at, '', 'closed', 'closed', '', '', basis_current "
    "FROM decisions WHERE kind = 'honour' LIMIT 1"
)


def _run(desk: Desk, statement: str) -> None:
    with desk.record.connection() as connection:
        connection.execute(sa.text(statement))


def _count(desk: Desk, table: str) -> int:
    with desk.record.connection() as connection:
        return int(connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one())


def _grant(**other: str) -> str:
    good = {"title": "title_id", "member": "'u-2'", "nomination": "2", "decision": "'d-next'"}
    return _GRANT.format(**(good | other))


def test_the_statement_itself_is_a_good_one(desk: Desk) -> None:
    _run(desk, _grant())
    assert _count(desk, "grants") == 2


_FROZEN = "does not change"
_EVENT = (
    "INSERT INTO grant_events (grant_key, change, at, by_id, by_name, reason, decision_id, standing_before, "
    "ends_before, standing_after, ends_after) SELECT grant_key, '{change}', at, by_id, by_name, '', {decision}, "
    "standing_after, ends_after, '{standing}', ends_after + {more} FROM grant_events"
)

_WRONG = (
    (_grant(member="'u-3'", nomination="3"), "agreed"),
    (_grant(member="'u-4'", nomination="4"), "sanction"),
    (_grant(member="'u-1'", nomination="1"), "agreed|does not change"),
    (_grant(member="'u-3'"), "agreed"),
    (_grant(title="'guide'"), "agreed"),
    (_grant(decision="decision_id"), "uq_grants_decision_id|does not change"),
    (_grant(decision="'d-thanks'"), "somebody else"),
    ("UPDATE grants SET standing = 'emeritus'", "as was told"),
    ("UPDATE grants SET ends = ends + 1", "as was told"),
    ("UPDATE grants SET member_id = 'u-2'", _FROZEN),
    ("UPDATE nominations SET state = 'agreed' WHERE key = 3", "did not agree"),
    ("UPDATE nominations SET state = 'open', ended_at = NULL WHERE key = 1", "over"),
    ("UPDATE nominations SET by_id = member_id", _FROZEN),
    ("UPDATE consents SET shows = '[]'", _FROZEN),
    ("UPDATE consents SET withdrawn_by = by_id", "withdrawn once"),
    ("UPDATE nomination_evidence SET words = 'x'", _FROZEN),
    ("UPDATE grant_events SET reason = 'x'", _FROZEN),
    ("UPDATE thanks SET member_id = 'u-2'", _FROZEN),
    (
        "INSERT INTO thanks SELECT 'd-thanks', 'u-901', '', 'p-9', NULL, NULL, way, at FROM thanks",
        "somebody else",
    ),
    ("INSERT INTO thanks SELECT 'd-next', 'u-9', '', 'p-9', NULL, NULL, way, at FROM thanks", "of that kind"),
    ("INSERT INTO thanks SELECT 'd-thanks', 'u-9', '', post_id, NULL, NULL, way, at FROM thanks", "stand"),
    (
        "INSERT INTO nominations (title_id, member_id, member_name, by_id, by_name, at, state) "
        "SELECT title_id, by_id, '', by_id, by_name, at, 'open' FROM nominations WHERE key = 1",
        "not_oneself",
    ),
    (
        "INSERT INTO consents (nomination_key, shows, at, source, minor, guardian, entered_at, by_id, by_name) "
        "SELECT 3, shows, at, source, 1 = 1, '', entered_at, by_id, by_name FROM consents WHERE nomination_key = 1",
        "guardian",
    ),
    ("UPDATE titles SET quota = 0", "quota"),
    ("UPDATE nominations SET state = 'agreed', ended_at = NULL WHERE key = 1", "not taken back"),
    (_EVENT.format(change="renewed", decision="NULL", standing="held", more=86_400_000), "of somebody else"),
    (_EVENT.format(change="emeritus", decision="'d-thanks'", standing="emeritus", more=0), "of somebody else"),
    (_EVENT.format(change="renewed", decision="'d-next'", standing="held", more=40_000_000_000), "longer than a term"),
    *((f"DELETE FROM {table}", "nothing is deleted|does not change") for table in _TABLES),
)
"""What can't be, and why it is refused."""


def test_what_can_not_be_is_refused(desk: Desk) -> None:
    before = {table: _count(desk, table) for table in _TABLES}
    for statement, why in _WRONG:
        with pytest.raises(sa.exc.DatabaseError, match=why):
            _run(desk, statement)
    assert {table: _count(desk, table) for table in _TABLES} == before


def test_the_quota_holds_whoever_writes(desk: Desk) -> None:
    _run(desk, "UPDATE titles SET quota = 1")
    with pytest.raises(sa.exc.DatabaseError, match="quota"):
        _run(desk, _grant())
    _nominate(desk, 2, GUIDE)
    assert honours_granting.grant(desk, NominationId("n-5")).grant.title == GUIDE


def test_nothing_is_replaced_though_a_connection_hides_the_deletion(lite_desk: Desk) -> None:
    intake.on_described(lite_desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(lite_desk, make.page(make.case(1)))
    _nominate(lite_desk, 1, PEACEMAKER)
    honours_granting.grant(lite_desk, NominationId("n-1"))
    honours_thanking.thank(lite_desk, case=make.case(1).id, reported=True)
    with lite_desk.record.connection() as connection:
        connection.connection.driver_connection.execute("PRAGMA recursive_triggers = OFF")  # type: ignore[union-attr]
        for table in _TABLES:
            with pytest.raises(sa.exc.DatabaseError, match=f"{table}: "):
                connection.exec_driver_sql(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
