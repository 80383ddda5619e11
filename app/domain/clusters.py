"""Abnormal accounts in batches: adverts, machines, paid posters; who is to sample them, which are drawn."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import ceil

from app.domain.cases import CaseId
from app.domain.clusters_evidence import ClusterEvidence
from app.domain.conduct import Severity
from app.domain.ladder import Rung
from app.domain.sanctions import PostAction, SecondPerson
from app.domain.words import Words

AT_ONCE = 20
"""So many cases at most take effect without a second person; the database holds that too."""

RUNGS = (Rung.MUTE_7, Rung.SUSPEND_30)
"""What an abnormal account can get. The ladder is for people."""

POST_ACTIONS = (PostAction.FOLD, PostAction.DELETE)

ALONG = Rung.WARNING
"""The rung of a case that is closed along with another of the same account: it has no measure and no notice of its own.

An account is muted once, whatever many of its posts were reported: by the first of its cases. The others keep their
own decision with its basis and what happens to the post.
"""

SAMPLE_SHARE, LEAST_SAMPLE = 0.1, 5
"""A second person looks at a tenth of a batch, and at no fewer than these."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A batch as it is kept.

    Attributes:
        head: the head of the ledger when it was made, by which the sample is drawn.
    """

    id: str
    evidence: ClusterEvidence
    head: str

    def as_json(self) -> str:
        """Frozen as it is kept, with the sentence."""
        told = {
            "evidence": asdict(self.evidence),
            "sentence": {"zh": self.evidence.sentence.zh, "en": self.evidence.sentence.en},
            "head": self.head,
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


def cluster_from(cluster: str, kept: str) -> Cluster:
    """A batch as it was kept."""
    told = json.loads(kept)
    evidence = told["evidence"]
    lists = {"owners": tuple(evidence["owners"]), "ownership": tuple(tuple(one) for one in evidence["ownership"])}
    return Cluster(cluster, ClusterEvidence(**{**evidence, **lists}), told["head"])


def second_person(
    evidence: ClusterEvidence, rung: Rung, severity: Severity, post: PostAction, *, brand: bool
) -> SecondPerson | None:
    """Why another person has to sample a batch; None where it takes effect at once.

    Args:
        evidence: of what is handled.
        rung: of the measure.
        severity: of the article.
        post: what happens to every post; what is deleted is gone for its readers.
        brand: the brand's side is named, and may be a party then.
    """
    if evidence.owners or evidence.unknown:
        return SecondPerson.OWNER
    if severity is Severity.GRAVE:
        return SecondPerson.GRAVE
    if rung.heavy:
        return SecondPerson.LONG
    if brand:
        return SecondPerson.BRAND
    large = evidence.cases > AT_ONCE or post is PostAction.DELETE
    return SecondPerson.CLUSTER if large else None


def sample_size(count: int) -> int:
    """How many of a batch are looked at again."""
    return min(count, max(LEAST_SAMPLE, ceil(count * SAMPLE_SHARE)))


def drawn(cluster: Cluster, cases: Sequence[CaseId], always: Sequence[CaseId] = ()) -> tuple[CaseId, ...]:
    """The sample of a batch: nobody chooses it, and anybody can draw it again.

    Args:
        cluster: by whose id and head it is drawn.
        cases: of the batch.
        always: those that are looked at in any case: of verified owners.
    """

    def lot(case: CaseId) -> str:
        return hashlib.sha256(f"{cluster.id}\n{cluster.head}\n{case}".encode()).hexdigest()

    chosen = sorted(cases, key=lot)[: sample_size(len(cases))]
    return tuple(dict.fromkeys([*(one for one in cases if one in always), *chosen]))


@dataclass(frozen=True, slots=True)
class Planned:
    """A case of a batch as a line.

    Attributes:
        who: its author.
        excerpt: of what was written.
        owner: the author is a verified owner.
        along: it is closed along with another case of the account.
    """

    case: CaseId
    who: str
    excerpt: str
    owner: bool = False
    along: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What handling a batch would do, before anything is kept.

    Attributes:
        cases: those that can be handled, in the order in which they were picked.
        measured: of these, the ones by which an account gets its measure: one each.
        refused: those that a rule keeps out, with its sentence.
        second: why another person has to sample it.
        sample: how many they would look at at least.
        brand_hit: the word of a text that names the brand's side, "" where none does.
        rows: the cases as lines.
        versions: of the texts that were looked at.
    """

    evidence: ClusterEvidence
    cases: tuple[CaseId, ...]
    measured: frozenset[CaseId]
    refused: tuple[tuple[CaseId, Words], ...] = ()
    second: SecondPerson | None = None
    sample: int = 0
    brand_hit: str = ""
    rows: tuple[Planned, ...] = ()
    versions: Mapping[CaseId, str] = field(default_factory=dict)


def along_with(case: CaseId) -> Words:
    """Why a case has no measure of its own."""
    return Words(
        f"同一账号已随工单 {case} 处置，不重复禁言", f"its account has the measure by case {case}, and no second one"
    )
