"""Letters of governing: what fills notices of measures, of their lifting, of appeals, and answers to those who report.

The moments are in the local time zone. Each letter is whole once it is filled: nothing in it is left to a person.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from app.domain.conduct import BEGINNING, Article, Edition
from app.domain.letters import (
    FINDING,
    Phrase,
    article_cited,
    day_words,
    name_to_address,
    post_title,
    quoted_whole,
)
from app.domain.quoting import in_title_marks
from app.domain.sanctions import Term
from app.domain.words import NO_WORDS, Words
from app.errors import Language

APPEAL_HOW = Words("直接回复这条消息", "by replying to this message")
"""How a member appeals, where the community has no page for it."""

WITHDRAWN = Words("处置和记分都已撤销", "The measure and its strikes are withdrawn")
"""What is undone when a decision is overturned, where nothing more is to be told."""

NOTHING = Words("无", "none")
_REMARK = re.compile(r"\s*[（(][^（()）]*[)）]$")
_DAY_ONE = Words("社区开设之日", "the community began")
PICTURE = Words("图片或链接", "a picture or a link")
"""What is quoted of a post without words."""

Values = dict[str, str]

LETTERS: dict[str, Words] = {
    "sanction.standard": Words("处置通知", "notice of a measure"),
    "sanction.warning": Words("处置通知：正式警告", "notice of a formal warning"),
    "sanction.account": Words("处置通知：异常账号", "notice about an abnormal account"),
    "sanction.law": Words("处置通知：依据法律法规", "notice of a measure that rests on law"),
    "sanction.short": Words("处置通知：简短", "notice of a measure, short"),
    "sanction.law_short": Words("处置通知：依据法律法规，简短", "notice of a measure that rests on law, short"),
    "lift.early": Words("提前解除", "a measure ends early"),
    "appeal.received": Words("申诉已收到", "an appeal was received"),
    "appeal.upheld": Words("申诉答复：维持", "appeal: upheld"),
    "appeal.reduced": Words("申诉答复：减轻", "appeal: reduced"),
    "appeal.overturned": Words("申诉答复：撤销", "appeal: overturned"),
    "appeal.fold_upheld": Words("申诉答复：维持折叠", "appeal: the folding is upheld"),
    "appeal.report_upheld": Words("举报再看：维持", "report looked at again: upheld"),
    "appeal.report_overturned": Words("举报再看：撤销", "report looked at again: withdrawn"),
    "report.upheld": Words("举报反馈：成立", "to a reporter: upheld"),
    "report.not_upheld": Words("举报反馈：不成立", "to a reporter: not upheld"),
    "report.malicious": Words("举报反馈：恶意举报", "to a reporter: malicious"),
    "report.organised": Words("举报反馈：有组织举报", "to a reporter: organised by a club"),
}
"""The letters of governing, by the names of their files."""


@dataclass(frozen=True, slots=True)
class Law:
    """A law as a notice cites it: its name without title marks, and the words of it."""

    name: Words
    text: Words


@dataclass(frozen=True, slots=True)
class Cited:
    """An article of an edition, as a notice cites it."""

    edition: Edition
    article: Article


@dataclass(frozen=True, slots=True)
class SanctionFacts:
    """What a notice of a measure is filled with. What is said goes on in a sentence, without a full stop.

    Attributes:
        nickname: whom it is about.
        title: of the post.
        excerpt: quoted from the post already.
        written_at: when the judged text was written.
        decision: the number under which the decision is found again.
        basis: what the measure rests on.
        reason: what was found; see `finding`.
        counted: earlier records that were taken into account.
        not_counted: those that were not, and why.
        measure: as the ladder calls it.
        starts: when it takes effect.
        ends: when it ends by itself; None for a warning, and where it does not end.
        strikes: how many it counts.
        expires: when they expire; None where there are none.
        content: what becomes of the post.
        still: what the member can still do.
        appeal_until: the last day for an appeal.
        answer_within: how soon an appeal is answered.
        conduct: what is acted on, as a noun; see `conduct_of`.
        signature: the team's, never a person's.
        now: when it is written.
        appeal_how: how to appeal.
    """

    nickname: str
    title: str
    excerpt: str
    written_at: datetime
    decision: str
    basis: Cited | Law
    reason: Words
    measure: Words
    starts: datetime
    content: Words
    still: Words
    appeal_until: datetime
    answer_within: Words
    conduct: Words
    signature: str
    now: datetime
    counted: Words = NO_WORDS
    not_counted: Words = NO_WORDS
    ends: datetime | None = None
    strikes: int = 0
    expires: datetime | None = None
    appeal_how: Words = APPEAL_HOW


@dataclass(frozen=True, slots=True)
class Contested:
    """A decision as later letters name it. The signature is the team's, never a person's."""

    nickname: str
    decision: str
    decided_at: datetime
    measure: Words
    signature: str
    now: datetime


@dataclass(frozen=True, slots=True)
class LiftFacts:
    """What the notice of an early end is filled with. `strikes_stay`: the strikes of it still count, as is usual."""

    about: Contested
    lifted_at: datetime
    reason: Words
    strikes_stay: bool = True


@dataclass(frozen=True, slots=True)
class AppealFacts:
    """What the letters about an appeal are filled with; each needs a part of it.

    Attributes:
        about: the decision that is appealed.
        received_at: when the appeal came.
        answer_by: until when it is answered.
        reason: why it was answered as it was, without a full stop.
        measure: what is left of the measure, where it was reduced.
        starts: when that begins.
        ends: when that ends by itself.
        strikes: how many it counts now.
        expires: when they expire.
        restored: what was undone, where the decision was overturned, without a full stop.
    """

    about: Contested
    received_at: datetime
    answer_by: datetime
    reason: Words = NO_WORDS
    measure: Words = NO_WORDS
    starts: datetime | None = None
    ends: datetime | None = None
    strikes: int = 0
    expires: datetime | None = None
    restored: Words = WITHDRAWN


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What an answer to somebody who reported a post is filled with: never who decided, nor what was done to whom.

    Attributes:
        nickname: of the person who reported.
        title: of the post.
        excerpt: quoted from the post already.
        reported_at: when the report came.
        code_title: of the code of conduct.
        appeal_until: the last day for another look.
        signature: the team's.
        now: when it is written.
        reason: why the report was not upheld; without one, what is said of most of them.
    """

    nickname: str
    title: str
    excerpt: str
    reported_at: datetime
    code_title: Words
    appeal_until: datetime
    signature: str
    now: datetime
    reason: Words = NO_WORDS


