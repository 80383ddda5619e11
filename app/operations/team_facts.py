"""Facts of the team: what letters call the brand, the hotline, the app, and which departments and models there are."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.changes import Area, Changes
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.roles import ROLE_WORDS, Role
from app.domain.team_facts import TeamFacts, checked, known
from app.errors import NoRight
from app.operations.desk import Desk
from storage.transaction import Transaction

_TOUCHED = Changes.of(Area.FACTS)


@dataclass(frozen=True, slots=True)
class Kept:
    """The facts as they stand."""

    facts: TeamFacts
    changes: Changes = _TOUCHED


def facts(desk: Desk) -> TeamFacts:
    """What is known of the team."""
    with desk.record.read() as tx:
        return facts_in(tx)


def facts_in(tx: Transaction) -> TeamFacts:
    """The same within a transaction."""
    return known(tx.team_facts.every())


def set_facts(desk: Desk, values: Mapping[str, str]) -> Kept:
    """Set facts by their names; "" takes one away. Those that are not named stay.

    Args:
        desk: of the person who acts.
        values: by `team_facts.Fact`; departments and models one a line, or with commas between.

    Raises:
        NoRight: the person is neither lead nor manager.
        UnknownFact, TooLong: one can't be kept so.
    """
    if desk.me.roles.isdisjoint((Role.LEAD, Role.MANAGER)):
        lead, manager = ROLE_WORDS[Role.LEAD], ROLE_WORDS[Role.MANAGER]
        raise NoRight(account=desk.me.name, role_zh=f"{lead.zh}或{manager.zh}", role_en=f"{lead.en} or {manager.en}")
    now = desk.clock()
    with desk.record.write() as tx:
        before = tx.team_facts.every()
        new = {name: value for name, value in checked(values).items() if before.get(name, "") != value}
        if not new:
            return Kept(known(before), Changes())
        tx.team_facts.add(new, MemberRef(desk.me.id, desk.me.name), now)
        tx.ledger.append(EntryKind.TEAM_FACTS_SET, now, dict(new), {"by": f"{desk.me.id} {desk.me.name}"})
        return Kept(facts_in(tx))
