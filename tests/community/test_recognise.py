"""What an address is: real communities, sites that are none, and servers that mean ill. Never with a token."""

import netrc
import os
from pathlib import Path

import pytest

from app.community.bridge.wire import WireProblem
from app.community.recognise import LONGEST_NAME, recognise
from app.domain.community import Adapter
from app.domain.connecting import Recognised
from app.errors import BadAddress
from tests.answering_server import AnsweringServer
from tests.conftest import Serve
from tests.scripted_server import Fault, Say

HTML = Say(200, "<!DOCTYPE html><html><title>车友会</title></html>", {"Content-Type": "text/html"})
NODEBB = Say(200, {"relative_path": "", "siteTitle": "远山车友会", "postQueue": 1}, {"X-Powered-By": "NodeBB"})
NODEINFO = Say(200, {"version": "2.0", "software": {"name": "NodeBB", "version": "4.11.2"}})
ROUTE = {"X-Discourse-Route": "exceptions/not_found"}
DISCOURSE = Say(
    200,
    {"title": "远山社区", "description": "", "login_required": True, "locale": "zh_CN", "logo_url": ""},
    {"X-Discourse-Route": "site/basic_info"},
)
ABOUT = Say(200, {"about": {"version": "3.5.0.beta1", "title": "远山社区"}})
PROBLEM = Say(
    401, WireProblem("urn:steward:problem:unauthorized", "a token is needed", 401, "unauthorized", retryable=False)
)


def look(url: str, *, patience: float = 5.0) -> Recognised:
    return recognise(url, connect_timeout=2.0, read_timeout=patience)


# --- communities --------------------------------------------------------------------------------------


def test_a_nodebb_is_known_by_its_config_and_tells_its_version() -> None:
    with AnsweringServer({"/api/config": NODEBB, "/nodeinfo/2.0": NODEINFO}) as site:
        found = look(site.url)
        assert (found.adapter, found.url, found.name, found.version) == (
            Adapter.NODEBB,
            site.url,
            "远山车友会",
            "4.11.2",
        )
        assert found.why.zh == "认出来了：NodeBB 论坛“远山车友会”，版本 4.11.2。"
        assert site.asked == ["/api/config", "/nodeinfo/2.0"]


def test_a_nodebb_that_tells_no_version_is_one_all_the_same() -> None:
    with AnsweringServer({"/api/config": NODEBB}) as site:
        assert look(site.url).adapter is Adapter.NODEBB
        assert look(site.url).version == ""


def test_a_discourse_is_known_also_where_everybody_must_sign_in() -> None:
    pages = {"/site/basic-info.json": DISCOURSE, "/about.json": Say(403, {"errors": ["no"]}, ROUTE)}
    with AnsweringServer(pages, Say(404, {"errors": ["no"]}, ROUTE)) as site:
        found = look(site.url)
        assert (found.adapter, found.name, found.version) == (Adapter.DISCOURSE, "远山社区", "")
        assert site.asked == ["/api/config", "/site/basic-info.json", "/about.json"], "its headers gave it away"


def test_an_open_discourse_tells_its_version() -> None:
    with AnsweringServer({"/site/basic-info.json": DISCOURSE, "/about.json": ABOUT}) as site:
        found = look(site.url)
        assert (found.adapter, found.version) == (Adapter.DISCOURSE, "3.5.0.beta1")


def test_a_bridge_is_known_by_how_it_asks_for_a_token(serve: Serve) -> None:
    _, url = serve()
    found = look(url)
    assert (found.adapter, found.url, found.name) == (Adapter.BRIDGE, url, "")
    assert found.why.en == "This is a brand's own community."


@pytest.mark.parametrize("path", ["/forum", "/forum/", "/forum/topic/12/a-title?page=2", "/forum/login#x"])
def test_an_installation_below_the_site_is_found_from_any_of_its_pages(path: str) -> None:
    with AnsweringServer({"/forum/api/config": NODEBB}, HTML) as site:
        found = look(site.url + path)
        assert (found.adapter, found.url) == (Adapter.NODEBB, f"{site.url}/forum")


