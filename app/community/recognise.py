"""Finds out which kind of community an address is, with a handful of requests and never with a token."""

import re
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import SplitResult, urljoin, urlsplit

import msgspec
from msgspec.json import Decoder

from app.community.bridge.wire import WireMeta, WireProblem
from app.community.http import Answer, Http, check_address
from app.domain.community import Adapter
from app.domain.connecting import KIND_WORDS, Recognised, found, is_loopback
from app.domain.words import Words
from app.errors import BadAddress, BrokenAnswer, Unavailable
from app.text.display import visible

LARGEST = 2 * 1024 * 1024
LONGEST = 10.0
"""Bytes and seconds that an answer to somebody without a token may take."""

LONGEST_NAME = 60

_PAGES = re.compile(
    r"/(?:t|c|u|g|tag|latest|top|categories|topic|category|user|recent|unread|login|admin|api|v1)(?:/.*)?"
)
"""Where the address of a page in a community goes on after the community's own."""

_T = TypeVar("_T")


class _Nodebb(msgspec.Struct):
    relative_path: str
    site_title: str = msgspec.field(name="siteTitle")


class _Discourse(msgspec.Struct):
    title: str
    login_required: bool


class _About(msgspec.Struct):
    version: str = ""


class _AboutPage(msgspec.Struct):
    about: _About


class _Software(msgspec.Struct):
    name: str
    version: str


class _Nodeinfo(msgspec.Struct):
    software: _Software


_NODEBB, _DISCOURSE, _META, _PROBLEM = Decoder(_Nodebb), Decoder(_Discourse), Decoder(WireMeta), Decoder(WireProblem)
_ABOUT, _NODEINFO = Decoder(_AboutPage), Decoder(_Nodeinfo)

_PROBES = {
    Adapter.NODEBB: "/api/config",
    Adapter.BRIDGE: "/v1/meta",
    Adapter.DISCOURSE: "/site/basic-info.json",
}
"""What is asked for each kind; all of it answers people who are not signed in."""

_VERSIONS = {Adapter.NODEBB: "/nodeinfo/2.0", Adapter.DISCOURSE: "/about.json"}


def recognise(url: str, *, connect_timeout: float, read_timeout: float) -> Recognised:
    """Which kind of community this is. No token is sent, and no redirect followed.

    Raises:
        BadAddress: it is no address of a community.
    """
    try:
        url = check_address(url)
    except BadAddress:
        safe = _with_https(url)
        if not safe:
            raise
        why = Words(
            "必须用 https，否则令牌会以明文传送。", "https is needed, else the token would travel in the clear."
        )
        return Recognised(None, url.strip(), why=why, moved_to=safe)
    look = _Look(connect_timeout, read_timeout)
    bases = _bases(url)
    seen = look.at(bases[0])
    if look.sure or seen.moved_to or not look.reached or len(bases) == 1:
        return seen
    above = look.at(bases[1])
    return above if look.sure or (seen.adapter is None and above.adapter) else seen


def _with_https(url: str) -> str:
    scheme, colon, rest = url.strip().partition("://")
    if scheme.lower() != "http" or not colon:
        return ""
    try:
        return check_address(f"https://{rest}")
    except BadAddress:
        return ""


def _bases(url: str) -> list[str]:
    """Where the community may begin: what was typed without the page in it, then the site itself."""
    parts = urlsplit(url)
    path = _PAGES.split(parts.path, maxsplit=1)[0]
    site = f"{parts.scheme}://{parts.netloc}"
    return [site + path, site] if path else [site]


@dataclass(frozen=True, slots=True)
class _Move:
    """Another address of the same site. `whole`: it asks for the very same page there."""

    url: str
    whole: bool


