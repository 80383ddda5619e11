"""What governing adds to a case: the author's record, what the ladder proposes, who is to agree, what was appealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.appeals import Appeal
from app.domain.cases import Case
from app.domain.conduct import Edition, Use
from app.domain.decisions import HOLDING, Approval, Decision, ReportVerdict
from app.domain.ladder import Proposal, propose
from app.domain.members import MemberId
from app.domain.sampling import Sample
from app.domain.sanctions import SANCTIONABLE, KeptSanction, strikes_of
from app.operations.approving import pending
from app.operations.sanction_parts import brand_hit
from app.operations.sanctions import record_of
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Governed:
    """What stands beside a case.

    Attributes:
        record: every sanction against the author, oldest first.
        article: the likeliest that can be cited; None where there is none.
        proposal: of the ladder for that article, no malice supposed; None where the kind is not for the ladder.
        pending: the decision that waits for another person.
        brand_hit: the word that names the brand's side, "" where none does.
        recused: who keeps out, and why.
        verdicts: what was found about each report.
        appeals: against decisions on this case, oldest first.
        kept_out: the names of who is recused, each with the reason.
        samples: what leads said of decisions on this case, oldest first.
        sent_back: what another person said of the decision that they sent back last; None once it was made anew.
    """

    record: list[KeptSanction]
    article: int | None
    proposal: Proposal | None
    pending: Decision | None
    brand_hit: str
    recused: Mapping[MemberId, str]
    verdicts: Mapping[str, ReportVerdict]
    appeals: list[Appeal]
    kept_out: tuple[tuple[str, str], ...] = ()
    samples: tuple[Sample, ...] = ()
    sent_back: Approval | None = None


def governed(
    tx: Transaction,
    case: Case,
    edition: Edition | None,
    articles: Sequence[int],
    now: datetime,
    *,
    decisions: Sequence[Decision],
) -> Governed:
    """What governing adds to a case; `decisions` are those on it."""
    record = record_of(tx, case)
    recused = tx.governing.recused(case.key)
    cited = next((number for number in articles if edition and edition.article(number).use is Use.CONDUCT), None)
    return Governed(
        record=record,
        article=cited,
        proposal=_proposal(case, edition, cited, record, now),
        pending=pending(tx, case, decisions),
        brand_hit=brand_hit(case),
        recused=recused,
        verdicts=tx.governing.report_verdicts(case.key),
        appeals=tx.appeals.of_case(case.id),
        kept_out=tuple((_name(tx, one), why) for one, why in recused.items()),
        samples=tuple(tx.samples.of_case(case.key)),
        sent_back=_sent_back(tx, decisions),
    )


def _name(tx: Transaction, who: MemberId) -> str:
    account = tx.accounts.get(who)
    return account.name if account else who


def _sent_back(tx: Transaction, decisions: Sequence[Decision]) -> Approval | None:
    """What was said of the last decision, where it was sent back and nothing was decided since."""
    decided = [one for one in decisions if one.kind not in HOLDING]
    if not decided or decided[-1].second_person is None:
        return None
    said = tx.governing.approval(decided[-1].id)
    return said if said is not None and not said.agreed else None


def _proposal(
    case: Case, edition: Edition | None, cited: int | None, record: Sequence[KeptSanction], now: datetime
) -> Proposal | None:
    severity = edition.article(cited).severity if edition and cited else None
    if severity is None or case.kind not in SANCTIONABLE:
        return None
    written_at = case.revision.written_at
    return propose(severity, malice=False, record=strikes_of(record), when=now, written_at=written_at)
