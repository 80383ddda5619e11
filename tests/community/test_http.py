import email.utils
import gzip
import re
import socket
import time
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st
from requests.adapters import HTTPAdapter

import make
from app.community.bridge.adapter import BridgeGateway
from app.community.http import DEFAULT_PAUSE, LONGEST_PAUSE, Http, TokenAuth, check_address, retry_after
from app.domain.commands import ReceiptStatus
from app.domain.posts import PostId
from app.errors import (
    AuthFailed,
    BadAddress,
    BrokenAnswer,
    CommunityError,
    Forbidden,
    Invalid,
    NotFound,
    OutcomeUnknown,
    RateLimited,
    StewardError,
    Unavailable,
)
from tests.conftest import Clock
from tests.scripted_server import Drip, Fault, Say, ScriptedServer

POST = {
    "id": "p-1",
    "thread_id": "t-1",
    "author": {"id": "u-1", "name": "南山老陈"},
    "created_at": "2026-11-20T12:00:00Z",
    "state": "visible",
    "raw": "正文",
    "version": "1",
}
RECEIPT = {"status": "done", "remote_id": "m-1"}

Reach = Callable[..., BridgeGateway]
Scripted = Callable[..., ScriptedServer]


@pytest.fixture
def scripted() -> Iterator[Scripted]:
    running: list[ScriptedServer] = []

    def start(*script: Say | Fault | Drip) -> ScriptedServer:
        running.append(ScriptedServer(*script).__enter__())
        return running[-1]

    yield start
    for server in running:
        server.__exit__(None, None, None)


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address where nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def _why(caught: pytest.ExceptionInfo[StewardError]) -> str:
    why = caught.value.fields["why"]
    return str(why[1] if isinstance(why, tuple) else why)


# --- addresses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://club.example.test", "https://club.example.test"),
        ("  https://club.example.test/api/ \n", "https://club.example.test/api"),
        ("https://club.example.test:8443/?a=1#b", "https://club.example.test:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.8.9.1", "http://127.8.9.1"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_kept_without_what_does_not_belong(typed: str, address: str) -> None:
    assert check_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "http://club.example.test",
        "http://10.0.0.8:8000",
        "http://localhost.example.test",
        "http://127.0.0.1.example.test",
        "http://0.0.0.0:8000",
        "HTTP://CLUB.EXAMPLE.TEST",
    ],
)
def test_plain_http_is_for_this_machine_only(typed: str) -> None:
    with pytest.raises(BadAddress) as caught:
        check_address(typed)
    assert "https" in caught.value.sentence("zh")
    assert "https is needed" in caught.value.sentence("en")


@pytest.mark.parametrize("typed", ["https://chen:secret-8@club.example.test", "http://localhost:secret-8@127.0.0.1"])
def test_an_address_with_a_password_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(BadAddress) as caught:
        check_address(typed)
    assert "secret-8" not in caught.value.sentence("zh") + caught.value.sentence("en")


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "club",
        "车友社区",
        "//club.example.test",
        "ftp://club.example.test",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https://[::1",
        "https://club.example.test:port",
        "https://club.example.test:99999",
    ],
)
def test_what_is_no_web_address_is_refused(typed: str) -> None:
    with pytest.raises(BadAddress):
        check_address(typed)


@settings(deadline=None)
@given(st.text(max_size=40) | st.text("htps:/@[]#?%.1a \\", max_size=30))
def test_any_text_is_an_address_or_refused(typed: str) -> None:
    try:
        address = check_address(typed)
    except BadAddress:
        return
    assert re.match(r"https?://[^/]", address)
    assert not address.endswith("/")


# --- the token ----------------------------------------------------------------------------------------


def test_the_token_never_shows_in_a_repr() -> None:
    assert "token-8" not in repr(TokenAuth("token-8")) + str(TokenAuth("token-8"))