class _Look:
    """A look at one address after another.

    Attributes:
        reached: somebody answered there.
        sure: what answered told all that a community of its kind tells.
    """

    def __init__(self, connect_timeout: float, read_timeout: float) -> None:
        self._timeouts = (connect_timeout, read_timeout)
        self.reached = self.sure = False

    def at(self, base: str) -> Recognised:
        """What stands at an address."""
        connect, read = self._timeouts
        http = Http(base, None, connect_timeout=connect, read_timeout=read, largest=LARGEST, longest=LONGEST)
        try:
            return self._ask(http)
        finally:
            http.close()

    def _ask(self, http: Http) -> Recognised:
        tried: list[tuple[Adapter, Words]] = []
        move, hint = None, None
        for adapter, path in _PROBES.items():
            if hint not in (None, adapter):
                continue
            try:
                answer = http.get(path)
            except Unavailable as error:
                if not self.reached:
                    return _unreached(http.url, _reason(error))
                tried.append((adapter, _reason(error)))
                continue
            self.reached = True
            name = _told_by(adapter, answer)
            if name is not None:
                self.sure = True
                return _with_version(http, adapter, name)
            hint = hint or _hint(answer)
            move = move or _moved(http.url, path, answer)
            if move is not None and move.whole:
                break
            tried.append((adapter, _came(http.url, answer)))
        return _half_recognised(http.url, hint, tried) if hint else _unrecognised(http.url, tried, move)


# --- what an answer says ------------------------------------------------------------------------------


def _read(answer: Answer, decoder: "Decoder[_T]") -> _T | None:
    try:
        return answer.read(decoder)
    except BrokenAnswer:
        return None


def _told_by(adapter: Adapter, answer: Answer) -> str | None:
    """The name of the community where this answer shows that it is one of this kind; None where it does not."""
    if adapter is Adapter.BRIDGE:
        return _bridge_name(answer)
    if answer.status != 200:
        return None
    if adapter is Adapter.NODEBB:
        forum = _read(answer, _NODEBB)
        return _plain(forum.site_title) if forum else None
    site = _read(answer, _DISCOURSE)
    return _plain(site.title) if site else None


def _bridge_name(answer: Answer) -> str | None:
    """The contract asks for a token even here, and says so as a problem (RFC 9457)."""
    if answer.status == 200:
        meta = _read(answer, _META)
        return _plain(meta.platform) if meta else None
    return "" if answer.status in (401, 403, 429) and _read(answer, _PROBLEM) is not None else None


def _hint(answer: Answer) -> Adapter | None:
    """The kind that the headers of any answer give away."""
    if answer.headers.get("X-Powered-By", "") == "NodeBB":
        return Adapter.NODEBB
    return Adapter.DISCOURSE if "X-Discourse-Route" in answer.headers else None


def _with_version(http: Http, adapter: Adapter, name: str) -> Recognised:
    version = _version(http, adapter) if adapter in _VERSIONS else ""
    return Recognised(adapter, http.url, name, version, found(adapter, name, version))


def _version(http: Http, adapter: Adapter) -> str:
    try:
        answer = http.get(_VERSIONS[adapter])
    except Unavailable:
        return ""
    if answer.status != 200:
        return ""
    if adapter is Adapter.DISCOURSE:
        page = _read(answer, _ABOUT)
        return _number(page.about.version) if page else ""
    told = _read(answer, _NODEINFO)
    return _number(told.software.version) if told and told.software.name.lower() == "nodebb" else ""


def _number(version: str) -> str:
    return version if re.fullmatch(r"[0-9A-Za-z.+-]{1,40}", version) else ""


def _plain(name: str) -> str:
    """A name from somewhere else on one line."""
    name = " ".join(visible(name[:500]).split())
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"


# --- elsewhere ----------------------------------------------------------------------------------------


def _moved(base: str, path: str, answer: Answer) -> _Move | None:
    """The address of the same site to which a redirect points."""
    if not 300 <= answer.status < 400:
        return None
    here = urlsplit(base)
    try:
        target = urlsplit(urljoin(base + path, answer.headers.get("Location", "")))
        there = urlsplit(check_address(f"{target.scheme}://{target.netloc}{target.path}"))
    except (BadAddress, ValueError):
        return None
    if not _same_site(here, there):
        return None
    whole = there.path.endswith(path)
    begin = there.path.removesuffix(path) if whole else here.path
    url = f"{there.scheme}://{there.netloc}{begin}"
    return None if url == base else _Move(url, whole)


