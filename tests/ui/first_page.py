"""The states of the first page, for tests that look at each of them."""

from collections.abc import Callable

import make
from app.domain.community import Adapter, Capability, CommunityInfo, Level
from app.domain.connecting import Recognised, found
from app.domain.words import Words
from app.errors import Unavailable
from ui.session import Joining
from ui.shell.welcome import Welcome

ADDRESS = "https://forum.example.test"
MOVED = "https://www.forum.example.test"
LIMITED = Capability(Level.MANUAL, Words("接口做不到，请到后台操作", "the API can't; do it in the administration"))


def info() -> CommunityInfo:
    """A community that can do things on several levels, run by somebody with a Latin name."""
    plain = make.info("u-1", "Robin")
    return CommunityInfo(
        plain.platform, "2.0", plain.acting, {**plain.capabilities, "honour.grant": LIMITED}, plain.limits
    )


def _asked(welcome: Welcome, address: str = ADDRESS) -> None:
    welcome.ask_to_join()
    where = welcome.connect_.where
    where.address.setText(address)
    where._typed()
    where.look()


def found_as(welcome: Welcome, adapter: Adapter) -> None:
    _asked(welcome)
    seen = Recognised(adapter, ADDRESS, "Owners", "4.11.2", found(adapter, "Owners", "4.11.2"))
    welcome.connect_.where.show_recognised(ADDRESS, seen)


def _moved(welcome: Welcome) -> None:
    _asked(welcome)
    why = Words("这个地址转到了别处。", "This address points elsewhere.")
    welcome.connect_.where.show_recognised(ADDRESS, Recognised(None, ADDRESS, why=why, moved_to=MOVED))


def _testing(welcome: Welcome) -> Joining:
    found_as(welcome, Adapter.NODEBB)
    welcome.connect_.key.token.setText("a-token")
    welcome.connect_.test_now()
    return Joining(ADDRESS, Adapter.NODEBB, "a-token")


def _tested(welcome: Welcome) -> None:
    welcome.connect_.show_tested(_testing(welcome), info())


def _untested(welcome: Welcome) -> None:
    error = Unavailable(why=Words("没有连接上", "no connection"))
    welcome.connect_.show_not_tested(_testing(welcome), Words.of(error))


def _short(welcome: Welcome) -> None:
    _tested(welcome)
    welcome.connect_.join_now()


def _sign_in(welcome: Welcome) -> None:
    found_as(welcome, Adapter.DISCOURSE)
    welcome.connect_.key.show_sign_in(f"{ADDRESS}/user-api-key/new")


def _by_hand(welcome: Welcome) -> None:
    welcome.ask_to_join()
    where = welcome.connect_.where
    where.by_hand.click()
    where.address.setText("Owners")
    where._typed()


STATES: dict[str, Callable[[Welcome], object]] = {
    "nothing typed": Welcome.ask_to_join,
    "looking": _asked,
    "moved": _moved,
    **{f"found {adapter.value}": lambda page, adapter=adapter: found_as(page, adapter) for adapter in Adapter},
    "testing": _testing,
    "tested": _tested,
    "not tested": _untested,
    "passphrase too short": _short,
    "sign-in": _sign_in,
    "by hand": _by_hand,
    "locked": Welcome.ask_to_unlock,
}
