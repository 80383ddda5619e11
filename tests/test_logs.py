import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.logs import Log

SECRET = "tok-5d41402abc4b"
UNKNOWN = "other-9f86d081"
log = logging.getLogger("app.test")


@pytest.fixture
def open_log() -> Iterator[Callable[[Path], Log]]:
    root, opened = logging.getLogger(), []
    level = root.level

    def open_log(folder: Path) -> Log:
        opened.append(Log(folder))
        return opened[-1]

    yield open_log
    for one in opened:
        one.close()
    root.setLevel(level)


@pytest.fixture
def kept(tmp_path: Path, open_log: Callable[[Path], Log]) -> Log:
    return open_log(tmp_path / "logs")


def _text(kept: Log) -> str:
    assert kept.path is not None
    return kept.path.read_text(encoding="utf-8")


def test_what_happens_is_written_with_its_level_and_its_place(kept: Log) -> None:
    log.info("已同步 %d 件", 3)
    assert "INFO app.test: 已同步 3 件" in _text(kept)


def test_what_others_chatter_about_is_left_out(kept: Log) -> None:
    log.debug("a detail")
    logging.getLogger("urllib3.connectionpool").info("Starting new HTTPS connection")
    logging.getLogger("urllib3.connectionpool").warning("something is odd")
    assert "a detail" not in _text(kept)
    assert "Starting" not in _text(kept)
    assert "something is odd" in _text(kept)


def test_a_hidden_secret_never_reaches_the_log(kept: Log) -> None:
    kept.hide(SECRET, None, "")
    log.warning("%s at the start, in /path?token=%s, and %r", SECRET, SECRET, {"token": SECRET})
    assert SECRET not in _text(kept)
    assert _text(kept).count("‹hidden›") == 3


def test_a_secret_inside_another_does_not_uncover_the_rest(kept: Log) -> None:
    secrets = [SECRET[:length] for length in range(4, len(SECRET) + 1)]
    kept.hide(*secrets)
    log.warning("with %s.", SECRET)
    assert "with ‹hidden›." in _text(kept)


@pytest.mark.parametrize(
    "line",
    [
        f"Authorization: Bearer {SECRET}",
        f"authorization: bearer   {SECRET}",
        f"{{'Authorization': 'Bearer {SECRET}'}}",
        f"x-api-key: {SECRET}",
        f'"X-Api-Key": "{SECRET}"',
        f"Api-Key={SECRET}",
        f"PRAGMA key = \"x'{SECRET}'\"",
    ],
)
def test_what_looks_like_a_secret_never_reaches_the_log_though_nobody_hid_it(kept: Log, line: str) -> None:
    log.error(line)
    assert SECRET not in _text(kept)
    assert "‹hidden›" in _text(kept)


def _fail(token: str) -> None:
    raise RuntimeError(f"could not send Bearer {token} with {SECRET}")


def test_a_secret_in_a_traceback_never_reaches_the_log(kept: Log) -> None:
    kept.hide(SECRET)
    try:
        _fail(UNKNOWN)
    except RuntimeError:
        log.exception("a request failed")
    assert "Traceback" in _text(kept)
    assert "in _fail" in _text(kept)
    assert SECRET not in _text(kept)
    assert UNKNOWN not in _text(kept)


def test_a_bug_is_logged_whole_and_told_in_one_line_without_secrets(
    kept: Log, capsys: pytest.CaptureFixture[str]
) -> None:
    kept.hide(SECRET)
    try:
        _fail(UNKNOWN)
    except RuntimeError:
        error = sys.exception()
        assert error is not None
        kept.report_bug(error)
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "RuntimeError: could not send" in told
    assert str(kept.path) in told
    assert "CRITICAL" in _text(kept)
    assert "in _fail" in _text(kept)
    for secret in (SECRET, UNKNOWN):
        assert secret not in told + _text(kept)


def test_a_closed_log_writes_no_more(tmp_path: Path, open_log: Callable[[Path], Log]) -> None:
    kept = open_log(tmp_path)
    log.warning("before")
    kept.close()
    log.warning("after")
    assert "before" in _text(kept)
    assert "after" not in _text(kept)


def test_a_folder_that_cannot_be_made_is_no_error(
    tmp_path: Path, open_log: Callable[[Path], Log], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("in the way")
    kept = open_log(tmp_path / "file" / "logs")
    log.warning("said to nobody")
    assert kept.path is None
    assert capsys.readouterr().err == ""


def test_a_log_file_that_cannot_be_opened_is_no_error_and_shows_nothing(
    tmp_path: Path, open_log: Callable[[Path], Log], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "steward.log").mkdir()
    open_log(tmp_path).hide(SECRET)
    log.warning("with %s", SECRET)
    assert capsys.readouterr().err == ""
