"""Abnormal accounts in batches: a measure for each account, every post and every report, all in one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from app.domain.cases import Case, CaseId, CommunityState, Step, Verdict
from app.domain.changes import Changes
from app.domain.clusters import ALONG, Cluster, Plan, along_with
from app.domain.conduct import Edition, Severity, in_force
from app.domain.decisions import DECIDING, Choice, Decided, DecisionKind, ReportVerdict
from app.domain.ladder import Proposal
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberId, MemberRef
from app.domain.messages import typed
from app.domain.sanctions import Reckoning, Sanction, SecondPerson, Track
from app.domain.taking_effect import check_notice
from app.domain.words import Words
from app.errors import EditedMeanwhile, NoRight, NothingOfIt, NothingToAnswer, Refused
from app.operations import sanction_letters
from app.operations.clusters_plan import (
    ClusterWish,
    check,
    measure_once,
    plan,
)
from app.operations.council_standing import check_left_to_ruling
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import NO_HOLD, Desk, new_id
from app.operations.sanction_parts import brand_hit, cited, on_account, on_post
from app.operations.sanctions import longest_notice
from storage.transaction import Transaction

BATCH = 100
"""Cases of one transaction; others get their turn in between."""


@dataclass(frozen=True, slots=True)
class Handled:
    """What handling, agreeing with or sending back a batch gives back.

    Attributes:
        refused: cases that a rule kept out, with its sentence; the others went on.
        second: why it waits for another person; None when it took effect.
        sample: how many they look at.
    """

    cluster: str
    decided: tuple[Decided, ...] = ()
    refused: tuple[tuple[CaseId, Words], ...] = ()
    second: SecondPerson | None = None
    sample: int = 0
    changes: Changes = DECIDING


def handle(desk: Desk, cases: Sequence[CaseId], wish: ClusterWish, *, hold: timedelta = NO_HOLD) -> Handled:
    """Handle cases as the work of abnormal accounts: a measure for each account, every post, every report.

    An account gets its measure once, by the first of its cases; see `clusters.ALONG`. Cases that a rule keeps out are
    named, the others go on. Where another person must sample the batch, nothing of it happens before they agree.

    Args:
        desk: of the person who acts.
        cases: the cases.
        wish: what is wanted.
        hold: how long everything waits, so that it can be taken back.

    Raises:
        NoRight: the person is no moderator.
        NoSuchRung: the measure is not for abnormal accounts.
        NothingOfIt: a rule keeps every case out. Nothing was kept.
    """
    wish = replace(wish, no_party=typed(wish.no_party))
    planned = plan(desk, cases, wish)
    if not planned.cases:
        why = planned.refused[0][1] if planned.refused else Words("没有选中工单。", "no case is picked.")
        raise NothingOfIt(why_zh=why.zh, why_en=why.en)
    work = _Work(desk, wish, planned, hold)
    for start in range(0, len(planned.cases), BATCH):
        with desk.record.write() as tx:
            work.block(tx, planned.cases[start : start + BATCH])
    return Handled(work.cluster, tuple(work.decided), (*planned.refused, *work.refused), planned.second, planned.sample)


class _Work:
    """A batch while it is kept, block by block."""

    def __init__(self, desk: Desk, wish: ClusterWish, planned: Plan, hold: timedelta) -> None:
        self._desk, self._wish, self._planned, self._hold = desk, wish, planned, hold
        self.cluster = new_id()
        self.decided: list[Decided] = []
        self.refused: list[tuple[CaseId, Words]] = []
        self._measured: dict[MemberId, CaseId] = {}
        self._kept = False

    def block(self, tx: Transaction, cases: Sequence[CaseId]) -> None:
        """Keep the decisions on some of the cases."""
        if not self._kept:
            self._keep_cluster(tx)
            self._kept = True
        editions = tx.conduct.editions()
        for case_id in cases:
            try:
                case = case_to_decide(self._desk, tx, case_id)
                if case.revision.version != self._planned.versions[case_id]:
                    raise EditedMeanwhile
                check(tx, case, self._wish, editions)
                self.decided.append(self._decide(tx, case, editions))
            except NoRight:
                raise
            except Refused as error:
                self._measured = {who: by for who, by in self._measured.items() if by != case_id}
                self.refused.append((case_id, Words.of(error)))

    def _keep_cluster(self, tx: Transaction) -> None:
        desk, planned = self._desk, self._planned
        now, me = desk.clock(), MemberRef(desk.me.id, desk.me.name)
        cluster = Cluster(self.cluster, planned.evidence, tx.ledger.head()[1])
        tx.governing.add_cluster(self.cluster, me, now, cluster.as_json())
        evidence = planned.evidence
        body: Body = {
            "cluster": self.cluster,
            "cases": evidence.cases,
            "accounts": evidence.accounts,
            "same_text": evidence.same_text,
            "joined_within_days": evidence.joined_within,
            "in_an_hour": evidence.in_an_hour,
            "unverified": evidence.unverified,
            "owners": len(evidence.owners),
            "rung": self._wish.rung.value,
            "post": self._wish.post.value,
            "brand_named": planned.brand_hit,
            "brand_party": bool(planned.brand_hit) and not self._wish.no_party,
            "second_person": planned.second.value if planned.second else None,
            "refused": len(planned.refused),
            "drawn_by": cluster.head,
        }
        private = {"by": f"{me.id} {me.name}", "evidence": evidence.sentence.zh}
        tx.ledger.append(EntryKind.CLUSTER_MADE, now, body, private)

    def _decide(self, tx: Transaction, case: Case, editions: Sequence[Edition]) -> Decided:
        wish = self._wish
        check_left_to_ruling(tx, case, DecisionKind.SANCTION)
        basis, severity = cited(editions, case, wish.article)
        other = measure_once(self._desk, tx, self._measured, case, wish.rung)
        measure = self._sanction(case, severity, other)
        proposal = Proposal(measure.rung, measure.because, (), (), None, measure.rung)  # no ladder for these
        reckoned = Reckoning(basis, severity, proposal, measure, in_force(editions, case.revision.written_at))
        answers, text = on_post(tx, case, wish.post), ""
        if other is None:
            longest = longest_notice(tx, case)
            text = sanction_letters.notice(self._desk, case, reckoned, longest=longest)
            check_notice(text, measure, self._desk.clock().astimezone(), longest)
            answers += on_account(case, wish.rung, sanction_letters.reason_for_community(basis, text), text)
        choice = Choice(
            kind=DecisionKind.SANCTION,
            step=Step.SANCTION,
            answers=answers,
            outcome=CommunityState.UPHELD,
            verdict=Verdict.UPHELD,
            basis=basis,
            text=text,
            reason=typed(wish.reason),
            sanction=measure,
            reports=tuple((one.id, ReportVerdict.UPHELD) for one in tx.cases.reports(case.key)),
        )
        return keep(self._desk, tx, case, choice, self._hold, second=self._planned.second)

    def _sanction(self, case: Case, severity: Severity, other: CaseId | None) -> Sanction:
        if case.author is None:
            raise NothingToAnswer
        rung, sentence, hit = self._wish.rung, self._planned.evidence.sentence, brand_hit(case)
        return Sanction(
            member=case.author,
            rung=ALONG if other else rung,
            severity=severity,
            proposed=ALONG if other else rung,
            because=(sentence, along_with(other)) if other else (sentence,),
            departure=self._wish.no_party if hit else "",
            brand_party=bool(hit) and not self._wish.no_party,
            brand_hit=hit,
            post=self._wish.post,
            track=Track.ABNORMAL,
            cluster=self.cluster,
        )