@pytest.mark.parametrize("path", ["/t/welcome/5/2", "/c/general", "/somewhere/else"])
def test_a_page_leads_to_the_community_it_is_of(path: str) -> None:
    with AnsweringServer({"/site/basic-info.json": DISCOURSE}) as site:
        found = look(site.url + path)
        assert (found.adapter, found.url) == (Adapter.DISCOURSE, site.url)


def test_what_shows_in_the_headers_only_is_said_with_its_fault() -> None:
    with AnsweringServer({}, Say(503, "maintenance", {"X-Powered-By": "NodeBB"})) as site:
        found = look(site.url)
        assert found.adapter is Adapter.NODEBB
        assert "看样子是 NodeBB 论坛" in found.why.zh
        assert "503" in found.why.zh
        assert site.asked == ["/api/config"]


# --- no token, no cookie, few requests ----------------------------------------------------------------


def test_nobody_is_told_a_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = tmp_path / ".netrc"
    kept.write_text("machine 127.0.0.1 login somebody password secret\n", encoding="utf-8")
    kept.chmod(0o600)
    monkeypatch.setenv("NETRC", str(kept))
    assert netrc.netrc(os.environ["NETRC"]).authenticators("127.0.0.1")
    with AnsweringServer({}, Say(404, "", {"Set-Cookie": "a=b; Path=/"})) as site:
        look(f"{site.url}/a/b")
        assert 3 <= len(site.requests) <= 6
        for heard in site.requests:
            assert not {"authorization", "cookie", "api-key", "user-api-key"} & {name.lower() for name in heard.headers}


# --- no community -------------------------------------------------------------------------------------


def test_an_ordinary_site_is_not_recognised_and_what_was_tried_is_said() -> None:
    with AnsweringServer({}, HTML) as site:
        found = look(site.url)
        assert (found.adapter, found.moved_to) == (None, "")
        for part in ("NodeBB 论坛", "品牌自有社区", "Discourse 论坛", "收到的是普通网页", "人工登记"):
            assert part in found.why.zh
        assert "an ordinary web page" in found.why.en
        assert len(site.asked) == 3


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (Say(404), "没有这个页面"),
        (Say(401, "", {"WWW-Authenticate": 'Basic realm="x"'}), "前面还有一道密码"),
        (Say(401, {"error": "no"}), "要求登录"),
        (Say(403, "<html>blocked</html>"), "防火墙"),
        (Say(429), "请求太多"),
        (Say(502, "<html>"), "网站出错（HTTP 502）"),
        (Say(200, []), "不是它的格式"),
        (Say(200, {"siteTitle": 5, "relative_path": None, "title": [], "login_required": "yes"}), "不是它的格式"),
        (Say(200, "[" * 100_000), "不是它的格式"),
        (Say(302, "", {"Location": "/login?next=/api/config"}), "转到了登录"),
        (Say(302, "", {"Location": "https://sso.example.test/start"}), "转到了别的网站 sso.example.test"),
        (Say(302, "", {"Location": "http://["}), "转到了登录或别的页面"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.status,
)
def test_each_way_of_being_none_has_its_words(answer: Say, said: str) -> None:
    with AnsweringServer({}, answer) as site:
        found = look(site.url)
        assert (found.adapter, found.moved_to) == (None, "")
        assert said in found.why.zh


def test_nobody_there_is_said_once_and_asked_once() -> None:
    with AnsweringServer() as site:
        gone = site.url
    found = look(gone)
    assert found.adapter is None
    assert "没有连接上" in found.why.zh
    assert "试过" not in found.why.zh


