"""Letters about appeals, in the language of the member who appealed."""

from dataclasses import replace
from datetime import datetime

from app.domain.appeals import Against, Appeal, AppealAnswer, Source
from app.domain.commands import DecisionId
from app.domain.ladder import RUNG_WORDS, STRIKE_LASTS
from app.domain.letters import language_of
from app.domain.letters_governing import WITHDRAWN, AppealFacts, Contested, values_of_appeal
from app.domain.sanctions import KeptSanction, Outcome
from app.domain.taking_effect import number_of
from app.domain.words import Words
from app.errors import Language
from app.operations import letters
from app.operations.sanction_letters import TEAM

_RESTORED = Words("帖子已恢复显示", "The post is shown again")
_BOTH = Words(
    "处置和记分都已撤销，帖子已恢复显示", "The measure and its strikes are withdrawn, and the post is shown again"
)
_AGAIN = Words("这件事已退回重新处理", "The matter is open again and will be decided anew")


def language_for(appeal: Appeal, told: str) -> Language:
    """The language that a member who appeals is written to in.

    What the team typed for them says nothing of it, so what they were told before decides then.

    Args:
        appeal: what came.
        told: what the member was told of the decision; "" where that was nothing.
    """
    return language_of(told if told and appeal.source is Source.HAND else appeal.text)


def received(appeal: Appeal, what: Words, decided_at: datetime, now: datetime, *, told: str) -> str:
    """The letter that says that an appeal came, and by when it is answered; `told` as for `language_for`."""
    spoken = language_for(appeal, told)
    about = _about(appeal, what, decided_at, now, spoken)
    facts = AppealFacts(about, appeal.received_at.astimezone(), appeal.due_at.astimezone())
    return letters.governing("appeal.received", spoken, values_of_appeal(facts, spoken)).text


def answered(
    appeal: Appeal,
    what: Words,
    decided_at: datetime,
    said: AppealAnswer,
    *,
    kept: KeptSanction | None,
    reason: str,
    restores: bool,
    told: str,
    now: datetime,
) -> str:
    """The letter that answers an appeal; without a reason its place stays open.

    Args:
        appeal: what is answered.
        what: is appealed.
        decided_at: when that was decided.
        said: how it is answered.
        kept: the sanction, where it is against one.
        reason: as the member reads it.
        restores: the post is shown again by it.
        told: what the member was told of that decision, as for `language_for`.
        now: when the letter goes out.
    """
    spoken = language_for(appeal, told)
    why = reason.strip().rstrip("。.")
    facts = AppealFacts(
        _about(appeal, what, decided_at, now, spoken),
        appeal.received_at.astimezone(),
        appeal.due_at.astimezone(),
        reason=Words(why, why),
        restored=_restored(appeal.against, restores=restores),
    )
    if kept is not None:
        facts = _with_what_is_left(facts, said, kept)
    return letters.governing(_letter(appeal.against, said.outcome), spoken, values_of_appeal(facts, spoken)).text


def _letter(against: Against, outcome: Outcome) -> str:
    if against is Against.REPORT_REJECTED:
        return f"appeal.report_{outcome.value}"
    if against is Against.FOLDING and outcome is Outcome.UPHELD:
        return "appeal.fold_upheld"
    return f"appeal.{outcome.value}"


def _about(appeal: Appeal, what: Words, decided_at: datetime, now: datetime, language: Language) -> Contested:
    number = number_of(DecisionId(appeal.decision))
    return Contested(appeal.by.name, number, decided_at.astimezone(), what, TEAM.say(language), now.astimezone())


def _restored(against: Against, *, restores: bool) -> Words:
    if against is Against.REPORT_REJECTED:
        return _AGAIN
    if against is Against.FOLDING:
        return _RESTORED
    return _BOTH if restores else WITHDRAWN


def _with_what_is_left(facts: AppealFacts, said: AppealAnswer, kept: KeptSanction) -> AppealFacts:
    """What a reduction leaves of a sanction."""
    rung, term = said.reduced_to, kept.sanction.term
    if rung is None or term is None:
        return facts
    began = term.starts.astimezone()
    counted = rung.strikes if kept.sanction.strikes else 0  # abnormal accounts have none
    return replace(
        facts,
        measure=RUNG_WORDS[rung],
        starts=began,
        ends=said.reduced_ends.astimezone() if said.reduced_ends else None,
        strikes=counted,
        expires=began + STRIKE_LASTS if counted else None,
    )
