"""The first page, in the program: an entrance of its own behind it, real where it matters."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

import make
from app.cli.context import Context
from app.cli.output import Output
from app.cli.window import Ways
from app.domain.community import Adapter, CommunityInfo
from app.domain.connecting import Recognised
from app.domain.words import Words
from app.keys.store import MemoryKeyStore, NoKeyStore
from app.logs import Log
from app.settings import Settings
from app.start import create_workspace
from tests.conftest import TOKEN, Serve
from tests.ui.stage import drive, forget_deleted, visible_children, wait_until
from ui.kit.speech import Speech
from ui.kit.theme import Choice, Theme
from ui.session import Joining, Session
from ui.shell.application import Program
from ui.shell.connect import Connect
from ui.shell.frame import Frame, Looks
from ui.shell.memory import Memory
from ui.shell.welcome import Welcome

PASSPHRASE = "correct horse battery"
WAIT = 10.0


@dataclass
class Door:
    """The program in its frame, with what stands behind it."""

    loop: asyncio.AbstractEventLoop
    settings: Settings
    context: Context
    bugs: list[BaseException] = field(default_factory=list)
    frame: Frame = field(init=False, repr=False)
    program: Program = field(init=False, repr=False)
    running: "asyncio.Task[None]" = field(init=False, repr=False)

    def open(self, entrance: object | None = None, memory: Path | None = None) -> Welcome:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        looks = Looks(Speech(app, "zh"), Theme(app, Choice.LIGHT), Memory(memory))
        self.frame = Frame(looks)
        self.frame.show()
        self.program = Program(self.frame, entrance or Ways(self.context), self.loop, self.bugs.append)  # type: ignore[arg-type]
        self.running = self.loop.create_task(self.program.run(demo=False))
        self.until(lambda: self.program.welcome is not None or self.program.desktop is not None)
        self.settle()
        return self.program.welcome  # type: ignore[return-value]

    def until(self, condition: Callable[[], object]) -> None:
        drive(self.loop, wait_until(condition))

    def settle(self) -> None:
        """Until nothing is being opened, and the first page has its answers."""
        self.until(lambda: not self.program._tasks and not self.program.questions)

    def shown(self) -> str:
        return "\n".join(label.text() for label in visible_children(self.frame, QLabel))

    def click(self, words: str) -> None:
        button = next(one for one in visible_children(self.frame, QPushButton) if one.text() == words)
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()


@pytest.fixture
def door(loop: asyncio.AbstractEventLoop, tmp_path: Path) -> Iterator[Door]:
    settings = Settings(workspace=tmp_path / "workspace", logs=tmp_path / "logs")
    log = Log(settings.logs)
    context = Context(settings, Output("zh", json=False), log)
    context.key_store = NoKeyStore()
    made = Door(loop, settings, context)
    yield made
    made.frame.close()
    if not made.running.done():
        made.frame.close()  # the first time it may have told of what waits
    drive(loop, asyncio.wait({made.running}, timeout=WAIT))
    made.running.result()
    looks = made.frame.looks
    made.frame.deleteLater()
    looks.say.deleteLater()
    looks.theme.deleteLater()
    forget_deleted()
    log.close()
    assert made.bugs == []


def _recognised(door: Door, url: str) -> Connect:
    """Step 1: an address, typed and left by Enter."""
    connect = door.program.welcome.connect_
    connect.where.address.setFocus()
    connect.where.address.clear()
    QTest.keyClicks(connect.where.address, url)
    QTest.keyClick(connect.where.address, Qt.Key.Key_Return)
    door.settle()
    return connect


def _tested(door: Door, url: str, token: str = TOKEN) -> Connect:
    """Steps 1 and 2."""
    connect = _recognised(door, url)
    connect.key.token.setFocus()
    connect.key.token.setText(token)
    QTest.keyClick(connect.key.token, Qt.Key.Key_Return)
    door.settle()
    return connect


def _fill(door: Door, url: str, *, passphrase: str = PASSPHRASE, again: str = "") -> Connect:
    """All three steps, but for the last key."""
    connect = _tested(door, url)
    connect.passphrase.setText(passphrase)
    connect.once_more.setText(again or passphrase)
    return connect


def test_without_a_workspace_a_community_is_asked_for(door: Door) -> None:
    welcome = door.open()
    connect = welcome.connect_
    assert connect.where.address.hasFocus()
    assert not welcome.key.isVisible()
    assert not connect.key.isVisible()
    assert not connect.passphrase.isVisible()
    assert not connect.go.isEnabled()
    secrets = (connect.key.token, connect.passphrase, connect.once_more, welcome.key)
    assert {one.echoMode() for one in secrets} == {QLineEdit.EchoMode.Password}


@pytest.mark.parametrize(
    ("wrong", "said", "field_"),
    [
        ({"passphrase": "short"}, "恢复口令至少 8 个字符", "passphrase"),
        ({"again": "another one"}, "两次口令不一样", "once_more"),
    ],
)
def test_what_is_missing_is_said_where_it_is_before_anything_is_made(
    door: Door, serve: Serve, wrong: dict[str, str], said: str, field_: str
) -> None:
    _, url = serve()
    door.open()
    connect = _fill(door, url, **wrong)
    door.click("连接")
    assert said in door.shown()
    assert getattr(connect, field_).hasFocus()
    assert not door.settings.workspace.exists()


def test_a_community_is_connected_by_keyboard_alone_and_its_window_comes(door: Door, serve: Serve) -> None:
    _, url = serve()
    welcome = door.open()
    for text in (url, TOKEN, PASSPHRASE, PASSPHRASE):
        focus = QApplication.focusWidget()
        assert isinstance(focus, QLineEdit)
        QTest.keyClicks(focus, text)
        QTest.keyClick(focus, Qt.Key.Key_Return)
        door.settle()
    assert door.program.desktop is not None
    assert not welcome.isVisible()
    door.until(lambda: door.program.desktop.syncing.rounds == 1)
    door.until(lambda: len(door.program.desktop.window.triage.queue.model.rows) > 5)


def test_a_community_without_an_api_opens_its_window(door: Door) -> None:
    connect = door.open().connect_
    QTest.mouseClick(connect.where.by_hand, Qt.MouseButton.LeftButton)
    for edit, text in ((connect.where.address, "车友微信群"), (connect.key.token, "小北")):
        edit.setText(text)
        edit.textEdited.emit(text)
        QTest.keyClick(edit, Qt.Key.Key_Return)
        door.settle()
    connect.passphrase.setText(PASSPHRASE)
    connect.once_more.setText(PASSPHRASE)
    door.click("连接")
    assert door.program.desktop is not None
    assert door.program.desktop.session.community == "manual:车友微信群"
    assert door.program.desktop.session.desk.me.name == "小北"


def test_a_token_that_stopped_working_meanwhile_leaves_no_workspace_and_what_was_typed_stays(
    door: Door, serve: Serve
) -> None:
    community, url = serve()
    welcome = door.open()
    connect = _fill(door, url)
    staff = dict(community._staff)
    community._staff.clear()
    door.click("连接")
    assert "令牌" in welcome._fault.text()
    assert welcome._fault.isVisible()
    assert connect.where.address.isVisible()
    assert (connect.where.address.text(), connect.passphrase.text()) == (url, PASSPHRASE)
    assert not (door.settings.workspace / "record.db").exists()
    community._staff.update(staff)
    door.click("连接")
    assert door.program.desktop is not None


def test_no_secret_reaches_the_log_or_a_repr(door: Door, serve: Serve) -> None:
    _, url = serve()
    door.open()
    _tested(door, url, "wrong-secret-token")
    joining = Joining(url, Adapter.BRIDGE, "wrong-secret-token", PASSPHRASE)
    assert "wrong-secret-token" not in repr(joining)
    assert PASSPHRASE not in repr(joining)
    logged = "".join(path.read_text(encoding="utf-8") for path in door.settings.logs.glob("*"))
    assert "wrong-secret-token" not in logged
    assert PASSPHRASE not in logged


# --- a workspace that is there ------------------------------------------------------------------------


@pytest.fixture
def locked(door: Door, serve: Serve) -> Door:
    """A connected workspace whose key the key store does not have."""
    _, url = serve()
    context = replace(door.context, passphrase=PASSPHRASE)
    context.key_store = NoKeyStore()
    Ways(context).connect(Joining(url, Adapter.BRIDGE, TOKEN, PASSPHRASE)).close()
    return door


def test_a_locked_workspace_asks_for_its_passphrase(locked: Door) -> None:
    welcome = locked.open()
    assert welcome.key.isVisible()
    assert not welcome.connect_.isVisible()
    assert welcome.key.hasFocus()
    assert not welcome._fault.isVisible()


def test_language_and_theme_are_chosen_before_anything_is_open_and_kept(locked: Door, tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    welcome = locked.open(memory=file)
    QTest.mouseClick(welcome.looks.language, Qt.MouseButton.LeftButton)
    QTest.mouseClick(welcome.looks.theme, Qt.MouseButton.LeftButton)
    assert "enter the passphrase" in locked.shown()
    again = Memory(file)
    assert again.language("zh") == "en"
    assert again.theme() is Choice.DARK
    locked.frame.looks.speak_other()
    assert "请输入恢复口令" in locked.shown()
    welcome.key.setText(PASSPHRASE)
    welcome._open.setFocus()
    QTest.keyClick(welcome._open, Qt.Key.Key_Return)
    locked.settle()
    assert locked.program.desktop is not None


def test_a_wrong_passphrase_says_so_and_the_right_one_opens(locked: Door) -> None:
    welcome = locked.open()
    welcome.key.setText("not the passphrase")
    locked.click("打开")
    assert locked.program.desktop is None
    assert "口令" in welcome._fault.text()
    assert welcome._fault.isVisible()
    assert welcome.key.text() == "", "a wrong secret does not stand about"
    assert welcome.key.isVisible()
    assert welcome.key.isEnabled()
    welcome.key.setText(PASSPHRASE)
    locked.click("打开")
    assert locked.program.desktop is not None


def test_a_key_in_the_key_store_opens_the_window_at_once(door: Door, serve: Serve) -> None:
    _, url = serve()
    store = MemoryKeyStore()
    door.context.key_store = store
    Ways(door.context).connect(Joining(url, Adapter.BRIDGE, TOKEN, PASSPHRASE)).close()
    assert door.open() is None
    assert door.program.desktop is not None


def test_a_workspace_without_an_account_can_not_be_opened_and_says_why(door: Door) -> None:
    create_workspace(door.settings, PASSPHRASE, NoKeyStore()).close()
    welcome = door.open()
    welcome.key.setText(PASSPHRASE)
    door.click("打开")
    assert door.program.desktop is None
    assert welcome._fault.isVisible()
    assert welcome._fault.text()


# --- while it takes long ------------------------------------------------------------------------------


class SlowEntrance:
    """An entrance that waits, and then does not work for a reason of our own."""

    def __init__(self) -> None:
        self.begun, self.go_on = Event(), Event()
        self.tries = 0

    def exists(self) -> bool:
        return False

    def recognise(self, address: str) -> Recognised:
        return Recognised(Adapter.BRIDGE, address, why=Words("认出来了。", "Found."))

    def test(self, joining: Joining) -> CommunityInfo:
        return make.info()

    def connect(self, joining: Joining) -> Session:
        self.tries += 1
        self.begun.set()
        assert self.go_on.wait(WAIT)
        raise KeyError("ours")


def test_while_it_is_opened_nothing_can_be_pressed_twice_and_a_fault_of_ours_is_said(door: Door) -> None:
    entrance = SlowEntrance()
    welcome = door.open(entrance)
    connect = _fill(door, "https://community.example")
    button = next(one for one in visible_children(welcome, QPushButton) if one.text() == "连接")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    door.until(entrance.begun.is_set)
    assert "请稍候" in door.shown()
    assert not button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.keyClick(connect.once_more, Qt.Key.Key_Return)
    entrance.go_on.set()
    door.settle()
    assert entrance.tries == 1
    assert "程序内部出错" in door.shown()
    assert [str(bug) for bug in door.bugs] == ["'ours'"]
    door.bugs.clear()
    assert button.isEnabled()
    assert "请稍候" not in door.shown()


def test_the_window_can_be_closed_while_it_is_being_opened(door: Door) -> None:
    entrance = SlowEntrance()
    welcome = door.open(entrance)
    _fill(door, "https://community.example")
    door.frame.looks.say.choose("zh")
    button = next(one for one in visible_children(welcome, QPushButton) if one.text() == "连接")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    door.until(entrance.begun.is_set)
    door.frame.close()
    assert not door.frame.isVisible()
    entrance.go_on.set()
    door.until(door.running.done)
    door.bugs.clear()


def test_who_sits_on_the_council_goes_on_to_their_own_window(door: Door) -> None:
    door.open()
    door.frame.show()
    button = next(one for one in visible_children(door.frame, QPushButton) if one.text() == "我是议事会委员")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    door.until(door.running.done)
    assert door.program.council_wanted
    assert not door.settings.workspace.exists(), "nothing was made on the way"
