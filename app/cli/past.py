"""The months before a demo begins, lived through: real operations, by an earlier clock, against the demo community.

Only the tour and the window of `--demo` have a past; the demo that is told step by step begins with an empty record.
"""

import heapq
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from zoneinfo import ZoneInfo

from app.cli import past_honours
from app.cli.past_honours import Honoured
from app.community.gateway import Gateway
from app.demo.community import DemoCommunity
from app.demo.past import Event, Fate, Past
from app.domain import months
from app.domain.appeals import AppealId
from app.domain.cases import CaseKind
from app.domain.ladder import Rung
from app.domain.letters import moment_words
from app.domain.promises import Promise
from app.domain.roles import EVERY_ROLE, Account
from app.domain.sanctions import Outcome
from app.domain.topics import TopicId
from app.operations import (
    accounts,
    appeals,
    approving,
    classifying,
    coaching,
    complaints,
    dismissing,
    honours_thanking,
    promises,
    promises_view,
    report_answers,
    sanctions,
    topics,
)
from app.operations.accounts import SignIn
from app.operations.desk import Clock, Desk
from app.operations.sanctions import Wish
from app.start import now
from app.sync.cycle import run_round

THANKS = "改好的帖子看到了，谢谢您。"
CALM = "回复之后双方都消了气"
CHECKED = re.compile(r"\{核对结果[^}]*\}")
SHANGHAI = ZoneInfo("Asia/Shanghai")

END_OF_MONTH, GRANTED_BY = timedelta(days=1), timedelta(days=5)
PARTS, TOGETHER = "售后配件部", 2
SILENT = "提醒期已过，帖子已经沉了，不再追究"
KEPT = "您好，让您久等了。关于{what}，{department}已经查清：原因和处理办法写在给您的私信里，有问题请在这里继续说。"
LATER = "您好，{what}还差最后一步，{department}说最晚 {day}前给出结果，我到时在这里向您说明。让您多等，实在抱歉。"
PROMISE = (
    "您好，{feel}，真对不起。您说的“{quote}”，我们看到了。我已经转给{department}（单号 {number}）核实{what}，"
    "{day}前，我会在这个帖子里向您说明进展。"
)
APPEAL = "我看错了楼层，以为他在骂我。话确实重了，可我平时不是这样，请再看看。"
ANSWERS = {
    Outcome.OVERTURNED: "重新看了前后三十楼，对方先动的手，原处置撤销",
    Outcome.UPHELD: "前后楼层都看过，原话就是针对人的，维持原处置",
}


class MovingClock:
    """The time of a demo: an earlier one while its past is lived through, then the real one."""

    def __init__(self, at: datetime | None) -> None:
        self.at = at

    def __call__(self) -> datetime:
        """What time it is."""
        return self.at or now()


@dataclass(frozen=True)
class Worker:
    """Somebody of the team, and how they reach the community."""

    desk: Desk
    gateway: Gateway

    def round(self) -> None:
        """Keep step with the community once."""
        run_round(self.desk, self.gateway, sleep=lambda _seconds: None, patience=timedelta(0))


@dataclass(frozen=True)
class Team:
    """Who works in the demo: a moderator who has every role, a second person, a manager."""

    me: Worker
    second: Worker
    manager: Worker


def sign_in(desk: Desk, gateways: Sequence[Gateway], clock: Clock) -> Team:
    """Everybody signs in.

    Args:
        desk: of the first account, who has every role.
        gateways: how each of them reaches the community, the first account first.
        clock: by which they work.
    """
    desk = replace(desk, clock=clock)

    def other(number: int) -> Account:
        known = SignIn(gateways[number].describe(), f"demo-{number}", None)
        return accounts.register(desk.record, known, clock())

    second, manager = other(1), replace(other(2), roles=EVERY_ROLE)
    accounts.set_roles(desk, manager.id, manager.roles)
    me, two, three = (
        Worker(replace(desk, me=who), way) for who, way in zip((desk.me, second, manager), gateways, strict=True)
    )
    return Team(me, two, three)


