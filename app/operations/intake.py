"""Intake: what sync brings in. One record transaction holds a page's cases and the cursor; the cache follows."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.domain.cases import Back, Case, CaseId, CaseKind, CaseState, Step, Verdict, can, move, urgency
from app.domain.changes import Area, Changes
from app.domain.commands import folded
from app.domain.community import ChangePage, CommunityInfo, MessagePage, RemoteCase
from app.domain.intake import Known, first_state, meet
from app.domain.lanes import OWN_LANES
from app.domain.ledger import EntryKind
from app.domain.posts import Post, PostId, Revision, ThreadId, ThreadSlice
from app.domain.reports import most_named
from app.operations.desk import Desk
from app.operations.lanes_guard import reopened
from app.operations.lanes_raising import hit_again, hit_of, keywords, look_again
from app.text.folding import text_print
from storage.intake import CaseUpdate, KnownCase, state_counts
from storage.transaction import Transaction

log = logging.getLogger(__name__)

# Marks of the cache. "filled": open cases up to this key have their thread. "behind": it missed a page, and every
# open case's thread is read again; up to this key that was done.
_CURSOR, _MESSAGES, _FILLED, _BEHIND = "cursor", "messages", "filled", "behind"
FILL_BLOCK = 500


@dataclass(frozen=True, slots=True)
class Pulled:
    """How much a page brought."""

    cases: int
    posts: int
    changes: Changes


def on_described(desk: Desk, info: CommunityInfo) -> Changes:
    """Keep what the community says of itself."""
    with desk.record.write() as tx:
        tx.marks.keep_info(info)
    return Changes.of(Area.SYNC)


def known_info(desk: Desk) -> CommunityInfo | None:
    """What the community last said of itself."""
    with desk.record.read() as tx:
        return tx.marks.info()


def spent(desk: Desk) -> str:
    """What was spent of the request budget lately."""
    with desk.record.read() as tx:
        return tx.marks.spent()


def keep_spent(desk: Desk, written: str) -> None:
    """Keep what was spent, so that the next process does not start a fresh minute."""
    with desk.record.write() as tx:
        tx.marks.keep_spent(written)


def ever_read(desk: Desk) -> bool:
    """Whether the community was read at least once."""
    with desk.record.read() as tx:
        return tx.marks.pulled_at() is not None


def cursor(desk: Desk) -> str | None:
    """Where reading goes on."""
    with desk.record.read() as tx:
        return tx.marks.cursor()


def start_over(desk: Desk) -> None:
    """Read from the beginning again: the community forgot our cursor."""
    with desk.record.write() as tx:
        tx.marks.keep_cursor(None, desk.clock())


def on_pulled(desk: Desk, page: ChangePage) -> Pulled:
    """Take in a page: the record first, with the cursor, in one transaction; then the cache."""
    with desk.record.write() as tx:
        before = tx.marks.cursor()
        _take_cases(desk, tx, page)
        _take_edits(desk, tx, page)
        _close_gone(desk, tx, page.gone_cases)
        tx.marks.keep_cursor(page.cursor, desk.clock())
    posts = _follow(desk, page, before)
    areas = {Area.SYNC} | ({Area.CASES} if page.cases or page.posts else set()) | ({Area.THREADS} if posts else set())
    return Pulled(len(page.cases), posts, Changes(frozenset(areas)))


def on_read(desk: Desk, remote: RemoteCase) -> None:
    """Take in one case as it is now, outside the feed."""
    with desk.record.write() as tx:
        _take(desk, tx, [remote])


def on_gone(desk: Desk, case_id: CaseId) -> None:
    """A case that was read by itself is no longer there."""
    with desk.record.write() as tx:
        _close_gone(desk, tx, (case_id,))


def _take_cases(desk: Desk, tx: Transaction, page: ChangePage) -> None:
    newest = {case.id: case for case in page.cases}  # a page may name a case twice; the later one counts
    _take(desk, tx, list(newest.values()))


def _take(desk: Desk, tx: Transaction, remote: list[RemoteCase]) -> None:
    if not remote:
        return
    known = tx.intake.known(case.id for case in remote)
    remote = [case for case in remote if not _taken_by_hand(known, case.id)]
    fresh = [case for case in remote if case.id not in known]
    _add(desk, tx, fresh)
    tx.marks.count(state_counts((None, first_state(case)) for case in fresh))
    met = [(known[case.id], case) for case in remote if case.id in known and _differs(known[case.id], case)]
    meet_known(desk, tx, met)


def _add(desk: Desk, tx: Transaction, fresh: list[RemoteCase]) -> None:
    fresh.sort(key=lambda case: case.created_at)  # those of a month have keys in a row, and are counted as one
    known, hits = keywords(desk), dict[CaseId, str]()
    for case in fresh:
        if case.post is None or case.state.settled:
            continue
        hit = hit_of(known, case.thread.title if case.thread and case.post.opens else "", case.post.raw)
        if hit:
            hits[case.id] = hit
    keys = tx.marks.next_case_keys(len(fresh))
    tx.intake.add(fresh, keys, tx.marks.next_change_no(), hits)
    of_keys = {key: hits[case.id] for key, case in zip(keys, fresh, strict=True) if case.id in hits}
    tx.lanes.raise_many(of_keys, desk.clock())
    tx.ledger.arrived([(key, case.created_at, len(case.reports)) for key, case in zip(keys, fresh, strict=True)])


def meet_known(desk: Desk, tx: Transaction, met: list[tuple[KnownCase, RemoteCase]]) -> None:
    """Let known cases meet their present selves."""
    if not met:
        return
    change_no = tx.marks.next_change_no()
    settling = tx.outbox.settling(case.id for _, case in met)
    updates = [_update(desk, tx, old, case, settling=case.id in settling, change_no=change_no) for old, case in met]
    tx.intake.add_reports((old.key, case) for old, case in met)
    tx.ledger.reported(desk.clock(), sum(max(len(case.reports) - old.reports, 0) for old, case in met))
    tx.intake.update(updates)
    tx.marks.count(state_counts((old.state, update.state) for (old, _), update in zip(met, updates, strict=True)))


def _differs(old: KnownCase, case: RemoteCase) -> bool:
    edited = case.post is not None and case.post.version != old.latest_revision
    return (
        edited
        or case.version != old.community_version
        or case.state is not old.community_state
        or len(case.reports) != old.reports
    )


def _update(
    desk: Desk, tx: Transaction, old: KnownCase, case: RemoteCase, *, settling: bool, change_no: int
) -> CaseUpdate:
    known = Known(old.state, old.verdict, old.latest_revision, old.reports, old.community_state, old.came_back)
    # Others may settle the report; a post that we folded stays ours until it is shown again.
    settling = settling or (case.state.settled and folded(tx.outbox.of_case(case.id)))
    title, hit = case.thread.title if case.thread else old.title, old.raised
    if case.post is not None and case.post.version != old.latest_revision:
        hit = hit_again(desk, tx, old.key, old.kind, before=old.raised, text=_told(title, case.post))
    open_lane = old.state is not CaseState.CLOSED and (old.kind in OWN_LANES or bool(hit))
    meeting = meet(known, case, settling=settling or open_lane)
    if meeting.edited and case.post is not None:
        tx.intake.add_revision(old.key, title, case.post, desk.clock())
    if old.state is CaseState.CLOSED and meeting.state is not CaseState.CLOSED:
        hit = _open_again(desk, tx, old, case, title)
        tx.ledger.reopened(desk.clock(), case.id)
    hit = hit if meeting.state is not CaseState.CLOSED else old.raised
    if hit != old.raised:
        tx.lanes.raise_many({old.key: hit}, desk.clock())
    reports = max(len(case.reports), old.reports)
    if meeting.state is CaseState.CLOSED and old.state is not CaseState.CLOSED:
        _enter_closed(desk, tx, case.id, (old.kind, old.state), Verdict.ELSEWHERE)
    return CaseUpdate(
        key=old.key,
        state=meeting.state,
        verdict=meeting.verdict,
        urgency=urgency(old.kind, meeting.state, reports, hit),
        reports=reports,
        edits=int(meeting.edited),
        latest_revision=case.post.version if case.post and meeting.edited else old.latest_revision,
        community_state=case.state,
        community_version=case.version,
        assignee=case.assignee,
        change_no=change_no,
        came_back=meeting.came_back,
        reported_as=most_named(case.reports) if case.reports else old.reported_as,
        text_print=text_print(case.post.raw) if case.post and meeting.edited else old.text_print,
        raised=hit,
    )


def _told(title: str, post: Post) -> str:
    """What a post says itself: the title is the word of who opened the thread, and raises no reply."""
    return f"{title}\n{post.raw}" if post.opens else post.raw


def _open_again(desk: Desk, tx: Transaction, old: KnownCase, case: RemoteCase, title: str) -> str:
    """A closed case is open again: its lane begins anew; what a keyword finds in its text, now that it is looked at."""
    was = tx.cases.by_key(old.key)
    if case.post is not None:
        now = Revision(case.post.version, title, case.post.raw, case.post.written_at)
        was = replace(was, revision=now)
    reopened(tx, was, desk.clock())
    return hit_again(desk, tx, old.key, old.kind, before=old.raised, text=was.own_words)


def _take_edits(desk: Desk, tx: Transaction, page: ChangePage) -> None:
    """Edits that came as posts, for communities whose cases do not change with their post."""
    posts = {post.id: post for post in page.posts}
    of_posts = tx.intake.of_posts(posts)
    known = tx.intake.known(of_posts.values())
    with_case = {case.id for case in page.cases}
    meet_known(
        desk,
        tx,
        [
            (known[case_id], as_edited(case_id, known[case_id], posts[post_id]))
            for post_id, case_id in of_posts.items()
            if case_id not in with_case
            and not known[case_id].by_hand
            and posts[post_id].version != known[case_id].latest_revision
        ],
    )


def as_edited(case_id: CaseId, old: KnownCase, post: Post) -> RemoteCase:
    """The case as it would show itself: nothing is new about it but its post."""
    return RemoteCase(
        case_id,
        old.community_version,
        old.community_state,
        post.created_at,
        post.written_at,
        assignee=old.assignee,
        post=post,
    )


def _close_gone(desk: Desk, tx: Transaction, gone: tuple[CaseId, ...]) -> None:
    known = tx.intake.known(gone)
    for case_id in (one for one in known if not _taken_by_hand(known, one)):
        case = tx.cases.get(case_id, to_change=True)
        if case.kind in OWN_LANES or case.raised:
            continue  # what can't wait does not end because a post is taken away
        if can(case.state, Step.GONE) and not folded(tx.outbox.of_case(case_id)):
            _close(desk, tx, case, Step.GONE, Verdict.GONE)


def _taken_by_hand(known: Mapping[CaseId, KnownCase], case_id: CaseId) -> bool:
    """Whether a community's case is called like one that was entered by hand, and so is another one."""
    taken = case_id in known and known[case_id].by_hand
    if taken:
        log.warning("the community names a case %s, as one that was entered by hand: it is left out", case_id)
    return taken


