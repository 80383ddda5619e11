"""The connect assistant on the program's first page: what is asked of whom, and which answers still count."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from app.domain.community import Adapter, CommunityInfo
from app.domain.connecting import Recognised
from app.domain.words import Words
from app.errors import AuthFailed, SignInFailed, StewardError, Unavailable
from tests.ui import first_page
from tests.ui.first_page import ADDRESS, MOVED
from tests.ui.stage import drive, forget_deleted, visible_children, wait_until
from ui.kit.speech import Speech
from ui.kit.theme import Choice, Theme
from ui.session import BrowserSignIn, Joining
from ui.shell.connect_steps import Stand
from ui.shell.reception import Reception
from ui.shell.welcome import Welcome

WAIT = 10.0
YES = Words("认出来了。", "Found.")


class SignIn:
    address = f"{ADDRESS}/user-api-key/new?nonce=1"

    def finish(self, pasted: str) -> str:
        if pasted != "the code":
            raise SignInFailed(why_zh="不完整", why_en="not whole")
        return "browser-token"


@dataclass
class Site:
    """An entrance of which a test says what each address is."""

    seen: dict[str, Recognised | StewardError | KeyError] = field(default_factory=dict)
    tokens: dict[str, CommunityInfo] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    tested: list[Joining] = field(default_factory=list)
    slow: dict[str, Event] = field(default_factory=dict)
    refusal: StewardError | None = None

    def recognise(self, address: str) -> Recognised:
        self.asked.append(address)
        if address in self.slow:
            assert self.slow[address].wait(WAIT)
        seen = self.seen.get(address, Recognised(None, address, why=Words("认不出。", "Not known.")))
        if isinstance(seen, Exception):
            raise seen
        return seen

    def test(self, joining: Joining) -> CommunityInfo:
        self.tested.append(joining)
        if joining.token in self.slow:
            assert self.slow[joining.token].wait(WAIT)
        if self.refusal is not None:
            raise self.refusal
        if joining.token not in self.tokens:
            raise AuthFailed
        return self.tokens[joining.token]

    def sign_in(self, address: str) -> BrowserSignIn:
        return SignIn()


@dataclass
class Page:
    """The first page with its reception."""

    loop: asyncio.AbstractEventLoop
    site: Site
    welcome: Welcome
    reception: Reception
    bugs: list[BaseException]

    def settle(self) -> None:
        drive(self.loop, wait_until(lambda: not self.reception.tasks))

    def until(self, condition: Callable[[], object]) -> None:
        drive(self.loop, wait_until(condition))

    def enter(self, text: str, where: QLineEdit | None = None) -> None:
        """Type and press Enter, where the focus is or in this field."""
        if where is not None:
            where.setFocus()
        focus = QApplication.focusWidget()
        assert isinstance(focus, QLineEdit)
        focus.selectAll()
        QTest.keyClicks(focus, text)
        QTest.keyClick(focus, Qt.Key.Key_Return)
        self.settle()

    def shown(self) -> str:
        return "\n".join(label.text() for label in visible_children(self.welcome, QLabel))

    @property
    def stands(self) -> list[Stand]:
        return [step.stand for step in self.welcome.connect_._steps]


@pytest.fixture
def page(loop: asyncio.AbstractEventLoop) -> Iterator[Page]:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    say, theme = Speech(app, "zh"), Theme(app, Choice.LIGHT)
    site = Site({ADDRESS: Recognised(Adapter.NODEBB, ADDRESS, why=YES)}, {"good": first_page.info()})
    welcome, bugs = Welcome(say), list[BaseException]()
    made = Page(loop, site, welcome, Reception(welcome, site, loop, bugs.append), bugs)  # type: ignore[arg-type]
    welcome.resize(1200, 760)
    welcome.show()
    welcome.activateWindow()
    welcome.ask_to_join()
    made.until(welcome.connect_.where.address.hasFocus)
    yield made
    for event in site.slow.values():
        event.set()
    made.settle()
    welcome.hide()
    for one in (welcome, say, theme):
        one.deleteLater()
    forget_deleted()
    assert bugs == []


NOW, LATER, DONE = Stand.NOW, Stand.LATER, Stand.DONE

# --- the address --------------------------------------------------------------------------------------


def test_steps_open_one_after_the_other(page: Page) -> None:
    assert page.stands == [NOW, LATER, LATER]
    page.enter(ADDRESS)
    assert page.stands == [DONE, NOW, LATER]
    page.enter("good")
    assert page.stands == [DONE, DONE, NOW]
    assert "登录为 Robin" in page.shown()
    assert "人工办理 1" in page.shown()
    assert page.welcome.connect_.passphrase.hasFocus()
    assert page.site.tested == [Joining(ADDRESS, Adapter.NODEBB, "good")]


def test_an_address_is_looked_at_when_typing_stops_and_not_for_each_letter(page: Page) -> None:
    where = page.welcome.connect_.where
    QTest.keyClicks(where.address, "forum.example.test")
    assert where._timer.isActive()
    page.until(lambda: where.community is not None)
    assert page.site.asked == [ADDRESS]
    assert where.address.hasFocus(), "nobody is taken away from where they type"


@pytest.mark.parametrize("text", ["forum", "http", "a b"])
def test_what_is_no_address_yet_is_not_asked_and_enter_says_so(page: Page, text: str) -> None:
    page.enter(text)
    assert page.site.asked == []
    assert "完整的网址" in page.shown()


def test_enter_in_an_empty_field_says_what_is_missing(page: Page) -> None:
    QTest.keyClick(page.welcome.connect_.where.address, Qt.Key.Key_Return)
    assert "请填社区地址" in page.shown()


def test_an_answer_about_an_address_that_was_changed_is_dropped(page: Page) -> None:
    where = page.welcome.connect_.where
    page.site.slow[ADDRESS] = Event()
    QTest.keyClicks(where.address, ADDRESS)
    QTest.keyClick(where.address, Qt.Key.Key_Return)
    page.until(lambda: page.site.asked)
    page.site.seen["https://other.example.test"] = Recognised(
        Adapter.DISCOURSE, "https://other.example.test", why=Words("这是另一个。", "Another one.")
    )
    where.address.selectAll()
    QTest.keyClicks(where.address, "https://other.example.test")
    QTest.keyClick(where.address, Qt.Key.Key_Return)
    page.until(lambda: where.chosen is Adapter.DISCOURSE)
    page.site.slow[ADDRESS].set()
    page.settle()
    assert where.chosen is Adapter.DISCOURSE
    assert "这是另一个。" in page.shown()


def test_a_moved_address_is_offered_by_name_and_taken_by_a_key(page: Page) -> None:
    page.site.seen[ADDRESS] = Recognised(None, ADDRESS, why=Words("转走了。", "Moved."), moved_to=MOVED)
    page.site.seen[MOVED] = Recognised(Adapter.NODEBB, MOVED, why=YES)
    page.enter(ADDRESS)
    where = page.welcome.connect_.where
    assert where.use.text() == f"改用 {MOVED}"
    where.use.setFocus()
    QTest.keyClick(where.use, Qt.Key.Key_Space)
    page.settle()
    assert where.address.text() == MOVED
    assert page.welcome.connect_.key.token.hasFocus()
    assert not where.use.isVisible()


def test_what_is_not_recognised_can_be_chosen(page: Page) -> None:
    page.enter("https://plain.example.test")
    where = page.welcome.connect_.where
    assert "认不出" in page.shown()
    assert page.stands == [NOW, LATER, LATER]
    where.adapter.setFocus()
    where.adapter.setCurrentIndex(where.adapter.findData("bridge"))
    where.adapter.activated.emit(where.adapter.currentIndex())
    assert page.stands == [DONE, NOW, LATER]
    page.enter("good", page.welcome.connect_.key.token)
    assert page.site.tested == [Joining("https://plain.example.test", Adapter.BRIDGE, "good")]


def test_another_address_forgets_what_was_found_and_tested(page: Page) -> None:
    page.enter(ADDRESS)
    page.enter("good")
    address = page.welcome.connect_.where.address
    address.setFocus()
    QTest.keyClicks(address, "x")
    assert page.stands == [NOW, LATER, LATER]
    assert page.welcome.connect_.where.chosen is None
    assert not page.welcome.connect_.go.isEnabled()
    page.welcome.connect_.where._timer.stop()


def test_a_fault_of_our_own_is_reported_and_said(page: Page) -> None:
    fault = KeyError("ours")
    page.site.seen[ADDRESS] = fault
    page.enter(ADDRESS)
    assert page.bugs == [fault]
    assert "程序内部出错" in page.shown()
    page.bugs.clear()
    page.site.seen[ADDRESS] = Recognised(Adapter.NODEBB, ADDRESS, why=YES)
    QTest.keyClick(page.welcome.connect_.where.address, Qt.Key.Key_Return)
    page.settle()
    assert page.stands[0] is DONE


# --- the key ------------------------------------------------------------------------------------------


def test_a_key_that_is_not_accepted_is_said_and_stays_to_be_mended(page: Page) -> None:
    page.enter(ADDRESS)
    page.enter("wrong")
    assert "社区不接受它" in page.welcome._fault.text()
    assert page.welcome._fault.isVisible()
    token = page.welcome.connect_.key.token
    assert (token.text(), token.hasFocus()) == ("wrong", True)
    assert page.stands == [DONE, NOW, LATER]
    page.enter("good")
    assert page.stands == [DONE, DONE, NOW]
    assert not page.welcome._fault.isVisible()


def test_a_community_that_does_not_answer_is_said_with_what_was_kept(page: Page) -> None:
    page.site.refusal = Unavailable(why=Words("等待回复超时", "no answer in time"))
    page.enter(ADDRESS)
    page.enter("good")
    said = page.welcome._fault.text()
    assert "等待回复超时" in said
    assert "填的内容还在" in said
    assert "待发送" not in said
    page.site.refusal = None
    page.enter("good")
    assert page.stands == [DONE, DONE, NOW]


def test_a_missing_key_is_named_as_this_community_calls_it(page: Page) -> None:
    page.enter(ADDRESS)
    QTest.keyClick(page.welcome.connect_.key.token, Qt.Key.Key_Return)
    assert "请填用户令牌" in page.shown()
    assert page.site.tested == []


def test_a_key_changed_while_it_is_tested_is_not_taken_for_tested(page: Page) -> None:
    page.enter(ADDRESS)
    page.site.slow["good"] = Event()
    token = page.welcome.connect_.key.token
    token.setText("good")
    QTest.keyClick(token, Qt.Key.Key_Return)
    page.until(lambda: page.site.tested)
    assert not page.welcome.connect_.key.test.isEnabled()
    QTest.keyClicks(token, "x")
    page.site.slow["good"].set()
    page.settle()
    assert page.stands == [DONE, NOW, LATER]
    assert page.welcome.connect_.key.test.isEnabled()


def test_a_key_is_tested_once_however_often_enter_is_pressed(page: Page) -> None:
    page.enter(ADDRESS)
    page.site.slow["good"] = Event()
    token = page.welcome.connect_.key.token
    token.setText("good")
    for _ in range(3):
        QTest.keyClick(token, Qt.Key.Key_Return)
    page.site.slow["good"].set()
    page.settle()
    assert len(page.site.tested) == 1


def test_the_guide_stands_beside_the_field_and_the_abilities_take_its_place(page: Page) -> None:
    assert "能连接哪些社区" in page.shown()
    page.enter(ADDRESS)
    assert "怎样取得用户令牌" in page.shown()
    assert "主令牌" in page.shown()
    page.enter("good")
    assert "怎样取得用户令牌" not in page.shown()
    assert "接口做不到，请到后台操作" in page.shown()


# --- without an API -----------------------------------------------------------------------------------


def test_a_community_without_an_address_is_named_and_asks_nobody(page: Page) -> None:
    where, key = page.welcome.connect_.where, page.welcome.connect_.key
    page.site.tokens["小北"] = first_page.info()
    where.by_hand.setFocus()
    QTest.keyClick(where.by_hand, Qt.Key.Key_Space)
    assert where.address.hasFocus()
    where.address.setText("车友微信群")
    where._typed()
    QTest.keyClick(where.address, Qt.Key.Key_Return)
    assert key.token.hasFocus()
    assert key.token.echoMode() is QLineEdit.EchoMode.Normal
    key.token.setText("小北")
    QTest.keyClick(key.token, Qt.Key.Key_Return)
    page.settle()
    assert page.site.asked == []
    assert page.site.tested == [Joining("车友微信群", Adapter.MANUAL, "小北")]
    assert page.stands == [DONE, DONE, NOW]


def test_a_secret_is_never_shown_when_a_name_is_asked_for_instead(page: Page) -> None:
    page.enter(ADDRESS)
    key = page.welcome.connect_.key
    key.token.setText("a-secret-token")
    page.welcome.connect_.where.by_hand.click()
    page.welcome.connect_.where.address.setText("群")
    page.welcome.connect_.where._typed()
    assert key.token.echoMode() is QLineEdit.EchoMode.Normal
    assert key.token.text() == ""


# --- the browser --------------------------------------------------------------------------------------


class Browser(QObject):
    """Stands in for the system's browser."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    made = Browser()
    QDesktopServices.setUrlHandler("https", made, "open")
    yield made
    QDesktopServices.unsetUrlHandler("https")


