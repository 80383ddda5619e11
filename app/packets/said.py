"""What a packet says, of either kind: of a case as evidence, or of a referral for the council."""

import msgspec

from app.domain.council import Matter
from app.errors import BadSealKey, PacketContradicts, PacketNewer, PacketOfOtherKind
from app.keys import ages
from app.packets.case_file import LONGEST, SCHEMA, CaseFile, Purpose
from app.packets.council_file import CouncilFile
from app.packets.moments import within_reach

Said = CaseFile | CouncilFile


class _Head(msgspec.Struct):
    schema: int
    purpose: str


def encode(file: Said) -> bytes:
    """As it stands in a packet: UTF-8, one line for each value."""
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def called(file: Said) -> str:
    """By what its packet is called: the case, or the referral and its round."""
    return file.case if isinstance(file, CaseFile) else f"{file.case}-{file.round}"


def decode(raw: bytes | memoryview) -> Said:
    """Read it.

    Raises:
        PacketNewer: a newer program wrote it.
        PacketOfOtherKind: it is of no form that is known here.
        PacketContradicts: parts of it that belong together do not fit.
    """
    if len(raw) > LONGEST:
        raise PacketOfOtherKind(why=("太长", "too long"))
    try:
        head = msgspec.json.decode(raw, type=_Head)
        if head.schema > SCHEMA:
            raise PacketNewer(found=head.schema)
        if head.schema < 1 or head.purpose not in set(Purpose):
            raise PacketOfOtherKind(why=f"schema {head.schema}, {head.purpose[:40]!r}")
        file: Said
        if head.purpose == Purpose.EVIDENCE:
            file = msgspec.json.decode(raw, type=CaseFile)
        else:
            file = msgspec.json.decode(raw, type=CouncilFile)
    except (msgspec.DecodeError, UnicodeDecodeError, ValueError, OverflowError, RecursionError) as error:
        raise PacketOfOtherKind(why=str(error)[:200]) from None
    if not within_reach(file, any_zone_only=isinstance(file, CaseFile)):
        raise PacketOfOtherKind(why=("时间超出范围", "a moment is out of reach"))
    if isinstance(file, CouncilFile):
        _hold(file)
    return file


def _hold(file: CouncilFile) -> None:
    """Hold the parts of a council's packet together, so that whoever shows it need not."""
    posts = {one.id: len(one.text) for one in file.posts}
    named = {one.post for one in file.pictures} | {one.post for one in file.left_out}
    named |= {post for one in file.comparisons for post in (one.first, one.second)}
    named |= set(file.heat.calmed_by) if file.heat is not None else set()
    if len(posts) != len(file.posts) or not named <= posts.keys():
        raise PacketContradicts(what=("帖子编号重复或缺失", "ids of posts are doubled or missing"))
    for one in file.comparisons:
        for passage in one.passages:
            ends = (passage.first_at + passage.first_length, passage.second_at + passage.second_length)
            if ends[0] > posts[one.first] or ends[1] > posts[one.second]:
                raise PacketContradicts(what=("对照段落超出原文", "a passage reaches beyond its post"))
    if file.matter not in set(Matter):
        raise PacketOfOtherKind(why=f"matter {file.matter[:40]!r}")
    if len({one.label for one in file.parties}) != len(file.parties):
        raise PacketContradicts(what=("当事人称谓重复", "two parties have one label"))
    try:
        ages.public_key(file.box)
    except BadSealKey:
        raise PacketContradicts(what=("投票公钥无效", "the key of the box is none")) from None
