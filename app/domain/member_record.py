"""A member's record: good deeds first, then the strikes that count, then everything in the order of time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.cases import CaseId
from app.domain.clusters import ALONG
from app.domain.commands import DecisionId
from app.domain.decisions import ReportVerdict
from app.domain.ladder import RUNG_WORDS, Strike, counting, points
from app.domain.letters import moment_words
from app.domain.members import Member, MemberRef
from app.domain.sanctions import KeptSanction, Track, strikes_of
from app.domain.words import NO_WORDS, Words


class PastKind(StrEnum):
    """What an entry is about; also what the timeline is filtered by."""

    HONOUR = "honour"
    SANCTION = "sanction"
    REMINDER = "reminder"
    REPLY = "reply"
    APPEAL = "appeal"
    REPORT = "report"
    COMMUNITY = "community"
    CONTACT = "contact"
    NOTE = "note"


PAST_KIND_WORDS = {
    PastKind.HONOUR: Words("荣誉和感谢", "Honours"),
    PastKind.SANCTION: Words("处置", "Sanctions"),
    PastKind.REMINDER: Words("提醒", "Reminders"),
    PastKind.REPLY: Words("回复和办结", "Replies"),
    PastKind.APPEAL: Words("申诉", "Appeals"),
    PastKind.REPORT: Words("TA 的举报", "Their reports"),
    PastKind.COMMUNITY: Words("社区记录", "In the community"),
    PastKind.CONTACT: Words("联系记录", "Calls and talks"),
    PastKind.NOTE: Words("备注", "Notes"),
}


class Standing(StrEnum):
    """How a sanction stands. Expired, lifted early, overturned and reduced are four different things."""

    WAITS = "waits"
    TAKEN_BACK = "taken_back"
    OVERTURNED = "overturned"
    LIFTED = "lifted"
    RUNS = "runs"
    COUNTS = "counts"
    EXPIRED = "expired"
    OVER = "over"  # of an abnormal account: no strikes were given


STANDING_WORDS = {
    Standing.WAITS: Words("待复核，未生效", "waits for a second person"),
    Standing.TAKEN_BACK: Words("已撤回，未生效", "taken back"),
    Standing.OVERTURNED: Words("申诉后撤销", "overturned on appeal"),
    Standing.LIFTED: Words("提前解除", "ended early"),
    Standing.RUNS: Words("执行中", "running"),
    Standing.COUNTS: Words("记分有效", "strikes count"),
    Standing.EXPIRED: Words("已到期", "expired"),
    Standing.OVER: Words("已结束", "over"),
}


@dataclass(frozen=True, slots=True)
class Past:
    """One thing that happened.

    Attributes:
        head: what, in a few words.
        details: more about it, a line each.
        by: of the team, "" for nobody of it.
        standing: of a sanction.
        decision: of a sanction that runs: it can be ended early.
    """

    at: datetime
    kind: PastKind
    head: Words
    details: tuple[Words, ...] = ()
    by: str = ""
    case_id: CaseId | None = None
    standing: Standing | None = None
    decision: DecisionId | None = None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How a member's reports turned out."""

    reports: int = 0
    upheld: int = 0
    not_upheld: int = 0
    malicious: int = 0

    @property
    def open(self) -> int:
        """Of how many nothing was found yet."""
        return self.reports - self.upheld - self.not_upheld - self.malicious

    @property
    def _s(self) -> str:
        return "" if self.reports == 1 else "s"

    @property
    def words(self) -> Words:
        """In one line; nothing where they reported nothing."""
        if not self.reports:
            return NO_WORDS
        zh, en = (
            f"举报过 {self.reports} 次，成立 {self.upheld} 次",
            f"{self.reports} report{self._s} made, {self.upheld} upheld",
        )
        if self.open:
            zh, en = f"{zh}，还没有结论 {self.open} 次", f"{en}, {self.open} not decided yet"
        if self.not_upheld:
            zh, en = f"{zh}，不成立 {self.not_upheld} 次", f"{en}, {self.not_upheld} not upheld"
        if self.malicious:
            zh, en = f"{zh}，恶意或有组织 {self.malicious} 次", f"{en}, {self.malicious} malicious or organised"
        return Words(zh, en)


