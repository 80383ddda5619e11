"""Facts of the team for letters (brand, hotline, departments, models), and the years whose working days are known."""

from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFormLayout, QFrame, QLineEdit, QPlainTextEdit, QWidget

from app.domain.changes import Area, Changes
from app.domain.roles import Role
from app.domain.team_facts import FACT_WORDS, LISTS, NO_FACTS, Fact, TeamFacts
from app.domain.words import NO_WORDS, Words
from app.errors import StewardError
from app.operations import calendars, team_facts
from app.operations.calendars import Imported, KnownYear
from app.operations.desk import Desk
from app.operations.team_facts import Kept
from ui.kit.choosing import choose_file
from ui.kit.elements import button, column, frame, label, named, row, said
from ui.kit.remote import brief
from ui.tools import Tools

Read = tuple[TeamFacts, list[KnownYear]]

_ABOUT = Words(
    "回复、提醒和转办单里的空位用这些填；改动记入治理台账",
    "Letters and handoff slips are filled with these; changes are in the ledger",
)
_ONLY = Words("只有组长或主管可以改", "Only a lead or a manager changes these")
_LIST_HINTS = {
    Fact.DEPARTMENTS: Words("一行一个，转办和承诺时可选", "one a line, to choose from in promises"),
    Fact.MODELS: Words("一行一个，专题按它统计帖子里的车型", "one a line: what a topic counts in its posts"),
}
_NEXT_KNOWN = 11
"""From this month on the arrangement of the next year is usually published; before that, nobody lacks it."""


def _read(desk: Desk) -> Read:
    return team_facts.facts(desk), calendars.known(desk)


