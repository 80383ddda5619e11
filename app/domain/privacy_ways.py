"""What a person can do about what keeps everything of a member who asked for deletion: in itself none of it refuses."""

from app.domain.privacy import Stays
from app.domain.words import Words

WAYS_ON = {
    Stays.HELD: Words(
        "法律保留解除后再办理；到期仍未解除的，以此为理由答复 TA",
        "delete once the hold is released; if it stands when the term ends, answer them with that reason",
    ),
    Stays.SEAT: Words("先在“议事会”登记 TA 离任，再办理", "enter that they left the council, then delete"),
    Stays.COUNCIL: Words("评议结束后再办理", "delete once the council has ended with it"),
    Stays.HONOUR: Words(
        "先在“荣誉”中让 TA 的称号荣休或收回，提名则结束，再办理",
        "end their title first (emeritus or revoked), and any nomination, then delete",
    ),
}
"""The first step, by what keeps everything."""


def ways_on(whole: tuple[Stays, ...]) -> list[Words]:
    """What is to be done first, for each of what keeps everything."""
    return [WAYS_ON[one] for one in whole if one in WAYS_ON]
