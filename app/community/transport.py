"""The way of an answer from the socket: one deadline and one size for all of it, however it is cut into pieces.

Time-outs of a socket start again with each byte, so that they alone bound nothing.
"""

import io
import ssl
import time
import zlib
from functools import partial
from http.client import HTTPException, HTTPResponse
from socket import socket
from typing import Any

import requests
import truststore
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError

_CHUNK = 64 * 1024
_AROUND = 1024 * 1024
"""Bytes that the head of an answer may take."""

_GZIP = 16 + zlib.MAX_WBITS


class TooLarge(requests.RequestException):
    """An answer has more bytes than anybody waits for."""


class _Bounded(io.RawIOBase):
    """What comes in on a socket, until a moment and up to a size."""

    def __init__(self, raw: io.RawIOBase, sock: socket, until: float, most: int) -> None:
        self._raw, self._sock, self._until, self._left = raw, sock, until, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        """Read what is there, or wait for it as long as time is left."""
        seconds = self._until - time.monotonic()
        if seconds <= 0:
            raise TimeoutError("the answer drips")
        patience = self._sock.gettimeout()
        if patience is None or patience > seconds:
            self._sock.settimeout(seconds)
        got = self._raw.readinto(buffer)
        self._left -= got or 0
        if self._left < 0:
            raise ConnectionAbortedError("the answer is too large")
        return got

    def close(self) -> None:
        """Let go of the socket."""
        self._raw.close()
        super().close()


class _BoundedResponse(HTTPResponse):
    """An answer of which the status line, the headers, the body and all that frames it share one deadline."""

    def __init__(self, sock: socket, *args: Any, longest: float, most: int, **more: Any) -> None:
        super().__init__(sock, *args, **more)
        raw: Any = self.fp.detach()  # nothing was read yet
        self.fp = io.BufferedReader(_Bounded(raw, sock, time.monotonic() + longest, most))


class Transport(HTTPAdapter):
    """Bounds every answer.

    Args:
        longest: that an answer may take after its request has left, in seconds.
        largest: of an answer's body, in bytes.
        system_trust: check certificates against the system's store, where offices keep their own.
    """

    def __init__(self, *, longest: float, largest: int, system_trust: bool) -> None:
        self._system_trust = system_trust
        self._response = partial(_BoundedResponse, longest=longest, most=2 * largest + _AROUND)
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Give the pool the system's certificates."""
        if self._system_trust:
            kwargs["ssl_context"] = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        super().init_poolmanager(*args, **kwargs)

    def get_connection_with_tls_context(self, *args: Any, **kwargs: Any) -> Any:
        """A pool whose connections bound what they read."""
        pool: Any = super().get_connection_with_tls_context(*args, **kwargs)
        pool.ConnectionCls = partial(_connection, type(pool).ConnectionCls, self._response)
        return pool


def _connection(kind: Any, response: Any, **how: Any) -> Any:
    made = kind(**how)
    made.response_class = response
    return made


def body_of(response: requests.Response, largest: int) -> bytes:
    """The whole body, decompressed where it came compressed though that was not asked for.

    Raises:
        TooLarge: it is.
        requests.RequestException: it did not come whole, or in time, or can't be decompressed.
    """
    try:
        body = _read(response.raw.stream(_CHUNK, decode_content=False), largest)
    except (ReadTimeoutError, TimeoutError):
        raise requests.ReadTimeout from None
    except (HTTPError, HTTPException, ValueError):  # a negative length of a chunk is a ValueError
        raise requests.exceptions.ChunkedEncodingError from None
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    return body if coding in ("", "identity") or not body else _decompressed(body, coding, largest)


def _read(chunks: Any, largest: int) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > largest:
            raise TooLarge
    return bytes(body)


def _decompressed(body: bytes, coding: str, largest: int) -> bytes:
    if coding not in ("gzip", "x-gzip"):
        raise requests.exceptions.ContentDecodingError
    unpacking = zlib.decompressobj(_GZIP)
    try:
        plain = unpacking.decompress(body, largest + 1)
    except zlib.error:
        raise requests.exceptions.ContentDecodingError from None
    if len(plain) > largest:
        raise TooLarge
    if not unpacking.eof:
        raise requests.exceptions.ContentDecodingError
    return plain
