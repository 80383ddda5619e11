"""`packet verify`, `packet show`: what others sent, or what was sealed here. Neither needs a workspace.

Packets of both kinds, and the small signed files of the council: ballots, rosters, cards, keys, confirmations.
"""

from argparse import Namespace
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from app.cli.context import Context
from app.cli.output import stamp
from app.domain.words import Words
from app.errors import FileTooLarge, PacketSealed, PacketTooLarge
from app.files import read_bytes, read_text
from app.keys.signing import public_key
from app.packets import council_kinds, council_plain, packet, sealed
from app.packets.case_file import CaseFile
from app.packets.council_file import CouncilFile
from app.packets.plain import told
from app.text.display import visible

if TYPE_CHECKING:
    from storage.record import Record

T = TypeVar("T")


def verify(context: Context, arguments: Namespace) -> int:
    """Check a packet, or another signed file."""
    raw, out = _raw(arguments), context.out
    if council_kinds.is_one(raw):
        checked = _checked(context, arguments, raw)
        signer = {"signer": "known" if checked.known else "unknown", "key": checked.key_id, "public": checked.key}
        out.document({"whole": True, "kind": checked.kind, **signer, "sha256": checked.sha256})
        out.say(f"完整：SHA-256 {checked.sha256}", f"Whole: SHA-256 {checked.sha256}")
        _tell_signer(context, checked.key_id, known=checked.known)
        return 0
    whole = _whole(context, arguments, raw)
    file = whole.file
    out.document(
        {
            "whole": True,
            "kind": "packet",
            "signer": "known" if whole.known else "unknown",
            "key": whole.key_id,
            "public": whole.key,
            "purpose": file.purpose.value,
            "case": file.case,
            "sealed_at": stamp(file.sealed_at),
            "sha256": whole.sha256,
            "files": len(whole.files),
            "page_differs": whole.page_differs,
        }
    )
    count = len(whole.files)
    what = Words(f"工单 {visible(file.case)}", f"case {visible(file.case)}")
    if isinstance(file, CouncilFile):
        what = Words(f"评议案卷 {file.case} 第 {file.round} 轮", f"packet of {file.case}, round {file.round}")
    out.say(
        f"完整：{what.zh}，{count} 个文件，SHA-256 {whole.sha256}",
        f"Whole: {what.en}, {count} files, SHA-256 {whole.sha256}",
    )
    if whole.page_differs:
        out.hint(packet.PAGE_DIFFERS.zh, packet.PAGE_DIFFERS.en)
    _tell_signer(context, whole.key_id, known=whole.known)
    return 0


def show(context: Context, arguments: Namespace) -> int:
    """What is in it."""
    raw, out = _raw(arguments), context.out
    if council_kinds.is_one(raw):
        checked = _checked(context, arguments, raw)
        out.document(checked.said)
        lines: Iterable[Words] = checked.told
        key, known = checked.key_id, checked.known
    else:
        whole = _whole(context, arguments, raw)
        file, key, known = whole.file, whole.key_id, whole.known
        out.document(msgspec.to_builtins(file))
        lines = told(file, whole.files) if isinstance(file, CaseFile) else council_plain.told(file)
    for line in lines:
        out.line(out.words(line))
    _tell_signer(context, key, known=known)
    return 0


def _tell_signer(context: Context, key: str, *, known: bool) -> None:
    if known:
        context.out.say(f"签名人：已知的钥匙 {key}", f"Signed by a known key, {key}")
    else:
        context.out.hint(
            f"签名人未知：钥匙 {key} 不在已知之列，只能说明签名之后没有改动，不能说明是谁做的。"
            "请向制作方另行取得公钥，用 --key 核对。",
            f"The signer is unknown: key {key} is none that is known here. It was not changed since it was "
            "signed, but nobody says by whom. Get the key from whoever made it by another way and name it with --key.",
        )


def _raw(arguments: Namespace) -> bytes:
    try:
        raw = read_bytes(arguments.file, sealed.LARGEST)
    except FileTooLarge:
        raise PacketTooLarge(most=packet.LARGEST // 2**20) from None
    if sealed.is_sealed(raw):
        raise PacketSealed
    return raw


def _whole(context: Context, arguments: Namespace, raw: bytes) -> packet.Whole:
    only = _named_key(arguments.key) if arguments.key else None
    return packet.verify(raw, {} if only else _trusted(context), only=only)


def _checked(context: Context, arguments: Namespace, raw: bytes) -> council_kinds.Checked:
    only = _named_key(arguments.key) if arguments.key else None
    secretaries = [] if only else list(_trusted(context).values())
    return council_kinds.check(raw, secretaries, [] if only else _of_seats(context), only=only)


def _named_key(text: str) -> str:
    """A key as a person gives it: itself, or the file it is in."""
    path = Path(text)
    return public_key(read_text(path) if path.is_file() else text)


def _trusted(context: Context) -> dict[str, str]:
    """The keys of the workspace here, where there is one that opens without asking anybody."""
    from app.operations.preserving import trusted  # noqa: PLC0415 - the stores are loaded where they are needed

    return _known(context, trusted) or {}


def _of_seats(context: Context) -> list[str]:
    """The keys by which the seats of that workspace sign."""
    from app.operations.council_seats import signing_keys  # noqa: PLC0415

    return _known(context, signing_keys) or []


def _known(context: Context, ask: "Callable[[Record], T]") -> "T | None":
    from app.start import key_is_known, workspace_exists  # noqa: PLC0415

    folder = context.settings.workspace
    if not workspace_exists(folder) or not (context.passphrase or key_is_known(folder, context.key_store)):
        return None
    with context.workspace() as workspace:
        return ask(workspace.record)
