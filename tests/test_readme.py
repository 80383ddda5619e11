"""README's table of what each community can do says what the adapters say."""

from collections.abc import Mapping
from pathlib import Path

from app.community.bridge.capabilities import BY_CONTRACT
from app.community.discourse import wire as discourse
from app.community.discourse.capabilities import capabilities as of_discourse
from app.community.discourse.site import Facts
from app.community.manual.adapter import CAPABILITIES as BY_HAND
from app.community.nodebb.capabilities import capabilities as of_nodebb
from app.community.nodebb.forum import Rights
from app.domain.abilities import EVERYTHING, What, words_of
from app.domain.commands import CommandKind
from app.domain.community import Capability, Level

README = Path(__file__).parent.parent / "README.md"
LEVELS = {
    Level.NATIVE: "native",
    Level.EMULATED: "emulated",
    Level.LOCAL_ONLY: "local only",
    Level.MANUAL: "manual",
    Level.UNSUPPORTED: "unsupported",
}

Table = Mapping[str, Capability]


def _cell(what: What, *tables: Table) -> str:
    """The level; where it depends on rights or on the site's settings, the best and the worst of it."""
    levels = [LEVELS[table[what.value].level] for table in tables]
    return " or ".join(dict.fromkeys(levels))


def _bridge(what: What) -> str:
    if isinstance(what, CommandKind):
        return "as the server says"
    by_contract = BY_CONTRACT.get(what.value)
    return LEVELS[by_contract.level] if by_contract else "as the server says"


def rows() -> list[str]:
    able, unable = (
        Rights(mute=True, ban=True, moderator=True, admin=True),
        Rights(mute=False, ban=False, moderator=False, admin=False),
    )
    me = discourse.WireMe(id=1, username="mod")
    good, poor = discourse.WireSettings(), discourse.WireSettings(reviewable_claiming="disabled", enable_badges=False)
    sites = (
        of_discourse(Facts(me, good, ""), by_user=False, notes="/review"),
        of_discourse(Facts(me, poor, ""), by_user=True, notes=""),
    )
    return [
        f"| {words_of(what).en} | {_bridge(what)} | {_cell(what, of_nodebb(able), of_nodebb(unable))} "
        f"| {_cell(what, *sites)} | {_cell(what, BY_HAND)} |"
        for what in EVERYTHING
    ]


def test_readme_has_the_whole_table() -> None:
    written = README.read_text(encoding="utf-8").splitlines()
    assert [row for row in rows() if row not in written] == []
