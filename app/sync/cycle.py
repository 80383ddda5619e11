"""One round with the community: pull, push, then what the cache and the search index lack."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from app.community.gateway import Gateway
from app.domain.cases import CaseId
from app.domain.commands import CommandState
from app.domain.community import BudgetState
from app.domain.connecting import acts_as
from app.domain.words import Words
from app.errors import AuthFailed, BrokenAnswer, CommunityError, RateLimited
from app.operations import delivery, forgetting, intake, lanes_raising, outbox, pictures, retention, searching
from app.operations.desk import Desk
from app.operations.pictures import Fetched
from app.sync import conduct, honours
from app.sync.attend import attend_cases, attend_open_case, pull_audit
from app.sync.budget import Budget
from app.sync.line import Line
from app.sync.pictures import attend_pictures, fetch_pictures
from app.sync.pull import Progress, PullCount, fill_threads, pull, pull_messages
from app.sync.push import push


@dataclass(frozen=True, slots=True)
class Round:
    """What a round did, and how the outbox stands after it."""

    cases: int
    posts: int
    sent: int
    counts: dict[CommandState, int] = field(default_factory=dict)
    budget: BudgetState | None = None


def _quiet(_cases: int, _posts: int) -> None:
    """Say nothing."""


def run_round(
    desk: Desk,
    gateway: Gateway,
    *,
    sleep: Callable[[float], None],
    patience: timedelta,
    progress: Progress = _quiet,
) -> Round:
    """Keep step with the community once. Only one process does so at a time.

    Raises:
        SenderBusy: another process is at it.
        CommunityError: the community was not reached; what was read and sent before is kept.
    """
    try:
        with desk.record.lease():
            return _round(desk, gateway, sleep, patience, progress)
    finally:
        searching.index_all(desk)


def _round(
    desk: Desk, gateway: Gateway, sleep: Callable[[float], None], patience: timedelta, progress: Progress
) -> Round:
    line = _line(desk, gateway, sleep, patience)
    forgetting.remember(desk)
    try:
        pulled, broken = _pull(desk, line, progress)
        intake.bring_back_due(desk)
        lanes_raising.scan(desk)
        conduct.before_push(desk, line)
        honours.before_push(desk)
        sent = push(desk, line)
        if broken is not None:
            raise broken
        attend_open_case(desk, line)
        unread = attend_pictures(desk, line)
        pull_messages(desk, line)
        unread += attend_cases(desk, line)
        pull_audit(desk, line)
        conduct.watch(desk, line)
        honours.watch(desk, line)
        unread += fill_threads(desk, line)
        retention.attend(desk)
    except RateLimited as error:
        delivery.on_pause(desk, delivery.Pause(timedelta(seconds=error.seconds)))
        raise
    finally:
        intake.keep_spent(desk, line.budget.written())
    return Round(pulled.cases, pulled.posts, sent, outbox.counts(desk), line.budget.state(unread))


def fetch_case(
    desk: Desk, gateway: Gateway, case_id: CaseId, *, sleep: Callable[[float], None], patience: timedelta
) -> Fetched:
    """Keep the pictures of one case, for somebody who asked for them; nothing is sent.

    Where the community is not reached, that is what comes back: a case can be sealed without.

    Raises:
        CaseNotFound: there is no such case.
    """
    if not pictures.wanted(desk, case_id):
        return Fetched()
    try:
        line = _line(desk, gateway, sleep, patience)
    except CommunityError as error:
        return Fetched(unreached=Words.of(error))
    try:
        return fetch_pictures(desk, line, case_id)
    finally:
        intake.keep_spent(desk, line.budget.written())


def _pull(desk: Desk, line: Line, progress: Progress) -> tuple[PullCount, BrokenAnswer | None]:
    """Read what changed. What waits to be sent does not wait for a feed that can't be read."""
    try:
        return pull(desk, line, progress), None
    except BrokenAnswer as error:
        return PullCount(), error


def _line(desk: Desk, gateway: Gateway, sleep: Callable[[float], None], patience: timedelta) -> Line:
    known = intake.known_info(desk)
    limit = known.limits.requests_per_minute if known else None
    budget = Budget(limit, desk.clock, intake.spent(desk))
    line = Line(gateway, budget, clock=desk.clock, sleep=sleep, patience=patience)
    pause = delivery.paused_for(desk)
    if not line.wait_until(desk.clock() + pause):
        raise RateLimited(seconds=pause.total_seconds(), scope="site")
    info = line.read(gateway.describe)
    if not acts_as(info, desk.me.id):
        raise AuthFailed
    intake.on_described(desk, info)
    budget.allow(info.limits.requests_per_minute)
    return line
