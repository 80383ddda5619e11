"""One case with everything about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.domain.cases import Case, CaseId, CaseState
from app.domain.coaching import Contact, Suggestion, coached, recent_contact, suggest
from app.domain.commands import Command, folded
from app.domain.community import AuditEntry, CommunityInfo, Message, RemoteNote
from app.domain.conduct import Edition, Use, in_force
from app.domain.contacts import Contacted
from app.domain.decisions import Decision
from app.domain.drafts import Draft
from app.domain.evidence import Evidence
from app.domain.hints import likely_articles
from app.domain.letters import language_of
from app.domain.members import Member
from app.domain.notes import Note
from app.domain.outside import OutsideParty
from app.domain.posts import PostId, Revision, ThreadSlice
from app.domain.reports import Report, piled_on
from app.domain.seals import Seal
from app.domain.words import Words
from app.operations.case_governing import Governed, governed
from app.operations.conduct import hints
from app.operations.desk import Desk
from app.operations.honours_deeds import good_deeds
from app.operations.texts import Shown, fitting
from app.operations.told import as_told
from storage.cache import CacheTransaction
from storage.transaction import Transaction

MOST_MEASURES = 10


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with all that is kept about it, the outbox laid over.

    Attributes:
        thread: None while it was not read from the community; then the case's own snapshot shows.
        history: what was decided on any case of the author and not undone, oldest first.
        same_text: how many open cases have the text of this one, itself included; 1 where it is alone.
        contact: the last time that somebody wrote to the author, if that was lately.
        folded: the post is hidden by us, or about to be.
        drafts: what the person who asks has written so far, the newest first.
        info: what the community can do, as it last said.
        edition: the code of conduct that a reminder would cite: in force when the judged text was written, else now.
        articles: numbers of those that may apply, likeliest first.
        remote_notes: what staff wrote beside the report in the community itself.
        texts: of the library, in the language of the author, to begin an answer with; some may not be used today.
        measures: what staff last did to the author there, oldest first.
        contacts: calls and talks with the author about it, oldest first.
        outside: who from outside is or was involved, oldest first.
        held: words that were written before that and are not sent.
        seals: when it was sealed as signed evidence, oldest first.
        governed: the author's record with us, what the ladder proposes, who is to agree, what was appealed.
        deeds: what the author is honoured for, a line each.
        thanked: posts of its thread whose authors were thanked for them.
    """

    case: Case
    reports: list[Report]
    revisions: list[Revision]
    thread: ThreadSlice | None
    author: Member | None
    history: list[Decision]
    messages: list[Message]
    decisions: list[Decision]
    commands: list[Command]
    notes: list[Note]
    same_text: int
    contact: Contact | None
    folded: bool
    drafts: tuple[Draft, ...]
    info: CommunityInfo | None
    edition: Edition | None
    articles: list[int]
    suggestion: Suggestion
    evidence: list[Evidence]
    remote_notes: list[RemoteNote]
    texts: list[Shown]
    measures: list[AuditEntry]
    governed: Governed
    contacts: list[Contacted]
    outside: list[OutsideParty]
    held: list[Command]
    seals: list[Seal]
    deeds: tuple[Words, ...] = ()
    thanked: frozenset[PostId] = frozenset()

    @property
    def draft(self) -> Draft | None:
        """What was written last."""
        return self.drafts[0] if self.drafts else None

    def text_of(self, version: str) -> str:
        """The post as it stood in a version; as it was first seen where that version was never seen."""
        return next((one.body for one in self.revisions if one.version == version), self.case.body)

    @property
    def sealed(self) -> Seal | None:
        """The newest seal over the post as it stands now; None where this version was never sealed."""
        standing = [one for one in self.seals if one.revision == self.case.revision.version]
        return standing[-1] if standing else None

    @property
    def judged(self) -> str:
        """The text on which the standing decision was made; as it was reported while there is none."""
        standing = [one for one in self.decisions if one.undone_at is None]
        return self.text_of(standing[-1].revision) if standing else self.case.body


