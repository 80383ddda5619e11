"""Files that come with the program, and folders that are ours alone."""

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from app.errors import FileTooLarge, UnreadableFile, UnwritableFile


def resource(*parts: str) -> Traversable:
    """A file or folder of `resources/`, from source and from the bundle alike."""
    return files("resources").joinpath(*parts)


def resource_folder(*parts: str) -> Path:
    """A folder of `resources/` as a path, for those who read files themselves."""
    return Path(str(resource(*parts)))


def resource_text(*parts: str) -> str:
    """The text of a file of `resources/`."""
    return resource(*parts).read_text(encoding="utf-8")


def resource_names(*parts: str) -> Iterator[str]:
    """The names in a folder of `resources/`, sorted."""
    return iter(sorted(entry.name for entry in resource(*parts).iterdir() if not entry.name.startswith("__")))


def private_folder(path: Path) -> Path:
    """The folder, made where it is missing; only its owner can enter it.

    Raises:
        UnwritableFile: it can't be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.name == "posix":
            path.chmod(0o700)
    except OSError as error:
        raise UnwritableFile(path=path, why=error.strerror or str(error)) from None
    return path


def write_private(path: Path, text: str) -> None:
    """Write a small file in one piece, so that a crash leaves the old one or the new one; only its owner reads it.

    Raises:
        UnwritableFile: it can't be written.
    """
    beside = path.with_name(path.name + ".new")
    try:
        beside.unlink(missing_ok=True)  # one left over may be readable by others
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise UnwritableFile(path=path, why=error.strerror or str(error)) from None


_MOST_NAMES = 100


def save_beside(path: Path, content: bytes) -> Path:
    """Save a file where a person asks for it, in a folder that is made where it is missing; replaces nothing.

    Where something else has that name, it takes another one; where the very same is there, that is enough.

    Returns:
        Where it is.

    Raises:
        UnwritableFile: it can't be written, or too much else is there.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for number in range(1, _MOST_NAMES + 1):
            free = path if number == 1 else _numbered(path, number)
            if _write_new(free, content) or _holds(free, content):
                return free
    except OSError as error:
        raise UnwritableFile(path=path, why=error.strerror or str(error)) from None
    raise UnwritableFile(path=path, why=("那里已有别的文件", "another file is there"))


def _numbered(path: Path, number: int) -> Path:
    """The same name with a number before its ending, so that it is known as what it is; what is sealed has two."""
    whole = Path(path.stem) if path.suffix == ".age" else path
    return path.with_name(f"{whole.stem}-{number}{whole.suffix}{path.suffix if whole is not path else ''}")


def _write_new(path: Path, content: bytes) -> bool:
    """Whether nothing was there, so that the file is there now, whole."""
    try:
        file = path.open("xb")
    except FileExistsError:
        return False
    try:
        with file:
            file.write(content)
    except OSError:
        path.unlink(missing_ok=True)
        raise
    return True


def _holds(path: Path, content: bytes) -> bool:
    """Whether it is a file with this content. Nothing else is opened: a link may lead to what never ends."""
    there = path.lstat()
    if not stat.S_ISREG(there.st_mode) or there.st_size != len(content):
        return False
    with path.open("rb") as file:
        return file.read(len(content) + 1) == content


def read_text(path: Path) -> str:
    """The text of a file that a person wrote: UTF-8, with or without a byte order mark.

    Raises:
        UnreadableFile: it is missing, unreadable, or not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableFile(path=path, why=error.strerror or str(error)) from None
    except UnicodeDecodeError:
        raise UnreadableFile(path=path, why=("不是 UTF-8 文本", "it is not UTF-8 text")) from None


def read_bytes(path: Path, most: int) -> bytes:
    """What is in a file that a person chose.

    Args:
        path: the file.
        most: how large it may be, in bytes; a larger one is not read at all.

    Raises:
        UnreadableFile: it is missing, can't be read, or is no file but a pipe or a device, which may never end.
        FileTooLarge: it is larger.
    """
    try:
        with open(path, "rb", opener=_at_once) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise UnreadableFile(path=path, why=("不是普通文件", "it is no regular file"))
            content = file.read(most + 1)
    except OSError as error:
        raise UnreadableFile(path=path, why=error.strerror or str(error)) from None
    if len(content) > most:
        raise FileTooLarge(name=path.name, most=most // 1024 // 1024)
    return content


def _at_once(path: str, flags: int) -> int:
    """Open without waiting for whoever would write into a pipe."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file where a person wants it, in one piece.

    Raises:
        UnwritableFile: it can't be written.
    """
    beside = path.with_name(path.name + ".new")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise UnwritableFile(path=path, why=error.strerror or str(error)) from None
