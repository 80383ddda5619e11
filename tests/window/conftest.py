"""The real window: encrypted stores in a folder, the community over HTTP, and a person with nothing but a keyboard.

A journey is a coroutine that runs inside the loop of the window. Nothing waits for a time: what has to come is looked
for again and again, and the eight seconds in which an answer can be taken back pass when a test says so.
"""

import asyncio
import shutil
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from app.cli.window import session_of
from app.demo.content import STAFF, Content
from app.demo.generator import generated_content
from app.demo.written import written_content
from app.domain.community import Adapter
from app.keys.store import MemoryKeyStore
from app.settings import Settings
from app.start import create_workspace, describe, open_workspace
from tests.conftest import Clock
from tests.window.person import Person
from tests.window.site import TOKENS, Site
from ui.kit.theme import Choice
from ui.session import Session
from ui.shell.application import Program, application, event_loop
from ui.shell.frame import Frame, Looks
from ui.syncing import Ended, RoundTaken

PASSPHRASE = "correct horse battery staple"
PATIENCE = 60.0
"""Seconds that a whole journey may take; they take one or two."""

CONTENTS: dict[str, Callable[[Clock], Content]] = {
    "generated": lambda _clock: generated_content(12, 3),
    "written": lambda clock: written_content(clock()),
    "large": lambda _clock: generated_content(2500, 5),
}
BEGUN = 9
"""So many pages of the large community were pulled when the program was ended; the others were pulled whole."""

Journey = Callable[[Person], Coroutine[None, None, None]]


@dataclass(frozen=True)
class Prepared:
    """Workspaces that were connected and have pulled, by the name of their community; to be copied."""

    folder: Path
    port: int
    keys: MemoryKeyStore


def _settings(folder: Path) -> Settings:
    return Settings(folder, folder.parent / "logs")


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder, keys, clock = tmp_path_factory.mktemp("prepared"), MemoryKeyStore(), Clock()
    port = 0
    for name, content in CONTENTS.items():
        site = Site(content(clock), clock, epoch=name, port=port)
        port = site.port
        settings = _settings(folder / name)
        workspace = create_workspace(settings, PASSPHRASE, keys)
        for token in reversed(TOKENS):  # the last one to connect is who acts by default
            info = describe(settings, Adapter.BRIDGE, site.url, token)
            workspace.connect(Adapter.BRIDGE, site.url, token, info)
        session = session_of(workspace, clock)
        assert session.desk.me.id == STAFF[0].id
        pages = count(1)

        def interrupt(pages: Iterator[int] = pages, large: bool = name == "large") -> None:
            if large and next(pages) == BEGUN:
                raise Ended

        with suppress(Ended):
            session.keep_step(interrupt, clock.sleep)
        session.close()
        site.stop()
    return Prepared(folder, port, keys)


@dataclass(frozen=True)
class Door:
    """A way into a workspace that is there already (ui.session.Entrance)."""

    way: Callable[[], Session]

    def exists(self) -> bool:
        return True

    def open(self, passphrase: str | None) -> Session:
        return self.way()


class Office:
    """A workspace and its community, where people sit down at a window.

    Attributes:
        bugs: what was not raised on purpose; the fixture looks that there was nothing.
    """

    def __init__(self, clock: Clock, site: Site, prepared: Prepared, name: str, folder: Path) -> None:
        self.clock = clock
        self.site = site
        self.folder = folder
        self.bugs: list[object] = []
        self._keys = prepared.keys
        shutil.copytree(prepared.folder / name, folder)
        self.loop = event_loop(application())
        self.loop.set_exception_handler(lambda _loop, context: self.bugs.append(context))
        self._at_work: list[tuple[Person, asyncio.Task[None]]] = []

    def open(self, token: str | None = None) -> Session:
        """The workspace; of the account that connected last when no token says otherwise."""
        # By the key store: unsealing the key by the passphrase takes longer than a whole journey.
        workspace = open_workspace(_settings(self.folder), self._keys, token=token)
        return _unhurried(session_of(workspace, self.clock), self.clock)

    async def sit_down(self, token: str | None = None, *, rounds: int = 1) -> Person:
        """Open the program; it keeps step with the community from now on.

        Args:
            rounds: so many of them are over when the person begins.
        """
        looks = Looks.of(application(), "zh", None)
        looks.theme.choose(Choice.LIGHT)
        frame = Frame(looks)
        frame.show()
        program = Program(frame, Door(lambda: self.open(token)), self.loop, self.bugs.append)
        running = self.loop.create_task(program.run(demo=False))
        person = Person(frame, program, self.clock)
        self._at_work.append((person, running))
        await person.arrive(rounds)
        return person

    async def leave(self, person: Person) -> None:
        """Close the window as a person does; afterwards nothing of it is left."""
        running = next(task for one, task in self._at_work if one is person)
        self._at_work = [(one, task) for one, task in self._at_work if one is not person]
        person.frame.close()
        if person.frame.isVisible():
            assert person.told("没送出"), "the window does not close, and does not say why"
            person.frame.close()
        await running
        assert not person.frame.isVisible()
        for made in (person.frame, person.frame.looks.say, person.frame.looks.theme):
            made.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def run(self, journey: Journey, *, rounds: int = 1) -> None:
        """A journey in a window that is closed at its end."""

        async def whole() -> None:
            try:
                await journey(await self.sit_down(rounds=rounds))
            finally:
                for person, _ in self._at_work[:]:
                    await self.leave(person)

        self.loop.run_until_complete(asyncio.wait_for(whole(), PATIENCE))

    def close(self) -> None:
        left = asyncio.all_tasks(self.loop)
        self.loop.close()
        asyncio.set_event_loop(None)
        self.site.stop()
        assert not self.bugs
        assert not left
        threads = [thread for thread in threading.enumerate() if thread.name.startswith("steward-")]
        for thread in threads:
            thread.join(2)
        assert not any(thread.is_alive() for thread in threads)


def _unhurried(session: Session, clock: Clock) -> Session:
    """Where a round waits before it tries again, the clock moves at once."""

    def keep_step(check: Callable[[], None], sleep: Callable[[float], None]) -> RoundTaken:
        def pass_by(seconds: float) -> None:
            clock.sleep(seconds)
            sleep(0)

        return session.keep_step(check, pass_by)

    return replace(session, keep_step=keep_step)


NewOffice = Callable[[str], Office]


@pytest.fixture
def new_office(prepared: Prepared, clock: Clock, tmp_path: Path) -> Iterator[NewOffice]:
    """Makes the office of a community by its name in CONTENTS."""
    made: list[Office] = []

    def make(name: str) -> Office:
        site = Site(CONTENTS[name](clock), clock, epoch=name, port=prepared.port)
        made.append(Office(clock, site, prepared, name, tmp_path / "workspace"))
        return made[-1]

    yield make
    for office in made:
        office.close()


@pytest.fixture
def office(new_office: NewOffice) -> Office:
    """The office of a generated community of twelve cases."""
    return new_office("generated")


@pytest.fixture
def written(new_office: NewOffice) -> Office:
    """The office of the community that reads like people."""
    return new_office("written")
