"""What was done on a case, in order: decisions, how far they are on their way, notes, letters."""

from datetime import datetime

from app.domain.commands import CommandState
from app.domain.contacts import Contacted, next_words, result_words
from app.domain.decisions import DECISION_WORDS, Decision
from app.domain.outside import OutsideParty
from app.domain.words import Words
from app.operations.case_view import CaseView
from ui.kit.remote import brief
from ui.kit.speech import Speech


def timeline(view: CaseView, say: Speech, now: datetime) -> list[tuple[str, str]]:
    """When and what, oldest first."""
    happened: list[tuple[datetime, str]] = [(one.at, _decision(view, one, say)) for one in view.decisions]
    happened += [
        (
            one.at,
            say(Words(f"{one.by.name} 备注：{brief(one.text, 500)}", f"{one.by.name} noted: {brief(one.text, 500)}")),
        )
        for one in view.notes
    ]
    happened += [
        (
            one.at,
            say(Words("{by} 在社区里备注：{text}", "{by} noted in the community: {text}")).format(
                by=brief(one.by.name, 40) if one.by else "?", text=brief(one.text, 500)
            ),
        )
        for one in view.remote_notes
    ]
    happened += [(one.at, _contact(one, say)) for one in view.contacts]
    happened += [line for one in view.outside for line in _outside(one, say)]
    happened += [
        (one.at, say(Words("作者来信：{text}", "The author wrote: {text}")).format(text=brief(one.text, 500)))
        for one in view.messages
        if not one.sent_by_us and one.case_id in (None, view.case.id)
    ]
    return [(say.moment(at, now), text) for at, text in sorted(happened, key=lambda one: one[0])]


def _contact(one: Contacted, say: Speech) -> str:
    parts = [one.by.name, say(result_words(one))]
    if one.text:
        parts.append(brief(one.text, 500))
    again = next_words(one)
    return " · ".join([*parts, say(again)] if again else parts)


def _outside(one: OutsideParty, say: Speech) -> list[tuple[datetime, str]]:
    who = brief(say(one.words), 80)
    lines = [(one.since, say(Words(f"{one.by.name} 标记外部介入：{who}", f"{one.by.name} flagged: {who}")))]
    if one.ended_at is not None and one.ended_by is not None:
        by, why = one.ended_by.name, brief(one.end_reason)
        lines.append((one.ended_at, say(Words(f"{by} 结束外部介入（{who}）：{why}", f"{by} ended {who}: {why}"))))
    return lines


def _decision(view: CaseView, one: Decision, say: Speech) -> str:
    parts = [one.by.name, say(DECISION_WORDS[one.kind])]
    if one.basis is not None:
        parts.append(say(Words(f"第{one.basis.article}条", f"article {one.basis.article}")))
    if one.reason:
        parts.append(brief(one.reason))
    if one.undone_at is not None:
        parts.append(say(Words("已撤回", "taken back")))
    else:
        parts += [say(words) for words in _way(view, one)]
    return " · ".join(parts)


def _way(view: CaseView, one: Decision) -> list[Words]:
    """The least settled state of its commands."""
    steps = [command for command in view.commands if command.decision == one.id]
    open_ = [command for command in steps if not command.state.settled]
    sent = [command for command in steps if command.state is CommandState.SENT]
    return [command.state_words for command in (open_ or sent)[:1]]
