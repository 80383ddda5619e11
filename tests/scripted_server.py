"""A server on loopback that answers as it is told, faults included, and remembers what it was asked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Any

from msgspec.json import encode

LONG = 3.0


@dataclass(frozen=True)
class Say:
    """An answer; a body that is neither bytes nor text goes out as JSON."""

    status: int = 200
    body: object = b""
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def raw(self) -> bytes:
        if isinstance(self.body, str):
            return self.body.encode()
        return self.body if isinstance(self.body, bytes) else encode(self.body)


@dataclass(frozen=True)
class Drip:
    """Bytes as they are, then others again and again for as long as somebody takes them."""

    first: bytes
    again: bytes = b""
    every: float = 0.02
    """Seconds."""


class Fault(Enum):
    HANG = auto()  # no answer until the server is closed, or for longer than anybody should wait
    DROP = auto()  # the connection is closed before the answer
    CUT = auto()  # the answer ends in its middle


@dataclass(frozen=True)
class Heard:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class ScriptedServer:
    """Answers request after request from the script; what is asked beyond it gets a 599."""

    def __init__(self, *script: Say | Fault | Drip) -> None:
        self.requests: list[Heard] = []
        self._script: Iterator[Say | Fault | Drip] = iter(script)
        self._over = Event()
        self._server = _Server(("127.0.0.1", 0), type("Handler", (_Handler,), {"owner": self}))
        self._thread = Thread(target=self._server.serve_forever, args=(0.002,), name="scripted server")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> "ScriptedServer":
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()  # waits for every answer

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length", "0"))
        headers = dict(handler.headers.items())
        self.requests.append(Heard(handler.command, handler.path, headers, handler.rfile.read(length)))
        step = next(self._script, Say(599, "nothing was scripted for this request"))
        if step is Fault.HANG:
            self._over.wait(LONG)
        elif step is Fault.CUT:
            self._say(handler, Say(200, b'{"status":"do', {"Content-Length": "1000"}))
        elif isinstance(step, Drip):
            self._drip(handler, step)
        elif isinstance(step, Say):
            self._say(handler, step)

    def _drip(self, handler: BaseHTTPRequestHandler, drip: Drip) -> None:
        try:
            handler.wfile.write(drip.first)
            while drip.again and not self._over.wait(drip.every):
                handler.wfile.write(drip.again)
        except ConnectionError:
            return  # nobody takes them any more

    @staticmethod
    def _say(handler: BaseHTTPRequestHandler, say: Say) -> None:
        handler.send_response(say.status)
        for name, value in ({"Content-Length": str(len(say.raw))} | dict(say.headers)).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(say.raw)


class _Handler(BaseHTTPRequestHandler):
    owner: ScriptedServer

    def do_GET(self) -> None:
        self.owner.answer(self)

    def do_POST(self) -> None:
        self.owner.answer(self)

    def log_message(self, *_: Any) -> None:
        return


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # so that closing waits for them
