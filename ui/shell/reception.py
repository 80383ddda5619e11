"""Does what the connect assistant asks for, each question on a thread of its own; the page takes what still fits."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from app.domain.community import CommunityInfo
from app.domain.words import Words
from app.errors import AuthFailed, StewardError, Unavailable
from ui.lanes import Lane
from ui.session import BrowserSignIn, Entrance, Joining
from ui.shell.welcome import Welcome

T = TypeVar("T")

OUR_FAULT = Words("程序内部出错，已记入日志", "A fault of the program itself; it was logged")
_REFUSED = Words(
    "社区不接受它：可能少贴了几位，已过期，或已停用。什么都没有保存，填的内容还在；换一个再测试。",
    "The community does not accept it: cut off when pasted, expired or revoked. Nothing was kept, and what you typed "
    "is still here; test another one.",
)


def _unreached(error: Unavailable) -> Words:
    """Here nothing waits to be sent yet, so that there is no word on it."""
    told = error.fields.get("why", "")
    why = told if isinstance(told, Words) else Words(str(told), str(told))
    return Words(
        f"没有得到社区的答复：{why.zh}。什么都没有保存，填的内容还在；核对地址和网络，稍后再测试。",
        f"The community did not answer as it should: {why.en}. Nothing was kept, and what you typed is still here; "
        "check the address and the network, then test again.",
    )


class Reception:
    """Between the first page and the ways in."""

    def __init__(
        self,
        welcome: Welcome,
        entrance: Entrance,
        loop: asyncio.AbstractEventLoop,
        bug: Callable[[BaseException], None],
    ) -> None:
        self._page, self._entrance, self._loop, self._bug = welcome.connect_, entrance, loop, bug
        self._welcome = welcome
        self._sign_in: BrowserSignIn | None = None
        self.tasks: set[asyncio.Task[None]] = set()
        page = self._page
        page.where.looked_up.connect(self._look)
        page.tested.connect(self._test)
        page.sign_in_asked.connect(self._begin_sign_in)
        page.key.pasted.connect(self._finish_sign_in)

    def _look(self, address: str) -> None:
        where = self._page.where
        self._ask(
            partial(self._entrance.recognise, address),
            partial(where.show_recognised, address),
            partial(where.show_not_asked, address),
        )

    def _test(self, joining: Joining) -> None:
        def tested(info: CommunityInfo) -> None:
            self._page.show_tested(joining, info)

        self._ask(partial(self._entrance.test, joining), tested, partial(self._page.show_not_tested, joining))

    def _begin_sign_in(self, address: str) -> None:
        def begun(sign_in: BrowserSignIn) -> None:
            self._sign_in = sign_in
            self._page.key.show_sign_in(sign_in.address)

        self._ask(partial(self._entrance.sign_in, address), begun, self._welcome.show_fault)

    def _finish_sign_in(self, pasted: str) -> None:
        if self._sign_in is not None:
            self._ask(partial(self._sign_in.finish, pasted), self._page.key.take_token, self._welcome.show_fault)

    def _ask(self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Words], None]) -> None:
        task = self._loop.create_task(self._answer(work, then, failed))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _answer(self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Words], None]) -> None:
        lane = Lane("steward-asking")  # its own: a site that does not answer must not hold up the next question
        asked = lane.submit(work)
        lane.shutdown(wait=False)
        try:
            result = await asyncio.wrap_future(asked, loop=self._loop)
        except AuthFailed:
            failed(_REFUSED)
        except Unavailable as error:
            failed(_unreached(error))
        except StewardError as error:
            failed(Words.of(error))
        except Exception as error:
            self._bug(error)
            failed(OUR_FAULT)
        else:
            then(result)
