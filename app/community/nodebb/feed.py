"""What changed: NodeBB keeps no feed, so the list of open flags is compared with what was known of it."""

import logging
from dataclasses import dataclass, field

import msgspec

from app.community.nodebb import wire, wire_flags
from app.community.nodebb.forum import Forum, Poisoned
from app.domain.cases import CaseId
from app.domain.community import ChangePage, RemoteCase
from app.domain.posts import Thread, ThreadId
from app.errors import BrokenAnswer, CursorExpired, NotFound, Unavailable

log = logging.getLogger(__name__)

LIST = "/api/flags?state=open&state=wip&perPage=500"
MOST_LIST_PAGES = 40
MOST_CASES = 100
MOST_FAILURES = 3
"""Flags in a row that can't be read now: fewer are the fault of the flags, as many are that of the forum."""
REQUESTS_PER_CASE = 2
"""What one case can cost: its flag, and once for each moderator the name of who has it."""


class Feed:
    """Reads the flags that look different in the list, as far as the budget goes."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

    def changes(self, cursor: str | None, budget: int) -> ChangePage:
        """One page, with one case at least where there is one.

        Neither edits of a post nor notes show in the list. What vanished from it is read once and then forgotten.
        """
        known = _known(cursor)
        enough = self._forum.http.requests + budget - REQUESTS_PER_CASE
        listed = self._listed()
        changed = [flag_id for flag_id, mark in listed.items() if known.get(flag_id) != mark]
        waiting = changed + [flag_id for flag_id in known if flag_id not in listed]
        found = _Found()
        looked_at = 0
        for case_id in map(CaseId, waiting[:MOST_CASES]):
            if found.further and (self._forum.http.requests > enough or found.failures >= MOST_FAILURES):
                break
            looked_at += 1
            if not self._take(case_id, found):
                continue  # it keeps its old mark, so that it comes again
            # The mark is that of the list, never of the flag itself: so each page gets further, whatever a flag says.
            known.pop(case_id, None)
            known |= {case_id: listed[case_id]} if case_id in listed else {}
        written = msgspec.json.encode(wire_flags.Cursor(known)).decode()
        more, gone = looked_at < len(waiting) and found.further, tuple(found.gone)
        return ChangePage(tuple(found.cases), (), (), (), written, more=more, gone_cases=gone, whole_threads=False)

    def _take(self, case_id: CaseId, found: "_Found") -> bool:
        """Read a flag; whether that is all there is to read of it as it stands.

        Raises:
            Unavailable: it is not this flag that can't be read, but the forum.
        """
        try:
            found.cases.append(self._read(case_id))
        except NotFound:
            found.gone.append(case_id)
        except Poisoned:
            log.warning("flag %s can't be read any more: somebody stored an empty note in it", case_id)
        except BrokenAnswer as error:
            self._forum.sign_in()  # where the forum itself answers something else, nothing was learnt of the flag
            log.warning("flag %s can't be read as it stands: %s", case_id, error.fields["why"])
        except Unavailable as error:
            found.failures += 1
            if found.failures >= MOST_FAILURES and not found.further:
                raise
            log.warning("flag %s can't be read now: %s", case_id, error.fields["why"])
            return False
        found.failures, found.further = 0, True
        return True

    def _read(self, case_id: CaseId) -> RemoteCase:
        """A flag by itself: it does not tell the title of its thread."""
        flag = self._forum.flag(case_id)
        thread_id = wire.text(flag.target.tid)
        thread = self._forum.threads.get(thread_id) or Thread(ThreadId(thread_id), "")
        assignee = self._forum.member_ref(wire.text(flag.assignee)) if flag.assignee else None
        return flag.read(self._forum.http.url, thread, assignee)

    def _listed(self) -> dict[str, str]:
        """Every open flag on a post, with its mark, as far as the list gets further."""
        rows: dict[str, wire_flags.WireFlagRow] = {}
        for page in range(1, MOST_LIST_PAGES + 1):
            listed = self._forum.get(LIST if page == 1 else f"{LIST}&page={page}", wire_flags.FLAGS)
            before = len(rows)
            rows |= {wire.text(row.flag_id): row for row in listed.flags}
            if len(rows) == before or page >= wire.number(listed.pagination.page_count):
                break
        return {flag_id: row.mark for flag_id, row in rows.items() if row.type == "post"}


@dataclass
class _Found:
    """What a page holds so far.

    Attributes:
        further: whether reading on starts behind where this page did.
        failures: how many flags in a row could not be read now.
    """

    cases: list[RemoteCase] = field(default_factory=list)
    gone: list[CaseId] = field(default_factory=list)
    further: bool = False
    failures: int = 0


def _known(cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    try:
        return wire_flags.CURSOR.decode(cursor).known
    except (msgspec.DecodeError, UnicodeError):
        raise CursorExpired from None
