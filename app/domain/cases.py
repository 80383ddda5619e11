"""Cases: their state, kind, verdict, and every way from one state to the next.

State, kind, verdict and measures stay apart: a state says who has to act, a kind what the matter is, a verdict what
was found. All transitions stand in one table; "already there" and "not from here" are two different errors.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NewType

from app.domain.members import MemberRef
from app.domain.posts import PostId, Revision, ThreadId
from app.domain.words import Words
from app.errors import AlreadyThere, NotFromHere

if TYPE_CHECKING:
    from app.domain import hand  # which know cases themselves
    from app.domain.commands import CommandState

CaseId = NewType("CaseId", str)

COACHING_TERM = timedelta(days=3)
"""How long an author has to correct a post after a reminder, in natural days."""


def coaching_due(now: datetime) -> datetime:
    """When the term of a reminder ends: COACHING_TERM from now, at the next full hour, as a letter can say it."""
    end = now + COACHING_TERM
    full = end.replace(minute=0, second=0, microsecond=0)
    return full if full == end else full + timedelta(hours=1)


class CaseState(StrEnum):
    """Who has to act on a case."""

    NEW = "new"
    CLAIMED = "claimed"
    AWAITING_AUTHOR = "awaiting_author"
    AWAITING_DEPARTMENT = "awaiting_department"
    AWAITING_FACTS = "awaiting_facts"
    AWAITING_COUNCIL = "awaiting_council"
    AWAITING_APPROVAL = "awaiting_approval"
    CLOSED = "closed"


class CaseKind(StrEnum):
    """What the matter is; a pulled case is a violation until changed."""

    VIOLATION = "violation"
    COMPLAINT = "complaint"
    DISPUTE = "dispute"
    PLAGIARISM = "plagiarism"
    SAFETY = "safety"
    UNLAWFUL = "unlawful"
    RIGHTS_NOTICE = "rights_notice"
    CARE = "care"
    SUGGESTION = "suggestion"
    DATA_REQUEST = "data_request"  # a member wants to see, or to have deleted, what is kept about them


class Verdict(StrEnum):
    """What was found about the reported post."""

    UPHELD = "upheld"
    NOT_UPHELD = "not_upheld"
    ELSEWHERE = "settled_elsewhere"
    GONE = "gone"


class Back(StrEnum):
    """Why a case is here again."""

    CORRECTED = "corrected"
    TERM_ENDED = "term_ended"
    REPORTED_AGAIN = "reported_again"


class CommunityState(StrEnum):
    """What the community itself says of its report; UPHELD and after mean that it is settled there."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    IGNORED = "ignored"

    @property
    def settled(self) -> bool:
        """Whether nobody has to act on it in the community any more."""
        return self not in (CommunityState.OPEN, CommunityState.IN_PROGRESS)


class Step(StrEnum):
    """What can happen to a case."""

    CLAIM = "claim"
    RELEASE = "release"
    COACH = "coach"
    REPLY = "reply"
    PROMISE = "promise"  # replied to with a promise: a department has to act until it is due
    FULFIL = "fulfil"  # what was promised came, or was given up, and the closing reply says so
    DISMISS = "dismiss"
    SANCTION = "sanction"
    SANCTION_IN_PART = "sanction_in_part"  # some reports were not named by it
    ASK_DEPARTMENT = "ask_department"
    ASK_FACTS = "ask_facts"
    REFER = "refer"
    ASK_APPROVAL = "ask_approval"
    ANSWERED = "answered"  # the department, the fact finders, the council or the second person came back
    CORRECTED = "corrected"  # the author edited the post
    TERM_ENDED = "term_ended"
    ACCEPT = "accept"  # the correction is good: closed with thanks
    SETTLED_ELSEWHERE = "settled_elsewhere"
    GONE = "gone"
    REPORTED_AGAIN = "reported_again"
    PASS = "pass"  # another person takes it over
    REOPEN = "reopen"  # an appeal found that the answer was wrong
    HANDLE = "handle"  # a lane of its own was gone through to its end
    STAY = "stay"  # what is decided beside the answer leaves the case where it is


