"""`summary`: show a month, the cases behind a figure, close it, its three sentences, its time zone."""

from argparse import Namespace
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from app.cli import summary_exporting
from app.cli.context import Context
from app.cli.output import Output, harmless, stamp
from app.domain.cases import STATE_WORDS
from app.domain.months import Month, month_words
from app.domain.summary import Amount, CaseLink, Cell, Chart, Number, Person, Section, Summary, Table
from app.domain.summary_figures import change, figure
from app.domain.words import Words
from app.operations import summary as work
from app.operations.desk import Desk
from app.operations.summary_behind import cases_behind
from app.text.summary_page import community_of


def show(context: Context, arguments: Namespace) -> int:
    """The months; a month; the cases behind one of its figures; or the month as files."""
    out = context.out
    if summary_exporting.wanted_files(arguments):
        return summary_exporting.export(context, arguments, _counting(out))
    with context.desk() as desk:
        if arguments.month is None:
            return _months(out, desk)
        if arguments.cases:
            return _behind(out, desk, arguments.month, arguments.cases, arguments.after)
        found = work.summary(desk, arguments.month, _counting(out))
    out.document(document_of(found))
    tell(out, found)
    return 0


def close(context: Context, arguments: Namespace) -> int:
    """Freeze a month."""
    with context.desk() as desk:
        put_right = work.close(desk, arguments.month, _counting(context.out)).put_right
        found = work.summary(desk, arguments.month)
    frozen = found.frozen
    if frozen is None:
        raise AssertionError("a month that was closed is not")
    context.out.document(
        {
            "month": found.month,
            "closed_at": stamp(frozen.at),
            "entries": frozen.entries,
            "put_right": put_right,
        }
    )
    if put_right:
        context.out.say(
            f"有 {put_right} 处计数与台账不符（有人绕过程序改过数据库），关账前已按台账改正。",
            f"{put_right} counts were not what the ledger tells (somebody changed the database beside the program); "
            "they were put right before it was closed.",
        )
    context.out.say(
        f"{found.month} 已关账，数字从此不变（台账第 {frozen.entries} 条）。",
        f"{found.month} is closed; its figures stay as they are (ledger entry {frozen.entries}).",
    )
    return 0


def sentences(context: Context, arguments: Namespace) -> int:
    """Rewrite the sentences of a month."""
    with context.desk() as desk:
        better, worse, ask = (_in_language(desk, arguments, at) for at in range(3))
        work.write_sentences(desk, arguments.month, better=better, worse=worse, ask=ask)
        found = work.summary(desk, arguments.month)
    context.out.document({"month": found.month, "sentences": _sentences(found)})
    for words in found.sentences.each:
        context.out.line(context.out.words(words))
    return 0


def _in_language(desk: Desk, arguments: Namespace, at: int) -> work.Sentence | None:
    """A sentence as it was given: in both languages, or in the one that is named, beside what stands in the other."""
    text: str | None = (arguments.better, arguments.worse, arguments.ask)[at]
    if text is None or arguments.language is None:
        return text
    zh, en = work.written(desk, arguments.month)[at]
    return Words(text, en) if arguments.language == "zh" else Words(zh, text)


def zone(context: Context, arguments: Namespace) -> int:
    """The time zone of the months, or another one."""
    with context.desk() as desk:
        if arguments.name is not None:
            work.set_zone(desk, arguments.name)
        name = work.zone(desk)
    context.out.document({"zone": name})
    context.out.say(f"月份按 {name} 起止。", f"Months begin and end in {name}.")
    return 0


def _counting(out: Output) -> work.Progress:
    """Says once that the past is being counted, which can take a while."""
    told: list[int] = []

    def progress(left: int) -> None:
        if not told:
            out.hint(f"正在统计以往的 {left} 条记录……", f"Counting {left} records of the past …")
        told.append(left)

    return progress


def _months(out: Output, desk: Desk) -> int:
    found = work.months(desk, _counting(out))
    out.document([{"month": one.month, "over": one.over, "closed": one.closed} for one in found])
    for one in found:
        words = Words("已关账", "closed") if one.closed else _standing(over=one.over)
        out.line(f"{one.month}  {out.words(words)}")
    return 0


