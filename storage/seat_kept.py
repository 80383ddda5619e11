"""What a seat's folder keeps, as one transaction sees it."""

from dataclasses import astuple
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.domain.council import Finding, Keys, Remedy
from app.domain.seat import Draft, KeptPacket, Note, Own, Secrets, WrittenBallot
from storage.seat_schema import (
    ballots,
    confirmations,
    contents,
    drafts,
    notes,
    own,
    packets,
    rosters,
    trusted,
)
from storage.values import moment, moment_or_none, ms


class SeatTransaction:
    """Everything of a seat's folder, as seen by one transaction on one thread."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # --- whose folder it is, and whom it trusts -------------------------------------------------------------

    def own(self) -> Own:
        """Whose folder it is."""
        row = self._connection.execute(sa.select(own)).one()
        return Own(row.name, Keys(row.signs, row.seals), moment(row.made_at))

    def secrets(self) -> Secrets:
        """The secret keys."""
        row = self._connection.execute(sa.select(own.c.secret_signs, own.c.secret_opens)).one()
        return Secrets(row.secret_signs, row.secret_opens)

    def enter_own(self, who: Own, secrets: Secrets) -> None:
        """Say whose folder it is, once."""
        self._connection.execute(
            sa.insert(own).values(
                id=1,
                name=who.name,
                signs=who.keys.signs,
                seals=who.keys.seals,
                secret_signs=secrets.signs,
                secret_opens=secrets.opens,
                made_at=ms(who.made_at),
            )
        )

    def trusted(self) -> list[str]:
        """The public keys of secretaries that were compared by voice, the latest first."""
        return list(self._connection.execute(sa.select(trusted.c.key).order_by(trusted.c.seq.desc())).scalars())

    def trust(self, key: str, at: datetime) -> None:
        """Trust a key from now on."""
        self._connection.execute(sa.insert(trusted).values(key=key, at=ms(at)))

    def rosters(self) -> list[bytes]:
        """The rosters that were taken, the last one first."""
        return list(self._connection.execute(sa.select(rosters.c.content).order_by(rosters.c.seq.desc())).scalars())

    def newest_roster(self, key: str) -> tuple[int, bytes] | None:
        """The roster with the highest serial that a key signed, with that serial."""
        query = sa.select(rosters.c.serial, rosters.c.content).where(rosters.c.key == key)
        row = self._connection.execute(query.order_by(rosters.c.serial.desc()).limit(1)).first()
        return None if row is None else (row.serial, row.content)

    def add_roster(self, key: str, serial: int, content: bytes, at: datetime) -> None:
        """Keep a roster."""
        self._connection.execute(sa.insert(rosters).values(key=key, serial=serial, content=content, at=ms(at)))

    # --- packets --------------------------------------------------------------------------------------------

    def packets(self) -> list[KeptPacket]:
        """All of them, the one taken last first."""
        order = (packets.c.taken_at.desc(), packets.c.sha256)
        return [_packet(row) for row in self._connection.execute(sa.select(packets).order_by(*order))]

    def packet(self, sha256: str) -> KeptPacket | None:
        """One of them."""
        row = self._connection.execute(sa.select(packets).where(packets.c.sha256 == sha256)).first()
        return None if row is None else _packet(row)

    def content(self, sha256: str) -> bytes | None:
        """The file of a packet, unsealed; None where it was destroyed."""
        return self._connection.execute(sa.select(contents.c.content).where(contents.c.sha256 == sha256)).scalar()

    def add_packet(self, packet: KeptPacket, content: bytes) -> None:
        """Keep a packet."""
        self._connection.execute(
            sa.insert(packets).values(
                sha256=packet.sha256,
                case_id=packet.case,
                round=packet.round,
                question=packet.question,
                key=packet.key,
                due_at=ms(packet.due_at),
                taken_at=ms(packet.taken_at),
            )
        )
        self._connection.execute(sa.insert(contents).values(sha256=packet.sha256, content=content))

    def destroy(self, sha256: str, at: datetime, confirmation: tuple[str, bytes] | None) -> None:
        """Remove everything of a packet but the line that says that it was here.

        Args:
            confirmation: the name and the content of the file that says so, where there is one.
        """
        for table in (notes, drafts, ballots, contents):
            self._connection.execute(sa.delete(table).where(table.c.sha256 == sha256))
        gone = sa.update(packets).where(packets.c.sha256 == sha256)
        self._connection.execute(gone.values(destroyed_at=ms(at), question=""))
        if confirmation is not None:
            row = {"sha256": sha256, "name": confirmation[0], "content": confirmation[1]}
            self._connection.execute(sa.insert(confirmations).values(row))

    def confirmation(self, sha256: str) -> tuple[str, bytes] | None:
        """The name and the content of the file that confirms that a packet was destroyed."""
        row = self._connection.execute(sa.select(confirmations).where(confirmations.c.sha256 == sha256)).first()
        return None if row is None else (row.name, row.content)

    # --- what the member wrote ------------------------------------------------------------------------------

    def notes(self, sha256: str) -> list[Note]:
        """Notes and marks, in the order in which they were changed."""
        query = sa.select(notes).where(notes.c.sha256 == sha256).order_by(notes.c.at, notes.c.place)
        return [Note(row.place, row.text, row.marked, moment(row.at)) for row in self._connection.execute(query)]

    def keep_note(self, sha256: str, note: Note) -> None:
        """Keep what is noted at a place, instead of what was; nothing is kept of a note that says nothing."""
        here = (notes.c.sha256 == sha256) & (notes.c.place == note.place)
        self._connection.execute(sa.delete(notes).where(here))
        if note.marked or note.text:
            row = {"place": note.place, "text": note.text, "marked": note.marked, "at": ms(note.at)}
            self._connection.execute(sa.insert(notes).values(sha256=sha256, **row))

    def draft(self, sha256: str) -> Draft | None:
        """The answers that are being written."""
        row = self._connection.execute(sa.select(drafts).where(drafts.c.sha256 == sha256)).first()
        return None if row is None else _draft(row)

    def keep_draft(self, sha256: str, draft: Draft | None, at: datetime) -> None:
        """Keep the answers that are being written, instead of those before; None: nothing is being written."""
        self._connection.execute(sa.delete(drafts).where(drafts.c.sha256 == sha256))
        if draft is not None:
            self._connection.execute(sa.insert(drafts).values(sha256=sha256, at=ms(at), **_columns(draft)))

    def ballots(self, sha256: str) -> list[WrittenBallot]:
        """The ballots written for a packet, the latest first."""
        query = sa.select(ballots).where(ballots.c.sha256 == sha256).order_by(ballots.c.serial.desc())
        return [_ballot(row) for row in self._connection.execute(query)]

    def add_ballot(self, sha256: str, ballot: WrittenBallot) -> None:
        """Keep a ballot."""
        self._connection.execute(
            sa.insert(ballots).values(
                sha256=sha256,
                serial=ballot.serial,
                recusal=ballot.recusal,
                reason=ballot.reason,
                at=ms(ballot.written_at),
                name=ballot.name,
                content=ballot.content,
                **_columns(ballot.answers),
            )
        )


_NAMES = ("facts", "breach", "remedy", "why_facts", "why_breach", "why_remedy")


def _columns(draft: Draft) -> dict[str, str]:
    return {name: value or "" for name, value in zip(_NAMES, astuple(draft), strict=True)}


def _draft(row: sa.Row[Any]) -> Draft:
    return Draft(
        Finding(row.facts) if row.facts else None,
        Finding(row.breach) if row.breach else None,
        Remedy(row.remedy) if row.remedy else None,
        row.why_facts,
        row.why_breach,
        row.why_remedy,
    )


def _packet(row: sa.Row[Any]) -> KeptPacket:
    due, taken, gone = moment(row.due_at), moment(row.taken_at), moment_or_none(row.destroyed_at)
    return KeptPacket(row.sha256, row.case_id, row.round, row.question, row.key, due, taken, gone)


def _ballot(row: sa.Row[Any]) -> WrittenBallot:
    at = moment(row.at)
    return WrittenBallot(row.serial, row.recusal, _draft(row), row.reason, at, row.name, row.content)
