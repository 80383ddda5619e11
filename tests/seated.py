"""A council whose members hold their keys, and a referral before it: for what is about seats, panels and ballots."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import make
from app.domain.cases import CaseId
from app.domain.commands import CommandKind, CommandState, CommandStep, Receipt, ReceiptStatus
from app.domain.council import AskedBy, Matter, Referral, Stage, referral_id
from app.domain.ledger import Body, EntryKind
from app.domain.members import MemberId, MemberRef
from app.domain.roles import EVERY_ROLE
from app.domain.words import Words
from app.keys import ages, signing
from app.operations import accounts, council_panel, council_seats, intake, outbox
from app.operations.accounts import SignIn
from app.operations.council_referrals import enter
from app.operations.desk import Desk
from app.packets import seat_card

PARTNER = "u-905"
QUESTION = "甲方的帖子是否搬运了乙方的内容？"


@dataclass(frozen=True, slots=True)
class Holder:
    """A member of the council with the secret halves of their keys."""

    name: str
    signs: str = field(repr=False)
    seals: str = field(repr=False)

    def card(self, at: datetime) -> bytes:
        """What they hand to the secretary."""
        return seat_card.write(self.name, self.signs, ages.public_of(self.seals), at).content


def holder(name: str) -> Holder:
    return Holder(name, signing.new_secret(), ages.new_secret())


def letters_arrive(desk: Desk, step: CommandStep = CommandStep.SETTLE) -> None:
    """Every letter that waits arrives, or is refused."""
    receipt = Receipt(ReceiptStatus.DONE, at=desk.clock())
    for one in outbox.outbox(desk):
        if one.intent.kind is CommandKind.MESSAGE and one.state is CommandState.WAITING:
            with desk.record.write() as tx:
                if step is CommandStep.SETTLE:
                    tx.outbox.settle(one, receipt, desk.clock(), step)
                else:
                    tx.outbox.move(one, CommandStep.TAKE)
                    tx.outbox.move(tx.outbox.get(one.id), step, Words("没有这个人", "no such member"))


def member(number: int) -> MemberRef:
    return MemberRef(MemberId(f"m-{number}"), f"老车友{number}")


def seat(desk: Desk, number: int, *, confirmed: bool = True, of: MemberRef | None = None) -> Holder:
    """Enter the next seat, as that of a member of this number, and compare its fingerprint."""
    who = holder(f"委员{number}")
    entered = council_seats.enter_seat(
        desk, who.card(desk.clock()), of or member(number), ends=desk.clock() + timedelta(days=365)
    )
    if confirmed:
        council_seats.confirm_seat(partner(desk), entered.seat.number, entered.fingerprint)
    return who


def partner(desk: Desk) -> Desk:
    """The desk of a second person of the team, who confirms what the first enters."""
    signed_in = SignIn(make.info(PARTNER, "小何"), f"print-{PARTNER}", f"t-{PARTNER}")
    account = accounts.register(desk.record, signed_in, desk.clock())
    return replace(desk, me=replace(account, roles=EVERY_ROLE))


def council(desk: Desk, seats: int) -> dict[int, Holder]:
    """A council of so many confirmed seats, the first of them the chair; holders by the numbers of their seats."""
    found = {number: seat(desk, number) for number in range(1, seats + 1)}
    council_seats.make_chair(partner(desk), 1)
    return found


def referred(desk: Desk, cases: Sequence[int] = (1,), *, size: int = 5, parties: Sequence[str] = ()) -> Referral:
    """A referral that is being prepared, of cases by the numbers under which `make` knows them."""
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(*(make.case(number) for number in cases)))
    now, by = desk.clock(), MemberRef(desk.me.id, desk.me.name)
    with desk.record.write() as tx:
        opened = Referral(
            key=0,
            matter=Matter.PLAGIARISM,
            question=QUESTION,
            alleged="两个帖子的正文大段相同。",
            asked_by=AskedBy.STAFF,
            asked_name="",
            brand_party=False,
            size=size,
            stage=Stage.PREPARING,
            opened_at=now,
            by=by,
            entries=0,
            head="",
        )
        key = tx.council.open(opened)
        for number in cases:
            tx.council.add_case(key, tx.cases.get(CaseId(make.case(number).id)).key, by, now)
        for label, party in zip("甲乙丙丁", parties, strict=False):
            tx.council.add_party(key, MemberRef(MemberId(party), party), f"{label}方", complains=label == "甲")
        body: Body = {
            "matter": opened.matter.value,
            "brand_party": False,
            "size": size,
            "cases": " ".join(make.case(number).id for number in cases),
        }
        said = {"question": opened.question, "alleged": opened.alleged}
        enter(desk, tx, replace(opened, key=key), EntryKind.REFERRED, body, private=said)
        tx.council.draw_by(key, *tx.ledger.newest(EntryKind.REFERRED))
    return referral_in(desk, key)


def referral_in(desk: Desk, key: int) -> Referral:
    with desk.record.read() as tx:
        found = tx.council.find(key)
    assert found is not None
    return found


def panelled(desk: Desk, seats: int = 8, *, size: int = 5) -> tuple[Referral, dict[int, Holder]]:
    """A referral with its panel drawn from so many seats."""
    holders = council(desk, seats)
    found = referred(desk, size=size)
    council_panel.draw_panel(desk, referral_id(found.key))
    return found, holders


def numbers(desk: Desk, referral: Referral) -> list[int]:
    """The seats that judge a referral now, in the order of drawing."""
    with desk.record.read() as tx:
        return [one.seat.number for one in council_panel.sitting(tx, referral)]
