"""Posts and people before the council: where else they are, whatever case tells of them."""

from collections.abc import Collection

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.council import Stage
from app.domain.members import MemberId
from app.domain.posts import PostId
from storage.schema import cases, is_open
from storage.schema_council import referral_cases, referral_parties, referrals


class CouncilPosts:
    """What is before the council as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def of_post(self, post: PostId, stages: Collection[Stage]) -> list[tuple[CaseId, int]]:
        """Cases about a post that are in referrals at one of these stages, each with the key of its referral."""
        rows = self._connection.execute(
            sa.select(cases.c.id, referrals.c.key)
            .join(referral_cases, referral_cases.c.case_key == cases.c.key)
            .join(referrals, referrals.c.key == referral_cases.c.referral_key)
            .where(cases.c.post_id == post, referral_cases.c.left_at.is_(None), _at(stages))
            .order_by(cases.c.key)
        )
        return [(CaseId(row.id), row.key) for row in rows]

    def open_of_post(self, post: PostId) -> list[CaseId]:
        """Cases about a post that are not closed, the oldest first."""
        found = sa.select(cases.c.id).where(cases.c.post_id == post, is_open()).order_by(cases.c.key)
        return [CaseId(one) for one in self._connection.execute(found).scalars()]

    def of_member(self, member: MemberId, stages: Collection[Stage]) -> list[int]:
        """Keys of referrals at one of these stages to which somebody is a party, or that judge a post of theirs."""
        named = sa.select(referral_parties.c.referral_key).where(referral_parties.c.member_id == member)
        wrote = (
            sa.select(referral_cases.c.referral_key)
            .join(cases, cases.c.key == referral_cases.c.case_key)
            .where(cases.c.author_id == member, referral_cases.c.left_at.is_(None))
        )
        concerned = referrals.c.key.in_(named) | referrals.c.key.in_(wrote)
        found = sa.select(referrals.c.key).where(_at(stages), concerned).order_by(referrals.c.key)
        return list(self._connection.execute(found).scalars())


def _at(stages: Collection[Stage]) -> sa.ColumnElement[bool]:
    return referrals.c.stage.in_([stage.value for stage in stages])
