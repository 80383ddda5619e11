"""What may be an appeal: what a member wrote after a decision that concerns them; offered, never taken by itself."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.domain.appeals import Appealable, Source
from app.domain.cases import Case, CaseId
from app.domain.changes import Area, Changes
from app.domain.sanctions import APPEAL_TERM
from app.operations.appeal_grounds import grounds
from app.operations.desk import Desk
from storage.cache import CacheTransaction
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Offer:
    """What a member wrote after a decision that concerns them: it may be an appeal; a person says so.

    Attributes:
        ground: what it could be against.
        text: everything that they wrote since.
        received_at: when the first of it came.
        title: of the case.
    """

    ground: Appealable
    source: Source
    text: str
    received_at: datetime
    title: str = ""


def offers_on(desk: Desk, case_id: CaseId) -> list[Offer]:
    """What the author or a reporter of a case wrote after a decision that concerns them, within the term."""
    with desk.record.read() as tx, desk.cache.read() as cached:
        return found_on(desk, tx, cached, tx.cases.get(case_id))


def offers(desk: Desk) -> list[Offer]:
    """The same for all who wrote to this account lately, the oldest first."""
    since = desk.clock() - APPEAL_TERM - timedelta(days=1)  # terms end with the day
    with desk.record.read() as tx, desk.cache.read() as cached:
        wrote = cached.threads.wrote_since(desk.me.id, since)
        cases = dict.fromkeys(case for member in sorted(wrote) for case in tx.reporters.cases_of(member, since))
        found = [offer for case in cases for offer in found_on(desk, tx, cached, tx.cases.get(case))]
    return sorted((one for one in found if one.source is Source.MESSAGE), key=lambda one: one.received_at)


def found_on(desk: Desk, tx: Transaction, cached: CacheTransaction, case: Case) -> list[Offer]:
    """What those whom decisions on a case concern wrote since, as this account knows it."""
    newest = {one.by.id: one for one in grounds(tx, case)}  # of several the one decided last
    found = []
    for ground in newest.values():
        messages = cached.threads.messages_with(desk.me.id, ground.by.id)
        found += _offer(case, ground, Source.MESSAGE, [(one.at, one.text) for one in messages if not one.sent_by_us])
        if case.author is not None and case.thread_id is not None and ground.by.id == case.author.id:
            thread = cached.threads.slice(case.thread_id)
            posts = thread.posts if thread else ()
            written = [
                (one.created_at, one.raw) for one in posts if one.author.id == ground.by.id and one.id != case.post_id
            ]
            found += _offer(case, ground, Source.REPLY, written)
    return [one for one in found if cached.mark(_aside(one)) is None]


def _offer(case: Case, ground: Appealable, source: Source, written: Sequence[tuple[datetime, str]]) -> list[Offer]:
    within = [(at, text) for at, text in sorted(written) if ground.took_effect_at < at <= ground.until]
    if not within:
        return []
    said = "\n".join(text.strip() for _, text in within)
    return [Offer(ground, source, said, within[0][0], case.title)]


def set_aside(desk: Desk, offer: Offer) -> Changes:
    """Say that this is no appeal: it is not offered on this machine again, unless more is written."""
    with desk.cache.write() as cached:
        cached.keep_mark(_aside(offer), "1")
    return Changes.of(Area.MESSAGES)


def _aside(offer: Offer) -> str:
    printed = hashlib.sha256(offer.text.encode()).hexdigest()[:16]
    return f"aside/{offer.ground.decision}/{offer.ground.by.id}/{offer.source.value}/{printed}"
