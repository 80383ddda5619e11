"""Parties are told in private what was found, before anybody else reads it, or that nobody judges the matter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.domain.changes import Area, Changes
from app.domain.council import Party, Referral, ReferralId, Stage
from app.domain.decisions import DECIDING, Decided
from app.domain.ledger import EntryKind
from app.domain.roles import Role, require, require_full
from app.domain.words import Words
from app.errors import EverybodyTold
from app.operations.council_letters import outcome_to, send, withdrawn_to, written_since_asked
from app.operations.council_naming import party_in
from app.operations.council_referrals import at_stage, check_stage, enter, referral_in
from app.operations.council_wording import worded
from app.operations.desk import NO_HOLD, Desk
from storage.transaction import Transaction

_TELLING = Words("把结果告诉当事人", "tell parties what was found")
_OVER = frozenset({Stage.RULED, Stage.CLOSED, Stage.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Told:
    """Who was told, by their labels, and the decisions that carry the letters."""

    referral: ReferralId
    parties: tuple[str, ...]
    decided: tuple[Decided, ...]
    changes: Changes = DECIDING | Changes.of(Area.COUNCIL)


def tell_parties(
    desk: Desk,
    referral: ReferralId,
    *,
    who: Sequence[str] = (),
    messages: Mapping[str, str] | None = None,
    hold: timedelta = NO_HOLD,
) -> Told:
    """Tell parties by private letters what was found; of a withdrawn referral those who knew of it that it is over.

    Nobody is told twice, unless named.

    Args:
        desk: of the person who tells.
        referral: ruled, closed or withdrawn.
        who: labels, names or ids; everybody who is to be told, where none is given.
        messages: by label, what is written instead of the standard letter.
        hold: how long the letters wait, so that they can be taken back.

    Raises:
        EverybodyTold: everybody was told, or nobody knew of it.
        ReferralNotFound, ReferralAtOtherStage, PartyUnknown: there is none, or nothing to tell yet.
        NoRight, NotForTrainees: the person may not.
        Refused: a letter can't be sent so, with the sentence that says why. Nothing was sent.
    """
    require(desk.me, Role.MODERATOR)
    require_full(desk.me, _TELLING)
    own, decided = messages or {}, dict[str, Decided]()
    with desk.record.write() as tx:
        found = at_stage(tx, referral, _OVER)
        for party in _to_tell(tx, found, who):
            text = own.get(party.label, "") or _letter(desk, tx, found, party)
            decided[party.label] = send(desk, tx, found, party, text, hold=hold)
        if not decided:
            raise EverybodyTold
        labels = "、".join(decided)
        enter(desk, tx, found, EntryKind.REFERRAL_CHANGED, {"change": "told", "labels": labels})
    return Told(found.id, tuple(decided), tuple(decided.values()))


def letters(desk: Desk, referral: ReferralId, who: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The standard letters as they would be sent: to whom, by their labels, and the text.

    Raises:
        ReferralNotFound, ReferralAtOtherStage, PartyUnknown: as for `tell_parties`.
    """
    with desk.record.read() as tx:
        found = check_stage(referral_in(tx, referral), _OVER)
        return [(one.label, _letter(desk, tx, found, one)) for one in _to_tell(tx, found, who)]


def _to_tell(tx: Transaction, referral: Referral, who: Sequence[str]) -> list[Party]:
    """Who was named, else all who were not told yet; of a withdrawn referral those who knew of it."""
    if who:
        return [party_in(tx, referral, one) for one in who]
    ruled = referral.stage is not Stage.WITHDRAWN
    knew = [one for one in tx.council.parties(referral.key) if ruled or one.asked_at is not None or one.statement]
    return [one for one in knew if not written_since_asked(tx, referral, one)]


def _letter(desk: Desk, tx: Transaction, referral: Referral, party: Party) -> str:
    ruling = tx.rulings.find(referral.key)
    if referral.stage is Stage.WITHDRAWN or ruling is None:
        return withdrawn_to(desk, tx, referral, party)
    return outcome_to(desk, tx, referral, party, worded(desk, tx, referral, ruling))
