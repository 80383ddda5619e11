"""Claiming an item of the review queue, giving it back, and writing a note beside it."""

from msgspec import Struct
from msgspec.json import Decoder

from app.community.discourse.lost import by_times
from app.community.discourse.posts import content
from app.community.discourse.reviews import Item
from app.community.discourse.site import Site, needed, number, quoted, refused, same_base
from app.domain.commands import Command, CommandKind, Receipt, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, Effect, Found
from app.domain.words import Words
from app.errors import CommunityError, Conflict, Forbidden, OutcomeUnknown

NOTE_PATHS = ("/review/{}/notes.json", "/reviewables/{}/notes.json")

_NO_NOTES = Words("此站点没有审核备注，请在 Steward 里备注", "this site has no review notes; make the note in Steward")
_CLAIMING_OFF = Words("站点关闭了审核认领，或没有权限", "claiming is switched off on the site, or not allowed")


class _Noted(Struct):
    """A note as it was kept."""

    id: int


_NOTED = Decoder(_Noted)


def case_receipt(site: Site, item: Item, status: ReceiptStatus) -> Receipt:
    """The receipt for what shows in an item that was read."""
    url = site.url(f"/review/{item.id}")
    return Receipt(status, item.id, url, site.clock(), case_version=item.mark, verified=True)


def after(site: Site, item: Item) -> Item:
    """The item after it was written to.

    Raises:
        OutcomeUnknown: it can't be read.
    """
    try:
        return site.look(item.id)
    except CommunityError as error:
        raise OutcomeUnknown(why=error.fields.get("why", str(error))) from None


class Claims:
    """Whose an item is, and what is noted beside it."""

    def __init__(self, site: Site) -> None:
        self._site = site

    def claim(self, command: Command) -> Receipt:
        """Take the topic of a case; a real lock."""
        item = self._site.item(needed(command.intent.case_id))
        if not item.pending:
            raise Conflict
        if self._ours(item):
            return case_receipt(self._site, item, ReceiptStatus.ALREADY_DONE)
        same_base(item, command)
        body = {"reviewable_claimed_topic": {"topic_id": number(needed(item.topic_id))}}
        answer = self._site.send("POST", "/reviewable_claimed_topics.json", body)
        if answer.status in (409, 422):
            now = self._site.item(item.id)
            if self._ours(now):
                return case_receipt(self._site, now, ReceiptStatus.ALREADY_DONE)
            raise Conflict
        self._check_claiming(answer.status)
        self._site.check(answer)
        return self._seen_to_be(item, ours=True)

    def release(self, command: Command) -> Receipt:
        """Give the topic of a case back; what somebody else holds is left alone."""
        item = self._site.item(needed(command.intent.case_id))
        if item.claimed_by is None:
            return case_receipt(self._site, item, ReceiptStatus.ALREADY_DONE)
        if not self._ours(item):
            raise Conflict
        answer = self._site.send("DELETE", f"/reviewable_claimed_topics/{quoted(item.topic_id)}.json", {})
        self._check_claiming(answer.status)
        self._site.check(answer)
        return self._seen_to_be(item, ours=False)

    def _seen_to_be(self, before: Item, *, ours: bool) -> Receipt:
        """What an answer without content says is believed when it is seen."""
        item = after(self._site, before)
        if self._ours(item) is not ours:
            raise OutcomeUnknown(why="the site answered OK and the claim is as it was")
        return case_receipt(self._site, item, ReceiptStatus.DONE)

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
        case_id, written = needed(command.intent.case_id), content(command).strip()
        for path in (self._site.notes,) if self._site.notes else NOTE_PATHS:
            answer = self._site.send("POST", path.format(quoted(case_id)), {"reviewable_note": {"content": written}})
            if answer.status != 404:
                noted = self._site.taken(answer, _NOTED)
                self._site.notes = path
                return Receipt(ReceiptStatus.DONE, remote_id=str(noted.id), at=self._site.clock())
        self._site.item(case_id)  # its absence is another matter
        self._site.notes = ""
        raise refused(_NO_NOTES)

    # --- what became of a lost send --------------------------------------------------------------------

    def find(self, command: Command) -> Effect:
        """Whether a claim or a release shows in the item."""
        item = self._site.or_none(lambda: self._site.item(needed(command.intent.case_id)))
        if item is None or self._ours(item) is not (command.intent.kind is CommandKind.CLAIM):
            return NOT_HAPPENED
        return Effect(Found.HAPPENED, case_receipt(self._site, item, ReceiptStatus.DONE))

    def find_note(self, command: Command) -> Effect:
        """Whether a note of ours with these words was written since; an older one with the same words is none."""
        item = self._site.or_none(lambda: self._site.item(needed(command.intent.case_id)))
        if item is None:
            return CANNOT_TELL  # a note that did arrive went with its item
        me, text = self._site.me, needed(command.intent.text.strip())
        same = [note.at for note in item.notes() if note.by and note.by.id == me and note.text.strip() == text]
        effect = by_times(self._site, command, same)
        if effect.found is not Found.HAPPENED:
            return effect
        return Effect(Found.HAPPENED, case_receipt(self._site, item, ReceiptStatus.DONE))