def test_the_token_goes_out_as_a_bearer(scripted: Scripted, reach: Reach) -> None:
    server = scripted(Say(200, POST))
    reach(server.url, "token-8").post(PostId("p-1"))
    assert server.requests[0].headers["Authorization"] == "Bearer token-8"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_so_that_the_token_stays_here(scripted: Scripted, reach: Reach, status: int) -> None:
    elsewhere = scripted(Say(200, POST), Say(200, RECEIPT))
    redirect = Say(status, b"", {"Location": elsewhere.url + "/v1/posts/p-1"})
    gateway = reach(scripted(redirect, redirect).url)
    with pytest.raises(BrokenAnswer, match=f"elsewhere .HTTP {status}"):
        gateway.post(PostId("p-1"))
    with pytest.raises(BrokenAnswer, match=f"elsewhere .HTTP {status}"):
        gateway.send(make.command())
    assert elsewhere.requests == []


def test_cookies_are_not_kept(scripted: Scripted, reach: Reach) -> None:
    server = scripted(Say(200, POST, {"Set-Cookie": "session=8; Path=/"}), Say(200, POST))
    gateway = reach(server.url)
    gateway.post(PostId("p-1"))
    gateway.post(PostId("p-1"))
    assert "Cookie" not in server.requests[1].headers


@pytest.fixture
def netrc(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "netrc"  # type: ignore[operator]
    file.write_text("machine 127.0.0.1 login other password pw\nmachine club.example.test login other password pw\n")
    file.chmod(0o600)
    monkeypatch.setenv("NETRC", str(file))


@pytest.mark.usefixtures("netrc")
def test_a_netrc_file_does_not_take_the_place_of_the_token(scripted: Scripted, reach: Reach) -> None:
    server = scripted(Say(200, POST))
    reach(server.url, "token-8").post(PostId("p-1"))
    assert server.requests[0].headers["Authorization"] == "Bearer token-8"


@pytest.mark.usefixtures("netrc")
def test_a_netrc_file_does_not_take_the_place_of_the_token_on_the_web_either(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[str] = []

    def keep(_: HTTPAdapter, request: requests.PreparedRequest, **__: object) -> requests.Response:
        left.append(request.headers["Authorization"])
        raise requests.ConnectionError

    monkeypatch.setattr(HTTPAdapter, "send", keep)
    http = Http("https://club.example.test", "token-8", connect_timeout=1, read_timeout=1)
    with pytest.raises(Unavailable):
        http.get("/v1/meta")
    http.close()
    assert left == ["Bearer token-8"]


def test_a_proxy_of_the_office_is_not_asked_for_this_machine(
    scripted: Scripted, reach: Reach, nobody: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.setenv("http_proxy", nobody)
    assert reach(scripted(Say(200, POST)).url).post(PostId("p-1")).raw == "正文"


@pytest.mark.parametrize("token", ["令牌", "token-8\n", "token-8\r\nX-Other: 1"])
def test_a_token_that_no_header_can_carry_is_a_fault_of_the_token_and_not_of_the_program(
    scripted: Scripted, reach: Reach, token: str
) -> None:
    server = scripted(Say(200, POST), Say(200, POST))
    with pytest.raises(StewardError):
        reach(server.url, token).post(PostId("p-1"))
    with pytest.raises(StewardError):
        reach(server.url, token).send(make.command())
    assert all("X-Other" not in heard.headers for heard in server.requests)


# --- how long to pause --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("17", 17.0),
        (" 17 ", 17.0),
        ("0", 0.0),
        ("-5", 0.0),
        ("999999999", LONGEST_PAUSE),
        ("inf", LONGEST_PAUSE),
        ("nan", None),
        ("soon", None),
        ("", None),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0.0),
    ],
)
def test_retry_after_in_seconds(header: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": header}) == seconds


def test_retry_after_as_a_date() -> None:
    header = email.utils.formatdate(time.time() + 600, usegmt=True)
    found = retry_after({"Retry-After": header})
    assert found is not None
    assert 500 < found <= 600


def test_without_retry_after_there_is_nothing_to_tell() -> None:
    assert retry_after({}) is None


# --- answers that say no ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (401, AuthFailed),
        (403, Forbidden),
        (404, NotFound),
        (429, RateLimited),
        (302, BrokenAnswer),
        (418, BrokenAnswer),
        (500, Unavailable),
        (502, Unavailable),
        (503, Unavailable),
        (599, Unavailable),
    ],
)
def test_a_status_is_told_by_its_own_error(
    scripted: Scripted, reach: Reach, status: int, error: type[CommunityError]
) -> None:
    server = scripted(Say(status, b"no"), Say(status, b"no"))
    gateway = reach(server.url)
    with pytest.raises(error) as read:
        gateway.post(PostId("p-1"))
    with pytest.raises(error) as written:
        gateway.send(make.command())
    assert type(read.value) is type(written.value) is error
    assert len(server.requests) == 2  # nothing was tried again behind our back


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"Retry-After": "17"}, 17.0), ({}, DEFAULT_PAUSE), ({"Retry-After": "nan"}, DEFAULT_PAUSE)],
)
def test_slow_down_says_for_how_long_and_for_the_whole_site(
    scripted: Scripted, reach: Reach, headers: dict[str, str], seconds: float
) -> None:
    with pytest.raises(RateLimited) as caught:
        reach(scripted(Say(429, b"", headers)).url).post(PostId("p-1"))
    assert (caught.value.seconds, caught.value.scope) == (seconds, "site")


