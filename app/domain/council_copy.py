"""A ruling as everybody reads it: drafted from what was counted alone, with neither names nor quotes.

What is published must not lead to people (Personal Information Protection Law, art. 25): parties stand in it as 甲方
and 乙方, seats not at all.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.council import (
    FINDING_WORDS,
    QUESTION_WORDS,
    REMEDY_WORDS,
    Finding,
    Question,
    Referral,
    Remedy,
)
from app.domain.council_counting import UNDECIDED_WORDS, Outcome
from app.domain.messages import BLANK, names_somebody
from app.domain.words import Words
from app.errors import Language

LONGEST_RULING = 8_000

QUOTE_HAN, QUOTE_LETTERS = 8, 40
"""From so many characters on a passage that also stands in a post is a quote: Chinese ones, or letters of others."""

_WHOLE = 1 - 1e-9
"""Rounding makes no difference."""

_HEAD = Words("【议事会评议结果】{id}", "[Council ruling] {id}")
_QUESTION = Words("**评议的问题**　{question}", "**The question.** {question}")
_ALLEGED = Words("**据称的经过**　{alleged}", "**What is said to have happened.** {alleged}")
_ARTICLES = Words("**对照的条款**　{articles}", "**The articles looked at.** {articles}")
_BALLOTS = Words(
    "**评议**　评议小组 {size} 席{sat}，收到有效评议票 {ballots} 张（至少需要 {needed} 张）。"
    "委员各自阅卷、各自投票，计票之前没有人看得到结果；计票由两人共同完成。",
    "**The vote.** A panel of {size} seats{sat}; {ballots} valid ballots, where {needed} were needed. Each seat read "
    "and voted alone, nobody saw a result before the count, and two people counted.",
)
_SAT = Words("（计票时在席 {seats} 席）", " ({seats} sat at the count)")
_FACTS = {
    Finding.YES: Words("材料足以证明所说的事发生过", "the material shows that it happened"),
    Finding.NO: Words("材料不足以证明所说的事发生过", "the material does not show that it happened"),
}
_BREACH = {
    Finding.YES: Words("违反了上述条款", "it breaches the articles named"),
    Finding.NO: Words("没有违反上述条款", "it breaches none of the articles named"),
}
_OPEN = Words("没有一种看法达到六成", "no view had 60 %")
_NOT_ASKED = Words("事实未获认定，不再判断", "not looked at, since the facts were not found")
_REMEDY = Words("建议：{remedy}", "recommended: {remedy}")
_NOTHING = Words("建议：不作处理", "recommended: that nothing follows")
_BY_RULE = Words(
    "{why}。本事项涉及品牌方，按议事会章程作有利于车友的处理：不作处理。",
    "Undecided: {why}. Since the brand is a party, the council's charter decides for the member: nothing follows.",
)
_UNDECIDED = Words("未形成评议结果：{why}。", "Undecided: {why}.")
_BRACKETS = Words("（{}）", " ({})")
_CLOSING = Words(
    "议事会提出建议，由社区管理组按社区公约执行，并对外负责。处理只限社区发言，不影响车辆使用、维修保养、三包和各项车主权益。",
    "The council recommends; the community's team carries it out under the code of conduct and answers for it. It "
    "concerns what is said here only, and touches neither anybody's car nor any right of an owner.",
)
_REFUSED = Words(
    "**未采纳**　因下述法律原因，社区没有按这一建议执行：{why}（至今 {of} 件评议结果中，未采纳 {count} 件。）",
    "**Not carried out.** The community does not follow this recommendation, for a legal reason: {why} (Of {of} "
    "rulings so far, {count} were not followed.)",
)
_REASONS = Words("**理由**　{reasons}", "**The reasons.** {reasons}")
_OMITTED = Words("（引用了帖子原文，此处略去）", "(left out here, since it quotes a post)")


class Comes(StrEnum):
    """What came of a ruling that the brand took on, when it is published."""

    TO_COME = "to_come"
    DONE = "done"
    REDUCED = "reduced"
    OVERTURNED = "overturned"


_COMES = {
    Comes.TO_COME: Words("**执行**　社区将按这一建议执行。", "**Carried out.** The community will follow this."),
    Comes.DONE: Words("**执行**　社区已按这一建议执行。", "**Carried out.** The community followed this."),
    Comes.REDUCED: Words(
        "**执行**　社区已按这一建议执行，后经申诉减轻。",
        "**Carried out.** The community followed this; it was made milder on appeal.",
    ),
    Comes.OVERTURNED: Words(
        "**执行**　社区已按这一建议执行，后经申诉撤销。",
        "**Carried out.** The community followed this; it was overturned on appeal.",
    ),
}
_GAP = {"zh": "、", "en": ", "}


def ruling_title(referral: Referral, language: Language) -> str:
    """What a ruling is called where it is published."""
    return _HEAD.say(language).format(id=referral.id)


def ruling_text(
    referral: Referral,
    outcome: Outcome,
    articles: Sequence[Words],
    language: Language,
    *,
    reasons: str = "",
    comes: Comes | str | None = None,
    seats: int | None = None,
) -> str:
    """The ruling that follows from a count.

    Args:
        referral: with its question and what is alleged as everybody may read them.
        outcome: of the count.
        articles: that were looked at, as 第三条 不攻击人; none leaves the line out.
        language: of the community.
        reasons: the paragraph that a person wrote; "" leaves it out.
        comes: what comes of it, or the paragraph that says why nothing does; None leaves it out.
        seats: that sat when the ballots were counted, of whom a quorum was needed; None: the whole panel.
    """
    parts = [_QUESTION.say(language).format(question=referral.question)]
    parts.append(_ALLEGED.say(language).format(alleged=referral.alleged))
    if articles:
        named = _GAP[language].join(one.say(language) for one in articles)
        parts.append(_ARTICLES.say(language).format(articles=named))
    vote = _BALLOTS.say(language)
    sat = _SAT.say(language).format(seats=seats) if seats is not None and seats != referral.size else ""
    parts.append(vote.format(size=referral.size, sat=sat, ballots=outcome.ballots, needed=outcome.needed))
    parts += _found(outcome, language)
    if reasons:
        parts.append(_REASONS.say(language).format(reasons=reasons))
    if comes:
        parts.append(_COMES[comes].say(language) if isinstance(comes, Comes) else comes)
    parts.append(_CLOSING.say(language))
    return "\n\n".join(parts)


def _found(outcome: Outcome, language: Language) -> list[str]:
    """What was found, a paragraph for each question; where there is no answer, why."""
    lines = []
    if outcome.counted:
        lines.append(_line(Question.FACTS, _facts(outcome), outcome, language))
        lines.append(_line(Question.BREACH, _breach(outcome), outcome, language))
    if outcome.undecided is not None:
        why = UNDECIDED_WORDS[outcome.undecided].say(language)
        lines.append((_BY_RULE if outcome.by_rule else _UNDECIDED).say(language).format(why=why))
    elif outcome.remedy is not None:
        lines.append(_line(Question.REMEDY, _remedy(outcome.remedy), outcome, language))
    return lines


def _facts(outcome: Outcome) -> Words:
    return _FACTS.get(outcome.facts or Finding.UNCLEAR, _OPEN)


def _breach(outcome: Outcome) -> Words:
    if outcome.facts is not Finding.YES:
        return _NOT_ASKED
    return _BREACH.get(outcome.breach or Finding.UNCLEAR, _OPEN)


def _remedy(remedy: Remedy) -> Words:
    if remedy is Remedy.NONE:
        return _NOTHING
    said = REMEDY_WORDS[remedy]
    return Words(_REMEDY.zh.format(remedy=said.zh), _REMEDY.en.format(remedy=said.en))


def _line(question: Question, found: Words, outcome: Outcome, language: Language) -> str:
    head = re.split(r"[：:]", QUESTION_WORDS[question].say(language))[0]
    colon = Words("：", ": ").say(language)
    return f"{head}{colon}{found.say(language)}{_counts(question, outcome, language)}{Words('。', '.').say(language)}"


def _counts(question: Question, outcome: Outcome, language: Language) -> str:
    votes = {answer: number for asked, answer, number in outcome.counted if asked == question}
    if question is Question.BREACH and outcome.facts is not Finding.YES:
        return ""
    words = REMEDY_WORDS.items() if question is Question.REMEDY else FINDING_WORDS.items()
    told = [f"{said.say(language)} {votes[answer]}" for answer, said in words if answer in votes]
    return _BRACKETS.say(language).format(Words("，", ", ").say(language).join(told)) if told else ""


def refusal_text(why: str, count: int, of: int, language: Language) -> str:
    """The paragraph that says why a ruling is not carried out, and how often that came to be.

    Args:
        why: the legal reason.
        count: rulings that were refused so far, this one among them.
        of: rulings so far.
    """
    return _REFUSED.say(language).format(why=why, count=count, of=of)


def omitted(language: Language) -> str:
    """What stands in the place of words that can't be published."""
    return _OMITTED.say(language)


