"""Facts of the team: brand, hotline, app and departments, which letters are filled with, and the models of cars."""

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
    MODELS = "models"


LISTS = (Fact.DEPARTMENTS, Fact.MODELS)
"""These are kept one a line."""


FACT_WORDS = {
    Fact.BRAND: Words("品牌", "brand"),
    Fact.HOTLINE: Words("服务热线", "hotline"),
    Fact.APP: Words("App 名称", "app"),
    Fact.DEPARTMENTS: Words("部门", "departments"),
    Fact.MODELS: Words("车型", "models"),
}

LONGEST_FACT, LONGEST_LIST = 60, 2_000
"""The longest fact, and the longest list, in characters."""

_SEPARATORS = str.maketrans("，,；;、\n", "||||||")


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """What is known of the team; "" and () for what nobody has set."""

    brand: str = ""
    hotline: str = ""
    app: str = ""
    departments: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


NO_FACTS = TeamFacts()


def known(kept: Mapping[str, str]) -> TeamFacts:
    """The facts as they were kept."""
    departments, models = (tuple(filter(None, kept.get(one.value, "").split("\n"))) for one in LISTS)
    brand, hotline, app = (kept.get(one.value, "") for one in (Fact.BRAND, Fact.HOTLINE, Fact.APP))
    return TeamFacts(brand, hotline, app, departments, models)


def checked(values: Mapping[str, str]) -> dict[str, str]:
    """Facts as they may be kept: each in one line; lists one a line, each once, whatever stood between them.

    Raises:
        UnknownFact: there is no fact of that name.
        TooLong: one is longer than anybody would read.
    """
    found: dict[str, str] = {}
    for name, value in values.items():
        if name not in set(Fact):
            raise UnknownFact(name=name, known=" ".join(Fact))
        what = FACT_WORDS[Fact(name)]
        if name in LISTS:
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
