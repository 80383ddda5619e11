"""Who could be honoured, with reasons that are counted and links to the posts behind each. Pure rules.

A suggestion shows what followed what; whether somebody earned a title is for people to say. Nobody is judged by it, and
nobody is told.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.cases import CaseId, CaseKind, CaseState, Verdict
from app.domain.council_heat import WITHIN, Turn, exchange
from app.domain.honours import GUARDIAN, GUIDE, PEACEMAKER, Evidence, EvidenceKind, TitleId
from app.domain.letters import NEWCOMER
from app.domain.members import MemberId, MemberRef
from app.domain.posts import PostId, ThreadId
from app.domain.quoting import one_line
from app.domain.words import NO_WORDS, Words
from app.errors import Language

LOOK_BACK = timedelta(days=90)
"""So far back posts, reports and thanks are counted."""

SHOWN = 5
"""So many links stand beside a reason, the newest; all are counted."""

OFTEN = 3
"""Who wrote so many posts about the time of one that was reported, in its thread, took part in the quarrel."""

ANSWER = 10
"""Characters that a post has at least where it is counted as an answer."""

CALMING = (
    *("打住", "别吵", "不吵", "冷静", "消消气", "火气", "少说两句", "各退一步", "和气"),
    *("calm down", "cool down", "no need to fight", "let's not fight", "stop fighting"),
)
"""Words of who calms others."""

SOON = timedelta(days=7)
"""An answer to a newcomer comes within this."""


class ReasonKind(StrEnum):
    """What was counted."""

    CALMED = "calmed"
    ANSWERED = "answered"
    REPORTED = "reported"
    THANKED = "thanked"


LEAST = {ReasonKind.CALMED: 1, ReasonKind.ANSWERED: 3, ReasonKind.REPORTED: 3, ReasonKind.THANKED: 2}
"""From so many on it is a reason."""

TITLES = {
    ReasonKind.CALMED: PEACEMAKER,
    ReasonKind.ANSWERED: GUIDE,
    ReasonKind.REPORTED: GUARDIAN,
    ReasonKind.THANKED: GUIDE,
}
"""Which title each reason points to."""


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that was counted: the post or the case, and in a line what is to be seen there."""

    at: datetime
    title: str
    thread: ThreadId | None = None
    post: PostId | None = None
    case: CaseId | None = None
    url: str = ""
    words: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Found:
    """Something that speaks for somebody."""

    kind: ReasonKind
    member: MemberRef
    link: Link


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody is suggested: how often it was so, and the newest of it."""

    kind: ReasonKind
    count: int
    links: tuple[Link, ...]

    @property
    def words(self) -> Words:
        """In one line, with its number."""
        n, s = self.count, "" if self.count == 1 else "s"
        days = LOOK_BACK.days
        said = {
            ReasonKind.CALMED: (
                f"近 {days} 天，{n} 场争吵在 TA 发言后平息",
                f"{n} quarrel{s} calmed after their post in the last {days} days",
            ),
            ReasonKind.ANSWERED: (
                f"近 {days} 天，回答了 {n} 位新车友的求助",
                f"answered {n} newcomer{s} in the last {days} days",
            ),
            ReasonKind.REPORTED: (
                f"近 {days} 天，{n} 次举报成立，从未恶意举报",
                f"{n} report{s} upheld in the last {days} days, never a malicious one",
            ),
            ReasonKind.THANKED: (
                f"近 {days} 天，因 {n} 个帖子被感谢",
                f"thanked for {n} post{s} in the last {days} days",
            ),
        }
        return Words(*said[self.kind])


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Somebody who could be nominated, and for which title; the strongest reason first."""

    member: MemberRef
    title: TitleId
    reasons: tuple[Reason, ...]

    def evidence(self, language: Language) -> tuple[Evidence, ...]:
        """What a nomination would rest on: each reason as counted, and the posts and cases behind it."""
        return tuple(one for reason in self.reasons for one in _evidence(reason, language))


