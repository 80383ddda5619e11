"""`packet plan|mask|confirm|picture|earlier|build|seal`: a packet of the council is prepared and built."""

import sys
from argparse import Namespace
from datetime import timedelta
from typing import Any

from app.cli.context import Context
from app.cli.output import local, stamp
from app.domain.evidence import ENDINGS
from app.errors import NotAPatch, PacketChangedMeanwhile
from app.files import save_beside
from app.operations import council_packet, council_packet_choices
from app.operations.council_packet import Built
from app.operations.council_packet_masks import MaskedPlace
from app.operations.council_packet_plan import LOOK_WORDS, Plan, PlannedPicture
from app.operations.council_packet_plan import plan as plan_of
from app.text.masking import MASK_WORDS
from app.text.redraw import Patch

SHORTEST_SEEN = 8
"""Characters of a code that a person types."""


def plan(context: Context, arguments: Namespace) -> int:
    """What a packet would be."""
    out = context.out
    with context.desk() as desk:
        found = plan_of(desk, arguments.referral)
    out.document(_of_plan(found))
    if out.json:
        return 0
    masked = sum(not one.shown for one in found.places)
    out.say(
        f"{found.referral.id} 第 {found.referral.round} 轮：{found.posts} 个帖子，遮盖 {masked} 处，"
        f"露出 {len(found.places) - masked} 处，图片 {len(found.pictures)} 张",
        f"{found.referral.id}, round {found.referral.round}: {found.posts} posts, {masked} places masked, "
        f"{len(found.places) - masked} shown, {len(found.pictures)} pictures",
    )
    if arguments.masks:
        _tell_places(context, found.places)
    for one in found.pictures:
        out.line(f"{one.number:>4}  {out.words(LOOK_WORDS[one.look])} · {one.case} · {one.name}")
    for earlier, within in found.earlier:
        mark = ("放入", "goes in") if within else ("不放", "left out")
        out.say(f"过往类似 {earlier.referral}（{mark[0]}）", f"earlier ruling {earlier.referral} ({mark[1]})")
    state = ("已确认", "confirmed") if found.confirmed else ("待确认", "to be confirmed")
    out.say(f"核对码 {found.seen[:12]}（{state[0]}）", f"code {found.seen[:12]} ({state[1]})")
    for lack in found.missing:
        out.say(f"还缺：{lack.words.zh}", f"missing: {lack.words.en}")
    return 0


def _tell_places(context: Context, places: tuple[MaskedPlace, ...]) -> None:
    out = context.out
    for one in places:
        before, after = " ".join(one.before.split()), " ".join(one.after.split())
        becomes = out.words(MASK_WORDS[one.kind]) + (" ✓" if one.shown else f" → {one.becomes}")
        out.line(f"{one.id}  {one.value}  {out.words(one.where)}  {becomes}")
        out.line(f"    …{before}【{one.found}】{after}…")


def mask(context: Context, arguments: Namespace) -> int:
    """Mask a place, say whose name words are, or lift a mask."""
    referral, what = arguments.referral, arguments.what
    with context.desk() as desk:
        if arguments.show:
            council_packet_choices.lift(desk, referral, what)
        elif arguments.drop:
            council_packet_choices.uncover(desk, referral, what)
        elif arguments.called:
            council_packet_choices.call(desk, referral, what, arguments.called)
        else:
            council_packet_choices.cover(desk, referral, what)
        found = plan_of(desk, arguments.referral)
    return _told(context, found)


def confirm(context: Context, arguments: Namespace) -> int:
    """Say that all masks were looked at."""
    with context.desk() as desk:
        found = plan_of(desk, arguments.referral)
        if len(arguments.seen) < SHORTEST_SEEN or not found.seen.startswith(arguments.seen):
            raise PacketChangedMeanwhile
        council_packet_choices.confirm_masks(desk, arguments.referral, found.seen)
        found = plan_of(desk, arguments.referral)
    return _told(context, found)


def picture(context: Context, arguments: Namespace) -> int:
    """Save a picture to look at it, put it in, blur it, or leave it out."""
    with context.desk() as desk:
        if arguments.save is not None:
            shown = council_packet_choices.picture(desk, arguments.referral, arguments.number)
            name = f"{arguments.referral}-{arguments.number:04}{ENDINGS[shown.media_type]}"
            path = save_beside(arguments.save / name, shown.content)
            size = f"{shown.width}×{shown.height}"
            context.out.document({"path": str(path), "width": shown.width, "height": shown.height})
            context.out.say(f"已另存 {path}（{size} 像素）", f"Saved as {path} ({size} pixels)")
            return 0
        if arguments.out:
            council_packet_choices.leave_out(desk, arguments.referral, arguments.number)
        else:
            patches = [_patch(one) for one in arguments.blur or ()]
            council_packet_choices.see(desk, arguments.referral, arguments.number, patches)
        found = plan_of(desk, arguments.referral)
    return _told(context, found)