def test_a_sign_in_goes_through_the_browser_and_its_code_is_tested_at_once(page: Page, browser: Browser) -> None:
    page.site.seen[ADDRESS] = Recognised(Adapter.DISCOURSE, ADDRESS, why=YES)
    page.site.tokens["browser-token"] = first_page.info()
    page.enter(ADDRESS)
    key = page.welcome.connect_.key
    key.sign_in.setFocus()
    QTest.keyClick(key.sign_in, Qt.Key.Key_Space)
    page.settle()
    assert browser.opened == [SignIn.address]
    assert key.code.hasFocus()
    assert not key.link.isVisible()
    page.enter("half of it")
    assert "登录没有完成" in page.welcome._fault.text()
    assert key.code.isVisible()
    page.enter("the code", key.code)
    page.settle()
    assert page.site.tested[-1].token == "browser-token"
    assert page.stands == [DONE, DONE, NOW]
    assert not key.code.isVisible()


def test_where_no_browser_opens_the_address_can_be_copied(page: Page, expect: Callable[[str], None]) -> None:
    expect("openUrl")
    page.site.seen[ADDRESS] = Recognised(Adapter.DISCOURSE, ADDRESS, why=YES)
    page.enter(ADDRESS)
    key = page.welcome.connect_.key
    QTest.mouseClick(key.sign_in, Qt.MouseButton.LeftButton)
    page.settle()
    assert key.link.isVisible()
    assert key.link.text() == SignIn.address
    assert "复制" in page.shown()


