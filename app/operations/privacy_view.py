"""What the window shows of personal data: a request on its case, and all that is asked, held and kept for a time."""

from dataclasses import dataclass

from app.domain.cases import CaseId
from app.domain.privacy import DataRequest, Hold, What
from app.domain.privacy_names import Forecast
from app.domain.privacy_retention import Period
from app.errors import RequestNotFound
from app.operations import forgetting, holds, retention
from app.operations.desk import Desk


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request on its case.

    Attributes:
        forecast: of a deletion that waits: what would go, and what has to stay.
        held: the legal hold on the member, if one stands.
    """

    request: DataRequest
    forecast: Forecast | None
    held: Hold | None


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
        request = tx.privacy.request(tx.cases.get(case_id).key)
        if request is None:
            raise RequestNotFound(case=case_id)
        held = tx.privacy.hold_on(member=request.member.id)
    deletes = request.what is What.DELETION and request.answer is None
    return RequestShown(request, forgetting.forecast(desk, case_id) if deletes else None, held)


def overview(desk: Desk) -> Overview:
    """Everything that waits, stands or runs."""
    with desk.record.read() as tx:
        waiting = tx.privacy.requests(only_open=True)
    return Overview(sorted(waiting, key=lambda one: one.due_at), holds.holds(desk), retention.periods(desk))
