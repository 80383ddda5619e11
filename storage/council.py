"""Referrals: their cases, parties, articles, panels and packets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.council import AskedBy, Matter, Party, Referral, Stage
from app.domain.council_panel import Aside, Sitting
from app.domain.members import MemberId, MemberRef
from storage.council_seats import seat_of
from storage.schema import cases
from storage.schema_council import (
    council_packets,
    destructions,
    packet_choices,
    panel_seats,
    referral_articles,
    referral_cases,
    referral_parties,
    referrals,
    seats,
)
from storage.values import moment, moment_or_none, ms, plain

_Row = sa.Row[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class PacketChoice:
    """What a secretary chose for the packet: a mask lifted, a picture seen, a ruling left out."""

    what: str
    choice: str
    at: datetime
    by: MemberRef


@dataclass(frozen=True, slots=True)
class KeptPacket:
    """A packet as it was built, unsealed, and the public key to which its answers are sealed."""

    sha256: str
    round: int
    content: bytes
    box: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BuiltPacket:
    """A packet as it is told of, without its content; `size` in bytes."""

    sha256: str
    round: int
    size: int
    at: datetime


class Council:
    """The referrals as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # --- referrals -------------------------------------------------------------------------------------

    def find(self, key: int, *, to_change: bool = False) -> Referral | None:
        """The referral with this key; `to_change` keeps others from changing it meanwhile."""
        chosen = sa.select(referrals).where(referrals.c.key == key)
        row = self._connection.execute(chosen.with_for_update() if to_change else chosen).one_or_none()
        return None if row is None else _referral(row)

    def newest(self, limit: int, stages: Collection[Stage]) -> list[Referral]:
        """Referrals in one of these stages, the newest first."""
        which = referrals.c.stage.in_([stage.value for stage in stages])
        rows = self._connection.execute(sa.select(referrals).where(which).order_by(referrals.c.key.desc()).limit(limit))
        return [_referral(row) for row in rows]

    def of_case(self, case_key: int) -> Referral | None:
        """The open referral in which a case is, else the newest in which it ever was."""
        row = self._connection.execute(
            sa.select(referrals)
            .join(referral_cases, referral_cases.c.referral_key == referrals.c.key)
            .where(referral_cases.c.case_key == case_key)
            .order_by(referral_cases.c.left_at.is_not(None), referral_cases.c.seq.desc())
            .limit(1)
        ).one_or_none()
        return None if row is None else _referral(row)

    def of_seat(self, seat_key: int, stages: Collection[Stage]) -> list[Referral]:
        """Referrals in one of these stages on whose panel a seat ever was."""
        drawn = sa.select(panel_seats.c.referral_key).where(panel_seats.c.seat_key == seat_key)
        which = referrals.c.stage.in_([stage.value for stage in stages]) & referrals.c.key.in_(drawn)
        rows = self._connection.execute(sa.select(referrals).where(which).order_by(referrals.c.key))
        return [_referral(row) for row in rows]

    def open(self, referral: Referral) -> int:
        """Keep a new referral; `referral.key` does not count. Its key."""
        values = {
            "matter": referral.matter.value,
            "question": plain(referral.question),
            "alleged": plain(referral.alleged),
            "asked_by": referral.asked_by.value,
            "asked_name": plain(referral.asked_name),
            "brand_party": referral.brand_party,
            "size": referral.size,
            "stage": referral.stage.value,
            "opened_at": ms(referral.opened_at),
            "by_id": referral.by.id,
            "by_name": referral.by.name,
            "ledger_entries": referral.entries,
            "ledger_hash": referral.head,
            "round": referral.round,
            "packet": "",
        }
        return int(
            self._connection.execute(sa.insert(referrals).values(values).returning(referrals.c.key)).scalar_one()
        )

    def draw_by(self, key: int, entries: int, head: str) -> None:
        """Keep by which entry of the ledger seats are drawn (the database refuses any but that of the referral)."""
        self.change(key, ledger_entries=entries, ledger_hash=head)

    def drawn_before(self, key: int) -> tuple[int, str] | None:
        """By which entry seats were drawn when a case of this referral was first before a panel."""
        here, was = referral_cases.alias(), referral_cases.alias()
        drawn = sa.select(panel_seats.c.referral_key)
        row = self._connection.execute(
            sa.select(referrals.c.ledger_entries, referrals.c.ledger_hash)
            .join(was, was.c.referral_key == referrals.c.key)
            .join(here, here.c.case_key == was.c.case_key)
            .where(here.c.referral_key == key, referrals.c.key < key, referrals.c.key.in_(drawn))
            .order_by(referrals.c.ledger_entries)
            .limit(1)
        ).one_or_none()
        return None if row is None else (row.ledger_entries, row.ledger_hash)

    def change(self, key: int, **values: object) -> None:
        """Change columns of a referral: times as milliseconds, words as they are."""
        self._connection.execute(sa.update(referrals).where(referrals.c.key == key).values(**values))

    def end(self, key: int, stage: Stage, at: datetime) -> None:
        """Keep that it is over, and let its cases go."""
        self.change(key, stage=stage.value, ended_at=ms(at))
        self.leave(key, at)

    # --- its cases, parties, articles ------------------------------------------------------------------

    def cases(self, key: int) -> list[CaseId]:
        """The cases that are in it, or were when it ended, in the order in which they were joined."""
        ended = sa.select(referrals.c.ended_at).where(referrals.c.key == key).scalar_subquery()
        within = referral_cases.c.left_at.is_(None) | (referral_cases.c.left_at >= ended)
        rows = self._connection.execute(
            sa.select(cases.c.id)
            .join(referral_cases, referral_cases.c.case_key == cases.c.key)
            .where(referral_cases.c.referral_key == key, within)
            .order_by(referral_cases.c.seq)
        )
        return [CaseId(row.id) for row in rows]

    def add_case(self, key: int, case_key: int, by: MemberRef, at: datetime) -> None:
        """Join a case to it (the database refuses one that is in another open referral)."""
        values = {"referral_key": key, "case_key": case_key, "added_at": ms(at), "by_id": by.id, "by_name": by.name}
        self._connection.execute(sa.insert(referral_cases).values(values))

    def leave(self, key: int, at: datetime, case_key: int | None = None) -> None:
        """Let one case, or all of them, leave the referral."""
        which = sa.and_(referral_cases.c.referral_key == key, referral_cases.c.left_at.is_(None))
        if case_key is not None:
            which &= referral_cases.c.case_key == case_key
        self._connection.execute(sa.update(referral_cases).where(which).values(left_at=ms(at)))

    def parties(self, key: int) -> list[Party]:
        """Its parties in the order in which they were named."""
        rows = self._connection.execute(
            sa.select(referral_parties).where(referral_parties.c.referral_key == key).order_by(referral_parties.c.seq)
        )
        return [_party(row) for row in rows]

    def add_party(self, key: int, member: MemberRef, label: str, *, complains: bool) -> int:
        """Name a party; its number."""
        added = sa.insert(referral_parties).values(
            referral_key=key,
            member_id=member.id,
            member_name=plain(member.name),
            label=label,
            complains=complains,
            statement="",
            silent=False,
        )
        return int(self._connection.execute(added.returning(referral_parties.c.seq)).scalar_one())

    def state(self, seq: int, statement: str, at: datetime, *, silent: bool = False) -> None:
        """Keep what a party says, or that it was asked and said nothing."""
        values = {"statement": plain(statement), "stated_at": ms(at), "silent": silent}
        self._connection.execute(sa.update(referral_parties).where(referral_parties.c.seq == seq).values(values))

    def asked(self, seq: int, at: datetime, answer_by: datetime) -> None:
        """Keep that a party was asked what they say, and until when they can."""
        which = referral_parties.c.seq == seq
        self._connection.execute(
            sa.update(referral_parties).where(which).values(asked_at=ms(at), answer_by=ms(answer_by))
        )

    def not_asked(self, key: int, at: datetime) -> None:
        """Forget that a party was asked at that moment: the letter was taken back. Who was heard stays so."""
        asked = referral_parties.c.asked_at == ms(at)
        unheard = sa.and_(referral_parties.c.statement == "", ~referral_parties.c.silent)
        which = sa.and_(referral_parties.c.referral_key == key, asked, unheard)
        self._connection.execute(sa.update(referral_parties).where(which).values(asked_at=None, answer_by=None))

    def complains(self, seq: int, complains: bool) -> None:
        """Keep whether it is this party who asks for something."""
        self._connection.execute(
            sa.update(referral_parties).where(referral_parties.c.seq == seq).values(complains=complains)
        )

    def drop_party(self, seq: int) -> None:
        """Take a party off a referral that is still being prepared."""
        self._connection.execute(sa.delete(referral_parties).where(referral_parties.c.seq == seq))

    def articles(self, key: int) -> list[tuple[int, int]]:
        """The articles that may have been breached: edition and number."""
        rows = self._connection.execute(
            sa.select(referral_articles)
            .where(referral_articles.c.referral_key == key)
            .order_by(referral_articles.c.edition, referral_articles.c.article)
        )
        return [(row.edition, row.article) for row in rows]

    def set_articles(self, key: int, articles: Sequence[tuple[int, int]]) -> None:
        """Name the articles that may have been breached, in place of those named before."""
        self._connection.execute(sa.delete(referral_articles).where(referral_articles.c.referral_key == key))
        values = [{"referral_key": key, "edition": edition, "article": number} for edition, number in articles]
        if values:
            self._connection.execute(sa.insert(referral_articles), values)

    # --- the packet ------------------------------------------------------------------------------------

    def choices(self, key: int) -> dict[str, PacketChoice]:
        """What was chosen for its packet."""
        columns = [one for one in packet_choices.c if one.name != "content"]
        rows = self._connection.execute(sa.select(*columns).where(packet_choices.c.referral_key == key))
        return {row.what: _choice(row) for row in rows}

    def chosen_content(self, key: int, what: str) -> bytes | None:
        """A picture as it will be seen; None where none was chosen so."""
        which = (packet_choices.c.referral_key == key) & (packet_choices.c.what == what)
        found = self._connection.execute(sa.select(packet_choices.c.content).where(which)).scalar_one_or_none()
        return None if found is None else bytes(found)

    def choose(
        self, key: int, what: str, choice: str, by: MemberRef, at: datetime, *, content: bytes | None = None
    ) -> None:
        """Keep a choice in place of an earlier one; "" takes it back."""
        which = sa.and_(packet_choices.c.referral_key == key, packet_choices.c.what == what)
        self._connection.execute(sa.delete(packet_choices).where(which))
        if choice:
            values = {"choice": choice, "content": content, "at": ms(at), "by_id": by.id, "by_name": by.name}
            self._connection.execute(sa.insert(packet_choices).values(referral_key=key, what=what, **values))

    def keep_packet(self, key: int, packet: KeptPacket, by: MemberRef) -> None:
        """Keep the packet of a round."""
        self._connection.execute(
            sa.insert(council_packets).values(
                sha256=packet.sha256,
                referral_key=key,
                round=packet.round,
                content=packet.content,
                box=packet.box,
                at=ms(packet.at),
                by_id=by.id,
                by_name=by.name,
            )
        )

    def packet(self, key: int, round_: int) -> KeptPacket | None:
        """The packet of a round."""
        row = self._connection.execute(
            sa.select(council_packets).where(council_packets.c.referral_key == key, council_packets.c.round == round_)
        ).one_or_none()
        return None if row is None else KeptPacket(row.sha256, row.round, row.content, row.box, moment(row.at))

    def built_by(self, key: int, round_: int) -> MemberRef | None:
        """Who built the packet of a round."""
        kept = council_packets.c
        row = self._connection.execute(
            sa.select(kept.by_id, kept.by_name).where(kept.referral_key == key, kept.round == round_)
        ).one_or_none()
        return None if row is None else MemberRef(MemberId(row.by_id), row.by_name)

    def built(self, key: int, round_: int) -> BuiltPacket | None:
        """What is told of the packet of a round; its content, of many megabytes, stays where it is."""
        kept = council_packets.c
        row = self._connection.execute(
            sa.select(kept.sha256, kept.round, sa.func.length(kept.content).label("size"), kept.at).where(
                kept.referral_key == key, kept.round == round_
            )
        ).one_or_none()
        return None if row is None else BuiltPacket(row.sha256, row.round, row.size, moment(row.at))

    # --- the panel -------------------------------------------------------------------------------------

    def panel(self, key: int) -> list[Sitting]:
        """Every seat that was drawn, of all rounds, in the order of drawing."""
        rows = self._connection.execute(
            sa.select(
                seats,
                *(panel_seats.c[name] for name in "place round drawn_at aside aside_at instead_of".split()),
            )
            .join(panel_seats, panel_seats.c.seat_key == seats.c.key)
            .where(panel_seats.c.referral_key == key)
            .order_by(panel_seats.c.place)
        )
        return [_sitting(row) for row in rows]

    def sit(self, key: int, sitting: Sitting) -> None:
        """Put a drawn seat on the panel."""
        values = {
            "referral_key": key,
            "seat_key": sitting.seat.key,
            "place": sitting.place,
            "round": sitting.round,
            "drawn_at": ms(sitting.drawn_at),
            "instead_of": sitting.instead_of,
        }
        self._connection.execute(sa.insert(panel_seats).values(values))

    def stand_aside(self, key: int, seat_key: int, aside: Aside, at: datetime, by: MemberId | None = None) -> None:
        """Keep that a seat of the panel no longer judges; `by`: who of staff said so."""
        which = sa.and_(panel_seats.c.referral_key == key, panel_seats.c.seat_key == seat_key)
        values = {"aside": aside.value, "aside_at": ms(at), "aside_by_id": by}
        self._connection.execute(sa.update(panel_seats).where(which).values(values))

    # --- after the ruling ------------------------------------------------------------------------------

    def destroyed(self, key: int, seat_key: int, at: datetime, arrived_at: datetime) -> None:
        """Keep that a seat says it destroyed what it had."""
        values = {"referral_key": key, "seat_key": seat_key, "at": ms(at), "arrived_at": ms(arrived_at)}
        self._connection.execute(sa.insert(destructions).values(values))

    def destructions(self, key: int) -> dict[int, datetime]:
        """When each seat, by its number, destroyed what it had."""
        rows = self._connection.execute(
            sa.select(seats.c.number, destructions.c.at)
            .join(destructions, destructions.c.seat_key == seats.c.key)
            .where(destructions.c.referral_key == key)
        )
        return {row.number: moment(row.at) for row in rows}