class FactsPart(QWidget):
    """Both, as a part of the settings."""

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self._tools = tools
        self._facts: TeamFacts = NO_FACTS
        self._years: list[KnownYear] = []
        self._may = not tools.me.roles.isdisjoint((Role.LEAD, Role.MANAGER)) and Role.TRAINEE not in tools.me.roles
        layout = column(self._make_facts(), self._make_calendar(), gap=12)
        self.setLayout(layout)
        tools.say.changed.connect(self._render_years)
        tools.runner.changed.connect(self._reload_after)

    # --- how it is made ----------------------------------------------------------------------------------

    def _make_facts(self) -> QFrame:
        say = self._tools.say
        form = QFormLayout()
        form.setHorizontalSpacing(24)
        form.setVerticalSpacing(8)
        self.fields: dict[Fact, QLineEdit] = {}
        for fact in (Fact.BRAND, Fact.HOTLINE, Fact.APP):
            field = QLineEdit()
            field.setMaximumWidth(420)
            named(say, field, FACT_WORDS[fact])
            field.textEdited.connect(lambda _text: self._follow())
            self.fields[fact] = field
            form.addRow(said(say, _capital(FACT_WORDS[fact]), wrap=False), field)
        self.lists: dict[Fact, QPlainTextEdit] = {}
        for fact in LISTS:
            box = QPlainTextEdit()
            box.setTabChangesFocus(True)
            box.setMaximumWidth(420)
            box.setFixedHeight(88)
            named(say, box, FACT_WORDS[fact])
            say.tell(box, box.setPlaceholderText, _LIST_HINTS[fact])
            box.textChanged.connect(self._follow)
            box.setReadOnly(not self._may)
            self.lists[fact] = box
            form.addRow(said(say, _capital(FACT_WORDS[fact]), wrap=False), box)
        self.keep_button = button(say, Words("保存", "Keep"), "primary")
        self.keep_button.clicked.connect(self.keep)
        self._fault = label()
        self._fault_frame = frame("fault", self._fault)
        self._fault_frame.hide()
        for one in self.fields.values():
            one.setReadOnly(not self._may)
        if not self._may:  # shown before it has a parent, it would be a window of its own
            self.keep_button.hide()
        head = said(say, Words("团队资料", "About the team"), "strong")
        about = said(say, _ABOUT if self._may else _ONLY, "second")
        return frame("card", head, about, form, self._fault_frame, row(self.keep_button, None))

    def _make_calendar(self) -> QFrame:
        say = self._tools.say
        self._known, self._missing = label("", "small"), label("", "small")
        self._missing_frame = frame("caution", self._missing)
        self.import_button = button(say, Words("导入放假安排…", "Import a calendar…"))
        self.import_button.clicked.connect(self.choose)
        if not self._may:  # shown before it has a parent, it would be a window of its own
            self.import_button.hide()
        head = said(say, Words("工作日历", "Working days"), "strong")
        about = said(
            say,
            Words(
                "承诺按工作日推算：放假和调休上班日都算进去",
                "Promises are reckoned in working days, make-up days included",
            ),
            "second",
        )
        return frame("card", head, about, self._known, self._missing_frame, row(self.import_button, None))

    # --- reading -----------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read both again."""
        self._tools.runner.ask(("settings", "facts"), _read, self._take)

    def _reload_after(self, changes: Changes) -> None:
        if Area.FACTS in changes.areas and self.isVisible():
            self.reload()

    def _take(self, read: Read) -> None:
        untouched = self._typed() == _values(self._facts)
        self._facts, self._years = read
        if untouched:
            self._show(self._facts)
        self._render_years()
        self._follow()

    def _show(self, facts: TeamFacts) -> None:
        values = _values(facts)
        for fact, field in self.fields.items():
            field.setText(values[fact])
        for fact, box in self.lists.items():
            box.blockSignals(True)
            box.setPlainText(values[fact])
            box.blockSignals(False)

    def _typed(self) -> dict[str, str]:
        values: dict[str, str] = {fact: field.text() for fact, field in self.fields.items()}
        return values | {fact: box.toPlainText() for fact, box in self.lists.items()}

    def _follow(self) -> None:
        self.keep_button.setEnabled(self._typed() != _values(self._facts))
        self._tell(NO_WORDS)

    def _render_years(self) -> None:
        say = self._tools.say
        shown = [
            say(Words(f"{one.year.year} 年：{_from(one).zh}", f"{one.year.year}: {_from(one).en}"))
            for one in self._years
        ]
        self._known.setText("\n".join(shown))
        missing = missing_years({one.year.year for one in self._years}, self._tools.clock())
        self._missing_frame.setVisible(bool(missing))
        years = "、".join(map(str, missing))
        told = Words(
            f"{years} 年放假安排未录入：跨到那年的期限按周一至周五推算，导入后重算并提示",
            f"The public holidays of {years} are not known: reckoned Monday to Friday, and anew once they are imported",
        )
        self._missing.setText(say(told))

    # --- doing -------------------------------------------------------------------------------------------

    def keep(self) -> None:
        """Keep the facts as they are typed."""
        values = self._typed()
        self._tools.runner.do(lambda desk: team_facts.set_facts(desk, values), self._kept, self._fail)

    def _kept(self, kept: Kept) -> None:
        self._facts = kept.facts
        self._show(kept.facts)
        self._follow()
        self._tools.notices.tell(Words("团队资料已保存", "The facts of the team are kept"))

    def choose(self) -> None:
        """Ask for a file with the arrangement of a year."""
        title = Words("选择放假安排文件", "Choose a calendar")
        kinds = Words("放假安排 (*.json)", "Calendars (*.json)")
        choose_file(self, self._tools.say(title), self._tools.say(kinds), self.take_file)

    def take_file(self, path: Path) -> None:
        """Import it."""
        self._tools.runner.do(lambda desk: calendars.import_file(desk, path), self._imported, self._refused)

    def _imported(self, done: Imported) -> None:
        years, moved = "、".join(str(one.year) for one in done.years), len(done.reckoned)
        if not done.years:
            told = Words("这些年份已经录入过，没有变化", "These years were known already; nothing changed")
        else:
            more = Words(
                f"，{moved} 项承诺的期限会不同，已在承诺上提示",
                f"; {moved} promises would be due otherwise, as they tell",
            )
            rest = more if moved else NO_WORDS
            told = Words(f"{years} 年放假安排已录入{rest.zh}", f"The calendar of {years} is in{rest.en}")
        self._tools.notices.tell(told, seconds=8)

    def _refused(self, error: StewardError) -> None:
        self._tools.notices.tell(Words.of(error), seconds=12)

    def _fail(self, error: StewardError) -> None:
        self._tell(Words.of(error))

    def _tell(self, words: Words) -> None:
        self._fault.setText(self._tools.say(words))
        self._fault_frame.setVisible(words != NO_WORDS)


def missing_years(known: set[int], now: datetime) -> list[int]:
    """Years that somebody should import: this one, and from autumn on the next."""
    local = now.astimezone()
    wanted = [local.year, *([local.year + 1] if local.month >= _NEXT_KNOWN else [])]
    return [year for year in wanted if year not in known]


def _values(facts: TeamFacts) -> dict[str, str]:
    return {
        Fact.BRAND: facts.brand,
        Fact.HOTLINE: facts.hotline,
        Fact.APP: facts.app,
        Fact.DEPARTMENTS: "\n".join(facts.departments),
        Fact.MODELS: "\n".join(facts.models),
    }


def _from(one: KnownYear) -> Words:
    off, make_up = len(one.year.days_off), len(one.year.make_up_days)
    source = brief(one.year.source, 60) if one.imported else ""
    origin = Words("导入", "imported") if one.imported else Words("随程序", "shipped")
    told = Words(
        f"放假 {off} 天，调休上班 {make_up} 天 · {origin.zh}", f"{off} days off, {make_up} made up · {origin.en}"
    )
    return Words(f"{told.zh} · {source}", f"{told.en} · {source}") if source else told


def _capital(words: Words) -> Words:
    return Words(words.zh, words.en[:1].upper() + words.en[1:])
