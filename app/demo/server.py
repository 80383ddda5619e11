"""The demo community over HTTP, on loopback only: the bridge contract, served by the standard library."""

import re
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote, urlsplit

import msgspec
from msgspec.json import decode, encode

from app.community.bridge import wire
from app.demo.community import DemoCommunity
from app.demo.refusals import Refusal
from app.domain.connecting import is_loopback

LARGEST_BODY = 1024 * 1024
MOST_ITEMS = 500
PICTURES = "/v1/pictures/"


class Request:
    """A request as the routes see it."""

    def __init__(self, acting: wire.WireRef, query: dict[str, list[str]], handler: BaseHTTPRequestHandler, body: bytes):
        self.acting = acting
        self.headers = handler.headers
        self.body = body
        self._query = query

    def text(self, name: str) -> str:
        """A parameter of the query, or nothing."""
        return self._query.get(name, [""])[0]

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number of the query."""
        text = self.text(name)
        if not text:
            return default
        if not text.isdecimal() or int(text) > most:
            raise Refusal(422, "invalid", f"{name} is not a number up to {most}")
        return int(text)


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: JSON, or a picture as it is."""

    status: int
    body: object
    etag: str = ""


Route = Callable[[DemoCommunity, Request, str], Reply]


def _meta(community: DemoCommunity, request: Request, _id: str) -> Reply:
    return Reply(200, community.meta(request.acting))


def _changes(community: DemoCommunity, request: Request, _id: str) -> Reply:
    limit = max(1, request.number("limit", 100, MOST_ITEMS))
    return Reply(200, community.changes(request.text("cursor") or None, limit))


def _case(community: DemoCommunity, _request: Request, case_id: str) -> Reply:
    case = community.case(case_id)
    return Reply(200, case, etag=case.version)


def _post(community: DemoCommunity, _request: Request, post_id: str) -> Reply:
    return Reply(200, community.post(post_id))


def _thread(community: DemoCommunity, request: Request, thread_id: str) -> Reply:
    return Reply(
        200,
        community.thread(
            thread_id,
            around=request.text("around"),
            before=request.number("before", 5, 200),
            after=request.number("after", 5, 200),
            client_ref=request.text("client_ref"),
        ),
    )


def _member(community: DemoCommunity, _request: Request, member_id: str) -> Reply:
    return Reply(200, community.member(member_id))


def _honours(community: DemoCommunity, _request: Request, _id: str) -> Reply:
    return Reply(200, community.honours())


def _messages(community: DemoCommunity, request: Request, _id: str) -> Reply:
    return Reply(200, community.messages(request.acting, request.text("cursor") or None))


def _acknowledgements(community: DemoCommunity, request: Request, _id: str) -> Reply:
    edition = request.number("edition", 0, 1_000_000)
    if not edition:
        raise Refusal(422, "invalid", "edition is needed")
    return Reply(200, community.acknowledgements(edition))


def _fate(community: DemoCommunity, _request: Request, key: str) -> Reply:
    return Reply(200, community.receipt(key))


def _perform(community: DemoCommunity, request: Request, _id: str) -> Reply:
    key = request.headers.get("Idempotency-Key", "")
    if not re.fullmatch(r"[0-9a-fA-F-]{36}", key):
        raise Refusal(422, "invalid", "an Idempotency-Key is needed, a UUID")
    try:
        command = decode(request.body, type=wire.WireCommand)
    except msgspec.DecodeError as error:
        raise Refusal(422, "invalid", str(error)) from None
    if_match = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    status, receipt = community.perform(request.acting, key, command, if_match)
    return Reply(status, receipt)


