"""A server that shows us our own token, in every spelling: no error and no name may tell it."""

import html
import json
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest

import make
from app.community.connect import reach
from app.community.gateway import Gateway
from app.community.hiding import HIDDEN, SHORTEST, without
from app.domain.community import Adapter
from app.errors import CommunityError, Forbidden, Invalid
from tests.conftest import Clock
from tests.scripted_server import Say, ScriptedServer

TOKEN = "sEcr3t/T0ken-zz+9_x"
HEADERS = {Adapter.BRIDGE: "Authorization", Adapter.NODEBB: "Authorization", Adapter.DISCOURSE: "Api-Key"}
SPELLINGS: list[Callable[[str], str]] = [
    lambda said: json.dumps(said)[1:-1],
    lambda said: "".join(f"\\u{ord(one):04x}" for one in said),
    lambda said: "".join(f"\\u{ord(one):04X}" for one in said),
    lambda said: said.replace("/", "\\/"),
    lambda said: "".join(f"&#{ord(one)};" for one in said),
    lambda said: "".join(f"&#x{ord(one):x}" + ";" for one in said),
    lambda said: said.replace("/", "&sol;").replace("+", "&plus;"),
    lambda said: json.dumps("".join(f"&#{ord(one)};" for one in said)).replace("&", "\\u0026"),
    lambda said: quote(said, safe=""),
    lambda said: "".join(f"%{ord(one):02x}" for one in said),
    "<b>".join,
    "\\u200b".join,
    "\\n".join,
    " ".join,
]
spelt = pytest.mark.parametrize("spell", SPELLINGS, ids=range(len(SPELLINGS)))


def _refusal(said: str) -> bytes:
    """A refusal in the forms of all three kinds of community at once; what is said is spelt already."""
    return (
        '{"type": "urn:x", "title": "%s", "status": {"code": "x", "message": "%s"}, "code": "x", "retryable": false, '
        '"errors": ["%s"], "message": "%s"}' % ((said,) * 4)
    ).encode()


def _problem(said: str) -> bytes:
    return (
        f'{{"type": "urn:x", "title": "No", "status": 403, "code": "x", "retryable": false, "detail": "{said}"}}'
    ).encode()


def _errors(said: str) -> bytes:
    return f'{{"errors": ["{said}"], "error_type": "{said}"}}'.encode()


REFUSALS = {Adapter.BRIDGE: _problem, Adapter.NODEBB: _refusal, Adapter.DISCOURSE: _errors}

Connect = Callable[[Adapter, str, Say], tuple[Gateway, ScriptedServer]]


@pytest.fixture
def connect(clock: Clock) -> Iterator[Connect]:
    opened: list[tuple[Gateway, ScriptedServer]] = []

    def to(adapter: Adapter, token: str, say: Say) -> tuple[Gateway, ScriptedServer]:
        server = ScriptedServer(*([say] * 10)).__enter__()
        opened.append((reach(adapter, server.url, token, clock=clock, connect_timeout=2.0, read_timeout=5.0), server))
        return opened[-1]

    yield to
    for gateway, server in opened:
        gateway.close()
        server.__exit__(None, None, None)


def _read_back(text: str) -> str:
    """As a browser or a person would read it."""
    return html.unescape(text).replace("<b>", "").replace("\u200b", "").replace("\n", "").replace(" ", "")


def _told(gateway: Gateway) -> str:
    """All that comes out of a connection and of a command."""
    told = []
    for call in (gateway.describe, lambda: gateway.send(make.command())):
        try:
            told.append(repr(call()))
        except CommunityError as error:
            told += [error.sentence("zh"), error.sentence("en"), repr(error), repr(error.fields)]
    return "\n".join(told)


