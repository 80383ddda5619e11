"""Sheets over the page: what a draft is called, and the core members whose word is asked for."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from app.domain.conduct import Document
from app.domain.conduct_comments import LONGEST_NAME
from app.domain.conduct_drafts import LONGEST_TITLE, Draft
from app.domain.conduct_readers import CoreMember
from app.domain.words import NO_WORDS, Words
from app.operations import conduct_drafts, conduct_readers
from app.operations.conduct_drafts import Drafted
from app.operations.desk import Desk
from ui.hand.form import Form, field, line_edit
from ui.kit.elements import button, clear, column, frame, label, named, row, said
from ui.kit.remote import brief
from ui.tools import Tools


def putting_up(form: Callable[[], Form]) -> Callable[[], None]:
    """Puts up a form that is made when it is first asked for."""
    return lambda: form().put_up()


class TitleForm(Form):
    """Call the draft something else."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("修改标题", "Change the title"), Words("保存", "Keep it"), (560, 330))
        self._document, self._read = Document.CODE, 0
        self.zh = line_edit(tools, Words("标题（中文）", "Title, Chinese"), longest=LONGEST_TITLE)
        self.en = line_edit(tools, Words("标题（英文）", "Title, English"), longest=2 * LONGEST_TITLE)
        for words, edit in ((Words("中文", "Chinese"), self.zh), (Words("英文", "English"), self.en)):
            self.inside.addLayout(field(tools, words, edit))
        self.inside.addStretch(1)
        self.watch(self.zh, self.en)
        self.first = self.zh

    def put_up_for(self, draft: Draft) -> None:
        """Show it for a draft, as it is called now."""
        self._document, self._read = draft.document, draft.version
        self.zh.setText(draft.title.zh)
        self.en.setText(draft.title.en)
        self.tell_fault(NO_WORDS)
        self.put_up()

    def go(self) -> None:
        """Keep it."""
        document, read, title = self._document, self._read, Words(self.zh.text(), self.en.text())
        self.busy(True)
        self.tools.runner.do(lambda desk: conduct_drafts.set_title(desk, read, title, document), self._done, self.fail)

    def _done(self, done: Drafted) -> None:
        self.busy(False)
        self.put_away()
        self.tools.notices.tell(Words(f"已保存，第 {done.draft.version} 稿", f"Kept as version {done.draft.version}"))


class CoreForm(Form):
    """The core members: who they are, another one, one less."""

    def __init__(self, tools: Tools, window: QWidget) -> None:
        super().__init__(tools, window, Words("核心车友", "Core members"), Words("添加", "Add"), (600, 560))
        about = Words(
            "征求意见和阅读确认时请教的车友。提过意见的会自动列入；社区 ID 可不填，填了就能对上社区里的阅读确认",
            "Whose word is asked for. Who comments is listed by itself; with their id in the community, what the "
            "community tells of readers is matched to them",
        )
        self.name = line_edit(tools, Words("称呼", "Name"), longest=LONGEST_NAME)
        self.member = line_edit(tools, Words("社区 ID（可不填）", "Id in the community (optional)"), longest=120)
        self._list = column(gap=4)
        self.inside.addWidget(said(tools.say, about, "second"))
        for words, edit in (
            (Words("称呼", "Name"), self.name),
            (Words("社区 ID（可不填）", "Id in the community (optional)"), self.member),
        ):
            self.inside.addLayout(field(tools, words, edit))
        self.inside.addLayout(self._list)
        self.inside.addStretch(1)
        self.watch(self.name, self.member)
        self.first = self.name
        self._known: list[CoreMember] = []
        tools.say.changed.connect(self._render)

    def put_up(self) -> None:
        """Show it, with who is listed now."""
        self.tell_fault(NO_WORDS)
        self._reload()
        super().put_up()

    def _reload(self) -> None:
        self.tools.runner.ask(("conduct", "core"), conduct_readers.core, self._show, self.fail)

    def _show(self, known: list[CoreMember]) -> None:
        self._known = known
        self._render()

    def _render(self) -> None:
        say = self.tools.say
        clear(self._list)
        if not self._known:
            self._list.addWidget(said(say, Words("名单是空的", "The list is empty"), "second"))
        for one in self._known:
            name = brief(one.name, 40)
            gone = button(say, Words("移除", "Remove"), "quiet")
            named(say, gone, Words(f"移除 {name}", f"Remove {name}"))
            gone.clicked.connect(partial(self._drop, one.name))
            who = [label(name, wrap=False), label(brief(one.member_id, 40), "second", wrap=False)]
            self._list.addWidget(frame("card", row(*who, None, gone), margin=6))

    def go(self) -> None:
        """Add one."""
        name, member = self.name.text(), self.member.text()
        self.busy(True)
        self.tools.runner.do(lambda desk: conduct_readers.add_core(desk, name, member), self._added, self.fail)

    def _added(self, _done: object) -> None:
        self.busy(False)
        self.tell_fault(NO_WORDS)
        self.name.clear()
        self.member.clear()
        self.name.setFocus()
        self._reload()

    def _drop(self, name: str, _checked: bool = False) -> None:
        def work(desk: Desk) -> object:
            return conduct_readers.drop_core(desk, name)

        self.tools.runner.do(work, self._dropped, self.fail)

    def _dropped(self, _done: object) -> None:
        self.tell_fault(NO_WORDS)
        self._reload()
