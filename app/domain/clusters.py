"""Abnormal accounts in batches: adverts, machines, paid posters; what shows it, who is to sample, which are drawn."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from statistics import median

from app.domain.cases import Case, CaseId
from app.domain.ladder import Rung
from app.domain.members import Member, MemberId
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

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ClusterEvidence:
    """What shows that cases belong together.

    Attributes:
        cases: how many.
        accounts: how many accounts wrote them.
        same_text: how many have the text that most of them have; 0 where each differs.
        joined_known: of how many accounts is known when they joined.
        joined_within: days between the first and the last of these; None below two accounts.
        in_an_hour: most posts within any hour.
        unverified: accounts of which the community says that they have no verified car.
        unknown: accounts of which it does not say.
        posts_each: posts of an account in all its time, the median; None where nobody knows.
        owners: the verified owners among them, by name.
    """

    cases: int
    accounts: int
    same_text: int = 0
    joined_known: int = 0
    joined_within: int | None = None
    in_an_hour: int = 0
    unverified: int = 0
    unknown: int = 0
    posts_each: int | None = None
    owners: tuple[str, ...] = ()

    @property
    def lines(self) -> list[Words]:
        """In words, one fact each; what is not known is not told."""
        found = [Words(f"{self.cases} 件工单，{self.accounts} 个账号", f"{self.cases} cases, {self.accounts} accounts")]
        if self.same_text > 1:
            share = round(100 * self.same_text / self.cases)
            found.append(
                Words(f"{self.same_text} 件同文（{share}%）", f"{self.same_text} with the same text ({share} %)")
            )
        if self.joined_within is not None:
            found.append(self._joined())
        if self.in_an_hour > 1:
            found.append(Words(f"一小时内最多发出 {self.in_an_hour} 帖", f"up to {self.in_an_hour} posts in one hour"))
        if self.posts_each is not None:
            found.append(Words(f"每个账号累计约 {self.posts_each} 帖", f"about {self.posts_each} posts per account"))
        if self.unverified:
            found.append(Words(f"{self.unverified} 个账号没有认证车辆", f"{self.unverified} have no verified car"))
        if self.unknown:
            found.append(Words(f"{self.unknown} 个账号的认证情况未知", f"{self.unknown} not known to be owners or not"))
        found.append(self._owners())
        return found

    def _joined(self) -> Words:
        days = self.joined_within or 0
        if days == 0:
            return Words(
                f"{self.joined_known} 个账号同一天注册", f"{self.joined_known} accounts joined on the same day"
            )
        unit = "day" if days == 1 else "days"
        return Words(
            f"{self.joined_known} 个账号在 {days} 天内先后注册",
            f"{self.joined_known} accounts joined within {days} {unit} of each other",
        )

    def _owners(self) -> Words:
        if not self.owners:
            return Words("没有认证车主", "no verified owners")
        names = "、".join(self.owners)
        return Words(f"其中认证车主：{names}", f"verified owners among them: {', '.join(self.owners)}")

    @property
    def sentence(self) -> Words:
        """All of it as one sentence."""
        return Words("；".join(one.zh for one in self.lines), "; ".join(one.en for one in self.lines))


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
    return Cluster(cluster, ClusterEvidence(**{**evidence, "owners": tuple(evidence["owners"])}), told["head"])


def evidence_of(cases: Sequence[Case], members: Mapping[MemberId, Member]) -> ClusterEvidence:
    """What shows that these cases belong together.

    Args:
        cases: each with an author.
        members: what the community told of them.
    """
    authors = {case.author.id: case.author.name for case in cases if case.author}
    known = [members[one] for one in authors if one in members]
    joined = sorted(one.joined_at for one in known if one.joined_at)
    said = Counter(case.text_print or case.revision.body.strip() for case in cases)
    most = max(said.values(), default=0)
    unverified = sum(one.verified_owner is False for one in known)
    owners = [one.ref.name for one in known if one.verified_owner]
    posts = [one.posts for one in known if one.posts is not None]
    return ClusterEvidence(
        cases=len(cases),
        accounts=len(authors),
        same_text=most if most > 1 else 0,
        joined_known=len(joined),
        joined_within=(joined[-1] - joined[0]).days if len(joined) > 1 else None,
        in_an_hour=_in_an_hour([case.revision.written_at for case in cases]),
        unverified=unverified,
        unknown=len(authors) - unverified - len(owners),
        posts_each=round(median(posts)) if posts else None,
        owners=tuple(sorted(owners)),
    )


def _in_an_hour(moments: Sequence[datetime]) -> int:
    ordered = sorted(moments)
    first, most = 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] > _HOUR:
            first += 1
        most = max(most, last - first + 1)
    return most


def second_person(evidence: ClusterEvidence, rung: Rung, *, brand: bool) -> SecondPerson | None:
    """Why another person has to sample a batch; None where it takes effect at once.

    Args:
        evidence: of what is handled.
        rung: of the measure.
        brand: a text names the brand's side, which may be a party then.
    """
    if evidence.owners:
        return SecondPerson.OWNER
    if rung is Rung.SUSPEND_30:
        return SecondPerson.LONG
    if brand:
        return SecondPerson.BRAND
    return SecondPerson.CLUSTER if evidence.cases > AT_ONCE else None


def sample_size(count: int) -> int:
    """How many of a batch are looked at again."""
    return min(count, max(LEAST_SAMPLE, -(-count * int(SAMPLE_SHARE * 100) // 100)))


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
        sample: how many they would look at.
        brand_hit: the word of a text that names the brand's side, "" where none does.
        rows: the cases as lines.
    """

    evidence: ClusterEvidence
    cases: tuple[CaseId, ...]
    measured: frozenset[CaseId]
    refused: tuple[tuple[CaseId, Words], ...] = ()
    second: SecondPerson | None = None
    sample: int = 0
    brand_hit: str = ""
    rows: tuple[Planned, ...] = ()


def along_with(case: CaseId) -> Words:
    """Why a case has no measure of its own."""
    return Words(
        f"同一账号已随工单 {case} 处置，不重复禁言", f"its account has the measure by case {case}, and no second one"
    )