@spelt
@pytest.mark.parametrize("status", [200, 400, 403, 409, 422, 503])
@pytest.mark.parametrize("adapter", HEADERS)
def test_a_token_shown_to_us_is_told_to_nobody(
    connect: Connect, adapter: Adapter, status: int, spell: Callable[[str], str]
) -> None:
    gateway, server = connect(adapter, TOKEN, Say(status, REFUSALS[adapter](spell(f"Bearer {TOKEN}"))))
    told = _told(gateway)
    assert TOKEN in server.requests[0].headers[HEADERS[adapter]], "it was sent"
    assert TOKEN not in told
    assert TOKEN not in _read_back(told)


@pytest.mark.parametrize("adapter", HEADERS)
@spelt
def test_a_name_and_what_is_wrong_with_an_answer_tell_it_neither(
    connect: Connect, adapter: Adapter, spell: Callable[[str], str]
) -> None:
    name = spell(TOKEN)
    names = f'"uid": 2, "username": "{name}", "userslug": "{name}", "{name}": 1, "contract": "{name}", "id": 2'
    body = (
        f'{{{names}, "current_user": {{{names}, "moderator": true}}, "acting": {{"id": "{name}", "name": "{name}"}}}}'
    )
    gateway, server = connect(adapter, TOKEN, Say(200, body))
    told = _told(gateway)
    assert TOKEN in server.requests[0].headers[HEADERS[adapter]]
    assert TOKEN not in told
    assert TOKEN not in _read_back(told)


@pytest.mark.parametrize(("adapter", "error"), [(Adapter.BRIDGE, Forbidden), (Adapter.NODEBB, Forbidden)])
@pytest.mark.parametrize("spell", SPELLINGS[:4])
def test_the_rest_of_the_reason_stays(
    connect: Connect, adapter: Adapter, error: type[CommunityError], spell: Callable[[str], str]
) -> None:
    said = REFUSALS[adapter](f"版块已归档 {spell(TOKEN)} 请换一个")
    gateway, _ = connect(adapter, TOKEN, Say(403, said))
    with pytest.raises(error) as caught:
        gateway.describe()
    assert f"版块已归档 {HIDDEN} 请换一个" in caught.value.sentence("zh")


def test_the_reason_of_a_refused_command_is_kept_without_it(connect: Connect) -> None:
    gateway, _ = connect(Adapter.BRIDGE, TOKEN, Say(422, _problem(SPELLINGS[1](f"Bearer {TOKEN}"))))
    with pytest.raises(Invalid) as caught:
        gateway.send(make.command())
    assert caught.value.fields["why"] == f"Bearer {HIDDEN}"


# --- bodies -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body", [b"", b"{}", '{"名": "a\\/b \\u0041 &amp; %41 <p>"}'.encode(), b"\xff\xfe", b"[" * 9999]
)
def test_what_does_not_tell_it_stays_as_it_is(body: bytes) -> None:
    assert without(TOKEN, body) is body
    assert without("", body) is body


@spelt
def test_what_is_no_json_tells_it_neither(spell: Callable[[str], str]) -> None:
    assert TOKEN not in _read_back(without(TOKEN, f"<html>{spell(TOKEN)}".encode()).decode())


@pytest.mark.parametrize(
    "body", ["[" * 5000 + "%s", '["a", "%s", "\\ud800", 1e999, 12345678901234567890123]', '{"%s": {"%s": [null]}}']
)
def test_what_is_hard_to_read_is_cleaned_or_left_out(body: str) -> None:
    spelt_out = body.replace("%s", SPELLINGS[1](TOKEN))
    cleaned = without(TOKEN, spelt_out.encode())
    assert HIDDEN.encode() in cleaned
    assert without(TOKEN, cleaned) is cleaned


def test_a_token_as_short_as_a_word_leaves_what_the_community_says_alone(connect: Connect) -> None:
    short = "a" * (SHORTEST - 1)
    meta = {"id": "u-1", "name": short}
    post = {
        "id": "p-1",
        "thread_id": "t-1",
        "author": meta,
        "created_at": "2026-11-20T12:00:00Z",
        "state": "visible",
        "raw": f"{short} {short}",
        "version": "1",
    }
    gateway, _ = connect(Adapter.BRIDGE, short, Say(200, post))
    assert gateway.post(make.post().id).raw == f"{short} {short}"
