"""What the window shows of personal data: a request on its case, and all that is asked, held and kept for a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain import privacy_letters
from app.domain.cases import CaseId
from app.domain.letters import language_of
from app.domain.privacy import DataRequest, Hold, What
from app.domain.privacy_names import Forecast
from app.domain.privacy_retention import Period
from app.errors import Language, RequestNotFound
from app.operations import forgetting, holds, retention
from app.operations.data_requests import request_words
from app.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request on its case.

    Attributes:
        forecast: of a deletion that waits: what would go, and what has to stay.
        held: the legal hold on the member, if one stands.
        language: in which the member is answered.
        letter: what they would be told once it is carried out; "" where it was answered.
        titles: of the cases that stay.
    """

    request: DataRequest
    forecast: Forecast | None
    held: Hold | None
    language: Language = "zh"
    letter: str = ""
    titles: Mapping[CaseId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overview:
    """Requests that wait, the most urgent first; holds that stand; how long each kind is kept."""

    requests: list[DataRequest]
    holds: list[Hold]
    periods: list[Period]


def shown(desk: Desk, case_id: CaseId) -> RequestShown:
    """The request of a case.

    Raises:
        CaseNotFound, RequestNotFound: there is none.
    """
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        request = tx.privacy.request(case.key)
        if request is None:
            raise RequestNotFound(case=case_id)
        held = tx.privacy.hold_on(member=request.member.id)
    language = language_of(request_words(case))
    if request.answer is not None:
        return RequestShown(request, None, held, language)
    if request.what is What.COPY:
        return RequestShown(request, None, held, language, privacy_letters.copied().say(language))
    found = forgetting.forecast(desk, case_id)
    left = dict.fromkeys(why for one in found.staying for why in one.why)
    letter = privacy_letters.deleted(tuple(left)).say(language)
    with desk.record.read() as tx:
        staying = [tx.cases.get(one.case) for one in found.staying]
    titles = {one.id: one.revision.title or one.title or one.revision.body for one in staying}
    return RequestShown(request, found, held, language, letter, titles)


def overview(desk: Desk) -> Overview:
    """Everything that waits, stands or runs."""
    with desk.record.read() as tx:
        waiting = tx.privacy.requests(only_open=True)
    return Overview(sorted(waiting, key=lambda one: one.due_at), holds.holds(desk), retention.periods(desk))
