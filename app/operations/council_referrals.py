"""A referral as operations find it, and what they enter of it into the ledger."""

from collections.abc import Collection

from app.domain.council import STAGE_WORDS, Referral, ReferralId, Stage, referral_key
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberRef
from app.errors import ReferralAtOtherStage, ReferralNotFound
from app.operations.desk import Desk
from storage.transaction import Transaction


def referral_in(tx: Transaction, referral: ReferralId | str, *, to_change: bool = False) -> Referral:
    """The referral of this name; `to_change` keeps others from changing it until the transaction ends.

    Raises:
        ReferralNotFound: there is none.
    """
    key = referral_key(referral)
    found = None if key is None else tx.council.find(key, to_change=to_change)
    if found is None:
        raise ReferralNotFound(referral=referral)
    return found


def at_stage(tx: Transaction, referral: ReferralId | str, stages: Collection[Stage]) -> Referral:
    """The referral, to be changed, at one of these stages.

    Raises:
        ReferralNotFound: there is none.
        ReferralAtOtherStage: it is at another one.
    """
    return check_stage(referral_in(tx, referral, to_change=True), stages)


def check_stage(referral: Referral, stages: Collection[Stage]) -> Referral:
    """The referral, where it is at one of these stages.

    Raises:
        ReferralAtOtherStage: it is at another one.
    """
    if referral.stage not in stages:
        words = STAGE_WORDS[referral.stage]
        raise ReferralAtOtherStage(referral=referral.id, stage_zh=words.zh, stage_en=words.en)
    return referral


def me(desk: Desk) -> MemberRef:
    """Who acts."""
    return MemberRef(desk.me.id, desk.me.name)


def enter(
    desk: Desk,
    tx: Transaction,
    referral: Referral,
    kind: EntryKind,
    body: Body,
    *,
    private: dict[str, str] | None = None,
) -> None:
    """Enter something about a referral into the ledger; `private` enters as commitments."""
    said = {"by": f"{desk.me.id} {desk.me.name}"} | (private or {})
    tx.ledger.append(kind, desk.clock(), {"referral": referral.id, "round": referral.round, **body}, said)
