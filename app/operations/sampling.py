"""抽检: a lead looks at a share of the team's decisions again, drawn so that nobody chooses them.

A mark changes nothing by itself. A decision that was found too hard says so on its case, to whoever made it and to the
leads: it can be lifted, or taken back by an appeal.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain import sampling
from app.domain.changes import Area, Changes
from app.domain.commands import DecisionId
from app.domain.decisions import Decision
from app.domain.ledger import EntryKind
from app.domain.members import MemberRef
from app.domain.messages import typed
from app.domain.roles import Role, require
from app.domain.sampling import SAMPLED_KINDS, SHARE, Anchor, Consistency, Mark, OfArticle
from app.domain.sanctions import KeptSanction
from app.errors import AlreadyThere, BadAnchor, NotForTrainees, NothingToSample, OwnDecision
from app.operations.desk import Desk
from app.operations.told import as_told
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Drawn:
    """A decision to be looked at, with what was judged.

    Attributes:
        title: of the post.
        text: as it was judged.
        sanction: the measure, for a sanction.
    """

    decision: Decision
    title: str
    text: str
    sanction: KeptSanction | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """What was drawn.

    Attributes:
        anchor: with it the same draw can be made again.
        of: from how many decisions it was drawn.
        drawn: those that were not looked at yet, oldest first.
        done: how many of those drawn were looked at before.
    """

    anchor: Anchor
    of: int
    drawn: tuple[Drawn, ...] = ()
    done: int = 0


def draw(desk: Desk, *, since: datetime, share: float = SHARE, anchor: Anchor | None = None) -> Draw:
    """Draw a share of what others decided, for a lead to look at.

    Args:
        since: decisions from this moment on.
        share: 0 to 1.
        anchor: of an earlier draw, to have the same again; the ledger's last entry where none is given.

    Raises:
        NoRight: the person is no lead.
        BadAnchor: the ledger has no such entry.
    """
    _check_lead(desk)
    with desk.record.read() as tx:
        anchor, until = _anchored(desk, tx, anchor)
        population = tx.samples.population(since, until, without=desk.me.id)
        chosen = sampling.draw(population, share, anchor)
        looked_at = tx.governing.sampled(chosen)
        waiting = [tx.decisions.get(one) for one in chosen if one not in looked_at]
        waiting.sort(key=lambda one: one.seq)
        return Draw(anchor, len(population), tuple(_drawn(tx, one) for one in as_told(tx, waiting)), len(looked_at))


def _anchored(desk: Desk, tx: Transaction, anchor: Anchor | None) -> tuple[Anchor, datetime]:
    if anchor is None:
        return Anchor(*tx.ledger.head()), desk.clock()
    found = tx.ledger.entry(anchor.entry)
    if found is None or found[0] != anchor.hash:
        raise BadAnchor(anchor=str(anchor))
    return anchor, found[1]


def _drawn(tx: Transaction, decision: Decision) -> Drawn:
    case = tx.cases.get(decision.case_id)
    versions = {one.version: one for one in tx.cases.revisions(case.key)}
    judged = versions.get(decision.revision, replace(case.revision, title=case.title, body=case.body))
    return Drawn(decision, judged.title or case.title, judged.body, tx.sanctions.get(decision.id))


def mark(desk: Desk, decision: DecisionId, what: Mark, *, note: str = "") -> Changes:
    """Say of somebody else's decision whether it was right.

    Args:
        note: why, for whoever decided.

    Raises:
        NoRight: the person is no lead.
        NothingToSample: there is no such decision, or it is of a kind that is not sampled.
        OwnDecision: it is their own.
        AlreadyThere: they said it before.
    """
    _check_lead(desk)
    with desk.record.write() as tx:
        found = tx.decisions.find(decision)
        if found is None or found.kind not in SAMPLED_KINDS or found.undone_at is not None:
            raise NothingToSample(decision=decision)
        if found.by.id == desk.me.id:
            raise OwnDecision(name=desk.me.name)
        case = tx.cases.get(found.case_id, to_change=True)
        if any(one.decision == decision and one.by.id == desk.me.id for one in tx.samples.of_case(case.key)):
            raise AlreadyThere(what=decision, state_zh="已抽检", state_en="sampled")
        now, me, note = desk.clock(), MemberRef(desk.me.id, desk.me.name), typed(note)
        tx.governing.sample(decision, me, now, what, note)
        body = {"decision": decision, "case": case.id, "mark": what.value}
        private = {"by": f"{me.id} {me.name}"} | ({"note": note} if note else {})
        tx.ledger.append(EntryKind.DECISION_SAMPLED, now, body, private)
    return Changes.of(Area.CASES)


def consistency(desk: Desk, *, since: datetime) -> Consistency:
    """How evenly articles were applied since, and what leads said of it.

    Raises:
        NoRight: the person is no lead.
    """
    _check_lead(desk)
    with desk.record.read() as tx:
        marked, rungs = tx.samples.marked(since), tx.samples.rungs(since)
    articles = []
    for number, (title, counts) in sorted(rungs.items()):
        marks = [one.sample.mark for one in marked if one.article == number]
        ordered = tuple(sorted(counts.items(), key=lambda pair: pair[0].height))
        articles.append(OfArticle(number, title, ordered, sampling.counted(marks)))
    return Consistency(tuple(articles), sampling.by_person(marked))


def _check_lead(desk: Desk) -> None:
    require(desk.me, Role.LEAD)
    if Role.TRAINEE in desk.me.roles:
        raise NotForTrainees(action_zh="抽检", action_en="sample decisions")
