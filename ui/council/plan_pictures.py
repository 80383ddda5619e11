"""The pictures of a packet, one by one: looked at, blurred, or left out."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from app.domain.council import ReferralId
from app.domain.words import Words
from app.errors import StewardError
from app.operations import council_packet_choices
from app.operations.council_packet_plan import LOOK_WORDS, Look, Plan, PlannedPicture
from app.operations.desk import Desk
from app.text.redraw import Patch
from ui.council.brush import Box
from ui.council.canvas import BlurCanvas
from ui.kit.elements import button, column, label, row, said
from ui.kit.images import decoded
from ui.kit.lines import Line
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.listing import LineList
from ui.tools import Tools

_TONES = {Look.UNSEEN: Tone.AMBER, Look.SEEN: Tone.GREEN, Look.BLURRED: Tone.BLUE, Look.OUT: Tone.NEUTRAL}
_WIDTHS = (Words("细", "fine"), Words("中", "medium"), Words("粗", "broad"))
_HOW = Words(
    "拖动涂抹人脸、车牌、电话；按住 Shift 画框。涂过的地方委员看不到，原图留在记录里",
    "Drag over faces, plates and numbers; with Shift, draw a box. Seats can't see what is blurred; the record keeps it",
)


class PicturesPart(QWidget):
    """The part of the plan with the pictures.

    Attributes:
        seen: a picture goes in as it was made: its number, and what is blurred, as patches.
        out: one is left out: its number.
    """

    seen = Signal(int, object)
    out = Signal(int)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._referral: ReferralId | None = None
        self._shown: int | None = None
        say = tools.say
        name = Words("图片", "Pictures")
        self.list: LineList[PlannedPicture] = LineList(
            tools, self._line, same=lambda one: one.number, chosen=self._choose, name=name
        )
        self.list.setFixedWidth(250)
        self.canvas = BlurCanvas(tools)
        self.widths: list[QPushButton] = []
        group = QButtonGroup(self)
        for at, words in enumerate(_WIDTHS):
            made = button(say, words, "segment")
            made.setCheckable(True)
            made.setFixedWidth(64)
            made.clicked.connect(partial(self._choose_width, at))
            group.addButton(made)
            self.widths.append(made)
        self.widths[1].setChecked(True)
        self.back = button(say, Words("撤回一笔", "Undo a stroke"), "quiet", key="Backspace")
        self.back.clicked.connect(self.canvas.take_back)
        self.none = button(say, Words("全部擦掉", "Clear"), "quiet")
        self.none.clicked.connect(self.canvas.clear)
        self.leave = button(say, Words("这张不放入", "Leave it out"))
        self.leave.clicked.connect(self._leave)
        self.take = button(say, Words("看过了，这样放入", "I looked: put it in like this"), "primary")
        self.take.clicked.connect(self._take)
        self._fault = label("", "second")
        tools_ = row(said(say, Words("笔宽", "Brush"), "second", wrap=False), *self.widths, self.back, self.none, None)
        self._nothing = said(say, Words("这些帖子没有图片", "There are no pictures in these posts"), "second")
        self._work = QWidget()
        work = column(
            tools_, self.canvas, said(say, _HOW, "second"), row(self._fault, None, self.leave, self.take), gap=8
        )
        work.setStretch(1, 1)
        self._work.setLayout(work)
        layout = row(self.list, self._work, self._nothing, gap=16)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_plan(self, plan: Plan) -> None:
        """Show this plan; the first that nobody looked at is chosen."""
        fresh = plan.referral.id != self._referral
        self._referral = plan.referral.id
        if fresh:
            self._shown = None
        for part in (self.list, self._work):
            part.setVisible(bool(plan.pictures))
        self._nothing.setVisible(not plan.pictures)
        self.list.show_rows(plan.pictures)

    def _line(self, one: PlannedPicture) -> Line:
        say = self._tools.say
        number = say(Words(f"图 {one.number}", f"Picture {one.number}"))
        return Line(f"{number} · {brief(one.name, 30)}", ((say(LOOK_WORDS[one.look]), _TONES[one.look]),), "")

    def _choose(self, one: PlannedPicture | None) -> None:
        if one is None or self._referral is None or one.number == self._shown:
            return
        self._shown = one.number
        self._fault.setText("")
        self.canvas.show_picture(QImage())
        referral = self._referral

        def work(desk: Desk) -> QImage:
            drawn = council_packet_choices.picture(desk, referral, one.number)
            return decoded(drawn.content, drawn.media_type)

        self._tools.runner.ask(("council", "picture"), work, partial(self._show, one), self._fail)

    def _show(self, one: PlannedPicture, picture: QImage) -> None:
        boxes = tuple(Box(patch.left, patch.top, patch.width, patch.height) for patch in one.patches)
        self.canvas.show_picture(picture, boxes)

    def _fail(self, error: StewardError) -> None:
        self._fault.setText(error.sentence(self._tools.say.language))

    def _choose_width(self, at: int, _checked: bool = False) -> None:
        self.canvas.choose_width(at)

    def _take(self) -> None:
        marked = self.canvas.marked
        if self._shown is not None and marked is not None:
            patches = tuple(Patch(one.x, one.y, one.width, one.height) for one in marked.boxes)
            self.seen.emit(self._shown, patches)

    def _leave(self) -> None:
        if self._shown is not None:
            self.out.emit(self._shown)

    def go_on(self) -> None:
        """To the next that nobody looked at."""
        rows = self.list.lines.rows
        unseen = [at for at, one in enumerate(rows) if one.look is Look.UNSEEN]
        here = self.list.currentIndex().row()
        following = next((at for at in unseen if at > here), unseen[0] if unseen else None)
        if following is not None:
            self.list.take(following)
