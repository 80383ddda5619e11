"""The status bar: the community, the last sync, what waits, that the data are encrypted."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from app.domain.lanes import Severity
from app.domain.lanes_clocks import Alarm, lasted
from app.domain.words import NO_WORDS, Words
from app.errors import AuthFailed, MissingSecret, RateLimited
from app.operations.appeals_view import Count
from app.operations.desk import Clock
from app.operations.promises_front import NOTHING, Front
from ui.actions import keyed
from ui.kit.budget import Requests, in_full, in_short
from ui.kit.elements import row
from ui.kit.faults import MISSING_TOKEN, told
from ui.kit.speech import Speech
from ui.kit.theme import Tone
from ui.syncing import Link, Standing


class StatusBar(QWidget):
    """One line at the lower edge; every part can be clicked.

    Attributes:
        asked: a part was clicked: the id of an intention.
        waiting: how many answers are to be sent or done by hand.
        sends: how many of their steps the program sends by itself.
    """

    asked = Signal(str)

    def __init__(self, say: Speech, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("status")
        self._say, self._clock = say, clock
        self._standing = Standing()
        self._community = ""
        self._where = Words()
        self.waiting, self._person, self.sends = 0, 0, 0
        self._by_hand = False
        self._alarms: Sequence[Alarm] = ()
        self._promised = NOTHING
        self._appealed = Count()
        self._noticed = 0
        self._make_parts()
        timer = QTimer(self)
        timer.setInterval(1000)
        timer.timeout.connect(self._render_age)
        timer.start()
        say.changed.connect(self._render)
        self._render()

    def _make_parts(self) -> None:
        self._alarm = self._part("window.alarm")
        self._link = self._part("window.sync", by_hand="triage.enter")
        self._synced = self._part("window.sync")
        self._requests = self._part("go.settings")
        self._outbox = self._part("go.outbox")
        self._promises = self._part("go.promises")
        self._appeals = self._part("window.appeals")
        self._notices = self._part("go.conduct")
        self._safe = self._part("go.settings")
        keys, commands = self._part("window.keys"), self._part("window.commands")
        self._say.tell(keys, keys.setText, Words("F1 快捷键", "F1 keys"))
        self._say.tell(commands, commands.setText, Words("Ctrl+K 命令", "Ctrl+K commands"))
        telling = (self._alarm, self._link, self._synced, self._requests, self._outbox)
        counting = (self._promises, self._appeals, self._notices, self._safe)
        layout = row(*telling, *counting, None, keys, commands, gap=4)
        layout.setContentsMargins(12, 2, 12, 2)
        self.setLayout(layout)

    def _part(self, intention: str, by_hand: str = "") -> QToolButton:
        made = QToolButton()
        made.clicked.connect(lambda: self.asked.emit(by_hand if by_hand and self._by_hand else intention))
        return made

    def show_session(self, community: str, where: Words, *, by_hand: bool = False) -> None:
        """Which community this is, where its record lies, and whether everything in it is entered by hand."""
        self._community, self._where, self._by_hand = community, where, by_hand
        self._render()

    def show_standing(self, standing: Standing) -> None:
        """How things stand with the community."""
        self._standing = standing
        self._render()

    def show_waiting(self, waiting: int, person: int, sends: int) -> None:
        """How many answers are unsettled, how many of them need a person, and how many steps the program sends."""
        self.waiting, self._person, self.sends = waiting, person, sends
        self._render()

    def show_appeals(self, count: Count) -> None:
        """How many appeals wait for an answer, and what may be one."""
        self._appealed = count
        self._render()

    def show_promises(self, front: Front) -> None:
        """How promises stand."""
        self._promised = front
        self._render_promises()

    def _render_promises(self) -> None:
        """Nothing while nothing is due today, broken, or ready to be told."""
        found, notes = self._promised, len(self._promised.ready)
        parts = [
            (found.broken, Words(f"未兑现 {found.broken}", f"{found.broken} broken")),
            (found.today, Words(f"今天到期 {found.today}", f"{found.today} due today")),
            (notes, Words(f"进展待发 {notes}", "1 note ready" if notes == 1 else f"{notes} notes ready")),
        ]
        shown = [words for count, words in parts if count][:2]
        self._promises.setVisible(bool(shown))
        told = Words("承诺 ", "Promises: ")
        text = self._say(told) + " · ".join(self._say(one) for one in shown)
        self._set(self._promises, text, Tone.RED if found.broken else Tone.AMBER)

    def show_alarms(self, alarms: Sequence[Alarm]) -> None:
        """What nobody sees to."""
        self._alarms = alarms
        self._render_alarms()

    def _render_alarms(self) -> None:
        """Nothing while there is none; P0 by its name while there is one, since that can't wait at all."""
        count = len(self._alarms)
        grave = sum(one.severity is Severity.P0 for one in self._alarms)
        self._alarm.setVisible(count > 0)
        zh, en = (f"P0 警报 {grave}", f"P0 alarms {grave}") if grave else (f"警报 {count}", f"Alarms {count}")
        oldest = min((one.since for one in self._alarms), default=self._clock())
        age = lasted(self._clock() - oldest)
        told = Words(f"▲ {zh} · {age.zh}", f"▲ {en} · {age.en}")
        self._set(self._alarm, self._say(told), Tone.RED)

    def show_notices(self, count: int) -> None:
        """How many notices of the code a person should look at."""
        self._noticed = count
        self._render()

    def _render_notices(self) -> None:
        """Nothing while every notice stands."""
        count = self._noticed
        told = Words(f"公告帖 {count} 个异常", "1 notice needs you" if count == 1 else f"{count} notices need you")
        self._notices.setVisible(bool(count))
        self._set(self._notices, self._say(told), Tone.AMBER)

    def _render_appeals(self) -> None:
        """Nothing while nothing waits."""
        found = self._appealed
        late = Words(f"，{found.overdue} 件逾期", f", {found.overdue} overdue") if found.overdue else NO_WORDS
        told = Words(f"申诉 {found.open}{late.zh}", f"Appeals {found.open}{late.en}")
        if found.offered:
            new = Words(f"可能的申诉 {found.offered}", f"{found.offered} may be appeals")
            told = Words(f"{told.zh} · {new.zh}", f"{told.en} · {new.en}") if found.open else new
        self._appeals.setVisible(bool(found.open or found.offered))
        self._set(self._appeals, self._say(told), Tone.RED if found.overdue else Tone.AMBER)

    def _render(self) -> None:
        say = self._say
        words, tone = self._link_words()
        self._set(self._link, f"● {say(words)}", tone)
        error = self._standing.error
        self._link.setToolTip(say(told(error)) if error else self._community)
        person = Words(
            f"待发送 {self.waiting} · {self._person} 件请你看一下",
            f"To be sent {self.waiting} · {self._person} need you",
        )
        plain = Words(f"待发送 {self.waiting}", f"To be sent {self.waiting}")
        tone = Tone.AMBER if self._person else Tone.NEUTRAL
        self._set(self._outbox, say(person if self._person else plain), tone)
        self._set(self._safe, say(Words("本机数据已加密", "Local data encrypted")), Tone.NEUTRAL)
        self._safe.setToolTip(say(self._where))
        self._render_alarms()
        self._render_promises()
        self._render_appeals()
        self._render_notices()
        self._render_age()

    def _link_words(self) -> tuple[Words, Tone]:
        standing = self._standing
        if self._by_hand:
            return keyed(Words("手工登记的社区", "Entered by hand"), "triage.enter"), Tone.NEUTRAL
        if isinstance(standing.error, RateLimited):
            return Words("社区要求放慢", "Asked to slow down"), Tone.AMBER
        if standing.link is Link.OFFLINE:
            return _offline(standing)
        if standing.link is Link.CONNECTED:
            return Words("已连接", "Connected"), Tone.GREEN
        return Words("正在连接", "Connecting"), Tone.NEUTRAL

    def _render_age(self) -> None:
        standing, say = self._standing, self._say
        self._synced.setVisible(not self._by_hand)
        if standing.running:
            text = say(Words("正在同步…", "Syncing…"))
        elif standing.at is None:
            text = say(Words("还没有同步过", "Not synced yet"))
        else:
            text = self._age(standing.at)
            if standing.sent:
                text += self._say(Words(f" · 已送达 {standing.sent} 步", f" · {standing.sent} delivered"))
        self._set(self._synced, text, Tone.NEUTRAL)
        self._render_requests()

    def _render_requests(self) -> None:
        standing, now = self._standing, self._clock()
        requests = Requests(standing.budget, standing.waiting_until, standing.next_at)
        words = in_short(requests, now)
        self._requests.setVisible(bool(words.zh))
        self._set(self._requests, self._say(words), Tone.AMBER if requests.waits(now) else Tone.NEUTRAL)
        full = "\n".join(self._say(one) for one in in_full(requests, now))
        if self._requests.toolTip() != full:
            self._requests.setToolTip(full)
            self._requests.setAccessibleDescription(full)

    def _age(self, at: datetime) -> str:
        seconds = max(0, int((self._clock() - at).total_seconds()))
        if seconds < 60:
            return self._say(Words(f"上次同步 {seconds} 秒前", f"Synced {seconds} s ago"))
        age = self._say.age(at, self._clock())
        return self._say(Words(f"上次同步 {age}前", f"Synced {age} ago"))

    @staticmethod
    def _set(part: QToolButton, text: str, tone: Tone) -> None:
        if part.text() != text:
            part.setText(text)
            part.setAccessibleName(text)
        if part.property("tone") != tone.value:
            part.setProperty("tone", tone.value)
            part.style().unpolish(part)
            part.style().polish(part)


def _offline(standing: Standing) -> tuple[Words, Tone]:
    if isinstance(standing.error, MissingSecret):
        return MISSING_TOKEN, Tone.RED
    if isinstance(standing.error, AuthFailed):
        return Words("令牌失效，请重新登录", "The token no longer works"), Tone.RED
    return Words("离线可用，联网后发送", "Offline; sent when back"), Tone.AMBER
