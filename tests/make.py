"""Makes things that are valid by default; a test names only what matters to it."""

import uuid
from datetime import UTC, datetime, timedelta

from app.domain.cases import CaseId, CommunityState
from app.domain.commands import (
    Command,
    CommandId,
    CommandKind,
    DecisionId,
    Intent,
    Receipt,
    ReceiptStatus,
)
from app.domain.community import NATIVE, Capability, ChangePage, CommunityInfo, Feature, Level, Limits, RemoteCase
from app.domain.members import Member, MemberId, MemberRef
from app.domain.posts import Post, PostId, Thread, ThreadId, ThreadSlice
from app.domain.reports import Report
from app.domain.words import Words

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)

_ABLE = (CommandKind.CLAIM, CommandKind.RELEASE, CommandKind.RESOLVE, CommandKind.MESSAGE, CommandKind.REPLY)


def info(
    account: str = "u-901", name: str = "小北", *, able: tuple[CommandKind, ...] = _ABLE, **limits: int
) -> CommunityInfo:
    return CommunityInfo(
        platform="demo",
        version="1.0",
        acting=MemberRef(MemberId(account), name),
        capabilities={
            kind.value: NATIVE if kind in able else Capability(Level.UNSUPPORTED, Words("没有这个", "no such thing"))
            for kind in CommandKind
        }
        | {Feature.FOLDED_EDIT.value: NATIVE},
        limits=Limits(**({"message_max": 2000, "reply_max": 10000} | limits)),
    )


def member(member_id: str = "u-1", name: str = "南山老陈") -> MemberRef:
    return MemberRef(MemberId(member_id), name)


def post(
    number: int = 1,
    text: str = "加我头像，贴膜全网最低。",
    *,
    version: str = "1",
    edited_at: datetime | None = None,
    **more: object,
) -> Post:
    return Post(
        id=PostId(f"p-{number}"),
        thread_id=ThreadId(f"t-{number}"),
        author=member(f"u-{number}", f"车友{number}"),
        created_at=NOON,
        raw=text,
        version=version,
        edited_at=edited_at,
        **more,  # type: ignore[arg-type]
    )


def report(number: int = 1, *, reason: str = "疑似广告", at: datetime = NOON) -> Report:
    return Report(
        f"r-{number}", at + timedelta(minutes=number), reason, member(f"u-r{number}", f"举报人{number}"), "advert"
    )


def case(
    number: int = 1,
    *,
    version: str = "1",
    state: CommunityState = CommunityState.OPEN,
    reports: int = 1,
    text: str = "加我头像，贴膜全网最低。",
    title: str = "新人求助",
    post_version: str = "1",
    edited_at: datetime | None = None,
    at: datetime = NOON,
    assignee: MemberRef | None = None,
) -> RemoteCase:
    flagged = post(number, text, version=post_version, edited_at=edited_at)
    return RemoteCase(
        id=CaseId(f"c-{number}"),
        version=version,
        state=state,
        created_at=at,
        updated_at=at,
        reports=tuple(report(index) for index in range(1, reports + 1)),
        subject=flagged.author,
        assignee=assignee,
        post=flagged,
        thread=Thread(flagged.thread_id, title, "充电"),
    )


def page(*cases: RemoteCase, cursor: str = "cursor-1", more: bool = False, **what: object) -> ChangePage:
    whole: dict[str, object] = {"posts": (), "threads": (), "members": ()} | what
    return ChangePage(cases=cases, cursor=cursor, more=more, **whole)  # type: ignore[arg-type]


def profile(number: int = 1) -> Member:
    return Member(member(f"u-{number}", f"车友{number}"), joined_at=NOON, verified_owner=True, car="远山 E5", posts=12)


def command(intent: Intent | None = None, **more: object) -> Command:
    whole = intent or Intent(CommandKind.MESSAGE, case_id=CaseId("c-1"), member_id=MemberId("u-1"), text="您好")
    return Command(CommandId(str(uuid.uuid4())), DecisionId("d-1"), whole, **more)  # type: ignore[arg-type]


def receipt(
    remote_id: str = "m-1", *, version: str = "2", status: ReceiptStatus = ReceiptStatus.DONE, **more: object
) -> Receipt:
    return Receipt(status, remote_id, at=NOON, case_version=version, **more)  # type: ignore[arg-type]


def thread_slice(number: int = 1) -> ThreadSlice:
    return ThreadSlice(Thread(ThreadId(f"t-{number}"), "新人求助", "充电"), (post(number),))
