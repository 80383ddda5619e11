"""`council list`: what is put before the council."""

from argparse import Namespace
from typing import Any

from app.cli.context import Context
from app.cli.output import local, stamp
from app.domain.council import STAGE_WORDS
from app.operations import council_view
from app.operations.council_view import Listed


def list_referrals(context: Context, arguments: Namespace) -> int:
    """List the referrals."""
    out = context.out
    with context.desk() as desk:
        found = council_view.listing(desk, closed=arguments.closed)
    out.document([_of_listed(one) for one in found])
    if not found:
        out.say("没有评议事项。用 steward refer 提请。", "There is no referral. steward refer makes one.")
    for one in found:
        referral = one.referral
        out.line(f"{referral.id:<12} {out.words(STAGE_WORDS[referral.stage])} · {local(referral.opened_at)}")
        out.line(f"{'':<12} {referral.question}")
    return 0


def _of_listed(one: Listed) -> dict[str, Any]:
    referral = one.referral
    return {
        "referral": referral.id,
        "question": referral.question,
        "matter": referral.matter,
        "stage": referral.stage,
        "asked_by": referral.asked_by,
        "brand_party": referral.brand_party,
        "opened_at": stamp(referral.opened_at),
        "due_at": stamp(referral.due_at),
        "cases": one.cases,
    }