def test_the_reason_of_a_problem_reaches_the_moderator(scripted: Scripted, reach: Reach) -> None:
    problem = {"type": "urn:x", "title": "No", "status": 403, "code": "forbidden", "retryable": False}
    gateway = reach(
        scripted(
            Say(403, problem | {"detail": "版块已归档"}),
            Say(422, problem | {"fields": {"text": "too rude"}}),
            Say(422, "<html>no"),
        ).url
    )
    with pytest.raises(Forbidden, match="版块已归档"):
        gateway.post(PostId("p-1"))
    with pytest.raises(Invalid, match="No text: too rude"):
        gateway.send(make.command())
    with pytest.raises(Invalid, match="HTTP 422"):
        gateway.send(make.command())


# --- answers that are not what the contract says ------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b'{"id": "p-1", "thread',
        b"",
        b"\xff\xfe",
        [POST],
        {name: value for name, value in POST.items() if name != "raw"},
        POST | {"version": 1},
        POST | {"author": "南山老陈"},
        POST | {"state": "glowing"},
        POST | {"created_at": "2026-11-20T12:00:00"},
        POST | {"created_at": "yesterday"},
    ],
    ids=["cut", "empty", "bytes", "list", "missing", "type", "nested", "enum", "no zone", "no time"],
)
def test_an_answer_of_another_shape_is_refused_whole(scripted: Scripted, reach: Reach, body: object) -> None:
    with pytest.raises(BrokenAnswer):
        reach(scripted(Say(200, body)).url).post(PostId("p-1"))


@pytest.mark.parametrize("page", ["<!DOCTYPE html><html>登录</html>", "\n  <html><body>Log in"])
def test_a_web_page_instead_of_json_is_called_so(scripted: Scripted, reach: Reach, page: str) -> None:
    with pytest.raises(BrokenAnswer, match="a web page came back"):
        reach(scripted(Say(200, page)).url).post(PostId("p-1"))


def test_fields_that_we_do_not_know_are_ignored(scripted: Scripted, reach: Reach) -> None:
    more = POST | {"mood": "sunny", "author": {"id": "u-1", "name": "南山老陈", "url": "https://x"}}
    assert reach(scripted(Say(200, more)).url).post(PostId("p-1")).raw == "正文"


def test_an_address_without_the_bridge_is_called_so(scripted: Scripted, reach: Reach) -> None:
    with pytest.raises(BrokenAnswer, match="no bridge API"):
        reach(scripted(Say(404, "<html>not here")).url).describe()


# --- no answer ----------------------------------------------------------------------------------------


def test_a_refused_connection_did_nothing(nobody: str, reach: Reach) -> None:
    gateway = reach(nobody)
    with pytest.raises(Unavailable) as read:
        gateway.post(PostId("p-1"))
    with pytest.raises(Unavailable) as written:
        gateway.send(make.command())
    assert _why(read) == _why(written) == "no connection"


