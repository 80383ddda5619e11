"""Reckoning a month: what was counted for it and the eleven before, and what the registers tell."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from app.domain.community import Adapter
from app.domain.conduct import Edition, in_force
from app.domain.conduct_copy import article_name
from app.domain.lanes import LANES
from app.domain.lanes_clocks import clocks
from app.domain.months import Month, begins, ends, later, month_of, up_to
from app.domain.summary import TREND_MONTHS
from app.domain.summary_document import Reckoned
from app.domain.summary_promises import promise_figures
from app.domain.summary_tables import MOST_ROWS, MOST_THEMES
from app.domain.summary_tally import Tally, tally
from app.domain.team_facts import Fact
from app.domain.words import Words
from app.operations.desk import Desk
from app.operations.lanes_guard import events
from app.operations.lanes_view import first_known
from storage.transaction import Transaction

FURTHEST = 3
"""How many months back it is told how many cases were open at the end of one that is not closed."""


def reckoned(desk: Desk, tx: Transaction, month: Month) -> Reckoned:
    """Everything that an open month is put together from, as it stands now."""
    now, name = desk.clock(), tx.summary.zone()
    zone = ZoneInfo(name)
    begin, end = begins(month, zone), ends(month, zone)
    entries, head = tx.ledger.head()
    return Reckoned(
        month=month,
        community=_community(tx),
        zone_name=name,
        zone=zone,
        reckoned_at=now,
        over=end <= now,
        past=_past(tx, month, zone, now),
        departures=tx.registers.measures(month, "sanctions.departures", MOST_ROWS),
        brand=tx.registers.measures(month, "brand.party", MOST_ROWS),
        themes=tx.registers.themes(begin, end, MOST_THEMES),
        honours=tx.registers.honours(begin, end),
        articles=article_names(in_force(tx.conduct.editions(), min(now, end))),
        written=tx.summary.sentences(month),
        entries=entries,
        head=head,
    )


def _community(tx: Transaction) -> str:
    """How the community is called: by the brand where the team has said it, else by its app, or by its address; ""
    where that would be numbers, which say nothing to a reader."""
    facts, identity = tx.team_facts.every(), tx.marks.identity()
    brand, app = facts.get(Fact.BRAND, ""), facts.get(Fact.APP, "")
    if brand or app:
        return f"{brand}车友社区" if brand else f"{app} 社区"
    if identity is None:
        return ""
    if identity.adapter == Adapter.MANUAL:
        return identity.url.removeprefix("manual:")
    host = urlsplit(identity.url).hostname or ""
    named = host != "localhost" and "." in host and not host.replace(".", "").isdigit()
    return host if named else ""


def article_names(edition: Edition | None) -> Mapping[int, Words]:
    """How each article is called: 第九条 不发广告."""
    if edition is None:
        return {}
    return {
        one.number: Words(
            f"{article_name(one.number, 'zh')} {one.title.zh}", f"{article_name(one.number, 'en')}: {one.title.en}"
        )
        for one in edition.articles
    }


def _past(tx: Transaction, month: Month, zone: ZoneInfo, now: datetime) -> list[tuple[Month, Tally | None]]:
    """The figures of the months up to this one: of closed ones as they were frozen, else as they stand."""
    span = up_to(month, TREND_MONTHS)
    frozen = {one.month: Tally(one.figures) for one in tx.summary.closed(span[0], span[-1])}
    counted, first = tx.summary.counts(span[0], span[-1]), tx.summary.first()
    spans = [(begins(one, zone), min(ends(one, zone), now)) for one in span]
    lines = tx.registers.promises(spans[0][0], spans[-1][1])
    promises = dict(zip(span, promise_figures(lines, spans), strict=True))
    found: list[tuple[Month, Tally | None]] = []
    for one in span:
        if one in frozen:
            found.append((one, frozen[one]))
        elif first is None or one < first:
            found.append((one, None))
        else:
            read = _registers(tx, one, zone, now) if one >= later(month, -1) else {}
            read |= promises[one]
            rows = ((row.figure, row.slice, row.n, row.late) for row in counted.get(one, ()))
            found.append((one, tally(rows, read)))
    if found[-1][1] is None:
        found[-1] = (month, Tally())
    return found


def _registers(tx: Transaction, month: Month, zone: ZoneInfo, now: datetime) -> dict[str, int]:
    """What is read for this month and the one before only."""
    begin, end = begins(month, zone), min(ends(month, zone), now)
    lanes = tx.registers.in_lanes(begin, end)
    open_ = _open(tx, month, zone, now)
    return ({} if open_ is None else {"cases.open": open_}) | {
        "lanes.raised": len(tx.registers.raised(begin, end)),
        "lanes.unseen": len(tx.registers.unseen(end)),
        "lanes.entered": len(lanes),
        "lanes.timely": sum(_in_time(tx, key, end) for key in lanes),
        "sanctions.expired": tx.registers.expired(begin, end),
        "promises.extended": tx.registers.extended(begin, end),
        "conduct.readers": tx.registers.readers(begin, end),
    }


def _open(tx: Transaction, month: Month, zone: ZoneInfo, now: datetime) -> int | None:
    """How many cases were open at the end of a month, or are now; None of one so long ago that everything that was
    closed since would have to be gone through."""
    present = month_of(now, zone)
    if month >= present:
        return tx.summary.open_cases()
    return tx.summary.backlog(month, ends(month, zone)) if month >= later(present, -FURTHEST) else None


def _in_time(tx: Transaction, key: int, end: datetime) -> bool:
    """Whether no clock of a case in its lane had run out by then, done or not."""
    case = tx.cases.by_key(key)
    if case.kind not in LANES:
        return True  # it was found to be none
    found = events(tx, case)
    written = tx.cases.first_seen(case.key).written_at
    running = clocks(case.kind, found, since=first_known(case, found), written_at=written)
    return not any(one.late(end) for one in running)
