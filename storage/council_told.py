"""What the ledger tells of the council, entry by entry: how its tables must be then."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.domain.council_panel import Aside, drawn_numbers
from app.domain.ledger import EntryKind

Body = dict[str, Any]
Place = tuple[str, int]
"""A referral and a round of it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry; `private` holds values that only the record knows, as far as they are still there."""

    seq: int
    at: datetime
    kind: str
    hash: str
    body: Body
    private: Mapping[str, str]


@dataclass(slots=True)
class SeatTold:
    """A seat as it was entered, and what became of it."""

    signs: str
    seals: str
    begins: datetime
    ends: datetime
    confirmed: bool = False
    left: bool = False
    chair: bool = False


@dataclass(slots=True)
class CountTold:
    """A count: its entry, and how many seats sat."""

    entry: Entry
    sitting: int


@dataclass(slots=True)
class ReferralTold:
    """A referral: `cases` that ever were in it, `panel` by round and number with why each stands aside."""

    opened: tuple[int, str]
    words: dict[str, Any]
    cases: set[str]
    articles: list[str] = field(default_factory=list)
    drawn_by: tuple[int, str] | None = None
    round: int = 1
    stage: str = "preparing"
    panel: dict[tuple[int, int], str | None] = field(default_factory=dict)
    roll: list[tuple[int, int, int, bool, datetime]] = field(default_factory=list)
    counts: dict[int, CountTold] = field(default_factory=dict)
    confirmed: Entry | None = None

    def sitting(self) -> list[int]:
        """The numbers of the seats that judge it now."""
        return [number for (round_, number), aside in self.panel.items() if round_ == self.round and aside is None]


class Told:
    """What was told so far."""

    def __init__(self) -> None:
        self.seats: dict[int, SeatTold] = {}
        self.rosters: dict[int, str] = {}
        self.referrals: dict[str, ReferralTold] = {}
        self.packets: dict[Place, tuple[str, str]] = {}
        self._takes: dict[str, Callable[[Entry], str | None]] = {
            EntryKind.SEAT_ENTERED.value: self._seat_entered,
            EntryKind.SEAT_CHANGED.value: self._seat_changed,
            EntryKind.ROSTER_SIGNED.value: self._roster,
            EntryKind.REFERRED.value: self._referred,
            EntryKind.REFERRAL_CHANGED.value: self._changed,
            EntryKind.PANEL_DRAWN.value: self._drawn,
            EntryKind.PANEL_CHANGED.value: self._panel_changed,
            EntryKind.PACKET_BUILT.value: self._built,
            EntryKind.BALLOT_ARRIVED.value: self._arrived,
            EntryKind.BALLOTS_COUNTED.value: self._counted,
            EntryKind.RULING_CHANGED.value: self._ruling,
        }

    @property
    def kinds(self) -> list[str]:
        """Kinds of entries that are about the council."""
        return list(self._takes)

    def take(self, entry: Entry) -> str:
        """Take the next entry in; what is wrong with it, "" where nothing is."""
        named = entry.body.get("referral")
        if named is not None and entry.kind != EntryKind.REFERRED.value and named not in self.referrals:
            return f"{named}: it was never entered"
        return self._takes[entry.kind](entry) or ""

    # --- seats -----------------------------------------------------------------------------------------

    def _seat_entered(self, entry: Entry) -> None:
        body = entry.body
        begins, ends = (datetime.fromisoformat(body[name]) for name in ("begins", "ends"))
        self.seats[body["seat"]] = SeatTold(body["signs"], body["seals"], begins, ends)

    def _seat_changed(self, entry: Entry) -> None:
        seat, change = self.seats[entry.body["seat"]], entry.body["change"]
        if change == "confirmed":
            seat.confirmed = True
        elif change == "left":
            seat.left = True
        else:
            seat.chair = change == "chair"

    def _roster(self, entry: Entry) -> None:
        self.rosters[entry.body["serial"]] = entry.body["sha256"]

    # --- referrals -------------------------------------------------------------------------------------

    def _referred(self, entry: Entry) -> None:
        body = entry.body
        words = {name: body[name] for name in ("matter", "size", "brand_party")}
        self.referrals[body["referral"]] = ReferralTold(
            (entry.seq, entry.hash), words | _words(entry), set(body["cases"].split())
        )

    def _changed(self, entry: Entry) -> None:
        told, body = self.referrals[entry.body["referral"]], entry.body
        change = body["change"]
        if change == "joined":
            told.cases |= set(body["cases"].split())
        elif change == "articles":
            told.articles = body["articles"].split()
        elif change in ("brand_party", "rewritten"):
            told.words |= {name: body[name] for name in ("matter", "size", "brand_party") if name in body}
            told.words |= _words(entry)
        elif change == "withdrawn":
            told.stage = "withdrawn"
        elif change == "again":
            self._again(told)

    def _again(self, told: ReferralTold) -> None:
        voted = {number for round_, number, _, recusal, _ in told.roll if round_ == told.round and not recusal}
        for number in told.sitting():
            told.panel[told.round, number] = (Aside.EARLIER if number in voted else Aside.SILENT).value
        told.round += 1
        told.stage = "preparing"

    # --- panels ----------------------------------------------------------------------------------------

    def _drawn(self, entry: Entry) -> str | None:
        body = entry.body
        told, drawn = self.referrals[body["referral"]], numbers(body["drawn"])
        told.drawn_by = told.drawn_by or self._first(body["referral"])
        head = told.drawn_by[1]
        due = drawn_numbers(head, numbers(body["able"]), len(drawn), numbers(body["late"]))
        if head != body["head"] or due != drawn:
            return f"{body['referral']}: the panel was not drawn as the ledger's head decides"
        told.panel |= {(body["round"], number): None for number in drawn}
        return None

    def _first(self, referral: str) -> tuple[int, str]:
        """The entry by which a case of it was first drawn for."""
        told = self.referrals[referral]
        earlier = [one.drawn_by for one in self.referrals.values() if one.drawn_by and one.cases & told.cases]
        return min([*earlier, told.opened])

    def _panel_changed(self, entry: Entry) -> str | None:
        body = entry.body
        if body["change"] != "aside":
            return None
        told, place = self.referrals[body["referral"]], (body["round"], body["seat"])
        if place not in told.panel:
            return f"{body['referral']}: seat {body['seat']} stands aside and was never drawn"
        told.panel[place] = body["why"]
        return None

    # --- packets and ballots ---------------------------------------------------------------------------

    def _built(self, entry: Entry) -> None:
        body = entry.body
        if not body.get("again"):
            self.packets[body["referral"], body["round"]] = (body["sha256"], body["box"])
            self.referrals[body["referral"]].stage = "voting"

    def _arrived(self, entry: Entry) -> None:
        body = entry.body
        arrival = (body["round"], body["seat"], body["serial"], body["recusal"], entry.at)
        self.referrals[body["referral"]].roll.append(arrival)

    def _counted(self, entry: Entry) -> str | None:
        told = self.referrals[entry.body["referral"]]
        last = {number: recusal for round_, number, _, recusal, _ in told.roll if round_ == told.round}
        sitting = told.sitting()
        voted = sum(last.get(number) is False for number in sitting)
        told.counts[told.round] = CountTold(entry, len(sitting))
        told.stage = "undecided" if entry.body["remedy"] is None else "decided"
        if entry.body["ballots"] + entry.body["invalid"] > voted:
            return f"{entry.body['referral']}: more ballots were counted than arrived"
        return None

    def _ruling(self, entry: Entry) -> None:
        told = self.referrals[entry.body["referral"]]
        if entry.body["change"] in ("confirmed", "refused"):
            told.stage, told.confirmed = "ruled", entry


def numbers(listed: str) -> list[int]:
    """Numbers of seats as an entry lists them."""
    return [int(one) for one in listed.split()]


def _words(entry: Entry) -> dict[str, str]:
    return {name: entry.private[name] for name in ("question", "alleged") if name in entry.private}
