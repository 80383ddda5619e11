"""The JSON documents of the command line (design: at least these members; more may be there)."""

from typing import Any

from app.cli.output import stamp
from app.domain.appeals import Appeal
from app.domain.cases import QueueRow
from app.domain.commands import Command, CommandState
from app.domain.contacts import Contacted
from app.domain.decisions import Decided, Decision
from app.domain.evidence import Evidence
from app.domain.ladder import Proposal
from app.domain.lanes import severity
from app.domain.members import Member, MemberRef
from app.domain.outside import OutsideParty
from app.domain.posts import Post, Revision
from app.domain.reports import Report
from app.domain.sanctions import KeptSanction
from app.domain.seals import Seal
from app.errors import Language
from app.operations.case_view import CaseView
from app.sync.cycle import Round

Document = dict[str, Any]

_REST = (
    CommandState.WAITING,
    CommandState.BLOCKED,
    CommandState.REFUSED,
    CommandState.UNCERTAIN,
    CommandState.CONFLICT,
)


def of_round(done: Round, by_hand: int) -> Document:
    """What `sync` did, and how the outbox stands; `by_hand` counts what waits for a person."""
    return {
        "pulled": {"cases": done.cases, "posts": done.posts},
        "sent": done.sent,
        **{state.value: done.counts.get(state, 0) for state in _REST},
        "by_hand": by_hand,
    }


def of_row(row: QueueRow) -> Document:
    """A line of the queue."""
    return {
        "case": row.id,
        "state": row.state,
        "kind": row.kind,
        "author": row.author,
        "title": row.title,
        "excerpt": row.excerpt,
        "reports": row.reports,
        "reported_at": stamp(row.reported_at),
        "urgency": row.urgency,
        "raised": row.raised,
        "level": severity(row.kind, row.raised, row.reported_as),
    }


def of_decided(decided: Decided) -> Document:
    """A decision just made."""
    return {
        "case": decided.case,
        "decision": decided.decision,
        "commands": list(decided.commands),
        "state": decided.state,
        "by_hand": decided.by_hand,
    }


def of_command(command: Command, language: Language) -> Document:
    """A command of the outbox."""
    return {
        "command": command.id,
        "kind": command.intent.kind,
        "case": command.intent.case_id,
        "state": command.state,
        "attempts": command.attempts,
        "reason": command.reason.say(language),
        "decision": command.decision,
        "not_before": stamp(command.not_before),
        "remote_id": command.receipt.remote_id if command.receipt else None,
        "by_hand": command.by_hand,
        "text": command.intent.text,
    }


def of_view(view: CaseView, language: Language) -> Document:
    """A case with all that is kept about it."""
    case = view.case
    return {
        "case": case.id,
        "state": case.state,
        "kind": case.kind,
        "verdict": case.verdict,
        "author": _ref(case.author),
        "place": case.place,
        "link": case.link,
        "raised": case.raised,
        "title": case.title,
        "body": case.body,
        "current": _revision(case.revision),
        "revisions": [_revision(revision) for revision in view.revisions],
        "reported_at": stamp(case.reported_at),
        "due_at": stamp(case.due_at),
        "claimed_by": _ref(case.claimed_by),
        "community": {"state": case.community_state, "assignee": _ref(case.assignee)},
        "reports": [_report(report) for report in view.reports],
        "posts": [_post(post) for post in view.thread.posts] if view.thread else [],
        "member": _member(view.author),
        "record": [_decision(decision, language) for decision in view.history],
        "messages": [{"at": stamp(one.at), "sent_by_us": one.sent_by_us, "text": one.text} for one in view.messages],
        "decisions": [_decision(decision, language) for decision in view.decisions],
        "commands": [of_command(command, language) for command in view.commands],
        "evidence": [of_evidence(one) for one in view.evidence],
        "seals": [_seal(one) for one in view.seals],
        "sanctions": [of_sanction(one, language) for one in view.governed.record],
        "appeals": [of_appeal(one) for one in view.governed.appeals],
        "waits_for": view.governed.pending.second_person if view.governed.pending else None,
        "brand_hit": view.governed.brand_hit,
        "recused": [{"name": name, "reason": why} for name, why in view.governed.kept_out],
        "sent_back": view.governed.sent_back.reason if view.governed.sent_back else None,
        "samples": [
            {"decision": one.decision, "by": one.by.name, "mark": one.mark, "note": one.note}
            for one in view.governed.samples
        ],
        "report_verdicts": dict(view.governed.verdicts),
        "proposal": of_proposal(view.governed.article, view.governed.proposal, language),
        "contacts": [_contact(one) for one in view.contacts],
        "outside": [_outside(one) for one in view.outside],
        "held": [one.id for one in view.held],
    }


def _contact(one: Contacted) -> Document:
    said = {"channel": one.channel, "reached": one.reached, "text": one.text}
    return {"at": stamp(one.at), "by": one.by.name, **said, "next": stamp(one.next_at)}