def test_a_connection_that_is_not_made_in_time_did_nothing(reach: Reach, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(*_: object, **__: object) -> None:
        raise TimeoutError("timed out")

    monkeypatch.setattr("urllib3.util.connection.socket.socket.connect", too_late)
    gateway = reach("http://127.0.0.1:9")
    with pytest.raises(Unavailable) as read:
        gateway.post(PostId("p-1"))
    with pytest.raises(Unavailable) as written:
        gateway.send(make.command())
    assert _why(read) == _why(written) == "no connection in time"


FAULTS = [
    pytest.param(Fault.HANG, "no answer in time", id="hangs"),
    pytest.param(Fault.DROP, "the connection broke", id="drops"),
    pytest.param(Fault.CUT, "the request or its answer is not whole", id="cut"),
]


@pytest.mark.parametrize(("fault", "why"), FAULTS)
def test_a_read_without_a_whole_answer_is_unavailable(scripted: Scripted, reach: Reach, fault: Fault, why: str) -> None:
    with pytest.raises(Unavailable) as caught:
        reach(scripted(fault).url, read_timeout=0.2).post(PostId("p-1"))
    assert _why(caught) == why


@pytest.mark.parametrize(("fault", "why"), FAULTS)
def test_a_write_without_a_whole_answer_may_have_happened_and_is_not_repeated(
    scripted: Scripted, reach: Reach, fault: Fault, why: str
) -> None:
    server = scripted(fault, Say(201, RECEIPT))
    with pytest.raises(OutcomeUnknown) as caught:
        reach(server.url, read_timeout=0.2).send(make.command())
    assert _why(caught) == why
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "body", [b'{"status": "do', "<html>200 but no receipt", {"remote_id": "m-1"}, {"status": "fine"}]
)
def test_a_write_answered_by_something_else_may_have_happened(scripted: Scripted, reach: Reach, body: object) -> None:
    with pytest.raises(OutcomeUnknown):
        reach(scripted(Say(201, body)).url).send(make.command())


# --- answers that mean ill ----------------------------------------------------------------------------

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
IN_TIME, PATIENCE = 0.3, 2.0
"""Seconds that an answer may take, and that one read of it may take."""


@pytest.fixture
def impatient(scripted: Scripted) -> Iterator[Callable[..., tuple[Http, ScriptedServer]]]:
    opened: list[Http] = []

    def reach(step: Drip | Say, *more: Drip | Say, longest: float = IN_TIME, **how: Any) -> tuple[Http, ScriptedServer]:
        server = scripted(step, *more)
        timeouts = {"connect_timeout": 2.0, "read_timeout": PATIENCE} | how
        opened.append(Http(server.url, "token-8", longest=longest, **timeouts))
        return opened[-1], server

    yield reach
    for http in opened:
        http.close()


Impatient = Callable[..., tuple[Http, ScriptedServer]]

DRIPS = [
    pytest.param(Drip(b"", b"HTTP/1.1 100 Continue\r\n\r\n"), id="continue"),
    pytest.param(Drip(b"HTTP/1.1 2", b"0"), id="status"),
    pytest.param(Drip(OK + b"X: ", b"a"), id="header"),
    pytest.param(Drip(OK + b"Content-Length: 1000000\r\n\r\n", b" "), id="body"),
    pytest.param(Drip(OK + b"\r\n", b" "), id="until the end"),
    pytest.param(Drip(CHUNKED, b"1\r\n \r\n"), id="chunks"),
    pytest.param(Drip(CHUNKED, b"0"), id="length of a chunk"),
    pytest.param(Drip(CHUNKED + b"2\r\n{}\r\n0\r\n", b"X: a\r\n"), id="trailers"),
    pytest.param(Drip(OK + b"Content-Encoding: gzip\r\n\r\n", gzip.compress(b"")), id="gzip of nothing"),
]


@pytest.mark.parametrize("drip", DRIPS)
def test_an_answer_has_one_deadline_wherever_it_drips(impatient: Impatient, drip: Drip) -> None:
    http, server = impatient(drip, drip)
    begun = time.monotonic()
    with pytest.raises(Unavailable) as read:
        http.get("/")
    with pytest.raises(OutcomeUnknown) as written:
        http.write("POST", "/", {})
    assert time.monotonic() - begun < PATIENCE
    assert _why(read) == _why(written) == "no answer in time"
    assert len(server.requests) == 2


