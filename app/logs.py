"""The log: a file that helps support, and in which no secret ever stands."""

import logging
import re
import sys
from collections.abc import Iterable
from logging.handlers import RotatingFileHandler
from pathlib import Path

_SECRET = re.compile(r"(?i)(bearer\s+|x-api-key[\"':=\s]+|api-key[\"':=\s]+|pragma key\s*=\s*)\S+")
_HIDDEN = "‹hidden›"
_BYTES, _FILES = 1_000_000, 3

log = logging.getLogger(__name__)


class Redaction(logging.Filter):
    """Takes secrets out of what is logged, tracebacks included."""

    def __init__(self) -> None:
        super().__init__()
        self._secrets: set[str] = set()

    def hide(self, secrets: Iterable[str | None]) -> None:
        """From now on these values never reach the log."""
        self._secrets.update(secret for secret in secrets if secret and len(secret) >= 4)

    def clean(self, text: str) -> str:
        """The text without secrets."""
        for secret in sorted(self._secrets, key=len, reverse=True):  # the longer one may hold the shorter
            text = text.replace(secret, _HIDDEN)
        return _SECRET.sub(lambda found: found[1] + _HIDDEN, text)


class _CleanFormatter(logging.Formatter):
    def __init__(self, redaction: Redaction) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        return self._redaction.clean(super().format(record))


class _QuietHandler(RotatingFileHandler):
    """Says nothing when the disk is full: what logging itself would print could hold a secret."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Drop the record."""


class Log:
    """The log of this process.

    Attributes:
        path: the file, or None when the folder can't be written; then nothing is kept.
    """

    def __init__(self, folder: Path) -> None:
        self._redaction = Redaction()
        self.path: Path | None = folder / "steward.log"
        root = logging.getLogger()
        root.setLevel(logging.INFO)
        for name in ("urllib3", "alembic", "sqlalchemy", "filelock"):
            logging.getLogger(name).setLevel(logging.WARNING)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._handler: logging.Handler = _QuietHandler(
                self.path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8"
            )
        except OSError:
            self.path, self._handler = None, logging.NullHandler()
        self._handler.setFormatter(_CleanFormatter(self._redaction))
        root.addHandler(self._handler)

    def hide(self, *secrets: str | None) -> None:
        """From now on these values never reach the log."""
        self._redaction.hide(secrets)

    def report_bug(self, error: BaseException) -> None:
        """Log what was not raised on purpose, and say in one line that it happened."""
        log.critical("unexpected error", exc_info=error)
        where = f" ({self.path})" if self.path else ""
        sentence = f"Steward: 程序内部错误 / internal error: {type(error).__name__}: {error}{where}"
        print(self._redaction.clean(sentence), file=sys.stderr)  # noqa: T201

    def close(self) -> None:
        """Stop logging."""
        logging.getLogger().removeHandler(self._handler)
        self._handler.close()


def forget(names: Iterable[str], mark: str) -> list[Path]:
    """Replace names in the log files of this process and those before it.

    Returns:
        The files in which one stood.
    """
    sought = [name.encode() for name in names if name]
    found = []
    for path in _files():
        try:
            before = path.read_bytes()
            after = before
            for name in sought:
                after = after.replace(name, mark.encode())
            if after != before:
                with path.open("r+b") as file:  # the same file: this process goes on writing at its end
                    file.write(after)
                    file.truncate()
                found.append(path)
        except OSError:
            log.warning("a log file could not be cleaned: %s", path.name)
    return found


def remove_older(than: float) -> list[Path]:
    """Remove the log files of earlier times that nobody wrote to since a moment, in seconds since 1970."""
    gone = []
    for path in _files():
        try:
            if path.suffix != ".log" and path.stat().st_mtime < than:
                path.unlink()
                gone.append(path)
        except OSError:
            log.warning("a log file could not be removed: %s", path.name)
    return gone


def _files() -> list[Path]:
    """The log of this process, and the files before it."""
    logs = [Path(one.baseFilename) for one in logging.getLogger().handlers if isinstance(one, RotatingFileHandler)]
    return [path for one in logs for path in sorted(one.parent.glob(f"{one.name}*")) if path.is_file()]
