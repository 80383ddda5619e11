"""What the database itself refuses, whoever writes: on both engines, by SQL with the key in hand."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from conftest import Clock

import make
from app.demo.content import STAFF
from app.domain.cases import CaseKind
from app.domain.clusters import AT_ONCE
from app.domain.commands import CommandKind, DecisionId
from app.domain.ladder import SANCTIONS
from app.domain.sanctions import APPEAL_TERM, COMPLAINT_UNDO, SANCTIONABLE, Outcome
from app.operations import accounts, approving, classifying, intake, sanctions, undoing
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from storage.record import Record

ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"
EVERY = tuple(CommandKind)
C1 = make.case(1).id
Run = Callable[..., None]

DECISION = (
    "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, reason, "
    "basis_edition, basis_article, basis_use, basis_current, basis_text_zh, basis_text_en, second_person) "
    "SELECT 'x', key, :kind, :by, 'n', :at, revision, 'new', 'closed', '', '', :edition, :article, :use, :current, :zh, "
    ":en, :second FROM cases WHERE id = :case"
)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    intake.on_pulled(desk, make.page(make.case(1, text=ATTACK)))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    return dataclasses.replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


@pytest.fixture
def run(desk: Desk) -> Run:
    def execute(statement: str, **values: object) -> None:
        with desk.record.connection() as connection:
            connection.execute(sa.text(statement), values)

    return execute


@pytest.fixture
def refused(run: Run) -> Run:
    def execute(statement: str, **values: object) -> None:
        with pytest.raises(sa.exc.IntegrityError):
            run(statement, **values)

    return execute


def _decision(desk: Desk, kind: str = "sanction", **other: object) -> dict[str, object]:
    edition = case_view(desk, C1).edition
    assert edition is not None
    article = int(str(other.get("article") or 3))
    cited = edition.article(article)
    values: dict[str, object] = {
        "kind": kind,
        "by": desk.me.id,
        "at": int(desk.clock().timestamp() * 1000),
        "edition": edition.number,
        "article": article,
        "use": cited.use.value,
        "current": False,
        "zh": cited.text.zh,
        "en": cited.text.en,
        "second": None,
        "case": C1,
    }
    return values | other


def test_the_statement_itself_is_a_good_one(desk: Desk, run: Run) -> None:
    run(DECISION, **_decision(desk))
    assert [one.id for one in case_view(desk, C1).decisions] == ["x"]


@pytest.mark.parametrize("kind", ["sanction", "coaching"])
@pytest.mark.parametrize(
    "wrong",
    [
        {"edition": None, "article": None, "use": None, "zh": None, "en": None},
        {"article": None},
        {"zh": ""},
        {"zh": "随便写的条款"},
        {"edition": 7},
    ],
)
def test_no_sanction_nor_coaching_without_a_basis(
    desk: Desk, refused: Run, kind: str, wrong: dict[str, object]
) -> None:
    refused(DECISION, **_decision(desk, kind, **wrong))


@pytest.mark.parametrize("article", [13, 16, 1])
def test_an_article_that_encourages_or_leads_elsewhere_is_no_basis(desk: Desk, refused: Run, article: int) -> None:
    refused(DECISION, **_decision(desk, article=article))
    refused(DECISION, **_decision(desk, article=article, use="conduct"))


def test_a_basis_that_was_not_in_force_when_the_text_was_written_is_refused(desk: Desk, run: Run, refused: Run) -> None:
    run(
        "INSERT INTO editions (number, name_zh, name_en, title_zh, title_en, origin, consulted, effective_from, articles, "
        "document, announced_at, proof_link, proof_name, proof_sha256, helpers) SELECT 2, name_zh, name_en, title_zh, "
        "title_en, 'drafted', consulted, :at, articles, document, :announced, '', '', '', 0 FROM editions WHERE number = 1",
        at=int((desk.clock() + timedelta(days=9)).timestamp() * 1000),
        announced=int(desk.clock().timestamp() * 1000),
    )
    run("INSERT INTO articles SELECT 2, number, " + _rest_of_articles(desk) + " FROM articles WHERE edition = 1")
    refused(DECISION, **_decision(desk, edition=2))
    refused(DECISION, **_decision(desk, "coaching", edition=2, current=True))
    refused(DECISION, **_decision(desk, "coaching", current=True))
    refused(DECISION, **_decision(desk, "sanction", current=True))


def _rest_of_articles(desk: Desk) -> str:
    columns = [one["name"] for one in sa.inspect(desk.record.engine).get_columns("articles")]
    assert columns[:2] == ["edition", "number"]
    return ", ".join(f'"{name}"' if name == "use" else name for name in columns[2:])


PUNISHABLE = ("violation", "dispute", "plagiarism")
BY_ITSELF = "data_request"
"""A case is one from the beginning, or never."""


@pytest.mark.parametrize("kind", [one for one in CaseKind if one.value not in (*PUNISHABLE, BY_ITSELF)])
@pytest.mark.parametrize("answer", ["sanction", "coaching"])
def test_kinds_with_lanes_of_their_own_and_complaints_are_neither_sanctioned_nor_coached(
    desk: Desk, refused: Run, kind: CaseKind, answer: str
) -> None:
    classifying.classify(desk, C1, kind)
    refused(DECISION, **_decision(desk, answer))


def test_a_complaint_stays_one_unless_two_agreed(desk: Desk, other: Desk, refused: Run) -> None:
    classifying.classify(desk, C1, CaseKind.COMPLAINT)
    refused("UPDATE cases SET kind = 'violation' WHERE id = :case", case=C1)
    classifying.classify(desk, C1, CaseKind.VIOLATION, reason="只有谩骂")
    refused("UPDATE cases SET kind = 'violation' WHERE id = :case", case=C1)
    approving.approve(other, C1)
    assert case_view(desk, C1).case.kind is CaseKind.VIOLATION


def test_the_second_person_is_not_the_first(desk: Desk, other: Desk, refused: Run) -> None:
    sanctions.sanction(desk, C1, Wish(article=7))
    decision = case_view(desk, C1).decisions[0].id
    approval = (
        "INSERT INTO approvals (decision_id, by_id, by_name, at, agreed, reason) VALUES (:id, :by, 'n', 1, true, '')"
    )
    refused(approval, id=decision, by=desk.me.id)
    approving.approve(other, C1)
    refused("UPDATE approvals SET by_id = :by", by=desk.me.id)
    refused("DELETE FROM approvals")
    refused(approval, id=decision, by=other.me.id)


def test_nothing_of_a_decision_happens_before_the_second_person_agreed(desk: Desk, refused: Run) -> None:
    sanctions.sanction(desk, C1, Wish(article=7))
    decision = case_view(desk, C1).decisions[0].id
    refused("UPDATE sanctions SET starts_at = 1, ends_at = 604800001, expires_at = 15552000001")
    refused(_command("message.send"), decision=decision, by=desk.me.id)


@pytest.mark.parametrize("kind", ["member.silence", "member.suspend"])
def test_no_measure_without_a_sanction_in_effect(desk: Desk, run: Run, refused: Run, kind: str) -> None:
    run(DECISION, **_decision(desk))
    refused(_command(kind), decision="x", by=desk.me.id)


def _command(kind: str) -> str:
    return (
        "INSERT INTO commands (id, decision_id, lane, kind, intent, by_id, state, base_version, attempts, reason, by_hand) "
        f"VALUES ('c-x', :decision, 'case:x', '{kind}', '{{\"kind\":\"{kind}\"}}', :by, 'waiting', '', 0, '[\"\",\"\"]', false)"
    )


SANCTION = (
    "INSERT INTO sanctions (decision_id, member_id, member_name, track, rung, severity, proposed, because, strikes, departure, "
    "malice, brand_party, brand_hit, post, counted, not_counted, cluster_id, starts_at, ends_at, expires_at) VALUES ('x', "
    ":member, 'n', :track, :rung, :severity, :proposed, '[]', :strikes, :departure, '[]', :brand, :hit, 'keep', '[]', '[]', "
    "NULL, :starts, :ends, :expires)"
)
DAY = 86_400_000
AT = int(datetime(2026, 11, 22, 9, 0, tzinfo=UTC).timestamp() * 1000)


def _sanction(**other: object) -> dict[str, object]:
    values: dict[str, object] = {
        "member": "u-1",
        "track": "person",
        "rung": "mute_7",
        "severity": "serious",
        "proposed": "mute_7",
        "strikes": 3,
        "departure": "",
        "brand": False,
        "hit": "",
        "starts": AT,
        "ends": AT + 7 * DAY,
        "expires": AT + 180 * DAY,
    }
    return values | other


@pytest.mark.parametrize(
    "wrong",
    [
        {"rung": "suspend_30", "strikes": 6, "proposed": "suspend_30", "ends": AT + 30 * DAY},
        {"rung": "removal", "proposed": "removal"},
        {"severity": "grave"},
        {"severity": "minor"},
        {"proposed": "warning"},
        {"strikes": 1},
        {"brand": True},
        {"hit": "客服"},
        {"ends": AT + 70 * DAY},
        {"ends": None},
        {"expires": AT + 900 * DAY},
        {"starts": 1, "ends": 1 + 7 * DAY, "expires": 1 + 180 * DAY},
        {"expires": None},
        {"track": "abnormal", "strikes": 0},
        {"member": "u-somebody-else"},
    ],
    ids=lambda wrong: " ".join(f"{name}={value}" for name, value in wrong.items()),
)
def test_a_measure_fits_its_decision_and_the_ladder(
    desk: Desk, run: Run, refused: Run, wrong: dict[str, object]
) -> None:
    run(DECISION, **_decision(desk))
    refused(SANCTION, **_sanction(**wrong))
    run(SANCTION, **_sanction())
    refused("UPDATE sanctions SET rung = 'mute_1'")
    refused("UPDATE sanctions SET starts_at = :at, ends_at = :ends", at=AT + 1, ends=AT + 1 + 7 * DAY)


APPEAL = (
    "INSERT INTO appeals (id, decision_id, against, member_id, member_name, source, text, received_at, due_at, entered_at, "
    "entered_by) VALUES ('a', :decision, 'sanction', 'u-1', 'n', 'hand', 'x', :at, :at, :at, :by)"
)


def _answered(desk: Desk, by: str) -> tuple[str, dict[str, object]]:
    outcome = (
        "INSERT INTO appeal_outcomes (decision_id, appeal_id, by_id, at, outcome, reduced_to) "
        "VALUES (:answer, 'a', :by, 1, :outcome, :reduced)"
    )
    return outcome, {"answer": "x", "by": by, "outcome": Outcome.OVERTURNED.value, "reduced": None}


def _warned(desk: Desk) -> DecisionId:
    return sanctions.sanction(desk, C1, Wish(article=3)).decision


def test_an_appeal_comes_within_its_term_and_once(desk: Desk, clock: Clock, run: Run, refused: Run) -> None:
    decision, at = _warned(desk), clock()
    late = int((at + timedelta(days=16, seconds=1)).timestamp() * 1000)  # a term of 15 days ends with its day
    refused(APPEAL, decision=decision, by=desk.me.id, at=late)
    run(APPEAL, decision=decision, by=desk.me.id, at=late - 1000)
    refused(APPEAL.replace("'a'", "'b'"), decision=decision, by=desk.me.id, at=late - 1000)


def test_an_appeal_is_not_answered_by_who_decided_or_agreed(desk: Desk, other: Desk, run: Run, refused: Run) -> None:
    sanctions.sanction(desk, C1, Wish(article=7))
    approving.approve(other, C1)
    decision = case_view(desk, C1).decisions[0].id
    run(APPEAL, decision=decision, by=desk.me.id, at=int(desk.clock().timestamp() * 1000))
    third = accounts.register(desk.record, SignIn(make.info("u-903", "小周"), "print-3", "t-3"), desk.clock())
    answer = _decision(desk, "appeal", edition=None, article=None, use=None, zh=None, en=None)
    for number, by in enumerate((desk.me.id, other.me.id)):
        run(DECISION.replace("'x'", f"'x{number}'"), **(answer | {"by": by}))
        statement, values = _answered(desk, by)
        refused(statement, **(values | {"answer": f"x{number}"}))
        refused(statement, **(values | {"answer": f"x{number}", "by": third.id}))
    run(DECISION, **(answer | {"by": third.id}))
    statement, values = _answered(desk, third.id)
    refused(statement, **(values | {"outcome": "reduced", "reduced": "suspend_30"}))
    refused(statement, **(values | {"outcome": "reduced", "reduced": "mute_7"}))
    run(statement, **values)
    refused("UPDATE appeal_outcomes SET outcome = 'upheld'")
    refused("DELETE FROM appeal_outcomes")


def test_whoever_is_recused_does_not_decide_and_nobody_samples_themselves(
    desk: Desk, other: Desk, run: Run, refused: Run
) -> None:
    run(
        "INSERT INTO recusals (account_id, case_key, at, reason) SELECT :me, key, 1, '同一车友会' FROM cases",
        me=desk.me.id,
    )
    refused(DECISION, **_decision(desk))
    run(DECISION, **_decision(other))
    sample = "INSERT INTO samples (decision_id, by_id, by_name, at, mark, note) VALUES ('x', :by, 'n', 1, 'agree', '')"
    refused(sample, by=other.me.id)
    run(sample, by=desk.me.id)


def test_a_measure_is_not_ended_early_by_who_decided_it(desk: Desk, other: Desk, run: Run, refused: Run) -> None:
    decision = _warned(desk)
    lift = "INSERT INTO lifts (decision_id, sanction_id, by_id, at) VALUES ('x', :sanction, :by, 1)"
    bare = {"edition": None, "article": None, "use": None, "zh": None, "en": None}
    run(DECISION, **_decision(desk, "lift", **bare))
    refused(lift, sanction=decision, by=desk.me.id)
    refused(lift, sanction=decision, by=other.me.id)


@pytest.mark.parametrize("kind", ["post.hide", "post.delete"])
def test_a_complaint_is_not_hidden(desk: Desk, run: Run, refused: Run, kind: str) -> None:
    classifying.classify(desk, C1, CaseKind.COMPLAINT)
    bare = {"edition": None, "article": None, "use": None, "zh": None, "en": None}
    run(DECISION, **_decision(desk, "reply", **bare))
    refused(_command(kind), decision="x", by=desk.me.id)


def test_a_command_is_of_the_kind_that_its_content_says(desk: Desk, run: Run, refused: Run) -> None:
    run(DECISION, **_decision(desk, "reply", edition=None, article=None, use=None, zh=None, en=None))
    run(_command("case.note"), decision="x", by=desk.me.id)
    for intent in ('{"kind":"member.silence"}', '{"kind":"case.note","kind":"member.silence"}', "{}"):
        forged = _command("case.note").replace("'c-x'", "'c-y'").replace('{"kind":"case.note"}', intent)
        refused(forged, decision="x", by=desk.me.id)


def test_one_text_is_sanctioned_once(desk: Desk, run: Run, refused: Run) -> None:
    sanctions.sanction(desk, C1, Wish(article=3))
    run(DECISION, **_decision(desk))
    refused(SANCTION, **_sanction())


def test_nothing_begins_as_undone(desk: Desk, refused: Run) -> None:
    undone = DECISION.replace("second_person) ", "second_person, undone_at) ").replace(
        ":second FROM", ":second, 1 FROM"
    )
    refused(undone, **_decision(desk))


@pytest.mark.parametrize("who", ["trainee", "recused", "author"])
def test_a_party_or_a_trainee_is_no_second_person(desk: Desk, other: Desk, run: Run, refused: Run, who: str) -> None:
    sanctions.sanction(desk, C1, Wish(article=7))
    decision, by = case_view(desk, C1).decisions[0].id, other.me.id
    if who == "trainee":
        run("INSERT INTO account_roles (account_id, role) VALUES (:by, 'trainee')", by=by)
    elif who == "recused":
        run("INSERT INTO recusals (account_id, case_key, at, reason) SELECT :by, key, 1, 'x' FROM cases", by=by)
    else:
        by = accounts.register(desk.record, SignIn(make.info("u-1", "车友1"), "print-3", "t-3"), desk.clock()).id
    approval = (
        "INSERT INTO approvals (decision_id, by_id, by_name, at, agreed, reason) VALUES (:id, :by, 'n', 1, true, '')"
    )
    refused(approval, id=decision, by=by)


def test_an_earlier_slip_opens_no_door_later(desk: Desk, refused: Run) -> None:
    slip = classifying.classify(desk, C1, CaseKind.COMPLAINT)
    undoing.undo(desk, [slip.decision])
    classifying.classify(desk, C1, CaseKind.COMPLAINT)
    refused("UPDATE cases SET kind = 'violation' WHERE id = :case", case=C1)


def test_the_numbers_of_the_guards_are_those_of_the_rules(lite: Record) -> None:
    with lite.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
    guards = {row.name: row.sql for row in rows}
    a_day_more = int((APPEAL_TERM + timedelta(days=1)).total_seconds() * 1000)  # a term ends with its day
    assert f"> {a_day_more} +" in guards["appeals_in_time"]
    assert f"AND {int(COMPLAINT_UNDO.total_seconds() * 1000)})" in guards["cases_kind_by_two"]
    heights = {rung: f"WHEN '{rung.value}' THEN {rung.height}" for rung in SANCTIONS}
    assert all(height in guards["appeal_outcomes_milder"] for height in heights.values())
    kinds = ", ".join(f"'{kind.value}'" for kind in CaseKind if kind in SANCTIONABLE)
    assert kinds in guards["decisions_kind_of_case"]
    assert f">= {AT_ONCE}" in guards["sanctions_of_a_large_batch"]
