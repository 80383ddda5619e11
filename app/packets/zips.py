"""Zip files of one kind: entries stored as they are, one after the other, with nothing between, before or behind.

The same content is always the same bytes. Reading takes nothing but what writing makes: so nothing can be hidden in a
gap, swell up, lead out of its folder or stand there twice, and every other tool still opens it. The fields are those of
PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
"""

import re
import stat
import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from app.errors import (
    NotAPacket,
    PacketCompressed,
    PacketCut,
    PacketDamaged,
    PacketHasLink,
    PacketLeavesFolder,
    PacketNamesTwice,
    PacketTooLarge,
    PacketTooMany,
)

_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")
_LOCAL_MARK, _CENTRAL_MARK, _END_MARK = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_VERSION, _UNIX, _STORED = 20, 3 << 8, 0
_MIDNIGHT, _NEW_YEAR_1980 = 0, 0x21
_MODE = (stat.S_IFREG | 0o644) << 16
_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9_][A-Za-z0-9._-]{0,99}){0,3}")
_LEAVES = re.compile(r"^[/\\~]|^[A-Za-z]:|(^|[/\\])\.\.([/\\]|$)|\\|\0")
LARGEST = 2**32 - 2**20
"""Bytes of a zip file without the additions for larger ones."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    crc: int
    size: int
    at: int

    @property
    def local(self) -> bytes:
        """What stands before the content."""
        rest = (_VERSION, 0, _STORED, _MIDNIGHT, _NEW_YEAR_1980, self.crc, self.size, self.size, len(self.name), 0)
        return _LOCAL.pack(_LOCAL_MARK, *rest) + self.name

    @property
    def central(self) -> bytes:
        """What stands in the list at the end."""
        dates = (_MIDNIGHT, _NEW_YEAR_1980, self.crc, self.size, self.size, len(self.name), 0, 0, 0, 0, _MODE, self.at)
        return _CENTRAL.pack(_CENTRAL_MARK, _UNIX | _VERSION, _VERSION, 0, _STORED, *dates) + self.name


def write(files: Iterable[tuple[str, bytes | memoryview]]) -> bytes:
    """A zip file with these files, in this order.

    Raises:
        PacketTooLarge: it would be larger than such a file can be.
    """
    pieces: list[bytes | memoryview] = []
    entries: list[_Entry] = []
    at = 0
    for name, content in files:
        if not _NAME.fullmatch(name):
            raise AssertionError(f"no name for a packet: {name!r}")
        entry = _Entry(name.encode("ascii"), zlib.crc32(content), len(content), at)
        pieces += (entry.local, content)
        entries.append(entry)
        at += len(entry.local) + len(content)
        if at > LARGEST:
            raise PacketTooLarge(most=LARGEST // 2**20)
    return b"".join((*pieces, _tail(entries, at)))


def _tail(entries: list[_Entry], at: int) -> bytes:
    central = b"".join(entry.central for entry in entries)
    count = len(entries)
    return central + _END.pack(_END_MARK, 0, 0, count, count, len(central), at, 0)


def read(data: bytes | memoryview, *, most_files: int) -> dict[str, memoryview]:
    """The files of a zip file that `write` made, in their order, as views into it; nothing is copied.

    Args:
        data: the whole of it.
        most_files: how many files it may have.

    Raises:
        NotAPacket: it is no zip file.
        PacketCut: its end is missing.
        PacketCompressed, PacketHasLink, PacketLeavesFolder, PacketNamesTwice: it has such an entry.
        PacketTooMany: it has too many files.
        PacketDamaged: anything else is not as it is written.
    """
    view = memoryview(data)
    count, at = _end(view, most_files)
    entries: list[_Entry] = []
    place, names = at, set[str]()
    for _ in range(count):
        entry, place = _listed(view, place, names)
        entries.append(entry)
    files: dict[str, memoryview] = {}
    expected = 0
    for entry in entries:
        content = _content(view, entry, expected)
        files[entry.name.decode("ascii")] = content
        expected += len(entry.local) + entry.size
    if expected != at or view[at:] != _tail(entries, at):
        raise PacketDamaged(what=("文件目录", "the list of files"))
    return files


def _content(view: memoryview, entry: _Entry, expected: int) -> memoryview:
    begin = expected + len(entry.local)
    content = view[begin : begin + entry.size]
    whole = entry.at == expected and len(content) == entry.size and view[expected:begin] == entry.local
    if not whole or zlib.crc32(content) != entry.crc:
        raise PacketDamaged(what=_shown(entry.name))
    return content


def _end(view: memoryview, most_files: int) -> tuple[int, int]:
    """How many files there are, and where their list begins."""
    if view[:4] != _LOCAL_MARK:
        raise NotAPacket
    if len(view) < _END.size or view[-_END.size :][:4] != _END_MARK:
        raise PacketCut
    _, disk, first, here, count, size, at, comment = _END.unpack(view[-_END.size :])
    if count > most_files:
        raise PacketTooMany(most=most_files)
    if (disk, first, here, comment) != (0, 0, count, 0) or at + size + _END.size != len(view):
        raise PacketDamaged(what=("文件目录", "the list of files"))
    return count, at


def _listed(view: memoryview, place: int, known: set[str]) -> tuple[_Entry, int]:
    """An entry of the list, and where the next one is. What it says of itself is held against `write` by the caller."""
    head = view[place : place + _CENTRAL.size]
    if len(head) < _CENTRAL.size or head[:4] != _CENTRAL_MARK:
        raise PacketDamaged(what=("文件目录", "the list of files"))
    fields = _CENTRAL.unpack(head)
    method, crc, packed, size, length, attributes, at = (fields[index] for index in (4, 7, 8, 9, 10, 15, 16))
    name = bytes(view[place + _CENTRAL.size : place + _CENTRAL.size + length])
    _check_name(name, known)
    if stat.S_ISLNK(attributes >> 16):
        raise PacketHasLink(name=_shown(name))
    if method != _STORED or packed != size:
        raise PacketCompressed(name=_shown(name))
    return _Entry(name, crc, size, at), place + _CENTRAL.size + length


def _check_name(raw: bytes, known: set[str]) -> None:
    name = raw.decode("ascii", errors="replace")
    if _LEAVES.search(name):
        raise PacketLeavesFolder(name=_shown(raw))
    if not _NAME.fullmatch(name):
        raise PacketDamaged(what=_shown(raw))
    if name.casefold() in known:
        raise PacketNamesTwice(name=_shown(raw))
    known.add(name.casefold())


def _shown(name: bytes) -> str:
    return name[:100].decode("ascii", errors="backslashreplace")
