"""What a pull means for a case that is known: pure rules."""

from dataclasses import dataclass

from app.domain.cases import TRANSITIONS, Back, CaseState, CommunityState, Step, Verdict, can
from app.domain.community import RemoteCase
from app.domain.decisions import Decision
from app.domain.members import MemberId


@dataclass(frozen=True, slots=True)
class Known:
    """What we last knew of the case."""

    state: CaseState
    verdict: Verdict | None
    latest_revision: str
    reports: int
    community_state: CommunityState
    came_back: Back | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """What the case is after meeting its present self."""

    state: CaseState
    verdict: Verdict | None
    edited: bool
    came_back: Back | None = None


def first_state(remote: RemoteCase) -> CaseState:
    """Where a case begins that was never seen before: what the community has settled needs nobody."""
    return CaseState.CLOSED if remote.state.settled else CaseState.NEW


def meet(known: Known, remote: RemoteCase, *, settling: bool) -> Meeting:
    """What becomes of a known case when the community shows it as it is now.

    Args:
        known: the case in the record.
        remote: the case in the community.
        settling: a settlement of our own is on its way, so that the community's being settled is no news.
    """
    edited = remote.post is not None and remote.post.version != known.latest_revision
    step: Step | None = None
    settled_now = remote.state.settled and not known.community_state.settled
    if edited and can(known.state, Step.CORRECTED):
        step = Step.CORRECTED
    elif settled_now and not settling and can(known.state, Step.SETTLED_ELSEWHERE):
        step = Step.SETTLED_ELSEWHERE
    elif _reported_again(known, remote) and not settling:
        step = Step.REPORTED_AGAIN
    if step is None:
        return Meeting(known.state, known.verdict, edited, _still_back(known, edited=edited))
    return Meeting(TRANSITIONS[step][known.state], _VERDICTS.get(step, known.verdict), edited, _BACK.get(step))


def _still_back(known: Known, *, edited: bool) -> Back | None:
    """Why a case that stays where it is came back: an edit after the end of the term is a correction, if a late one."""
    return Back.CORRECTED if edited and known.came_back is Back.TERM_ENDED else known.came_back


_BACK = {Step.CORRECTED: Back.CORRECTED, Step.REPORTED_AGAIN: Back.REPORTED_AGAIN}


_VERDICTS = {Step.SETTLED_ELSEWHERE: Verdict.ELSEWHERE, Step.REPORTED_AGAIN: None}
"""What a step says about the verdict; it stays as it was after any other."""


def _reported_again(known: Known, remote: RemoteCase) -> bool:
    more = len(remote.reports) > known.reports
    return more and not remote.state.settled and can(known.state, Step.REPORTED_AGAIN)


def same_ground(decision: Decision, remote: RemoteCase, me: MemberId) -> bool:
    """Whether a decision still stands on what it judged, though the case has a new version.

    The post is unchanged, nobody settled the case, and it is claimed by nobody or by me.
    """
    post_same = remote.post is None or remote.post.version == decision.revision
    free = remote.assignee is None or remote.assignee.id == me
    return post_same and not remote.state.settled and free
