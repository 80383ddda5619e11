"""Settling an item of the review queue, and hiding its post, which is a way of settling it.

Which actions there are depends on the site's version, on its settings and on the post: one is chosen only from those
that the server just listed for this item. Two sets of names are known. The older one, which is also the newest, says
agree, disagree, ignore; the one that sites with the "refreshed" queue used in between says what to do with the post,
counts a hidden post as rejected, and has no way to uphold a report without touching the post.
"""

from msgspec import Struct
from msgspec.json import Decoder

from app.community.discourse.answers import sentence
from app.community.discourse.claims import after, case_receipt
from app.community.discourse.lost import CLOCK_DRIFT, sent_at
from app.community.discourse.queue import REJECTED
from app.community.discourse.reviews import Item
from app.community.discourse.site import Site, needed, quoted, refused, said, same_base
from app.domain.cases import CommunityState
from app.domain.commands import Command, CommandKind, Receipt, ReceiptStatus
from app.domain.community import NOT_HAPPENED, Effect, Found
from app.domain.words import Words
from app.errors import Conflict, Forbidden, OutcomeUnknown

ACTIONS = {
    CommunityState.UPHELD: ("agree_and_keep", "agree_and_keep_hidden", "no_action_post"),
    CommunityState.DISMISSED: ("disagree", "disagree_and_restore", "unhide_post", "no_action_post"),
    CommunityState.IGNORED: ("ignore_and_do_nothing", "ignore", "no_action_post"),
}
"""What settles an item, the best first. Penalties that some actions promise are left to commands of their own."""
HIDE = ("agree_and_hide", "hide_post")

_NO_ACTION = Words("社区没有为这件举报提供这种处理方式", "the site offers no such way to settle this report")
_SETTLED = Words(
    "这件举报已经办结，Discourse 只能在处理举报时隐藏帖子；请在网站上处理该帖",
    "the report is settled already, and Discourse hides a post only while settling one; act on the post on the site",
)
_OUTCOME = Words("举报只能按成立、不成立或忽略办结", "a report can only be settled as upheld, dismissed or ignored")


class _Performed(Struct):
    """The answer to an action; older sites wrap it."""

    success: bool | None = None
    reviewable_perform_result: "_Performed | None" = None

    @property
    def done(self) -> bool:
        """Whether it was carried out."""
        inner = self.reviewable_perform_result
        return bool(self.success) or (inner is not None and bool(inner.success))


_PERFORMED = Decoder(_Performed)


class Cases:
    """How items of the review queue are settled."""

    def __init__(self, site: Site) -> None:
        self._site = site

    # --- settling and hiding ---------------------------------------------------------------------------

    def resolve(self, command: Command) -> Receipt:
        """Settle a case. What was settled that way already is as good."""
        names = ACTIONS.get(command.intent.outcome or CommunityState.OPEN)
        if names is None:
            raise refused(_OUTCOME)
        item = self._site.just_seen(needed(command.intent.case_id))
        if not item.pending:
            if self._settled_as(item, command):
                return case_receipt(self._site, item, ReceiptStatus.ALREADY_DONE)
            raise Conflict
        same_base(item, command)
        return self._perform(item, names, command)

    def hide(self, command: Command) -> Receipt:
        """Hide the post of a case; that settles the case as upheld."""
        post_id = needed(command.intent.post_id)
        case_id = command.intent.case_id or self._case_of(post_id)
        item = self._site.item(case_id)
        if not item.pending:
            if self._site.post(post_id).hidden:
                return case_receipt(self._site, item, ReceiptStatus.ALREADY_DONE)
            raise refused(_SETTLED)
        same_base(item, command)
        if item.hidden:
            return case_receipt(self._site, item, ReceiptStatus.ALREADY_DONE)
        return self._perform(item, HIDE, command)

    def _case_of(self, post_id: str) -> str:
        reviewable = self._site.post(post_id).reviewable_id
        if not reviewable:
            raise refused(_SETTLED)
        return str(reviewable)

    def _perform(self, item: Item, names: tuple[str, ...], command: Command) -> Receipt:
        """Carry out the first of these actions that the server lists, then believe what is read."""
        name = next((name for name in names if name in item.actions), None)
        if name is None:
            raise refused(_NO_ACTION)
        path = f"/review/{quoted(item.id)}/perform/{quoted(name)}.json"
        answer = self._site.send("PUT", path, {"version": item.row.version})
        if answer.status in (403, 409, 422):
            return self._turned_away(item, command, answer.status, said(sentence(answer)))
        if not self._site.taken(answer, _PERFORMED).done:
            raise OutcomeUnknown(why="the site did not say that it was done")
        return case_receipt(self._site, after(self._site, item), ReceiptStatus.DONE)

    def _turned_away(self, before: Item, command: Command, status: int, why: Words) -> Receipt:
        """The action was not carried out: somebody was faster, a claim is missing, or it is not allowed."""
        now = self._site.item(before.id)
        if not now.pending and self._as_wanted(now, command):
            return case_receipt(self._site, now, ReceiptStatus.ALREADY_DONE)
        if status == 409 or now.mark != before.mark:
            raise Conflict
        me, claimed_by = self._site.me, now.claimed_by
        if claimed_by is not None and claimed_by.id != me:
            raise Conflict  # a case of somebody else's: a person decides
        if status == 403:
            self._site.sign_in()
            raise Forbidden(hint=(why.zh, why.en))
        raise refused(why)

    def _as_wanted(self, item: Item, command: Command) -> bool:
        if command.intent.kind is CommandKind.HIDE:
            return self._site.post(item.post_id).hidden
        return self._settled_as(item, command)

    def _settled_as(self, item: Item, command: Command) -> bool:
        """Whether it is settled the way the command wants it.

        An item counts as rejected with its post hidden only where the queue speaks of posts: there it was upheld.
        """
        wanted = command.intent.outcome
        if item.state is wanted:
            return True
        if wanted is not CommunityState.UPHELD or item.row.status != REJECTED or not item.post_id:
            return False
        post = self._site.or_none(lambda: self._site.post(item.post_id))
        return post is None or post.hidden or post.gone

    # --- what became of a lost send --------------------------------------------------------------------

    def find_settled(self, command: Command) -> Effect:
        """Whether a case is settled as a command wants it, or was settled by us since."""
        item = self._site.or_none(lambda: self._site.item(needed(command.intent.case_id)))
        if item is None or not self._resolved(item, command):
            return NOT_HAPPENED
        return Effect(Found.HAPPENED, case_receipt(self._site, item, ReceiptStatus.DONE))

    def find_hidden(self, command: Command) -> Effect:
        """Whether the post of a command is hidden."""
        post = self._site.or_none(lambda: self._site.post(needed(command.intent.post_id)))
        if post is None or not post.hidden:
            return NOT_HAPPENED
        case_id = command.intent.case_id or (str(post.reviewable_id) if post.reviewable_id else None)
        item = self._site.or_none(lambda: self._site.item(case_id)) if case_id else None
        done = Receipt(ReceiptStatus.DONE, remote_id=str(post.id), at=self._site.clock(), verified=True)
        return Effect(Found.HAPPENED, case_receipt(self._site, item, ReceiptStatus.DONE) if item else done)

    def _resolved(self, item: Item, command: Command) -> bool:
        if item.pending:
            return False
        since = sent_at(self._site, command) - CLOCK_DRIFT
        me = self._site.me
        by_us = any(
            str(score.reviewed_by_id) == me and score.reviewed_at is not None and score.reviewed_at >= since
            for score in item.scores
        )
        return by_us or self._settled_as(item, command)
