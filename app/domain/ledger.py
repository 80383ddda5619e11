"""The ledger's arithmetic: canonical JSON, the chain of hashes, salted commitments.

An entry's hash covers its number, the hash before it, its time, kind and body; personal values enter the body only as
commitments, sha256(salt + value), so that the value can be thinned later without breaking the chain.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

GENESIS = "0" * 64
"""What stands before the first entry."""

SALT_BYTES = 16

Body = Mapping[str, str | int | bool | None]


class EntryKind(StrEnum):
    """What the ledger tells of."""

    WORKSPACE_CREATED = "workspace.created"
    ACCOUNT_CONNECTED = "account.connected"
    ROLES_CHANGED = "account.roles"
    EDITION_ENTERED = "edition.entered"
    EDITION_ANNOUNCED = "edition.announced"
    DRAFT_DROPPED = "draft.dropped"
    CONSULTATION_SET = "consultation.set"
    COMMENT_ADDED = "comment.added"
    COMMENT_ANSWERED = "comment.answered"
    WELCOMING_SET = "welcoming.set"
    ACKNOWLEDGED = "edition.acknowledged"
    DECIDED = "decision.made"
    DECISION_UNDONE = "decision.undone"
    DECISION_AGREED = "decision.agreed"
    DECISION_SENT_BACK = "decision.sent_back"
    DECISION_SAMPLED = "decision.sampled"
    APPEAL_RECEIVED = "appeal.received"
    CLUSTER_MADE = "cluster.made"
    CLUSTER_AGREED = "cluster.agreed"
    CLUSTER_SENT_BACK = "cluster.sent_back"
    MEASURE_LIFTED = "measure.lifted"
    CASE_RECUSED = "case.recused"
    COMMAND_SENT = "command.sent"
    COMMAND_REFUSED = "command.refused"
    COMMAND_WITHDRAWN = "command.withdrawn"
    COMMAND_OVERRIDDEN = "command.overridden"
    COMMAND_ADDED = "command.added"
    COMMAND_TICKED = "command.ticked"
    CASE_CLOSED = "case.closed"
    CASE_ENTERED = "case.entered"
    CASE_CORRECTED = "case.corrected"
    EVIDENCE_ADDED = "evidence.added"
    EVIDENCE_SEALED = "evidence.sealed"
    SIGNING_KEY_MADE = "signing_key.made"
    TEXT_WRITTEN = "text.written"
    TEXT_REVIEWED = "text.reviewed"
    TEXT_RETIRED = "text.retired"
    HANDOVER_GIVEN = "handover.given"
    HANDOVER_TAKEN = "handover.taken"
    PROMISE_MADE = "promise.made"
    PROMISE_CHANGED = "promise.changed"
    CALENDAR_IMPORTED = "calendar.imported"
    TOPIC_OPENED = "topic.opened"
    TOPIC_CHANGED = "topic.changed"
    LANE_ENTERED = "lane.entered"
    CONTACT_ENTERED = "contact.entered"
    OUTSIDE_ENTERED = "outside.entered"
    TEAM_FACTS_SET = "team.facts_set"
    SEAT_ENTERED = "seat.entered"
    SEAT_CHANGED = "seat.changed"
    ROSTER_SIGNED = "roster.signed"
    REFERRED = "referral.opened"
    REFERRAL_CHANGED = "referral.changed"
    PANEL_DRAWN = "panel.drawn"
    PANEL_CHANGED = "panel.changed"
    PACKET_BUILT = "packet.built"
    BALLOT_ARRIVED = "ballot.arrived"
    BALLOTS_COUNTED = "ballots.counted"
    RULING_CHANGED = "ruling.changed"
    THANKED = "thanks.given"
    TITLE_SET = "title.set"
    NOMINATED = "nomination.made"
    NOMINATION_CHANGED = "nomination.changed"
    HONOUR_GRANTED = "honour.granted"
    HONOUR_CHANGED = "honour.changed"
    REVIEW_PUBLISHED = "review.published"
    MONTH_CLOSED = "month.closed"
    SUMMARY_EXPORTED = "summary.exported"
    DATA_REQUEST_CHANGED = "data_request.changed"
    HOLD_CHANGED = "hold.changed"
    RETENTION_SET = "retention.set"
    THINNED = "personal.thinned"


@dataclass(frozen=True, slots=True)
class Verification:
    """What checking the chain found. `entry` is the first one that does not hold."""

    entries: int
    head: str
    ok: bool
    entry: int | None = None
    reason: str = ""


def canonical(body: Body) -> str:
    """JSON with sorted keys, no blanks, and characters as they are."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def entry_hash(*, seq: int, prev: str, at: str, kind: str, body: str) -> str:
    """The hash of an entry: sha256 of its canonical JSON, in hex."""
    whole = canonical({"seq": seq, "prev": prev, "at": at, "kind": kind, "body": body})
    return hashlib.sha256(whole.encode()).hexdigest()


def commitment(salt: bytes, value: str) -> str:
    """What stands in the ledger for a personal value."""
    return "sha256:" + hashlib.sha256(salt + value.encode()).hexdigest()
