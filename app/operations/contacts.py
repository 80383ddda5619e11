"""The contact log: calls and talks with members beside the community, and when to try again."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.domain.cases import CaseId
from app.domain.changes import Area, Changes
from app.domain.contacts import (
    Channel,
    Contacted,
    DueContact,
    check_contact,
    next_words,
    result_words,
    tries_words,
)
from app.domain.handover import SHOWN, SOON, Line, Section, named
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberRef
from app.domain.roles import Role, require
from app.domain.words import Words
from app.operations.desk import Desk
from storage.transaction import Transaction

MOST = 200
_TOUCHED = Changes.of(Area.CASES, Area.CONTACTS)


@dataclass(frozen=True, slots=True)
class Entered:
    """A contact that was entered in the log."""

    contact: Contacted
    changes: Changes = _TOUCHED


def log(
    desk: Desk, case_id: CaseId, channel: Channel, *, reached: bool, text: str, next_at: datetime | None = None
) -> Entered:
    """Enter how somebody was contacted about a case. It stays: only a newer entry says something else.

    Args:
        desk: of the person who called.
        case_id: the case.
        channel: how.
        reached: whether anybody answered.
        text: what was said; may be "" where nobody answered.
        next_at: when to try again, or to go on; takes the place of what an earlier entry said.

    Raises:
        NoRight: the person is no moderator.
        CaseNotFound: there is no such case.
        NothingSaid: somebody was reached, and nothing tells what was said.
        NextInPast: the next try lies in the past.
        TooLong: nobody would read it.
    """
    require(desk.me, Role.MODERATOR)
    now = desk.clock()
    said = check_contact(text, now, reached=reached, next_at=next_at)
    with desk.record.write() as tx:
        case = tx.cases.get(case_id)
        one = Contacted(now, MemberRef(desk.me.id, desk.me.name), channel, reached, said, next_at, case.id)
        seq = tx.contacts.add(case.key, one)
        body: Body = {
            "case": case.id,
            "contact": seq,
            "channel": channel.value,
            "reached": reached,
            "next": next_at.isoformat() if next_at else None,
        }
        private = {"by": f"{desk.me.id} {desk.me.name}"} | ({"text": said} if said else {})
        if case.author:
            private["about"] = f"{case.author.id} {case.author.name}"
        tx.ledger.append(EntryKind.CONTACT_ENTERED, now, body, private)
    return Entered(one)


def of_case(desk: Desk, case_id: CaseId) -> list[Contacted]:
    """The contacts about a case, oldest first.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.read() as tx:
        return tx.contacts.of_case(tx.cases.get(case_id).key)


def due(desk: Desk, limit: int = MOST) -> list[DueContact]:
    """Who is to be contacted again now, the earliest first; of each case only the newest entry counts."""
    with desk.record.read() as tx:
        return tx.contacts.due(desk.clock(), limit)


def section(desk: Desk, tx: Transaction, now: datetime) -> Section:
    """Who is to be contacted again in the shift that comes or tomorrow, as a part of the page of the handover.

    A call is agreed on with somebody: whoever comes tomorrow must not learn of it only when it is due.
    """
    until = max(now + SOON, _tomorrow_over(now))
    found = tx.contacts.due(until, SHOWN)
    late = any(one.contact.next_at and one.contact.next_at <= now for one in found)
    title = Words("已联系未回，何时再拨", "Contacted by phone or in person: when to try again")
    more = tx.contacts.count_due(until) - len(found)
    return Section("contacts", title, tuple(_line(one) for one in found), more=more, alarm=late)


def _tomorrow_over(now: datetime) -> datetime:
    tomorrow = now.astimezone() + timedelta(days=1)
    return datetime.combine(tomorrow.date(), time.max, tomorrow.tzinfo)


def _line(one: DueContact) -> Line:
    contact = one.contact
    about = named(contact.case_id or CaseId(""), one.title, one.author)
    told = [words for words in (tries_words(one.tries) or result_words(contact), next_words(contact)) if words]
    zh, en = "，".join(words.zh for words in told), "; ".join(words.en for words in told)
    return Line(
        Words(f"{about.zh}：{zh}（{contact.by.name}）", f"{about.en}: {en} ({contact.by.name})"), contact.case_id
    )
