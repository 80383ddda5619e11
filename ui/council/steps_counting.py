"""The steps after the vote: the count by two, the ruling, what comes of it."""

from PySide6.QtWidgets import QVBoxLayout

from app.domain.council import FINDING_WORDS, REMEDY_WORDS, Finding, Question, Remedy, Stage
from app.domain.council_counting import UNDECIDED_WORDS, Outcome
from app.domain.letters import moment_words
from app.domain.roles import Role
from app.domain.words import NO_WORDS, Words
from app.operations.council_view import Dossier
from ui.actions import key_of
from ui.council.acting import Acting
from ui.council.steps import Standing, Step
from ui.kit.elements import Flow, button, column, frame, label, row, said, tag
from ui.kit.theme import Tone

_HOW = (
    Words(
        "签署收票清单，发给每一位委员：各自核对票到了没有",
        "Sign the list of arrivals for the seats: each sees whether its ballot arrived",
    ),
    Words(
        "导出开箱钥匙（外层封给主席），交给轮值主席", "Save the key, sealed to the chair on its outside, for the chair"
    ),
    Words(
        "主席在委员模式里打开外层、签名，交回 .opened.stewardkey",
        "The chair takes the outer seal off in council mode, signs, and returns it (.opened.stewardkey)",
    ),
    Words("把交回的文件拖到这里，一步计完并销毁票与钥匙", "Drop it here: one step counts, then destroys all"),
)
_LOST = Words(
    "钥匙丢了，或能打开它的主席都已离任：由提请人以外的主管写明原因“撤回”，工单回到处理台，可以重新提请",
    "Where the key is lost, or every chair who could open it has left: a manager who did not refer it withdraws it "
    "with a reason; its cases are on the desk again and can be referred anew",
)
_SHORT = {
    Question.FACTS: Words("事实", "facts"),
    Question.BREACH: Words("违约", "breach"),
    Question.REMEDY: Words("处理", "remedy"),
}


def show_count(step: Step, shown: Dossier, acting: Acting) -> None:
    """The count."""
    say, referral = acting.tools.say, shown.referral
    if referral.counted_at is not None:
        at = say.moment(referral.counted_at, acting.tools.clock())
        chair = shown.ruling.chair if shown.ruling is not None else None
        by = Words(f"，秘书与 {chair} 号", f", by the secretary and seat {chair}") if chair is not None else NO_WORDS
        step.stand(Standing.DONE, Words(f"{at}{by.zh}", f"{at}{by.en}"))
        return
    over = referral.due_at is not None and referral.due_at <= acting.tools.clock()
    if referral.stage is not Stage.VOTING or not over:
        step.stand(Standing.DROPPED if referral.stage is Stage.WITHDRAWN else Standing.LATER)
        return
    step.stand(Standing.NOW, Words("一个人打不开票箱", "One person alone can't open the box"))
    lines = [said(say, Words(f"{at}. {one.zh}", f"{at}. {one.en}"), "small") for at, one in enumerate(_HOW, start=1)]
    key = button(say, Words("导出钥匙", "Save the key"), key=key_of("council.key"))
    key.clicked.connect(acting.tools.actions["council.key"].trigger)
    count = button(say, Words("选择交回的钥匙", "Choose the returned key"), key=key_of("council.count"))
    count.clicked.connect(acting.tools.actions["council.count"].trigger)
    listed = button(say, Words("收票清单", "Arrivals"), key=key_of("council.arrivals"))
    listed.clicked.connect(acting.tools.actions["council.arrivals"].trigger)
    lost = said(say, _LOST, "second")
    step.inside.addWidget(frame("advice", *lines, Flow(8, listed, key, count), lost, gap=6))


# --- what was found ---------------------------------------------------------------------------------------


def show_result(step: Step, shown: Dossier, acting: Acting) -> None:
    """What the panel found, and the words in which it is told."""
    say, ruling, stage = acting.tools.say, shown.ruling, shown.referral.stage
    if ruling is None or ruling.round != shown.referral.round:
        if stage is Stage.UNDECIDED:
            step.stand(Standing.NOW, _UNDECIDED)
        else:
            step.stand(Standing.DROPPED if stage is Stage.WITHDRAWN else Standing.LATER)
        return
    outcome = ruling.outcome
    if stage is Stage.UNDECIDED:
        step.stand(Standing.NOW, _UNDECIDED)
    elif stage is Stage.DECIDED:
        step.stand(Standing.NOW, _ANOTHER)
    else:
        at = moment_words(ruling.confirmed_at.astimezone()) if ruling.confirmed_at is not None else NO_WORDS
        refused = (
            Words("依法不执行", "refused for a legal reason") if ruling.refused_why else Words("已确认", "taken on")
        )
        step.stand(Standing.DONE, Words(f"{refused.zh} · {at.zh}", f"{refused.en} · {at.en}"))
    step.inside.addLayout(_found(outcome, acting))
    if stage is Stage.DECIDED:
        step.inside.addWidget(frame("card", label(ruling.text.replace("**", ""), "small")))
        reword = button(say, Words("写理由", "Write the reasons"), key=key_of("council.ruling"))
        reword.clicked.connect(acting.tools.actions["council.ruling"].trigger)
        refuse = button(say, Words("依法不执行", "Refuse"), key=key_of("council.refuse"))
        refuse.clicked.connect(acting.tools.actions["council.refuse"].trigger)
        refuse.setEnabled(Role.MANAGER in acting.tools.me.roles)
        step.inside.addLayout(row(reword, refuse, None))


