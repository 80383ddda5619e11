"""Facts of the team that letters are filled with: the brand, the hotline, the app, the departments."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.messages import typed
from app.domain.words import Words
from app.errors import Language, UnknownFact


class Fact(StrEnum):
    """What can be said of the team."""

    BRAND = "brand"
    HOTLINE = "hotline"
    APP = "app"
    DEPARTMENTS = "departments"


FACT_WORDS = {
    Fact.BRAND: Words("品牌", "brand"),
    Fact.HOTLINE: Words("服务热线", "hotline"),
    Fact.APP: Words("App 名称", "app"),
    Fact.DEPARTMENTS: Words("部门", "departments"),
}

LONGEST_FACT, LONGEST_LIST = 60, 2_000
"""The longest fact, and the longest list of departments, in characters."""

_SEPARATORS = str.maketrans("，,；;、\n", "||||||")


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """What is known of the team; "" and () for what nobody has set."""

    brand: str = ""
    hotline: str = ""
    app: str = ""
    departments: tuple[str, ...] = ()


NO_FACTS = TeamFacts()


def known(kept: Mapping[str, str]) -> TeamFacts:
    """The facts as they were kept."""
    departments = tuple(one for one in kept.get(Fact.DEPARTMENTS.value, "").split("\n") if one)
    brand, hotline, app = (kept.get(one.value, "") for one in (Fact.BRAND, Fact.HOTLINE, Fact.APP))
    return TeamFacts(brand, hotline, app, departments)


def checked(values: Mapping[str, str]) -> dict[str, str]:
    """Facts as they may be kept: each in one line; departments one a line, each once, whatever stood between them.

    Raises:
        UnknownFact: there is no fact of that name.
        TooLong: one is longer than anybody would read.
    """
    found: dict[str, str] = {}
    for name, value in values.items():
        if name not in set(Fact):
            raise UnknownFact(name=name, known=" ".join(Fact))
        what = FACT_WORDS[Fact(name)]
        if name == Fact.DEPARTMENTS:
            parts = typed(value, LONGEST_LIST, (what.zh, what.en)).translate(_SEPARATORS).split("|")
            found[name] = "\n".join(dict.fromkeys(filter(None, (_line(one, what) for one in parts))))
        else:
            found[name] = _line(value, what)
    return found


def places(facts: TeamFacts, language: Language) -> dict[str, str]:
    """What fills the places for the team in a letter; what nobody has set is missing."""
    named = (
        (Words("品牌", "brand"), facts.brand),
        (Words("热线", "hotline"), facts.hotline),
        (Words("应用", "app"), facts.app),
    )
    return {place.say(language): value for place, value in named if value}


def introduction(facts: TeamFacts, signature: str, language: Language) -> str:
    """Who writes, going on in a sentence after “I am”."""
    if facts.brand:
        return Words(f"{facts.brand}社区的{signature}", f"{signature} from the {facts.brand} community").say(language)
    return Words(f"社区管理员{signature}", f"{signature} from the community team").say(language)


def _line(text: str, what: Words) -> str:
    return " ".join(typed(text, LONGEST_FACT, (what.zh, what.en)).split())