def _evidence(reason: Reason, language: Language) -> Iterator[Evidence]:
    yield Evidence(EvidenceKind.SUGGESTION, reason.kind.value, reason.words.say(language))
    for link in reason.links:
        said = one_line(link.title, 60)
        if link.post is not None:
            yield Evidence(EvidenceKind.POST, link.post, said)
        elif link.case is not None:
            yield Evidence(EvidenceKind.CASE, link.case, said)


_GRAVE = (CaseKind.COMPLAINT, CaseKind.SAFETY, CaseKind.UNLAWFUL, CaseKind.RIGHTS_NOTICE, CaseKind.CARE)


@dataclass(frozen=True, slots=True)
class Matter:
    """A case about a post, as far as it says whether we may point to the thread.

    Attributes:
        raised: a keyword points to a lane of its own, and nobody saw that it is none.
    """

    kind: CaseKind
    state: CaseState
    verdict: Verdict | None = None
    raised: bool = False

    @property
    def grave(self) -> bool:
        """Whether somebody's complaint or distress, a danger or the law is at stake: that is no quarrel."""
        return self.raised or self.kind in _GRAVE

    @property
    def against_thanks(self) -> Words:
        """Why thanks for the post would be taken for approval; nothing where they would not."""
        if self.grave:
            return Words(
                "这个帖子是投诉，或涉及安全、违法线索、求助",
                "this post is a complaint, or about a danger, the law or somebody's distress",
            )
        if self.kind is CaseKind.SUGGESTION or self.behind_us:
            return NO_WORDS
        if self.state is not CaseState.CLOSED:
            return Words("这个帖子被举报了，还没有处理完", "this post was reported, and that is not settled")
        return Words("这个帖子已认定违规", "this post was found to break the rules")

    @property
    def behind_us(self) -> bool:
        """Whether it is over and nothing was found: what is open, upheld or grave is nothing to show around."""
        return not self.grave and self.state is CaseState.CLOSED and self.verdict in (None, Verdict.NOT_UPHELD)


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as it is counted: who wrote it when, in answer to which, how long it is."""

    id: PostId
    author: MemberRef
    at: datetime
    length: int
    reply_to: PostId | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class SeenThread:
    """A thread as it is counted.

    Attributes:
        posts: in order of time; not necessarily all.
        judged: those of its posts about which there is a case.
        reporters: who reported them; `reports`: when.
        case: the newest case.
    """

    id: ThreadId
    title: str
    posts: tuple[Seen, ...]
    judged: frozenset[PostId] = frozenset()
    reporters: frozenset[MemberId] = frozenset()
    reports: tuple[datetime, ...] = ()
    case: CaseId | None = None
    url: str = ""


def calmed(thread: SeenThread, until: datetime) -> Iterator[Found]:
    """Who calmed a heated thread: after whose posts hardly anybody quarrelled or reported any more.

    Those quarrelled whose posts were reported, whom these answered, who reported them, and who wrote again and again
    meanwhile: none of them is a peacemaker there. Two of them at least wrote before the post that calmed it; who only
    reported makes no quarrel. Each peacemaker is counted once in a thread.

    Args:
        until: up to when the thread was read.
    """
    quarrel = _quarrelled(thread)
    turns = [
        Turn(one.id, one.author.id, one.at, one.id in thread.judged, one.author.id in quarrel) for one in thread.posts
    ]
    went = exchange(turns, thread.reports, until)
    posts, counted = {one.id: one for one in thread.posts}, set[MemberId]()
    heat = [*went.reports, *(one.at for one in went.turns if one.quarrels)]
    for post in went.calmed_by:
        one = posts[PostId(post)]
        quarrelled = {turn.author for turn in went.turns if turn.quarrels and turn.at < one.at}
        if one.author.id in counted or len(quarrelled) < 2:
            continue
        counted.add(one.author.id)
        before, after = _around(heat, one.at)
        hours = WITHIN // timedelta(hours=1)
        words = Words(
            f"发言前 {hours} 小时内争吵和举报 {before} 次，之后 {hours} 小时 {after} 次",
            f"{before} quarrelling posts and reports in the {hours} hours before it, {after} in the {hours} after",
        )
        yield Found(ReasonKind.CALMED, one.author, _link(thread, one, words, thread.case))


def _around(heat: Sequence[datetime], at: datetime) -> tuple[int, int]:
    return sum(at - WITHIN <= one < at for one in heat), sum(at < one <= at + WITHIN for one in heat)


def _quarrelled(thread: SeenThread) -> set[MemberId]:
    authors = {one.id: one.author.id for one in thread.posts}
    judged = [one for one in thread.posts if one.id in thread.judged]
    answered = {authors[one.reply_to] for one in judged if one.reply_to in authors and one.reply_to is not None}
    about = [one.at for one in judged]
    meanwhile = Counter(one.author.id for one in thread.posts if any(abs(one.at - at) <= WITHIN for at in about))
    often = {author for author, count in meanwhile.items() if count >= OFTEN}
    return {one.author.id for one in judged} | answered | often | set(thread.reporters)


def answered(thread: SeenThread, joined: Mapping[MemberId, datetime]) -> Iterator[Found]:
    """Who answered a newcomer that opened a thread; each once, for the first answer.

    Nothing where the opening post was reported, and no answer that was.

    Args:
        joined: when people joined, where the community tells.
    """
    if not thread.posts:
        return
    opening = thread.posts[0]
    since = joined.get(opening.author.id)
    if since is None or not timedelta(0) <= opening.at - since <= NEWCOMER or opening.id in thread.judged:
        return
    counted = {opening.author.id}
    for one in thread.posts[1:]:
        told = one.length >= ANSWER and one.at - opening.at <= SOON and one.id not in thread.judged
        if told and one.author.id not in counted:
            counted.add(one.author.id)
            name = opening.author.name
            yield Found(
                ReasonKind.ANSWERED, one.author, _link(thread, one, Words(f"答新车友 {name}", f"to newcomer {name}"))
            )


def _link(thread: SeenThread, post: Seen, words: Words, case: CaseId | None = None) -> Link:
    return Link(post.at, thread.title, thread.id, post.id, case, post.url or thread.url, words)


def hinted(text: str, *, answers: bool) -> TitleId | None:
    """Which title a single post may point to, where nothing was counted; None where it points to none.

    Args:
        answers: it stands in a thread that somebody else opened.
    """
    if any(word in text.casefold() for word in CALMING):
        return PEACEMAKER
    return GUIDE if answers and len(text.strip()) >= ANSWER else None


def strongest(found: Iterable[Found], out: Collection[MemberId], limit: int) -> list[Suggestion]:
    """Who is suggested, those with the strongest reasons first: how often, against from how often on it is a reason.

    Args:
        out: who is not suggested, whatever was found.
        limit: so many at most.
    """
    by_member: dict[MemberId, dict[ReasonKind, list[Found]]] = defaultdict(lambda: defaultdict(list))
    for one in found:
        if one.member.id not in out:
            by_member[one.member.id][one.kind].append(one)
    suggested = [some for kinds in by_member.values() if (some := _suggestion(kinds)) is not None]
    return sorted(suggested, key=lambda one: (-sum(map(_weight, one.reasons)), one.member.id))[:limit]


def _suggestion(kinds: Mapping[ReasonKind, Sequence[Found]]) -> Suggestion | None:
    reasons = [_reason(kind, found) for kind, found in kinds.items() if len(found) >= LEAST[kind]]
    if not reasons:
        return None
    order = list(ReasonKind)
    reasons.sort(key=lambda one: (-_weight(one), order.index(one.kind)))
    newest = max((one for found in kinds.values() for one in found), key=lambda one: one.link.at)
    return Suggestion(newest.member, TITLES[reasons[0].kind], tuple(reasons))


def _reason(kind: ReasonKind, found: Sequence[Found]) -> Reason:
    newest = sorted((one.link for one in found), key=lambda link: link.at, reverse=True)
    return Reason(kind, len(found), tuple(newest[:SHOWN]))


def _weight(reason: Reason) -> float:
    return reason.count / LEAST[reason.kind]
