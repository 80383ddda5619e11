"""What fills the public words about a promise, and the slip with which it is handed to a department."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.letters import day_words, moment_words, name_to_address
from app.domain.promises import Change, Promise, Promising
from app.domain.quoting import in_quotes
from app.domain.team_facts import NO_FACTS, TeamFacts, introduction, places
from app.domain.words import Words
from app.errors import Language

LETTERS: dict[Change, str] = {
    Change.PROGRESS: "progress",
    Change.EXTENDED: "extension",
    Change.CLOSED: "closing",
    Change.GIVEN_UP: "given_up",
}
"""The text that each public word about a promise begins with."""

PROGRESS = Words("进展：目前办到哪一步、还差什么", "progress: how far it is, and what is still to be done")
"""The place for how far it is."""

_STANDS = Words("这个时间不变", "That date stands")
_PASSED = Words("这个时间已经过了，对不起，让您久等", "That date has passed, and I am sorry for the wait")
_EVERYBODY = Words("各位车友", "all")


@dataclass(frozen=True, slots=True)
class WordFacts:
    """What a public word about a promise is filled with. The moments are in the local time zone.

    Attributes:
        nickname: of who is answered; "" where it goes to everybody of a topic.
        until: the new date of an extension, where it is known.
    """

    promise: Promise
    nickname: str
    signature: str
    now: datetime
    team: TeamFacts = NO_FACTS
    until: datetime | None = None


def values(facts: WordFacts, language: Language) -> dict[str, str]:
    """What fills each place of such a word; what is not known is missing, and stays open."""
    one = facts.promise
    late = facts.now > one.due_at
    named = {
        Words("昵称", "nickname"): name_to_address(facts.nickname, language)
        if facts.nickname
        else _EVERYBODY.say(language),
        Words("署名", "signature"): facts.signature,
        Words("自我介绍", "introduction"): introduction(facts.team, facts.signature, language),
        Words("日期", "date"): day_words(facts.now).say(language),
        Words("进展：目前办到哪一步、还差什么", "progress: how far it is, and what is still to be done"): _heard(
            one, language
        ),
        Words("新的承诺时间", "new_date"): moment_words(facts.until).say(language) if facts.until else "",
    }
    found = {place.say(language): value for place, value in named.items() if value}
    found[Words("时间说明", "about_the_date").say(language)] = (_PASSED if late else _STANDS).say(language)
    found[Words("致歉", "apology").say(language)] = _apology(one, language) if late else ""
    made = Promising(one.made.what, one.made.department, one.made.owner, one.due_at, number=one.number)
    return found | places(facts.team, language) | promise_places(made, language)


def promise_places(made: Promising, language: Language) -> dict[str, str]:
    """What fills the places for a promise in a reply that makes it; the number stays open while none is known."""
    named = (
        (Words("承诺事项", "promised"), in_quotes(made.what, language)),
        (Words("问题", "issue"), in_quotes(made.what, language)),
        (Words("部门", "department"), made.department),
        (Words("单号", "handoff_number"), made.number),
        (Words("承诺时间", "promised_by"), moment_words(made.due_at.astimezone()).say(language)),
    )
    found = {place.say(language): value for place, value in named if value}
    number = Words(f"（转办单号 {made.number}）", f" (handoff number {made.number})").say(language)
    return found | {Words("单号说明", "with_number").say(language): number if made.number else ""}


def _heard(one: Promise, language: Language) -> str:
    """What the department said last, for a person to put into words for outside."""
    said = " ".join(one.answered.split()).rstrip("。.")
    if not said:
        return ""
    quoted = in_quotes(said, language)
    return Words(
        f"{one.made.department}目前的答复是：“{quoted}”", f"So far, {one.made.department} says: “{quoted}”"
    ).say(language)


def _apology(one: Promise, language: Language) -> str:
    due = moment_words(one.due_at.astimezone())
    return Words(
        f"我们答应的是 {due.zh} 前，还是晚了，让您久等，对不起。",
        f"We had promised this by {due.en} and are late; I am sorry for the wait. ",
    ).say(language)


@dataclass(frozen=True, slots=True)
class SlipFacts:
    """What a handoff slip tells a department; nothing by which a member can be found beyond the nickname.

    Attributes:
        case: the case, or the topic.
        text: of the post, masked.
        said: what the post names of model, version and place, each with its name; only what is known.
    """

    promise: Promise
    case: str
    link: str
    nickname: str
    title: str
    text: str
    said: tuple[tuple[Words, str], ...]
    contact: str


_NEEDED = Words(
    "1. 查到的原因，或已经排除的原因；2. 怎么处理、什么时候能办完；3. 哪些话可以公开说，哪些不可以",
    "1. the cause, or what was ruled out; 2. what will be done, and until when; 3. what may be said in public",
)


def slip(facts: SlipFacts, language: Language) -> str:
    """The handoff slip (转办单) as plain text, to be pasted into the company's own system."""
    one = facts.promise
    due = moment_words(one.due_at.astimezone()).say(language)
    rows = (
        (Words("工单", "Case"), facts.case),
        (Words("链接", "Link"), facts.link),
        (Words("车友", "Member"), facts.nickname),
        *facts.said,
        (Words("帖子", "Post"), facts.title),
        (Words("承诺的事", "Promised"), one.made.what),
        (Words("办理部门", "Department"), one.made.department),
        (Words("公开承诺时间", "Promised in public by"), due),
        (Words("转办单号", "Handoff number"), one.number),
        (Words("需要您答复", "We need to know"), _NEEDED.say(language)),
        (Words("联系人", "Contact"), facts.contact),
    )
    colon = Words("：", ": ").say(language)
    head = Words("【转办单】", "[Handoff]").say(language)
    lines = [f"{head} {one.made.what}", *(f"{name.say(language)}{colon}{value}" for name, value in rows if value)]
    body = Words("原帖内容", "What was written").say(language)
    return "\n".join([*lines, f"{body}{colon}", facts.text]) + "\n"
