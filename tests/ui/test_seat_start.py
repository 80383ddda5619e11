"""Which window a start opens: that of the staff, or that of a council member."""

from pathlib import Path

import pytest

from app.cli import screen, seat_window
from app.cli.context import Context
from app.cli.output import Output
from app.keys.store import NoKeyStore
from app.logs import Log
from app.settings import Settings
from app.start import create_workspace
from app.start_seat import create_seat
from tests.ui.seat_stage import PASSPHRASE
from ui.shell import application, frame


@pytest.mark.parametrize(
    ("here", "opened"),
    [
        ("nothing", ["staff"]),
        ("workspace", ["staff"]),
        ("seat", ["council"]),
        ("workspace and seat", ["staff"]),
        ("nothing, council asked for on the first page", ["staff", "council"]),
    ],
)
def test_a_start_opens_the_window_of_who_works_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: str, opened: list[str]
) -> None:
    settings = Settings(workspace=tmp_path / "workspace", logs=tmp_path / "logs", seat=tmp_path / "seat")
    log = Log(settings.logs)
    context = Context(settings, Output("zh", json=False), log)
    if "seat" in here:
        create_seat(settings.seat, "阿木", PASSPHRASE, NoKeyStore()).close()
    if "workspace" in here:
        create_workspace(settings, PASSPHRASE, NoKeyStore()).close()
    shown: list[str] = []

    def staff(*_arguments: object, **_more: object) -> int:
        shown.append("staff")
        return application.COUNCIL if "asked" in here else 0

    def council(*_arguments: object, **_more: object) -> int:
        shown.append("council")
        return 0

    monkeypatch.setattr(frame, "open_frame", lambda *_arguments: None)
    monkeypatch.setattr(application, "run", staff)
    monkeypatch.setattr(seat_window, "show", council)
    assert screen.show(context, demo=False) == 0
    assert shown == opened
    log.close()