def _close(desk: Desk, tx: Transaction, case: Case, step: Step, verdict: Verdict) -> None:
    state = move(case.id, case.state, step)
    tx.cases.set_state(case, state, verdict=verdict, claimed_by=case.claimed_by)
    tx.marks.count(state_counts([(case.state, state)]))
    _enter_closed(desk, tx, case.id, (case.kind, case.state), verdict)


def _enter_closed(
    desk: Desk, tx: Transaction, case_id: CaseId, was: tuple[CaseKind, CaseState], verdict: Verdict
) -> None:
    kind, before = was
    body = {"case": case_id, "case_kind": kind.value, "from": before.value, "verdict": verdict.value}
    tx.ledger.append(EntryKind.CASE_CLOSED, desk.clock(), body)


def bring_back_due(desk: Desk) -> Changes:
    """Give back the cases whose author let the term pass."""
    with desk.record.write() as tx:
        due = tx.cases.due(desk.clock())
        for case_id in due:
            case = tx.cases.get(case_id, to_change=True)
            state = move(case_id, case.state, Step.TERM_ENDED)
            tx.cases.set_state(case, state, verdict=case.verdict, claimed_by=case.claimed_by, came_back=Back.TERM_ENDED)
            tx.marks.count(state_counts([(case.state, state)]))
    return Changes.of(Area.CASES) if due else Changes()


