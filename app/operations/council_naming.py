"""Parties of a referral as its operations find, name and let them go."""

from collections.abc import Mapping, Sequence

from app.domain.cases import Case
from app.domain.council import Party, Referral
from app.domain.council_referring import next_label
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.errors import MinorConcerned, PartyUnknown
from app.operations.council_referrals import enter
from app.operations.desk import Desk
from storage.transaction import Transaction


def add_party(desk: Desk, tx: Transaction, referral: Referral, member: MemberRef, *, complains: bool) -> None:
    """Name a party that is none yet.

    Raises:
        TooManyParties: there are as many as can be told apart.
        MinorConcerned: they seem to be a minor.
    """
    within = cases_of(tx, referral)
    if tx.lanes.of_minor(0, member.id):
        raise MinorConcerned(case=within[0].id if within else referral.id)
    label = next_label(tx.council.parties(referral.key))
    tx.council.add_party(referral.key, member, label, complains=complains)
    enter_party(desk, tx, referral, party_in(tx, referral, label), "party", complains=complains)


def name_authors(desk: Desk, tx: Transaction, referral: Referral, cases: Sequence[Case]) -> None:
    """Whoever wrote what is judged is a party.

    Raises:
        TooManyParties: there are as many as can be told apart.
    """
    for case in cases:
        known = {one.member.id for one in tx.council.parties(referral.key)}
        if case.author is not None and case.author.id not in known:
            add_party(desk, tx, referral, case.author, complains=False)


def let_go(desk: Desk, tx: Transaction, referral: Referral, case: Case) -> None:
    """Who is a party for nothing but a case that left the referral is none any more; who was heard stays."""
    if case.author is None or any(one.author and one.author.id == case.author.id for one in cases_of(tx, referral)):
        return
    for party in tx.council.parties(referral.key):
        if party.member.id == case.author.id and not party.heard and not party.complains:
            tx.council.drop_party(party.seq)
            enter_party(desk, tx, referral, party, "party_dropped")


def party_in(tx: Transaction, referral: Referral, who: str) -> Party:
    """A party by its label, name or id.

    Raises:
        PartyUnknown: there is none.
    """
    parties = tx.council.parties(referral.key)
    for names in (
        lambda one: (one.label, one.label[:1]),
        lambda one: (one.member.id,),
        lambda one: (one.member.name,),
    ):
        found = next((one for one in parties if who.strip() in names(one)), None)
        if found is not None:
            return found
    raise PartyUnknown(referral=referral.id, party=who)


def cases_of(tx: Transaction, referral: Referral) -> list[Case]:
    """The cases that are in it."""
    return [tx.cases.get(one) for one in tx.council.cases(referral.key)]


def enter_party(
    desk: Desk,
    tx: Transaction,
    referral: Referral,
    party: Party,
    change: str,
    *,
    private: Mapping[str, str] | None = None,
    **body: str | bool,
) -> None:
    """Enter into the ledger what changed about a party: its label as it is, its name as a commitment."""
    said = {"party": f"{party.member.id} {party.member.name}"} | dict(private or {})
    told = {"change": change, "label": party.label, **body}
    enter(desk, tx, referral, EntryKind.REFERRAL_CHANGED, told, private=said)
