"""The second person of a batch: looks at a sample that was drawn, then agrees with all of it or sends it back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from app.domain.cases import Case, CaseId
from app.domain.clusters import ALONG, Cluster, cluster_from, drawn
from app.domain.decisions import Decided
from app.domain.ladder import Rung
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberRef
from app.domain.messages import typed
from app.domain.roles import Role, require
from app.domain.sanctions import PostAction, SecondPerson
from app.domain.words import Words
from app.errors import NoSuchCluster, NotForTrainees, Refused, SamePerson, SampleUnseen, SentBack
from app.operations.approving import agree, return_to_first
from app.operations.case_view import CaseView
from app.operations.clusters import BATCH, Handled
from app.operations.desk import NO_HOLD, Desk
from storage.transaction import Transaction

_OnCase = Callable[[Transaction, Case], Decided]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A batch that waits for another person.

    Attributes:
        by: who made it.
        cases: of it, those that still wait.
        sample: those that have to be looked at.
    """

    cluster: Cluster
    by: MemberRef
    cases: tuple[CaseId, ...]
    sample: tuple[CaseId, ...]
    rung: Rung
    post: PostAction
    article: Words
    second: SecondPerson | None


def waiting_cluster(view: CaseView) -> str:
    """The batch in which a case waits for another person, "" where it does not."""
    pending = view.governed.pending
    found = (one for one in view.governed.record if pending is not None and one.decision == pending.id)
    return next((one.sanction.cluster for one in found), "")


def sample_of(desk: Desk, cluster: str) -> Waiting:
    """A batch that waits, with the sample that was drawn of it.

    Raises:
        NoSuchCluster: there is none, or nothing of it waits.
    """
    with desk.record.read() as tx:
        return _waiting(desk, tx, cluster)


def _waiting(desk: Desk, tx: Transaction, cluster: str) -> Waiting:
    kept = tx.governing.cluster_evidence(cluster)
    waits = [one for one in tx.sanctions.of_cluster(cluster) if one.waits]
    if kept is None or not waits:
        raise NoSuchCluster(cluster=cluster)
    made = cluster_from(cluster, kept)
    cases = tuple(one.case_id for one in waits)
    always = [one.case_id for one in waits if one.sanction.member.id in made.evidence.looked_at]
    first = next((one for one in waits if one.sanction.rung is not ALONG), waits[0])
    return Waiting(
        made,
        first.by,
        cases,
        drawn(made, cases, always),
        first.sanction.rung,
        first.sanction.post,
        first.article,
        first.second_person,
    )


def approve_cluster(
    desk: Desk, cluster: str, seen: Sequence[CaseId], *, note: str = "", hold: timedelta = NO_HOLD
) -> Handled:
    """Agree with a batch after looking at its sample: it takes effect now, in the name of who made it.

    Cases that changed meanwhile, or that are this person's own, are named and go on waiting.

    Args:
        desk: of the second person.
        cluster: the batch.
        seen: what they looked at.
        note: what they add, for the team.
        hold: how long everything waits, so that it can be taken back.

    Raises:
        NoSuchCluster: there is none, or nothing of it waits.
        SamePerson: it is their own.
        NotForTrainees: a trainee is nobody's second person.
        SampleUnseen: they have not looked at all of the sample.
    """
    waiting = sample_of(desk, cluster)
    _check_second(desk, waiting)
    left = [one for one in waiting.sample if one not in seen]
    if left:
        raise SampleUnseen(sample=len(waiting.sample), left=len(left))
    return _each(desk, waiting, EntryKind.CLUSTER_AGREED, lambda tx, case: agree(desk, tx, case, note=note, hold=hold))


def send_back_cluster(desk: Desk, cluster: str, *, reason: str) -> Handled:
    """Send a batch back to who made it, with the reason; nothing of it happens.

    Raises:
        SentBack: no reason is given.
        NoSuchCluster: there is none, or nothing of it waits.
        SamePerson: it is their own.
        NotForTrainees: a trainee is nobody's second person.
    """
    reason = typed(reason)
    if not reason:
        raise SentBack
    waiting = sample_of(desk, cluster)
    _check_second(desk, waiting)
    return _each(
        desk, waiting, EntryKind.CLUSTER_SENT_BACK, lambda tx, case: return_to_first(desk, tx, case, reason=reason)
    )


def _check_second(desk: Desk, waiting: Waiting) -> None:
    require(desk.me, Role.MODERATOR)
    if Role.TRAINEE in desk.me.roles:
        raise NotForTrainees(action_zh="复核", action_en="be the second person")
    if waiting.by.id == desk.me.id:
        raise SamePerson(name=desk.me.name)


def _each(desk: Desk, waiting: Waiting, kind: EntryKind, work: _OnCase) -> Handled:
    decided: list[Decided] = []
    refused: list[tuple[CaseId, Words]] = []
    for start in range(0, len(waiting.cases), BATCH):
        with desk.record.write() as tx:
            before = len(decided)
            for case_id in waiting.cases[start : start + BATCH]:
                try:
                    decided.append(work(tx, tx.cases.get(case_id, to_change=True)))
                except Refused as error:
                    refused.append((case_id, Words.of(error)))
            body: Body = {
                "cluster": waiting.cluster.id,
                "sample": " ".join(waiting.sample),
                "sampled": len(waiting.sample),
                "cases": len(decided) - before,
            }
            tx.ledger.append(kind, desk.clock(), body, {"by": f"{desk.me.id} {desk.me.name}"})
    return Handled(waiting.cluster.id, tuple(decided), tuple(refused), None, len(waiting.sample))
