"""The pictures of posts, read from the community and kept as evidence before anybody deletes them."""

from app.domain.cases import CaseId
from app.domain.pictures import InPost
from app.domain.words import Words
from app.errors import CommunityError, RateLimited, Unavailable
from app.operations import pictures
from app.operations.desk import Desk
from app.operations.pictures import Fetched
from app.sync.line import Line

RESERVE = 4
"""Requests of a minute that pictures which nobody asked for leave to what a moderator does."""
MOST_A_ROUND = 8
"""Requests for pictures after which a round begins with no further case; the rest follows in the next."""
GIVEN_UP = 2
"""After so many pictures in a row that could not be read at all, the others are not tried."""

OUT_OF_BUDGET = Words(
    "这一分钟的请求额度用完了，请稍后再固证一次", "this minute's requests are used up; seal once more later"
)


def fetch_pictures(desk: Desk, line: Line, case_id: CaseId, *, reserve: int = 0) -> Fetched:
    """Keep the pictures of a case that are not kept yet; what can't be had is told with its reason.

    It does not wait: what the budget of this minute does not reach is missing, too.

    Args:
        desk: of the person who acts.
        line: to the community.
        case_id: the case.
        reserve: requests of this minute that are left alone, where nobody asked for these pictures.

    Raises:
        CaseNotFound: there is no such case.
        RateLimited: the community asks for a pause, and nobody asked for these pictures.
    """
    kept, failed = 0, 0
    reasons: dict[str, Words] = {}
    for one in pictures.wanted(desk, case_id):
        if line.budget.left() <= reserve or failed >= GIVEN_UP:
            break
        try:
            kept += _fetch(desk, line, case_id, one)
            failed = 0
        except CommunityError as error:
            if reserve and isinstance(error, RateLimited):
                raise
            reasons[one.address] = Words.of(error)
            failed = failed + 1 if isinstance(error, Unavailable | RateLimited) else 0
    otherwise = list(reasons.values())[-1] if failed >= GIVEN_UP else OUT_OF_BUDGET
    return Fetched(kept, tuple(pictures.missing(pictures.wanted(desk, case_id), reasons, otherwise)))


def _fetch(desk: Desk, line: Line, case_id: CaseId, shown: InPost) -> int:
    picture = line.call(lambda: line.gateway.picture(shown.address))
    return int(pictures.on_fetched(desk, case_id, shown, picture))


def attend_pictures(desk: Desk, line: Line) -> int:
    """Keep the pictures of safety and unlawful posts by themselves; how many cases had to be left for later."""
    cases = pictures.cases_wanting(desk)
    before = line.gateway.requests
    for done, case_id in enumerate(cases):
        if line.gateway.requests - before >= MOST_A_ROUND or line.budget.left() <= RESERVE:
            return len(cases) - done
        fetched = fetch_pictures(desk, line, case_id, reserve=RESERVE)
        if not (fetched.kept and any(one.why == OUT_OF_BUDGET for one in fetched.missing)):
            pictures.on_looked(desk, case_id)  # else the next round goes on with the rest
    return 0
