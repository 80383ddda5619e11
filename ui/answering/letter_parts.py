"""What a person wrote into the open places of a letter, to be carried into another template or another article."""

import re

from app.domain.messages import OPEN_PLACE


def typed_into(template: str, text: str) -> dict[str, str] | None:
    """What stands in the open places of a template.

    Returns: the words by open place; None when the text was changed elsewhere too.
    """
    names = OPEN_PLACE.findall(template)
    pieces = OPEN_PLACE.split(template)
    pattern = re.escape(pieces[0])
    for piece in pieces[1:]:
        pattern += "([^\0]{0,600}?)" + re.escape(piece)
    found = re.fullmatch(pattern, text)
    if found is None:
        return None
    return {name: words for name, words in zip(names, found.groups(), strict=True) if words != name}


def carried_over(template: str, words: dict[str, str]) -> str:
    """A template with what was written into places of the same name."""
    return OPEN_PLACE.sub(lambda found: words.get(found.group(), found.group()), template)
