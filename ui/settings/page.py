"""Settings: language, theme, who is signed in, where the data lie."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QButtonGroup, QFormLayout, QFrame, QRadioButton, QWidget

from app.domain.roles import ROLE_WORDS
from app.domain.words import Words
from app.errors import Language
from ui.kit.elements import Scroll, column, frame, label, row, said
from ui.kit.theme import WIDE_GAP, Choice
from ui.session import Session
from ui.tools import Tools

LANGUAGES: dict[Language, str] = {"zh": "中文", "en": "English"}
_THEMES = {
    Choice.SYSTEM: Words("跟随系统", "Follow the system"),
    Choice.LIGHT: Words("浅色", "Light"),
    Choice.DARK: Words("深色", "Dark"),
}


class SettingsPage(QWidget):
    """The place 设置.

    Args:
        speak: chooses a language, and remembers it.
        wear: chooses a theme, and remembers it.
    """

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
        inside.addStretch(1)
        panel = QFrame()
        panel.setObjectName("panel")
        panel.setLayout(column(self.paper))
        layout = row(panel)
        layout.setContentsMargins(WIDE_GAP, WIDE_GAP, WIDE_GAP, WIDE_GAP)
        self.setLayout(layout)
        tools.say.changed.connect(self._render)
        tools.theme.changed.connect(self._render)
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
        return frame("card", said(say, Words("界面", "Window"), "strong"), form)

    def _account(self) -> QWidget:
        self._facts = label()
        return frame("card", said(self._tools.say, Words("账号与数据", "Account and data"), "strong"), self._facts)

    def _render(self) -> None:
        tools = self._tools
        self.languages[tools.say.language].setChecked(True)
        self.themes[tools.theme.choice].setChecked(True)
        roles = tools.say(Words("、", ", ")).join(tools.say(ROLE_WORDS[role]) for role in sorted(tools.me.roles))
        me, session = tools.me.name, self._session
        lines = (
            Words(f"登录账号：{me}（{roles}）", f"Signed in as {me} ({roles})"),
            Words(f"社区：{session.community}", f"Community: {session.community}"),
            session.where,
            Words(
                "备份：steward backup 文件；核对台账：steward ledger verify",
                "Backup: steward backup FILE; ledger: steward ledger verify",
            ),
        )
        self._facts.setText("\n".join(tools.say(line) for line in lines))

    def open(self) -> None:
        """The page comes to the front."""
        self.paper.setFocus()

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through."""
        return (self.paper,)

    def escape(self) -> None:
        """Nothing is open that could be put away."""
