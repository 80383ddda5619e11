"""What changed: NodeBB keeps no feed, so the list of open flags is compared with what was known of it."""

import logging

import msgspec

from app.community.nodebb import wire, wire_flags
from app.community.nodebb.forum import Forum, Poisoned
from app.domain.cases import CaseId
from app.domain.community import ChangePage, RemoteCase
from app.domain.posts import Thread, ThreadId
from app.errors import CursorExpired, NotFound

log = logging.getLogger(__name__)

LIST = "/api/flags?state=open&state=wip&perPage=500"
MOST_CASES = 100
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
        cases: list[RemoteCase] = []
        gone: list[CaseId] = []
        taken = 0
        for case_id in map(CaseId, waiting[:MOST_CASES]):
            if taken and self._forum.http.requests > enough:
                break
            taken += 1
            # The mark is that of the list, never of the flag itself: so each page gets further, whatever a flag says.
            known.pop(case_id, None)
            known |= {case_id: listed[case_id]} if case_id in listed else {}
            self._take(case_id, cases, gone)
        written = msgspec.json.encode(wire_flags.Cursor(known)).decode()
        return ChangePage(
            tuple(cases), (), (), (), written, more=taken < len(waiting), gone_cases=tuple(gone), whole_threads=False
        )

    def _take(self, case_id: CaseId, cases: list[RemoteCase], gone: list[CaseId]) -> None:
        try:
            cases.append(self._read(case_id))
        except NotFound:
            gone.append(case_id)
        except Poisoned:
            log.warning("flag %s can't be read any more: somebody stored an empty note in it", case_id)

    def _read(self, case_id: CaseId) -> RemoteCase:
        """A flag by itself: it does not tell the title of its thread."""
        flag = self._forum.flag(case_id)
        thread_id = wire.text(flag.target.tid)
        thread = self._forum.threads.get(thread_id) or Thread(ThreadId(thread_id), "")
        assignee = self._forum.member_ref(wire.text(flag.assignee)) if flag.assignee else None
        return flag.read(self._forum.http.url, thread, assignee)

    def _listed(self) -> dict[str, str]:
        """Every open flag on a post, with its mark."""
        rows: list[wire_flags.WireFlagRow] = []
        page, pages = 1, 1
        while page <= pages:
            listed = self._forum.get(LIST if page == 1 else f"{LIST}&page={page}", wire_flags.FLAGS)
            rows += listed.flags
            page, pages = page + 1, wire.number(listed.pagination.page_count) if listed.flags else 0
        return {wire.text(row.flag_id): row.mark for row in rows if row.type == "post"}


def _known(cursor: str | None) -> dict[str, str]:
    if cursor is None:
        return {}
    try:
        return wire_flags.CURSOR.decode(cursor).known
    except msgspec.DecodeError:
        raise CursorExpired from None