def test_only_a_discourse_offers_the_browser(page: Page) -> None:
    page.enter(ADDRESS)
    assert not page.welcome.connect_.key.sign_in.isVisible()


# --- faults that are over, keys, looks ------------------------------------------------------------------


def test_what_was_said_of_the_passphrases_goes_when_they_are_equal(page: Page) -> None:
    page.enter(ADDRESS)
    page.enter("good")
    connect, fault = page.welcome.connect_, page.welcome._fault
    connect.passphrase.setText("correct horse")
    page.enter("another one", connect.once_more)
    assert "两次口令不一样" in fault.text()
    assert fault.isVisible()
    QTest.keyClicks(connect.once_more, "x")
    assert fault.isVisible(), "they still differ"
    connect.once_more.setText("correct horse")
    assert not fault.isVisible()


def test_a_fault_of_the_community_stays_while_something_else_is_typed(page: Page) -> None:
    page.enter(ADDRESS)
    page.enter("wrong")
    page.welcome.connect_.passphrase.setText("correct horse")
    assert page.welcome._fault.isVisible()


def test_what_is_wrong_with_an_address_looks_like_every_fault_and_goes_with_the_next_letter(page: Page) -> None:
    where = page.welcome.connect_.where
    page.enter("forum")
    assert where._fault.isVisible()
    assert where._fault.objectName() == page.welcome._fault_frame.objectName()
    assert not where._seen.isVisible()
    QTest.keyClicks(where.address, "x")
    assert not where._fault.isVisible()
    page.enter(ADDRESS)
    assert where._seen.isVisible()
    assert not where._fault.isVisible()


