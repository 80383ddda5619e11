"""What of a packet is masked: every text of it, each place in it that leads to a person, and what was chosen.

A choice holds for one place, or for a value wherever it stands. What a secretary confirms is all of the words and all
of the places as they were shown: whatever changes afterwards has to be looked at once more.
"""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.words import Words
from app.operations.council_packet_material import Material
from app.text.masking import POSSIBLE, MaskKind, Names, Numbers, Place, find, hide, possible
from storage.council import PacketChoice

AROUND = 24
"""Characters of the text that are shown before and after a place."""

SHOWN, HIDDEN = "show", "hide"
PLACE, VALUE, OWN, CALLED, SEEN = "mask:", "value:", "own:", "called:", "masks"
"""How choices are called: of a place, of a value, words masked besides, whose name they are, that all was seen."""

LEAST_WORDS, LONGEST_WORDS = 2, 60
_DIGITS = 10


@dataclass(frozen=True, slots=True)
class Source:
    """A text of the packet, its words not masked yet."""

    id: str
    where: Words
    text: str


@dataclass(frozen=True, slots=True)
class MaskedPlace:
    """A place that is masked, was lifted by somebody, or is only offered as one that may lead to a person.

    Attributes:
        id: of this place: it changes with the text in which it stands.
        value: the id of what stands there, the same wherever it stands.
        where: in which text.
        before, after: the text around it.
        found: what stands there.
        becomes: what seats read instead.
        shown: it was lifted, or nobody chose to mask what is only possible: seats read what stands there.
    """

    id: str
    value: str
    kind: MaskKind
    where: Words
    before: str
    found: str
    after: str
    becomes: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Masked:
    """All texts of a packet as seats read them.

    Attributes:
        texts: by the ids of their sources.
        places: in the order of the texts.
        seen: what a person confirms who looked at all of it.
        confirmed: whether somebody did, as it stands now.
        own: words that were masked besides.
    """

    texts: Mapping[str, str]
    places: tuple[MaskedPlace, ...]
    seen: str
    confirmed: bool
    own: tuple[str, ...]

    @property
    def counts(self) -> list[tuple[MaskKind, int]]:
        """How many places of each kind are masked."""
        counted = Counter(one.kind for one in self.places if not one.shown)
        return [(kind, counted[kind]) for kind in MaskKind if counted[kind]]


def sources(material: Material, earlier: Iterable[tuple[str, str]] = ()) -> list[Source]:
    """Every text of the packet that people wrote.

    Args:
        material: of the packet.
        earlier: names and texts of earlier rulings.
    """
    referral = material.referral
    found = [
        Source("question", Words("评议问题", "the question"), referral.question),
        Source("alleged", Words("所称情况", "what is alleged"), referral.alleged),
        Source("asked", Words("提请人", "who asked"), referral.asked_name),
    ]
    for party in material.parties:
        where = Words(f"{party.label}的陈述", f"the statement of {party.label}")
        found.append(Source(f"party:{party.label}", where, party.statement))
    for post in material.posts:
        floor = f" #{post.number}" if post.number is not None else ""
        title = Words(f"{post.thread}的标题", f"the title of {post.thread}")
        text = Words(f"{post.thread}{floor}（{post.author}）", f"{post.thread}{floor} ({post.author})")
        found += [Source(f"{post.source}:title", title, post.title), Source(f"{post.source}:text", text, post.text)]
    for name, text_ in earlier:
        found.append(Source(f"ruling:{name}", Words(f"以往评议 {name}", f"earlier ruling {name}"), text_))
    return found


def mask(
    material: Material,
    texts: Sequence[Source],
    choices: Mapping[str, PacketChoice],
    step: Callable[[int, int], None] = lambda _done, _of: None,
) -> Masked:
    """Mask them, as it was chosen.

    Args:
        material: says how people are called.
        texts: of the packet.
        choices: what was chosen for it.
        step: told after each text how many of how many are masked; it may raise to stop.
    """
    own = own_words(choices)
    called = {word: choices[called_id(word)].choice for word in own if called_id(word) in choices}
    names, numbers = Names(material.labels), Numbers()
    masked: dict[str, str] = {}
    places: list[MaskedPlace] = []
    whole = hashlib.sha256()
    for done, source in enumerate(texts, 1):
        digest = hashlib.sha256(f"{source.id}\n{source.text}".encode(errors="replace")).hexdigest()
        found = _places(source.text, names, own, called)
        here = [_place(source, digest, one, numbers, choices) for one in found]
        masked[source.id] = hide(source.text, found, numbers, {at for at, one in enumerate(here) if one.shown})
        places += here
        whole.update("\n".join([digest, *(one.id for one in here), *_labels(found)]).encode())
        step(done, len(texts))
    seen = whole.hexdigest()
    confirmed = SEEN in choices and choices[SEEN].choice.partition(" ")[0] == seen
    return Masked(masked, tuple(places), seen, confirmed, own)


def _labels(found: Sequence[Place]) -> list[str]:
    """Whose names the words are that somebody named, so that another label is looked at anew."""
    return [f"{one.start} {one.label}" for one in found if one.kind is MaskKind.OTHER and one.label]


def _places(text: str, names: Names, own: Sequence[str], called: Mapping[str, str]) -> list[Place]:
    """What is found in a text, and what may be something, in order."""
    found = find(text, names, own, called)
    return sorted([*found, *possible(text, names, found)], key=lambda one: one.start)


def own_words(choices: Mapping[str, PacketChoice]) -> tuple[str, ...]:
    """The words that are masked besides, in the order in which they were named."""
    named = [one for what, one in choices.items() if what.startswith(OWN)]
    return tuple(one.choice for one in sorted(named, key=lambda one: (one.at, one.what)))


def confirmation(seen: str, material: Material) -> str:
    """How it is kept that all of it was looked at: what was seen, and when the newest post of it was written."""
    newest = max(post.written_at for post in material.posts)
    return f"{seen} {newest.isoformat()}"


def confirmed_until(choices: Mapping[str, PacketChoice]) -> datetime | None:
    """When the newest post was written that was looked at; None where nobody looked."""
    return datetime.fromisoformat(choices[SEEN].choice.partition(" ")[2]) if SEEN in choices else None


def own_id(words: str) -> str:
    """How the choice is called that masks these words besides."""
    return OWN + _short(words)


def called_id(words: str) -> str:
    """How the choice is called that says whose name these words are."""
    return CALLED + _short(words)


def _place(
    source: Source, digest: str, place: Place, numbers: Numbers, choices: Mapping[str, PacketChoice]
) -> MaskedPlace:
    id_ = f"m-{_short(f'{digest} {place.kind} {place.start} {place.end}')}"
    value = f"v-{_short(f'{place.kind} {place.value}')}"
    chosen = choices.get(PLACE + id_) or choices.get(VALUE + value)
    text, start, end = source.text, place.start, place.end
    return MaskedPlace(
        id=id_,
        value=value,
        kind=place.kind,
        where=source.where,
        before=text[max(0, start - AROUND) : start],
        found=text[start:end],
        after=text[end : end + AROUND],
        becomes=numbers.becomes(place),
        shown=place.kind in POSSIBLE if chosen is None else chosen.choice == SHOWN,
    )


def _short(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:_DIGITS]
