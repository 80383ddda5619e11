"""What a decision that waits is about, in words, for the person who is asked to agree."""

from datetime import datetime

from app.domain.cases import KIND_WORDS, Step
from app.domain.commands import COMMAND_WORDS
from app.domain.decisions import DECISION_WORDS, Decision, DecisionKind
from app.domain.ladder import RUNG_WORDS
from app.domain.sanctions import MALICE_WORDS, POST_ACTION_WORDS, SECOND_WORDS, Sanction
from app.domain.words import NO_WORDS, Words
from app.operations.approving import Waiting
from app.operations.case_view import CaseView
from ui.answering.sanction_notice import as_of_now
from ui.answering.sanction_words import Moment, Scope, consequences
from ui.kit.remote import brief
from ui.kit.speech import Speech


def decided(decision: Decision) -> Words:
    """What was decided."""
    words = DECISION_WORDS[decision.kind]
    if decision.kind is DecisionKind.CLASSIFICATION and decision.kind_before and decision.kind_after:
        before, after = KIND_WORDS[decision.kind_before], KIND_WORDS[decision.kind_after]
        return Words(f"改类别：{before.zh} → {after.zh}", f"Another kind: {before.en} → {after.en}")
    return Words(words.zh, f"{words.en[:1].upper()}{words.en[1:]}")


def why_waits(decision: Decision) -> Words:
    """Why another person must agree."""
    if decision.second_person is None:
        return NO_WORDS
    words = SECOND_WORDS[decision.second_person]
    return Words(words.zh, f"{words.en[:1].upper()}{words.en[1:]}")


def facts(waiting: Waiting, say: Speech, now: datetime) -> list[Words]:
    """What was chosen, and why."""
    decision, choice = waiting.decision, waiting.choice
    lines = _chosen(choice.sanction) if choice and choice.sanction else []
    if decision.reason and not (choice and choice.sanction):
        lines.append(Words(f"理由：{decision.reason}", f"Reason: {decision.reason}"))
    if choice and choice.due_at:
        until = say.moment(choice.due_at, now)
        lines.append(Words(f"等作者到 {until}", f"Awaits the author until {until}"))
    return lines


def _chosen(sanction: Sanction) -> list[Words]:
    rung, proposed = RUNG_WORDS[sanction.rung], RUNG_WORDS[sanction.proposed]
    lines = [Words(f"档位：{rung.zh}（记 {sanction.strikes} 分）", f"Rung: {rung.en} (strikes: {sanction.strikes})")]
    lines += [Words(f"阶梯：{one.zh}", f"Ladder: {one.en}") for one in sanction.because]
    if sanction.rung is not sanction.proposed:
        lines.append(Words(f"偏离建议（{proposed.zh}）", f"Departs from the proposal ({proposed.en})"))
    if sanction.departure:
        lines.append(Words(f"理由：{sanction.departure}", f"Reason: {sanction.departure}"))
    for one in sanction.malice:
        fact, link = MALICE_WORDS[one.fact], brief(one.link, 120)
        lines.append(Words(f"恶意：{fact.zh}，见 {link}", f"Malice: {fact.en}, see {link}"))
    if sanction.brand_hit:
        lines.append(_brand(sanction))
    elif sanction.brand_party:
        lines.append(Words("品牌是当事方", "The brand is a party"))
    post = POST_ACTION_WORDS[sanction.post]
    return [*lines, Words(f"原帖：{post.zh}", f"The post: {post.en}")]


def _brand(sanction: Sanction) -> Words:
    hit = sanction.brand_hit
    if sanction.brand_party:
        return Words(f"品牌是当事方（提到“{hit}”）", f"The brand is a party (the post names “{hit}”)")
    return Words(f"提到“{hit}”，判为品牌不是当事方", f"The post names “{hit}”; the brand was found to be no party")


def notices_of(waiting: Waiting, now: datetime) -> list[str]:
    """What people will read, each text once, as if it took effect now; nothing where they read nothing."""
    choice = waiting.choice
    if choice is None:
        return [waiting.decision.text] if waiting.decision.text else []
    if choice.sanction is None:
        texts = [choice.text, *(one.text for one in choice.answers)]
        return list(dict.fromkeys(one for one in texts if one))
    return [as_of_now(choice.text, choice.sanction, waiting.decision.id, now)]


def outcome(view: CaseView, waiting: Waiting, now: datetime, moment: Moment) -> list[Words]:
    """What will come of it once they agree."""
    choice = waiting.choice
    if choice is None:
        return []
    if choice.sanction is None:
        words = [COMMAND_WORDS[one.kind] for one in choice.answers]
        if not words:
            return []
        return [
            Words(
                f"依次：{' → '.join(one.zh for one in words)}", f"In this order: {' → '.join(one.en for one in words)}"
            )
        ]
    named = len(choice.reports)
    judged = len(view.governed.verdicts)
    left = len(view.reports) - named - judged if choice.step is Step.SANCTION_IN_PART else 0
    return consequences(view, choice.sanction, Scope(named, max(left, 0)), now, moment)
