"""Rulings, and the decisions by which they were carried out."""

import json
from datetime import datetime

import sqlalchemy as sa

from app.domain.commands import DecisionId
from app.domain.council import Finding, Remedy
from app.domain.council_counting import Outcome, Undecided
from app.domain.council_ruling import Ruling
from app.domain.members import MemberId, MemberRef
from storage.schema_council import ruling_decisions, rulings, seats
from storage.values import moment, moment_or_none, ms, plain

_Row = sa.Row[tuple[object, ...]]


class Rulings:
    """The rulings as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def find(self, referral_key: int) -> Ruling | None:
        """The ruling of a referral."""
        row = self._connection.execute(_listed().where(rulings.c.referral_key == referral_key)).one_or_none()
        return None if row is None else self._ruling(row)

    def newest(self, limit: int, *, published: bool = False) -> list[Ruling]:
        """Rulings, the newest first; `published`: those only that everybody may read."""
        chosen = _listed().order_by(rulings.c.counted_at.desc(), rulings.c.referral_key.desc()).limit(limit)
        if published:
            chosen = chosen.where(rulings.c.published_at.is_not(None))
        return [self._ruling(row) for row in self._connection.execute(chosen).all()]

    def add(self, ruling: Ruling, chair_key: int | None) -> None:
        """Keep the draft of a ruling; `chair_key` is that of the seat who opened the count."""
        self._connection.execute(
            sa.insert(rulings).values(
                referral_key=ruling.referral,
                round=ruling.round,
                outcome=_told(ruling.outcome),
                text=plain(ruling.text),
                counted_at=ms(ruling.counted_at),
                by_id=ruling.by.id,
                by_name=ruling.by.name,
                chair_seat=chair_key,
            )
        )

    def rewrite(self, referral_key: int, text: str) -> None:
        """Change the words of a draft."""
        self._change(referral_key, text=plain(text))

    def confirm(
        self, referral_key: int, by: MemberRef, at: datetime, publish_at: datetime, *, refused_why: str
    ) -> None:
        """Take it on, or refuse to carry it out for a legal reason; either is published."""
        self._change(
            referral_key,
            confirmed_at=ms(at),
            confirmed_by_id=by.id,
            publish_at=ms(publish_at),
            refused_why=plain(refused_why) or None,
        )

    def published(self, referral_key: int, at: datetime) -> None:
        """Keep that it was published."""
        self._change(referral_key, published_at=ms(at))

    def carried_out(self, referral_key: int, decision: DecisionId) -> None:
        """Keep by which decision it was carried out."""
        self._connection.execute(sa.insert(ruling_decisions).values(decision_id=decision, referral_key=referral_key))

    def _change(self, referral_key: int, **values: object) -> None:
        self._connection.execute(sa.update(rulings).where(rulings.c.referral_key == referral_key).values(**values))

    def _ruling(self, row: _Row) -> Ruling:
        chosen = sa.select(ruling_decisions.c.decision_id).where(ruling_decisions.c.referral_key == row.referral_key)
        decided = self._connection.execute(chosen.order_by(ruling_decisions.c.decision_id)).scalars().all()
        return Ruling(
            referral=row.referral_key,
            round=row.round,
            outcome=_outcome(row.outcome),
            text=row.text,
            counted_at=moment(row.counted_at),
            by=MemberRef(MemberId(row.by_id), row.by_name),
            chair=row.chair,
            confirmed_at=moment_or_none(row.confirmed_at),
            refused_why=row.refused_why or "",
            publish_at=moment_or_none(row.publish_at),
            published_at=moment_or_none(row.published_at),
            decisions=tuple(DecisionId(one) for one in decided),
        )


def _listed() -> sa.Select[tuple[object, ...]]:
    chair = sa.select(seats.c.number).where(seats.c.key == rulings.c.chair_seat).scalar_subquery()
    return sa.select(rulings, chair.label("chair"))


def _told(outcome: Outcome) -> str:
    told = {
        "ballots": outcome.ballots,
        "needed": outcome.needed,
        "facts": outcome.facts,
        "breach": outcome.breach,
        "remedy": outcome.remedy,
        "undecided": outcome.undecided,
        "by_rule": outcome.by_rule,
        "counted": [list(one) for one in outcome.counted],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _outcome(told: str) -> Outcome:
    found = json.loads(told)
    return Outcome(
        ballots=found["ballots"],
        needed=found["needed"],
        facts=Finding(found["facts"]) if found["facts"] else None,
        breach=Finding(found["breach"]) if found["breach"] else None,
        remedy=Remedy(found["remedy"]) if found["remedy"] else None,
        undecided=Undecided(found["undecided"]) if found["undecided"] else None,
        by_rule=found["by_rule"],
        counted=tuple((question, answer, votes) for question, answer, votes in found["counted"]),
    )
