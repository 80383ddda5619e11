"""HTTP as every adapter speaks it: one token, no redirects, no cookies, time-outs, the system's certificates.

What went wrong is sorted into "nothing was done" and "it may have been done"; a write is never repeated here.
"""

import email.utils
import math
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Literal, TypeVar
from urllib.parse import urlsplit

import msgspec
import requests
from requests.auth import AuthBase
from urllib3.exceptions import HTTPError, NameResolutionError, NewConnectionError

from app.community.hiding import SHORTEST, without
from app.community.transport import TooLarge, Transport, body_of
from app.domain.connecting import is_loopback
from app.domain.evidence import MOST_TOGETHER
from app.domain.words import Words
from app.errors import (
    AuthFailed,
    BadAddress,
    BrokenAnswer,
    CommunityError,
    Forbidden,
    NotFound,
    OutcomeUnknown,
    PictureTooLarge,
    RateLimited,
    Unavailable,
)

USER_AGENT = "Steward/0.1"
_HEADERS = {"User-Agent": USER_AGENT, "Accept": "application/json", "Accept-Encoding": "identity"}
PICTURES = "image/png, image/jpeg, image/gif, image/webp, application/pdf;q=0.5"
LARGEST_ANSWER = 64 * 1024 * 1024
LONGEST_ANSWER = 60.0
"""How long an answer may take after its request has left, in seconds, at least, whatever the read time-out."""

DEFAULT_PAUSE = 30.0
LONGEST_PAUSE = 24 * 3600.0

_TOKEN = re.compile(r"[\x21-\x7e]+")

T = TypeVar("T")
Method = Literal["GET", "POST", "PUT", "DELETE"]


def check_address(url: str) -> str:
    """The address of a community, without a slash at its end.

    Raises:
        BadAddress: it is no web address, carries a password, or would send the token in the clear.
    """
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        _ = parts.port
        host.encode("idna")
    except (ValueError, UnicodeError):
        raise BadAddress(url=url, why_zh="它不是网址", why_en="it is no web address") from None
    if parts.scheme not in ("http", "https") or not host:
        raise BadAddress(url=url, why_zh="它不是 http(s) 网址", why_en="it is no http(s) address")
    if parts.username or parts.password:
        raise BadAddress(url=host, why_zh="网址里不能带账号密码", why_en="it must not carry a name or password")
    if parts.scheme == "http" and not is_loopback(host):
        raise BadAddress(
            url=url,
            why_zh="必须用 https，否则令牌会以明文传送",
            why_en="https is needed, else the token travels in the clear",
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}"


class TokenAuth(AuthBase):
    """Puts the token on each request by itself; a session header would lose against a .netrc file."""

    def __init__(self, token: str) -> None:
        if not _TOKEN.fullmatch(token):
            raise AuthFailed  # no header can carry it
        self.secret = token
        """What must not be shown, not even in an answer that repeats it."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:  # noqa: D102
        request.headers["Authorization"] = f"Bearer {self.secret}"
        return request

    def __repr__(self) -> str:
        return f"{type(self).__name__}(‹hidden›)"


class NoToken(AuthBase):
    """Puts nothing on a request, and keeps requests from looking into a .netrc file by itself."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:  # noqa: D102
        return request


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def read(self, decoder: "msgspec.json.Decoder[T]") -> T:
        """The body as this type.

        Raises:
            BrokenAnswer: it is not JSON, or not of that shape.
        """
        try:
            return decoder.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BrokenAnswer(why=self._unlike(str(error))) from None

    def _unlike(self, why: str) -> Words:
        start = self.body[:200].lstrip().lower()
        if start.startswith((b"<!doctype", b"<html")):
            return Words("收到的是网页而不是 JSON", "a web page came back instead of JSON")
        return Words(why, why)


class _Session(requests.Session):
    def get_redirect_target(self, resp: requests.Response) -> None:
        """None is followed; asked for the next one, requests would read the whole body of this one."""


