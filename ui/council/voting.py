"""What can be done with a referral while seats vote, at the count, and after it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.domain.council import Stage
from app.domain.words import Words
from app.operations import (
    council_arrivals,
    council_box,
    council_carrying,
    council_counting,
    council_publishing,
    council_ruling,
)
from app.operations.council_arrivals import Listed
from app.operations.council_carrying import Carried
from app.operations.council_counting import Counted
from app.operations.council_publishing import Published
from app.operations.council_ruling import RulingChanged
from app.operations.desk import Desk
from ui.answering.forms import HOLD
from ui.council.acting import Acting
from ui.council.carry_form import CarryForm, leaves_open
from ui.council.saving import Saver
from ui.council.small_forms import Asking
from ui.kit.choosing import choose_file, choose_files
from ui.kit.remote import brief
from ui.tools import Tools

BALLOT, KEY, DONE = ".stewardballot", ".stewardkey", ".stewarddone"

_BALLOTS = Words("评议票", "Ballots")
_KEY = Words("主席开过的钥匙", "The key that the chair opened")
_REWORD = Asking(
    Words("写评议理由", "Write the reasons"),
    Words("保存", "Keep it"),
    Words(
        "理由（随评议结果公布：不写姓名昵称，不照抄原帖，不提其他处理；票数和结论由程序写）",
        "The reasons, published with the ruling: no names, no quotes, no other remedy; the program tells the count",
    ),
)
_REFUSE = Asking(
    Words("依法不执行评议结果", "Not carried out, for a legal reason"),
    Words("不执行，并公布理由", "Refuse, and publish why"),
    Words("法律上的理由（随评议结果公布）", "The legal reason (published with the ruling)"),
    Words("写明是哪条法律、为什么不能这样做", "Which law it is, and why it does not allow this"),
)


class Voting(Acting):
    """Does it, beside what is done while the referral is prepared.

    Attributes:
        decided: something was decided that can be taken back for a while: words, and decisions.
        taken: files were taken in as ballots: a `TakenIn`.
    """

    decided = Signal(object, object)
    taken = Signal(object)

    def __init__(self, tools: Tools, over: QWidget) -> None:
        super().__init__(tools, over)
        self.saver = Saver(tools, over)

    # --- ballots -----------------------------------------------------------------------------------------

    def ballots(self) -> None:
        """Choose ballots to take in."""
        if self.at(Stage.VOTING):
            say = self.tools.say
            choose_files(self.over, say(_BALLOTS), f"{say(_BALLOTS)} (*{BALLOT})", self.take_in)

    def take_in(self, files: Sequence[Path]) -> None:
        """Take these in, each by itself."""
        self.tools.runner.do(lambda desk: council_box.take_in_files(desk, files), self.taken.emit, self.fail)

    def take_files(self, files: Sequence[Path]) -> None:
        """Take in what was dropped: ballots, or the key for the count."""
        keys = [one for one in files if one.suffix == KEY]
        rest = [one for one in files if one not in keys]
        if keys:
            self.open_with(keys[0])
        if rest:
            self.take_in(rest)

    # --- the count ---------------------------------------------------------------------------------------

    def key(self) -> None:
        """Save the sealed key, for the chair."""
        if shown := self.at(Stage.VOTING):
            referral = shown.referral.id

            def save(found: tuple[str, bytes]) -> None:
                told = Words(
                    "交给轮值主席，在委员模式里打开后交回。主席看不到钥匙本身",
                    "hand it to the chair, who opens it in council mode and hands it back, never seeing the key",
                )
                self.saver.save(found[0], found[1], told)

            self.tools.runner.do(lambda desk: council_counting.key_for_chair(desk, referral), save, self.fail)

    def arrivals(self) -> None:
        """Save the signed list of what arrived, for every seat of the panel."""
        if shown := self.at(Stage.VOTING):
            referral = shown.referral.id

            def save(listed: Listed) -> None:
                told = Words(
                    "计票之前发给每一位评议委员：各自核对自己的票到了没有",
                    "send it to every seat of the panel before the count: each sees whether its own ballot arrived",
                )
                self.saver.save(listed.name, listed.content, told)

            self.tools.runner.do(lambda desk: council_arrivals.arrived(desk, referral), save, self.fail)

    def count(self) -> None:
        """Choose the key that the chair opened, and count."""
        if self.at(Stage.VOTING):
            say = self.tools.say
            choose_file(self.over, say(_KEY), f"{say(_KEY)} (*{KEY})", self.open_with)

    def open_with(self, path: Path) -> None:
        """Count with this key."""
        if not (shown := self.at(Stage.VOTING)):
            return
        referral, language = shown.referral.id, self.tools.say.language

        def work(desk: Desk) -> Counted:
            return council_counting.count_file(desk, referral, path, language=language)

        self.tools.runner.do(work, self._counted, self.fail)

    def _counted(self, done: Counted) -> None:
        bad = Words()
        if done.invalid:
            seats = ", ".join(str(number) for number, _ in done.invalid)
            bad = Words(f"；无效的票：{seats} 号", f"; invalid: seat {seats}")
        told = Words(
            f"已计票，票和钥匙已销毁{bad.zh}。邮件、聊天和下载里还有钥匙副本的，请删除，并请主席也删除",
            f"Counted; ballots and key are destroyed{bad.en}. Delete copies of the key in mail, chats and downloads, "
            "and have the chair do so too",
        )
        self.tools.notices.tell(told, seconds=20)

    # --- the ruling --------------------------------------------------------------------------------------

    def ruling(self) -> None:
        """Reword the ruling."""
        shown = self.at(Stage.DECIDED)
        if shown is None or shown.ruling is None:
            return
        referral, form = shown.referral.id, self.text_form(_REWORD)

        def keep(text: str) -> None:
            self.tools.runner.do(
                lambda desk: council_ruling.rewrite(desk, referral, text), lambda _done: form.done(), form.fail
            )

        form.begin(shown.ruling.reasons, keep)

    def confirm(self) -> None:
        """Take the ruling on."""
        if shown := self.at(Stage.DECIDED):
            referral = shown.referral.id
            self.tools.runner.do(lambda desk: council_ruling.confirm(desk, referral), self._confirmed, self.fail)

    def _confirmed(self, _done: RulingChanged) -> None:
        told = Words("评议结果已确认，工单已带着结果回到处理台", "Taken on; the cases are back on the desk with it")
        self.tools.notices.tell(told, seconds=10)

    def refuse(self) -> None:
        """Refuse to carry it out."""
        if shown := self.at(Stage.DECIDED):
            referral, form = shown.referral.id, self.text_form(_REFUSE)

            def keep(text: str) -> None:
                self.tools.runner.do(
                    lambda desk: council_ruling.refuse(desk, referral, text), lambda _done: form.done(), form.fail
                )

            form.begin("", keep, shown.referral.question)

    def revote(self) -> None:
        """Vote again with new seats."""
        if shown := self.at(Stage.UNDECIDED):
            referral = shown.referral.id
            self.tools.runner.do(lambda desk: council_ruling.vote_again(desk, referral), None, self.fail)

    def carry_out(self) -> None:
        """Carry the ruling out, by the ordinary answer."""
        shown = self.at(Stage.RULED)
        if shown is None:
            return
        if leaves_open(shown):
            self.form(CarryForm).begin(shown, self._carried)
            return
        referral = shown.referral.id
        self.tools.runner.do(
            lambda desk: council_carrying.carry_out(desk, referral, hold=HOLD), self._carried, self.fail
        )

    def _carried(self, done: Carried) -> None:
        self.decided.emit(Words("评议结果已执行", "The ruling is carried out"), [done.decided.decision])
        if done.left != Words():
            self.tools.notices.tell(done.left, seconds=20)

    def publish(self) -> None:
        """Publish the ruling."""
        if shown := self.at(Stage.RULED):
            referral = shown.referral.id
            self.tools.runner.do(lambda desk: council_publishing.publish(desk, referral), self._published, self.fail)

    def _published(self, done: Published) -> None:
        title = brief(done.title, 60)
        told = Words(f"已公布：{title}", f"Published: {title}")
        if done.by_hand:
            told = Words(f"请人工公布：{title}（已放进待发送）", f"To be put up by hand: {title} (in To be sent)")
        self.tools.notices.tell(told, seconds=10)
