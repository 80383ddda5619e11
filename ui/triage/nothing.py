"""What an empty queue says: done, never synced and why, or how to begin where everything is entered by hand."""

from dataclasses import dataclass, field

from app.domain.words import Words
from ui.actions import keyed
from ui.kit.faults import told
from ui.syncing import Standing


@dataclass(frozen=True, slots=True)
class Sources:
    """Where cases come from.

    Attributes:
        by_hand: the community has no API; every case is entered.
        synced: the community was read at least once since the workspace was made.
        standing: how things stand with the community now.
    """

    by_hand: bool = False
    synced: bool = False
    standing: Standing = field(default_factory=Standing)


def all_done(sources: Sources) -> tuple[Words, Words]:
    """A head and a sentence for a queue in which nothing is, without any filter."""
    if sources.by_hand:
        how = keyed(Words("这个社区手工登记：登记工单", "Entered by hand here: enter a case"), "triage.enter")
        return Words("没有要处理的工单", "No case to handle"), how
    if not sources.synced:
        return Words("还没有同步过", "Not synced yet"), _why_never(sources.standing)
    return (
        Words("都处理完了", "All done"),
        Words("新的举报同步后会自己出现在这里", "New reports appear here by themselves after a sync"),
    )


def _why_never(standing: Standing) -> Words:
    if standing.error is not None:
        return told(standing.error)
    if standing.running:
        return Words("正在第一次读取社区，请稍候…", "The community is being read for the first time…")
    return keyed(Words("第一次同步之后，举报会出现在这里", "Reports appear here after the first sync"), "window.sync")
