"""The status bar: the community, the last sync, what waits, that the data are encrypted."""

from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from app.domain.words import Words
from app.errors import AuthFailed, RateLimited
from app.operations.desk import Clock
from ui.kit.budget import Requests, in_full, in_short
from ui.kit.elements import row
from ui.kit.speech import Speech
from ui.kit.theme import Tone
from ui.syncing import Link, Standing


class StatusBar(QWidget):
    """One line at the lower edge; every part can be clicked.

    Attributes:
        asked: a part was clicked: the id of an intention.
        waiting: how many answers are to be sent.
    """

    asked = Signal(str)

    def __init__(self, say: Speech, clock: Clock) -> None:
        super().__init__()
        self.setObjectName("status")
        self._say, self._clock = say, clock
        self._standing = Standing()
        self._community = ""
        self._where = Words()
        self.waiting, self._person = 0, 0
        self._link = self._part("window.sync")
        self._synced = self._part("window.sync")
        self._requests = self._part("go.settings")
        self._outbox = self._part("go.outbox")
        self._safe = self._part("go.settings")
        keys, commands = self._part("window.keys"), self._part("window.commands")
        say.tell(keys, keys.setText, Words("F1 快捷键", "F1 keys"))
        say.tell(commands, commands.setText, Words("Ctrl+K 命令", "Ctrl+K commands"))
        layout = row(self._link, self._synced, self._requests, self._outbox, self._safe, None, keys, commands, gap=4)
        layout.setContentsMargins(12, 2, 12, 2)
        self.setLayout(layout)
        timer = QTimer(self)
        timer.setInterval(1000)
        timer.timeout.connect(self._render_age)
        timer.start()
        say.changed.connect(self._render)
        self._render()

    def _part(self, intention: str) -> QToolButton:
        made = QToolButton()
        made.clicked.connect(lambda: self.asked.emit(intention))
        return made

    def show_session(self, community: str, where: Words) -> None:
        """Which community this is, and where its record lies."""
        self._community, self._where = community, where
        self._render()

    def show_standing(self, standing: Standing) -> None:
        """How things stand with the community."""
        self._standing = standing
        self._render()

    def show_waiting(self, waiting: int, person: int) -> None:
        """How much is to be sent, and how much of it needs a person."""
        self.waiting, self._person = waiting, person
        self._render()

    def _render(self) -> None:
        say = self._say
        words, tone = self._link_words()
        self._set(self._link, f"● {say(words)}", tone)
        error = self._standing.error
        self._link.setToolTip(error.sentence(say.language) if error else self._community)
        person = Words(
            f"待发送 {self.waiting} · {self._person} 件请你看一下",
            f"To be sent {self.waiting} · {self._person} need you",
        )
        plain = Words(f"待发送 {self.waiting}", f"To be sent {self.waiting}")
        tone = Tone.AMBER if self._person else Tone.NEUTRAL
        self._set(self._outbox, say(person if self._person else plain), tone)
        self._set(self._safe, say(Words("本机数据已加密", "Local data encrypted")), Tone.NEUTRAL)
        self._safe.setToolTip(say(self._where))
        self._render_age()

    def _link_words(self) -> tuple[Words, Tone]:
        standing = self._standing
        if isinstance(standing.error, RateLimited):
            return Words("社区要求放慢", "Asked to slow down"), Tone.AMBER
        if standing.link is Link.OFFLINE:
            if isinstance(standing.error, AuthFailed):
                return Words("令牌失效，请重新登录", "The token no longer works"), Tone.RED
            return Words("离线可用，联网后发送", "Offline; sent when back"), Tone.AMBER
        if standing.link is Link.CONNECTED:
            return Words("已连接", "Connected"), Tone.GREEN
        return Words("正在连接", "Connecting"), Tone.NEUTRAL

    def _render_age(self) -> None:
        standing, say = self._standing, self._say
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