class Life:
    """Lives through a past, one thing after the other.

    Args:
        team: by the moving clock.
        community: where it happens.
        clock: is moved.
        past: what happened.
    """

    def __init__(self, team: Team, community: DemoCommunity, clock: MovingClock, past: Past) -> None:
        self._team, self._desk = team, team.me.desk
        self._community, self._clock, self._past = community, clock, past
        self._turn = count()
        self._topic: TopicId | None = None
        self._agenda: list[tuple[datetime, int, Callable[[], object]]] = []

    def live(self) -> None:
        """From the first moment to the last; what would have happened after now does not."""
        for morning in self._past.mornings():
            self._at(morning[-1].at + timedelta(minutes=2), partial(self._morning, morning))
        for back in range(self._past.length, -1, -1):
            self._month(back)
        end = now()
        while self._agenda and self._agenda[0][0] < end:
            self._clock.at, _, happens = heapq.heappop(self._agenda)
            happens()
        self._round()

    def _at(self, moment: datetime, happens: Callable[[], object]) -> None:
        heapq.heappush(self._agenda, (moment, next(self._turn), happens))

    def _in(self, happens: Callable[[], object], *, days: float = 0, minutes: float = 0) -> None:
        self._at(self._clock() + timedelta(days=days, minutes=minutes), happens)

    def _round(self) -> None:
        self._team.me.round()

    # --- honours, and the end of a month -----------------------------------------------------------------

    def _month(self, back: int) -> None:
        first = self._past.first_of(back)
        for one in past_honours.HONOURED:
            if min(one.back, self._past.length) == back:
                self._at(first + past_honours.FIRST_DAYS, partial(self._nominates, one))
        if back < self._past.length:
            month = months.later(months.month_of(first, SHANGHAI), -1)
            ends = partial(past_honours.end_of_month, self._team.manager.desk, month, closes=back > 0)
            self._at(first + END_OF_MONTH, ends)
        self._at(first + GRANTED_BY, self._team.manager.round)

    def _nominates(self, one: Honoured) -> None:
        nomination = past_honours.nominate(self._desk, one)
        if one.granted:
            manager = self._team.manager.desk
            self._in(partial(past_honours.grant, self._desk, manager, one, nomination), days=2)

    # --- the days ----------------------------------------------------------------------------------------

    def _morning(self, events: list[Event]) -> None:
        """What was reported arrives, and is answered one by one; what follows from it happens on the days after."""
        for event in events:
            self._community.add(event.content)
        self._round()
        answers = {
            Fate.COACHED: self._coaches,
            Fate.SANCTIONED: self._sanctions,
            Fate.COMPLAINED: self._promises,
            Fate.CALMED: self._calmed,
            Fate.DISMISSED: self._dismisses,
            Fate.HELPED: self._thanks,
        }
        for place, event in enumerate(events):
            self._in(partial(answers[event.fate], event), minutes=(8 + 11 * event.back) * (place + 1))
        self._in(partial(self._next_morning, events), days=0.95)
        self._in(partial(self._next_evening, events), days=1.3)
        self._in(partial(self._third_day, events), days=2.2)

    def _next_morning(self, events: list[Event]) -> None:
        """What was answered has arrived; whoever was reminded corrects the post, most of them."""
        self._round()
        for event in events:
            if event.fate is Fate.COACHED and self._listens(event):
                self._community.edit_post(event.post, event.says(event.matter.corrected))

    def _next_evening(self, events: list[Event]) -> None:
        self._round()
        for event in events:
            if event.fate is Fate.COACHED and self._listens(event):
                coaching.accept(self._desk, event.case, thanks=THANKS)
            if event.fate in (Fate.SANCTIONED, Fate.DISMISSED):
                report_answers.answer_reports(self._desk, event.case)

    def _third_day(self, events: list[Event]) -> None:
        self._round()
        for event in events:
            if event.fate is Fate.COMPLAINED:
                self._department_answers(event)
            if event.fate is Fate.SANCTIONED and event.back % 3 == 0:
                self._appeals(event)
            if event.fate is Fate.COACHED and not self._listens(event):
                self._in(partial(self._lets_be, event), days=2.8)

    def _listens(self, event: Event) -> bool:
        return bool((event.back + event.number) % 4)

    # --- the answers -------------------------------------------------------------------------------------

    def _coaches(self, event: Event) -> None:
        coaching.coach(self._desk, event.case, article=event.matter.article, message=event.matter.letter)

    def _lets_be(self, event: Event) -> None:
        self._round()  # the term is over, and the case came back
        dismissing.dismiss(self._desk, event.case, reason=SILENT)

    def _sanctions(self, event: Event) -> None:
        matter = event.matter
        wish = Wish(article=matter.article, departure=matter.departs)
        if matter.departs:
            wish = replace(wish, rung=Rung.WARNING)
        if matter.checked:  # a place in its notice that only a person can fill
            notice = sanctions.prepare(self._desk, event.case, wish).notice
            wish = replace(wish, message=CHECKED.sub(matter.checked, notice))
        sanctions.sanction(self._desk, event.case, wish)
        if approving.waiting(self._desk, event.case):
            self._in(partial(approving.approve, self._team.second.desk, event.case), minutes=45)

    def _appeals(self, event: Event) -> None:
        entered = appeals.enter(self._desk, event.case, appeals.Came(APPEAL))
        outcome = Outcome.OVERTURNED if event.back % 2 else Outcome.UPHELD
        self._in(partial(self._answers_appeal, entered.appeal.id, outcome), days=1)

    def _answers_appeal(self, appeal: AppealId, outcome: Outcome) -> None:
        self._round()
        appeals.answer(self._team.manager.desk, appeal, appeals.Verdict(outcome, ANSWERS[outcome]))
        self._team.manager.round()

    def _promises(self, event: Event) -> None:
        matter, number = event.matter, f"SH-{event.case[3:]}"
        classifying.classify(self._desk, event.case, CaseKind.COMPLAINT)
        self._gathers(event)
        made = promises.promising(
            self._desk, what=matter.what, department=matter.department, owner=matter.owner, number=number
        )
        words = PROMISE.format(
            feel=matter.feel,
            quote=event.says(matter.quote),
            department=matter.department,
            number=number,
            what=matter.what,
            day=moment_words(made.due_at.astimezone()).zh,
        )
        complaints.reply(self._desk, event.case, message=words, promise=made)

    def _gathers(self, event: Event) -> None:
        """Owners who wait for parts write of one matter: what the company is asked to change."""
        if event.matter.department != PARTS or event.back > TOGETHER:
            return
        if self._topic is None:
            self._topic = topics.open_topic(self._desk, "备件等得太久", [event.case]).topic
        else:
            topics.add(self._desk, self._topic, [event.case])

    def _department_answers(self, event: Event) -> None:
        """In time, mostly; sometimes it asks for more days, and sometimes it says nothing until they are over."""
        turn = (event.back + event.number) % 5
        if turn == 0:
            self._extends(event)
        self._in(partial(self._keeps, event), days=7 if turn < 2 else 0.1)

    def _promise(self, event: Event) -> Promise:
        return promises_view.of_case(self._desk, event.case)[-1]

    def _extends(self, event: Event) -> None:
        found, until = self._promise(event), promises.reckon(self._desk, 5).at
        day = moment_words(until.astimezone()).zh
        words = LATER.format(what=found.made.what, department=found.made.department, day=day)
        promises.extend(self._desk, found.id, words, due_at=until)

    def _keeps(self, event: Event) -> None:
        self._round()
        found = self._promise(event)
        promises.close(self._desk, found.id, KEPT.format(what=found.made.what, department=found.made.department))

    def _calmed(self, event: Event) -> None:
        dismissing.dismiss(self._desk, event.case, reason=CALM, calmed=True)
        self._thanks(event)

    def _dismisses(self, event: Event) -> None:
        dismissing.dismiss(self._desk, event.case, reason=event.matter.because)

    def _thanks(self, event: Event) -> None:
        honours_thanking.thank(self._desk, post=event.answer)
