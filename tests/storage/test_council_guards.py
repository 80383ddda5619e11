"""What the database itself holds of the council, whoever writes: on both engines, by SQL with the key in hand.

A council of nine seats. `referral-1` is being prepared, with its panel of five drawn and its packet built; a test that
needs a later stage goes there by statements that are allowed.
"""

import pytest
import sqlalchemy as sa

import make
import seated
from app.operations import accounts, council_seats, intake
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from storage.engines import WRITES
from storage.values import ms
from tests.conftest import Clock

TABLES = (
    "seats rosters referrals referral_cases referral_parties referral_articles packet_choices "
    "council_packets panel_seats ballot_roll ballot_box ballot_answers rulings ruling_decisions destructions"
).split()
AFTER_THE_COUNT = ("ballot_answers", "rulings", "ruling_decisions", "destructions")
DAY = 86_400_000

SEAT = (
    "INSERT INTO seats (number, member_id, member_name, name, signs, seals, begins, ends, at, by_id, by_name, "
    "confirmed_at, confirmed_by_id, left_at, chair) VALUES (:number, :member, 'x', 'x', :signs, 'age1x', 1, :ends, 2, "
    "'u-901', 'x', :confirmed, :by, NULL, :chair)"
)
REFERRAL = (
    "INSERT INTO referrals (matter, question, alleged, asked_by, asked_name, brand_party, size, stage, opened_at, "
    "by_id, by_name, ledger_entries, ledger_hash, round, packet) SELECT 'opinion', 'x', 'x', 'staff', '', false, 5, "
    ":stage, 1, 'u-901', 'x', 0, :hash, :round, '' FROM ledger WHERE seq = 1"
)
CASE = (
    "INSERT INTO referral_cases (referral_key, case_key, added_at, by_id, by_name) VALUES (:of, :case, 1, 'u-901', 'x')"
)
PARTY = (
    "INSERT INTO referral_parties (referral_key, member_id, member_name, label, complains, statement, silent) "
    "VALUES (:of, :member, 'x', :label, false, '', false)"
)
PACKET = (
    "INSERT INTO council_packets (sha256, referral_key, round, content, box, at, by_id, by_name) "
    "VALUES (:sha, 1, :round, :content, 'age1box', :at, 'u-901', 'x')"
)
SIT = (
    "INSERT INTO panel_seats (referral_key, seat_key, place, round, drawn_at, instead_of) "
    "VALUES (1, :seat, :place, :round, :at, :instead)"
)
ROLL = (
    "INSERT INTO ballot_roll (referral_key, round, seat_key, serial, recusal, at) "
    "VALUES (1, :round, :seat, :serial, :recusal, :at)"
)
BOX = "INSERT INTO ballot_box (referral_key, round, seat_key, serial, content) VALUES (1, 1, :seat, :serial, :content)"
ANSWER = (
    "INSERT INTO ballot_answers (id, referral_key, round, facts, breach, remedy, why_facts, why_breach, why_remedy) "
    "VALUES (:id, 1, :round, :facts, :breach, :remedy, '', '', '')"
)
RULING = (
    "INSERT INTO rulings (referral_key, round, outcome, text, counted_at, by_id, by_name, chair_seat) "
    "VALUES (1, :round, :outcome, 'x', :at, :by, 'x', :chair)"
)
CONFIRM = "UPDATE rulings SET confirmed_at = :at, confirmed_by_id = :by, publish_at = :publish, refused_why = :why"
DECISION = (
    "INSERT INTO decisions (id, case_key, kind, by_id, by_name, at, revision, state_before, state_after, text, "
    "reason, basis_current) SELECT :id, key, :kind, 'u-901', 'n', :at, revision, 'new', 'claimed', 'x', '', "
    "false FROM cases WHERE id = :case"
)
DONE = "INSERT INTO destructions (referral_key, seat_key, at, arrived_at) VALUES (1, :seat, :at, :at - :early)"


WHILE_SEATS_VOTE = (
    *(f"DELETE FROM {name}" for name in TABLES if name not in AFTER_THE_COUNT),
    "UPDATE seats SET member_id = 'x'",
    "UPDATE seats SET signs = 'x' WHERE number = 1",
    "UPDATE seats SET ends = ends + 1",
    "UPDATE seats SET confirmed_by_id = 'u-902'",
    "UPDATE seats SET confirmed_at = NULL, confirmed_by_id = NULL",
    "UPDATE rosters SET content = 'x'",
    "UPDATE referrals SET question = 'x'",
    "UPDATE referrals SET brand_party = true",
    "UPDATE referrals SET size = 7",
    "UPDATE referrals SET ledger_hash = 'x'",
    "UPDATE referrals SET round = 2",
    "UPDATE referrals SET packet = 'x'",
    "UPDATE referrals SET due_at = due_at + 1",
    "UPDATE referrals SET counted_at = due_at - 1",
    "UPDATE referrals SET ended_at = 5",
    "UPDATE referral_cases SET case_key = 2",
    "UPDATE referral_cases SET left_at = 5",
    "UPDATE referral_parties SET statement = 'x'",
    "UPDATE referral_parties SET complains = true",
    "UPDATE referral_articles SET article = 4",
    "UPDATE packet_choices SET choice = 'hide'",
    "UPDATE council_packets SET content = 'x'",
    "UPDATE council_packets SET box = 'x'",
    "UPDATE panel_seats SET seat_key = 9",
    "UPDATE panel_seats SET round = 2",
    "UPDATE ballot_roll SET at = 5",
    "UPDATE ballot_roll SET serial = 9",
    "UPDATE ballot_box SET content = 'x'",
    "UPDATE ballot_box SET seat_key = 9",
    "INSERT INTO referral_articles (referral_key, edition, article) VALUES (1, 1, 4)",
    "INSERT INTO packet_choices (referral_key, what, choice, at, by_id, by_name) VALUES (1, 'x', 'y', 1, 'u-901', 'x')",
)