# --- the cache ----------------------------------------------------------------------------------------


def _follow(desk: Desk, page: ChangePage, before: str | None) -> int:
    """Let the cache take in the page; how many posts it holds of it."""
    flagged = [case.post for case in page.cases if case.post]
    posts = {post.id: post for post in (*page.posts, *flagged)}
    named = [case.thread for case in page.cases if case.thread] if page.whole_threads else []
    threads = {thread.id: thread for thread in (*named, *page.threads)}
    with desk.cache.write() as cached:
        if before is not None and cached.mark(_CURSOR) != before:
            cached.keep_mark(_BEHIND, "0")
        cached.threads.store_threads(threads.values())
        cached.threads.store_posts(list(posts.values()))
        cached.threads.store_members(page.members)
        cached.threads.mark_gone(page.gone_posts)
        cached.keep_mark(_CURSOR, page.cursor)
    return len(posts)


def threads_wanted(desk: Desk, limit: int) -> list[tuple[int, ThreadId, PostId]]:
    """Key, thread and post of open cases whose thread the cache lacks, or may hold stale; about `limit` of them."""
    wanted: list[tuple[int, ThreadId, PostId]] = []
    with desk.record.read() as tx, desk.cache.read() as cached:
        behind = cached.mark(_BEHIND)
        at = int(behind or cached.mark(_FILLED) or 0)
        while len(wanted) < limit:
            block = tx.cases.open_threads(at, FILL_BLOCK)
            if not block:
                break
            here = {} if behind else cached.threads.titles({thread for _, thread, _ in block})
            wanted += [entry for entry in block if entry[1] not in here]
            at = block[-1][0]
    if not wanted:
        with desk.cache.write() as cached:
            cached.keep_mark(_BEHIND, None)
            cached.keep_mark(_FILLED, str(at))
    return wanted