STATE_WORDS = {
    CaseState.NEW: Words("新进", "new"),
    CaseState.CLAIMED: Words("处理中", "claimed"),
    CaseState.AWAITING_AUTHOR: Words("待作者修改", "awaiting author"),
    CaseState.AWAITING_DEPARTMENT: Words("待部门回复", "awaiting department"),
    CaseState.AWAITING_FACTS: Words("待核实", "awaiting facts"),
    CaseState.AWAITING_COUNCIL: Words("评议中", "awaiting council"),
    CaseState.AWAITING_APPROVAL: Words("待复核", "awaiting approval"),
    CaseState.CLOSED: Words("已办结", "closed"),
}

KIND_WORDS = {
    CaseKind.VIOLATION: Words("违规", "violation"),
    CaseKind.COMPLAINT: Words("投诉抱怨", "complaint"),
    CaseKind.DISPUTE: Words("纠纷", "dispute"),
    CaseKind.PLAGIARISM: Words("抄袭", "plagiarism"),
    CaseKind.SAFETY: Words("安全事件", "safety"),
    CaseKind.UNLAWFUL: Words("违法线索", "unlawful content"),
    CaseKind.RIGHTS_NOTICE: Words("侵权通知", "rights notice"),
    CaseKind.CARE: Words("求助", "care"),
    CaseKind.SUGGESTION: Words("建议", "suggestion"),
    CaseKind.DATA_REQUEST: Words("个人信息请求", "personal data request"),
}

VERDICT_WORDS = {
    Verdict.UPHELD: Words("违规成立", "upheld"),
    Verdict.NOT_UPHELD: Words("不成立", "not upheld"),
    Verdict.ELSEWHERE: Words("已在社区处理", "settled in the community"),
    Verdict.GONE: Words("帖子或举报已不存在", "no longer there"),
}

BACK_WORDS = {
    Back.CORRECTED: Words("已修改", "corrected"),
    Back.TERM_ENDED: Words("已到期", "term ended"),
    Back.REPORTED_AGAIN: Words("又被举报", "reported again"),
}

STEP_WORDS = {
    Step.CLAIM: Words("接单", "claimed"),
    Step.RELEASE: Words("退回", "released"),
    Step.COACH: Words("私信提醒", "coached"),
    Step.REPLY: Words("公开回复", "replied to"),
    Step.PROMISE: Words("承诺答复", "promised an answer"),
    Step.FULFIL: Words("办结承诺", "closed with its promise"),
    Step.DISMISS: Words("判为无需处置", "dismissed"),
    Step.SANCTION: Words("作出处置", "sanctioned"),
    Step.SANCTION_IN_PART: Words("部分处置", "sanctioned for some reports"),
    Step.ASK_DEPARTMENT: Words("转办", "handed to a department"),
    Step.ASK_FACTS: Words("转核实", "sent for fact-finding"),
    Step.REFER: Words("提请评议", "referred"),
    Step.ASK_APPROVAL: Words("提交复核", "sent for approval"),
    Step.ANSWERED: Words("收回答复", "taken back"),
    Step.CORRECTED: Words("因修改退回", "brought back by an edit"),
    Step.TERM_ENDED: Words("因到期退回", "brought back at the end of its term"),
    Step.ACCEPT: Words("确认改好", "accepted as corrected"),
    Step.SETTLED_ELSEWHERE: Words("按社区结果办结", "closed as settled in the community"),
    Step.GONE: Words("因内容消失办结", "closed as gone"),
    Step.REPORTED_AGAIN: Words("因新举报重开", "reopened by a new report"),
    Step.PASS: Words("转交", "passed on"),
    Step.REOPEN: Words("因申诉重开", "reopened by an appeal"),
    Step.HANDLE: Words("按专门流程办结", "closed by its lane"),
    Step.STAY: Words("补充", "added to"),
}

_N, _C, _X = CaseState.NEW, CaseState.CLAIMED, CaseState.CLOSED
_AUTHOR, _DEPARTMENT, _FACTS = (
    CaseState.AWAITING_AUTHOR,
    CaseState.AWAITING_DEPARTMENT,
    CaseState.AWAITING_FACTS,
)
_COUNCIL, _APPROVAL = CaseState.AWAITING_COUNCIL, CaseState.AWAITING_APPROVAL

