"""What is kept about a member, row by row: theirs alone, without what was written to others, or who has a case.

Which columns the team wrote is told with them: what it wrote may name anybody, and is masked before it is given out.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.domain.commands import CommandKind
from app.domain.decisions import HOLDING, DecisionKind
from app.domain.disclosure import Shown
from app.domain.members import MemberId
from app.domain.words import Words
from storage.cache_schema import members, messages, posts
from storage.schema import accounts, case_revisions, cases, notes, reports
from storage.schema_conduct import acknowledgements, welcomes
from storage.schema_contacts import contacts
from storage.schema_council import referral_parties, seats
from storage.schema_decisions import commands, decisions, evidence
from storage.schema_governing import appeal_outcomes, appeals, sanctions
from storage.schema_honours import consents, grant_events, grants, nomination_evidence, nominations, thanks
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
    "words": Words("内容", "text"),
    "change": Words("变动", "change"),
    "post_id": Words("帖子", "post"),
}
_TIMES = frozenset({"at", "begins", "ends"})


@dataclass(frozen=True)
class _Asked:
    """A section: which columns of which rows, and which of these the team wrote."""

    key: str
    words: Words
    columns: str
    chosen: sa.Select[Any]
    team: str = ""


class Disclosing:
    """What is kept about a member, as seen by one transaction on the record."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def shown(self, member: MemberId) -> list[Shown]:
        """Every section that has rows, in the order of a page."""
        return [one for asked in self._of_record(member) if (one := _shown(self._connection, asked)).rows]

    def names(self, member: MemberId, said: str) -> tuple[set[str], set[str]]:
        """Who may be named in what the team said: names and ids of others, and the member's own.

        Args:
            said: of authors and reporters, only those who stand in it are told; of the team, all.
        """
        own = set(self._words(sa.select(cases.c.author_name).where(cases.c.author_id == member).distinct()))
        found = set[str]()
        for person, name in (
            (accounts.c.id, accounts.c.name),
            (referral_parties.c.member_id, referral_parties.c.member_name),
        ):
            found |= set(self._words(sa.select(name).where(person != member)))
            found |= set(self._words(sa.select(person).where(person != member)))
        text = said.lower()
        for person, name in (
            (cases.c.author_id, cases.c.author_name),
            (reports.c.reporter_id, reports.c.reporter_name),
        ):
            others = sa.or_(person.is_(None), person != member)
            for column in (person, name):
                found |= set(self._words(_within(self._connection, text, column).where(others)))
        return found - own - {member}, own | {member}

    def _words(self, chosen: sa.Select[Any]) -> Iterator[str]:
        return (str(one) for one in self._connection.execute(chosen).scalars() if one)

    def _of_record(self, member: MemberId) -> list[_Asked]:
        told = _about_measures(member, sorted(self._to_others(member)))
        return [*_about_posts(member), *told, *_about_promises(member), *_about_people(member)]

    def _to_others(self, member: MemberId) -> set[str]:
        """Decisions on the member's cases that speak to somebody else: to who reported, or to a party beside them."""
        letters = (
            sa.select(commands.c.decision_id, commands.c.intent)
            .join(decisions, decisions.c.id == commands.c.decision_id)
            .join(cases, cases.c.key == decisions.c.case_key)
            .where(cases.c.author_id == member, commands.c.kind == CommandKind.MESSAGE.value)
        )
        beside = (
            sa.select(thanks.c.decision_id)
            .join(cases, cases.c.key == thanks.c.case_key)
            .where(cases.c.author_id == member, thanks.c.member_id != member)
        )
        found = set(self._words(beside))
        return found | {row.decision_id for row in self._connection.execute(letters) if _reader(row.intent) != member}


def others_of_cache(connection: sa.Connection, member: MemberId, said: str) -> set[str]:
    """Names and ids of other members of the community that stand in a text."""
    text, found = said.lower(), set[str]()
    for column in (members.c.id, members.c.name):
        other = _within(connection, text, column).where(members.c.id != member)
        found |= {str(one) for one in connection.execute(other).scalars()}
    return found


