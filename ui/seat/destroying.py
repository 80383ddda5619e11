"""When a matter is over: the packet and all that was written about it are destroyed, and the secretary is told."""

from PySide6.QtWidgets import QCheckBox, QWidget

from app.domain.words import Words
from app.operations import seat_destroying
from app.operations.seat_destroying import Destroyed
from app.operations.seat_packets import Reading
from ui.kit.elements import button, column, frame, row, said
from ui.seat.saving import Saving
from ui.seat.strip import Strip
from ui.seat.tools import SeatTools

_ABOUT = Words(
    "收到评议结果以后，请在这里销毁案卷：案卷、笔记和评议票都会从这台电脑上删掉，并写出一个确认文件交给秘书。",
    "Once you were told the ruling, destroy the packet here: it is removed from this computer with your notes and "
    "ballots, and a file says so to the secretary.",
)
_SURE = Words("我确定不再需要它，销毁后无法恢复", "I am sure; it can't be brought back")
_DONE = Words("案卷已销毁。请把确认文件交给秘书。", "The packet is destroyed. Hand the confirmation to the secretary.")
_DONE_ALONE = Words("案卷已销毁。", "The packet is destroyed.")


class DestroyPart(QWidget):
    """Destroys a packet, once that was said twice."""

    def __init__(self, tools: SeatTools, saving: Saving, strip: Strip, reading: Reading) -> None:
        super().__init__()
        self._tools, self._saving, self._strip, self._sha = tools, saving, strip, reading.kept.sha256
        say = tools.say
        self.sure = QCheckBox()
        say.tell(self.sure, self.sure.setText, _SURE)
        self.go = button(say, Words("销毁并写出确认", "Destroy it and write the confirmation"))
        self.go.setEnabled(False)
        self.sure.toggled.connect(self.go.setEnabled)
        self.go.clicked.connect(self._destroy)
        self.setLayout(column(frame("card", said(say, _ABOUT), self.sure, row(self.go, None))))

    def _destroy(self) -> None:
        sha = self._sha
        self._tools.runner.do(lambda desk: seat_destroying.destroy(desk, sha), self._done)

    def _done(self, done: Destroyed) -> None:
        if done.confirmation is None:
            self._strip.done(_DONE_ALONE)
        else:
            self._saving.save(done.confirmation.name, done.confirmation.content, _DONE)


def confirm_again(tools: SeatTools, saving: Saving, sha256: str) -> None:
    """Save the confirmation of what was destroyed once more, where there is one."""
    told = Words("这份案卷已销毁，确认文件又存了一份。", "This packet is destroyed; its confirmation is saved again.")

    def done(gone: Destroyed) -> None:
        if gone.confirmation is not None:
            saving.save(gone.confirmation.name, gone.confirmation.content, told)

    tools.runner.do(lambda desk: seat_destroying.destroy(desk, sha256), done)
