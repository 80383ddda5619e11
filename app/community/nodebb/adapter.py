"""NodeBB 4: a forum without cursors, versions, locks or keys; what is missing is made up for by reading.

A list of open flags is compared with what was known; a case's version is a fingerprint, read again before and after
each write; a sent text carries a hidden marker by which it is found when its answer was lost.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TypeVar
from urllib.parse import quote

import msgspec
from msgspec.json import Decoder

from app.community.http import Answer, Http, failure
from app.community.nodebb import wire
from app.community.nodebb.wire import Envelope
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import Command, CommandKind, Intent, Receipt, ReceiptStatus
from app.domain.community import (
    CANNOT_TELL,
    NOT_HAPPENED,
    Acknowledgement,
    Capability,
    ChangePage,
    CommunityInfo,
    Effect,
    Found,
    Level,
    Limits,
    MessagePage,
    RemoteCase,
)
from app.domain.members import Honour, Member, MemberId, MemberRef
from app.domain.posts import Post, PostId, Thread, ThreadId, ThreadSlice
from app.errors import (
    AuthFailed,
    BrokenAnswer,
    CommunityError,
    Conflict,
    CursorExpired,
    Forbidden,
    Invalid,
    MasterToken,
    NotFound,
    OutcomeUnknown,
)

log = logging.getLogger(__name__)

REQUESTS_PER_MINUTE = 60
MESSAGE_MAX, REPLY_MAX = 1000, 32767
ASK_MARGIN = timedelta(seconds=30)
LOOK_BACK = timedelta(minutes=5)
"""How long before its first send a lost text is still looked for."""
MOST_CASES = 20
REQUESTS_PER_CASE = 5
"""What one case can cost: its flag, post, topic, category and assignee."""
ROOMS, MESSAGES = 20, 50
"""How many a full page holds."""

NOT_OFFERED = Capability(Level.UNSUPPORTED, "not yet offered by this adapter")
CAPABILITIES = {kind.value: NOT_OFFERED for kind in CommandKind} | {
    CommandKind.CLAIM: Capability(
        Level.EMULATED, "NodeBB knows no lock: somebody else can take the case at the same moment"
    ),
    CommandKind.RESOLVE: Capability(Level.NATIVE),
    CommandKind.MESSAGE: Capability(Level.NATIVE),
    CommandKind.REPLY: Capability(Level.NATIVE),
}
OUTCOMES = {
    CommunityState.UPHELD: "resolved",
    CommunityState.DISMISSED: "rejected",
    CommunityState.IGNORED: "rejected",
}
