"""What is said of topics on the page, in both languages."""

from datetime import datetime

from app.domain.letters import moment_words
from app.domain.promises import STATE_WORDS, Promise, PromiseState
from app.domain.topics import STANDING_WORDS, Standing, Topic, TopicCase
from app.domain.words import Words
from ui.kit.theme import Tone

STANDING_TONES = {
    Standing.OPEN: Tone.AMBER,
    Standing.WAITS: Tone.VIOLET,
    Standing.ANSWERED: Tone.GREEN,
    Standing.OTHERWISE: Tone.GREEN,
    Standing.CLOSED: Tone.NEUTRAL,
}

_STATE_TONES = {PromiseState.OPEN: Tone.BLUE, PromiseState.BROKEN: Tone.RED, PromiseState.KEPT: Tone.GREEN}

FRESH = Words("新来的", "new")
ALONE = Words("须单独处理", "by itself")
UNKNOWN = Words("没提到", "not named")


def standing(one: TopicCase, *, refused: bool) -> tuple[Words, Tone]:
    """How one of a topic stands; `refused`: it is left for a person."""
    if one.standing is Standing.OPEN and refused:
        return ALONE, Tone.RED
    return STANDING_WORDS[one.standing], STANDING_TONES[one.standing]


def people(topic: Topic) -> Words:
    """How many are in it, and how many wait."""
    if not topic.cases:
        return Words("还没有人", "Nobody yet")
    if topic.open:
        return Words(
            f"{topic.cases} 位 · 还有 {topic.open} 位没答复", f"{topic.cases} people · {topic.open} not answered"
        )
    return Words(f"{topic.cases} 位 · 都答复了", f"{topic.cases} people · all answered")


def all_of(topic: Topic) -> Words:
    """How many are in it."""
    return Words(f"共 {topic.cases} 位", "1 person" if topic.cases == 1 else f"{topic.cases} people")


def waiting(topic: Topic) -> Words:
    """How many of them wait."""
    return Words(f"还有 {topic.open} 位", f"{topic.open} wait")


def promised(one: Promise, now: datetime) -> tuple[Words, Words, Tone]:
    """A promise in a line, and how it stands."""
    due, state = moment_words(one.due_at.astimezone()), one.state(now)
    line = Words(
        f"{one.made.what} · {one.made.department} · {due.zh}前 · 跟进人 {one.made.owner}",
        f"{one.made.what} · {one.made.department} · by {due.en} · {one.made.owner} sees to it",
    )
    return line, STATE_WORDS[state], _STATE_TONES.get(state, Tone.NEUTRAL)


def answering(count: int) -> Words:
    """The button that answers."""
    if not count:
        return Words("回复还没答复的车友", "Answer those not answered yet")
    if count == 1:
        return Words("回复这 1 位还没答复的车友", "Answer the 1 who was not answered")
    return Words(f"回复 {count} 位还没答复的车友", f"Answer {count} people not answered yet")


def consequences(ready: int, refused: int, second: int, promise: Promise | None) -> list[Words]:
    """What answering will do, a line each."""
    lines = [
        Words(
            f"在 {ready} 个帖子下各发一条公开回复，称呼和开头各不相同",
            f"One public reply in each of {ready} threads, each with a name and a beginning of its own",
        )
    ]
    if promise is not None:
        due = moment_words(promise.due_at.astimezone())
        lines.append(
            Words(
                f"这些工单转为待部门回复，到 {due.zh}；承诺只登记一次",
                f"Their cases wait for the department until {due.en}; the promise is registered once",
            )
        )
    else:
        lines.append(Words("这些工单随之办结", "Their cases are closed with it"))
    if second:
        lines.append(Words(f"其中 {second} 条要等另一个人复核", f"{second} of them wait for a second person to agree"))
    if refused:
        lines.append(
            Words(
                f"{refused} 位不包括在内，名单里标为“须单独处理”",
                f"{refused} {'is' if refused == 1 else 'are'} left out, marked “by itself” in the list",
            )
        )
    lines.append(Words("8 秒内可以撤回", "It can be taken back for 8 seconds"))
    return lines