def _within(connection: sa.Connection, text: str, column: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Different values of a column that stand in a text of small letters."""
    at = sa.func.strpos if connection.dialect.name == "postgresql" else sa.func.instr
    return sa.select(column).where(column != "", at(sa.literal(text), sa.func.lower(column)) > 0).distinct()


def _reader(intent: str) -> str | None:
    """To whom a letter goes; None where that can't be told."""
    try:
        read = json.loads(intent)
    except ValueError:
        return None
    return read.get("member_id") if isinstance(read, dict) else None


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
    return [one for each in asked if (one := _shown(connection, each)).rows]


def _about_posts(member: MemberId) -> Iterable[_Asked]:
    mine = cases.c.author_id == member
    yield _Asked(
        "cases",
        Words("您的帖子与工单", "your posts, as cases"),
        "id kind state title body link written_at",
        sa.select(cases).where(mine).order_by(cases.c.key),
    )
    for key, words, table, columns, team in (
        ("edits", Words("您改过的内容", "your edits"), case_revisions, "case title body written_at", ""),
        ("notes", Words("团队备注", "notes of the team"), notes, "case at text", "text"),
        ("contacts", Words("联系记录", "contacts"), contacts, "case at channel reached text", "text"),
        ("steps", Words("专门流程", "steps of a lane"), lane_events, "case at step text", "text"),
        ("files", Words("留存的文件", "files"), evidence, "case at name media_type size sha256", "name"),
    ):
        yield _Asked(key, words, columns, _of_cases(table).where(mine).order_by(cases.c.key), team)
    yield _Asked(
        "reports",
        Words("您的举报", "reports that you made"),
        "at category reason",
        sa.select(reports).where(reports.c.reporter_id == member).order_by(reports.c.at),
    )


_NOT_TOLD = (*HOLDING, DecisionKind.FEEDBACK)
"""Who of the team has a case, and what those were told who reported."""


def _about_measures(member: MemberId, to_others: list[str]) -> Iterable[_Asked]:
    in_effect = sa.and_(decisions.c.undone_at.is_(None), decisions.c.plan.is_(None))
    told = decisions.c.kind.not_in([one.value for one in _NOT_TOLD]) & decisions.c.id.not_in(to_others)
    yield _Asked(
        "decisions",
        Words("对您的决定", "decisions about you"),
        "case at kind basis_edition basis_article text reason",
        _of_cases(decisions).where(cases.c.author_id == member, in_effect, told).order_by(decisions.c.seq),
        "text reason",
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
        "what",
    )
    yield _Asked(
        "requests",
        Words("您的个人信息请求", "your personal data requests"),
        "received_at what due_at answer reason answered_at",
        sa.select(data_requests).where(data_requests.c.member_id == member),
        "reason",
    )


def _about_people(member: MemberId) -> Iterable[_Asked]:
    consented = (
        sa.select(consents)
        .join(nominations, nominations.c.key == consents.c.nomination_key)
        .where(nominations.c.member_id == member)
    )
    yield _Asked("consents", Words("您的同意", "your consents"), "at shows source", consented, "source")
    shown = (
        sa.select(nomination_evidence)
        .join(nominations, nominations.c.key == nomination_evidence.c.nomination_key)
        .where(nominations.c.member_id == member)
    )
    yield _Asked("evidence", Words("提名的依据", "what speaks for you"), "kind words", shown, "words")
    held = sa.select(grant_events).join(grants, grants.c.key == grant_events.c.grant_key)
    yield _Asked(
        "changes",
        Words("称号的变动", "what became of your titles"),
        "at change reason",
        held.where(grants.c.member_id == member).order_by(grant_events.c.seq),
        "reason",
    )
    thanked = (
        sa.select(thanks, decisions.c.text)
        .join(decisions, decisions.c.id == thanks.c.decision_id)
        .where(thanks.c.member_id == member, decisions.c.undone_at.is_(None))
        .order_by(thanks.c.at)
    )
    yield _Asked("thanks", Words("感谢", "thanks"), "at way post_id text", thanked, "text")
    for key, words, table, columns in (
        ("nominations", Words("提名", "nominations"), nominations, "at title_id state reason"),
        ("honours", Words("荣誉称号", "titles"), grants, "title_id begins ends standing"),
        ("seats", Words("议事会席位", "seats of the council"), seats, "number name begins ends"),
        ("read", Words("公约阅读确认", "editions that you read"), acknowledgements, "edition at"),
        ("welcomed", Words("新人欢迎", "welcome"), welcomes, "edition at"),
    ):
        yield _Asked(key, words, columns, sa.select(table).where(table.c.member_id == member), "reason")


def _of_cases(table: sa.Table) -> sa.Select[Any]:
    return sa.select(table, cases.c.id.label("case")).join(cases, cases.c.key == table.c.case_key)


def _shown(connection: sa.Connection, asked: _Asked) -> Shown:
    names = asked.columns.split()
    rows = connection.execute(asked.chosen).mappings()
    values = tuple(tuple(_said(name, row[name]) for name in names) for row in rows)
    columns = tuple((name, _COLUMNS[name]) for name in names)
    return Shown(asked.key, asked.words, columns, values, frozenset(asked.team.split()))


def _said(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool) and (name.endswith("_at") or name in _TIMES):
        return moment(value).isoformat()
    if name == "about":
        value = json.dumps({key: one for key, one in json.loads(str(value)).items() if one}, ensure_ascii=False)
    return str(value)
