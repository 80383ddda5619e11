"""`council arrivals`: the signed list of the ballots that arrived, for every seat of the panel."""

from argparse import Namespace

from app.cli.context import Context
from app.files import save_beside
from app.operations import council_arrivals


def arrivals(context: Context, arguments: Namespace) -> int:
    """Sign which ballots of a round arrived, once its term is over and before the count."""
    out = context.out
    with context.desk() as desk:
        listed = council_arrivals.arrived(desk, arguments.referral)
    path = save_beside(arguments.out / listed.name, listed.content)
    seats = [
        {"seat": one.seat, "serial": one.serial, "recusal": one.recusal, "sha256": one.sha256} for one in listed.arrived
    ]
    out.document({"referral": listed.referral, "round": listed.round, "arrived": seats, "file": str(path)})
    votes = sum(1 for one in listed.arrived if one.sha256)
    out.say(
        f"{path}\n票箱里有 {votes} 张票。请在计票之前把清单发给每一位评议委员，各自核对自己的票到了没有"
        "（steward seat arrivals）。",
        f"{path}\nBallots in the box: {votes}. Send the list to every seat of the panel before the count: each sees "
        "whether its own ballot arrived (steward seat arrivals).",
    )
    return 0
