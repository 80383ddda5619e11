"""`steward connect` from an address to a key: what it finds, what it says, what it leaves behind."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from discourse_server import MODERATOR_KEY, DiscourseServer

from app.domain.abilities import EVERYTHING
from tests.answering_server import AnsweringServer
from tests.journeys.conftest import PASSPHRASE, Served, Steward
from tests.scripted_server import Say

NODEBB = Say(200, {"relative_path": "", "siteTitle": "Owners", "postQueue": 1}, {"X-Powered-By": "NodeBB"})


def test_a_community_is_recognised_tested_and_described(steward: Steward, community: Callable[..., Served]) -> None:
    served = community()
    done = steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    assert done["adapter"] == "bridge"
    assert done["address"] == served.url
    assert (done["platform"], done["version"]) == ("demo", "1.0")
    assert done["account"] == {"id": "u-901", "name": "小北"}
    assert set(done["capabilities"]) == {what.value for what in EVERYTHING}
    assert done["capabilities"]["message.send"] == {"level": "native", "reason": ""}
    assert done["capabilities"]["honour.grant"]["level"] == "native"
    assert done["capabilities"]["case.note"]["level"] == "unsupported"
    assert done["capabilities"]["case.note"]["reason"]
    assert done["workspace"] == str(steward.folder)


def test_what_can_be_done_is_told_in_words(steward: Steward, community: Callable[..., Served]) -> None:
    served = community()
    done = steward("connect", served.url, STEWARD_TOKEN=served.token, STEWARD_LANGUAGE="zh")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "认出来了：品牌自有社区。"
    assert any(line.startswith("这个社区能做什么：原生支持") for line in lines)
    assert lines.index(next(line for line in lines if line.startswith("不支持"))) < lines.index(
        next(line for line in lines if line.startswith("原生支持"))
    )
    assert any("备注" in line and "社区没有提供" in line for line in lines)


def test_check_does_everything_but_make_a_workspace(steward: Steward, community: Callable[..., Served]) -> None:
    served = community()
    done = steward.ok("connect", served.url, "--check", STEWARD_TOKEN=served.token)
    assert (done["adapter"], done["account"]["id"]) == ("bridge", "u-901")
    assert "workspace" not in done
    assert not steward.folder.exists()
    assert "This was a check" in steward("connect", served.url, "--check", STEWARD_TOKEN=served.token).out
    assert steward("connect", served.url, "--check", STEWARD_TOKEN="wrong").code == 1
    assert not steward.folder.exists()


@pytest.mark.parametrize("kind", [[], ["--adapter", "bridge"]])
def test_an_address_without_its_scheme_is_taken_as_it_was_meant(
    steward: Steward, community: Callable[..., Served], kind: list[str]
) -> None:
    served = community()
    typed = served.url.removeprefix("http://")
    done = steward.ok("connect", typed, "--check", *kind, STEWARD_TOKEN=served.token)
    assert done["address"] == served.url


def test_a_token_that_the_site_shows_is_not_printed(steward: Steward) -> None:
    token = "sEcr3t/T0ken-zz+9_x"
    spelt = "".join(f"\\u{ord(one):04x}" for one in f"Bearer {token}")
    refusal = Say(403, f'{{"status": {{"code": "x", "message": "{spelt}"}}, "response": {{}}}}')
    with AnsweringServer({"/api/config": NODEBB}, refusal) as site:
        done = steward("connect", site.url, STEWARD_TOKEN=token)
        assert any(token in heard.headers.get("Authorization", "") for heard in site.requests)
    assert (done.code, done.out.count(token)) == (1, 0)
    assert "Bearer (hidden)" in done.err


@pytest.mark.parametrize(("language", "said"), [("zh", "单个用户"), ("en", "Single User")])
def test_without_a_key_the_way_to_one_is_the_answer(steward: Steward, language: str, said: str) -> None:
    page = Say(200, {"title": "Owners", "login_required": False})
    with AnsweringServer({"/site/basic-info.json": page}) as site:
        done = steward("connect", site.url, STEWARD_LANGUAGE=language)
    assert done.code == 1
    assert done.out == ""
    assert said in done.err
    assert "1. " in done.err
    assert "5. " in done.err
    assert "--sign-in" in done.err
    assert "STEWARD_TOKEN" in done.err
    assert not steward.folder.exists()


def test_what_is_no_community_is_said_with_what_was_tried(steward: Steward) -> None:
    with AnsweringServer({}, Say(200, "<html>")) as site:
        done = steward("connect", site.url, "--json", STEWARD_TOKEN="t")
        assert len(site.asked) == 3
    assert (done.code, done.out) == (1, "")
    assert "an ordinary web page" in done.err
    assert not steward.folder.exists()


def test_a_site_that_moved_is_named_and_not_followed(steward: Steward) -> None:
    move = Say(308, "", {"Location": "/community/api/config"})
    with AnsweringServer({"/api/config": move, "/community/api/config": NODEBB}) as site:
        done = steward("connect", site.url, STEWARD_TOKEN="t")
        assert done.code == 1
        assert f"steward connect {site.url}/community" in done.err
        assert all("Authorization" not in heard.headers for heard in site.requests)


def test_a_kind_that_is_named_is_not_asked_for(steward: Steward, community: Callable[..., Served]) -> None:
    served = community()
    done = steward.ok("connect", served.url, "--adapter", "bridge", "--check", STEWARD_TOKEN=served.token)
    assert done["adapter"] == "bridge"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--sign-in"], "--sign-in is for a Discourse forum only"),
        (["--as", "x"], "--as is for a community without an API"),
    ],
)
def test_an_option_of_another_kind_is_wrong_use(
    steward: Steward, community: Callable[..., Served], arguments: list[str], said: str
) -> None:
    done = steward("connect", community().url, *arguments)
    assert done.code == 2
    assert said in done.err


def test_a_sign_in_shows_its_address_and_takes_the_code_from_standard_input(steward: Steward) -> None:
    page = Say(200, {"title": "Owners", "login_required": False})
    with AnsweringServer({"/site/basic-info.json": page}) as site:
        nothing = steward("connect", site.url, "--sign-in")
        wrong = steward("connect", site.url, "--sign-in", text="bm90IG91cnM=\n")
    assert (nothing.code, nothing.out) == (1, "")
    assert f"{site.url}/user-api-key/new?" in nothing.err
    assert "public_key" in nothing.err
    assert "paste the whole code" in nothing.err
    assert wrong.code == 1
    assert "Signing in was not finished" in wrong.err
    assert not steward.folder.exists()


def test_a_community_without_an_api_needs_a_name(steward: Steward) -> None:
    done = steward("connect", "manual:车友微信群")
    assert done.code == 1
    assert "--as NAME" in done.err
    assert steward("connect", "manual:", "--as", "小北").code == 1
    assert not steward.folder.exists()


def test_secrets_are_never_shown(steward: Steward, community: Callable[..., Served]) -> None:
    served = community()
    done = steward("connect", served.url, STEWARD_TOKEN=served.token)
    assert served.token not in done.out + done.err
    assert PASSPHRASE not in done.out + done.err


def test_a_community_without_an_api_is_kept_under_a_name(steward: Steward) -> None:
    done = steward.ok("connect", "manual:车友微信群", "--as", "小北")
    assert (done["adapter"], done["address"], done["account"]["name"]) == ("manual", "manual:车友微信群", "小北")
    assert done["capabilities"]["message.send"]["level"] == "manual"
    assert done["capabilities"]["case.claim"]["level"] == "local_only"
    assert steward.ok("sync")["pulled"] == {"cases": 0, "posts": 0}
    again = steward.ok("connect", "车友微信群", "--adapter", "manual", "--as", "小林")
    assert again["account"]["name"] == "小林"
    assert again["roles"] == ["moderator"]
    assert steward("connect", "manual:另一个群", "--as", "小北").code == 1


def test_a_discourse_tells_what_its_key_can_do(steward: Steward) -> None:
    with DiscourseServer(lambda: datetime.now(UTC)) as site:
        done = steward.ok("connect", site.url, "--adapter", "discourse", "--check", STEWARD_TOKEN=MODERATOR_KEY)
        wrong = steward("connect", site.url, "--adapter", "discourse", "--check", STEWARD_TOKEN="f0" * 32)
    assert (done["adapter"], done["platform"]) == ("discourse", "discourse")
    for capability in done["capabilities"].values():
        assert capability["level"] == "native" or capability["reason"]
    assert wrong.code == 1
    assert not steward.folder.exists()
