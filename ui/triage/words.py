"""How kinds, states and reports are named and coloured in the queue and beside it."""

from app.domain.cases import BACK_WORDS, KIND_WORDS, STATE_WORDS, Back, CaseKind, CaseState, QueueRow
from app.domain.commands import COMMAND_STATE_WORDS, TO_DO_WORDS, CommandState
from app.domain.hand import PLACE_WORDS, Place
from app.domain.lanes import raised_lane, raised_word
from app.domain.reports import CATEGORY_WORDS
from app.domain.words import Words
from ui.kit.theme import Tone

Label = tuple[Words, Tone]

_CATEGORY_TONES = {
    "attack": Tone.RED,
    "advert": Tone.AMBER,
    "baiting": Tone.RED,
    "rumour": Tone.RED,
    "praise": Tone.GREEN,
    "complaint": Tone.AMBER,
    "plagiarism": Tone.VIOLET,
    "privacy": Tone.RED,
    "danger": Tone.RED,
    "disclosure": Tone.AMBER,
}

_KIND_TONES = {
    CaseKind.VIOLATION: Tone.NEUTRAL,
    CaseKind.COMPLAINT: Tone.AMBER,
    CaseKind.DISPUTE: Tone.VIOLET,
    CaseKind.PLAGIARISM: Tone.VIOLET,
    CaseKind.SAFETY: Tone.RED,
    CaseKind.UNLAWFUL: Tone.RED,
    CaseKind.RIGHTS_NOTICE: Tone.AMBER,
    CaseKind.CARE: Tone.RED,
    CaseKind.SUGGESTION: Tone.GREEN,
    CaseKind.DATA_REQUEST: Tone.VIOLET,
}

_STATE_TONES = {
    CaseState.NEW: Tone.BLUE,
    CaseState.CLAIMED: Tone.BLUE,
    CaseState.CLOSED: Tone.GREEN,
}

_BACK_TONES = {Back.CORRECTED: Tone.GREEN, Back.TERM_ENDED: Tone.AMBER, Back.REPORTED_AGAIN: Tone.RED}

_WAY_TONES = {
    CommandState.REFUSED: Tone.RED,
    CommandState.UNCERTAIN: Tone.AMBER,
    CommandState.CONFLICT: Tone.AMBER,
    CommandState.BLOCKED: Tone.NEUTRAL,
}

OUTSIDE = (Words("外部介入", "outside party"), Tone.RED)

HELD = Words("可撤回", "can be taken back")


def category(name: str) -> Label:
    """What reports call the matter; a word that only this community knows stands as it is."""
    return CATEGORY_WORDS.get(name, Words(name, name)), _CATEGORY_TONES.get(name, Tone.NEUTRAL)


def categories() -> list[tuple[str, Words]]:
    """What reports may call a matter, as far as every community knows it."""
    return list(CATEGORY_WORDS.items())


def kind(of: CaseKind) -> Label:
    """A kind of case."""
    return KIND_WORDS[of], _KIND_TONES[of]


def place(of: Place) -> Label:
    """Where a case entered by hand comes from."""
    return PLACE_WORDS[of], Tone.VIOLET


def state(of: CaseState) -> Label:
    """Who has to act."""
    return STATE_WORDS[of], _STATE_TONES.get(of, Tone.VIOLET)


def held(name: str, *, mine: bool) -> Label:
    """Who has a claimed case."""
    if mine:
        return Words("我已接手", "with me"), Tone.BLUE
    return Words(f"已由 {name} 接手", f"with {name}"), Tone.VIOLET


def back(of: Back) -> Label:
    """Why a case is here again."""
    return BACK_WORDS[of], _BACK_TONES[of]


def on_its_way(of: CommandState) -> Label:
    """How far an answer is."""
    return COMMAND_STATE_WORDS[of], _WAY_TONES.get(of, Tone.BLUE)


def matter(reported_as: str, of: CaseKind) -> Label:
    """What a case is about in one label: its kind once a person has set it, what reports say until then."""
    if of is not CaseKind.VIOLATION or not reported_as:
        return kind(of)
    return category(reported_as)


def raised(hit: str, of: CaseKind) -> Label | None:
    """What a keyword found, in its words, until somebody says whether it is so; short, as a row has little room."""
    lane, word = raised_lane(hit), raised_word(hit)
    return (Words(f"疑似“{word}”", f"“{word}”?"), Tone.RED) if lane is not None and lane is not of else None


def labels(row: QueueRow) -> list[Label]:
    """The labels of a row, the most telling first."""
    found = [matter(row.reported_as, row.kind)]
    if (hit := raised(row.raised, row.kind)) is not None:
        found.insert(0, hit)
    if row.came_from is not None:
        found.insert(0, place(row.came_from))
    if row.outside:
        found.insert(0, OUTSIDE)
    if row.on_its_way is not None:
        held = row.on_its_way is CommandState.WAITING and row.not_before is not None
        to_do = row.by_hand and row.on_its_way is CommandState.WAITING
        way = (TO_DO_WORDS, Tone.AMBER) if to_do else on_its_way(row.on_its_way)
        found.append((HELD, Tone.BLUE) if held else way)
    elif row.came_back is not None:
        found.append(back(row.came_back))
    elif row.state not in (CaseState.NEW, CaseState.CLAIMED):
        found.append(state(row.state))
    return found
