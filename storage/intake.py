"""What a pull brings into the record: cases never seen before, and what is new about known ones."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.domain.cases import Back, CaseId, CaseKind, CaseState, CommunityState, Verdict, urgency
from app.domain.community import RemoteCase
from app.domain.hand import Place
from app.domain.intake import first_state
from app.domain.members import MemberId, MemberRef
from app.domain.posts import Post, PostId
from app.domain.reports import Report, most_named
from app.text.folding import text_print
from storage.bulk import Upsert, blocks
from storage.schema import case_revisions, cases, reports
from storage.values import ms, plain

_COLUMNS = (
    "key id kind state verdict urgency post_id thread_id author_id author_name title body revision "
    "written_at latest_revision edits reports reported_at due_at claimed_by_id claimed_by_name community_state "
    "community_version assignee_id assignee_name change_no reported_as text_print raised opens"
).split()
_NEW_CASE = Upsert(cases, _COLUMNS)
_ENTERED_CASE = Upsert(cases, [*_COLUMNS[:-2], "place", "link", "raised", "opens"])  # in the order of the table
_NEW_REPORT = Upsert(
    reports,
    ["case_key", "id", "reporter_id", "reporter_name", "at", "reason", "category"],
    key=["case_key", "id"],
)
_NEW_REVISION = Upsert(
    case_revisions,
    ["case_key", "version", "title", "body", "written_at", "seen_at"],
    key=["case_key", "version"],
)

# Written once: a list of ids put into a statement by hand is looked at value by value each time.
_KNOWN = sa.select(
    cases.c.id,
    cases.c.key,
    cases.c.kind,
    cases.c.state,
    cases.c.verdict,
    cases.c.latest_revision,
    cases.c.reports,
    cases.c.community_state,
    cases.c.community_version,
    cases.c.assignee_id,
    cases.c.assignee_name,
    cases.c.title,
    cases.c.place,
    cases.c.came_back,
    cases.c.reported_as,
    cases.c.text_print,
    cases.c.raised,
).where(cases.c.id.in_(sa.bindparam("ids", expanding=True)))
_UNTITLED = sa.select(cases.c.key).where(cases.c.title == "", cases.c.post_id.in_(sa.bindparam("ids", expanding=True)))
_OF_POSTS = sa.select(cases.c.post_id, cases.c.id).where(cases.c.post_id.in_(sa.bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class KnownCase:
    """What a pull must know of a case to tell what is new about it."""

    key: int
    kind: CaseKind
    state: CaseState
    verdict: Verdict | None
    latest_revision: str
    reports: int
    community_state: CommunityState
    community_version: str
    assignee: MemberRef | None
    title: str
    by_hand: bool
    came_back: Back | None
    reported_as: str
    text_print: str
    raised: str


@dataclass(frozen=True, slots=True)
class CaseUpdate:
    """What a pull changes in a case that is known."""

    key: int
    state: CaseState
    verdict: Verdict | None
    urgency: int
    reports: int
    edits: int
    latest_revision: str
    community_state: CommunityState
    community_version: str
    assignee: MemberRef | None
    change_no: int
    came_back: Back | None
    reported_as: str
    text_print: str
    raised: str


_DUE = (CaseState.AWAITING_AUTHOR, CaseState.AWAITING_DEPARTMENT, CaseState.AWAITING_FACTS)
"""States in which somebody else has until a date to act: it stands whatever the community says of the case."""


class Intake:
    """The cases as one transaction of a pull sees them."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def known(self, ids: Iterable[CaseId]) -> dict[CaseId, KnownCase]:
        """Which of these cases are known, and what of them a pull must compare."""
        found: dict[CaseId, KnownCase] = {}
        for block in blocks(ids):
            for row in self._connection.execute(_KNOWN, {"ids": block}):
                found[CaseId(row.id)] = KnownCase(
                    row.key,
                    CaseKind(row.kind),
                    CaseState(row.state),
                    Verdict(row.verdict) if row.verdict else None,
                    row.latest_revision,
                    row.reports,
                    CommunityState(row.community_state),
                    row.community_version,
                    MemberRef(MemberId(row.assignee_id), row.assignee_name) if row.assignee_id else None,
                    row.title,
                    bool(row.place),
                    Back(row.came_back) if row.came_back else None,
                    row.reported_as,
                    row.text_print,
                    row.raised,
                )
        return found

    def of_posts(self, ids: Iterable[PostId]) -> dict[PostId, CaseId]:
        """Which cases are about these posts."""
        return {
            PostId(row.post_id): CaseId(row.id)
            for block in blocks(ids)
            for row in self._connection.execute(_OF_POSTS, {"ids": block})
        }

    def add(
        self, pulled: Sequence[RemoteCase], keys: Sequence[int], change_no: int, hits: Mapping[CaseId, str]
    ) -> None:
        """Take in cases never seen before, with the post as it is now frozen into them.

        Args:
            pulled: the cases.
            keys: their keys.
            change_no: of the change.
            hits: what keywords found in those in which they did.
        """
        _NEW_CASE.run(
            self._connection,
            [_new_row(case, key, change_no, hit=hits.get(case.id, "")) for case, key in zip(pulled, keys, strict=True)],
        )
        self.add_reports(zip(keys, pulled, strict=True))

    def enter(
        self, entered: RemoteCase, key: int, change_no: int, *, kind: CaseKind, place: Place, link: str, hit: str = ""
    ) -> None:
        """Take in a case that a person entered by hand, in the words of one that was pulled."""
        *row, raised, opens = _new_row(entered, key, change_no, kind, hit=hit)
        _ENTERED_CASE.run(self._connection, [(*row, place.value, plain(link), raised, opens)])

    def add_reports(self, pulled: Iterable[tuple[int, RemoteCase]]) -> None:
        """Keep the reports that are not known yet; a known one stays as it was."""
        _NEW_REPORT.run(self._connection, [_report_row(key, report) for key, case in pulled for report in case.reports])

    def add_revision(self, key: int, title: str, post: Post, seen_at: datetime) -> None:
        """Keep a text that the post has now."""
        _NEW_REVISION.run(
            self._connection, [(key, post.version, plain(title), plain(post.raw), ms(post.written_at), ms(seen_at))]
        )

    def untitled(self, posts: Iterable[PostId]) -> list[int]:
        """Keys of the cases about these posts that came without the title of their thread."""
        return [row.key for block in blocks(posts) for row in self._connection.execute(_UNTITLED, {"ids": block})]

    def name(self, keys: Iterable[int], title: str, change_no: int) -> None:
        """Give these cases the title that they came without."""
        for block in blocks(keys):
            self._connection.execute(
                sa.update(cases)
                .where(cases.c.key.in_(block), cases.c.title == "")
                .values(title=plain(title), change_no=change_no)
            )

    def update(self, updates: Sequence[CaseUpdate]) -> None:
        """Change known cases as a pull found them."""
        for update in updates:
            self._connection.execute(
                sa.update(cases)
                .where(cases.c.key == update.key)
                .values(
                    state=update.state.value,
                    verdict=update.verdict and update.verdict.value,
                    urgency=update.urgency,
                    reports=update.reports,
                    edits=cases.c.edits + update.edits,
                    latest_revision=update.latest_revision,
                    community_state=update.community_state.value,
                    community_version=update.community_version,
                    assignee_id=update.assignee and update.assignee.id,
                    assignee_name=update.assignee and update.assignee.name,
                    due_at=cases.c.due_at if update.state in _DUE else None,
                    change_no=update.change_no,
                    came_back=update.came_back and update.came_back.value,
                    reported_as=plain(update.reported_as),
                    text_print=update.text_print,
                    raised=plain(update.raised),
                )
            )


