"""A server on loopback that answers by path, with what a test gives it, and remembers what it was asked."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from threading import Event, Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.scripted_server import LONG, Fault, Heard, Say

NOT_FOUND = Say(404, "Not Found", {"Content-Type": "text/plain"})


@dataclass
class Pages:
    """What stands where; `otherwise` everywhere else."""

    at: Mapping[str, Say | Fault]
    otherwise: Say | Fault = NOT_FOUND


class AnsweringServer:
    """Serves until the block ends.

    Args:
        secure: a folder for a certificate that nobody trusts; None for plain http.
    """

    def __init__(
        self,
        at: Mapping[str, Say | Fault] | None = None,
        otherwise: Say | Fault = NOT_FOUND,
        secure: Path | None = None,
    ) -> None:
        self.pages = Pages(at or {}, otherwise)
        self.requests: list[Heard] = []
        self.over = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"owner": self}))
        self._server.daemon_threads = False
        self._scheme = "http"
        if secure is not None:
            self._scheme = "https"
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self_signed(secure))
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = Thread(target=self._server.serve_forever, args=(0.002,), name="answering server")

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}"

    @property
    def asked(self) -> list[str]:
        return [one.path for one in self.requests]

    def __enter__(self) -> "AnsweringServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    owner: AnsweringServer

    def do_GET(self) -> None:
        owner = self.owner
        owner.requests.append(Heard("GET", self.path, dict(self.headers.items()), b""))
        say = owner.pages.at.get(self.path, owner.pages.otherwise)
        if say is Fault.HANG:
            owner.over.wait(LONG)
        elif isinstance(say, Say):
            self._send(say)

    def _send(self, say: Say) -> None:
        self.send_response(say.status)
        for name, value in ({"Content-Length": str(len(say.raw))} | dict(say.headers)).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(say.raw)

    def log_message(self, *_: Any) -> None:
        return


def self_signed(folder: Path) -> Path:
    """A certificate with its key, signed by nobody."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "self-signed.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path
