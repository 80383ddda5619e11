"""Comments on the draft: each with its article, the wording it asks for, and its answer."""

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.conduct_comments import COMMENT_WORDS, WHOLE, Comment, CommentState
from app.domain.conduct_copy import article_name
from app.domain.letters import language_of
from app.domain.words import Words
from app.operations.conduct_drafts import DraftView
from app.text.diff import diff
from ui.conduct.deeds import Deeds
from ui.hand.form import line_edit
from ui.kit.elements import button, column, frame, label, row, said, tag
from ui.kit.remote import RemoteText, brief
from ui.kit.theme import Tone
from ui.tools import Tools

_TONES = {CommentState.OPEN: Tone.AMBER, CommentState.ADOPTED: Tone.GREEN, CommentState.DECLINED: Tone.NEUTRAL}
_SHOWN = 40
"""Comments that are drawn; those without an answer come first."""


class CommentCards:
    """Makes the cards; a reason that is half written outlives their being drawn anew."""

    def __init__(self, tools: Tools, deeds: Deeds) -> None:
        self._tools, self._deeds = tools, deeds
        self._reasons: dict[int, str] = {}

    def cards(self, view: DraftView, *, answers: bool) -> list[QWidget]:
        """The cards, those without an answer first."""
        say = self._tools.say
        listed = sorted(view.comments, key=lambda one: one.state is not CommentState.OPEN)
        open_ = sum(one.state is CommentState.OPEN for one in listed)
        head = Words(f"意见 {len(listed)} 条，{open_} 条待答复", f"{len(listed)} comments, {open_} without an answer")
        if not listed:
            return [frame("card", said(say, Words("还没有意见", "No comments yet"), "second"))]
        made: list[QWidget] = [said(say, head, "strong")]
        made += [self._card(view, one, answers=answers) for one in listed[:_SHOWN]]
        return made

    def _card(self, view: DraftView, one: Comment, *, answers: bool) -> QWidget:
        tools, say = self._tools, self._tools.say
        where = self._where(view, one)
        credit = Words("愿意署名", "may be named") if one.said.named else Words("不署名", "not to be named")
        title = row(tag(say(COMMENT_WORDS[one.state]), _TONES[one.state]), None)
        parts: list[QWidget] = [label(where, "strong"), label(f"{brief(one.said.name, 60)} · {say(credit)}", "second")]
        if one.said.text:
            parts.append(RemoteText(tools.theme, say, one.said.text))
        if one.said.proposal:
            parts.append(self._proposal(view, one))
        if one.state is not CommentState.OPEN:
            parts.append(label(say(Words("答复：{}", "Answer: {}")).format(one.reason)))
        elif answers:
            parts.append(self._answer(view, one))
        return frame("card", title, *parts, gap=6)

    def _where(self, view: DraftView, one: Comment) -> str:
        say = self._tools.say
        if one.said.article == WHOLE:
            return say(Words("对整体", "On the whole"))
        same = (new.number for new in view.draft.articles if new.title == one.title)
        number = next(same, one.said.article)
        return f"{article_name(number, say.language)} {say(one.title)}"

    def _proposal(self, view: DraftView, one: Comment) -> QWidget:
        say = self._tools.say
        article = next((new for new in view.draft.articles if new.title == one.title), None)
        before = article.text.say(language_of(one.said.proposal)) if article else ""
        text = RemoteText(self._tools.theme, say, one.said.proposal)
        if before:
            text.show_pieces(diff(before, one.said.proposal))
        return frame("post", said(say, Words("建议写法", "Proposed wording"), "second"), text, gap=2, margin=6)

    def _answer(self, view: DraftView, one: Comment) -> QWidget:
        words = Words(f"对意见 {one.seq} 的答复", f"The answer to comment {one.seq}")
        reason = line_edit(self._tools, words, Words("理由（会告诉提意见的人）", "Reason (the member is told)"), 500)
        reason.setText(self._reasons.get(one.seq, ""))
        reason.textChanged.connect(partial(self._reasons.__setitem__, one.seq))
        line = row(None)
        for state, said_, look in (
            (CommentState.ADOPTED, Words("采纳", "Adopt"), "primary"),
            (CommentState.DECLINED, Words("不采纳", "Decline"), ""),
        ):
            made = button(self._tools.say, said_, look)
            made.clicked.connect(partial(self._give, view, one, state, reason))
            made.setEnabled(bool(reason.text().strip()))
            reason.textChanged.connect(lambda text, made=made: made.setEnabled(bool(text.strip())))
            line.addWidget(made)
        holder = QWidget()
        holder.setLayout(column(reason, line, gap=6))
        return holder

    def _give(
        self, view: DraftView, one: Comment, state: CommentState, reason: QLineEdit, _checked: bool = False
    ) -> None:
        self._deeds.answer(view.draft.document, one.seq, state, reason.text())
