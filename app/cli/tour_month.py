"""What the tour shows of honours, of the month, and of personal data."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from app.domain.cases import CaseId
from app.domain.privacy import What
from app.operations import data_requests, holds
from app.operations.desk import Desk

if TYPE_CHECKING:
    from ui.pictures import Studio

SELLER, CURIOUS = "u-201", "u-004"
QUARREL = CaseId("c-0205")
SOLD = "我的车上个月卖了，请把我在这里的资料都删掉，谢谢。"

Stop = Callable[[str], None]


def honours(studio: "Studio", stop: Stop) -> None:
    """What needs somebody, who holds what, who could be honoured, and the community review of the last month."""
    from ui.honours.items import Section  # noqa: PLC0415 - Qt must not be loaded for a command without a window

    place = studio.window.honours
    studio.show("HONOURS")
    for section in (Section.TODO, Section.HELD, Section.SUGGESTED):
        place.honours.inside.show_section(section)
        studio.settle()
        stop(f"honours-{section.name.lower()}")
    place.turn_to(1)
    studio.settle()
    stop("review")
    place.turn_to(0)


def month(studio: "Studio", stop: Stop) -> None:
    """The last month: its sentences, figures, charts and tables, what closing and exporting ask."""
    studio.show("SUMMARY")
    page = studio.window.summary.inside
    stop("summary")
    for _ in range(2):
        page.section()
        studio.settle()
    stop("summary-charts")
    page.close_month()
    studio.settle()
    stop("summary-close")
    page.closing.put_away()
    page.export()
    studio.settle()
    stop("summary-export")
    page.exporting.put_away()


def personal_data(studio: "Studio", desk: Desk, stop: Stop) -> None:
    """A member asks for deletion: the case with its clock; then all requests, holds and periods."""
    came = desk.clock() - timedelta(days=9)
    asked = data_requests.open_request(desk, What.DELETION, SELLER, said=SOLD, received_at=came).request
    data_requests.open_request(desk, What.COPY, CURIOUS)
    holds.hold(desk, str(QUARREL), reason="律师来函 2026-117，可能起诉")
    studio.show("TRIAGE", asked.case)
    stop("data-request")
    studio.window.privacy.open()
    studio.settle()
    stop("data-requests-and-retention")
    studio.window.privacy.sheet.put_away()