def case_view(desk: Desk, case_id: CaseId) -> CaseView:
    """Everything about a case.

    Raises:
        CaseNotFound: there is none.
    """
    with desk.record.read() as tx, desk.cache.read() as cached:
        return _view(desk, tx, cached, tx.cases.get(case_id))


def _view(desk: Desk, tx: Transaction, cached: CacheTransaction, case: Case) -> CaseView:
    now = desk.clock()
    about_author = _about_author(tx, case)
    decisions = [one for one in about_author if one.case_id == case.id]
    commands = tx.outbox.of_case(case.id)
    edition = _in_force(tx, case, now)
    reports = tx.cases.reports(case.key)
    articles = _likely_articles(case, reports, edition)
    spoken = _spoken(tx, case)
    messages = cached.threads.messages_with(desk.me.id, case.author.id) if case.author else []
    thread = cached.threads.slice(case.thread_id) if case.thread_id else None
    return CaseView(
        case=case,
        reports=reports,
        revisions=tx.cases.revisions(case.key) if case.edits else [],
        thread=thread,
        author=cached.threads.member(case.author.id) if case.author else None,
        history=[one for one in about_author if one.undone_at is None] if case.author else [],
        messages=messages,
        decisions=decisions,
        commands=commands,
        notes=tx.notes.of_case(case.key),
        same_text=_same_text(tx, case),
        contact=recent_contact(about_author, messages, now, spoken if case.author else []),
        folded=folded(commands),
        drafts=tx.drafts.of_case(desk.me.id, case.key),
        info=tx.marks.info(),
        edition=edition,
        articles=articles,
        evidence=tx.evidence.of_case(case.key),
        suggestion=_suggestion(case, about_author, edition, articles, reports),
        remote_notes=cached.attention.notes(case.id),
        texts=fitting(desk, tx, language_of(case.revision.body)),
        measures=cached.attention.audit_of(case.author.id, MOST_MEASURES) if case.author else [],
        governed=governed(tx, case, edition, articles, now, decisions=decisions),
        contacts=[one for one in spoken if one.case_id == case.id],
        outside=tx.outside.of_case(case.key),
        held=tx.outside.held(case.key),
        seals=tx.seals.of_case(case.key),
        deeds=good_deeds(tx, case.author.id) if case.author else (),
        thanked=tx.honours.thanked_among(one.id for one in thread.posts) if thread else frozenset(),
    )


def _same_text(tx: Transaction, case: Case) -> int:
    return max(tx.queue.count_same_text(case.text_print) + (case.state is CaseState.CLOSED), 1)


def _spoken(tx: Transaction, case: Case) -> list[Contacted]:
    """With its author on any case; on this one alone where nobody knows who wrote it."""
    return tx.contacts.of_member(case.author.id) if case.author else tx.contacts.of_case(case.key)


def _about_author(tx: Transaction, case: Case) -> list[Decision]:
    """On any case of its author, as they were told; on this one alone where nobody knows who wrote it."""
    return as_told(tx, tx.decisions.of_author(case.author.id) if case.author else tx.decisions.of_case(case.key))


def _in_force(tx: Transaction, case: Case, now: datetime) -> Edition | None:
    editions = tx.conduct.editions()
    return in_force(editions, case.revision.written_at) or in_force(editions, now)


def _likely_articles(case: Case, reports: Sequence[Report], edition: Edition | None) -> list[int]:
    if edition is None:
        return []
    text = f"{case.revision.title}\n{case.revision.body}"
    return likely_articles(hints(), edition, [report.category for report in reports], text)


def _protects(edition: Edition | None, articles: Sequence[int]) -> bool:
    """Whether an article that encourages is among those that may apply."""
    return edition is not None and any(edition.article(number).use is Use.ENCOURAGES for number in articles)


def _suggestion(
    case: Case,
    about_author: Sequence[Decision],
    edition: Edition | None,
    articles: Sequence[int],
    reports: Sequence[Report],
) -> Suggestion:
    return suggest(
        case.kind,
        case.reported_as,
        about_author,
        came_back=case.came_back,
        was_coached=coached([one for one in about_author if one.case_id == case.id]),
        protected=_protects(edition, articles),
        piled_on=piled_on(reports),
    )
