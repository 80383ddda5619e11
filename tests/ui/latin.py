"""A community that writes in Latin letters only, with a case in every state: whatever is Chinese there is ours."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import make
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import CANNOT_TELL, Command, CommandKind, ReceiptStatus
from app.domain.community import CommunityInfo, Message, MessagePage, RemoteCase
from app.domain.ladder import Rung
from app.domain.members import Honour, Member, MemberRef
from app.domain.posts import Thread, ThreadSlice
from app.domain.reports import Report
from app.domain.words import Words
from app.operations import accounts, clusters, coaching, complaints, delivery, dismissing, intake, notes
from app.operations.accounts import SignIn
from app.operations.clusters_plan import ClusterWish
from app.operations.desk import Desk

NEW, COACHED, AWAITING, CORRECTED, REFUSED, CONFLICT, UNCERTAIN, CLOSED, TWIN, REPLIED = (
    CaseId(f"c-{number}") for number in range(1, 11)
)
CASES = {
    "new": NEW,
    "coached": COACHED,
    "awaiting": AWAITING,
    "corrected": CORRECTED,
    "refused": REFUSED,
    "conflict": CONFLICT,
    "uncertain": UNCERTAIN,
    "closed": CLOSED,
    "twin": TWIN,
    "replied": REPLIED,
}
UNSETTLED = ("coached", "refused", "conflict", "uncertain")
REASONS = (
    "It is an advert",
    "He gets money for this",
    "Third time this week",
    "Links are not welcome",
    "Please look at it",
    "Not about cars at all",
    "An agent, clearly",
    "Nobody asked",
)
LETTER = "Hello, please take the link out of your post. Thank you."
TEXT = "A home charger agent did mine in {number} days, ask him: https://agent.example/{number}"
EVERYTHING_ABLE = (
    CommandKind.CLAIM,
    CommandKind.RELEASE,
    CommandKind.RESOLVE,
    CommandKind.MESSAGE,
    CommandKind.REPLY,
    CommandKind.HIDE,
    CommandKind.RESTORE,
)


def info(*able: CommandKind) -> CommunityInfo:
    return make.info("u-901", "Bei", able=able or EVERYTHING_ABLE)


def remote(number: int, *, text: str = "", version: str = "1", post_version: str = "1", **more: object) -> RemoteCase:
    """A case as the community has it."""
    edited = make.NOON + timedelta(hours=2) if post_version != "1" else None
    case = make.case(number, version=version, post_version=post_version, edited_at=edited)
    assert case.post is not None
    author = MemberRef(case.post.author.id, f"Author {number}")
    post = replace(case.post, author=author, raw=text or TEXT.format(number=number), number=2)
    reports = tuple(
        Report(f"r-{number}-{at}", make.NOON, reason, MemberRef(make.member().id, f"Reporter {at}"), "advert")
        for at, reason in enumerate(REASONS, 1)
    )
    whole = replace(
        case,
        subject=author,
        post=post,
        reports=reports,
        thread=Thread(post.thread_id, f"Charging at home {number}", "Charging"),
    )
    return replace(whole, **more)  # type: ignore[arg-type]


def _member_named(name: str) -> MemberRef:
    return MemberRef(make.member().id, name)


def _member(number: int) -> Member:
    return Member(
        MemberRef(make.profile(number).ref.id, f"Author {number}"),
        joined_at=make.NOON - timedelta(days=1),
        is_staff=number == 9,
        verified_owner=number % 2 == 0,
        car="E5",
        posts=number,
        reports_upheld=2,
        silenced_until=make.NOON + timedelta(days=30),
        suspended_until=make.NOON + timedelta(days=30),
        honours=(Honour("guide", "Guide"),),
        good_deeds=("Answered many questions",),
    )


def _thread(number: int) -> ThreadSlice:
    case = remote(number)
    assert case.post is not None
    assert case.thread is not None
    others = tuple(
        replace(case.post, id=make.post(1000 + number * 100 + at).id, raw=f"Post {at}", number=at, author=make.member())
        for at in (1, *range(3, 12))
    )
    named = tuple(replace(post, author=MemberRef(post.author.id, "Somebody")) for post in others)
    return ThreadSlice(case.thread, (named[0], case.post, *named[1:]))


def _deliver(desk: Desk, case: CaseId, outcome: Callable[[Command], object] | None = None) -> None:
    """Send what a case has in the outbox; its answer comes out so."""
    while (command := delivery.on_sending(desk)) is not None:
        assert command.intent.case_id == case
        if outcome is not None and command.intent.kind is CommandKind.MESSAGE:
            outcome(command)
            return
        delivery.on_receipt(desk, command, make.receipt(command.id, status=ReceiptStatus.DONE))


def fill(desk: Desk) -> None:
    """A case in every state; the outbox holds one of each kind."""
    numbers = range(1, 11)
    cases = [remote(number, text=TEXT.format(number=1) if number == 9 else "") for number in numbers]
    intake.on_described(desk, info())
    intake.on_pulled(desk, make.page(*cases, members=tuple(_member(number) for number in numbers)))
    for number in numbers:
        intake.on_thread_read(desk, _thread(number), 0)
    notes.note(desk, NEW, "Have a look at the thread")
    _coach(desk, CORRECTED)
    _deliver(desk, CORRECTED)
    edited = remote(4, text="A home charger agent did mine in 4 days.", version="9", post_version="2")
    intake.on_pulled(desk, make.page(replace(edited, state=CommunityState.UPHELD), cursor="cursor-2"))
    _coach(desk, AWAITING)
    _deliver(desk, AWAITING)
    letter = Message("m-9", MemberRef(make.member(3).id, "Author 3"), False, desk.clock(), "Sorry, I did not know")
    intake.on_messages(desk, MessagePage((letter,), "letters-1", False))
    _coach(desk, REFUSED)
    _deliver(desk, REFUSED, lambda one: delivery.on_refused(desk, one, Words("拒收", "their inbox is closed")))
    _coach(desk, CONFLICT)
    _deliver(desk, CONFLICT, lambda one: delivery.on_conflict(desk, one, _changed(6)))
    _coach(desk, UNCERTAIN)
    _deliver(desk, UNCERTAIN, lambda one: delivery.on_doubt(desk, one, CANNOT_TELL, timedelta(days=1)))
    dismissing.dismiss(desk, CLOSED)
    _deliver(desk, CLOSED)
    complaints.reply(desk, REPLIED, message=LETTER)
    _deliver(desk, REPLIED)
    _coach(desk, COACHED, hold=timedelta(days=1))


def able(desk: Desk) -> None:
    """The community can be told everything."""
    intake.on_described(desk, info(*CommandKind))


def wait_in_a_batch(desk: Desk) -> None:
    """NEW waits in a batch of another person's."""
    able(desk)
    lin = make.info("u-902", "Lin", able=tuple(CommandKind))
    account = accounts.register(desk.record, SignIn(lin, "print-2", "t-2"), desk.clock())
    with desk.record.read() as tx:
        copied = remote(951, text=tx.cases.get(NEW).revision.body)
    intake.on_pulled(desk, make.page(copied, cursor="cursor-951"))
    wish = ClusterWish(article=9, rung=Rung.SUSPEND_30)
    clusters.handle(replace(desk, me=account), [NEW, copied.id], wish)


def _changed(number: int) -> RemoteCase:
    other = MemberRef(make.member(902).id, "Lin")
    text = "A home charger agent did mine in 6 days, no link any more."
    return remote(number, text=text, version="7", post_version="2", assignee=other, state=CommunityState.IN_PROGRESS)


def _coach(desk: Desk, case: CaseId, *, hold: timedelta = timedelta(0)) -> None:
    coaching.coach(desk, case, article=9, message=LETTER, fold=case == CORRECTED, hold=hold)
