"""My seat: who I am, the fingerprint that is compared by voice, the roster, and where files are put."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from app.domain.words import NO_WORDS, Words
from app.operations.seat_chair import KeySeen
from app.operations.seat_keys import Me, RosterSeen
from ui.actions import key_of
from ui.kit.elements import Scroll, button, clear, column, frame, label, named, row, said, tag
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.seat.tools import SeatTools
from ui.shell.connect_steps import field

_CARD = Words(
    "席位文件里只有您的名字和公钥，没有秘密。秘书登记以后，您才会被抽选到。",
    "The seat file holds your name and your public keys, nothing secret. Once the secretary has entered it, your seat "
    "can be drawn.",
)
_VOICE = Words(
    "秘书会打电话给您，请把这一行数字念给 TA 听；要一模一样，才说明文件没有被人换过。",
    "The secretary will call: read this line out. Only if both have the same was the file not exchanged on the way.",
)
_ROSTER = Words(
    "名册是秘书签名的委员名单，有了它才能投票。把 .stewardroster 文件拖到这里。",
    "The roster is the list of seats, signed by the secretary; without it you can't vote. Drop the .stewardroster file "
    "here.",
)
_HEAR = Words(
    "请打电话给秘书，让 TA 念出自己的钥匙指纹，把您听到的 24 位数字输入下面，由程序比对；"
    "不要照抄文件里或聊天里的数字。",
    "Call the secretary, have them read out the fingerprint of their key, and type the 24 digits that you hear. They "
    "are compared for you; don't copy digits out of a file or a chat.",
)
_NEW_KEY = Words(
    "这份名册由另一把钥匙签名，不是您核对过的那一把。只有秘书亲口说换了钥匙，才继续。",
    "This roster is signed by another key than the one you compared. Go on only if the secretary told you so "
    "in person.",
)
_KEY = Words(
    "您是轮值主席。投票截止后，在这里取下外面的一层封，把得到的文件交还秘书：两个人一起，才能开箱计票。"
    "您看不到任何答案。",
    "You are the chair. After the term take the outer seal off here and hand the file back to the secretary: only the "
    "two of you together can open the count. You see no answers.",
)


class HomePage(QFrame):
    """The page of a seat.

    Attributes:
        card_wanted: the seat file is to be saved.
        opening: a file is to be chosen.
        compared: a roster is to be taken: its content, and what was heard.
        opened: a round's key is to be opened: its content.
    """

    card_wanted = Signal()
    opening = Signal()
    compared = Signal(bytes, str)
    opened = Signal(bytes)

    def __init__(self, tools: SeatTools) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._tools = tools
        self._me: Me | None = None
        self._asked: tuple[bytes, RosterSeen] | None = None
        self._key: tuple[bytes, KeySeen] | None = None
        say = tools.say
        scroll = Scroll(margin=28)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._name, self._term = label("", "heading"), label("", "second")
        self._fingerprint = label("", "fingerprint")
        self._fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._roster, self._seats = label(), QVBoxLayout()
        self._done = [tag("", Tone.GREEN) for _ in range(2)]
        self.card = button(say, Words("存出席位文件", "Save my seat file"))
        self.card.clicked.connect(self.card_wanted)
        self._ask_part = self._asking()
        self._key_part = self._opening_key()
        for part in (self._name, self._term, self._key_part, self._ask_part, *self._steps()):
            scroll.inside.addWidget(part)
        scroll.inside.setSpacing(14)
        scroll.inside.addStretch(1)
        self.setLayout(column(scroll))
        say.changed.connect(self._render)

    def _steps(self) -> list[QWidget]:
        say = self._tools.say
        open_ = button(say, Words("打开文件", "Open a file"), key=key_of("mode.open"))
        open_.clicked.connect(self.opening)
        drop = frame(
            "drop",
            said(say, Words("收到的文件拖到窗口里就行", "Drop what you got anywhere in this window"), "strong"),
            said(
                say,
                Words(
                    "案卷（.stewardpacket）、名册（.stewardroster）、开箱钥匙（.stewardkey）、收票清单（.stewardarrivals）",
                    "Packets (.stewardpacket), the roster (.stewardroster), keys of a count (.stewardkey), lists of "
                    "arrivals (.stewardarrivals)",
                ),
                "second",
            ),
            row(open_, None),
            margin=16,
        )
        first = self._step(Words("1  把席位文件交给秘书", "1  Hand your seat file to the secretary"))
        second = self._step(Words("2  电话核对指纹", "2  Compare the fingerprint by voice"), self._done[0])
        third = self._step(Words("3  收下名册", "3  Take the roster"), self._done[1])
        return [
            drop,
            frame("card", first, said(say, _CARD), row(self.card, None), margin=16),
            frame("card", second, said(say, _VOICE), self._fingerprint, margin=16),
            frame("card", third, self._roster, self._seats, margin=16),
        ]

    def _step(self, words: Words, *more: QLabel) -> QWidget:
        made = QWidget()
        made.setLayout(row(said(self._tools.say, words, "strong", wrap=False), *more, None))
        return made

    def _asking(self) -> QFrame:
        """A roster whose key was not compared yet."""
        say = self._tools.say
        self._asked_about = label()
        self._warning = said(say, _NEW_KEY)
        name, self.heard = field(
            say,
            Words("秘书念出的指纹", "The fingerprint that the secretary reads out"),
            Words("24 位数字", "24 digits"),
        )
        self.take = button(say, Words("比对并收下名册", "Compare and take the roster"), "primary")
        self.take.clicked.connect(self._compare)
        self.heard.returnPressed.connect(self._compare)
        later = button(say, Words("先不收", "Not now"), "quiet")
        later.clicked.connect(self.forget_roster)
        head = said(say, Words("新名册，等您核对", "A new roster, to be compared"), "strong")
        made = frame(
            "advice", head, self._asked_about, self._warning, said(say, _HEAR), column(name, self.heard, gap=4),
            row(self.take, later, None), margin=16,
        )  # fmt: skip
        made.hide()
        return made

    def _opening_key(self) -> QFrame:
        say = self._tools.say
        self._key_about, self._key_why = label("", "strong"), label()
        self.open_key = button(say, Words("取下我的一层封", "Take my seal off"), "primary")
        self.open_key.clicked.connect(self._open_key)
        later = button(say, Words("先不开", "Not now"), "quiet")
        later.clicked.connect(self.forget_key)
        made = frame(
            "advice", self._key_about, said(say, _KEY), self._key_why, row(self.open_key, later, None), margin=16
        )
        made.hide()
        return made

    # --- what is shown -----------------------------------------------------------------------------------

    def show_me(self, me: Me) -> None:
        """Show whose seat it is."""
        self._me = me
        self._render()

    def ask_fingerprint(self, raw: bytes, seen: RosterSeen) -> None:
        """A roster can be taken once its key was compared."""
        self._asked = (raw, seen)
        self._render()
        self.heard.clear()
        self._ask_part.show()
        self.heard.setFocus()

    def forget_roster(self) -> None:
        """No roster waits any more."""
        self._asked = None
        self._ask_part.hide()

    def show_key(self, raw: bytes, seen: KeySeen) -> None:
        """A round's key was handed over."""
        self._key = (raw, seen)
        self._render()
        self._key_part.show()
        self.open_key.setEnabled(seen.why_not is None)
        self.open_key.setFocus()

    def forget_key(self) -> None:
        """No key waits any more."""
        self._key = None
        self._key_part.hide()

    def _compare(self) -> None:
        if self._asked is not None and self.heard.text().strip():
            self.compared.emit(self._asked[0], self.heard.text())

    def _open_key(self) -> None:
        if self._key is not None:
            self.opened.emit(self._key[0])

    def _render(self) -> None:
        say, now, me = self._tools.say, self._tools.clock(), self._me
        self._render_waiting(now)
        if me is None:
            return
        self._name.setText(brief(me.own.name, 60))
        self._fingerprint.setText(me.fingerprint)
        named(say, self._fingerprint, Words(f"我的指纹 {me.fingerprint}", f"My fingerprint {me.fingerprint}"))
        self._term.setText(say(_term(me)))
        self._done[0].setText(say(Words("已登记", "entered")))
        self._done[0].setVisible(me.seat is not None)
        self._done[1].setText(say(Words("已收下", "taken")))
        self._done[1].setVisible(me.roster is not None)
        self._render_roster(me, now)

    def _render_roster(self, me: Me, now: datetime) -> None:
        say, roster = self._tools.say, me.roster
        clear(self._seats)
        if roster is None:
            self._roster.setText(say(_ROSTER))
            return
        serial, count, at = roster.serial, len(roster.seats), say.day(roster.made_at, now)
        where = brief(roster.community, 60)
        told = Words(
            f"{where} · 第 {serial} 版名册，{at} 签发，{count} 个席位",
            f"{where} · roster {serial} of {at}, {count} seats",
        )
        mine = NO_WORDS if me.seat else Words("。名册里还没有您。", ". You are not in it yet.")
        self._roster.setText(say(told) + say(mine))
        for seat in roster.seats:
            parts = [label(f"{seat.number}", "second", wrap=False), label(brief(seat.name, 40), wrap=False)]
            if seat.chair:
                parts.append(tag(say(Words("轮值主席", "chair")), Tone.VIOLET))
            if me.seat is not None and seat.number == me.seat.number:
                parts.append(tag(say(Words("您", "you")), Tone.BLUE))
            self._seats.addLayout(row(*parts, None, gap=10))

    def _render_waiting(self, now: datetime) -> None:
        say = self._tools.say
        if self._asked is not None:
            seen = self._asked[1]
            serial, count, where = seen.roster.serial, len(seen.roster.seats), brief(seen.roster.community, 60)
            told = Words(f"{where} · 第 {serial} 版名册，{count} 个席位", f"{where} · roster {serial}, {count} seats")
            self._asked_about.setText(say(told))
            self._warning.setVisible(not seen.first)
        if self._key is not None:
            key = self._key[1]
            case, number, due = brief(key.case, 40), key.round, say.moment(key.due_at, now)
            about = Words(
                f"开箱钥匙：{case} 第 {number} 轮，{due} 截止",
                f"The key of a count: {case}, round {number}, until {due}",
            )
            self._key_about.setText(say(about))
            self._key_why.setText(say(key.why_not) if key.why_not is not None else "")
            self._key_why.setVisible(key.why_not is not None)


def _term(me: Me) -> Words:
    if me.seat is None:
        return Words("还没有席位号：名册里没有这把钥匙", "No number yet: no roster names these keys")
    number, ends = me.seat.number, f"{me.seat.ends.astimezone():%Y-%m-%d}"
    over = NO_WORDS if me.sits else Words(" · 任期不在今天", " · the term is not now")
    return Words(f"{number} 号席位 · 任期到 {ends}{over.zh}", f"Seat {number} · term until {ends}{over.en}")