def test_enter_presses_the_button_that_has_the_focus(page: Page) -> None:
    tried: list[str] = []
    connect = page.welcome.connect_
    connect.tried.connect(lambda: tried.append("demo"))
    connect.try_.setFocus()
    QTest.keyClick(connect.try_, Qt.Key.Key_Return)
    assert tried == ["demo"]
    page.enter(ADDRESS, connect.where.address)
    connect.key.token.setText("good")
    connect.key.test.setFocus()
    QTest.keyClick(connect.key.test, Qt.Key.Key_Return)
    page.settle()
    assert page.stands == [DONE, DONE, NOW]


def test_tab_goes_through_the_steps_to_connect_before_the_demo_and_round(page: Page) -> None:
    page.enter(ADDRESS)
    page.enter("good")
    connect, looks = page.welcome.connect_, page.welcome.looks
    where, key = connect.where, connect.key
    where.address.setFocus()
    passed = [where.address]
    while len(passed) < 30:
        QTest.keyClick(passed[-1], Qt.Key.Key_Tab)
        passed.append(QApplication.focusWidget())
        if passed[-1] is where.address:
            break
    steps = [where.address, where.adapter, where.by_hand, key.token, key.test, connect.passphrase, connect.once_more]
    rest = [connect.go, connect.try_, connect.council, connect.side, looks.language, looks.theme, where.address]
    assert passed == [*steps, *rest]


def test_language_and_theme_are_asked_for_by_button_and_by_key(page: Page) -> None:
    asked: list[str] = []
    looks = page.welcome.looks
    looks.language_asked.connect(lambda: asked.append("language"))
    looks.theme_asked.connect(lambda: asked.append("theme"))
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(looks.language, Qt.MouseButton.LeftButton)
    QTest.mouseClick(looks.theme, Qt.MouseButton.LeftButton)
    QTest.keyClick(page.welcome.connect_.where.address, Qt.Key.Key_L, both)
    QTest.keyClick(page.welcome.connect_.where.address, Qt.Key.Key_D, both)
    assert asked == ["language", "theme", "language", "theme"]