TRANSITIONS: dict[Step, dict[CaseState, CaseState]] = {
    Step.CLAIM: {_N: _C},
    Step.RELEASE: {_C: _N},
    Step.COACH: {_N: _AUTHOR, _C: _AUTHOR},
    # A reply to a case that waits for somebody is one more word in public: the case goes on waiting.
    Step.REPLY: {
        _N: _X,
        _C: _X,
        _AUTHOR: _AUTHOR,
        _DEPARTMENT: _DEPARTMENT,
        _FACTS: _FACTS,
        _COUNCIL: _COUNCIL,
    },
    Step.PROMISE: {_N: _DEPARTMENT, _C: _DEPARTMENT, _FACTS: _DEPARTMENT, _DEPARTMENT: _DEPARTMENT},
    Step.FULFIL: {_N: _X, _C: _X, _FACTS: _X, _DEPARTMENT: _X},
    Step.DISMISS: {_N: _X, _C: _X, _FACTS: _X},
    Step.SANCTION: {_N: _X, _C: _X, _AUTHOR: _X, _FACTS: _X},
    Step.SANCTION_IN_PART: {_N: _C, _C: _C, _AUTHOR: _C, _FACTS: _C},
    Step.ASK_DEPARTMENT: {_N: _DEPARTMENT, _C: _DEPARTMENT},
    Step.ASK_FACTS: {_N: _FACTS, _C: _FACTS},
    Step.REFER: {_N: _COUNCIL, _C: _COUNCIL, _FACTS: _COUNCIL},
    # From closed too: what is said afterwards, as to those who reported, may need a second person.
    Step.ASK_APPROVAL: {state: _APPROVAL for state in CaseState if state is not _APPROVAL},
    Step.ANSWERED: {_DEPARTMENT: _C, _FACTS: _C, _COUNCIL: _C, _APPROVAL: _C},
    Step.CORRECTED: {_AUTHOR: _C},
    Step.TERM_ENDED: {_AUTHOR: _C, _DEPARTMENT: _C, _FACTS: _C},
    Step.ACCEPT: {_AUTHOR: _X, _C: _X},
    Step.SETTLED_ELSEWHERE: {_N: _X, _C: _X},
    # Whoever deletes a post while a second person or the council looks does not slip away: they see that it is gone.
    Step.GONE: {state: _X for state in CaseState if state not in (_X, _APPROVAL, _COUNCIL)},
    Step.REPORTED_AGAIN: {_X: _N},
    Step.PASS: {_N: _C, _C: _C},
    Step.REOPEN: {_X: _N},
    Step.HANDLE: {state: _X for state in CaseState if state not in (_X, _APPROVAL)},
    Step.STAY: {state: state for state in CaseState},
}


def move(case: CaseId, state: CaseState, step: Step) -> CaseState:
    """The state after a step.

    Raises:
        AlreadyThere: the step was done before and leads to where the case is.
        NotFromHere: the step is not possible from this state.
    """
    ways = TRANSITIONS[step]
    if state in ways:
        return ways[state]
    now = STATE_WORDS[state]
    if state in ways.values():
        raise AlreadyThere(what=case, state_zh=now.zh, state_en=now.en)
    action = STEP_WORDS[step]
    raise NotFromHere(what=case, state_zh=now.zh, state_en=now.en, action_zh=action.zh, action_en=action.en)


def can(state: CaseState, step: Step) -> bool:
    """Whether the step is possible from this state."""
    return state in TRANSITIONS[step]