def test_a_slow_answer_that_comes_in_time_is_taken_whole(impatient: Impatient) -> None:
    http, _ = impatient(Drip(OK + b"Content-Length: 25\r\n\r\n", b"ab"), longest=20.0, read_timeout=0.15)
    begun = time.monotonic()
    assert http.get("/").body == b"ab" * 12 + b"a"
    assert time.monotonic() - begun > 0.15


@pytest.mark.parametrize(
    "answer",
    [
        Drip(CHUNKED + b"-5\r\nabc"),
        Drip(CHUNKED + b"five\r\nabc"),
        Drip(OK + b"Content-Length: 5, 6\r\n\r\nabcdef"),
        Drip(b"HTTP/9.9 200 OK\r\n\r\n"),
        Drip(b"HTTP/1.1 -99 x\r\n\r\n"),
        Drip(OK + b"X: a\r\n" * 200 + b"\r\n"),
    ],
)
def test_an_answer_out_of_joint_leaves_open_what_a_write_did(impatient: Impatient, answer: Drip) -> None:
    http, _ = impatient(answer, answer)
    with pytest.raises(Unavailable):
        http.get("/")
    with pytest.raises(OutcomeUnknown):
        http.write("POST", "/", {})


@pytest.mark.parametrize("before", [b"", b"2\r\n{}\r\n0\r\n"])
def test_what_stands_around_a_body_is_bounded_too(impatient: Impatient, before: bytes) -> None:
    http, _ = impatient(
        Drip(CHUNKED + before, b"X: a\r\n" * 2000 if before else b"0" * 10_000, every=0.0), longest=20.0, largest=10_000
    )
    with pytest.raises(Unavailable, match="not whole"):
        http.get("/")


def test_an_answer_is_asked_for_as_it_is(impatient: Impatient) -> None:
    http, server = impatient(Say(200, {}))
    http.get("/")
    assert server.requests[0].headers["Accept-Encoding"] == "identity"


def test_an_answer_that_comes_compressed_all_the_same_is_unpacked(impatient: Impatient) -> None:
    http, _ = impatient(Say(200, gzip.compress(b'{"a": 1}'), {"Content-Encoding": "gzip"}))
    assert http.get("/").body == b'{"a": 1}'


def test_the_bound_holds_for_what_is_unpacked(impatient: Impatient) -> None:
    bomb = gzip.compress(bytes(30_000_000))
    http, _ = impatient(Say(200, bomb, {"Content-Encoding": "gzip"}), longest=20.0, largest=100_000)
    tracemalloc.start()
    try:
        with pytest.raises(Unavailable, match="too large"):
            http.get("/")
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("coding", ["gzip, gzip", "zstd, br, deflate, gzip", "br", "gzip"])
def test_what_can_not_be_unpacked_is_refused_and_its_status_counts(impatient: Impatient, coding: str) -> None:
    cut = gzip.compress(b"{}" * 1000)[:20]
    yes, no = (Say(status, cut, {"Content-Encoding": coding}) for status in (200, 403))
    http, _ = impatient(yes, yes, no)
    with pytest.raises(BrokenAnswer, match="compressed"):
        http.get("/")
    with pytest.raises(OutcomeUnknown, match="compressed"):
        http.write("POST", "/", {})
    refused = http.write("POST", "/", {})
    assert (refused.status, refused.body) == (403, b"")


def test_after_a_fault_the_next_request_goes_through(scripted: Scripted, reach: Reach) -> None:
    gateway = reach(scripted(Fault.DROP, Say(201, RECEIPT)).url)
    with pytest.raises(OutcomeUnknown):
        gateway.send(make.command())
    assert gateway.send(make.command()).status is ReceiptStatus.DONE


def test_a_lost_answer_is_asked_after_only_when_it_cannot_come_any_more(
    scripted: Scripted, reach: Reach, clock: Clock
) -> None:
    gateway = reach(scripted().url, read_timeout=5.0)
    assert gateway.ask_after == timedelta(seconds=35)