_REFUSED = Words("依法不执行", "refused for a legal reason")
_ANOTHER = Words(
    "计票的人不能自己确认：由另一位主管确认，或依法不执行",
    "Who counted can't take it on: another manager does, or refuses it for a legal reason",
)
_UNDECIDED = Words(
    "没有形成六成多数：换席位再投一次，或撤回提请", "No answer had 60 %: vote again with new seats, or withdraw"
)


def _found(outcome: Outcome, acting: Acting) -> QVBoxLayout:
    say = acting.tools.say
    lines = column(gap=4)
    answers = (
        (Question.FACTS, _finding(outcome.facts)),
        (Question.BREACH, _finding(outcome.breach)),
        (Question.REMEDY, _remedy(outcome.remedy)),
    )
    for question, (words, tone) in answers:
        votes = _votes(question, outcome)
        line = row(label(say(_SHORT[question]), "small", wrap=False), tag(say(words), tone), None)
        line.addWidget(label(say(votes), "second", wrap=False))
        lines.addLayout(line)
    if outcome.undecided is not None:
        why = UNDECIDED_WORDS[outcome.undecided]
        rule = Words("，品牌是当事方：按规则有利于车友", "; the brand is a party: for the member, by rule")
        lines.addWidget(label(say(Words(why.zh + rule.zh, why.en + rule.en) if outcome.by_rule else why), "second"))
    return lines


def _finding(found: Finding | None) -> tuple[Words, Tone]:
    if found is None:
        return Words("—", "—"), Tone.NEUTRAL
    return FINDING_WORDS[found], Tone.AMBER if found is Finding.YES else Tone.GREEN


def _remedy(remedy: Remedy | None) -> tuple[Words, Tone]:
    if remedy is None:
        return Words("—", "—"), Tone.NEUTRAL
    return REMEDY_WORDS[remedy], Tone.BLUE


def _votes(question: Question, outcome: Outcome) -> Words:
    """How many gave each answer."""
    found = [(answer, votes) for asked, answer, votes in outcome.counted if asked == question.value]
    named = {**{one.value: FINDING_WORDS[one] for one in Finding}, **{one.value: REMEDY_WORDS[one] for one in Remedy}}
    said_ = [(named[answer], votes) for answer, votes in found]
    return Words(
        "，".join(f"{words.zh} {votes}" for words, votes in said_),
        ", ".join(f"{words.en} {votes}" for words, votes in said_),
    )


# --- what comes of it -------------------------------------------------------------------------------------


def show_ruled(step: Step, shown: Dossier, acting: Acting) -> None:
    """Carried out, published, destroyed."""
    say, ruling, stage = acting.tools.say, shown.ruling, shown.referral.stage
    if ruling is None or stage not in (Stage.RULED, Stage.CLOSED):
        step.stand(Standing.DROPPED if stage is Stage.WITHDRAWN else Standing.LATER)
        return
    now = acting.tools.clock()
    carried = bool(ruling.decisions)
    if ruling.refused_why:
        done = _REFUSED
    else:
        done = Words("已执行", "carried out") if carried else Words("待执行", "to be carried out")
    public = Words()
    if ruling.published_at is not None:
        at = say.moment(ruling.published_at, now)
        public = Words(f"，{at} 已公布", f"; published {at}")
    elif ruling.publish_at is not None:
        at = say.moment(ruling.publish_at, now)
        public = Words(f"，申诉期满（{at}）后公布", f"; published after the term of appeal ({at})")
    closed = stage is Stage.CLOSED
    step.stand(Standing.DONE if closed else Standing.NOW, Words(done.zh + public.zh, done.en + public.en))
    if ruling.refused_why:
        step.inside.addWidget(frame("caution", label(ruling.refused_why, "small")))
    seats = {one.seat.number for one in shown.panel}
    gone = len(shown.destroyed)
    words = Words(
        f"案卷销毁确认 {gone} / {len(seats)}", f"{gone} of {len(seats)} seats confirmed destroying the packet"
    )
    step.inside.addWidget(label(say(words), "second"))
