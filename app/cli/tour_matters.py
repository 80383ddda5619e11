"""What the tour shows of answering: a promise, a matter in many posts, a case of safety, a dispute."""

from datetime import timedelta

from app.domain.cases import CaseId, CaseKind
from app.domain.council import Matter, ReferralId
from app.domain.letters import moment_words
from app.domain.members import MemberId, MemberRef
from app.keys import ages, signing
from app.operations import (
    complaints,
    council_panel,
    council_parties,
    council_referring,
    council_seats,
    lanes,
    promises,
    topics,
)
from app.operations.council_referring import Wish
from app.operations.desk import Desk
from app.packets import seat_card

PARTS, BRAKES = CaseId("c-4101"), CaseId("c-1701")
UPDATE = tuple(CaseId(one) for one in ("c-0401", "c-0403", "c-0404", "c-1601", "c-1602"))


def promise_parts(desk: Desk) -> None:
    """Promise an owner who waits for a part that the department says when it comes."""
    made = promises.promising(
        desk, what="前保险杠的到货日期", department="售后配件部", owner="小林", number="PJ-2611-0417"
    )
    due = moment_words(made.due_at.astimezone()).zh
    words = (
        "您好，等一个前杠等了 43 天，换谁都着急，真对不起。您说的“撞了一只傻狍子，前杠等了 43 天”，我们看到了。"
        f"我已经转给售后配件部（单号 PJ-2611-0417）核实到货日期，{due}前，我会在这个帖子里向您说明进展。"
    )
    complaints.reply(desk, PARTS, message=words, promise=made)


def open_topic_of_the_update(desk: Desk) -> None:
    """Many owners write of one update: one topic, one explanation."""
    opened = topics.open_topic(desk, "升级 3.2 之后车机卡顿、升级中断", UPDATE)
    words = "3.2 版在少数车上会让车机卡顿，或停在升级途中；行车不受影响，停好车等它自己退回即可。修复版本已在测试。"
    topics.explain(desk, opened.topic, words)


def take_on_brakes(desk: Desk) -> None:
    """A report of failing brakes is taken on as a case of safety."""
    lanes.enter(desk, BRAKES, CaseKind.SAFETY)


COPIED, CALLED_OUT = CaseId("c-0701"), CaseId("c-0703")
SEATS = ("老周", "阿木", "北方的树", "滨河", "小满", "山海", "知非")


def seat_the_council(desk: Desk, other: Desk) -> None:
    """Members of the council enter with their cards; the fingerprint of the last is still to be compared by `other`."""
    term = desk.clock() + timedelta(days=365)
    for number, name in enumerate(SEATS, start=1):
        card = seat_card.write(name, signing.new_secret(), ages.public_of(ages.new_secret()), desk.clock())
        member = MemberRef(MemberId(f"seat-{number}"), name)
        entered = council_seats.enter_seat(desk, card.content, member, ends=term)
        if number < len(SEATS):
            council_seats.confirm_seat(other, entered.seat.number, entered.fingerprint)
    council_seats.make_chair(other, 1)


def refer_the_quarrel(desk: Desk) -> ReferralId:
    """A quarrel about a copied test, both sides of it: prepared as far as the masks."""
    wish = Wish(
        (COPIED, CALLED_OUT),
        "这场争吵里谁违反了公约，应当怎样收场？",
        "乙方说甲方的测评搬运了自己的长测，用了“偷”字；甲方补了一句“部分数据参考网络”。",
        Matter.EXCHANGE,
        articles=(3, 6),
    )
    referral = council_referring.refer(desk, wish).referral
    council_parties.state(desk, referral, "甲方", "数据是网上整理的，我已经注明参考网络，不算抄。")
    council_parties.ask_parties(desk, referral)
    council_panel.draw_panel(desk, referral)
    return referral
