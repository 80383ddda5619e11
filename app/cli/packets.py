"""`packet verify`, `packet show`: what others sent, or what was sealed here. Neither needs a workspace."""

from argparse import Namespace
from pathlib import Path

import msgspec

from app.cli.context import Context
from app.cli.output import stamp
from app.errors import FileTooLarge, PacketTooLarge
from app.files import read_bytes, read_text
from app.keys.signing import public_key
from app.packets import council_plain, packet
from app.packets.case_file import CaseFile
from app.packets.plain import told


def verify(context: Context, arguments: Namespace) -> int:
    """Check a packet."""
    whole, out = _whole(context, arguments), context.out
    out.document(
        {
            "whole": True,
            "signer": "known" if whole.known else "unknown",
            "key": whole.key_id,
            "public": whole.key,
            "purpose": whole.file.purpose.value,
            "case": whole.file.case,
            "sealed_at": stamp(whole.file.sealed_at),
            "sha256": whole.sha256,
            "files": len(whole.files),
        }
    )
    count = len(whole.files)
    out.say(
        f"完整：工单 {whole.file.case}，{count} 个文件，SHA-256 {whole.sha256}",
        f"Whole: case {whole.file.case}, {count} files, SHA-256 {whole.sha256}",
    )
    _tell_signer(context, whole)
    return 0


def show(context: Context, arguments: Namespace) -> int:
    """What is in a packet."""
    whole = _whole(context, arguments)
    context.out.document(msgspec.to_builtins(whole.file))
    lines = told(whole.file, whole.files) if isinstance(whole.file, CaseFile) else council_plain.told(whole.file)
    for line in lines:
        context.out.line(context.out.words(line))
    _tell_signer(context, whole)
    return 0


def _tell_signer(context: Context, whole: packet.Whole) -> None:
    if whole.known:
        context.out.say(f"签名人：已知的钥匙 {whole.key_id}", f"Signed by a known key, {whole.key_id}")
    else:
        context.out.hint(
            f"签名人未知：钥匙 {whole.key_id} 不在已知之列，只能说明签名之后没有改动，不能说明是谁做的。"
            "请向制作方另行取得公钥，用 --key 核对。",
            f"The signer is unknown: key {whole.key_id} is none that is known here. It was not changed since it was "
            "signed, but nobody says by whom. Get the key from whoever made it by another way and name it with --key.",
        )


def _whole(context: Context, arguments: Namespace) -> packet.Whole:
    only = _named_key(arguments.key) if arguments.key else None
    try:
        content = read_bytes(arguments.file, packet.LARGEST)
    except FileTooLarge:
        raise PacketTooLarge(most=packet.LARGEST // 2**20) from None
    return packet.verify(content, {} if only else _trusted(context), only=only)


def _named_key(text: str) -> str:
    """A key as a person gives it: itself, or the file it is in."""
    path = Path(text)
    return public_key(read_text(path) if path.is_file() else text)


def _trusted(context: Context) -> dict[str, str]:
    """The keys of the workspace here, where there is one that opens without asking anybody."""
    from app.operations.preserving import trusted  # noqa: PLC0415
    from app.start import key_is_known, workspace_exists  # noqa: PLC0415 - the stores are loaded where they are needed

    folder = context.settings.workspace
    if not workspace_exists(folder) or not (context.passphrase or key_is_known(folder, context.key_store)):
        return {}
    with context.workspace() as workspace:
        return trusted(workspace.record)
