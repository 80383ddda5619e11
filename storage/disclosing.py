"""What is kept about a member, row by row: theirs alone, without the names of those who reported or decided."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.disclosure import ANOTHER, Shown
from app.domain.members import MemberId
from app.domain.words import Words
from storage.cache_schema import members, messages, posts
from storage.schema import case_revisions, cases, notes, reports
from storage.schema_conduct import acknowledgements, welcomes
from storage.schema_contacts import contacts
from storage.schema_council import referral_parties, seats
from storage.schema_decisions import decisions, evidence
from storage.schema_governing import appeal_outcomes, appeals, sanctions
from storage.schema_honours import consents, grants, nominations, thanks
from storage.schema_lanes import lane_events
from storage.schema_privacy import data_requests
from storage.schema_promises import promises
from storage.values import moment

_CASE = Words("工单", "case")
_COLUMNS = {
    "id": _CASE,
    "case": _CASE,
    "title": Words("标题", "title"),
    "body": Words("内容", "text"),
    "text": Words("内容", "text"),
    "raw": Words("内容", "text"),
    "kind": Words("类别", "kind"),
    "state": Words("状态", "state"),
    "link": Words("链接", "link"),
    "reason": Words("理由", "reason"),
    "category": Words("类别", "category"),
    "what": Words("事项", "what"),
    "department": Words("部门", "department"),
    "due_at": Words("期限", "due"),
    "ended": Words("结果", "how it ended"),
    "at": Words("时间", "when"),
    "written_at": Words("发布时间", "written"),
    "created_at": Words("发布时间", "written"),
    "received_at": Words("收到时间", "received"),
    "answered_at": Words("答复时间", "answered"),
    "stated_at": Words("陈述时间", "stated"),
    "begins": Words("开始", "begins"),
    "ends": Words("结束", "ends"),
    "starts_at": Words("开始", "begins"),
    "ends_at": Words("结束", "ends"),
    "expires_at": Words("记分到期", "strikes expire"),
    "rung": Words("处置", "measure"),
    "strikes": Words("记分", "strikes"),
    "outcome": Words("结果", "outcome"),
    "against": Words("对象", "against"),
    "channel": Words("方式", "channel"),
    "reached": Words("联系上", "reached"),
    "step": Words("步骤", "step"),
    "name": Words("名称", "name"),
    "media_type": Words("格式", "format"),
    "size": Words("字节数", "bytes"),
    "sha256": Words("校验值", "sha256"),
    "statement": Words("陈述", "statement"),
    "label": Words("称呼", "called"),
    "way": Words("方式", "way"),
    "title_id": Words("称号", "title"),
    "standing": Words("状态", "standing"),
    "shows": Words("同意展示", "may be shown"),
    "source": Words("来源", "source"),
    "edition": Words("公约版本", "edition"),
    "number": Words("席位", "seat"),
    "answer": Words("答复", "answer"),
    "basis_edition": Words("公约版本", "edition"),
    "basis_article": Words("条款", "article"),
    "sent_by_us": Words("我方发出", "sent by us"),
    "about": Words("资料", "profile"),
    "post_id": Words("帖子", "post"),
}
_TIMES = frozenset({"at", "begins", "ends"})


@dataclass(frozen=True)
class _Asked:
    """A section: which columns of which rows."""

    key: str
    words: Words
    columns: str
    chosen: sa.Select[Any]


class Disclosing:
    """What is kept about a member, as seen by one transaction on the record."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def shown(self, member: MemberId) -> list[Shown]:
        """Every section that has rows, in the order of a page."""
        others = self._others(member)
        return [one for asked in _of_record(member) if (one := _shown(self._connection, asked, others)).rows]

    def _others(self, member: MemberId) -> list[str]:
        """Names of those who reported posts of the member, or are parties beside them."""
        theirs = sa.select(cases.c.key).where(cases.c.author_id == member)
        named = sa.select(reports.c.reporter_name).where(
            reports.c.case_key.in_(theirs), sa.or_(reports.c.reporter_id.is_(None), reports.c.reporter_id != member)
        )
        heard = sa.select(referral_parties.c.referral_key).where(referral_parties.c.member_id == member)
        beside = sa.select(referral_parties.c.member_name).where(
            referral_parties.c.referral_key.in_(heard), referral_parties.c.member_id != member
        )
        found = {name for one in (named, beside) for name in self._connection.execute(one).scalars() if len(name) > 1}
        return sorted(found, key=len, reverse=True)


def shown_of_cache(connection: sa.Connection, account: MemberId, member: MemberId) -> list[Shown]:
    """What the community said of a member, and the letters between an account and them."""
    mine = sa.and_(messages.c.account_id == account, messages.c.member_id == member)
    asked = [
        _Asked("profile", Words("社区资料", "profile"), "about", sa.select(members).where(members.c.id == member)),
        _Asked(
            "community_posts",
            Words("读取到的社区帖子", "posts that were read"),
            "created_at raw",
            sa.select(posts).where(posts.c.author_id == member).order_by(posts.c.created_at),
        ),
        _Asked(
            "messages",
            Words("往来私信", "messages"),
            "at sent_by_us text",
            sa.select(messages).where(mine).order_by(messages.c.at),
        ),
    ]
    return [one for each in asked if (one := _shown(connection, each, ())).rows]


