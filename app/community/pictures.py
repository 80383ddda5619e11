"""A picture of a post, read from the community's own origin only (design: no remote loads from anywhere else).

The address was written by whoever wrote the post. So the token goes along only to the places where the community
keeps its uploads, and no redirect is followed.
"""

from collections.abc import Sequence
from urllib.parse import SplitResult, unquote, urljoin, urlsplit

from app.community.http import Http, failure
from app.domain.evidence import LARGEST_FILE, media_type
from app.domain.pictures import Picture
from app.errors import NoPicture, PictureElsewhere

WORDS = ("这张图片", "The picture")
_PORTS = {"http": 80, "https": 443}
_SHOWN = 80


def read_picture(http: Http, address: str, *, places: Sequence[str]) -> Picture:
    """A picture by its address, which may be relative to the community.

    Args:
        http: the way to the community.
        address: as it stands in the post.
        places: how paths begin, below the community's address, to which the token may go.

    Raises:
        PictureElsewhere: it lies on another origin, or the community sends us to one; nothing was asked there.
        PictureTooLarge: it is larger than evidence may be.
        NoPicture: it is of no kind that is kept.
        CommunityError: it can't be read.
    """
    url, path = _own(http.url, address)
    base = urlsplit(http.url).path
    known = any(path.startswith(base + place) for place in places)
    answer = http.picture(url, largest=LARGEST_FILE, known=known)
    if 300 <= answer.status < 400:
        raise PictureElsewhere(host=_host(answer.headers.get("Location", "")) or "?")
    if answer.status != 200:
        raise failure(answer, what=WORDS)
    kind = media_type(answer.body)
    if kind is None:
        raise NoPicture
    return Picture(answer.body, kind)


def _own(community: str, address: str) -> tuple[str, str]:
    """The whole address and its path, where they are of the community's own origin and lead nowhere else on the way."""
    try:
        ours, theirs = urlsplit(community), urlsplit(urljoin(f"{community}/", address))
        same = _origin(ours) == _origin(theirs) and theirs.username is None and theirs.password is None
    except (ValueError, UnicodeError):
        raise PictureElsewhere(host=_host(address) or "?") from None
    steps = unquote(f"{address}/{theirs.path}").replace("\\", "/").split("/")
    if not same or "\\" in address or ".." in steps or "." in steps:
        raise PictureElsewhere(host=_host(address) or theirs.hostname or "?")
    return theirs._replace(fragment="").geturl(), theirs.path


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    host = (parts.hostname or "").rstrip(".").encode("idna").decode()
    return parts.scheme, host.lower(), parts.port or _PORTS.get(parts.scheme)


def _host(address: str) -> str:
    """The host of an address, as much of it as may be shown."""
    try:
        return (urlsplit(address).hostname or "")[:_SHOWN]
    except ValueError:
        return ""
