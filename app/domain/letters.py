"""Letters to members: what fills the places of a template, and what is left open for a person."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.conduct import Article, Edition
from app.domain.hand import Place
from app.domain.members import Member
from app.domain.quoting import in_quotes, in_title_marks, inert, one_line
from app.domain.team_facts import NO_FACTS, TeamFacts, introduction, places
from app.domain.words import NO_WORDS, Words, chinese_number
from app.errors import Language

NEWCOMER = timedelta(days=30)
"""So long after joining somebody is new here."""

LONGEST_TITLE, LONGEST_NAME = 60, 40

_PLACE = re.compile(r"\{([^{}\n]+)\}")
_FULL_WIDTH = str.maketrans("{}", "｛｝")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[^\W\d_\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_ADDRESS = re.compile(r"https?://[!-~]+")
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = "January February March April May June July August September October November December".split()


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is said of one article, named by its Chinese title: where it is touched, and what would help.

    They go on in a sentence of the letter; `{摘录}` and `{excerpt}` stand for a few words of the post.

    Attributes:
        title: of the article, in Chinese.
        place: what a reminder points at.
        suggestion: what a reminder asks for.
        reason: what a notice of a measure finds.
        conduct: what was done, as a noun: it is this that is acted on, never an opinion.
    """

    title: str
    place: Words
    suggestion: Words
    reason: Words = NO_WORDS
    conduct: Words = NO_WORDS


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter about a post is filled with. The moments are in the local time zone.

    `excerpt` is quoted from the post already; `edition` and `article` are None where none is cited.
    """

    nickname: str
    title: str
    excerpt: str
    signature: str
    now: datetime
    until: datetime
    edition: Edition | None = None
    article: Article | None = None
    phrase: Phrase | None = None
    place: Place | None = None
    team: TeamFacts = NO_FACTS


_ANYWHERE = Words("看到您说的话", "About what you wrote:")
_OCCASIONS = {
    Place.WECHAT_GROUP: Words("看到您在群里说的话", "About what you wrote in the group:"),
    Place.WECHAT: Words("您在微信里说的话", "About what you wrote to us:"),
    Place.PHONE: Words("您在电话里说的话", "About what you said on the phone:"),
    Place.EVENT: Words("您在活动上说的话", "About what you said at the event:"),
    Place.MAIL: Words("您在邮件里说的话", "About what you wrote in your mail:"),
}


def fill(template: str, values: Mapping[str, str]) -> str:
    """The template with its places filled, in one pass; places without a value stay, and no value makes new ones."""
    return _PLACE.sub(
        lambda place: values[place[1]].translate(_FULL_WIDTH) if place[1] in values else place[0], template
    )


FINDING = Words("事实与理由", "finding")
"""The place for what was found, in notices."""


def fill_notice(template: str, filled: Mapping[str, str]) -> str:
    """A letter of governing with its places filled.

    A finding is made of the team's own words, in which what a member wrote makes no place: where they leave one open
    for what a person verified, it stays open.
    """
    for place in FINDING:
        template = template.replace(f"{{{place}}}", filled.get(place, f"{{{place}}}"))
    return fill(template, filled)


def finding(phrase: Phrase | None, excerpt: str, language: Language) -> str:
    """What was found, going on in a sentence: what is said of the article, with words of the post where it has some."""
    if phrase is None or not phrase.reason.say(language):
        return Words("这段内容属于上面这条约定所说的情形", "the passage is of the kind that is named above").say(
            language
        )
    said, place = phrase.reason.say(language), Words("摘录", "excerpt").say(language)
    if not excerpt:
        return said.replace(f"“{{{place}}}”", Words("这段内容", "this").say(language))
    return fill(said, {place: excerpt})


def gaps(text: str) -> tuple[str, ...]:
    """The places left open, as they stand in the text, each once."""
    return tuple(dict.fromkeys(place.group() for place in _PLACE.finditer(text)))


def values(facts: Facts, language: Language) -> dict[str, str]:
    """What fills each place of a template in that language; what is not known is missing."""
    known = [
        (Words("昵称", "nickname"), name_to_address(facts.nickname, language)),
        (Words("帖子标题", "post_title"), post_title(facts.title, facts.excerpt, language)),
        (Words("署名", "signature"), facts.signature),
        (Words("自我介绍", "introduction"), introduction(facts.team, facts.signature, language)),
        (Words("修改期限", "until"), moment_words(facts.until).say(language)),
        (Words("日期", "date"), day_words(facts.now).say(language)),
        (Words("场合", "occasion"), _OCCASIONS.get(facts.place, _ANYWHERE).say(language) if facts.place else ""),
        *_cited(facts, language),
    ]
    return {place.say(language): value for place, value in known if value} | places(facts.team, language)


def post_title(title: str, excerpt: str, language: Language) -> str:
    """A post as a letter names it, to stand between title marks: by its title, else by words of it."""
    title = inert(one_line(title, LONGEST_TITLE))
    title = in_title_marks(title) if language == "zh" else in_quotes(title, language)
    return title.strip() or excerpt or Words("您的帖子", "your post").say(language)


def name_to_address(nickname: str, language: Language) -> str:
    """A member as a letter begins: the name is theirs, what it does there is not (`inert`)."""
    return inert(one_line(nickname, LONGEST_NAME)) or Words("这位车友", "there").say(language)


def article_cited(edition: Edition, article: Article, language: Language) -> dict[str, str]:
    """The places for an article: the code's title, the number, and its own title and words, to stand in marks."""
    number = chinese_number(article.number) if language == "zh" and article.number < 100 else str(article.number)
    named = (
        (Words("公约名称", "code_title"), in_title_marks(edition.title.say(language))),
        (Words("条号", "article_number"), number),
        (Words("条款标题", "article_title"), in_quotes(article.title.say(language), language)),
        (Words("条款原文", "article_text"), quoted_whole(article.text.say(language), language)),
    )
    return {place.say(language): said for place, said in named}


