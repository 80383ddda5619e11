"""`honours titles`, `honours title set|retire`."""

from argparse import Namespace
from dataclasses import replace
from typing import Any

from app.cli.context import Context
from app.domain.honours import Title, TitleId
from app.domain.words import Words
from app.operations import honours_titles as work
from app.operations import honours_view
from app.operations.desk import Desk
from app.operations.honours_view import TitleRow

USUAL_MONTHS, USUAL_QUOTA = 12, 10
"""Of a title that is made without saying them."""


def titles(context: Context, _arguments: Namespace) -> int:
    """The titles, and what of the community shows them."""
    with context.desk() as desk:
        listed, offered = honours_view.titles(desk), honours_view.offered(desk)
    out = context.out
    honours = [{"id": one.id, "name": one.name, "grantable": one.grantable} for one in offered]
    out.document({"titles": [_of_title(one) for one in listed], "honours": honours})
    for one in listed:
        title = one.title
        ended = out.words(Words("（已停用）", " (retired)")) if title.retired_at else ""
        out.say(
            f"{title.id}  {title.words.zh}{ended}  任期 {title.months} 个月，{one.holders}/{title.quota} 人，"
            f"社区荣誉：{one.shown_as or '无'}",
            f"{title.id}  {title.words.en}{ended}  {title.months} months, {one.holders} of {title.quota}, "
            f"shown as: {one.shown_as or 'nothing'}",
        )
        out.line(f"    {out.words(title.what_for)}")
    if offered:
        said = ", ".join(f"{one.id} ({one.name})" for one in offered if one.grantable)
        out.say(f"社区可授予的荣誉：{said or '无'}", f"The community can grant: {said or 'nothing'}")
    return 0


def set_title(context: Context, arguments: Namespace) -> int:
    """Make a title, or change what is named of one."""
    with context.desk() as desk:
        title = work.set_title(desk, _wished(desk, arguments)).title
    return _told(context, title)


def retire(context: Context, arguments: Namespace) -> int:
    """Give a title no more."""
    with context.desk() as desk:
        title = work.retire_title(desk, TitleId(arguments.title)).title
    return _told(context, title)


def _wished(desk: Desk, arguments: Namespace) -> Title:
    """What is named instead of what is there; English is taken from Chinese where a new title says none."""
    number = TitleId(arguments.title.casefold())
    known = next((one.title for one in honours_view.titles(desk) if one.title.id == number), None)
    was = known or Title(number, Words(), Words(), USUAL_MONTHS, USUAL_QUOTA)
    name, name_en = arguments.name or was.words.zh, arguments.name_en or was.words.en
    purpose, purpose_en = vars(arguments)["for"] or was.what_for.zh, arguments.for_en or was.what_for.en
    return replace(
        was,
        words=Words(name or name_en, name_en or name),
        what_for=Words(purpose or purpose_en, purpose_en or purpose),
        months=arguments.months or was.months,
        quota=arguments.quota or was.quota,
        honour_id=was.honour_id if arguments.honour is None else arguments.honour,
    )


def _told(context: Context, title: Title) -> int:
    with context.desk() as desk:
        row = next(one for one in honours_view.titles(desk) if one.title.id == title.id)
    context.out.document(_of_title(row))
    context.out.say(f"{title.id}：{title.words.zh}，已保存。", f"{title.id}: {title.words.en}, kept.")
    return 0


def _of_title(one: TitleRow) -> dict[str, Any]:
    title = one.title
    return {
        "title": title.id,
        "name": {"zh": title.words.zh, "en": title.words.en},
        "for": {"zh": title.what_for.zh, "en": title.what_for.en},
        "months": title.months,
        "quota": title.quota,
        "holders": one.holders,
        "honour": one.shown_as,
        "retired": title.retired_at is not None,
    }
