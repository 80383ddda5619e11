"""Claiming, settling and annotating an item of the review queue, and hiding its post, which is a way of settling it.

Which actions there are depends on the site's version, on its settings and on the post: one is chosen only from those
that the server just listed for this item. Two sets of names are known. The older one, which is also the newest, says
agree, disagree, ignore; the one that sites with the "refreshed" queue used in between says what to do with the post,
counts a hidden post as rejected, and has no way to uphold a report without touching the post.
"""

from datetime import timedelta

import msgspec
from msgspec import Struct
from msgspec.json import Decoder

from app.community.discourse import reviews
from app.community.discourse.answers import sentence
from app.community.discourse.reviews import Item
from app.community.discourse.site import Site, needed, quoted, refused, said
from app.domain.cases import CommunityState
from app.domain.commands import Command, CommandKind, Receipt, ReceiptStatus
from app.domain.community import NOT_HAPPENED, Effect, Found
from app.domain.words import Words
from app.errors import CommunityError, Conflict, Forbidden, NotFound, OutcomeUnknown

ACTIONS = {
    CommunityState.UPHELD: ("agree_and_keep", "agree_and_keep_hidden", "no_action_post"),
    CommunityState.DISMISSED: ("disagree", "disagree_and_restore", "unhide_post", "no_action_post"),
    CommunityState.IGNORED: ("ignore_and_do_nothing", "ignore", "no_action_post"),
}
"""What settles an item, the best first. Penalties that some actions promise are left to commands of their own."""
HIDE = ("agree_and_hide", "hide_post")
LOOK_BACK = timedelta(minutes=5)
NOTE_PATHS = ("/review/{}/notes.json", "/reviewables/{}/notes.json")

_NO_ACTION = Words("社区没有为这件举报提供这种处理方式", "the site offers no such way to settle this report")
_SETTLED = Words(
    "这件举报已经办结，Discourse 只能在处理举报时隐藏帖子；请在网站上处理该帖",
    "the report is settled already, and Discourse hides a post only while settling one; act on the post on the site",
)
_OUTCOME = Words("举报只能按成立、不成立或忽略办结", "a report can only be settled as upheld, dismissed or ignored")
_NO_NOTES = Words("此站点没有审核备注，请在 Steward 里备注", "this site has no review notes; make the note in Steward")
_CLAIMING_OFF = Words("站点关闭了审核认领，或没有权限", "claiming is switched off on the site, or not allowed")


class _Performed(Struct):
    """The answer to an action; older sites wrap it."""

    success: bool | None = None
    reviewable_perform_result: "_Performed | None" = None

    @property
    def done(self) -> bool:
        """Whether it was carried out."""
        inner = self.reviewable_perform_result
        return bool(self.success) or (inner is not None and bool(inner.success))


class _Noted(Struct):
    """A note as it was kept."""

    id: int


_PERFORMED, _NOTED = Decoder(_Performed), Decoder(_Noted)