def state_counts(changes: Iterable[tuple[CaseState | None, CaseState | None]]) -> Mapping[str, int]:
    """The running numbers that follow from cases leaving one state for another; None is "not there"."""
    differences: dict[str, int] = {}
    for before, after in changes:
        for state, by in ((before, -1), (after, 1)):
            if state is not None:
                name = f"cases.{state.value}"
                differences[name] = differences.get(name, 0) + by
    return differences


def _new_row(
    case: RemoteCase, key: int, change_no: int, kind: CaseKind = CaseKind.VIOLATION, *, hit: str = ""
) -> tuple[object, ...]:
    post, thread, subject, assignee = case.post, case.thread, case.subject, case.assignee
    author = post.author if post else subject
    count = len(case.reports)
    version = post.version if post else ""
    state = first_state(case)
    verdict = Verdict.ELSEWHERE.value if state is CaseState.CLOSED else None
    return (
        key,
        case.id,
        kind.value,
        state.value,
        verdict,
        urgency(kind, state, count, hit),
        post.id if post else None,
        post.thread_id if post else None,
        author.id if author else None,
        plain(author.name) if author else "",
        plain(thread.title) if thread else "",
        plain(post.raw) if post else "",
        version,
        ms(post.written_at) if post else ms(case.created_at),
        version,
        0,
        count,
        ms(case.created_at),
        None,
        None,
        None,
        case.state.value,
        case.version,
        assignee.id if assignee else None,
        assignee.name if assignee else None,
        change_no,
        plain(most_named(case.reports)),
        text_print(post.raw) if post else "",
        plain(hit),
        post.opens if post else True,
    )


def _report_row(key: int, report: Report) -> tuple[object, ...]:
    by = report.by
    return (
        key,
        report.id,
        by.id if by else None,
        plain(by.name) if by else "",
        ms(report.at),
        plain(report.reason),
        plain(report.category),
    )