ROUTES: list[tuple[str, re.Pattern[str], Route]] = [
    ("GET", re.compile(r"/v1/meta()"), _meta),
    ("GET", re.compile(r"/v1/changes()"), _changes),
    ("GET", re.compile(r"/v1/cases/([^/]+)"), _case),
    ("GET", re.compile(r"/v1/posts/([^/]+)"), _post),
    ("GET", re.compile(r"/v1/threads/([^/]+)/posts"), _thread),
    ("GET", re.compile(r"/v1/members/([^/]+)"), _member),
    ("GET", re.compile(r"/v1/honours()"), _honours),
    ("GET", re.compile(r"/v1/messages()"), _messages),
    ("GET", re.compile(r"/v1/acknowledgements()"), _acknowledgements),
    ("GET", re.compile(r"/v1/commands/([^/]+)"), _fate),
    ("POST", re.compile(r"/v1/commands()"), _perform),
]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "StewardDemo/1.0"
    wbufsize = -1
    disable_nagle_algorithm = True
    community: ClassVar[DemoCommunity]
    delay: ClassVar[float]

    def log_message(self, *_: Any) -> None:
        """Say nothing; the token stands in the headers."""

    def do_GET(self) -> None:
        self._answer("GET", b"")

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            self.close_connection = True
            self._send(_problem(Refusal(422, "invalid", "a body of known, reasonable length is needed")))
            return
        self._answer("POST", self.rfile.read(int(length)))

    def _answer(self, method: str, body: bytes) -> None:
        try:
            reply = self._route(method, body)
        except Refusal as refusal:
            reply = Reply(refusal.status, refusal.body) if refusal.body is not None else _problem(refusal)
        if self.delay:
            time.sleep(self.delay)
        self._send(reply)

    def _route(self, method: str, body: bytes) -> Reply:
        host = self.headers.get("Host", "").rsplit(":", 1)[0].strip("[]")
        if not is_loopback(host):
            raise Refusal(403, "forbidden", "this community answers on loopback only")
        address = urlsplit(self.path)
        token = self.headers.get("Authorization", "").removeprefix("Bearer ").strip()
        if method == "GET" and address.path.startswith(PICTURES):
            self.community.acting(token)
            return Reply(200, self.community.picture(unquote(address.path.removeprefix(PICTURES))))
        for allowed, pattern, route in ROUTES:
            found = pattern.fullmatch(address.path)
            if found and allowed == method:
                request = Request(self.community.acting(token), parse_qs(address.query), self, body)
                return route(self.community, request, unquote(found[1]))
        raise Refusal(404, "not_found", "there is nothing at this address")

    def _send(self, reply: Reply) -> None:
        raw, kind = (reply.body, "image/png") if isinstance(reply.body, bytes) else _json(reply.body)
        self.send_response(reply.status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        if reply.etag:
            self.send_header("ETag", f'"{reply.etag}"')
        self.end_headers()
        self.wfile.write(raw)


def _json(body: object) -> tuple[bytes, str]:
    kind = "application/problem+json" if isinstance(body, wire.WireProblem) else "application/json"
    return encode(body), f"{kind}; charset=utf-8"


def _problem(refusal: Refusal) -> Reply:
    return Reply(
        refusal.status,
        wire.WireProblem(
            type=f"urn:steward:problem:{refusal.code}",
            title=refusal.title,
            status=refusal.status,
            code=refusal.code,
            retryable=refusal.code in ("rate_limited", "unavailable"),
        ),
    )


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64
    allow_reuse_address = sys.platform != "win32"  # there it would let a second process take the same port

    def __init__(self, *arguments: Any) -> None:
        self._open: set[socket.socket] = set()
        self._lock = Lock()
        super().__init__(*arguments)

    def process_request(self, request: socket.socket | tuple[bytes, socket.socket], client_address: Any) -> None:
        """Answer on a thread of its own; the connection is known until it ends."""
        if isinstance(request, socket.socket):
            with self._lock:
                self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        """A connection ends."""
        if isinstance(request, socket.socket):
            with self._lock:
                self._open.discard(request)
        super().shutdown_request(request)

    def cut(self) -> None:
        """End the connections that clients keep open: whoever closes the server is no longer reached by them."""
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: socket.socket | tuple[bytes, socket.socket], client_address: Any) -> None:
        """A client that went away is no fault of ours; everything else is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class DemoServer:
    """The demo community listening on loopback, until it is closed.

    Args:
        community: what is served.
        port: 0 picks a free one.
        delay: how long each answer waits, in seconds; what it did is done before.
    """

    def __init__(self, community: DemoCommunity, *, port: int = 0, delay: float = 0.0) -> None:
        self._handler: type[_Handler] = type("Handler", (_Handler,), {"community": community, "delay": delay})
        self._server = _Server(("127.0.0.1", port), self._handler)
        self._thread: Thread | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def serve_instead(self, community: DemoCommunity) -> None:
        """From now on answer for another community, at the same address."""
        self._handler.community = community

    def serve(self) -> None:
        """Serve until `stop` is called from another thread."""
        self._server.serve_forever(poll_interval=0.02)

    def stop(self) -> None:
        """Let `serve` return."""
        self._server.shutdown()

    def __enter__(self) -> "DemoServer":
        self._thread = Thread(target=self.serve, name="demo community", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._thread:
            self._thread.join()
        self._server.server_close()
        self._server.cut()