class Cases:
    """What is done with items of the review queue."""

    def __init__(self, site: Site) -> None:
        self._site = site

    # --- settling and hiding ---------------------------------------------------------------------------

    def resolve(self, command: Command) -> Receipt:
        """Settle a case. What was settled that way already is as good."""
        names = ACTIONS.get(command.intent.outcome or CommunityState.OPEN)
        if names is None:
            raise refused(_OUTCOME)
        case_id = needed(command.intent.case_id)
        item = self._site.item(case_id)
        if not item.pending:
            if self._settled_as(item, command):
                return self._receipt(item, ReceiptStatus.ALREADY_DONE)
            raise Conflict
        _check_base(item, command)
        return self._perform(item, names, command)

    def hide(self, command: Command) -> Receipt:
        """Hide the post of a case; that settles the case as upheld."""
        post_id = needed(command.intent.post_id)
        case_id = command.intent.case_id or self._case_of(post_id)
        item = self._site.item(case_id)
        if not item.pending:
            if self._site.post(post_id).hidden:
                return self._receipt(item, ReceiptStatus.ALREADY_DONE)
            raise refused(_SETTLED)
        _check_base(item, command)
        if item.hidden:
            return self._receipt(item, ReceiptStatus.ALREADY_DONE)
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
        return self._receipt(self._after(item), ReceiptStatus.DONE)

    def _after(self, item: Item) -> Item:
        """The item after it was written to."""
        try:
            return self._site.item(item.id)
        except CommunityError as error:
            raise OutcomeUnknown(why=error.fields.get("why", str(error))) from None

    def _turned_away(self, before: Item, command: Command, status: int, why: Words) -> Receipt:
        """The action was not carried out: somebody was faster, a claim is missing, or it is not allowed."""
        now = self._site.item(before.id)
        if not now.pending and self._as_wanted(now, command):
            return self._receipt(now, ReceiptStatus.ALREADY_DONE)
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
        if wanted is not CommunityState.UPHELD or item.row.status != reviews.REJECTED or not item.post_id:
            return False
        post = self._site.or_none(lambda: self._site.post(item.post_id))
        return post is None or post.hidden or post.gone

    # --- claiming --------------------------------------------------------------------------------------

    def claim(self, command: Command) -> Receipt:
        """Take the topic of a case; a real lock."""
        item = self._site.item(needed(command.intent.case_id))
        if not item.pending:
            raise Conflict
        if self._ours(item):
            return self._receipt(item, ReceiptStatus.ALREADY_DONE)
        _check_base(item, command)
        body = {"reviewable_claimed_topic": {"topic_id": _number(item.topic_id)}}
        answer = self._site.send("POST", "/reviewable_claimed_topics.json", body)
        if answer.status in (409, 422):
            now = self._site.item(item.id)
            if self._ours(now):
                return self._receipt(now, ReceiptStatus.ALREADY_DONE)
            raise Conflict
        self._check_claiming(answer.status)
        self._site.check(answer)
        return self._seen_to_be(item, ours=True)

    def release(self, command: Command) -> Receipt:
        """Give the topic of a case back; what somebody else holds is left alone."""
        item = self._site.item(needed(command.intent.case_id))
        if item.claimed_by is None:
            return self._receipt(item, ReceiptStatus.ALREADY_DONE)
        if not self._ours(item):
            raise Conflict
        answer = self._site.send("DELETE", f"/reviewable_claimed_topics/{quoted(item.topic_id)}.json", {})
        self._check_claiming(answer.status)
        self._site.check(answer)
        return self._seen_to_be(item, ours=False)

    def _seen_to_be(self, before: Item, *, ours: bool) -> Receipt:
        """What an answer without content says is believed when it is seen."""
        item = self._after(before)
        if self._ours(item) is not ours:
            raise OutcomeUnknown(why="the site answered OK and the claim is as it was")
        return self._receipt(item, ReceiptStatus.DONE)

    def _check_claiming(self, status: int) -> None:
        if status == 403:
            self._site.sign_in()
            self._site.forget_facts()
            raise Forbidden(hint=(_CLAIMING_OFF.zh, _CLAIMING_OFF.en))

    def _ours(self, item: Item) -> bool:
        return item.claimed_by is not None and item.claimed_by.id == self._site.me

    # --- notes -----------------------------------------------------------------------------------------

    def note(self, command: Command) -> Receipt:
        """Write a note beside a case, where the site knows notes: under a path that changed once."""
        case_id, content = needed(command.intent.case_id), needed(command.intent.text.strip())
        for path in (self._site.notes,) if self._site.notes else NOTE_PATHS:
            answer = self._site.send("POST", path.format(quoted(case_id)), {"reviewable_note": {"content": content}})
            if answer.status != 404:
                noted = self._site.taken(answer, _NOTED)
                self._site.notes = path
                return Receipt(ReceiptStatus.DONE, remote_id=str(noted.id), at=self._site.clock())
        self._site.item(case_id)  # its absence is another matter
        self._site.notes = ""
        raise refused(_NO_NOTES)

    # --- what became of a lost send --------------------------------------------------------------------

    def find_item(self, command: Command) -> Effect:
        """Whether a claim, a release, a settlement or a note shows in the item."""
        try:
            item = self._site.item(needed(command.intent.case_id))
        except NotFound:
            return NOT_HAPPENED
        happened = {
            CommandKind.CLAIM: lambda: self._ours(item),
            CommandKind.RELEASE: lambda: not self._ours(item),
            CommandKind.RESOLVE: lambda: self._resolved(item, command),
            CommandKind.NOTE: lambda: self._noted(item, command),
        }[command.intent.kind]()
        return Effect(Found.HAPPENED, self._receipt(item, ReceiptStatus.DONE)) if happened else NOT_HAPPENED

    def find_hidden(self, command: Command) -> Effect:
        """Whether the post of a command is hidden."""
        post = self._site.or_none(lambda: self._site.post(needed(command.intent.post_id)))
        if post is None or not post.hidden:
            return NOT_HAPPENED
        case_id = command.intent.case_id or (str(post.reviewable_id) if post.reviewable_id else None)
        item = self._site.or_none(lambda: self._site.item(case_id)) if case_id else None
        done = Receipt(ReceiptStatus.DONE, remote_id=str(post.id), at=self._site.clock(), verified=True)
        return Effect(Found.HAPPENED, self._receipt(item, ReceiptStatus.DONE) if item else done)

    def _resolved(self, item: Item, command: Command) -> bool:
        if item.pending:
            return False
        since = (command.first_sent_at or self._site.clock()) - LOOK_BACK
        me = self._site.me
        by_us = any(
            str(score.reviewed_by_id) == me and score.reviewed_at is not None and score.reviewed_at >= since
            for score in item.scores
        )
        return by_us or self._settled_as(item, command)

    def _noted(self, item: Item, command: Command) -> bool:
        since, me = (command.first_sent_at or self._site.clock()) - LOOK_BACK, self._site.me
        text = command.intent.text.strip()
        return any(
            note.by is not None and note.by.id == me and note.at >= since and note.text.strip() == text
            for note in item.notes()
        )

    def _receipt(self, item: Item, status: ReceiptStatus) -> Receipt:
        return Receipt(
            status,
            remote_id=item.id,
            url=self._site.url(f"/review/{item.id}"),
            at=self._site.clock(),
            case_version=item.mark,
            verified=True,
        )


def _check_base(item: Item, command: Command) -> None:
    if command.base_version and item.mark != command.base_version:
        raise Conflict


def _number(value: str) -> int:
    try:
        return msgspec.convert(needed(value), int, strict=False)
    except msgspec.ValidationError:
        raise refused(Words("编号不是数字", "an id is no number")) from None
