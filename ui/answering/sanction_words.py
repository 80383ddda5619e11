"""What will come of a sanction, in words before the button: what is sent, what a person does, until when, for whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.domain.commands import COMMAND_WORDS, CommandKind
from app.domain.community import Level
from app.domain.hand import PLACE_WORDS
from app.domain.ladder import Rung
from app.domain.sanctions import MEASURES, SECOND_WORDS, PostAction, Sanction, SecondPerson
from app.domain.words import NO_WORDS, Words
from app.operations.case_view import CaseView
from ui.kit.remote import brief

Moment = Callable[[datetime], str]

SPEECH_ONLY = Words(
    "只限社区发言，不影响车辆控制、维修保养、三包、客服和各项车主权益",
    "Speech in the community only: the car, service, warranty, support and owner benefits are untouched",
)
_BY_HAND = Words("由人办理后登记", "by hand, then ticked off")
_NOTICE = Words("处置通知（私信）", "the notice (private message)")
_POSTS = {PostAction.FOLD: CommandKind.HIDE, PostAction.DELETE: CommandKind.DELETE}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a sanction settles: so many reports, and so many it leaves open; why another must agree, if so."""

    named: int
    left: int
    second: SecondPerson | None = None


def kinds_of(sanction: Sanction) -> list[CommandKind]:
    """What carries out a sanction, in order."""
    kinds = [_POSTS[sanction.post]] if sanction.post in _POSTS else []
    kinds += [MEASURES[sanction.rung]] if sanction.rung in MEASURES else []
    return [*kinds, CommandKind.MESSAGE]


def impossible(view: CaseView, kind: CommandKind) -> Words:
    """Why this can't be done there at all; no words where it can, if only by hand."""
    if view.case.place is not None or view.info is None:
        return NO_WORDS
    capability = view.info.capability(kind)
    if capability.level is not Level.UNSUPPORTED:
        return NO_WORDS
    name, why = COMMAND_WORDS[kind], capability.reason
    return Words(f"社区做不到“{name.zh}”：{why.zh}", f"The community can't do that ({name.en}): {why.en}")


def consequences(view: CaseView, sanction: Sanction, scope: Scope, now: datetime, moment: Moment) -> list[Words]:
    """What will happen, most important first.

    Args:
        now: when it takes effect, as far as that is known.
        moment: a time in words.
    """
    lines = [_waits(scope.second)] if scope.second else []
    lines += [_steps(view, sanction, now, moment)]
    lines += [_strikes(sanction, now, moment), SPEECH_ONLY, *_settled(view, scope)]
    until = moment(sanction.from_now(now).appeal_until)
    lines.append(
        Words(
            f"TA 可在 {until} 前申诉，由没有参与的人答复，不会加重",
            f"They can appeal until {until}; somebody else answers, and it can't get worse",
        )
    )
    return [*lines, *_not_quite(view, sanction)]


def in_short(view: CaseView, sanction: Sanction, scope: Scope, now: datetime, moment: Moment) -> Words:
    """The same in a line or two: what, until when, strikes, reports, who must agree."""
    kind = MEASURES.get(sanction.rung)
    parts = [_step(sanction, kind, now, moment) if kind else RUNG_LABELS[sanction.rung]]
    parts += [POST_LABELS[sanction.post]] if sanction.post in _POSTS else []
    parts += [_strikes(sanction, now, moment), _settled(view, scope)[0]]
    parts += [SECOND_WORDS[scope.second]] if scope.second else []
    said = [f"{one.en[:1].upper()}{one.en[1:]}" for one in parts]
    return Words(" · ".join(one.zh for one in parts), " · ".join(said))


def _waits(second: SecondPerson) -> Words:
    why = SECOND_WORDS[second]
    return Words(
        f"{why.zh}：先提交复核，另一个账号同意后才生效，期限从那时起算",
        f"{why.en[:1].upper()}{why.en[1:]}. Nothing happens before, and the term begins then",
    )


