"""Rulings, and the decisions by which they were carried out."""

import json
from datetime import datetime

import sqlalchemy as sa

from app.domain.commands import DecisionId
from app.domain.council import Finding, Remedy
from app.domain.council_counting import Outcome, Undecided
from app.domain.council_ruling import Ruling
from app.domain.members import MemberId, MemberRef
from app.domain.posts import PostId
from storage.schema import cases
from storage.schema_council import referral_cases, ruling_decisions, rulings, seats
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
        """Keep what was counted, and the reasons; `chair_key` is that of the seat who opened the count."""
        self._connection.execute(
            sa.insert(rulings).values(
                referral_key=ruling.referral,
                round=ruling.round,
                outcome=_told(ruling.outcome),
                text=plain(ruling.reasons),
                counted_at=ms(ruling.counted_at),
                by_id=ruling.by.id,
                by_name=ruling.by.name,
                chair_seat=chair_key,
            )
        )

    def on_case(self, case_key: int, post: PostId | None) -> Ruling | None:
        """The newest ruling that was taken on or refused of a case, or of another one about the same post."""
        same = cases.c.key == case_key if post is None else (cases.c.key == case_key) | (cases.c.post_id == post)
        found = self._connection.execute(
            sa.select(rulings.c.referral_key)
            .join(referral_cases, referral_cases.c.referral_key == rulings.c.referral_key)
            .join(cases, cases.c.key == referral_cases.c.case_key)
            .where(same, rulings.c.confirmed_at.is_not(None))
            .where(referral_cases.c.left_at.is_(None) | (referral_cases.c.left_at >= rulings.c.counted_at))
            .order_by(rulings.c.referral_key.desc())
            .limit(1)
        ).scalar_one_or_none()
        return None if found is None else self.find(found)

    def confirmed_until(self, at: datetime) -> list[bool]:
        """Of every ruling that was taken on or refused until then, whether it was refused."""
        chosen = sa.select(rulings.c.refused_why).where(rulings.c.confirmed_at <= ms(at))
        return [one is not None for one in self._connection.execute(chosen).scalars()]

    def carried_by(self, decision: DecisionId) -> int | None:
        """The key of the referral whose ruling a decision carries out; None where it is none of these."""
        chosen = sa.select(ruling_decisions.c.referral_key).where(ruling_decisions.c.decision_id == decision)
        return self._connection.execute(chosen).scalar_one_or_none()

    def rewrite(self, referral_key: int, reasons: str) -> None:
        """Change the reasons of a draft."""
        self._change(referral_key, text=plain(reasons))

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
            text="",
            counted_at=moment(row.counted_at),
            by=MemberRef(MemberId(row.by_id), row.by_name),
            chair=row.chair,
            confirmed_at=moment_or_none(row.confirmed_at),
            refused_why=row.refused_why or "",
            publish_at=moment_or_none(row.publish_at),
            published_at=moment_or_none(row.published_at),
            decisions=tuple(DecisionId(one) for one in decided),
            reasons=row.text,
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
