"""Voting: three answers, or why the seat stands aside, written into a ballot file that the member hands over.

The answers are sealed to the key of the round, so that nobody opens them before the count; a later ballot takes the
place of an earlier one.
"""

from dataclasses import astuple, dataclass, field

from app.domain.changes import Changes
from app.domain.council import LONGEST_REASON, QUESTION_WORDS, Answers, Question
from app.domain.seat import NO_DRAFT, Draft, WrittenBallot
from app.domain.words import Words
from app.errors import AnswerMissing, PacketNotHere, ReasonTooLong, RecusalNeedsReason, UndertakingNeeded
from app.operations.seat_desk import TOUCHED, SeatDesk, writable
from app.operations.seat_packets import to_vote_on
from app.packets import ballot
from app.packets.ballot import Bound
from app.packets.signed import SignedFile
from storage.seat_kept import SeatTransaction


@dataclass(frozen=True, slots=True)
class Written:
    """A ballot in a file.

    Attributes:
        name, content: of the file.
        replaces: the serial of the ballot whose place it takes; None for the first.
        late: the term was over by the clock of this machine, so that it will not be counted.
    """

    name: str
    content: bytes = field(repr=False)
    serial: int
    replaces: int | None
    late: bool
    changes: Changes = TOUCHED


def keep_draft(desk: SeatDesk, sha256: str, draft: Draft | None) -> Changes:
    """Keep answers that are being written; None drops them.

    Raises:
        PacketNotHere: there is no such packet any more.
    """
    with desk.store.write() as tx:
        kept = tx.packet(sha256)
        if kept is None or kept.destroyed_at is not None:
            raise PacketNotHere(case=kept.case if kept else sha256[:12])
        tx.keep_draft(sha256, draft and _writable(draft), desk.clock())
    return Changes()  # no page shows it but the one on which it is written


def _writable(draft: Draft) -> Draft:
    reasons = (writable(one) for one in (draft.why_facts, draft.why_breach, draft.why_remedy))
    return Draft(draft.facts, draft.breach, draft.remedy, *reasons)


def vote(desk: SeatDesk, sha256: str, said: Draft, *, undertaking: bool) -> Written:
    """Write a ballot with answers.

    Args:
        sha256: of the packet.
        said: the answers; all three questions need one, reasons are free.
        undertaking: the member accepts the undertaking of confidence.

    Raises:
        PacketNotHere, PacketDestroyed: there is no such packet any more.
        PacketForReading: nobody whom this seat trusts signed it.
        NotInRoster: the roster does not name this seat, or its term is not now.
        UndertakingNeeded, AnswerMissing, ReasonTooLong: the ballot is not complete.
    """
    now = desk.clock()
    with desk.store.write() as tx:
        file, seat = to_vote_on(desk, tx, sha256)
        if not undertaking:
            raise UndertakingNeeded
        answers = _complete(said)
        bound = _bound(tx, sha256, (file.case, file.round), seat)
        made = ballot.vote(bound, answers, file.box, tx.secrets().signs)
        written = WrittenBallot(bound.serial, False, _clean(said), "", now, made.name, made.content)
        tx.add_ballot(sha256, written)
        tx.keep_draft(sha256, None, now)
    return _written(made, bound.serial, late=now >= file.due_at)


def recuse(desk: SeatDesk, sha256: str, reason: str, *, undertaking: bool) -> Written:
    """Write a ballot by which the seat stands aside.

    Args:
        sha256: of the packet.
        reason: why; the secretary reads it.
        undertaking: the member accepts the undertaking of confidence, having had the packet.

    Raises:
        PacketNotHere, PacketDestroyed, PacketForReading, NotInRoster: as for a vote.
        UndertakingNeeded: it was not accepted.
        RecusalNeedsReason: there is no reason, or an endless one.
    """
    now = desk.clock()
    with desk.store.write() as tx:
        file, seat = to_vote_on(desk, tx, sha256)
        if not undertaking:
            raise UndertakingNeeded
        if len(reason) > LONGEST_REASON or not (reason := ballot.cleaned(reason)):
            raise RecusalNeedsReason(most=LONGEST_REASON)
        bound = _bound(tx, sha256, (file.case, file.round), seat)
        made = ballot.recusal(bound, reason, tx.secrets().signs)
        tx.add_ballot(sha256, WrittenBallot(bound.serial, True, NO_DRAFT, reason, now, made.name, made.content))
    return _written(made, bound.serial, late=now >= file.due_at)


def _bound(tx: SeatTransaction, sha256: str, of: tuple[str, int], seat: int) -> Bound:
    serial = max((one.serial for one in tx.ballots(sha256)), default=0) + 1
    return Bound(*of, packet=sha256, seat=seat, serial=serial)


def _written(made: SignedFile, serial: int, *, late: bool) -> Written:
    return Written(made.name, made.content, serial, serial - 1 or None, late)


def _complete(said: Draft) -> Answers:
    """The answers, where all are there."""
    facts, breach, remedy = said.facts, said.breach, said.remedy
    if facts is None or breach is None or remedy is None:
        lacking = [q for q, answer in zip(Question, (facts, breach, remedy), strict=True) if answer is None]
        words = [QUESTION_WORDS[question] for question in lacking]
        raise AnswerMissing(which_zh="；".join(one.zh for one in words), which_en="; ".join(one.en for one in words))
    for question, reason in zip(Question, (said.why_facts, said.why_breach, said.why_remedy), strict=True):
        if len(reason) > LONGEST_REASON:
            words_ = QUESTION_WORDS[question]
            raise ReasonTooLong(which_zh=words_.zh, which_en=words_.en, most=LONGEST_REASON)
    return Answers(facts, breach, remedy, *astuple(_clean(said))[3:])


def _clean(said: Draft) -> Draft:
    reasons = (ballot.cleaned(one) for one in (said.why_facts, said.why_breach, said.why_remedy))
    return Draft(said.facts, said.breach, said.remedy, *reasons)


LATE = Words(
    "这台电脑的时间显示投票已经截止，这张评议票不会被计入；请与秘书联系。",
    "By this machine's clock the term is over, so this ballot will not be counted; speak to the secretary.",
)
"""What is said of a ballot that was written after the term."""