def accuracy(verdicts: Sequence[ReportVerdict | None]) -> Accuracy:
    """How these reports turned out; None for one of which nothing was found yet."""
    bad = (ReportVerdict.MALICIOUS, ReportVerdict.ORGANISED)
    return Accuracy(
        len(verdicts),
        verdicts.count(ReportVerdict.UPHELD),
        verdicts.count(ReportVerdict.NOT_UPHELD),
        sum(one in bad for one in verdicts),
    )


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A member's record.

    Attributes:
        member: what the community tells; None while it was not read.
        strikes: how many count now.
        counted: the measures that give them.
        timeline: newest first.
        reports: how their reports turned out.
        deeds: what they are honoured for, a line each.
    """

    ref: MemberRef
    member: Member | None
    strikes: int
    counted: tuple[Strike, ...]
    timeline: tuple[Past, ...]
    reports: Accuracy
    deeds: tuple[Words, ...] = ()

    def kinds(self) -> list[PastKind]:
        """What there is to filter by."""
        there = {one.kind for one in self.timeline}
        return [kind for kind in PastKind if kind in there]


def standing(kept: KeptSanction, now: datetime) -> Standing:
    """How a sanction stands at a moment."""
    holds = (
        (kept.undone, Standing.TAKEN_BACK),
        (kept.waits, Standing.WAITS),
        (kept.overturned, Standing.OVERTURNED),
        (kept.runs(now), Standing.RUNS),
        (kept.lifted_at is not None, Standing.LIFTED),
        (kept.sanction.track is Track.ABNORMAL, Standing.OVER),
        (kept.strike.not_counted(now) is None, Standing.COUNTS),
    )
    return next((stands for true, stands in holds if true), Standing.EXPIRED)


def past_of(kept: KeptSanction, now: datetime) -> Past:
    """A sanction as an entry, everything that came after it included."""
    stands, along = standing(kept, now), _along(kept)
    rung = RUNG_WORDS[kept.sanction.rung]
    head = Words("随同一账号一并办结", "closed along with the account") if along else rung
    if kept.sanction.track is Track.ABNORMAL and not along:
        head = Words(f"{rung.zh}（非正常账号）", f"{rung.en} (abnormal account)")
    return Past(
        at=kept.sanction.term.starts if kept.sanction.term else kept.at,
        kind=PastKind.SANCTION,
        head=head,
        details=tuple(_details(kept, stands, now)),
        by=kept.by.name,
        case_id=kept.case_id,
        standing=stands,
        decision=kept.decision if stands is Standing.RUNS else None,
    )


def _along(kept: KeptSanction) -> bool:
    return kept.sanction.track is Track.ABNORMAL and kept.sanction.rung is ALONG


def _details(kept: KeptSanction, stands: Standing, now: datetime) -> list[Words]:
    found = [kept.article]
    if kept.agreed_by is not None:
        name = kept.agreed_by.name
        found.append(Words(f"复核：{name}", f"agreed by {name}"))
    if stands is Standing.RUNS and kept.ends is not None:
        until = moment_words(kept.ends.astimezone())
        found.append(Words(f"到 {until.zh}", f"until {until.en}"))
    if kept.lifted_at is not None:
        at = moment_words(kept.lifted_at.astimezone())
        found.append(Words(f"{at.zh} 提前解除，记分不变", f"ended early at {at.en}; the strikes stay"))
    if kept.reduced_to is not None:
        to = RUNG_WORDS[kept.reduced_to]
        found.append(Words(f"申诉后减轻为{to.zh}", f"reduced on appeal to: {to.en}"))
    expires = kept.strike.expires_at
    if expires is not None and kept.sanction.strikes and not kept.overturned:
        day, count = f"{expires.astimezone():%Y-%m-%d}", kept.rung.strikes
        over = now >= expires
        zh = f"{count} 分，{day} {'已到期' if over else '到期'}"
        unit = "strike" if count == 1 else "strikes"
        found.append(Words(zh, f"{count} {unit}, {'expired' if over else 'until'} {day}"))
    return found


def strikes_now(record: Sequence[KeptSanction], now: datetime) -> tuple[int, tuple[Strike, ...]]:
    """How many strikes count, and of which measures."""
    strikes = strikes_of(record)
    return points(strikes, now), tuple(counting(strikes, now))


def summary(record: Sequence[KeptSanction], now: datetime) -> Words:
    """A member's record with us in one line: strikes that count, and the last measure; nothing where there is none."""
    standing_ones = [one for one in record if not one.undone and not _along(one)]
    if not standing_ones:
        return NO_WORDS
    count, _ = strikes_now(record, now)
    last = past_of(standing_ones[-1], now)
    stands = STANDING_WORDS[last.standing or Standing.OVER]
    day = f"{last.at.astimezone():%Y-%m-%d}"
    return Words(
        f"有效记分 {count} 分；最近一次：{day} {last.head.zh}（{stands.zh}）",
        f"{count} strikes count; last: {day} {last.head.en} ({stands.en})",
    )
