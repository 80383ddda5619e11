"""What shows that cases are the work of abnormal accounts, and for which of them nothing does."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from app.domain.cases import Case, CaseId
from app.domain.members import Member, MemberId
from app.domain.words import Words

LEAST_SAME_TEXT, LEAST_ACCOUNTS, LEAST_BURST = 3, 2, 5
"""What shows abnormal accounts: so many cases of one text, or one text by so many accounts, or so many posts of so many
accounts within an hour. Below that somebody is a person, for whom there is the ladder."""

LEAST_LETTERS = 10
"""Shorter texts are said by people too: that they are the same shows nothing."""

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
        earlier: cases with the same text that were handled as the work of abnormal accounts before.
        ownership: of each account whether it is a verified owner's, as known then; None where nobody said.
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
    earlier: int = 0
    ownership: tuple[tuple[MemberId, bool | None], ...] = ()

    @property
    def looked_at(self) -> frozenset[MemberId]:
        """Accounts that are in every sample: verified owners, and those that may be where it is known of others."""
        told = any(one is not None for _, one in self.ownership)
        return frozenset(member for member, one in self.ownership if one or (one is None and told))

    @property
    def lines(self) -> list[Words]:
        """In words, one fact each; what is not known is not told."""
        found = [Words(f"{self.cases} 件工单，{self.accounts} 个账号", f"{self.cases} cases, {self.accounts} accounts")]
        if self.same_text > 1:
            share = round(100 * self.same_text / self.cases)
            found.append(
                Words(f"{self.same_text} 件同文（{share}%）", f"{self.same_text} with the same text ({share} %)")
            )
        if self.earlier:
            found.append(
                Words(
                    f"另有 {self.earlier} 件同文，此前已按非正常账号处理",
                    f"{self.earlier} more with the same text were handled so before",
                )
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
            found.append(
                Words(
                    f"{self.unknown} 个账号的认证情况未知，按可能是认证车主对待",
                    f"{self.unknown} not known to be owners or not: taken as if they were",
                )
            )
        found.append(self._owners())
        return found

    def _joined(self) -> Words:
        days = self.joined_within or 0
        if days == 0:
            return Words(
                f"{self.joined_known} 个账号同一天注册", f"{self.joined_known} accounts joined on the same day"
            )
        return Words(
            f"{self.joined_known} 个账号在 {days} 天内先后注册",
            f"{self.joined_known} accounts joined within a day of each other"
            if days == 1
            else f"{self.joined_known} accounts joined within {days} days of each other",
        )

    def _owners(self) -> Words:
        if not self.owners:
            return Words("没有已知的认证车主", "no known verified owners") if self.unknown else _NO_OWNERS
        names = Words("、".join(self.owners), ", ".join(self.owners))
        return Words(f"其中认证车主：{names.zh}", f"verified owners among them: {names.en}")

    @property
    def sentence(self) -> Words:
        """All of it as one sentence."""
        return Words("；".join(one.zh for one in self.lines), "; ".join(one.en for one in self.lines))


_NO_OWNERS = Words("没有认证车主", "no verified owners")


def together(
    cases: Sequence[Case], *, same_as_before: Collection[CaseId] = (), measured: Collection[MemberId] = ()
) -> frozenset[CaseId]:
    """Of which cases something shows that abnormal accounts wrote them: their own pattern, or their account's.

    Args:
        cases: each with an author.
        same_as_before: those with a text that was handled so before.
        measured: accounts that have a measure as abnormal ones, in force now.
    """
    texts: dict[str, list[Case]] = {}
    for case in cases:
        if says_much(case):
            texts.setdefault(case.text_print, []).append(case)
    shown = [one for alike in texts.values() if _a_pattern(alike) for one in alike]
    shown += [one for burst in _bursts(cases) for one in burst]
    accounts = {one.author.id for one in shown if one.author} | set(measured)
    accounts |= {one.author.id for one in cases if one.author and one.id in same_as_before}
    return frozenset(one.id for one in cases if one.author and one.author.id in accounts)


def says_much(case: Case) -> bool:
    """Whether another post that says the same would be no chance."""
    return bool(case.text_print) and sum(letter.isalnum() for letter in case.revision.body) >= LEAST_LETTERS


def _a_pattern(alike: Sequence[Case]) -> bool:
    return len(alike) >= LEAST_SAME_TEXT or _accounts(alike) >= LEAST_ACCOUNTS


def _accounts(cases: Sequence[Case]) -> int:
    return len({one.author.id for one in cases if one.author})


def _bursts(cases: Sequence[Case]) -> Iterator[Sequence[Case]]:
    """Every hour in which enough posts of enough accounts were written."""
    ordered = sorted(cases, key=lambda one: one.revision.written_at)
    first = 0
    for last, case in enumerate(ordered):
        while case.revision.written_at - ordered[first].revision.written_at > _HOUR:
            first += 1
        ends = (
            last + 1 == len(ordered)
            or ordered[last + 1].revision.written_at - ordered[first].revision.written_at > _HOUR
        )
        within = ordered[first : last + 1] if ends else []
        if len(within) >= LEAST_BURST and _accounts(within) >= LEAST_ACCOUNTS:
            yield within


def evidence_of(cases: Sequence[Case], members: Mapping[MemberId, Member], *, earlier: int = 0) -> ClusterEvidence:
    """What shows that these cases belong together.

    Args:
        cases: each with an author.
        members: what the community told of them.
        earlier: how many with the same text were handled so before.
    """
    authors = {case.author.id: case.author.name for case in cases if case.author}
    known = [members[one] for one in authors if one in members]
    joined = sorted(one.joined_at for one in known if one.joined_at)
    said = Counter(case.text_print or case.revision.body.strip() for case in cases)
    most = max(said.values(), default=0)
    unverified = sum(one.verified_owner is False for one in known)
    owners = [one.ref.name for one in known if one.verified_owner]
    ownership = {one: members[one].verified_owner if one in members else None for one in authors}
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
        earlier=earlier,
        ownership=tuple(ownership.items()),
    )


def _in_an_hour(moments: Sequence[datetime]) -> int:
    ordered = sorted(moments)
    first, most = 0, 0
    for last, moment in enumerate(ordered):
        while moment - ordered[first] > _HOUR:
            first += 1
        most = max(most, last - first + 1)
    return most