@dataclass(frozen=True, slots=True)
class Case:
    """A case of the record, with the flagged post frozen as it stood when it was first seen.

    `revision` is the text to be judged now: the snapshot, or the newest edit seen since. `due_at` is when whoever is
    awaited should have acted. `community_version` is the community's own opaque mark of the case as last read.
    `came_back` says why it is here again, until it is answered. `reported_as` is the category that most reports name,
    "" where none does. `text_print` is the same for cases whose texts to be judged say the same, "" for short ones.
    `place` says where a case comes from that was entered by hand, None for one that the community told of; `link` is
    what was pasted with it. `raised` is the lane that a keyword points to, and the word, as in "safety:冒烟"; "" where
    none does, or a person saw that it is none. `opens`: the post opens its thread.
    """

    key: int
    id: CaseId
    kind: CaseKind
    state: CaseState
    verdict: Verdict | None
    post_id: PostId | None
    thread_id: ThreadId | None
    author: MemberRef | None
    title: str
    body: str
    revision: Revision
    edits: int
    reports: int
    reported_at: datetime
    due_at: datetime | None
    claimed_by: MemberRef | None
    community_state: CommunityState
    community_version: str
    assignee: MemberRef | None
    came_back: Back | None = None
    reported_as: str = ""
    text_print: str = ""
    place: "hand.Place | None" = None
    link: str = ""
    raised: str = ""
    opens: bool = True

    @property
    def own_words(self) -> str:
        """What its author says there now: the title is the word of who opened the thread."""
        title = self.revision.title or self.title
        return f"{title}\n{self.revision.body}" if self.opens else self.revision.body


Place = tuple[int, int, int]
"""Where a row stands in the queue; of use only for asking what comes after it."""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A case as one line of the queue, the outbox laid over.

    `claimed_by` is a name, "" for nobody. `same_text` counts the cases that say the same within what was asked for,
    itself included, 1000 at most; 1 where cases were not put together. `on_its_way` is the state of what is unsettled
    in the outbox, what needs a person first; `not_before` is set while an answer is held back and can be taken back.
    `by_hand`: something of it waits for a person to do it. `came_from` is where a case entered by hand comes from.
    `raised` is as in `Case`. `outside`: press, authorities or lawyers are involved.
    """

    key: int
    id: CaseId
    state: CaseState
    kind: CaseKind
    author: str
    title: str
    excerpt: str
    reports: int
    reported_at: datetime
    urgency: int
    place: Place
    reported_as: str = ""
    came_back: Back | None = None
    due_at: datetime | None = None
    claimed_by: str = ""
    claimed_by_me: bool = False
    same_text: int = 1
    on_its_way: "CommandState | None" = None
    not_before: datetime | None = None
    by_hand: bool = False
    came_from: "hand.Place | None" = None
    raised: str = ""
    outside: bool = False


OURS = (CaseState.NEW, CaseState.CLAIMED, CaseState.AWAITING_APPROVAL)
"""States in which a case needs us now."""

MANY_REPORTS, SEVERAL_REPORTS = 10, 3

ALARMED = 1
"""Up to here `urgency` counts the lanes with clocks of their own, and what a keyword raised."""

WAITING = 10
"""From here on `urgency` counts the cases for which we wait; before stand ours, and those of lanes with clocks."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What a keyword found: the lane to which it points, and the words; kept as in "safety:冒烟"."""

    lane: CaseKind
    word: str

    @classmethod
    def read(cls, raised: str) -> "Hit | None":
        """The hit that is kept so; None for "" and for what is none."""
        lane, colon, word = raised.partition(":")
        return cls(CaseKind(lane), word) if colon and lane in set(CaseKind) else None

    def __str__(self) -> str:
        return f"{self.lane.value}:{self.word}"


def urgency(kind: CaseKind, state: CaseState, reports: int, raised: str = "") -> int:
    """How soon a case needs us, 0 first. Lanes with clocks of the law come first, what others owe us last.

    Args:
        raised: what a keyword found, as in `Case`; until somebody saw it, such a case is as urgent as its lane.
    """
    if kind is CaseKind.SAFETY:
        return 0
    if raised and state is not CaseState.CLOSED:
        hit = Hit.read(raised)
        return 0 if hit is not None and hit.lane is CaseKind.SAFETY else 1
    if kind in (CaseKind.UNLAWFUL, CaseKind.RIGHTS_NOTICE, CaseKind.CARE):
        return 1
    level = 2 if reports >= MANY_REPORTS else 3 if reports >= SEVERAL_REPORTS or kind is CaseKind.COMPLAINT else 4
    return level if state in OURS else level + WAITING
