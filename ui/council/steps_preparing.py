"""The steps while a referral is prepared: its material, its panel, its packet."""

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.conduct_copy import article_name
from app.domain.council import Stage
from app.domain.council_missing import Mend, Missing
from app.domain.council_panel import ASIDE_WORDS, Sitting
from app.domain.letters import moment_words
from app.domain.words import NO_WORDS, Words
from app.operations.council_view import Cited, Dossier
from ui.actions import key_of
from ui.council.acting import Acting
from ui.council.seat_words import CHAIR, numbered
from ui.council.steps import Standing, Step
from ui.kit.elements import button, frame, label, row, said, tag
from ui.kit.theme import Tone

_DOES = {
    Mend.TAKE_OUT: (Words("移出", "Take out"), ""),
    Mend.NAME_PARTY: (Words("添加当事人", "Name one"), "council.party"),
    Mend.ASK: (Words("写信", "Write"), "council.ask"),
    Mend.STATEMENT: (Words("录入", "Enter it"), "council.statement"),
    Mend.ARTICLES: (Words("选择", "Choose"), "council.articles"),
}


def show_material(step: Step, shown: Dossier, acting: Acting) -> None:
    """Statements and articles: what is there, and what is still missing, each with what to do about it."""
    if shown.referral.stage is not Stage.PREPARING:
        step.stand(Standing.DONE, _counted(shown))
        return
    missing = [one for one in shown.missing if one.mend is not Mend.PANEL]
    for cited in shown.articles:
        step.inside.addWidget(label(_cited(cited, acting), "second"))
    if not missing:
        step.stand(Standing.DONE, _counted(shown))
        return
    step.stand(Standing.NOW, Words(f"还缺 {len(missing)} 项", f"missing: {len(missing)}"))
    seen: set[str] = set()
    for one in missing:
        intention = _DOES[one.mend][1] if one.mend in _DOES else ""
        step.inside.addWidget(_missing(one, acting, intention if intention not in seen else ""))
        seen.add(intention)


def _cited(one: Cited, acting: Acting) -> str:
    """An article that was chosen: its number and title."""
    say, article = acting.tools.say, one.article
    return f"{article_name(article.number, say.language)} {say(article.title) or article.title.zh}"


def _counted(shown: Dossier) -> Words:
    heard, named = sum(bool(one.statement) for one in shown.parties), len(shown.articles)
    return Words(f"{heard} 份陈述，{named} 条条款", f"statements: {heard}, articles: {named}")


def _missing(one: Missing, acting: Acting, intention: str) -> QWidget:
    say = acting.tools.say
    words = label(say(one.words), "small")
    line = row(words)
    line.setStretch(0, 1)
    if one.mend in _DOES:
        go = button(say, _DOES[one.mend][0], "quiet", key=key_of(intention) if intention else "")
        go.clicked.connect(partial(_mend, acting, one))
        line.addWidget(go)
    return frame("pane" if one.mend is Mend.WAIT else "caution", line, margin=6)


def _mend(acting: Acting, one: Missing, _checked: bool = False) -> None:
    acting.mend(one.mend, one.about)


# --- the panel --------------------------------------------------------------------------------------------


def show_panel(step: Step, shown: Dossier, acting: Acting) -> None:
    """Who judges, who stood aside and why; drawing them."""
    say, referral, sitting = acting.tools.say, shown.referral, shown.sitting
    lacks = next((one for one in shown.missing if one.mend is Mend.PANEL), None)
    preparing = referral.stage is Stage.PREPARING
    size = Words(f"{len(sitting)} / {referral.size} 席", f"{len(sitting)} of {referral.size} seats")
    step.stand(Standing.NOW if lacks is not None and preparing else Standing.DONE, lacks.words if lacks else size)
    if referral.stage is Stage.WITHDRAWN and not sitting:
        step.stand(Standing.DROPPED)
    for one in sitting if preparing else ():  # later they stand in the step of the vote
        step.inside.addWidget(_sitting(one, acting))
    aside = [one for one in shown.panel if one.aside is not None]
    if aside:
        step.inside.addWidget(label("\n".join(say(_aside(one)) for one in aside), "second"))
    if preparing and len(sitting) < referral.size:
        how = Words(
            f"按提请时入账的那一条（台账第 {referral.entries} 条）抽选，谁都可以重算一遍核对",
            f"drawn by entry {referral.entries} of the ledger, which the referral made: anybody can draw again",
        )
        step.inside.addWidget(said(say, how, "second"))
        draw = button(say, Words("抽选", "Draw"), key=key_of("council.draw"))
        draw.clicked.connect(acting.draw)
        step.inside.addLayout(row(draw, None))


def _sitting(one: Sitting, acting: Acting) -> QWidget:
    made, line = QWidget(), who(one, acting)
    line.addStretch(1)
    line.addWidget(aside_button(one, acting))
    made.setLayout(line)
    return made


def who(one: Sitting, acting: Acting) -> QHBoxLayout:
    """A seat of the panel: its number and name, whether it is a chair, whose place it took."""
    say = acting.tools.say
    line = row(label(say(numbered(one.seat)), "small", wrap=False))
    if one.seat.chair:
        line.addWidget(tag(say(CHAIR), Tone.VIOLET))
    if one.instead_of is not None:
        words = Words(f"递补 {one.instead_of} 号", f"for seat {one.instead_of}")
        line.addWidget(tag(say(words), Tone.AMBER))
    return line


def aside_button(one: Sitting, acting: Acting) -> QPushButton:
    """Lets a seat stand aside."""
    number = one.seat.number
    made = button(acting.tools.say, Words("回避", "Aside"), "quiet")
    named = Words(f"{number} 号回避", f"Seat {number} stands aside")
    made.setAccessibleName(acting.tools.say(named))
    made.clicked.connect(lambda: acting.aside(number))
    return made


def _aside(one: Sitting) -> Words:
    who, why = numbered(one.seat), ASIDE_WORDS[one.aside] if one.aside is not None else NO_WORDS
    return Words(f"{who.zh} 不评议：{why.zh}", f"{who.en} does not judge: {why.en}")


# --- the packet -------------------------------------------------------------------------------------------


def show_packet(step: Step, shown: Dossier, acting: Acting) -> None:
    """What seats are given to judge."""
    say, referral = acting.tools.say, shown.referral
    if shown.packet is not None:
        short = shown.packet.sha256[:12]
        at = say.moment(shown.packet.at, acting.tools.clock())
        step.stand(Standing.DONE, Words(f"{at} 生成 · 指纹 {short}…", f"built {at} · sha256 {short}…"))
        return
    if referral.stage is not Stage.PREPARING:
        step.stand(Standing.DROPPED if referral.stage is Stage.WITHDRAWN else Standing.LATER)
        return
    ready = not shown.missing
    line = Words(
        "姓名换成甲方、乙方，电话、车牌、车架号遮盖；图片逐张看过才能生成",
        "Names become labels; phones, plates and VINs are masked; each picture is looked at before it is built",
    )
    step.stand(Standing.NOW if ready else Standing.LATER, line)
    plan = button(say, Words("遮盖与图片", "Masks and pictures"), key=key_of("council.plan"))
    plan.clicked.connect(acting.tools.actions["council.plan"].trigger)
    step.inside.addLayout(row(plan, None))


def due_words(shown: Dossier) -> Words:
    """Until when ballots count, in full."""
    due = shown.referral.due_at
    return NO_WORDS if due is None else moment_words(due.astimezone())
