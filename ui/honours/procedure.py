"""How an honour goes on: the steps of a nomination, what can be done with a title, and one button for the next step."""

from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QWidget

from app.domain.honours import NominationState, Standing, Thanks
from app.domain.honours_rules import MISSING_WORDS, Missing, is_due, is_over, term_end
from app.domain.roles import Role
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from ui.actions import key_of, keyed
from ui.honours.items import Given, Held, Item, Nominated, Suggested, left
from ui.kit.elements import Flow, Scroll, button, clear, column, frame, label, row, said, tag
from ui.kit.theme import WIDE_GAP, Tone
from ui.tools import Tools

_DONE, _NOW, _LATER = (
    (Words("已完成", "done"), Tone.GREEN),
    (Words("进行中", "in progress"), Tone.BLUE),
    (Words("未开始", "to come"), Tone.NEUTRAL),
)


@dataclass(frozen=True, slots=True)
class Act:
    """Something that can be done: the verb of its intention, what its button says, what comes of it."""

    verb: str
    words: Words
    then: Words = NO_WORDS
    manager: bool = False


ASK = Act("ask", Words("写信征求同意", "Ask for their consent"))
_ASKS = Words("TA 会收到一封私信：愿不愿意，哪些内容可以展示", "They get a message: do they want it, what may be shown")
CONSENT = Act("consent", Words("登记同意", "Enter their consent"))
UNWANTED = Act("unwanted", Words("TA 不愿意", "They don't want it"))
GRANT = Act(
    "grant",
    Words("授予", "Confer"),
    Words("授予前还能再看一遍，并选择要不要公开感谢", "You see it once more, and choose whether to thank in public"),
    manager=True,
)
DECLINE = Act("decline", Words("不予通过", "Decline"), manager=True)
WITHDRAW = Act("withdraw", Words("撤回提名", "Withdraw"))
RENEW = Act("renew", Words("续任", "Renew"), manager=True)
RESTORE = Act(
    "renew",
    Words("恢复称号", "Give it back"),
    Words(
        "处置已经结束：由主管看过再决定恢复还是收回",
        "The measure is over: a manager looks and gives it back, or revokes it",
    ),
    manager=True,
)
ANNOUNCE = Act("announce", Words("公开感谢", "Thank in public"), manager=True)
NOT_SHOWN = Act("unwanted", Words("不再同意展示", "Agrees no longer"))
EMERITUS = Act(
    "emeritus",
    Words("转为荣休", "Make it emeritus"),
    Words("荣休：保留荣誉，不再承担职责，不占名额", "Emeritus: kept as an honour, without duties, outside the quota"),
    manager=True,
)
REVOKE = Act(
    "revoke",
    Words("收回", "Revoke"),
    Words("收回：写明理由，社区里也不再显示", "Revoke: with a reason; the community shows it no more"),
    manager=True,
)
NOMINATE = Act(
    "nominate",
    Words("提名", "Nominate"),
    Words("依据已经填好，可以增减", "What shows it is filled in; you can add to it or leave parts out"),
)
FOR_IT = Act("nominate", Words("提名", "Nominate"))
CHANGE = Act("title", Words("修改称号", "Change it"), manager=True)
RETIRE = Act(
    "retire",
    Words("停发", "Give it no more"),
    Words(
        "停发：不再授予；在任的保留到任期届满", "Retired: given no more; who holds it keeps it to the end of the term"
    ),
    manager=True,
)


def acts_of(item: Item) -> tuple[Act | None, tuple[Act, ...]]:
    """The next step, if there is one, and what else can be done."""
    match item:
        case Nominated():
            return _of_nomination(item)
        case Held():
            return _of_held(item)
        case Given():
            return (CHANGE, ()) if item.title.retired_at else (CHANGE, (RETIRE, FOR_IT))
        case Suggested() | Thanks():
            return NOMINATE, ()