def _same_site(here: SplitResult, there: SplitResult) -> bool:
    """Whether both belong to whoever owns the host that was typed; never from https back to http."""
    if here.scheme == "https" and there.scheme != "https":
        return False
    typed, other = (one.hostname or "" for one in (here, there))
    bare = typed.removeprefix("www.")
    return typed == other or (not is_loopback(typed) and "." in bare and f".{other}".endswith(f".{bare}"))


# --- in words -----------------------------------------------------------------------------------------


def _reason(error: Unavailable) -> Words:
    why = error.fields["why"]
    return why if isinstance(why, Words) else Words(str(why), str(why))


def _unreached(url: str, why: Words) -> Recognised:
    host = urlsplit(url).netloc
    return Recognised(
        None,
        url,
        why=Words(
            f"看不到 {host}：{why.zh}。请核对地址和网络，再试一次。",
            f"{host} was not reached: {why.en}. Check the address and the network, then try again.",
        ),
    )


def _half_recognised(url: str, kind: Adapter, tried: list[tuple[Adapter, Words]]) -> Recognised:
    came = tried[-1][1]
    why = Words(
        f"看样子是 {KIND_WORDS[kind].zh}，但它现在没有正常回答：{came.zh}。可以先填下去，测试时会再问一次。",
        f"This looks like {KIND_WORDS[kind].en}, but it does not answer as it should: {came.en}. Go on if you like; "
        "the test asks again.",
    )
    return Recognised(kind, url, why=why)


def _unrecognised(url: str, tried: list[tuple[Adapter, Words]], move: _Move | None) -> Recognised:
    if move is not None:
        why = Words(
            f"这个地址转到了 {move.url}。没有自动跟过去，请确认后改用新地址。",
            f"This address points to {move.url}. It was not followed by itself; use the new address if it is right.",
        )
        return Recognised(None, url, why=why, moved_to=move.url)
    zh = "；".join(f"{KIND_WORDS[kind].zh}，{came.zh}" for kind, came in tried)
    en = "; ".join(f"{KIND_WORDS[kind].en}: {came.en}" for kind, came in tried)
    why = Words(
        f"认不出这是哪种社区。试过：{zh}。请核对地址，或自己选类型；没有接口的社区可以人工登记。",
        f"What kind of community this is can't be told. Tried: {en}. Check the address, or choose the kind yourself; "
        "a community without an API can be kept by hand.",
    )
    return Recognised(None, url, why=why)


def _came(base: str, answer: Answer) -> Words:
    """What came back, in a few words."""
    status = answer.status
    if 300 <= status < 400:
        return _sent_away(base, answer)
    if status in (401, 407) and answer.headers.get("WWW-Authenticate", "").lower().startswith("basic"):
        return Words("网站前面还有一道密码", "a password stands before the site")
    known = {
        401: Words("要求登录", "it wants a sign-in"),
        403: Words("被网站或防火墙拦下", "blocked by the site or its firewall"),
        404: Words("没有这个页面", "no such page"),
        410: Words("没有这个页面", "no such page"),
        429: Words("请求太多，请过一会儿再试", "too many requests; try again later"),
    }
    if status in known:
        return known[status]
    if status >= 500:
        return Words(f"网站出错（HTTP {status}）", f"the site is at fault (HTTP {status})")
    if answer.body[:200].lstrip().lower().startswith((b"<!doctype", b"<html")):
        return Words("收到的是普通网页", "an ordinary web page")
    return Words(f"收到的不是它的格式（HTTP {status}）", f"not of its form (HTTP {status})")


def _sent_away(base: str, answer: Answer) -> Words:
    try:
        host = urlsplit(urljoin(base, answer.headers.get("Location", ""))).hostname or ""
    except ValueError:
        host = ""
    if host in ("", urlsplit(base).hostname):
        return Words("转到了登录或别的页面", "sent to a sign-in or another page")
    host = _plain(host)
    return Words(f"转到了别的网站 {host}", f"sent to another site, {host}")
