"""Settings: language, theme, who is signed in, where the data lie, what the community can do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFormLayout, QFrame, QRadioButton, QWidget

from app.domain.changes import Area, Changes
from app.domain.community import ADAPTER_WORDS, Adapter, CommunityInfo
from app.domain.roles import ROLE_WORDS, Role
from app.domain.words import Words
from app.errors import Language
from app.operations import accounts
from app.operations.desk import Desk
from app.operations.intake import known_info
from ui.actions import key_of
from ui.kit.abilities import AbilityList
from ui.kit.budget import Requests, in_full
from ui.kit.elements import Scroll, button, column, frame, label, row, rule, said
from ui.kit.theme import WIDE_GAP, Choice
from ui.session import Session
from ui.settings.facts import FactsPart
from ui.settings.team import TeamPart
from ui.syncing import Standing
from ui.tools import Tools

LANGUAGES: dict[Language, str] = {"zh": "中文", "en": "English"}
_THEMES = {
    Choice.SYSTEM: Words("跟随系统", "Follow the system"),
    Choice.LIGHT: Words("浅色", "Light"),
    Choice.DARK: Words("深色", "Dark"),
}


@dataclass(frozen=True, slots=True)
class Known:
    """What the record knows of the community; `info` is what it last said of itself."""

    url: str
    adapter: Adapter
    info: CommunityInfo | None


def _known(desk: Desk) -> Known:
    identity = accounts.identity(desk.record)
    return Known(identity.url, Adapter(identity.adapter), known_info(desk))


class SettingsPage(QWidget):
    """The place 设置.

    Args:
        speak: chooses a language, and remembers it.
        wear: chooses a theme, and remembers it.

    Attributes:
        heard: alarms are to be heard, or not.
    """

    heard = Signal(bool)

    def __init__(
        self, tools: Tools, session: Session, speak: Callable[[Language], None], wear: Callable[[Choice], None]
    ) -> None:
        super().__init__()
        self.setObjectName("page")
        self._tools, self._session = tools, session
        self._speak, self._wear = speak, wear
        self.paper = Scroll()
        inside = self.paper.inside
        inside.addWidget(said(tools.say, Words("设置", "Settings"), "heading"))
        inside.addWidget(self._look())
        inside.addWidget(self._account())
        self.team = TeamPart(tools)
        inside.addWidget(self.team)
        inside.addWidget(self._team())
        self.facts = FactsPart(tools)
        inside.addWidget(self.facts)
        inside.addWidget(self._community_part())
        inside.addStretch(1)
        panel = QFrame()
        panel.setObjectName("panel")
        panel.setLayout(column(self.paper))
        layout = row(panel)
        layout.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)
        tools.say.changed.connect(self._render)
        tools.theme.changed.connect(self._render)
        tools.runner.changed.connect(self._reload_after)
        self._render()

    def _look(self) -> QWidget:
        say = self._tools.say
        self.languages: dict[Language, QRadioButton] = {}
        self.themes: dict[Choice, QRadioButton] = {}
        languages, themes = QButtonGroup(self), QButtonGroup(self)
        language_row, theme_row = row(gap=16), row(gap=16)
        for language, name in LANGUAGES.items():
            made = QRadioButton(name)
            made.clicked.connect(lambda _checked=False, language=language: self._speak(language))
            languages.addButton(made)
            language_row.addWidget(made)
            self.languages[language] = made
        for choice, words in _THEMES.items():
            made = QRadioButton()
            say.tell(made, made.setText, words)
            made.clicked.connect(lambda _checked=False, choice=choice: self._wear(choice))
            themes.addButton(made)
            theme_row.addWidget(made)
            self.themes[choice] = made
        language_row.addStretch(1)
        theme_row.addStretch(1)
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(12)
        form.addRow(said(say, Words("语言", "Language"), wrap=False), language_row)
        form.addRow(said(say, Words("外观", "Appearance"), wrap=False), theme_row)
        self.sounds = QCheckBox()
        say.tell(self.sounds, self.sounds.setText, Words("安全警报响一声", "A safety alarm is heard"))
        self.sounds.toggled.connect(self.heard)
        form.addRow(said(say, Words("声音", "Sound"), wrap=False), self.sounds)
        return frame("card", said(say, Words("界面", "Window"), "strong"), form)

    def _account(self) -> QWidget:
        self._facts = label()
        return frame("card", said(self._tools.say, Words("账号与数据", "Account and data"), "strong"), self._facts)

    def _team(self) -> QWidget:
        """What a team shares lies over any page; here is where one looks for it first."""
        say = self._tools.say
        texts = button(say, Words("话术库", "Library of texts"), key=key_of("window.texts"))
        texts.clicked.connect(partial(self._want, "window.texts"))
        handover = button(say, Words("交接班", "Handover"), key=key_of("window.handover"))
        handover.clicked.connect(partial(self._want, "window.handover"))
        samples = button(say, Words("抽检", "Sampling"), key=key_of("window.sampling"))
        samples.clicked.connect(partial(self._want, "window.sampling"))
        if Role.LEAD not in self._tools.me.roles:
            samples.hide()
        privacy = button(say, Words("个人信息与保存期", "Personal data"), key=key_of("window.privacy"))
        privacy.clicked.connect(partial(self._want, "window.privacy"))
        return frame("card", said(say, Words("团队", "Team"), "strong"), row(texts, handover, samples, privacy, None))

    def _want(self, intention: str, _checked: bool = False) -> None:
        self._tools.actions[intention].trigger()

    def _community_part(self) -> QWidget:
        say = self._tools.say
        self._known: Known | None = None
        self._requests = Requests()
        self._where, self._budget = label(), label("", "second")
        self.abilities = AbilityList(say)
        again = said(
            say,
            Words(
                "每次同步都会重新问社区；权限变了，同步一次（F5）就能看到。",
                "The community is asked anew in every sync: when rights change, sync once (F5) to see it.",
            ),
            "second",
        )
        head = said(say, Words("社区", "Community"), "strong")
        requests = said(say, Words("请求额度", "Request budget"), "strong")
        can = said(say, Words("能做什么", "What can be done"), "strong")
        budget, able = column(requests, self._budget, gap=4), column(can, again, gap=4)
        return frame("card", head, self._where, rule(), budget, rule(), able, self.abilities, gap=12)

    def show_standing(self, standing: Standing) -> None:
        """How things stand with the community."""
        self._requests = Requests(standing.budget, standing.waiting_until, standing.next_at)
        if self.isVisible():
            self._render_budget()

    def _reload_after(self, changes: Changes) -> None:
        if Area.SYNC in changes.areas and self.isVisible():
            self._reload()

    def _reload(self) -> None:
        self._tools.runner.ask(("settings", "community"), _known, self._take)

    def _take(self, known: Known) -> None:
        self._known = known
        self._render_community()

    def _render_community(self) -> None:
        if self._known is None:
            return
        say, known = self._tools.say, self._known
        kind, me = ADAPTER_WORDS[known.adapter], self._tools.me.name
        platform = f"{known.info.platform} {known.info.version}".strip() if known.info else "–"
        lines = (
            Words(f"地址：{known.url}", f"Address: {known.url}"),
            Words(f"类型：{kind.zh}，{platform}", f"Kind: {kind.en}, {platform}"),
            Words(f"以谁的身份：{me}", f"As whom: {me}"),
        )
        self._where.setText("\n".join(say(line) for line in lines))
        self.abilities.tell(known.info)

    def _render_budget(self) -> None:
        told = in_full(self._requests, self._tools.clock())
        self._budget.setText("\n".join(self._tools.say(one) for one in told))

    def _render(self) -> None:
        tools = self._tools
        self.languages[tools.say.language].setChecked(True)
        self.themes[tools.theme.choice].setChecked(True)
        roles = tools.say(Words("、", ", ")).join(tools.say(ROLE_WORDS[role]) for role in sorted(tools.me.roles))
        me, session = tools.me.name, self._session
        lines = (
            Words(f"登录账号：{me}（{roles}）", f"Signed in as {me} ({roles})"),
            session.where,
            Words(
                "备份：steward backup 文件；核对台账：steward ledger verify",
                "Backup: steward backup FILE; ledger: steward ledger verify",
            ),
        )
        self._facts.setText("\n".join(tools.say(line) for line in lines))
        self._render_community()
        self._render_budget()

    def open(self) -> None:
        """The page comes to the front."""
        self.paper.setFocus()
        self._render_budget()
        self._reload()
        self.team.reload()
        self.facts.reload()

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.paper,)

    def escape(self) -> None:
        """Nothing is open that could be put away."""