def reason_for_desk(referral: Referral, outcome: Outcome) -> Words:
    """What stands on a case that comes back from the council, and on the measure that carries a ruling out."""
    if outcome.remedy is None:
        return Words(f"议事会 {referral.id} 未形成评议结果", f"the council did not decide {referral.id}")
    said = REMEDY_WORDS[outcome.remedy]
    return Words(f"议事会评议结果 {referral.id}：{said.zh}", f"council ruling {referral.id}: {said.en}")


# --- what may not stand in it -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Telling:
    """What of a ruling leads to people: names that stand in it, and passages that stand in posts word for word."""

    names: tuple[str, ...]
    quotes: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.names or self.quotes)


def telling(text: str, names: Collection[str], posts: Collection[str], ours: str = "") -> Telling:
    """What of a ruling leads to people, so that a person takes it out.

    Args:
        text: as it would be published.
        names: of everybody who has to do with the matter.
        posts: what they wrote: posts with their titles, and statements.
        ours: words of the program, in which a name stands by chance; a member may be called 社区.
    """
    found = [one for one in dict.fromkeys(names) if _named(one, text) and not _named(one, ours)]
    quotes = [quote for one in dict.fromkeys(posts) if (quote := _shared(text, one))]
    return Telling(tuple(found), tuple(dict.fromkeys(quotes)))