def _standing(*, over: bool) -> Words:
    return Words("待关账", "to be closed") if over else Words("进行中", "under way")


def _behind(out: Output, desk: Desk, month: Month, key: str, after: int) -> int:
    found = cases_behind(desk, month, key, after)
    rows = [{"key": one.key, "case": one.id, "state": one.state.value, "title": one.title} for one in found]
    out.document(rows)
    for one in found:
        out.line(f"{one.id}  {out.words(STATE_WORDS[one.state])}  {harmless(one.title)}")
    if not found:
        out.say("没有更多工单。", "No more cases.")
    return 0


# --- a month for people ----------------------------------------------------------------------------------


def tell(out: Output, found: Summary) -> None:
    """A month as lines: the sentences, then each section with its figures."""
    local = found.reckoned_at.astimezone(ZoneInfo(found.zone))
    name, of = community_of(found), month_words(found.month)
    out.say(
        f"{of.zh}治理月报 · {name.zh} · {_when(found).zh} {local:%Y-%m-%d %H:%M}（{found.zone}）",
        f"Summary of {of.en} · {name.en} · {_when(found).en} {local:%Y-%m-%d %H:%M} ({found.zone})",
    )
    for words in found.sentences.each:
        out.line(f"  {out.words(words)}")
    for section in found.sections:
        out.line("")
        out.line(out.words(section.words))
        for number in section.numbers:
            out.line(f"  {_line(out, number)}")


def _when(found: Summary) -> Words:
    return Words("截至", "as of") if found.frozen is None else Words("关账于", "closed on")


def _line(out: Output, number: Number) -> str:
    value = out.words(figure(number.value, number.unit))
    against = out.words(change(number).words) if number.before is not None else ""
    late = out.words(Words(f"含迟到 {number.late}", f"{number.late} of them late")) if number.late else ""
    beside = " · ".join(part for part in (against, late) if part)
    return f"{out.words(number.words)}: {value}" + (f"  ({beside})" if beside else "")


# --- a month as a document -------------------------------------------------------------------------------


def document_of(found: Summary) -> dict[str, Any]:
    """The JSON document of a month."""
    frozen = found.frozen
    return {
        "month": found.month,
        "community": found.community,
        "zone": found.zone,
        "reckoned_at": stamp(found.reckoned_at),
        "over": found.over,
        "closed_at": stamp(frozen.at) if frozen else None,
        "entries": found.entries,
        "head": found.head,
        "sentences": _sentences(found),
        "figures": {
            number.key: {
                "value": number.value,
                "before": number.before,
                "unit": number.unit.value,
                "late": number.late,
                "opens": number.opens,
            }
            for section in found.sections
            for number in section.numbers
        },
        "charts": [_chart(chart) for chart in _each(found.sections, "charts")],
        "tables": [_table(table) for table in _each(found.sections, "tables")],
    }


def _each(sections: Iterable[Section], what: str) -> list[Any]:
    return [one for section in sections for one in getattr(section, what)]


def _sentences(found: Summary) -> dict[str, dict[str, str]]:
    return {
        name: {"zh": words.zh, "en": words.en}
        for name, words in zip(("better", "worse", "ask"), found.sentences.each, strict=True)
    }


def _chart(chart: Chart) -> dict[str, Any]:
    series = [{"name": one.words.en, "values": list(one.values)} for one in chart.series]
    return {"chart": chart.key, "labels": [one.en for one in chart.labels], "series": series}


def _table(table: Table) -> dict[str, Any]:
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    return {"table": table.key, "columns": [one.en for one in table.columns], "rows": rows}


def _cell(cell: Cell) -> str | int | None:
    if isinstance(cell, Words):
        return cell.en
    if isinstance(cell, CaseLink):
        return cell.case
    if isinstance(cell, Person):
        return cell.label.en
    if isinstance(cell, Amount):
        return cell.value
    return cell.isoformat() if isinstance(cell, date | datetime) else cell
