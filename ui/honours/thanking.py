"""Thanks for a post of the case that is shown: in one key with the usual words, or in other words, or by message."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.cases import CaseId
from app.domain.honours import ThanksWay
from app.domain.members import MemberRef
from app.domain.posts import PostId
from app.domain.words import Words
from app.errors import PostReported, StewardError
from app.operations import honours_thanking
from app.operations.desk import Desk
from app.operations.honours_thanking import Thanked
from ui.answering.forms import HOLD
from ui.honours.thanks_form import Said, ThanksForm, ToThank
from ui.kit.remote import brief
from ui.tools import Tools


class Thanking(QObject):
    """Thanks.

    Args:
        window: over which the form goes.

    Attributes:
        decided: somebody was thanked, which can be taken back for a while: words, decisions, cases.
        to_do: a person has to say the thanks there: the decision.
    """

    decided = Signal(object, object, object)
    to_do = Signal(object)

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(window)
        self._tools, self._window = tools, window
        self._form: ThanksForm | None = None

    @property
    def form(self) -> ThanksForm:
        """The form; it is made when it is first asked for."""
        if self._form is None:
            self._form = ThanksForm(self._tools, self._window)
        return self._form

    def thank(self, case: CaseId, post: PostId, reported: Callable[[], None]) -> None:
        """Say the usual words under a post.

        Args:
            reported: what to do instead where the post was reported: the words are seen first.
        """

        def failed(error: StewardError) -> None:
            if isinstance(error, PostReported):
                reported()
            else:
                self._tell(error)

        self._say(case, Said(post, ThanksWay.THREAD, ""), failed)

    def write(self, case: CaseId, post: PostId, author: MemberRef, text: str) -> None:
        """Let a person change the words, or send them as a message."""

        def usual(desk: Desk) -> ToThank:
            words = {way: honours_thanking.draft(desk, case=case, post=post, way=way) for way in ThanksWay}
            return ToThank(post, author, text, words, honours_thanking.against(desk, case=case, post=post))

        def begin(about: ToThank) -> None:
            self.form.begin(about, partial(self._written, case))

        self._tools.runner.ask(("honours", "thanks"), usual, begin, self._tell)

    def _written(self, case: CaseId, said: Said) -> None:
        self._say(case, said, self.form.fail, self.form.done)

    def _say(
        self,
        case: CaseId,
        said: Said,
        failed: Callable[[StewardError], None],
        then: Callable[[], None] = lambda: None,
    ) -> None:
        def work(desk: Desk) -> Thanked:
            return honours_thanking.thank(
                desk, case=case, post=said.post, way=said.way, text=said.text, reported=said.reported, hold=HOLD
            )

        def done(thanked: Thanked) -> None:
            then()
            name = brief(thanked.thanks.member.name, 24)
            self.decided.emit(Words(f"谢过 {name} 了", f"Thanked {name}"), [thanked.decision], [])
            if thanked.by_hand:
                self.to_do.emit(thanked.decision)

        self._tools.runner.do(work, done, failed)

    def _tell(self, error: StewardError) -> None:
        self._tools.notices.tell(Words.of(error), seconds=10)