def _patch(text: str) -> Patch:
    parts = text.split(",")
    if len(parts) != 4 or not all(one.isdecimal() and len(one) < 6 for one in parts):
        raise NotAPatch(text=text[:40])
    left, top, width, height = map(int, parts)
    return Patch(left, top, width, height)


def earlier(context: Context, arguments: Namespace) -> int:
    """Put an earlier ruling in, or leave it out."""
    with context.desk() as desk:
        council_packet_choices.choose_earlier(desk, arguments.referral, arguments.ruling, within=arguments.within)
        found = plan_of(desk, arguments.referral)
    return _told(context, found)


def build(context: Context, arguments: Namespace) -> int:
    """Build the packet."""
    with context.desk() as desk:
        built = council_packet.build(
            desk,
            arguments.referral,
            term=timedelta(days=arguments.days),
            folder=arguments.out,
            unsealed=arguments.unsealed,
            progress=_Progress(quiet=context.out.json or not sys.stderr.isatty()),
        )
    return _tell_built(context, built)


def seal(context: Context, arguments: Namespace) -> int:
    """Seal the packet again."""
    with context.desk() as desk:
        built = council_packet.seal_again(desk, arguments.referral, arguments.out)
    return _tell_built(context, built)


class _Progress:
    """How far it is, in one line that is written over. Ctrl+C stops it; nothing is left then."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet, self._shown = quiet, -1

    def __call__(self, done: int, of: int) -> None:
        share = 100 * done // of
        if self._quiet or share == self._shown:
            return
        self._shown = share
        sys.stderr.write(f"\r{share:>3} %" + ("\n" if done == of else ""))
        sys.stderr.flush()


def _tell_built(context: Context, built: Built) -> int:
    seats = "、".join(map(str, built.seats))
    context.out.document(
        {
            "referral": built.referral,
            "path": str(built.path),
            "sha256": built.sha256,
            "due_at": stamp(built.due_at),
            "seats": list(built.seats),
            "masked": built.masked,
            "pictures": built.pictures,
        }
    )
    context.out.say(f"案卷：{built.path}", f"Packet: {built.path}")
    context.out.say(f"SHA-256 {built.sha256}，可由席位 {seats} 打开", f"SHA-256 {built.sha256}, for seats {seats}")
    if built.due_at is not None:
        due = local(built.due_at)
        context.out.say(
            f"投票截止 {due}。请把文件交给各席位委员。", f"Ballots until {due}. Hand the file to each seat."
        )
    return 0


def _told(context: Context, found: Plan) -> int:
    context.out.document(_of_plan(found))
    for lack in found.missing:
        context.out.say(f"还缺：{lack.words.zh}", f"missing: {lack.words.en}")
    if not found.missing:
        context.out.say("已记下；可以制作案卷了。", "Kept; the packet can be built.")
    return 0


def _of_plan(found: Plan) -> dict[str, Any]:
    return {
        "referral": found.referral.id,
        "round": found.referral.round,
        "posts": found.posts,
        "further": found.further,
        "newer": found.newer,
        "masks": [_of_place(one) for one in found.places],
        "own": list(found.own),
        "seen": found.seen,
        "confirmed": found.confirmed,
        "pictures": [_of_picture(one) for one in found.pictures],
        "left_out": [{"post": one.post, "why": one.why.en} for one in found.left_out],
        "earlier": [{"ruling": one.referral, "within": within} for one, within in found.earlier],
        "missing": [{"mend": one.mend, "about": one.about, "words": one.words.en} for one in found.missing],
    }


def _of_place(one: MaskedPlace) -> dict[str, Any]:
    return {
        "id": one.id,
        "value": one.value,
        "kind": one.kind,
        "where": one.where.en,
        "before": one.before,
        "found": one.found,
        "after": one.after,
        "becomes": one.becomes,
        "shown": one.shown,
    }


def _of_picture(one: PlannedPicture) -> dict[str, Any]:
    patches = [[patch.left, patch.top, patch.width, patch.height] for patch in one.patches]
    return {"number": one.number, "case": one.case, "name": one.name, "look": one.look, "blurred": patches}
