"""What is done about a request: it is carried out after a second look, or refused with its reason; and legal holds."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from app.domain.cases import CaseId
from app.domain.privacy import WHAT_WORDS, DataRequest, Hold, What
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import data_requests, disclosing, forgetting, holds, notes
from app.operations.data_requests import Answered, Requested
from app.operations.desk import Desk
from app.operations.disclosing import Disclosed
from app.operations.forgetting import Forgotten
from app.operations.holds import Held
from app.operations.privacy_view import RequestShown
from ui.answering.lane.form import Asked, Field, Line, Moment, Pick, StepForm, Text, Values
from ui.kit.choosing import choose_folder
from ui.kit.folders import open_folder
from ui.kit.remote import brief
from ui.notices import Offer
from ui.privacy.asking import copy_asked, deletion_asked, refusal, refusal_asked
from ui.privacy.whom import ROOM, Whom
from ui.tools import Tools

_WHATS = (What.COPY, What.DELETION)
_WHY_HOLD = Line(
    "reason",
    Words("理由（如案号、来函）", "Why, such as the number of a suit"),
    needed=Words("写明为什么保留", "Say why it is held"),
)


class PrivacyActing(QObject):
    """Does it, each by a form over the window.

    Args:
        over: lies in the window over which the forms go.

    Attributes:
        opened: a case is to be shown: its id.
    """

    opened = Signal(object)

    def __init__(self, tools: Tools, over: QWidget) -> None:
        super().__init__(over)
        self._tools, self._over = tools, over
        self.form: StepForm | None = None

    def _put_up(self, asked: Asked, filled: Callable[[StepForm, Values], None]) -> None:
        if self.form is not None:
            self.form.deleteLater()
        form = StepForm(self._tools, self._over.window(), asked, lambda values: filled(form, values))
        self.form = form
        form.put_up()

    # --- a request ---------------------------------------------------------------------------------------

    def enter(self, member: str = "") -> None:
        """Enter a request of a member."""
        picks = tuple(Words(WHAT_WORDS[one].zh, _upper(WHAT_WORDS[one].en)) for one in _WHATS)
        fields: tuple[Field, ...] = (
            Line(
                "member",
                Words(
                    "谁的个人信息（成员编号，或独一无二的昵称）", "Whose data: their id, or a name that only one has"
                ),
                begin=member,
                needed=Words("写明是哪位成员", "Say which member"),
            ),
            Pick("what", Words("请求什么", "What they ask for"), picks),
            Moment(
                "at",
                Words("什么时候收到（期限从这时起算）", "When it came; the term runs from it"),
                self._tools.clock(),
            ),
            Text("said", Words("TA 的原话（可空）", "Their own words, if you like"), high=80),
        )
        about = Words(
            "请求按工单办理：15 个工作日内答复，拒绝要说明理由",
            "It becomes a case: answered within 15 working days; a refusal says why",
        )
        self._put_up(
            Asked(
                Words("登记个人信息请求", "A personal data request"),
                Words("登记", "Enter it"),
                fields,
                about,
                room=ROOM,
            ),
            self._entered,
        )
        self._find("member")

    def _find(self, field: str) -> None:
        """Under this line of the form stands whom it names."""
        form = self.form
        line = form.parts[field] if form is not None else None
        if form is not None and isinstance(line, QLineEdit):
            Whom(self._tools, form, line, 2)

    def _entered(self, form: StepForm, values: Values) -> None:
        picked, at = values["what"], values["at"]
        what = _WHATS[picked] if isinstance(picked, int) else What.COPY
        member, said = str(values["member"]), str(values["said"] or "")

        def work(desk: Desk) -> Requested:
            came = at if not isinstance(at, (str, int)) else None
            return data_requests.open_request(desk, what, member, said=said, received_at=came)

        def done(found: Requested) -> None:
            form.done()
            case = found.request.case
            told = Words(f"已登记为 {case}", f"It is {case}")
            there = Words(f"这个请求已在 {case} 里", f"This request stands in {case} already")
            offer = Offer(Words("打开工单", "Open the case"), "", partial(self.opened.emit, case))
            self._tools.notices.tell(told if found.new else there, offer=offer)

        self._tools.runner.do(work, done, form.fail)

    def carry_out(self, view: RequestShown) -> None:
        """Carry a request out: delete after a second look, or choose where the copy goes and see the letter."""
        if view.request.what is What.COPY:
            title = Words("副本放到哪个文件夹", "The folder for the copy")
            choose_folder(self._over.window(), self._tools.say(title), partial(self.disclose, view))
        elif view.forecast is not None:
            self._put_up(deletion_asked(view, view.forecast), partial(self._delete, view.request.case))

    def _delete(self, case: CaseId, form: StepForm, values: Values) -> None:
        def done(found: Forgotten) -> None:
            form.done()
            count = sum(found.thinned.values())
            rest = len(found.staying)
            more = Words(f"，{rest} 件暂时保留", f"; {rest} cases stay for now") if rest else NO_WORDS
            if found.asking:
                left = sum(one.places for one in found.asking)
                more = Words(f"{more.zh}，{left} 处提及未动", f"{more.en}; {left} mentions were left")
            by_hand = Words("；告知信待人工转交", "; a person hands the letter on") if found.by_hand else NO_WORDS
            gone = Words(f"已删除 {count} 处", "1 value was deleted" if count == 1 else f"{count} values were deleted")
            self._tools.notices.tell(
                Words(f"{gone.zh}{more.zh}{by_hand.zh}", f"{gone.en}{more.en}{by_hand.en}"),
                seconds=10,
            )

        mentions, letter = bool(values.get("mentions")), str(values["letter"])
        work = partial(forgetting.carry_out, case_id=case, message=letter, mentions=mentions)
        self._tools.runner.do(work, done, form.fail)

    def disclose(self, view: RequestShown, folder: Path) -> None:
        """Write the copy into a folder, and tell the member that it is there; both once the letter was seen."""
        self._put_up(copy_asked(view, str(folder)), partial(self._disclose, view.request, folder))

    def _disclose(self, request: DataRequest, folder: Path, form: StepForm, values: Values) -> None:
        letter, how = str(values["letter"]), str(values["how"])

        def work(desk: Desk) -> Disclosed:
            if how:
                notes.note(desk, request.case, how)
            return disclosing.carry_out(desk, request.case, folder, message=letter)

        def done(found: Disclosed) -> None:
            form.done()
            offer = Offer(Words("打开文件夹", "Open the folder"), "", partial(open_folder, folder))
            by_hand = Words("；告知信待人工转交", "; a person hands the letter on") if found.by_hand else NO_WORDS
            told = Words(
                f"副本已写好，请按 TA 说的方式交付{by_hand.zh}",
                f"The copy is written; hand it over as they asked{by_hand.en}",
            )
            self._tools.notices.tell(told, offer=offer, seconds=12)

        self._tools.runner.do(work, done, form.fail)

    def refuse(self, view: RequestShown) -> None:
        """Refuse a request, with the reason that the member reads."""
        self._put_up(refusal_asked(view), partial(self._refused, view.request.case))
        if self.form is not None:
            self._follow_reason(self.form, view)

    def _follow_reason(self, form: StepForm, view: RequestShown) -> None:
        """The letter has the reason in it, until a person wrote something else there."""
        reason, letter = form.parts["reason"], form.parts["letter"]
        if not isinstance(reason, QPlainTextEdit) or not isinstance(letter, QPlainTextEdit):
            return
        made = [letter.toPlainText()]

        def follow() -> None:
            if letter.toPlainText() == made[0]:
                made[0] = refusal(view, reason.toPlainText().strip())
                letter.setPlainText(made[0])

        reason.textChanged.connect(follow)

    def _refused(self, case: CaseId, form: StepForm, values: Values) -> None:
        reason, letter = str(values["reason"]), str(values["letter"])

        def done(_found: Answered) -> None:
            form.done()
            self._tools.notices.tell(Words("已答复，不予办理", "Refused, and they are told"))

        work = partial(data_requests.refuse, case_id=case, reason=reason, message=letter)
        self._tools.runner.do(work, done, form.fail)

    # --- holds -------------------------------------------------------------------------------------------

    def hold(self, target: str = "") -> None:
        """Hold a case or a member."""
        who = Line(
            "target",
            Words("工单号，或成员编号 / 独一无二的昵称", "A case, or a member's id or unique name"),
            begin=target,
            needed=Words("写明保留什么", "Say what is held"),
        )
        about = Words("保留期间，这件工单或这位成员的任何内容都不会被删除", "While it stands nothing of it is deleted")
        asked = Asked(
            Words("法律保留", "A legal hold"), Words("设置保留", "Hold it"), (who, _WHY_HOLD), about, room=ROOM
        )

        def filled(form: StepForm, values: Values) -> None:
            named, reason = str(values["target"]), str(values["reason"])

            def done(_held: Held) -> None:
                form.done()
                self._tools.notices.tell(Words("已设置法律保留", "It is held"))

            self._tools.runner.do(lambda desk: holds.hold(desk, named, reason=reason), done, form.fail)

        self._put_up(asked, filled)
        self._find("target")

    def release(self, hold: Hold) -> None:
        """Release what was held."""
        target = str(hold.case or (hold.member.id if hold.member else ""))
        why = Line("reason", Words("为什么解除", "Why it is released"), needed=Words("写明理由", "Say why"))
        told = Words(f"{_held_words(hold)}：{hold.reason}", f"{_held_words(hold)}: {hold.reason}")
        asked = Asked(Words("解除法律保留", "Release a legal hold"), Words("解除", "Release it"), (why,), told)

        def filled(form: StepForm, values: Values) -> None:
            reason = str(values["reason"])

            def done(_held: Held) -> None:
                form.done()
                self._tools.notices.tell(Words("已解除法律保留", "It is released"))

            self._tools.runner.do(lambda desk: holds.release(desk, target, reason=reason), done, form.fail)

        self._put_up(asked, filled)

    def _fail(self, error: StewardError) -> None:
        self._tools.notices.tell(Words.of(error), seconds=12)


def _held_words(hold: Hold) -> str:
    return brief(str(hold.case or (hold.member.name if hold.member else "")), 40)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
