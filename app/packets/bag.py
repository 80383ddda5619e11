"""BagIt 1.0 (RFC 8493) with sha256, the strict kind: exactly four tag files, every byte of them as it is written here.

`bagit.py --validate` accepts such a bag; it alone would not see an extra tag file or a missing list of tag files.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence

from app.errors import PacketAltered, PacketDamaged, PacketHasMore, PacketLacks

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PAYLOAD = "data/"
_BAGIT, _INFO, _MANIFEST, _TAGS = "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"
TAG_FILES = frozenset({_BAGIT, _INFO, _MANIFEST, _TAGS})
_LINE = re.compile(r"([A-Za-z][A-Za-z-]{0,40}): ([\x21-\x7e](?:[\x20-\x7e]{0,500}[\x21-\x7e])?)")
_LONGEST_INFO, _LONGEST_LIST = 8192, 2**20

Content = bytes | memoryview
Info = Sequence[tuple[str, str]]


def bag(payload: Mapping[str, Content], info: Info) -> list[tuple[str, Content]]:
    """The files of a bag, sorted by name.

    Args:
        payload: the files, each named as in the bag: data/…
        info: labels and values for bag-info.txt, in printable ASCII; Payload-Oxum is added.
    """
    labels = [*info, ("Payload-Oxum", _oxum(payload))]
    lines = [f"{label}: {value}" for label, value in labels]
    if not all(_LINE.fullmatch(line) for line in lines):
        raise AssertionError(f"not for bag-info.txt: {lines}")
    tags: dict[str, Content] = {
        _BAGIT: DECLARATION,
        _INFO: "".join(f"{line}\n" for line in lines).encode("ascii"),
        _MANIFEST: _manifest(payload),
    }
    tags[_TAGS] = _manifest(tags)
    return sorted({**payload, **tags}.items())


def check(files: Mapping[str, Content]) -> tuple[dict[str, str], dict[str, Content]]:
    """The labels and the payload of a bag that is whole.

    Raises:
        PacketLacks: a tag file is missing.
        PacketHasMore: something stands beside the payload that is no tag file.
        PacketAltered: a file is not the one that was packed.
        PacketDamaged: the bag is not as it is written.
    """
    payload = {name: content for name, content in files.items() if name.startswith(PAYLOAD)}
    tags = {name: content for name, content in files.items() if name not in payload}
    for name in sorted(TAG_FILES - tags.keys()):
        raise PacketLacks(name=name)
    for name in sorted(tags.keys() - TAG_FILES):
        raise PacketHasMore(name=name)
    _hold(tags[_TAGS], {name: content for name, content in tags.items() if name != _TAGS}, _TAGS)
    _hold(tags[_MANIFEST], payload, _MANIFEST)
    labels = _labels(tags[_INFO])
    if tags[_BAGIT] != DECLARATION or labels.pop("Payload-Oxum", "") != _oxum(payload):
        raise PacketDamaged(what=_INFO)
    if list(files) != sorted(files):
        raise PacketDamaged(what=("文件次序", "the order of the files"))
    return labels, payload


def _manifest(files: Mapping[str, Content]) -> bytes:
    return _listing((name, hashlib.sha256(files[name]).hexdigest()) for name in files)


def _listing(hashes: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes)).encode("ascii")


def _hold(listed: Content, files: Mapping[str, Content], where: str) -> None:
    """Hold files against their list, and say which differs."""
    if len(listed) > _LONGEST_LIST:
        raise PacketDamaged(what=where)
    lines = bytes(listed).decode("ascii", errors="replace").splitlines()
    said = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    for name in sorted(said.keys() - files.keys()):
        raise PacketLacks(name=name[:100])
    for name in sorted(files.keys() - said.keys()):
        raise PacketHasMore(name=name)
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    for name, digest in sorted(hashes.items()):
        if said[name] != digest:
            raise PacketAltered(name=name)
    if bytes(listed) != _listing(hashes.items()):
        raise PacketDamaged(what=where)


def _labels(info: Content) -> dict[str, str]:
    text = bytes(info[:_LONGEST_INFO]).decode("ascii", errors="replace")
    found = [_LINE.fullmatch(line) for line in text.split("\n")[:-1]]
    labels = {match[1]: match[2] for match in found if match}
    if not text.endswith("\n") or len(labels) != len(found) or len(info) > _LONGEST_INFO:
        raise PacketDamaged(what=_INFO)
    return labels


def _oxum(payload: Mapping[str, Content]) -> str:
    return f"{sum(len(content) for content in payload.values())}.{len(payload)}"