def on_thread_read(desk: Desk, thread: ThreadSlice | None, upto: int) -> None:
    """Keep a thread that was read by its id, None when it is gone; open cases up to this key are done."""
    if thread is not None:
        _name_cases(desk, thread)
    with desk.cache.write() as cached:
        if thread is not None:
            cached.threads.store_threads([thread.thread])
            cached.threads.store_posts(thread.posts)
        cached.keep_mark(_BEHIND if cached.mark(_BEHIND) else _FILLED, str(upto))


def open_thread_wanted(desk: Desk, case_id: CaseId | None) -> tuple[ThreadId, PostId] | None:
    """Thread and post of the open case, where the cache lacks the thread or the case its title."""
    if case_id is None:
        return None
    with desk.record.read() as tx, desk.cache.read() as cached:
        if not tx.cases.is_synced(case_id):
            return None
        case = tx.cases.get(case_id)
        if case.thread_id is None or case.post_id is None:
            return None
        known = cached.threads.titles([case.thread_id]).get(case.thread_id)
        return None if known and case.title else (case.thread_id, case.post_id)


def on_open_thread_read(desk: Desk, thread: ThreadSlice) -> Changes:
    """Keep the thread of the open case, read before its turn."""
    _name_cases(desk, thread)
    with desk.cache.write() as cached:
        cached.threads.store_threads([thread.thread])
        cached.threads.store_posts(thread.posts, looked_at=True)
    return Changes.of(Area.THREADS, Area.CASES)


def _name_cases(desk: Desk, thread: ThreadSlice) -> None:
    """Some feeds tell of a report without the title of its thread."""
    posts = [post.id for post in thread.posts]
    if not thread.thread.title:
        return
    with desk.record.read() as looking:
        if not looking.intake.untitled(posts):
            return
    with desk.record.write() as tx:
        untitled = tx.intake.untitled(posts)
        tx.intake.name(untitled, thread.thread.title, tx.marks.next_change_no())
        look_again(desk, tx, untitled)


def _messages_mark(desk: Desk) -> str:
    return f"{_MESSAGES}/{desk.me.id}"


def messages_cursor(desk: Desk) -> str | None:
    """Where reading the messages goes on."""
    with desk.cache.read() as cached:
        return cached.mark(_messages_mark(desk))


def on_messages(desk: Desk, page: MessagePage) -> Changes:
    """Keep private messages."""
    with desk.cache.write() as cached:
        cached.threads.store_messages(desk.me.id, page.messages)
        cached.keep_mark(_messages_mark(desk), page.cursor)
    return Changes.of(Area.MESSAGES) if page.messages else Changes()
