"""The grammar of evidence and of what leaves the machine signed: `evidence`, `packet`."""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli.council_packet_grammar import council_packet_commands

Say = Callable[[str, str], str]

if TYPE_CHECKING:
    Group = argparse._SubParsersAction[argparse.ArgumentParser]
    Make = Callable[..., argparse.ArgumentParser]


def evidence_commands(make: "Make", group: "Callable[[str, str, str], Group]", say: Say) -> None:
    """Add the commands.

    Args:
        make: makes one of them: its name, what it does by its name in `app.cli`, its help, and within which group.
        group: makes a command that has commands of its own.
        say: one of two texts, in the language of the help.
    """
    _evidence(make, say)
    packets = group("packet", "案卷与证据包：核验、查看、准备、制作", "signed packets: verify, show, prepare, build")
    for name, zh, en in (
        ("verify", "核验签名与每个文件；不完整则退出码为 1", "check signature and every file; 1 where it is not whole"),
        ("show", "以纯文本查看内容；核验不通过则不显示", "what is inside as plain text; nothing where it is not whole"),
    ):
        command = make(name, f"packets.{name}", zh, en, packets)
        command.add_argument("file", type=Path, metavar="FILE")
        command.add_argument(
            "--key",
            metavar="KEY",
            help=say("只认这把公钥：一行文字或 .pub 文件", "the key that must have signed it: a line, or a .pub file"),
        )
    council_packet_commands(make, packets, say)


def _evidence(make: "Make", say: Say) -> None:
    files = make(
        "evidence",
        "evidence.evidence",
        "工单的证据：查看、添加、另存；--out 一键固证",
        "a case's evidence: list, add, save; --out seals it all into a signed packet",
    )
    files.add_argument("case", nargs="?", metavar="CASE")
    files.add_argument("--add", type=Path, nargs="+", action="extend", default=[], metavar="FILE")
    files.add_argument("--note", default="", metavar="TEXT")
    what = files.add_mutually_exclusive_group()
    what.add_argument("--save", type=Path, metavar="DIR")
    what.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help=say("固证：签名的证据包写到这个文件夹", "seal: where the signed packet goes"),
    )
    what.add_argument(
        "--key",
        action="store_true",
        help=say("签名公钥，供法务、公证处留存", "the public key, for others to keep"),
    )
