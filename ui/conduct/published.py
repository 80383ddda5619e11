"""The right side of a published edition: its notice, who has read it, newcomers, what it came from."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from app.domain.conduct import Document, Origin, Standing, newest
from app.domain.conduct_notices import ALARMS, NOTICE_WORDS, NoticeState
from app.domain.conduct_readers import MOST_PER_DAY, USUAL_PER_DAY
from app.domain.words import Words
from app.operations.conduct_overview import Overview
from ui.actions import key_of
from ui.conduct.deeds import Deeds
from ui.conduct.entries import Entry, since
from ui.hand.form import line_edit
from ui.kit.elements import button, frame, label, named, row, said, tag
from ui.kit.remote import brief
from ui.kit.theme import Tone
from ui.tools import Tools

MOST_NAMES = 12


class Published:
    """Makes the parts for one edition."""

    def __init__(self, tools: Tools, deeds: Deeds, found: Overview, entry: Entry, against: int) -> None:
        if entry.edition is None:
            raise AssertionError("it is about an edition")
        self._tools, self._deeds, self._found = tools, deeds, found
        self._entry, self._edition, self._against = entry, entry.edition, against

    def parts(self) -> list[QWidget]:
        """What the right side shows, from above."""
        standing, code = self._entry.standing, self._entry.document is Document.CODE
        made = [self._about()]
        if standing is not Standing.SUPERSEDED and self._edition.origin is not Origin.IMPORTED:
            made.append(self._notice())
        if standing is Standing.IN_FORCE and code:
            made += [self._readers(), self._newcomers()]
        made += self._others()
        made.append(self._ways())
        return made

    def _others(self) -> list[QWidget]:
        """Another edition to hold this one against."""
        others = [one for one in self._found.editions if one.document is self._entry.document and one != self._edition]
        if not others:
            return []
        say, box = self._tools.say, QComboBox()
        box.addItem(say(Words("不对照，看全文", "None: the whole text")), 0)
        for one in others:
            box.addItem(say(one.name), one.number)
        box.setCurrentIndex(max(box.findData(self._against), 0))
        named(say, box, Words("与哪一版对照", "Compare with"))
        box.activated.connect(lambda _at: self._deeds.compared.emit(int(box.currentData())))
        box.setMinimumContentsLength(12)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        return [frame("card", said(say, Words("对照", "Compare with"), "strong"), box, gap=6)]

    def _about(self) -> QWidget:
        one, say = self._edition, self._tools.say
        lines = [Words(f"施行：{since(one).zh}", f"Holds {since(one).en}")]
        if one.announced_at is not None and one.origin is Origin.DRAFTED:
            day = f"{one.announced_at.astimezone():%Y-%m-%d}"
            lines.append(Words(f"公告：{day}", f"Announced {day}"))
        if self._entry.standing is Standing.ANNOUNCED:
            left = max((one.effective_from - self._tools.clock()).days, 0)
            lines.append(
                Words(f"还有 {left} 天施行；此前按旧版判断", f"{left} days to go; until then the older one holds")
            )
        names = [helper.name for helper in one.helpers if helper.name]
        if one.helpers:
            others = len(one.helpers) - len(names)
            lines.append(
                Words(
                    f"参与修订：{'、'.join([*names, *([f'{others} 位未署名'] if others else [])])}",
                    f"Helped: {', '.join([*names, *([f'{others} unnamed'] if others else [])])}",
                )
            )
        parts: list[QWidget] = [
            said(say, Words("这一版", "This edition"), "strong"),
            *(said(say, line) for line in lines),
        ]
        if one.proof is not None:
            parts.append(
                label(say(Words("凭证：{}", "Proof: {}")).format(brief(one.proof.link or one.proof.name, 120)))
            )
            if one.proof.sha256:
                parts.append(label(f"SHA-256 {one.proof.sha256[:16]}…", "second"))
                save = button(say, Words("另存凭证", "Save the proof"), "quiet")
                save.clicked.connect(lambda: self._deeds.proof(one))
                parts.append(save)
        return frame("card", *parts, gap=4)

    def _notice(self) -> QWidget:
        say, notice = self._tools.say, self._found.notices.get(self._edition.number)
        head = said(say, Words("公告帖", "Notice"), "strong")
        if notice is None:
            why = (
                Words("还没有公告帖", "There is no notice yet")
                if self._found.able
                else Words("这个社区不能发布公告，请自行张贴", "This community can have none; put it up yourself")
            )
            parts: list[QWidget] = [head, said(say, why, "second")]
            if self._found.able and self._found.manages:
                parts.append(self._publish(Words("发布公告帖", "Put up the notice")))
            return frame("card", *parts, gap=6)
        alarm = notice.state in ALARMS
        parts = [head, said(say, NOTICE_WORDS[notice.state])]
        if notice.seen_at is not None:
            ago = say.ago(notice.seen_at, self._tools.clock())
            parts.append(label(say(Words(f"{ago}看过", f"looked at {ago}")), "second"))
        if notice.url:
            parts.append(label(notice.url, "second"))
        if notice.state in (NoticeState.NOT_SENT, NoticeState.GONE) and self._found.manages:
            parts.append(self._publish(Words("重新发布", "Publish again")))
        return frame("caution" if alarm else "card", *parts, gap=4)

    def _publish(self, words: Words) -> QWidget:
        made = button(self._tools.say, words)
        made.clicked.connect(lambda: self._deeds.publish(self._edition.number))
        return made

    def _readers(self) -> QWidget:
        say, found = self._tools.say, self._found.readers
        read, core = (len(found.read), found.core) if found else (0, ())
        lacking = [one.name for one in found.missing] if found else []
        parts: list[QWidget] = [
            said(say, Words("阅读确认", "Who has read it"), "strong"),
            said(say, Words(f"{read} 人读过", f"{read} have read it")),
        ]
        if lacking:
            names = "、".join(lacking[:MOST_NAMES]) + ("…" if len(lacking) > MOST_NAMES else "")
            parts.append(
                said(
                    say,
                    Words(
                        f"核心车友还差 {len(lacking)} 位：{names}",
                        f"{len(lacking)} core member{'' if len(lacking) == 1 else 's'} not yet: {names}",
                    ),
                )
            )
        elif core:
            parts.append(tag(say(Words("核心车友都读过了", "every core member has")), Tone.GREEN))
        name = line_edit(self._tools, Words("谁读过了", "Who has read it"), Words("称呼", "Name"), 60)
        done = button(say, Words("登记已读", "Has read it"))
        enter = partial(self._acknowledge, name)
        done.clicked.connect(enter)
        name.returnPressed.connect(enter)
        line = QWidget()
        line.setLayout(row(name, done))
        if self._found.manages:
            return frame("card", *parts, line, self._way(Words("核心车友名单", "Core members"), "conduct.core"), gap=6)
        return frame("card", *parts, line, gap=6)

    def _acknowledge(self, name: QWidget, _checked: bool = False) -> None:
        text = str(name.property("text")).strip()
        if text:
            self._deeds.acknowledge(self._edition.number, text)

    def _newcomers(self) -> QWidget:
        say, standing = self._tools.say, self._found.welcoming
        on = standing.how is not None and standing.how.on
        per_day = standing.how.per_day if standing.how else USUAL_PER_DAY
        what = Words(
            f"把短版公约私信给加入 30 天内、刚发第一帖的车友：每人只发一次，每天最多 {per_day} 位",
            f"The short form goes to authors who joined within 30 days: each once, {per_day} a day at most",
        )
        now = (
            Words(f"已打开，24 小时内欢迎了 {standing.today} 位", f"On; {standing.today} in the last 24 hours")
            if on
            else Words("没有打开", "Off")
        )
        parts: list[QWidget] = [
            said(say, Words("欢迎新车友", "Welcome newcomers"), "strong"),
            said(say, what, "second"),
        ]
        parts.append(said(say, now))
        if not standing.able:
            parts.append(
                said(
                    say, Words("这个社区不能由程序发私信", "This community takes no messages from a program"), "second"
                )
            )
        elif self._found.manages:
            parts.append(self._switch(per_day, on=on))
        return frame("card", *parts, gap=6)

    def _switch(self, per_day: int, *, on: bool) -> QWidget:
        """How many a day, and on or off. A number counts once it is entered, so that scrolling past changes nothing."""
        say, number = self._tools.say, QSpinBox()
        number.setRange(1, MOST_PER_DAY)
        number.setValue(per_day)
        number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        number.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named(say, number, Words("每天最多欢迎几位", "Newcomers a day at most"))
        switch = button(say, Words("不再发送", "Switch it off") if on else Words("打开", "Switch it on"))
        switch.clicked.connect(lambda: self._deeds.welcome(on=not on, per_day=number.value(), was=on))
        made: list[QWidget | None] = [said(say, Words("每天最多", "A day at most"), "second", wrap=False), number, None]
        if on:
            keep = button(say, Words("保存", "Keep"))
            keep.clicked.connect(lambda: self._deeds.welcome(on=True, per_day=number.value(), was=True))
            made.append(keep)
        line = QWidget()
        line.setLayout(row(*made, switch))
        return line

    def _ways(self) -> QWidget:
        say, parts = self._tools.say, list[QWidget]()
        goes_on = self._edition == newest(self._found.editions, self._entry.document)
        draftable = goes_on and self._entry.document not in self._found.drafts
        if draftable and self._found.manages:
            parts.append(self._way(Words("起草修订", "Draft an amendment"), "conduct.draft", "primary"))
        parts.append(self._way(Words("导出公开副本", "Save the copy for everybody"), "conduct.copy"))
        if self._entry.document is Document.CODE and self._found.manages:
            parts.append(self._way(Words("导入以前的公约", "Bring in older rules"), "conduct.import"))
        if not self._found.manages:
            parts.append(said(say, Words("起草和公告由主管办理", "Managers draft and announce"), "second"))
        return frame("card", *parts, gap=6)

    def _way(self, words: Words, intention: str, look: str = "") -> QWidget:
        made = button(self._tools.say, words, look, key=key_of(intention))
        made.clicked.connect(self._tools.actions[intention].trigger)
        return made


def nothing_yet(tools: Tools, found: Overview, document: Document) -> list[QWidget]:
    """The right side of a document that there is nothing of."""
    what = Words(
        "议事会章程说明议事会怎样组成、怎样评议。可以从附带的十一条章程起草，征求意见后公告。",
        "The charter says how the council is made up and how it judges. Begin with the eleven articles that ship, "
        "consult members, then announce it.",
    )
    parts: list[QWidget] = [said(tools.say, what)]
    if found.manages:
        made = button(tools.say, Words("起草", "Draft it"), "primary", key=key_of("conduct.draft"))
        made.clicked.connect(tools.actions["conduct.draft"].trigger)
        parts.append(made)
    return [frame("card", *parts)]