def _referral(row: _Row) -> Referral:
    return Referral(
        key=row.key,
        matter=Matter(row.matter),
        question=row.question,
        alleged=row.alleged,
        asked_by=AskedBy(row.asked_by),
        asked_name=row.asked_name,
        brand_party=row.brand_party,
        size=row.size,
        stage=Stage(row.stage),
        opened_at=moment(row.opened_at),
        by=MemberRef(MemberId(row.by_id), row.by_name),
        entries=row.ledger_entries,
        head=row.ledger_hash,
        round=row.round,
        packet=row.packet,
        due_at=moment_or_none(row.due_at),
        counted_at=moment_or_none(row.counted_at),
    )


def _party(row: _Row) -> Party:
    return Party(
        row.seq,
        MemberRef(MemberId(row.member_id), row.member_name),
        row.label,
        row.complains,
        row.statement,
        moment_or_none(row.stated_at),
        row.silent,
        moment_or_none(row.asked_at),
        moment_or_none(row.answer_by),
    )


def _choice(row: _Row) -> PacketChoice:
    return PacketChoice(row.what, row.choice, moment(row.at), MemberRef(MemberId(row.by_id), row.by_name))


def _sitting(row: _Row) -> Sitting:
    aside = None if row.aside is None else Aside(row.aside)
    return Sitting(
        seat_of(row), row.place, row.round, moment(row.drawn_at), aside, moment_or_none(row.aside_at), row.instead_of
    )