def _named(name: str, text: str) -> bool:
    """Whether a name stands in a text, whatever its case and width: between other letters only where it is Chinese."""
    if not names_somebody(name):
        return False
    name, text = (unicodedata.normalize("NFKC", BLANK.sub("", one)).casefold() for one in (name, text))
    if name.isascii():
        return re.search(rf"(?<![a-z0-9]){re.escape(name.strip())}(?![a-z0-9])", text) is not None
    return _LETTERS.sub("", name) in _LETTERS.sub("", text)


_LETTERS = re.compile(r"[\W_]+")


def _shared(text: str, post: str) -> str:
    """The first passage of the ruling that stands in a post too, "" where all that do are too short to be a quote."""
    mine, theirs = _LETTERS.sub("", text.casefold()), _LETTERS.sub("", post.casefold())
    for begin, end in _windows(mine):
        if mine[begin:end] in theirs:
            return _longest(mine[begin:], theirs, end - begin)
    return ""


def _longest(text: str, within: str, least: int) -> str:
    """The longest beginning of a text, of that many characters at least, that stands within another one."""
    end = least
    while end < len(text) and text[: end + 1] in within:
        end += 1
    return text[:end]


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Every passage that is just long enough for a quote."""
    weights = [1 / QUOTE_LETTERS if char.isascii() and char.isalpha() else 1 / QUOTE_HAN for char in text]
    end, weight = 0, 0.0
    for begin, own in enumerate(weights):
        while weight < _WHOLE and end < len(text):
            weight += weights[end]
            end += 1
        if weight < _WHOLE:
            return
        yield begin, end
        weight -= own
