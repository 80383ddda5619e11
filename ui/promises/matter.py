"""The middle column: what was promised to whom, what the department has of it, and all that happened since."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from app.domain.commands import CommandState
from app.domain.promises import CHANGE_WORDS, IN_PUBLIC, Change, PromiseEvent, PromiseState
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from ui.actions import key_of
from ui.appeals.words import whole
from ui.kit.elements import Flow, Scroll, button, clear, column, frame, label, named, row, said, tag
from ui.kit.remote import brief
from ui.kit.states import Empty, Fault, Loading, Stack
from ui.kit.theme import GAP, Tone
from ui.promises import words
from ui.promises.handoff import HandoffPart
from ui.promises.reading import Matter
from ui.tools import Tools

_TOLD = IN_PUBLIC | {Change.MADE}
_TONES = {
    Change.MADE: Tone.BLUE,
    Change.PROGRESS: Tone.BLUE,
    Change.EXTENDED: Tone.AMBER,
    Change.CLOSED: Tone.GREEN,
    Change.GIVEN_UP: Tone.RED,
}
_LONGEST = 6000
_UNDONE = Words("回复发出前撤回了", "the reply was taken back before it went out")


class MatterPanel(QFrame):
    """One promise.

    Attributes:
        handoff: the department's side of it.
        opening: its case, or its topic, is to be shown.
        retry: it could not be read; once more.
    """

    opening = Signal()
    retry = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._found: Matter | None = None
        say = tools.say
        self.paper = Scroll(margin=0)
        named(say, self.paper, Words("承诺的经过", "How the promise went"))
        self._head: QVBoxLayout = column()
        self.handoff = HandoffPart(tools)
        self._events: QVBoxLayout = column(gap=GAP)
        inside = self.paper.inside
        inside.setContentsMargins(0, 0, 6, 0)
        inside.setSpacing(12)
        inside.addLayout(self._head)
        inside.addWidget(self.handoff)
        inside.addLayout(self._events)
        inside.addStretch(1)
        self.stack = Stack(self.paper, Empty(say), Fault(say, self.retry.emit), Loading(say))
        layout = column(self.stack)
        layout.setContentsMargins(16, 14, 10, 12)
        self.setLayout(layout)
        say.changed.connect(self._render)
        self.show_nothing()

    def show_nothing(self) -> None:
        """No promise is chosen."""
        self._found = None
        self.stack.show_empty(NO_WORDS)

    def show_fault(self, error: StewardError) -> None:
        """It could not be read."""
        self._found = None
        self.stack.show_fault(error)

    def show_matter(self, found: Matter) -> None:
        """Show a promise."""
        fresh = self._found is None or self._found.id != found.id
        self._found = found
        self.handoff.show_matter(found)
        self._render()
        self.stack.show_content()
        if fresh:
            self.paper.verticalScrollBar().setValue(0)

    def refresh(self) -> None:
        """Terms are a little nearer now."""
        self._render_head()

    def _render(self) -> None:
        if self._found is not None:
            self._render_head()
            self._render_events(self._found)

    # --- what was promised -------------------------------------------------------------------------------

    def _render_head(self) -> None:
        found = self._found
        if found is None:
            return
        clear(self._head)
        say, now, one = self._tools.say, self._tools.clock(), found.shown.promise
        self._head.addWidget(label(brief(one.made.what, 200), "heading"))
        state, tone = words.due(one, now)
        tags = Flow(6)
        tags.addWidget(tag(say(state), tone))
        if one.extensions:
            tags.addWidget(tag(say(words.extended(one)), Tone.NEUTRAL))
        if found.ready and one.state(now) is PromiseState.OPEN:
            tags.addWidget(tag(say(Words("进展说明已拟好", "progress note ready")), Tone.GREEN))
        self._head.addLayout(tags)
        due, made = words.date_words(one.due_at, now), one.made
        who = brief(made.owner, 30)
        facts = Words(
            f"{brief(made.department, 30)} 答复 · {who} 跟进 · 期限 {due.zh}",
            f"{brief(made.department, 30)} to answer · {who} sees to it · due {due.en}",
        )
        self._head.addWidget(label(say(facts)))
        self._head.addLayout(self._whose(found))
        self._cautions(found)

    def _whose(self, found: Matter) -> QVBoxLayout:
        say, one = self._tools.say, found.shown.promise
        if found.topic is not None:
            name = brief(found.topic.title, 60)
            told = Words(
                f"对专题“{name}”的 {found.topic.cases} 位车友", f"To {found.topic.cases} members of the topic “{name}”"
            )
            go = Words("打开专题", "Open the topic")
        else:
            author, title = brief(found.shown.author, 40), brief(found.shown.title, 60)
            told = Words(f"对 {author}《{title}》", f"To {author}, “{title}”")
            go = Words(f"打开工单 {one.case}", f"Open case {one.case}")
        opens = button(say, go, "quiet", key=key_of("promises.open"))
        opens.clicked.connect(self.opening)
        return column(label(say(told), "small"), row(opens, None), gap=0)

    def _cautions(self, found: Matter) -> None:
        say, now, shown = self._tools.say, self._tools.clock(), found.shown
        one = shown.promise
        if shown.reckoned is not None and one.ended is None:
            due = words.date_words(shown.reckoned, now)
            told = Words(
                f"按新录入的放假安排，期限会是 {due.zh}；已经答应的日期不变",
                f"By the calendar that came in since it would be {due.en}; the word given stands",
            )
            self._head.addWidget(frame("caution", label(say(told), "small")))
        elif one.made.guessed and not one.extensions and one.ended is None:
            years = "、".join(map(str, one.made.guessed))
            told = Words(
                f"{years} 年放假安排未录入，期限按周一至周五推算",
                f"The public holidays of {years} are not known: reckoned Monday to Friday",
            )
            self._head.addWidget(frame("caution", label(say(told), "small")))

    # --- what happened -----------------------------------------------------------------------------------

    def _render_events(self, found: Matter) -> None:
        clear(self._events)
        self._events.addWidget(said(self._tools.say, Words("经过", "What happened"), "strong"))
        for at in reversed(range(len(found.shown.events))):
            self._add_event(found, at)

    def _add_event(self, found: Matter, at: int) -> None:
        say, now, event = self._tools.say, self._tools.clock(), found.shown.events[at]
        who = f"{brief(event.by.name, 30)} · {say.moment(event.at, now)}"
        line = row(tag(say(CHANGE_WORDS[event.change]), _TONES.get(event.change, Tone.NEUTRAL)))
        line.addWidget(label(who, "second", wrap=False))
        line.addStretch(1)
        way = self._way(found, event)
        if way != NO_WORDS:
            line.addWidget(label(say(way), "second", wrap=False))
        self._events.addLayout(line)
        more = self._more(event)
        if more != NO_WORDS:
            self._events.addWidget(label(say(more), "small"))
        text = found.text_of(at)
        if text:
            look = "bubble" if event.change in _TOLD else "post"
            self._events.addWidget(whole(frame(look, label(text[:_LONGEST], "small"))))

    def _more(self, event: PromiseEvent) -> Words:
        now = self._tools.clock()
        if event.change is Change.HANDED:
            return Words(f"转办单号 {event.number}", f"handoff number {event.number}")
        if event.change is Change.WITHDRAWN and event.text == "undone":
            return _UNDONE
        if event.due_at is None:
            return NO_WORDS
        due = words.date_words(event.due_at, now)
        return Words(f"期限 {due.zh}", f"due {due.en}")

    def _way(self, found: Matter, event: PromiseEvent) -> Words:
        """How far the words are on their way, while they are."""
        commands = found.view.commands if found.view is not None else []
        steps = [one for one in commands if one.decision == event.decision and event.decision is not None]
        open_ = next((one for one in steps if one.state is not CommandState.SENT), None)
        return open_.state_words if open_ is not None else NO_WORDS