NO_BREACH = Words(
    "我们核对了原帖和前后文，没有看到违反公约的内容",
    "we read the post and what stands around it, and saw nothing that goes against the code of conduct",
)
"""Why a report is not upheld, where nothing more is said."""


def conduct_of(phrase: Phrase | None) -> Words:
    """What is acted on, as a noun."""
    return _or(phrase.conduct if phrase else NO_WORDS, Words("这一段内容", "that passage"))


def values_of_sanction(facts: SanctionFacts, language: Language) -> Values:
    """What fills each place of a notice of a measure, in that language."""
    known = [
        *_opening(facts.nickname, facts.signature, facts.now, language),
        *_post(facts.title, facts.excerpt, language),
        (Words("发布时间", "posted_at"), _moment(facts.written_at)),
        (Words("决定编号", "decision_number"), _plain(facts.decision)),
        (FINDING, facts.reason),
        (Words("计入记录", "counted"), _or(facts.counted, NOTHING)),
        (Words("不计入记录及原因", "not_counted"), _or(facts.not_counted, NOTHING)),
        (Words("处置措施", "measure"), facts.measure),
        *_term(facts.starts, facts.ends),
        *_strikes(facts.strikes, facts.expires),
        (Words("内容处理", "content"), facts.content),
        (Words("仍可使用的功能", "still_possible"), facts.still),
        (Words("申诉截止日", "appeal_until"), day_words(facts.appeal_until)),
        (Words("申诉入口", "appeal_how"), facts.appeal_how),
        (Words("答复期限", "answer_within"), facts.answer_within),
        (Words("行为", "conduct"), facts.conduct),
    ]
    return _said(known, language) | _basis(facts.basis, language)


def values_of_term(number: str, term: Term, strikes: int, now: datetime, language: Language) -> Values:
    """What fills the places of a notice that are known only when it takes effect.

    Args:
        number: of the decision, as it is named to members.
        term: from now on, in the local time zone.
        strikes: how many it gives.
        now: when the notice goes out.
    """
    known = [
        (Words("决定编号", "decision_number"), _plain(number)),
        *_term(term.starts, term.ends),
        *_strikes(strikes, term.expires),
        (Words("申诉截止日", "appeal_until"), day_words(term.appeal_until)),
        (Words("日期", "date"), day_words(now)),
    ]
    return _said(known, language)


def values_of_lift(facts: LiftFacts, language: Language) -> Values:
    """What fills each place of the notice that a measure ends early."""
    stay = Words("记分仍按原来的日期到期", "The strikes expire on the day that was named")
    gone = Words("记分也一并取消", "Its strikes are withdrawn as well")
    known = [
        *_contested(facts.about, language),
        (Words("解除时间", "lifted_at"), _moment(facts.lifted_at)),
        (Words("解除原因", "lift_reason"), facts.reason),
        (Words("记分说明", "strikes_note"), stay if facts.strikes_stay else gone),
    ]
    return _said(known, language)


