"""A community at one address, which may go away and come back."""

from threading import Semaphore

from app.community.bridge import wire
from app.demo.community import DemoCommunity
from app.demo.content import STAFF, Content
from app.demo.server import DemoServer
from app.domain.commands import CommandKind
from app.domain.posts import PostState
from app.operations.desk import Clock
from app.text.folding import text_print

TOKENS = ("window-token-one", "window-token-two")


class Site:
    """A community served over HTTP on one port of this machine.

    Attributes:
        community: what its members and other moderators do is done here.
        carried_out: every command that had an effect, in order; a repeat of a key has none.
        repeats: how many commands came again by a key that was known.
    """

    def __init__(self, content: Content, clock: Clock, *, epoch: str | None = None, port: int = 0) -> None:
        self.community = DemoCommunity(content, clock, dict(zip(TOKENS, STAFF, strict=False)), epoch=epoch)
        texts = {post.id: post.raw for post in content.posts}
        self._prints = {case_id: text_print(texts[post_id]) for case_id, post_id in content.post_of.items()}
        self.carried_out: list[wire.WireCommand] = []
        self.repeats = 0
        self._server: DemoServer | None = None
        self._cut_after: CommandKind | None = None
        self.port = port
        self._watch()
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, delay: float = 0.0) -> None:
        """Answer from now on, each time so many seconds late."""
        self.stop()
        self._server = DemoServer(self.community, port=self.port, delay=delay).__enter__()
        self.port = int(self._server.url.rsplit(":", 1)[1])

    def stop(self) -> None:
        """Answer nobody."""
        if self._server is not None:
            self._server.__exit__(None, None, None)
            self._server = None

    def cut_after(self, kind: CommandKind) -> None:
        """The next command of this kind is carried out, but the line breaks before the answer."""
        self._cut_after = kind

    def hold(self) -> None:
        """From now on no page of what changed is given out, but one of a hundred for each `let_through`."""
        changes, self._passes = self.community.changes, Semaphore(0)

        def held(cursor: str | None, limit: int) -> wire.WirePage:
            self._passes.acquire(timeout=10)
            return changes(cursor, min(limit, 100))

        self.community.changes = held  # type: ignore[method-assign]

    def let_through(self, pages: int = 1) -> None:
        """Give out so many pages."""
        self._passes.release(pages)

    def _watch(self) -> None:
        perform = self.community.perform

        def noted(
            acting: wire.WireRef, key: str, command: wire.WireCommand, if_match: str
        ) -> tuple[int, wire.WireReceipt]:
            status, receipt = perform(acting, key, command, if_match)
            if status == 201:
                self.carried_out.append(command)
            else:
                self.repeats += 1
            if self._cut_after is command.kind:
                self._cut_after = None
                raise ConnectionAbortedError("the line is cut before the answer")
            return status, receipt

        self.community.perform = noted  # type: ignore[method-assign]

    def letters(self) -> list[wire.WireCommand]:
        """The private messages that were delivered."""
        return self.done(CommandKind.MESSAGE)

    def done(self, kind: CommandKind) -> list[wire.WireCommand]:
        """The commands of a kind that had an effect."""
        return [one for one in self.carried_out if one.kind is kind]

    def post_of(self, case_id: str) -> wire.WirePost:
        """The post that a case is about, as it stands."""
        post = self.community.case(case_id).post
        assert post is not None
        return post

    def same_text(self, case_id: str) -> list[str]:
        """The other cases whose posts say the same."""
        mine = self._prints[case_id]
        return [one for one, other in self._prints.items() if other == mine != "" and one != case_id]

    def edit(self, case_id: str, text: str) -> None:
        """The author corrects the post of a case."""
        self.community.edit_post(self.post_of(case_id).id, text)

    def edit_in_the_last_moment(self, case_id: str, text: str) -> None:
        """The author corrects the post after it was read for the last time, before the next command comes."""
        perform = self.community.perform

        def too_late(
            acting: wire.WireRef, key: str, command: wire.WireCommand, if_match: str
        ) -> tuple[int, wire.WireReceipt]:
            self.community.perform = perform  # type: ignore[method-assign]
            self.edit(case_id, text)
            return perform(acting, key, command, if_match)

        self.community.perform = too_late  # type: ignore[method-assign]

    def hidden(self, case_id: str) -> bool:
        return self.post_of(case_id).state is PostState.HIDDEN