def _outside(one: OutsideParty) -> Document:
    said = {"flag": one.seq, "party": one.party, "number": one.number, "line": one.line}
    return {**said, "since": stamp(one.since), "ended_at": stamp(one.ended_at)}


def of_proposal(article: int | None, proposal: Proposal | None, language: Language) -> Document | None:
    """What the ladder proposes for an article, and why."""
    if proposal is None:
        return None
    return {
        "article": article,
        "rung": proposal.rung,
        "because": [one.say(language) for one in proposal.because],
        "counted": [{"decision": one.decision, "rung": one.rung} for one in proposal.counted],
        "not_counted": [{"decision": one.decision, "rung": one.rung, "why": why} for one, why in proposal.not_counted],
        "expires": stamp(proposal.expires),
        "next_rung": proposal.next_rung,
    }


def of_sanction(kept: KeptSanction, language: Language) -> Document:
    """A measure against a member as it stands."""
    measure, term = kept.sanction, kept.sanction.term
    return {
        "decision": kept.decision,
        "case": kept.case_id,
        "at": stamp(kept.at),
        "by": _ref(kept.by),
        "article": kept.article.say(language),
        "rung": measure.rung,
        "proposed": measure.proposed,
        "because": [one.say(language) for one in measure.because],
        "departure": measure.departure,
        "strikes": measure.strikes,
        "track": measure.track,
        "malice": [{"fact": one.fact, "link": one.link} for one in measure.malice],
        "brand_party": measure.brand_party,
        "post": measure.post,
        "counted": list(measure.counted),
        "not_counted": [{"decision": decision, "why": why} for decision, why in measure.not_counted],
        "second_person": kept.second_person,
        "agreed_by": _ref(kept.agreed_by),
        "starts": stamp(term.starts) if term else None,
        "ends": stamp(kept.ends),
        "expires": stamp(term.expires) if term else None,
        "lifted_at": stamp(kept.lifted_at),
        "outcome": kept.outcome,
        "reduced_to": kept.reduced_to,
        "overturned": kept.overturned,
    }


def of_appeal(appeal: Appeal) -> Document:
    """An appeal and how it was answered."""
    return {
        "appeal": appeal.id,
        "case": appeal.case_id,
        "decision": appeal.decision,
        "against": appeal.against,
        "by": _ref(appeal.by),
        "received_at": stamp(appeal.received_at),
        "due_at": stamp(appeal.due_at),
        "source": appeal.source,
        "text": appeal.text,
        "outcome": appeal.outcome,
        "answered_by": _ref(appeal.answered_by),
        "answered_at": stamp(appeal.answered_at),
    }


def _seal(seal: Seal) -> Document:
    return {
        "sha256": seal.sha256,
        "key": seal.key_id,
        "revision": seal.revision,
        "at": stamp(seal.at),
        "by": _ref(seal.by),
    }


def of_evidence(kept: Evidence) -> Document:
    """A file beside a case."""
    return {
        "evidence": kept.seq,
        "name": kept.name,
        "type": kept.media_type,
        "sha256": kept.sha256,
        "size": kept.size,
        "by": _ref(kept.by),
        "at": stamp(kept.at),
        "note": kept.note,
        "command": kept.command,
    }


def _ref(member: MemberRef | None) -> Document | None:
    return None if member is None else {"id": member.id, "name": member.name}


def _revision(revision: Revision) -> Document:
    return {"version": revision.version, "body": revision.body, "written_at": stamp(revision.written_at)}


def _report(report: Report) -> Document:
    return {
        "id": report.id,
        "by": _ref(report.by),
        "at": stamp(report.at),
        "reason": report.reason,
        "category": report.category,
    }


def _post(post: Post) -> Document:
    return {
        "id": post.id,
        "author": _ref(post.author),
        "at": stamp(post.created_at),
        "edited_at": stamp(post.edited_at),
        "state": post.state,
        "text": post.raw,
    }


def _member(member: Member | None) -> Document | None:
    if member is None:
        return None
    return {
        **(_ref(member.ref) or {}),
        "joined_at": stamp(member.joined_at),
        "is_staff": member.is_staff,
        "verified_owner": member.verified_owner,
        "car": member.car,
        "posts": member.posts,
        "honours": [honour.name for honour in member.honours],
        "good_deeds": list(member.good_deeds),
    }


def _decision(decision: Decision, language: Language) -> Document:
    basis = decision.basis
    return {
        "decision": decision.id,
        "case": decision.case_id,
        "kind": decision.kind,
        "by": _ref(decision.by),
        "at": stamp(decision.at),
        "text": decision.text,
        "reason": decision.reason,
        "undone_at": stamp(decision.undone_at),
        "basis": None
        if basis is None
        else {
            "edition": basis.edition,
            "edition_name": basis.edition_name.say(language),
            "article": basis.article,
            "title": basis.title.say(language),
            "text": basis.text.say(language),
            "current_edition": basis.current_edition,
            "law": basis.law.say(language),
        },
        "second_person": decision.second_person,
    }
