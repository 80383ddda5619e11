"""A member's record, put together from the record, the community's own data and the team's notes."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from app.domain.appeals import AGAINST_WORDS, OUTCOME_WORDS, Appeal
from app.domain.cases import CaseId, Verdict
from app.domain.community import AuditEntry
from app.domain.contacts import Contacted, next_words, result_words
from app.domain.decisions import DECISION_WORDS, REPORT_VERDICT_WORDS, Decision, DecisionKind, ReportVerdict
from app.domain.member_record import MemberRecord, Past, PastKind, accuracy, past_of, strikes_now
from app.domain.members import MEASURE_WORDS, Measure, Member, MemberId, MemberRef
from app.domain.quoting import one_line
from app.domain.report_answers import standing_verdict, stands
from app.domain.words import Words
from app.errors import MemberUnknown
from app.operations.desk import Desk
from app.operations.honours_deeds import good_deeds, past
from storage.member_record import CaseOf, ReportBy
from storage.transaction import Transaction

MOST_OF_STAFF = 200
"""How many entries of the community's log of staff are shown."""

LONGEST_QUOTE = 80

_KINDS = {
    DecisionKind.COACHING: PastKind.REMINDER,
    DecisionKind.REPLY: PastKind.REPLY,
    DecisionKind.DISMISSAL: PastKind.REPLY,
    DecisionKind.ACCEPTANCE: PastKind.REPLY,
    DecisionKind.MESSAGE: PastKind.REPLY,
}
"""Decisions that are entries by themselves; sanctions, what ends them, and appeals are told otherwise."""


def member_record(desk: Desk, member_id: MemberId) -> MemberRecord:
    """Everything that is kept about a member.

    Raises:
        MemberUnknown: nobody ever heard of them.
    """
    now = desk.clock()
    with desk.cache.read() as cached:
        member = cached.threads.member(member_id)
        log = cached.attention.audit_of(member_id, MOST_OF_STAFF)
    with desk.record.read() as tx:
        name = member.ref.name if member else tx.members.name(member_id)
        if name is None:
            raise MemberUnknown(member=member_id)
        kept = tx.sanctions.of_member(member_id)
        reports = [(one, found_about(tx, one)) for one in tx.members.reports_by(member_id)]
        entries = [past_of(one, now) for one in kept]
        entries += _decided(tx, member_id)
        entries += [_appeal(one) for one in tx.appeals.of_member(member_id)]
        entries += [_contacted(one) for one in tx.contacts.of_member(member_id)]
        entries += [
            Past(note.at, PastKind.NOTE, _quoted(note.text), by=note.by.name, case_id=case)
            for case, note in tx.members.notes_on(member_id)
        ]
        entries += past(tx, member_id)
        deeds = good_deeds(tx, member_id)
    entries += [_report(one, found) for one, found in reports]
    entries += _in_community(member, log)
    strikes, counted = strikes_now(kept, now)
    return MemberRecord(
        MemberRef(member_id, name),
        member,
        strikes,
        counted,
        tuple(sorted(entries, key=_at, reverse=True)),
        accuracy([found for _, found in reports]),
        deeds,
    )


def _at(one: Past) -> datetime:
    return one.at


def _decided(tx: Transaction, member_id: MemberId) -> Iterator[Past]:
    decisions = tx.decisions.of_author(member_id)
    cases = tx.members.cases_of(member_id)
    accepted = {
        one.case_id: one.at for one in decisions if one.kind is DecisionKind.ACCEPTANCE and one.undone_at is None
    }
    for one in decisions:
        kind = _KINDS.get(one.kind)
        if kind is not None and one.undone_at is None:
            yield Past(
                one.at, kind, DECISION_WORDS[one.kind], tuple(_told(one, cases, accepted)), one.by.name, one.case_id
            )


def _told(one: Decision, cases: Mapping[CaseId, CaseOf], accepted: Mapping[CaseId, datetime]) -> Iterator[Words]:
    if one.basis is not None:
        basis = one.basis
        yield Words(f"{basis.cited.zh} {basis.title.zh}", f"{basis.cited.en} {basis.title.en}")
    if one.kind is DecisionKind.COACHING:
        yield Words("不记分", "no strike")
        case = cases.get(one.case_id)
        if one.case_id in accepted and accepted[one.case_id] > one.at:
            yield Words("已改好", "corrected")
        elif case is not None and case.revision != one.revision:
            yield Words("之后作者修改过", "edited since")
        else:
            yield Words("没有修改", "not corrected")
    if one.reason:
        yield _quoted(one.reason)


def _appeal(one: Appeal) -> Past:
    by = one.answered_by.name if one.answered_by else ""
    result = OUTCOME_WORDS[one.outcome] if one.outcome else Words("待答复", "not answered yet")
    return Past(
        one.received_at, PastKind.APPEAL, AGAINST_WORDS[one.against], (result, _quoted(one.text)), by, one.case_id
    )


def _contacted(one: Contacted) -> Past:
    said = [_quoted(one.text)] if one.text else []
    again = next_words(one)
    details = (*said, *([again] if again else []))
    return Past(one.at, PastKind.CONTACT, result_words(one), details, one.by.name, one.case_id)


def found_about(tx: Transaction, one: ReportBy) -> ReportVerdict | None:
    """What stands of a report after every appeal."""
    upheld = one.verdict is Verdict.UPHELD
    return stands(one.judged, standing_verdict(one.verdict, tx.sanctions.of_case(one.case_id) if upheld else ()))


def _report(one: ReportBy, verdict: ReportVerdict | None) -> Past:
    found = REPORT_VERDICT_WORDS[verdict] if verdict else Words("还没有结论", "nothing found yet")
    title = one_line(one.title, 30)
    head = Words(f"举报了《{title}》", f"reported “{title}”") if title else Words("举报了一个帖子", "reported a post")
    said = (_quoted(one.reason),) if one.reason else ()
    return Past(one.at, PastKind.REPORT, head, (found, *said), "", one.case_id)


def _in_community(member: Member | None, log: Sequence[AuditEntry]) -> list[Past]:
    found = [_measure(one) for one in (member.measures if member else ())]
    return found + [
        Past(
            one.at,
            PastKind.COMMUNITY,
            _quoted(one.action),
            (_quoted(one.details),) if one.details else (),
            one.by.name if one.by else "",
        )
        for one in log
    ]


def _measure(one: Measure) -> Past:
    details: list[Words] = []
    if one.until is not None:
        until = f"{one.until.astimezone():%Y-%m-%d %H:%M}"
        details.append(Words(f"到 {until}", f"until {until}"))
    if one.reason:
        details.append(_quoted(one.reason))
    return Past(one.at, PastKind.COMMUNITY, MEASURE_WORDS[one.kind], tuple(details), one.by)


def _quoted(text: str) -> Words:
    said = one_line(text, LONGEST_QUOTE)
    return Words(said, said)
