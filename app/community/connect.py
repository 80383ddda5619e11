"""Which adapter reaches a community."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import assert_never

from app.community.bridge.adapter import BridgeGateway
from app.community.discourse.adapter import DiscourseGateway
from app.community.discourse.keys import KeyAuth
from app.community.gateway import Gateway
from app.community.http import Http
from app.community.manual.adapter import ManualGateway
from app.community.nodebb.adapter import NodebbGateway
from app.domain.community import Adapter


def reach(
    adapter: Adapter,
    url: str,
    token: str,
    *,
    clock: Callable[[], datetime],
    connect_timeout: float,
    read_timeout: float,
) -> Gateway:
    """A gateway to a community; nothing is sent yet.

    Raises:
        BadAddress: the address can't be used.
        AuthFailed: the token can be nobody's.
    """
    http = partial(Http, url, token, connect_timeout=connect_timeout, read_timeout=read_timeout)
    match adapter:
        case Adapter.MANUAL:
            return ManualGateway(url, token)
        case Adapter.DISCOURSE:
            auth = KeyAuth(token)
            return DiscourseGateway(http(auth=auth), clock=clock, read_timeout=read_timeout, by_user=auth.by_user)
        case Adapter.NODEBB:
            return NodebbGateway(http(), clock=clock, read_timeout=read_timeout)
        case Adapter.BRIDGE:
            return BridgeGateway(http(), clock=clock, read_timeout=read_timeout)
    assert_never(adapter)
