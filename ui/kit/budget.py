"""The request budget in words: what was spent, until when something waits, what is next."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.community import BudgetState
from app.domain.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True)
class Requests:
    """How the requests to the community stand, as the window knows it.

    Attributes:
        waiting_until: until when a round waits, or the community asked to be left alone.
        next_at: when the next round begins by itself.
    """

    budget: BudgetState | None = None
    waiting_until: datetime | None = None
    next_at: datetime | None = None

    def waits(self, now: datetime) -> datetime | None:
        """Until when nothing is asked: a pause, or a minute whose budget is spent while something is unread."""
        budget = self.budget
        times = [self.waiting_until]
        if budget is not None:
            times.append(budget.paused_until)
            if budget.limit is not None and budget.unread and budget.spent >= budget.limit:
                times.append(budget.resets_at)
        return max((at for at in times if at is not None and at > now), default=None)

    def spent(self, now: datetime) -> int:
        """How many of the present minute's requests were made."""
        budget = self.budget
        over = budget is None or (budget.resets_at is not None and budget.resets_at <= now)
        return 0 if budget is None or over else budget.spent


def in_short(requests: Requests, now: datetime) -> Words:
    """For the status bar; no words where there is nothing to count and nothing waits."""
    until, budget = requests.waits(now), requests.budget
    if until is not None:
        at = _time(until)
        return Words(f"等待到 {at}", f"Waiting until {at}")
    if budget is None or budget.limit is None:
        return NO_WORDS
    spent = requests.spent(now)
    return Words(f"请求 {spent}/{budget.limit}", f"Requests {spent}/{budget.limit}")


def in_full(requests: Requests, now: datetime) -> list[Words]:
    """Spent, waiting until when, what is next: a sentence each."""
    told = [_spent(requests, now)]
    until = requests.waits(now)
    if until is not None:
        at = _time(until)
        told.append(
            Words(
                f"正在等待额度，{at} 之后接着来；要发送的都还在。",
                f"Waiting for the budget: it goes on after {at}. What is to be sent is kept.",
            )
        )
    told.append(_next(requests))
    return [one for one in told if one.zh]


def _spent(requests: Requests, now: datetime) -> Words:
    budget = requests.budget
    if budget is None:
        return Words("还没有同步过，不知道请求额度。", "Not synced yet, so the request budget is not known.")
    if budget.limit is None:
        return Words("社区没有规定每分钟能请求几次。", "The community sets no limit of requests a minute.")
    spent = requests.spent(now)
    told = Words(
        f"每分钟可用 {budget.limit} 次请求，这一分钟已用 {spent} 次",
        f"{spent} of {budget.limit} requests a minute are spent",
    )
    if budget.resets_at is None or not spent:
        return Words(f"{told.zh}。", f"{told.en}.")
    at = _time(budget.resets_at)
    return Words(f"{told.zh}，{at} 重新计数。", f"{told.en}; it counts anew at {at}.")


def _next(requests: Requests) -> Words:
    unread = requests.budget.unread if requests.budget else 0
    left = (
        Words(
            f"还有 {unread} 项没读完，接下来几次同步接着读。",
            f"{unread} things are still to be read in the next rounds.",
        )
        if unread
        else NO_WORDS
    )
    if requests.next_at is None:
        return left
    at = _time(requests.next_at)
    coming = Words(f"下次同步：{at}。", f"Next sync at {at}.")
    return Words(left.zh + coming.zh, f"{left.en} {coming.en}".strip())


def _time(at: datetime) -> str:
    return f"{at.astimezone():%H:%M:%S}"