def values_of_appeal(facts: AppealFacts, language: Language) -> Values:
    """What fills each place of a letter about an appeal; what is not known is missing."""
    known = [
        *_contested(facts.about, language),
        (Words("收到时间", "received_at"), _moment(facts.received_at)),
        (Words("答复日期", "answer_by"), day_words(facts.answer_by)),
        (Words("答复理由", "answer_reason"), facts.reason),
        (Words("新处置措施", "new_measure"), facts.measure),
        *(_term(facts.starts, facts.ends) if facts.starts else ()),
        *_strikes(facts.strikes, facts.expires),
        (Words("恢复情况", "restored"), facts.restored),
    ]
    return _said(known, language)


def values_of_report(facts: ReportFacts, language: Language) -> Values:
    """What fills each place of an answer to somebody who reported."""
    known = [
        *_opening(facts.nickname, facts.signature, facts.now, language),
        *_post(facts.title, facts.excerpt, language),
        (Words("举报时间", "reported_at"), day_words(facts.reported_at)),
        (Words("公约名称", "code_title"), _plain(in_title_marks(facts.code_title.say(language)))),
        (Words("答复理由", "answer_reason"), _or(facts.reason, NO_BREACH)),
        (Words("申诉截止日", "appeal_until"), day_words(facts.appeal_until)),
    ]
    return _said(known, language)


_Known = Iterator[tuple[Words, Words]]


def _said(known: list[tuple[Words, Words]], language: Language) -> Values:
    return {place.say(language): said.say(language) for place, said in known if said.say(language)}


def _opening(nickname: str, signature: str, now: datetime, language: Language) -> _Known:
    yield Words("昵称", "nickname"), _plain(name_to_address(nickname, language))
    yield Words("署名", "signature"), _plain(signature)
    yield Words("日期", "date"), day_words(now)


def _post(title: str, excerpt: str, language: Language) -> _Known:
    yield Words("帖子标题", "post_title"), _plain(post_title(title, excerpt, language))
    yield Words("原文摘录", "excerpt"), _plain(excerpt or PICTURE.say(language))


def _contested(about: Contested, language: Language) -> _Known:
    yield from _opening(about.nickname, about.signature, about.now, language)
    yield Words("决定编号", "decision_number"), _plain(about.decision)
    yield Words("决定日期", "decided_on"), day_words(about.decided_at)
    yield Words("处置措施", "measure"), about.measure


def _term(starts: datetime, ends: datetime | None) -> _Known:
    begun = _moment(starts)
    yield Words("开始时间", "starts_at"), begun
    if ends is None:
        yield Words("处置期间", "period"), Words(f"自 {begun.zh} 起", f"from {begun.en}")
        return
    over = _moment(ends)
    yield Words("结束时间", "ends_at"), over
    period = Words(
        f"{begun.zh} 至 {over.zh}，到期自动恢复", f"from {begun.en} until {over.en}, after which all is as before"
    )
    yield Words("处置期间", "period"), period


def _strikes(strikes: int, expires: datetime | None) -> _Known:
    if not strikes or expires is None:
        yield Words("记分说明", "strikes_note"), Words("本次不记分", "no strikes are counted")
        return
    day = day_words(expires)
    note = Words(
        f"记 {strikes} 分，{day.zh}到期",
        f"1 strike is counted and expires on {day.en}"
        if strikes == 1
        else f"{strikes} strikes are counted and expire on {day.en}",
    )
    yield Words("分值", "strikes"), Words(str(strikes), str(strikes))
    yield Words("记分到期日", "strikes_expire"), day
    yield Words("记分说明", "strikes_note"), note


def _basis(basis: Cited | Law, language: Language) -> Values:
    if isinstance(basis, Law):
        named = [
            (Words("法律名称", "law_name"), _plain(in_title_marks(basis.name.say(language)))),
            (Words("法律原文", "law_text"), _plain(quoted_whole(basis.text.say(language), language))),
        ]
        return _said(named, language)
    edition = basis.edition
    day = day_words(edition.effective_from.astimezone())
    since = Words(f"自 {day.zh}起施行", f"in force since {day.en}")
    if edition.effective_from <= BEGINNING:
        day, since = _DAY_ONE, Words(f"自{_DAY_ONE.zh}起施行", f"in force since {_DAY_ONE.en}")
    known = [
        (Words("版本名", "edition_name"), Words(*(_REMARK.sub("", name) for name in edition.name))),
        (Words("施行日期", "effective_from"), day),
        (Words("施行说明", "in_force"), since),
    ]
    return article_cited(edition, basis.article, language) | _said(known, language)


def _moment(moment: datetime) -> Words:
    """A moment of a notice that is read months later: with its year."""
    day = day_words(moment)
    return Words(f"{day.zh} {moment:%H:%M}", f"{day.en}, {moment:%H:%M}")


def _or(said: Words, otherwise: Words) -> Words:
    return otherwise if said == NO_WORDS else said


def _plain(said: str) -> Words:
    return Words(said, said)