def _of_nomination(item: Nominated) -> tuple[Act | None, tuple[Act, ...]]:
    state = item.nomination.state
    if state is NominationState.OPEN:
        return ASK, (CONSENT, DECLINE, WITHDRAW)
    if state is NominationState.ASKED:
        return CONSENT, (UNWANTED, DECLINE, WITHDRAW)
    if state is NominationState.AGREED:
        return GRANT, (UNWANTED, DECLINE, WITHDRAW)
    return None, ()


def _of_held(item: Held) -> tuple[Act | None, tuple[Act, ...]]:
    standing = item.grant.standing
    if standing is Standing.HELD:
        return RENEW, (EMERITUS, ANNOUNCE, NOT_SHOWN, REVOKE)
    if standing is Standing.SUSPENDED:
        return RESTORE if item.free else None, (REVOKE,)
    if standing is Standing.ENDED:
        return EMERITUS, ()
    return None, (ANNOUNCE, REVOKE) if standing is Standing.EMERITUS else ()


class Procedure(QFrame):
    """The right column.

    Attributes:
        go: the button for the next step.
    """

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._item: Item | None = None
        self._fault_words = NO_WORDS
        self.paper = Scroll(margin=0)
        self._fault_text = label()
        self._fault = frame("fault", self._fault_text)
        self._others = QWidget()
        self._others.setLayout(Flow(8))
        self.go = button(tools.say, Words("下一步", "Next"), "primary")
        self.go.clicked.connect(self.do)
        layout = column(self.paper, self._fault, self._others, row(None, self.go))
        layout.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        tools.say.changed.connect(self._render)
        self._render()

    # --- what is shown -----------------------------------------------------------------------------------

    def show_item(self, item: Item | None) -> None:
        """Show how this one goes on."""
        if item != self._item:
            self._fault_words = NO_WORDS
        self._item = item
        self._render()

    def show_fault(self, error: StewardError) -> None:
        """Say why something could not be done, until anything is."""
        self._fault_words = Words.of(error)
        self._render_fault()

    def do(self) -> None:
        """Do the next step."""
        coming = acts_of(self._item)[0] if self._item is not None else None
        if coming is not None:
            self._tools.actions[f"honours.{coming.verb}"].trigger()

    @property
    def _manages(self) -> bool:
        return Role.MANAGER in self._tools.me.roles

    def _render_fault(self) -> None:
        self._fault_text.setText(self._tools.say(self._fault_words))
        self._fault.setVisible(self._fault_words != NO_WORDS)

    def _render(self) -> None:
        self._render_fault()
        item = self._item
        for part in (self.paper, self.go, self._others):
            part.setVisible(item is not None)
        if item is None:
            return
        content, (coming, others) = self.paper.fresh(), acts_of(item)
        content.inside.setContentsMargins(4, 4, 4, 4)  # its heading stands beside that of the middle
        content.inside.addWidget(said(self._tools.say, Words("怎样往下走", "How it goes on"), "heading"))
        for part in self._parts(item):
            content.inside.addWidget(part)
        for act in (coming, *others):
            if act is not None and act.then != NO_WORDS and act is not RESTORE:
                content.inside.addWidget(label(f"· {self._tools.say(act.then)}", "small"))
        if not self._manages and any(act.manager for act in (coming, *others) if act is not None):
            told = Words("授予、续任和收回由主管办理", "Managers confer, renew and revoke")
            content.inside.addWidget(said(self._tools.say, told, "second"))
        content.inside.addStretch(1)
        self.paper.show_fresh(content)
        self._buttons(coming, others)

    def _buttons(self, coming: Act | None, others: tuple[Act, ...]) -> None:
        say, layout = self._tools.say, self._others.layout()
        if layout is not None:
            clear(layout)
            for act in others:
                made = button(say, act.words, key=key_of(f"honours.{act.verb}"))
                made.clicked.connect(self._tools.actions[f"honours.{act.verb}"].trigger)
                made.setEnabled(self._manages or not act.manager)
                layout.addWidget(made)
        self._others.setVisible(bool(others))
        self.go.setVisible(coming is not None)
        if coming is not None:
            self.go.setText(say(keyed(coming.words, "honours.do")))
            self.go.setAccessibleName(say(coming.words))
            self.go.setEnabled(self._manages or not coming.manager)

    # --- its parts ---------------------------------------------------------------------------------------

    def _parts(self, item: Item) -> list[QWidget]:
        match item:
            case Nominated():
                return self._steps(item)
            case Held():
                return [self._standing(item)]
            case Suggested() | Thanks():
                told = Words(
                    "提名以后：主管问 TA 愿不愿意，TA 同意后再授予",
                    "Once nominated, they are asked; if they agree, a manager confers",
                )
                return [frame("advice", label(self._tools.say(told)), margin=10)]
            case Given():
                return []

    def _steps(self, item: Nominated) -> list[QWidget]:
        one = item.nomination
        asked = one.state is not NominationState.OPEN
        lacks = [lack for lack in item.missing if lack is not Missing.CONSENT]
        ready = one.consent is not None
        told = len(one.evidence)
        count = Words(f"{told} 条依据", f"{told} piece{'' if told == 1 else 's'} of evidence")
        agreed = (
            Words("本人已同意", "They agreed") if ready else Words("等 TA 回复，回复后登记", "Enter what they answer")
        )
        if lacks:
            zh, en = (
                "、".join(MISSING_WORDS[lack].zh for lack in lacks),
                ", ".join(MISSING_WORDS[lack].en for lack in lacks),
            )
            give = Words(f"还不能授予：{zh}", f"Not yet: {en}")
        else:
            until = f"{term_end(self._tools.clock(), item.title.months).astimezone():%Y-%m-%d}"
            give = Words(
                f"任期到 {until}，名额 {item.held}/{item.title.quota}",
                f"Until {until}; {item.held} of {item.title.quota} hold it",
            )
        return [
            self._step(1, Words("提名", "Nominated"), _DONE, count),
            self._step(
                2, Words("征求意愿", "Asked"), _DONE if asked or ready else _NOW, NO_WORDS if asked or ready else _ASKS
            ),
            self._step(3, Words("本人同意", "Agreed"), _DONE if ready else _NOW if asked else _LATER, agreed),
            self._step(4, Words("授予", "Conferred"), _NOW if ready else _LATER, give, caution=bool(lacks)),
        ]

    def _step(
        self, number: int, words: Words, standing: tuple[Words, Tone], line: Words, *, caution: bool = False
    ) -> QWidget:
        say = self._tools.say
        told, tone = standing
        head = row(label(f"{number}  {say(words)}", "strong", wrap=False), None, tag(say(told), tone))
        below = [label(say(line), "second")] if line != NO_WORDS else []
        look = "caution" if caution else "active" if standing is _NOW else "pane"
        made = frame(look, head, *below, margin=10, gap=4)
        made.setAccessibleName(f"{say(words)}: {say(told)} {say(line)}")
        return made

    def _standing(self, item: Held) -> QWidget:
        say, now, one = self._tools.say, self._tools.clock(), item.grant
        if item.free:
            return frame("caution", label(say(RESTORE.then)), margin=10)
        if one.standing is Standing.SUSPENDED:
            told = Words(
                "因为处置暂停：处置撤销就恢复；处置结束后由主管再看",
                "Suspended by a sanction: back when that is overturned; when it ends, a manager looks",
            )
            return frame("caution", label(say(told)), margin=10)
        if is_due(one, now) or is_over(one, now):
            ends = left(one, now)
            told = Words(
                f"{ends.zh}：续任、转为荣休，或让它届满", f"{ends.en}: renew it, make it emeritus, or let it end"
            )
            return frame("caution", label(say(told)), margin=10)
        if one.standing is Standing.HELD:
            new_end = f"{term_end(one.ends, item.title.months).astimezone():%Y-%m-%d}"
            told = Words(f"在任中。续任后到 {new_end}", f"Held. Renewed, it goes on until {new_end}")
            return frame("advice", label(say(told)), margin=10)
        return frame("advice", label(say(Words("已经结束，留作记录", "Over, and kept as a record"))), margin=10)
