"""A community without HTTP: the port over the demo community, with switches for what can go wrong on the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from app import errors
from app.community.bridge import wire
from app.demo.community import DemoCommunity
from app.demo.refusals import Refusal
from app.domain.cases import CaseId
from app.domain.commands import Command, Receipt
from app.domain.community import (
    CANNOT_TELL,
    NOT_HAPPENED,
    Acknowledgement,
    AuditPage,
    ChangePage,
    CommunityInfo,
    Effect,
    Found,
    MessagePage,
    RemoteCase,
)
from app.domain.evidence import media_type
from app.domain.members import Honour, Member, MemberId
from app.domain.pictures import Picture
from app.domain.posts import Post, PostId, ThreadId, ThreadSlice


class FakeGateway:
    """One account's way to a demo community in the same process.

    Attributes:
        answers_to_lose: so many of the next commands are done, and their answer is lost.
        sends_to_refuse: so many of the next commands find nobody there; nothing is done.
    """

    repeat_window = timedelta(days=7)
    ask_after = timedelta(seconds=45)

    def __init__(self, community: DemoCommunity, token: str, *, clock: Callable[[], datetime], page: int = 500) -> None:
        self.requests = self.answers_to_lose = self.sends_to_refuse = 0
        self._community, self._token, self._clock, self._page = community, token, clock, page

    def close(self) -> None:
        """Nothing is held."""

    def describe(self) -> CommunityInfo:
        with self._asked() as me:
            return self._community.meta(me).read()

    def changes(self, cursor: str | None, budget: int) -> ChangePage:
        with self._asked():
            return self._community.changes(cursor, self._page).read()

    def case(self, case_id: CaseId) -> RemoteCase:
        with self._asked():
            return self._community.case(case_id).read()

    def post(self, post_id: PostId) -> Post:
        with self._asked():
            return self._community.post(post_id).read()

    def thread(self, thread_id: ThreadId, around: PostId | None = None, before: int = 5, after: int = 5) -> ThreadSlice:
        with self._asked():
            span = {"before": before, "after": after}
            return self._community.thread(thread_id, around=around or "", **span, client_ref="").read()

    def picture(self, address: str) -> Picture:
        with self._asked():
            content = self._community.picture(address.rpartition("/")[2])
            return Picture(content, media_type(content) or "")

    def member(self, member_id: MemberId) -> Member:
        with self._asked():
            return self._community.member(member_id).read()

    def messages(self, cursor: str | None) -> MessagePage:
        with self._asked() as me:
            page = self._community.messages(me, cursor)
            return MessagePage(tuple(message.read() for message in page.items), page.cursor, page.more)

    def honours(self) -> list[Honour]:
        with self._asked():
            return [honour.read() for honour in self._community.honours()]

    def audit(self, cursor: str | None) -> AuditPage:
        with self._asked():
            return AuditPage((), cursor or "")

    def acknowledgements(self, edition: int) -> list[Acknowledgement]:
        with self._asked():
            return [one.read() for one in self._community.acknowledgements(edition)]

    def send(self, command: Command) -> Receipt:
        intent = command.intent
        if self.sends_to_refuse:
            self.sends_to_refuse -= 1
            raise errors.Unavailable(why="a fault of the test")
        about = (intent.case_id, intent.post_id, intent.thread_id, intent.member_id)
        said = (intent.text, intent.reason, intent.outcome, intent.title)
        body = wire.WireCommand(intent.kind, *about, *said, honour_id=intent.honour_id or None)
        with self._asked() as me:
            _, receipt = self._community.perform(me, command.id, body, command.base_version if intent.case_id else "")
        if self.answers_to_lose:
            self.answers_to_lose -= 1
            raise errors.OutcomeUnknown(why="a fault of the test")
        return receipt.read()

    def find_effect(self, command: Command) -> Effect:
        try:
            with self._asked():
                return Effect(Found.HAPPENED, self._community.receipt(command.id).read())
        except errors.NotFound:
            age = self._clock() - (command.first_sent_at or self._clock())
            return NOT_HAPPENED if age < self.repeat_window else CANNOT_TELL

    @contextmanager
    def _asked(self) -> Iterator[wire.WireRef]:
        self.requests += 1
        try:
            yield self._community.acting(self._token)
        except Refusal as refusal:
            raise _error(refusal) from None


def _error(refusal: Refusal) -> errors.CommunityError:
    known: dict[int, errors.CommunityError]
    known = {401: errors.AuthFailed(), 410: errors.CursorExpired(), 412: errors.Conflict()}
    known |= {403: errors.Forbidden(hint=refusal.title), 404: errors.NotFound(what_zh="这项内容", what_en="This")}
    return known.get(refusal.status) or errors.Invalid(why=refusal.title)
