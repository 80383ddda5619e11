"""Evidence: files kept beside a case, hashed when they came in and never changed."""

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from app.domain.commands import CommandId
from app.domain.members import MemberRef
from app.errors import FileTooLarge, NoEvidence

LARGEST_FILE = 20 * 1024 * 1024
"""The largest file that is kept, in bytes."""

MOST_TOGETHER = 80 * 1024 * 1024
"""Of the pictures that are fetched for one case, in bytes: what people add fits into the same packet."""

LONGEST_NAME = 120
MOST_BYTES_OF_NAME = 200
"""Of a saved file: systems take 255 at most, and encrypted folders less. A Chinese character has three."""

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
ENDINGS = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    "application/pdf": ".pdf",
}
"""The kinds of file that are kept, and how their names end."""

_NOT_IN_NAMES = frozenset('<>:"/\\|?*')
_RESERVED = frozenset({"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)})


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a person hands in: its name, and what is in it."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        """The hash by which it is known, in hex."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file beside a case, without its content.

    Attributes:
        seq: its number in this workspace.
        command: whose receipt it is; None where it belongs to the case itself.
        media_type: what it really is, told by its first bytes.
        size: in bytes.
    """

    seq: int
    name: str
    media_type: str
    sha256: str
    size: int
    by: MemberRef
    at: datetime
    note: str = ""
    command: CommandId | None = None

    @property
    def file_name(self) -> str:
        """A name under which it can be saved on any system, unlike any other of this workspace."""
        first, ending = f"{self.seq}-", ENDINGS.get(self.media_type, "")
        stem = "".join("_" if char in _NOT_IN_NAMES else char for char in self.name.rpartition(".")[0] or self.name)
        stem = stem.strip(" .") or "evidence"
        stem = f"_{stem}" if stem.partition(".")[0].lower() in _RESERVED else stem
        room = MOST_BYTES_OF_NAME - len(first) - len(ending)
        stem = stem.encode(errors="ignore")[:room].decode(errors="ignore").rstrip(" .")
        return f"{first}{stem}{ending}"


def media_type(content: bytes) -> str | None:
    """What a file really is, told by its first bytes; None for what is no picture and no PDF."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in _MAGIC if content.startswith(magic)), None)


def check_file(file: Attachment) -> str:
    """Let pass what can be evidence, and say what it is.

    Raises:
        NoEvidence: it is empty, no picture and no PDF.
        FileTooLarge: it is larger than LARGEST_FILE.
    """
    if len(file.content) > LARGEST_FILE:
        raise FileTooLarge(name=plain_name(file.name), most=LARGEST_FILE // 1024 // 1024)
    kind = media_type(file.content)
    if kind is None:
        raise NoEvidence(name=plain_name(file.name))
    return kind


def plain_name(name: str) -> str:
    """The name of a file without its folders and without characters that can't be seen, of a bearable length."""
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(char for char in last if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn")).strip()
    if len(seen) > LONGEST_NAME:
        stem, dot, ending = seen.rpartition(".")
        kept = f"{dot}{ending}" if stem and len(ending) <= 5 else ""
        seen = (stem if kept else seen)[: LONGEST_NAME - len(kept)] + kept
    return seen or "evidence"