def test_a_site_that_does_not_answer_costs_one_wait() -> None:
    with AnsweringServer({}, Fault.HANG) as site:
        found = look(site.url, patience=0.2)
        assert "等待回复超时" in found.why.zh
        assert len(site.asked) == 1


def test_a_name_that_nobody_has_is_said_to_be_none() -> None:
    found = look("https://nobody.invalid")
    assert found.adapter is None
    assert "nobody.invalid" in found.why.zh


def test_a_certificate_that_nobody_signed_is_not_passed_over(tmp_path: Path) -> None:
    with AnsweringServer({"/api/config": NODEBB}, secure=tmp_path) as site:
        found = look(site.url)
        assert found.adapter is None
        assert "证书不受信任" in found.why.zh
        assert site.asked == []


@pytest.mark.parametrize("url", ["nonsense", "ftp://x.test", "http://a:b@127.0.0.1", "https://"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadAddress):
        look(url)


# --- elsewhere ----------------------------------------------------------------------------------------


def test_an_address_in_the_clear_is_not_asked_and_the_safe_one_is_offered() -> None:
    found = look("http://forum.example.test/x/")
    assert (found.adapter, found.moved_to) == (None, "https://forum.example.test/x")


def test_a_redirect_within_the_site_is_offered_and_not_followed() -> None:
    move = Say(301, "", {"Location": "/community/api/config"})
    with AnsweringServer({"/api/config": move, "/community/api/config": NODEBB}) as site:
        found = look(site.url)
        assert (found.adapter, found.moved_to) == (None, f"{site.url}/community")
        assert f"{site.url}/community" in found.why.zh
        assert site.asked == ["/api/config"]


@pytest.mark.parametrize(
    ("typed", "location", "offered"),
    [
        ("https://brand.test", "https://www.brand.test/api/config", "https://www.brand.test"),
        ("https://www.brand.test", "https://brand.test/api/config", "https://brand.test"),
        ("https://brand.test/x", "https://club.brand.test/x/api/config", "https://club.brand.test/x"),
        ("https://brand.test/x", "https://club.brand.test/", "https://club.brand.test/x"),
        ("https://club.brand.test", "https://brand.test/api/config", ""),
        ("https://brand.test", "https://evilbrand.test/api/config", ""),
        ("https://brand.test", "https://brand.test.evil.test/api/config", ""),
        ("https://brand.test", "http://www.brand.test/api/config", ""),
        ("https://brand.test", "https://user:pass@www.brand.test/api/config", ""),
        ("http://localhost:1", "http://evil.localhost:2/api/config", ""),
    ],
)
def test_only_addresses_of_the_same_owner_are_offered(typed: str, location: str, offered: str) -> None:
    from app.community.http import Answer
    from app.community.recognise import _moved

    move = _moved(typed, "/api/config", Answer(302, {"Location": location}, b""))
    assert (move.url if move else "") == offered


# --- ill will -----------------------------------------------------------------------------------------


def test_a_name_full_of_tricks_becomes_one_plain_line() -> None:
    title = "\u202egnp.exe\n<b>x</b>\x1b[31m" + "长" * 500
    with AnsweringServer({"/api/config": Say(200, {"relative_path": "", "siteTitle": title})}) as site:
        name = look(site.url).name
        assert len(name) <= LONGEST_NAME
        assert name.isprintable()
        assert "\u202e" not in name


def test_a_version_that_is_none_is_left_out() -> None:
    info = Say(200, {"software": {"name": "NodeBB", "version": "4.11.2\x1b]0;owned"}})
    with AnsweringServer({"/api/config": NODEBB, "/nodeinfo/2.0": info}) as site:
        found = look(site.url)
        assert (found.adapter, found.version) == (Adapter.NODEBB, "")


def test_an_endless_answer_is_cut_off() -> None:
    with AnsweringServer({"/api/config": Say(200, b"x" * (3 * 1024 * 1024))}) as site:
        found = look(site.url)
        assert found.adapter is None