def _steps(view: CaseView, sanction: Sanction, now: datetime, moment: Moment) -> Words:
    zh, en = list[str](), list[str]()
    for kind in kinds_of(sanction):
        level = _level(view, kind)
        if level is Level.LOCAL_ONLY:
            continue
        words = _step(sanction, kind, now, moment)
        by_hand = level is Level.MANUAL
        zh.append(f"{words.zh}（{_BY_HAND.zh}）" if by_hand else words.zh)
        en.append(f"{words.en} ({_BY_HAND.en})" if by_hand else words.en)
    return Words(f"依次：{' → '.join(zh)}", f"In this order: {' → '.join(en)}")


def _step(sanction: Sanction, kind: CommandKind, now: datetime, moment: Moment) -> Words:
    if kind is CommandKind.MESSAGE:
        return _NOTICE
    words, ends = COMMAND_WORDS[kind], sanction.from_now(now).ends
    if kind not in MEASURES.values() or ends is None:
        return words
    name, until = brief(sanction.member.name, 24), moment(ends)
    return Words(
        f"{words.zh} {name} 到 {until}，到期自动恢复", f"{words.en} {name} until {until}, then all is as before"
    )


def _level(view: CaseView, kind: CommandKind) -> Level:
    if view.case.place is not None:
        return Level.MANUAL
    return view.info.capability(kind).level if view.info is not None else Level.NATIVE


def _strikes(sanction: Sanction, now: datetime, moment: Moment) -> Words:
    expires = sanction.from_now(now).expires
    if not sanction.strikes or expires is None:
        return Words("不记分", "No strike")
    strikes, day = sanction.strikes, moment(expires)
    return Words(f"记 {strikes} 分，{day} 到期", f"Strikes: {strikes}, counted until {day}")


def _settled(view: CaseView, scope: Scope) -> list[Words]:
    if scope.left:
        return [
            Words(
                f"举报办结 {scope.named} 条，留 {scope.left} 条；工单留在我这里",
                f"{scope.named} reports are settled, {scope.left} stay open; the case stays with me",
            )
        ]
    if not scope.named or view.case.community_state.settled:
        return [Words("工单办结", "The case is closed")]
    return [
        Words(
            f"{scope.named} 条举报按“成立”办结，工单办结",
            f"Reports settled as upheld: {scope.named}; the case is closed",
        )
    ]


def _not_quite(view: CaseView, sanction: Sanction) -> list[Words]:
    """What is done there in another way, what a person does, what can't be done, each with its reason."""
    if view.case.place is not None:
        where = PLACE_WORDS[view.case.place]
        return [Words(f"{where.zh}没有接口：由人办理", f"Nothing can be sent there ({where.en}): a person does it")]
    if view.info is None:
        return []
    lines = list[Words]()
    for kind in kinds_of(sanction):
        capability, name = view.info.capability(kind), COMMAND_WORDS[kind]
        if capability.level is Level.UNSUPPORTED:
            lines.append(impossible(view, kind))
        elif capability.level in (Level.EMULATED, Level.MANUAL) and capability.reason != NO_WORDS:
            why = capability.reason
            lines.append(Words(f"{name.zh}：{why.zh}", f"{name.en[:1].upper()}{name.en[1:]}: {why.en}"))
    return lines


RUNG_LABELS = {
    Rung.WARNING: Words("正式警告", "Warning"),
    Rung.MUTE_1: Words("禁言 1 天", "Mute 1 day"),
    Rung.MUTE_7: Words("禁言 7 天", "Mute 7 days"),
    Rung.SUSPEND_30: Words("停用 30 天", "Suspend 30 d"),
}
"""Short enough to stand beside each other."""

POST_LABELS = {
    PostAction.KEEP: Words("保留原帖", "Keep the post"),
    PostAction.FOLD: Words("折叠", "Fold it"),
    PostAction.DELETE: Words("删除", "Delete it"),
}