class _Enough(Exception):
    """Takes back what was only tried."""


class Council:
    """The record, and how its referral goes on by statements that are allowed."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self.desk, self.clock, self.now = desk, clock, ms(clock())
        self.due = self.now + 5 * DAY
        self.panel = seated.numbers(desk, seated.referral_in(desk, 1))  # keys of seats are their numbers here
        self.free = sorted(set(range(1, 10)) - set(self.panel))

    def run(self, statement: str, prepared: dict[str, object] | None = None, **values: object) -> None:
        with self.desk.record.connection() as connection:
            connection.execute(sa.text(statement), prepared or values)

    def one(self, question: str) -> object:
        with self.desk.record.connection() as connection:
            return connection.execute(sa.text(question)).scalar()

    def allows(self, statement: str, values: dict[str, object] | None = None) -> bool:
        """Whether a statement would pass; nothing of it stays."""
        try:
            with self.desk.record.connection() as connection:
                connection.execute(sa.text(statement), values or {})
                raise _Enough
        except sa.exc.IntegrityError:
            return False
        except _Enough:
            return True

    def refused(self, statement: str, prepared: dict[str, object] | None = None, **values: object) -> None:
        assert not self.allows(statement, prepared or values)

    def stage(self, stage: str, **other: object) -> tuple[str, dict[str, object]]:
        named = "".join(f", {name} = :{name}" for name in other)
        return f"UPDATE referrals SET stage = :stage{named} WHERE key = 1", {"stage": stage, **other}

    # --- the way of a referral ---------------------------------------------------------------------------

    def vote(self) -> None:
        self.run(*self.stage("voting", packet="a" * 64, due_at=self.due))

    def send(self, seat: int, serial: int = 1) -> None:
        self.run(ROLL, **self.ballot(seat, serial=serial))
        self.run(BOX, seat=seat, serial=serial, content=b"x")

    def ballot(self, seat: int, **other: object) -> dict[str, object]:
        return {"round": 1, "seat": seat, "serial": 1, "recusal": False, "at": self.now + 1} | other

    def undecided(self) -> None:
        """The term is over, and too few ballots came."""
        self.run(*self.stage("undecided", counted_at=self.due))

    def answer(self, *remedies: str) -> None:
        """As many ballots as remedies, and what they answer; the term is over."""
        self.vote()
        for seat, _ in zip(self.panel, remedies, strict=False):
            self.send(seat)
        self.run("UPDATE referrals SET counted_at = :at WHERE key = 1", at=self.due)
        for number, remedy in enumerate(remedies):
            self.run(ANSWER, **self.said(str(number), remedy=remedy))

    def said(self, id_: str, **other: object) -> dict[str, object]:
        return {"id": id_, "round": 1, "facts": "yes", "breach": "yes", "remedy": "warning"} | other

    def decide(self) -> None:
        """Three ballots were counted, and a ruling drafted."""
        self.answer("warning", "warning", "warning")
        self.run(RULING, **self.ruling())
        self.run(*self.stage("decided"))

    def again_and_decide(self) -> None:
        """After an undecided round, another panel decides."""
        self.run("UPDATE panel_seats SET aside = 'earlier', aside_at = :at", at=self.due)
        self.run(*self.stage("preparing", round=2, packet="", due_at=None, counted_at=None))
        for place, seat in enumerate(self.free, 6):
            self.run(SIT, seat=seat, place=place, round=2, at=self.now + 2, instead=None)
        self.run(PACKET, sha="b" * 64, round=2, content=b"x", at=self.now)
        self.run(*self.stage("voting", packet="b" * 64, due_at=self.due))
        for seat in self.free[:3]:
            self.run(ROLL, **self.ballot(seat, round=2, at=self.now + 3))
            self.run(BOX.replace("(1, 1,", "(1, 2,"), seat=seat, serial=1, content=b"x")
        self.run("UPDATE referrals SET counted_at = :at WHERE key = 1", at=self.due)
        for id_ in "abc":
            self.run(ANSWER, **self.said(id_, round=2))
        self.run(RULING, **self.ruling(round=2))
        self.run(*self.stage("decided"))

    def rule(self) -> None:
        """Everything up to a confirmed ruling."""
        self.decide()
        self.run(CONFIRM, **self.confirmed())
        self.run(*self.stage("ruled"))

    def ruling(self, **other: object) -> dict[str, object]:
        good = {"round": 1, "at": self.due, "by": "u-901", "chair": 1, "outcome": outcome(3, "warning")}
        return good | other

    def confirmed(self, **other: object) -> dict[str, object]:
        return {"at": self.due + 1, "by": "u-902", "publish": self.due + 1 + 15 * DAY, "why": None} | other


def outcome(ballots: int, remedy: str, undecided: str = "null") -> str:
    return f'{{"ballots":{ballots},"remedy":"{remedy}","undecided":{undecided}}}'


@pytest.fixture
def council(desk: Desk, clock: Clock) -> Council:
    accounts.register(desk.record, SignIn(make.info("u-902", "小林"), "print-2", "t-2"), clock())
    referral, _ = seated.panelled(desk, seats=9)
    council_seats.sign_roster(desk)
    found = Council(desk, clock)
    with desk.record.write() as tx:
        tx.council.set_articles(referral.key, [(1, 3)])
        tx.council.add_party(referral.key, make.member("u-1"), "甲方", complains=False)
        tx.council.choose(referral.key, "mask:1", "show", make.member("u-901"), clock())
    found.run("UPDATE referral_parties SET statement = 'x', stated_at = 1")
    found.run(PACKET, sha="a" * 64, round=1, content=b"x", at=found.now)
    return found


def test_the_statements_themselves_are_good_ones(council: Council) -> None:
    """A whole way, from a seat to a published ruling."""
    council.run(SEAT, number=10, member="m-10", signs="s", ends=council.due, confirmed=None, by=None, chair=False)
    council.run(REFERRAL, stage="preparing", hash="", round=1)
    council.run(PARTY, of=1, member="u-77", label="乙方")
    council.run("DELETE FROM referral_parties WHERE label = '乙方'")
    council.rule()
    council.run(DECISION, id="d-1", kind="reply", at=council.due + 2, case="c-1")
    council.run("INSERT INTO ruling_decisions (decision_id, referral_key) VALUES ('d-1', 1)")
    council.run("UPDATE rulings SET published_at = publish_at")
    council.run(DONE, seat=council.panel[0], at=council.due + 5, early=0)
    council.run(*council.stage("closed", ended_at=council.due + 9))
    council.run("UPDATE referral_cases SET left_at = 9")
    council.refused("UPDATE referrals SET ended_at = ended_at + 1")
    council.refused("UPDATE referral_cases SET left_at = NULL")


def test_every_table_of_the_council_is_guarded(council: Council) -> None:
    with council.desk.record.connection() as connection:
        names = set(sa.inspect(connection).get_table_names())
    found = {name for name in names if name.startswith(("seat", "roster", "council", "refer", "packet", "panel"))}
    found |= {name for name in names if name.startswith(("ballot", "ruling", "destr"))}
    assert found == set(TABLES)


def test_while_seats_vote_nothing_changes_of_what_they_vote_on_and_what_arrived(council: Council) -> None:
    council.vote()
    council.send(council.panel[0])
    assert [one for one in WHILE_SEATS_VOTE if council.allows(one)] == []


def test_answers_and_rulings_stay(council: Council) -> None:
    council.decide()
    for statement in (
        "DELETE FROM ballot_answers",
        "UPDATE ballot_answers SET remedy = 'removal'",
        "UPDATE ballot_answers SET why_facts = 'x'",
        "DELETE FROM rulings",
        "UPDATE rulings SET outcome = 'x'",
        "UPDATE rulings SET counted_at = 5",
        "UPDATE rulings SET chair_seat = 2",
        "UPDATE rulings SET by_id = 'u-902'",
    ):
        council.refused(statement)
    council.run("UPDATE rulings SET text = 'better words'")
    council.run(CONFIRM, **council.confirmed())
    council.refused("UPDATE rulings SET text = 'other words'")
    council.run(*council.stage("ruled"))
    council.run(DECISION, id="d-1", kind="reply", at=council.due + 2, case="c-1")
    council.run("INSERT INTO ruling_decisions (decision_id, referral_key) VALUES ('d-1', 1)")
    council.run(DONE, seat=council.panel[0], at=council.due + 5, early=0)
    for statement in (
        "DELETE FROM ruling_decisions",
        "UPDATE ruling_decisions SET decision_id = 'x'",
        "DELETE FROM destructions",
        "UPDATE destructions SET at = 5",
    ):
        council.refused(statement)


# --- seats ------------------------------------------------------------------------------------------------


def test_a_seat_begins_by_its_card_alone(council: Council) -> None:
    good = {"number": 10, "member": "m-10", "signs": "s", "ends": council.due, "confirmed": None, "by": None}
    for wrong in (
        {"number": 11},
        {"number": 3},
        {"member": "m-3"},
        {"member": "u-902"},  # staff
        {"member": ""},
        {"signs": ""},
        {"ends": 1},
        {"confirmed": 3, "by": "u-901"},
        {"chair": True},
    ):
        council.refused(SEAT, **(good | {"chair": False} | wrong))


def test_a_later_roster_has_a_higher_serial(council: Council) -> None:
    roster = (
        "INSERT INTO rosters (serial, content, sha256, at, by_id, by_name) VALUES (:serial, 'x', 'x', 1, 'u-901', 'x')"
    )
    council.run(roster, serial=5)
    for serial in (1, 4, 5, 0, -3):
        council.refused(roster, serial=serial)


def test_what_became_of_a_seat_stays(council: Council) -> None:
    council.run(SEAT, number=10, member="m-10", signs="s", ends=council.due, confirmed=None, by=None, chair=False)
    council.refused("UPDATE seats SET chair = true WHERE number = 10")
    council.run("UPDATE seats SET left_at = 9 WHERE number = 10")
    council.refused("UPDATE seats SET left_at = NULL WHERE number = 10")
    council.refused("UPDATE seats SET left_at = 10 WHERE number = 10")
    council.refused("UPDATE seats SET confirmed_at = 9, confirmed_by_id = 'u-901' WHERE number = 10")
    council.refused("UPDATE seats SET confirmed_at = NULL, confirmed_by_id = NULL WHERE number = 1")


# --- referrals --------------------------------------------------------------------------------------------


def test_a_referral_begins_with_being_prepared_and_seats_are_drawn_by_its_own_entry(council: Council) -> None:
    good = {"stage": "preparing", "hash": "", "round": 1}
    for wrong in ({"stage": "voting"}, {"stage": "decided"}, {"round": 2}, {"hash": "0" * 64}):
        council.refused(REFERRAL, **(good | wrong))
    council.run(REFERRAL, **good)
    by = (
        "UPDATE referrals SET ledger_entries = {0}, "
        "ledger_hash = (SELECT hash FROM ledger WHERE seq = {0}) WHERE key = {1}"
    )
    newest = council.one("SELECT entries FROM ledger_head")
    own = council.one("SELECT ledger_entries FROM referrals WHERE key = 1")
    for chosen in (1, own, newest):  # none is the entry by which it was referred
        council.refused(by.format(chosen, council.one("SELECT max(key) FROM referrals")))


def test_a_case_that_was_drawn_for_once_keeps_its_order(council: Council) -> None:
    council.run(*council.stage("withdrawn", ended_at=council.now))
    council.run("UPDATE referral_cases SET left_at = 9")
    again = seated.referred(council.desk)
    sit = (
        "INSERT INTO panel_seats (referral_key, seat_key, place, round, drawn_at) "
        f"VALUES ({again.key}, {council.free[0]}, 1, 1, {council.now})"
    )
    council.refused(sit)
    first = "UPDATE referrals SET (ledger_entries, ledger_hash) = " + (
        f"(SELECT ledger_entries, ledger_hash FROM referrals WHERE key = 1) WHERE key = {again.key}"
    )
    council.run(first)
    council.run(sit)
    council.refused(f"UPDATE referrals SET ledger_hash = 'x' WHERE key = {again.key}")


def test_a_referral_goes_its_way_and_no_other(council: Council) -> None:
    late = 10**14
    wrong: dict[str, list[tuple[str, dict[str, object]]]] = {
        "preparing": [
            ("voting", {}),
            ("voting", {"packet": "b" * 64, "due_at": late}),
            ("voting", {"packet": "a" * 64, "due_at": 5}),
            ("voting", {"packet": "a" * 64, "due_at": council.now + DAY - 1}),
            ("voting", {"packet": "a" * 64, "due_at": council.now + 32 * DAY}),
            ("decided", {}),
            ("closed", {"ended_at": 5}),
            ("withdrawn", {}),
        ],
        "voting": [
            ("preparing", {}),
            ("decided", {}),
            ("decided", {"counted_at": 5}),
            ("undecided", {"counted_at": 5}),
            ("ruled", {"counted_at": late}),
            ("decided", {"counted_at": late, "due_at": late - 1}),
            ("decided", {"counted_at": late, "packet": "b" * 64}),
        ],
        "undecided": [
            ("preparing", {}),
            ("preparing", {"round": 2}),
            ("preparing", {"round": 3, "packet": "", "due_at": None, "counted_at": None}),
            ("preparing", {"round": 2, "packet": "", "due_at": None}),
            ("voting", {}),
            ("decided", {"counted_at": late}),
        ],
        "decided": [
            ("ruled", {}),  # nobody confirmed it
            ("withdrawn", {"ended_at": 5}),
            ("voting", {}),
            ("undecided", {}),
        ],
    }
    on = {"voting": council.vote, "undecided": council.undecided, "decided": council.again_and_decide}
    for stage, ways in wrong.items():
        on.get(stage, lambda: None)()
        assert [way for way in ways if council.allows(*council.stage(way[0], **way[1]))] == [], stage


def test_an_undecided_round_is_followed_by_the_next_under_the_same_rules(council: Council) -> None:
    council.vote()
    council.undecided()
    council.run(*council.stage("preparing", round=2, packet="", due_at=None, counted_at=None))
    council.refused("UPDATE referrals SET brand_party = true")
    council.refused("UPDATE referrals SET size = 7")
    council.refused("UPDATE referrals SET question = 'asked otherwise'")
    for wrong in ({"round": 1}, {"round": 3}, {"sha": "b"}, {"content": b""}):
        council.refused(PACKET, **({"sha": "b" * 64, "round": 2, "content": b"x", "at": council.now} | wrong))
    council.run(PACKET, sha="b" * 64, round=2, content=b"x", at=council.now)


def test_what_is_put_before_seats_can_be_judged_and_is_settled_before_they_vote(council: Council) -> None:
    seated.referred(council.desk, (2, 3))
    council.refused(CASE, of=1, case=2)  # it is before the council already
    intake.on_pulled(council.desk, make.page(make.case(4), make.case(5)))
    council.run("UPDATE cases SET kind = 'safety', urgency = 0 WHERE id = 'c-4'")
    council.refused(CASE, of=1, case=4)
    council.vote()
    council.refused(CASE, of=1, case=5)
    council.refused(PARTY, of=1, member="u-77", label="乙方")


def test_a_party_is_heard_in_time_and_stays(council: Council) -> None:
    council.run("UPDATE referral_parties SET statement = '', stated_at = NULL")
    council.refused(*council.stage("voting", packet="a" * 64, due_at=council.due))  # it was not heard
    council.refused("UPDATE referral_parties SET silent = true, stated_at = 5")  # nobody asked them
    council.run("UPDATE referral_parties SET asked_at = 1, answer_by = 10")
    council.refused("UPDATE referral_parties SET silent = true, stated_at = 5")
    council.run("UPDATE referral_parties SET silent = true, stated_at = 10")
    assert council.allows(*council.stage("voting", packet="a" * 64, due_at=council.due))
    council.refused("UPDATE cases SET kind = 'safety', urgency = 0 WHERE id = 'c-1'")  # it leaves the referral first
    council.refused("DELETE FROM referral_parties")
    council.refused(PARTY, of=1, member="u-1", label="乙方")
    council.refused("INSERT INTO referral_articles (referral_key, edition, article) VALUES (1, 1, 13)")  # encourages
    council.refused("INSERT INTO referral_articles (referral_key, edition, article) VALUES (1, 9, 3)")


# --- panels -----------------------------------------------------------------------------------------------


def _aside(
    council: Council, seat: int, why: str = "conflict", at: int = 1, by: str | None = None
) -> tuple[str, dict[str, object]]:
    statement = "UPDATE panel_seats SET aside = :why, aside_at = :at, aside_by_id = :by WHERE seat_key = :seat"
    return statement, {"why": why, "at": council.now + at, "seat": seat, "by": by}


def _sit(council: Council, **other: object) -> dict[str, object]:
    return {"seat": council.free[0], "place": 6, "round": 1, "at": council.now + 2, "instead": None} | other


def test_seats_are_drawn_in_order_and_no_more_than_asked_for(council: Council) -> None:
    council.refused(SIT, **_sit(council))  # all five places are taken
    council.run(*_aside(council, council.panel[0]))
    for wrong in (
        {"place": 7},
        {"place": 1},
        {"round": 2},
        {"seat": council.panel[0]},
        {"seat": council.panel[1]},
        {"at": 1},  # before its term
        {"at": council.now + 400 * DAY},
        {"instead": council.panel[1]},  # who judges
        {"instead": council.free[1]},  # who was never drawn
    ):
        council.refused(SIT, **_sit(council, **wrong))
    council.run(SIT, **_sit(council, instead=council.panel[0]))
    council.run(*_aside(council, council.panel[1]))
    council.refused(SIT, **_sit(council, seat=council.free[1], place=7, instead=council.panel[0]))  # taken already


CLOSE = {
    "party": "INSERT INTO referral_parties (referral_key, member_id, member_name, label, complains, statement, silent) "
    "VALUES (1, 'm-{seat}', 'x', '{seat}方', false, '', false)",
    "reporter": "INSERT INTO reports (case_key, id, reporter_id, reporter_name, at, reason, category) "
    "VALUES (1, 'by-{seat}', 'm-{seat}', 'x', 1, '', 'advert')",
    "staff": "INSERT INTO accounts (id, name, connected_at) VALUES ('m-{seat}', 'x', 1)",
    "left": "UPDATE seats SET left_at = at WHERE number = {seat}",
}


def test_who_is_too_close_is_not_seated(council: Council) -> None:
    council.run(*_aside(council, council.panel[0]))
    for seat, statement in zip(council.free, CLOSE.values(), strict=True):
        council.run(statement.format(seat=seat))
    assert [seat for seat in council.free if council.allows(SIT, _sit(council, seat=seat))] == []


@pytest.mark.parametrize("close", CLOSE)
def test_no_vote_begins_with_who_came_too_close_after_the_draw(council: Council, close: str) -> None:
    council.run(CLOSE[close].format(seat=council.panel[1]))
    council.run("UPDATE referral_parties SET statement = 'x', stated_at = 1")
    council.refused(*council.stage("voting", packet="a" * 64, due_at=council.due))
    council.run(*_aside(council, council.panel[1], "term" if close == "left" else "party"))
    council.vote()


def test_an_author_is_not_seated_nor_whose_keys_nobody_compared(council: Council) -> None:
    council.run(*_aside(council, council.panel[0]))
    good = {"ends": council.due, "confirmed": None, "by": None, "chair": False}
    council.run(SEAT, number=10, member="u-1", signs="s", **good)
    council.refused(SIT, **_sit(council, seat=10))
    council.run("UPDATE seats SET confirmed_at = 9, confirmed_by_id = 'u-902' WHERE number = 10")
    council.refused(SIT, **_sit(council, seat=10))


def test_a_vote_needs_a_quorum_of_seats(council: Council) -> None:
    for seat in council.panel[:3]:
        council.run(*_aside(council, seat))
    council.refused(*council.stage("voting", packet="a" * 64, due_at=council.due))


def test_who_stands_aside_does_so_once_and_in_time(council: Council) -> None:
    first, second, third = council.panel[:3]
    council.vote()
    council.send(first)
    council.refused(*_aside(council, first, "silent"))
    council.refused(*_aside(council, second, "earlier"))
    council.refused(*_aside(council, second, at=5 * DAY))
    council.refused(SIT, **_sit(council))  # nobody made way
    council.run(*_aside(council, second, "silent"))
    council.refused(*_aside(council, second))
    council.refused("UPDATE panel_seats SET aside = NULL, aside_at = NULL WHERE aside IS NOT NULL")
    council.refused(SIT, **_sit(council))
    council.refused(SIT, **_sit(council, instead=second, at=council.due))
    council.run(SIT, **_sit(council, instead=second))
    council.undecided()
    council.refused(*_aside(council, third))


# --- ballots ----------------------------------------------------------------------------------------------


def test_a_ballot_arrives_from_a_seat_that_judges_in_time_and_later_than_the_one_before(council: Council) -> None:
    first, second = council.panel[:2]
    council.refused(ROLL, **council.ballot(first))  # nobody votes yet
    council.vote()
    council.send(first, serial=3)
    council.run(*_aside(council, second))
    for wrong in (
        {"serial": 3},
        {"serial": 2},
        {"seat": council.panel[2], "serial": 0},
        {"seat": council.panel[2], "at": council.due},
        {"seat": council.panel[2], "at": council.now - 1},
        {"seat": council.panel[2], "round": 2},
        {"seat": council.free[0]},
        {"seat": second},
    ):
        council.refused(ROLL, **(council.ballot(first) | wrong))
    council.run(ROLL, **council.ballot(second, recusal=True))  # that it stands aside is entered with it
    council.undecided()
    council.refused(ROLL, **council.ballot(council.panel[2]))


def test_the_box_holds_the_newest_vote_of_each_seat_until_the_count(council: Council) -> None:
    first, second, third = council.panel[:3]
    council.vote()
    council.send(first)
    council.refused(BOX, seat=second, serial=1, content=b"x")  # it never arrived
    council.run(ROLL, **council.ballot(second, recusal=True))
    council.refused(BOX, seat=second, serial=1, content=b"x")
    council.run(ROLL, **council.ballot(third))
    council.refused(BOX, seat=third, serial=2, content=b"x")
    council.refused(BOX, seat=third, serial=1, content=b"")
    council.refused("DELETE FROM ballot_box")
    council.run(ROLL, **council.ballot(first, serial=2))
    council.run("DELETE FROM ballot_box")  # a later one came
    council.refused(BOX, seat=first, serial=1, content=b"x")
    council.run(BOX, seat=first, serial=2, content=b"x")
    council.run(*_aside(council, first, by="u-902"))
    council.run("DELETE FROM ballot_box")
    council.refused(BOX, seat=first, serial=2, content=b"x")


@pytest.mark.parametrize("then", ["decided", "undecided", "withdrawn"])
def test_no_file_outlives_the_vote(council: Council, then: str) -> None:
    if then == "decided":
        council.decide()
    else:
        council.vote()
        council.send(council.panel[0])
        council.run(*council.stage("withdrawn", ended_at=council.now)) if then == "withdrawn" else council.undecided()
    assert council.one("SELECT count(*) FROM ballot_box") == 0
    council.refused(BOX, seat=council.panel[0], serial=1, content=b"x")


def test_no_answer_is_there_before_the_term_and_none_more_than_ballots(council: Council) -> None:
    council.refused(ANSWER, **council.said("a"))
    council.vote()
    for seat in council.panel[:2]:
        council.send(seat)
    council.refused(ANSWER, **council.said("a"))
    council.run("UPDATE referrals SET counted_at = due_at")
    council.refused(ANSWER, **council.said("a", round=2))
    council.run(ANSWER, **council.said("a"))
    council.refused("UPDATE referrals SET counted_at = due_at + 1")
    council.run(ANSWER, **council.said("b"))
    council.refused(ANSWER, **council.said("c"))


def test_none_is_added_once_the_ruling_is_drafted(council: Council) -> None:
    council.answer("warning", "warning", "warning")
    council.run(RULING, **council.ruling())
    council.refused(ANSWER, **council.said("a"))


# --- rulings ----------------------------------------------------------------------------------------------


def test_a_ruling_is_drafted_by_the_count_which_takes_two(council: Council) -> None:
    if 2 in council.panel:
        council.run(*_aside(council, 2))
        council.panel.remove(2)
    council.run(PARTY, of=1, member="m-2", label="乙方")
    council.run("UPDATE referral_parties SET statement = 'x', stated_at = 1")
    council.refused(RULING, **council.ruling())
    council.answer("warning", "warning", "warning")
    council.run("UPDATE seats SET chair = true, chair_by_id = 'u-902' WHERE number = 2")
    for wrong in ({"round": 2}, {"at": council.due + 1}, {"chair": None}, {"chair": 2}, {"chair": 3}):
        council.refused(RULING, **council.ruling(**wrong))
    council.run(RULING, **council.ruling())


def test_a_ruling_is_confirmed_by_another_person_and_published_after_the_term_of_appeal(council: Council) -> None:
    council.decide()
    council.refused("UPDATE rulings SET published_at = 5")
    council.refused("UPDATE rulings SET refused_why = 'we would rather not'")
    for wrong in (
        {"by": "u-901"},  # who counted
        {"at": council.due - 1},
        {"publish": council.due + 15 * DAY},
        {"publish": None},
        {"why": ""},
    ):
        council.refused(CONFIRM, **council.confirmed(**wrong))
    council.run(CONFIRM, **council.confirmed())
    council.refused(CONFIRM, **council.confirmed(at=council.due + 2))
    council.refused("UPDATE rulings SET published_at = publish_at")  # it is not carried out yet
    council.run(*council.stage("ruled"))
    council.refused("UPDATE rulings SET published_at = publish_at - 1")
    council.run("UPDATE rulings SET published_at = publish_at")
    council.refused("UPDATE rulings SET published_at = NULL")


def test_a_case_before_the_council_is_not_judged_by_anybody_else_meanwhile(council: Council) -> None:
    close = "UPDATE cases SET state = 'closed' WHERE id = 'c-1'"
    for kind in ("dismissal", "acceptance"):
        council.refused(DECISION, id="d-1", kind=kind, at=council.now, case="c-1")
    council.refused(close)
    council.vote()
    council.refused(DECISION, id="d-1", kind="dismissal", at=council.now, case="c-1")
    council.send(council.panel[0])
    council.undecided()
    council.again_and_decide()
    council.refused(DECISION, id="d-1", kind="dismissal", at=council.due, case="c-1")
    council.run(CONFIRM, **council.confirmed())
    council.run(*council.stage("ruled"))
    council.run(DECISION, id="d-1", kind="dismissal", at=council.due, case="c-1")
    council.run(close)


def test_it_is_carried_out_on_its_own_cases_once_it_is_confirmed(council: Council) -> None:
    link = "INSERT INTO ruling_decisions (decision_id, referral_key) VALUES (:id, 1)"
    intake.on_pulled(council.desk, make.page(make.case(2)))
    council.run(DECISION, id="early", kind="reply", at=council.now, case="c-1")
    council.rule()
    council.run(DECISION, id="other", kind="reply", at=council.due + 2, case="c-2")
    council.run(DECISION, id="undone", kind="reply", at=council.due + 2, case="c-1")
    council.run("UPDATE decisions SET undone_at = 5, undone_by = 'u-901' WHERE id = 'undone'")
    for wrong in ("early", "other", "undone"):
        council.refused(link, id=wrong)


def test_only_who_had_the_packet_destroys_it_and_when_it_is_over(council: Council) -> None:
    now = {"at": council.now + 2, "early": 0}
    council.vote()
    council.refused(DONE, seat=council.panel[0], **now)
    council.refused(DONE, seat=council.free[0], **now)
    council.run(*_aside(council, council.panel[0]))
    council.run(DONE, seat=council.panel[0], **now)
    council.undecided()
    council.refused(DONE, seat=council.free[0], **now)
    council.refused(DONE, seat=council.panel[1], at=5, early=0)
    council.refused(DONE, seat=council.panel[1], at=council.due + DAY, early=DAY + 1)
    council.run(DONE, seat=council.panel[1], at=council.due + DAY, early=DAY)
    council.refused(DONE, seat=council.panel[1], at=council.due + 6, early=0)


def test_a_panel_does_not_decide_without_its_ballots(council: Council) -> None:
    """Neither the stage alone, nor a ruling of nothing: enough ballots are counted, or stay."""
    council.vote()
    for seat in council.panel:
        council.send(seat)
    for stage in ("decided", "undecided"):
        council.refused(*council.stage(stage, counted_at=council.due))
    council.run("UPDATE referrals SET counted_at = due_at")
    council.refused(RULING, **council.ruling(outcome=outcome(5, "suspension")))
    council.refused(RULING, **council.ruling(outcome=outcome(0, "none", '"quorum"')))
    for stage in ("decided", "undecided"):
        council.refused(*council.stage(stage))
    assert council.one("SELECT count(*) FROM ballot_box") == 5


def test_a_ruling_says_what_the_kept_answers_say(council: Council) -> None:
    council.answer("none", "warning", "mute_1", "suspension")
    allowed = [one for one in ("none", "warning", "mute_1", "suspension", "removal") if _rules(council, 4, one)]
    assert allowed == ["none", "warning"]
    assert not _rules(council, 5, "warning")
    assert not council.allows(RULING, council.ruling(outcome='{"ballots":4,"remedy":null}'))


def test_a_ruling_needs_the_facts_the_breach_and_for_removal_five_ballots(council: Council) -> None:
    council.vote()
    for seat in council.panel[:3]:
        council.send(seat)
    council.run("UPDATE referrals SET counted_at = due_at")
    for id_, facts, breach in (("a", "yes", "yes"), ("b", "yes", "no"), ("c", "no", "no")):
        council.run(ANSWER, **council.said(id_, facts=facts, breach=breach, remedy="removal"))
    allowed = [one for one in ("none", "mediation", "warning", "removal") if _rules(council, 3, one)]
    assert allowed == ["none", "mediation"]


def _rules(council: Council, ballots: int, remedy: str) -> bool:
    return council.allows(RULING, council.ruling(outcome=outcome(ballots, remedy)))


def test_too_few_ballots_rule_for_the_member_where_the_brand_is_a_party(council: Council) -> None:
    by_rule = council.ruling(outcome=outcome(1, "none", '"quorum"'))
    council.run("UPDATE referrals SET brand_party = true WHERE key = 1")
    council.vote()
    council.send(council.panel[0])
    council.run("UPDATE referrals SET counted_at = due_at")
    council.refused(RULING, **council.ruling(outcome=outcome(1, "warning", '"quorum"')))
    council.run(RULING, **by_rule)
    council.refused(*council.stage("undecided"))
    council.run(*council.stage("decided"))


def test_nobody_makes_up_a_council_alone(council: Council) -> None:
    """Keys are confirmed, and a chair is made, by another account than entered the seat."""
    council.run(SEAT, number=10, member="m-10", signs="s", ends=council.due, confirmed=None, by=None, chair=False)
    confirm = "UPDATE seats SET confirmed_at = 9, confirmed_by_id = '{}' WHERE number = 10"
    council.refused(confirm.format("u-901"))
    council.run(confirm.format("u-902"))
    for by in ("NULL", "'u-901'"):
        council.refused(f"UPDATE seats SET chair = true, chair_by_id = {by} WHERE number = 10")
    council.run("UPDATE seats SET chair = true, chair_by_id = 'u-902' WHERE number = 10")


def test_who_voted_is_put_aside_by_another_account_or_by_what_the_record_knows(council: Council) -> None:
    first, second, third = council.panel[:3]
    council.vote()
    for seat in (first, second, third):
        council.send(seat)
    for by in (None, "u-901"):
        council.refused(*_aside(council, first, by=by))
    for why in ("party", "reporter", "decided", "term", "unconfirmed"):
        council.refused(*_aside(council, first, why, by="u-902"))
    council.run(*_aside(council, first, by="u-902"))
    council.run(CLOSE["reporter"].format(seat=second))
    council.refused(ROLL, **council.ballot(second, serial=2))
    council.run(*_aside(council, second, "reporter"))
    council.run(ROLL, **council.ballot(third, serial=2, recusal=True))
    council.run(*_aside(council, third))
    council.refused(*council.stage("withdrawn", ended_at=0))


# --- ways around ------------------------------------------------------------------------------------------


def test_what_is_there_is_not_replaced_though_a_connection_hides_the_deletion(council: Council) -> None:
    if council.desk.record.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite replaces rows without telling the guards of a deletion")
    council.vote()
    council.send(council.panel[0])
    engine = council.desk.record.engine
    for table in set(TABLES) - set(AFTER_THE_COUNT):
        with engine.connect().execution_options(**{WRITES: True}) as connection:
            connection.exec_driver_sql("PRAGMA recursive_triggers = OFF")
            with pytest.raises(sa.exc.IntegrityError):
                connection.exec_driver_sql(f"REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
            with pytest.raises(sa.exc.IntegrityError):
                connection.exec_driver_sql(f"UPDATE {table} SET rowid = rowid + 1000")


def test_no_table_is_emptied_at_once(council: Council) -> None:
    if council.desk.record.engine.dialect.name == "sqlite":
        pytest.skip("only PostgreSQL empties a table without looking at its rows")
    assert [name for name in TABLES if council.allows(f"TRUNCATE {name} CASCADE")] == []
