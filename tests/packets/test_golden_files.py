"""Files that were made once, in November 2026, and lie beside this test: every later version of the program reads them.

They are never made again. A form that changes gets a new schema, and these stay readable.
"""

from pathlib import Path

from app.domain.council import Answers, Finding, Remedy
from app.packets import arrivals, ballot, box_key, done, packet, roster, sealed, seat_card
from app.packets.arrivals import Arrivals, Arrived
from app.packets.ballot_file import Cast
from app.packets.council_file import CouncilFile
from tests.packets import golden_council as golden
from tests.packets.golden import AT, KEY, TRUSTED

FILES = Path(__file__).parent / "files"
SHA256 = "03f0a93b2cd7c3191ee59e3b6040b61aff7be70752dbf1d3f047217b6deb8017"


def _file(name: str) -> bytes:
    return (FILES / name).read_bytes()


def test_a_sealed_packet() -> None:
    raw = sealed.unsealed(_file("referral-3-1.stewardpacket.age"), [golden.seat_age(4)])
    whole = packet.verify(raw, TRUSTED)
    assert isinstance(whole.file, CouncilFile)
    assert (whole.known, whole.sha256) == (True, SHA256)
    assert whole.file.question == "乙的帖子是否搬运了甲的文章而没有署名？"
    assert [post.text for post in whole.file.posts] == [post.text for post in golden.posts()]


def test_a_ballot_and_its_answers() -> None:
    found = ballot.read(_file("referral-3-1-4.stewardballot"), golden.signs(4))
    assert (found.bound, found.cast) == (ballot.Bound("referral-3", 1, SHA256, 4, 1), Cast.VOTE)
    said = Answers(Finding.YES, Finding.YES, Remedy.CORRECTION, "对照很清楚", "", "补署名即可")
    assert ballot.answers(found, golden.box_secret()) == said


def test_a_recusal() -> None:
    found = ballot.read(_file("referral-3-1-7.stewardballot"), golden.signs(7))
    assert (found.cast, found.reason) == (Cast.RECUSAL, "我认识甲")


def test_the_key_of_a_count() -> None:
    wrapped = box_key.read(_file("referral-3-1.stewardkey"), [KEY])
    assert (wrapped.packet, wrapped.due_at, wrapped.opened_by) == (SHA256, golden.DUE, None)
    back = box_key.read(_file("referral-3-1.opened.stewardkey"), golden.signs(4))
    assert box_key.open_inner(back, golden.SECRETARY_AGE) == golden.box_secret()
    again = box_key.open_outer(wrapped, golden.seat_age(4), 4, golden.seat_secret(4))
    assert box_key.read(again.content, golden.signs(4)).sealed == back.sealed


def test_a_roster_a_card_and_a_confirmation() -> None:
    found = roster.read(_file("roster-2.stewardroster"), KEY)
    assert [(seat.number, seat.chair) for seat in found.seats] == [(4, True), (7, False)]
    assert seat_card.read(_file("seat.stewardseat")).keys == golden.keys(4)
    said, key = done.read(_file("referral-3-4.stewarddone"), golden.signs(4))
    assert (said, [key]) == (done.Done("referral-3", 1, SHA256, 4, AT), golden.signs(4))


def test_a_list_of_arrivals() -> None:
    arrived = (Arrived(4, 2, False, "cd" * 32), Arrived(7, 1, True, ""), Arrived(9, 1, False, ""))
    said, key = arrivals.read(_file("referral-3-1.stewardarrivals"), [KEY])
    assert (said, key) == (Arrivals("referral-3", 1, SHA256, golden.DUE, arrived), KEY)
