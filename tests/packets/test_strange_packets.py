"""Packets that somebody with a trusted key made up: refused, or shown without harm; never anything else."""

import json
import random
from datetime import UTC
from typing import Any

import msgspec
import pytest

from app.errors import PacketError
from app.packets import council_page, council_page_check, council_plain, said
from app.packets.council_file import CouncilFile
from tests.packets import golden_council

STRANGE: tuple[Any, ...] = (
    *(None, True, 0, -1, 1, 2**31, 2**53, 2**63, 2**64, 10**400, 0.5, 1e308, [], {}, [[]]),
    *("", "x", "p-1", "p-2", "甲", "\0", "\u202e<b>&\"'", "\ud83d", "a" * 5_000, "data/evidence/0001.png"),
    *("yes", "evidence", "council", "1970-01-01T00:00:00Z", "2199-12-31T23:59:59.999999+00:00"),
    *("2026-11-22T09:00:00+23:59", "9999-12-31T23:59:59-14:00", "not a date"),
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a document, by the names and numbers that lead there."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for name, one in inner for place in _places(one, (*path, name)))]


def _changed(document: Any, chance: random.Random) -> Any:
    """One to three places with something else in them: strange, of another place, doubled or gone."""
    for _ in range(chance.choice([1, 1, 2, 3])):
        places = _places(document)[1:]
        if not places:
            break
        path = chance.choice(places)
        holder = document
        for step in path[:-1]:
            holder = holder[step]
        how = chance.randrange(4)
        if how == 0:
            del holder[path[-1]]
        elif how == 1 and isinstance(holder, list):
            holder.append(holder[path[-1]])
        elif how == 2:
            other = document
            for step in chance.choice(places):
                other = other[step]
            holder[path[-1]] = msgspec.json.decode(msgspec.json.encode(other))
        else:
            holder[path[-1]] = chance.choice(STRANGE)
    return document


def _shown(raw: bytes) -> bool:
    """Whether it was accepted; then it was shown on its page and in a terminal."""
    try:
        file = said.decode(raw)
    except PacketError as error:
        return not error.sentence("zh")
    assert isinstance(file, CouncilFile)
    contents = {one.file: golden_council.PNG for one in file.pictures}
    assert council_page_check.harmless(council_page.render(file, contents, UTC))
    told = "".join(line.zh + line.en for line in council_plain.told(file))
    assert not {"\0", "\u202e"} & set(told)
    return True


def _try(seed: int, count: int) -> tuple[int, int]:
    chance, whole = random.Random(seed), said.encode(golden_council.file())
    accepted = 0
    for _ in range(count):
        raw = _encoded(_changed(msgspec.json.decode(whole), chance))
        accepted += _shown(raw)
    return accepted, count - accepted


def _encoded(document: Any) -> bytes:
    """As JSON, also with numbers and characters that no decent program writes."""
    return json.dumps(document).encode()


def test_a_packet_with_anything_in_any_place_is_refused_or_shown_without_harm() -> None:
    accepted, refused = _try(1, 400)
    assert accepted > 20
    assert refused > 200


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 6))
def test_five_thousand_strange_packets(seed: int) -> None:
    accepted, refused = _try(seed, 1_250)
    assert min(accepted, refused) > 50