def _of_record(member: MemberId) -> list[_Asked]:
    return [*_about_posts(member), *_about_measures(member), *_about_promises(member), *_about_people(member)]


def _about_posts(member: MemberId) -> Iterable[_Asked]:
    mine = cases.c.author_id == member
    yield _Asked(
        "cases",
        Words("您的帖子与工单", "your posts, as cases"),
        "id kind state title body link written_at",
        sa.select(cases).where(mine).order_by(cases.c.key),
    )
    for key, words, table, columns in (
        ("edits", Words("您改过的内容", "your edits"), case_revisions, "case title body written_at"),
        ("notes", Words("团队备注", "notes of the team"), notes, "case at text"),
        ("contacts", Words("联系记录", "contacts"), contacts, "case at channel reached text"),
        ("steps", Words("专门流程", "steps of a lane"), lane_events, "case at step text"),
        ("files", Words("留存的文件", "files"), evidence, "case at name media_type size sha256"),
    ):
        yield _Asked(key, words, columns, _of_cases(table).where(mine).order_by(cases.c.key))
    yield _Asked(
        "reports",
        Words("您的举报", "reports that you made"),
        "at category reason",
        sa.select(reports).where(reports.c.reporter_id == member).order_by(reports.c.at),
    )


def _about_measures(member: MemberId) -> Iterable[_Asked]:
    yield _Asked(
        "decisions",
        Words("对您的决定", "decisions about you"),
        "case at kind basis_edition basis_article text reason",
        _of_cases(decisions).where(cases.c.author_id == member).order_by(decisions.c.seq),
    )
    yield _Asked(
        "measures",
        Words("处置与记分", "measures and strikes"),
        "rung strikes starts_at ends_at expires_at",
        sa.select(sanctions).where(sanctions.c.member_id == member),
    )
    yield _Asked(
        "appeals",
        Words("申诉", "appeals"),
        "received_at against text due_at outcome",
        sa.select(appeals, appeal_outcomes.c.outcome)
        .join(appeal_outcomes, appeal_outcomes.c.appeal_id == appeals.c.id, isouter=True)
        .where(appeals.c.member_id == member)
        .order_by(appeals.c.seq),
    )
    yield _Asked(
        "statements",
        Words("您对议事会的陈述", "your statements to the council"),
        "label statement stated_at",
        sa.select(referral_parties).where(referral_parties.c.member_id == member),
    )


def _about_promises(member: MemberId) -> Iterable[_Asked]:
    yield _Asked(
        "promises",
        Words("对您的承诺", "promises to you"),
        "case what department due_at ended",
        _of_cases(promises).where(cases.c.author_id == member).order_by(promises.c.seq),
    )
    yield _Asked(
        "requests",
        Words("您的个人信息请求", "your personal data requests"),
        "received_at what due_at answer reason answered_at",
        sa.select(data_requests).where(data_requests.c.member_id == member),
    )


def _about_people(member: MemberId) -> Iterable[_Asked]:
    consented = (
        sa.select(consents)
        .join(nominations, nominations.c.key == consents.c.nomination_key)
        .where(nominations.c.member_id == member)
    )
    yield _Asked("consents", Words("您的同意", "your consents"), "at shows source", consented)
    for key, words, table, columns in (
        ("thanks", Words("感谢", "thanks"), thanks, "at way post_id"),
        ("nominations", Words("提名", "nominations"), nominations, "at title_id state reason"),
        ("honours", Words("荣誉称号", "titles"), grants, "title_id begins ends standing"),
        ("seats", Words("议事会席位", "seats of the council"), seats, "number name begins ends"),
        ("read", Words("公约阅读确认", "editions that you read"), acknowledgements, "edition at"),
        ("welcomed", Words("新人欢迎", "welcome"), welcomes, "edition at"),
    ):
        yield _Asked(key, words, columns, sa.select(table).where(table.c.member_id == member))


def _of_cases(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table, cases.c.id.label("case")).join(cases, cases.c.key == table.c.case_key)


def _shown(connection: sa.Connection, asked: _Asked, others: Sequence[str]) -> Shown:
    names = asked.columns.split()
    rows = connection.execute(asked.chosen).mappings()
    values = tuple(tuple(_said(name, row[name], others) for name in names) for row in rows)
    return Shown(asked.key, asked.words, tuple((name, _COLUMNS[name]) for name in names), values)


def _said(name: str, value: object, others: Sequence[str]) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool) and (name.endswith("_at") or name in _TIMES):
        return moment(value).isoformat()
    if name == "about":
        value = json.dumps({key: one for key, one in json.loads(str(value)).items() if one}, ensure_ascii=False)
    text = str(value)
    for other in others:
        text = text.replace(other, ANOTHER)
    return text