class Http:
    """Requests to one community with one token, or with none.

    Args:
        auth: how the token is put on a request, where it is not a bearer token.
        largest: of an answer, in bytes.
        longest: how long an answer may take after its request has left, in seconds; None has it follow from the read
            time-out.
    """

    def __init__(
        self,
        url: str,
        token: str | None,
        *,
        connect_timeout: float,
        read_timeout: float,
        headers: Mapping[str, str] | None = None,
        auth: TokenAuth | None = None,
        largest: int = LARGEST_ANSWER,
        longest: float | None = None,
    ) -> None:
        self.url = check_address(url)
        self.requests = 0
        self._timeout = (connect_timeout, read_timeout)
        self._largest = largest
        longest = max(read_timeout * 10, LONGEST_ANSWER) if longest is None else longest
        if auth is None and token is not None:
            auth = TokenAuth(token)
        self._secret = auth.secret if auth else ""
        self._session = _Session()
        self._session.auth = auth or NoToken()
        self._session.headers.update(_HEADERS | dict(headers or {}))
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        here = is_loopback(urlsplit(self.url).hostname or "")
        if here:
            self._session.trust_env = False  # an office proxy has no business between us and this machine
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, Transport(longest=longest, largest=largest, system_trust=not here))

    def close(self) -> None:
        """Let go of every connection."""
        self._session.close()

    def get(self, path: str, params: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Read something.

        Raises:
            Unavailable: it could not be read.
        """
        prepared = self._prepared("GET", path, params=params, headers=headers)
        try:
            return self._sent(prepared)
        except requests.exceptions.ContentDecodingError as error:
            raise BrokenAnswer(why=_why(error)) from None
        except _FAILURES as error:
            raise Unavailable(why=_why(error)) from None

    def picture(self, address: str, *, largest: int, known: bool) -> Answer:
        """Read a picture by its whole address; the caller has seen to it that it is the community's own.

        Args:
            address: of the same origin as `url`.
            largest: of the picture, in bytes.
            known: whether the token may go there.

        Raises:
            PictureTooLarge: it is larger.
            Unavailable: it could not be read.
        """
        auth = self._session.auth if known else NoToken()
        prepared = self._prepared("GET", "", address=address, headers={"Accept": PICTURES}, auth=auth)
        try:
            return self._sent(prepared, largest)
        except TooLarge:
            raise PictureTooLarge(one=largest // 2**20, together=MOST_TOGETHER // 2**20) from None
        except _FAILURES as error:
            raise Unavailable(why=_why(error)) from None

    def write(self, method: Method, path: str, body: object, headers: Mapping[str, str] | None = None) -> Answer:
        """Change something, once.

        Raises:
            Unavailable: the request never left.
            OutcomeUnknown: it left, and no whole answer came back.
        """
        sent = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
        prepared = self._prepared(method, path, data=msgspec.json.encode(body), headers=sent)
        try:
            return self._sent(prepared)
        except _NEVER_SENT as error:
            raise Unavailable(why=_why(error)) from None
        except _FAILURES as error:
            if _never_connected(error):
                raise Unavailable(why=_why(error)) from None
            raise OutcomeUnknown(why=_why(error)) from None

    def _prepared(self, method: str, path: str, *, address: str = "", **what: Any) -> requests.PreparedRequest:
        """A request by itself, so that what is wrong with it is never taken for a fault of its answer.

        Raises:
            Unavailable: it can't be put together.
        """
        try:
            return self._session.prepare_request(requests.Request(method, address or self.url + path, **what))
        except (requests.RequestException, ValueError) as error:
            raise Unavailable(why=_why(error)) from None

    def _sent(self, prepared: requests.PreparedRequest, largest: int | None = None) -> Answer:
        self.requests += 1
        around: Any = self._session.merge_environment_settings(prepared.url, {}, True, None, None)
        with self._session.send(prepared, timeout=self._timeout, allow_redirects=False, **around) as response:
            body = self._body(response, largest or self._largest)
            if response.status_code >= 300 or len(self._secret) >= SHORTEST:
                body = without(self._secret, body)
            return Answer(response.status_code, response.headers, body)

    def _body(self, response: requests.Response, largest: int) -> bytes:
        try:
            return body_of(response, largest)
        except requests.exceptions.ContentDecodingError:
            if response.status_code < 300:
                raise
            return b""  # the status says enough


_FAILURES = (OSError, HTTPError, HTTPException, ValueError)
"""All that can go wrong on the way: requests lets through some of what the libraries below it raise."""

_NEVER_SENT = (requests.ConnectTimeout, requests.exceptions.InvalidURL, UnicodeEncodeError)


def _never_connected(error: Exception) -> bool:
    return isinstance(error, requests.ConnectionError) and isinstance(_reason(error), NewConnectionError)


def _reason(error: requests.ConnectionError) -> object:
    cause: object = error.args[0] if error.args else None
    return getattr(cause, "reason", cause)


_FAULTS: tuple[tuple[type[Exception], Words], ...] = (
    (requests.ConnectTimeout, Words("连接超时", "no connection in time")),
    (requests.Timeout, Words("等待回复超时", "no answer in time")),
    (requests.exceptions.SSLError, Words("它的证书不受信任", "its certificate is not trusted")),
    (
        requests.exceptions.ProxyError,
        Words("办公网络的代理没有放行", "the office proxy does not let us through"),
    ),
    (TooLarge, Words("回复太大", "the answer is too large")),
    (
        requests.exceptions.ContentDecodingError,
        Words("回复的压缩方式不能接受", "the answer is compressed in a way that is not taken"),
    ),
)


def _why(error: Exception) -> Words:
    """What went wrong in a few words, without the address (it may carry more than it should)."""
    for kind, words in _FAULTS:
        if isinstance(error, kind):
            return words
    if isinstance(error, requests.ConnectionError):
        if isinstance(_reason(error), NameResolutionError):
            return Words("找不到这个域名", "there is no such host name")
        broken = Words("连接中断", "the connection broke")
        return Words("没有连接上", "no connection") if _never_connected(error) else broken
    return Words("请求或回复不完整", "the request or its answer is not whole")


def failure(answer: Answer, *, hint: str = "", what: tuple[str, str] = ("这项内容", "This")) -> CommunityError:
    """The error for an answer whose status alone says what happened; nothing was done."""
    status = answer.status
    known: dict[int, CommunityError] = {
        401: AuthFailed(),
        403: Forbidden(hint=hint or "HTTP 403"),
        404: NotFound(what_zh=what[0], what_en=what[1]),
        429: RateLimited(seconds=_pause(answer.headers), scope="site"),
    }
    if status in known:
        return known[status]
    if 300 <= status < 400:
        elsewhere = f"it sends us elsewhere (HTTP {status}); is the address right?"
        return BrokenAnswer(why=Words(f"它把我们转到别处（HTTP {status}），请检查地址", elsewhere))
    return Unavailable(why=f"HTTP {status}") if status >= 500 else BrokenAnswer(why=f"HTTP {status}")


def _pause(headers: Mapping[str, str]) -> float:
    asked = retry_after(headers)
    return DEFAULT_PAUSE if asked is None else asked


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that a Retry-After header asks for (RFC 9110, section 10.2.3: seconds or a date)."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        try:
            seconds = email.utils.parsedate_to_datetime(value).timestamp() - time.time()
        except (ValueError, OverflowError):
            return None
    return None if math.isnan(seconds) else min(max(seconds, 0.0), LONGEST_PAUSE)
