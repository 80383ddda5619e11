"""Pictures of posts: from the community's own origin only, the token only where uploads lie, whatever comes back."""

from collections.abc import Callable

import discourse_harness
import nodebb_site
import pytest

from app.community import pictures
from app.community.bridge.adapter import BridgeGateway
from app.community.connect import reach as reach_any
from app.community.gateway import Gateway
from app.domain.community import Adapter
from app.errors import (
    Forbidden,
    NoPicture,
    NotFound,
    PictureElsewhere,
    PictureTooLarge,
    RateLimited,
    StewardError,
    Unavailable,
)
from tests.conftest import TOKEN, Clock, Serve
from tests.scripted_server import Fault, Say, ScriptedServer

Reach = Callable[..., BridgeGateway]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)
JPEG = b"\xff\xd8\xff" + bytes(60)


def test_a_picture_of_the_demo_community_is_told_by_its_first_bytes(serve: Serve, reach: Reach) -> None:
    community, url = serve()
    community.pictures["x.png"] = JPEG
    gateway = reach(url)
    assert gateway.picture("/v1/pictures/white-smoke.png").media_type == "image/png"
    assert gateway.picture(f"{url}/v1/pictures/x.png").content == JPEG
    assert gateway.picture("v1/pictures/x.png").media_type == "image/jpeg"
    with pytest.raises(NotFound):
        gateway.picture("/v1/pictures/none.png")
    with pytest.raises(StewardError):
        reach(url, "unknown-token").picture("/v1/pictures/x.png")


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:{port}/v1/pictures/a.png",
        "https://127.0.0.1:{port}/v1/pictures/a.png",
        "http://127.0.0.1:1/v1/pictures/a.png",
        "http://someone@127.0.0.1:{port}/v1/pictures/a.png",
        "//evil.example/v1/pictures/a.png",
        "https://evil.example/a.png",
        "/v1/pictures/../commands",
        "/v1/pictures/%2e%2e/commands",
        "/v1/pictures/..%2fcommands",
        "/v1/pictures\\..\\commands",
        "http://[::1/a.png",
        "file:///etc/passwd",
        "http://127.0.0.1:99999999/a.png",
    ],
)
def test_nothing_is_asked_of_any_other_origin(address: str, reach: Reach) -> None:
    with ScriptedServer(Say(200, PNG), Say(200, PNG)) as server:
        port = server.url.rpartition(":")[2]
        with pytest.raises(PictureElsewhere):
            reach(server.url).picture(address.format(port=port))
        assert server.requests == []


def test_the_token_goes_only_where_pictures_lie(reach: Reach) -> None:
    with ScriptedServer(Say(200, PNG), Say(200, PNG)) as server:
        gateway = reach(server.url)
        gateway.picture("/v1/pictures/a.png")
        gateway.picture("/logout?then=/v1/pictures/a.png")
        with_token, without = server.requests
    assert with_token.headers["Authorization"] == f"Bearer {TOKEN}"
    assert "Authorization" not in without.headers
    assert "image/png" in with_token.headers["Accept"]


def test_a_redirect_is_not_followed(reach: Reach) -> None:
    with (
        ScriptedServer(Say(200, PNG)) as other,
        ScriptedServer(Say(302, b"", {"Location": f"{other.url}/a.png"})) as server,
    ):
        with pytest.raises(PictureElsewhere) as caught:
            reach(server.url).picture("/v1/pictures/a.png")
        assert other.requests == []
    assert "127.0.0.1" in caught.value.sentence("en")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Say(200, "<html>please sign in</html>"), NoPicture),
        (Say(200, b""), NoPicture),
        (Say(403), Forbidden),
        (Say(404), NotFound),
        (Say(429, b"", {"Retry-After": "9"}), RateLimited),
        (Say(500), Unavailable),
        (Fault.DROP, Unavailable),
        (Fault.CUT, Unavailable),
        (Say(200, PNG + bytes(2_000)), PictureTooLarge),
    ],
)
def test_what_goes_wrong_has_its_own_error(
    answer: Say | Fault, error: type[StewardError], reach: Reach, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "LARGEST_FILE", 1_000)
    with ScriptedServer(answer) as server, pytest.raises(error):
        reach(server.url).picture("/v1/pictures/a.png")


def test_nodebb_reads_its_uploads_also_by_their_old_name(clock: Clock) -> None:
    with nodebb_site.a_site(clock) as site:
        site.forum.fail("GET", "/assets/uploads/files/a.png", 200, body=PNG)
        site.forum.fail("GET", "/assets/uploads/files/b.png", 200, body=JPEG)
        assert site.gateway.picture("/assets/uploads/files/a.png").content == PNG
        assert site.gateway.picture("/uploads/files/b.png").media_type == "image/jpeg"
        with pytest.raises(PictureElsewhere):
            site.gateway.picture("https://i.example/a.png")


def test_discourse_reads_an_upload_by_its_short_name(clock: Clock) -> None:
    with discourse_harness.a_site(clock) as site:
        site.fault("GET", "^/uploads/short-url/xY12.jpeg$", 200, body=JPEG)
        assert site.gateway.picture("upload://xY12.jpeg").content == JPEG
        site.fault("GET", "^/uploads/short-url/s3.png$", 302, headers={"Location": "https://s3.example/x"})
        with pytest.raises(PictureElsewhere) as caught:
            site.gateway.picture("upload://s3.png")
        assert "s3.example" in caught.value.sentence("zh")


@pytest.mark.parametrize(("adapter", "token"), [(Adapter.NODEBB, "t0ken-of-ours"), (Adapter.DISCOURSE, "ab" * 32)])
def test_no_key_of_any_adapter_goes_to_a_path_that_an_author_chose(adapter: Adapter, token: str, clock: Clock) -> None:
    with ScriptedServer(Say(200, PNG)) as server:
        gateway: Gateway = reach_any(adapter, server.url, token, clock=clock, connect_timeout=5, read_timeout=5)
        gateway.picture("/session/csrf?x=/uploads/")
        gateway.close()
        (asked,) = server.requests
    assert token not in str(asked.headers)


def test_a_community_by_hand_has_none(clock: Clock) -> None:
    gateway = reach_any(Adapter.MANUAL, "manual:群", "小北", clock=clock, connect_timeout=5, read_timeout=5)
    with pytest.raises(NotFound):
        gateway.picture("https://c.example/a.png")