def quoted_whole(text: str, language: Language) -> str:
    """Words that are quoted whole, to stand between quotation marks: they end as a sentence does."""
    text = text.strip()
    return in_quotes(text if text[-1:] in "。！？.!?" else text + Words("。", ".").say(language), language)


def _cited(facts: Facts, language: Language) -> Iterator[tuple[Words, str]]:
    article = facts.article
    if article is None or facts.edition is None:
        return
    for place, cited in article_cited(facts.edition, article, language).items():
        yield Words(place, place), cited
    yield Words("缘由", "why"), article.why.say(language).strip().rstrip("。.")
    if facts.phrase:
        quoted = {Words("摘录", "excerpt").say(language): facts.excerpt} if facts.excerpt else {}
        for name, said in (
            (Words("具体位置", "place"), facts.phrase.place),
            (Words("修改建议", "suggestion"), facts.phrase.suggestion),
        ):
            whole = fill(said.say(language), quoted)
            yield name, "" if gaps(whole) else whole


def moment_words(moment: datetime) -> Words:
    """A moment as a letter names it: the day with its weekday, and the time."""
    day = moment.weekday()
    return Words(
        f"{moment.month} 月 {moment.day} 日（周{'一二三四五六日'[day]}）{moment:%H:%M}",
        f"{moment:%H:%M} on {_DAYS[day]} {moment.day} {_MONTHS[moment.month - 1]}",
    )


def dated_words(moment: datetime, now: datetime) -> Words:
    """A moment as it is said back to whoever typed it: with its year where that is another one than now's."""
    words = moment_words(moment)
    if moment.year == now.year:
        return words
    return Words(f"{moment.year} 年 {words.zh}", f"{words.en} {moment.year}")


def day_words(moment: datetime) -> Words:
    """A day as a letter is dated."""
    return Words(
        f"{moment.year} 年 {moment.month} 月 {moment.day} 日",
        f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}",
    )


def language_of(text: str) -> Language:
    """The language to answer a text in: Chinese where a fair share of it is, or where it has no words at all."""
    text = _ADDRESS.sub(" ", text)
    chinese, others = len(_HAN.findall(text)), len(_WORD.findall(text))
    return "zh" if chinese * 3 >= others else "en"


def is_newcomer(member: Member | None, now: datetime) -> bool:
    """Whether somebody joined within the last 30 days."""
    return member is not None and member.joined_at is not None and now - member.joined_at <= NEWCOMER
