"""Signing in to a Discourse with the browser: what is asked for, and what is accepted as its answer."""

import base64
import json
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from hypothesis import given, settings
from hypothesis import strategies as st

from app.community.discourse.keys import KeyAuth
from app.community.discourse.signin import SignInRequest
from app.errors import BadAddress, SignInFailed

URL = "https://forum.example.org"
KEY = "0123456789abcdef" * 2
PADDINGS = {
    "pkcs1": padding.PKCS1v15(),
    "oaep": padding.OAEP(padding.MGF1(hashes.SHA1()), hashes.SHA1(), None),
}
REQUEST = SignInRequest.begin(URL)


def asked(request: SignInRequest) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(request.address).query).items()}


def payload(request: SignInRequest, how: str = "oaep", **more: object) -> str:
    """What a site answers, as Ruby writes base64: in lines of sixty characters."""
    told = asked(request)
    public = load_pem_public_key(told["public_key"].encode())
    assert isinstance(public, rsa.RSAPublicKey)
    said = json.dumps({"key": KEY, "nonce": told["nonce"], "push": False, "api": 4} | more)
    sealed = base64.b64encode(public.encrypt(said.encode(), PADDINGS[how])).decode()
    return "".join(f"{sealed[at : at + 60]}\n" for at in range(0, len(sealed), 60))


def test_the_browser_is_sent_to_a_page_that_asks_for_the_least() -> None:
    parts = urlsplit(REQUEST.address)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{URL}/user-api-key/new"
    told = asked(REQUEST)
    assert told["application_name"] == "Steward"
    assert (told["scopes"], told["padding"], told["client_id"]) == ("write", "oaep", REQUEST.client_id)
    assert len(REQUEST.address) < 2000
    assert "auth_redirect" not in told


def test_no_two_sign_ins_are_alike() -> None:
    one, other = asked(REQUEST), asked(SignInRequest.begin(URL))
    assert all(one[name] != other[name] for name in ("client_id", "nonce", "public_key"))


def test_what_is_secret_does_not_show() -> None:
    assert asked(REQUEST)["nonce"] not in repr(REQUEST)


def test_an_address_that_can_not_be_used_is_refused() -> None:
    with pytest.raises(BadAddress):
        SignInRequest.begin("http://forum.example.org")


@pytest.mark.parametrize("how", list(PADDINGS))
@pytest.mark.parametrize(
    "copied",
    [
        lambda text: text,
        lambda text: text.replace("\n", " "),
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"  {text}\n\n",
        lambda text: text.replace("+", "%2B").replace("/", "%2F").replace("=", "%3D"),
        lambda text: f"payload={quote(text)}",
        lambda text: f'"{text.strip()}"',
    ],
)
def test_a_code_is_understood_however_it_was_copied(how: str, copied: object) -> None:
    token = REQUEST.finish(copied(payload(REQUEST, how)))  # type: ignore[operator]
    auth = KeyAuth(token)
    assert (auth.by_user, auth.secret) == (True, KEY)
    assert token == f"user:{REQUEST.client_id}:{KEY}"


@pytest.mark.parametrize(
    "pasted",
    ["", "  ", "hello", "====", KEY, "x" * 30_000, base64.b64encode(b"x" * 256).decode(), "授权码"],
)
def test_what_is_no_code_is_said_to_be_none(pasted: str) -> None:
    with pytest.raises(SignInFailed) as raised:
        REQUEST.finish(pasted)
    assert raised.value.sentence("zh") != raised.value.sentence("en")


def test_half_a_code_and_one_of_another_sign_in_are_told_apart() -> None:
    with pytest.raises(SignInFailed, match="not all of it"):
        REQUEST.finish(payload(REQUEST)[:100])
    with pytest.raises(SignInFailed, match="another sign-in"):
        REQUEST.finish(payload(SignInRequest.begin(URL)))
    with pytest.raises(SignInFailed, match="another sign-in"):
        REQUEST.finish(payload(REQUEST, nonce="somebody else's"))


@pytest.mark.parametrize("more", [{"key": ""}, {"key": None}, {"key": "line\nbreak"}, {"key": "密钥"}, {"nonce": 3}])
def test_a_code_without_a_key_is_none(more: dict[str, object]) -> None:
    with pytest.raises(SignInFailed):
        REQUEST.finish(payload(REQUEST, **more))


@settings(max_examples=60)
@given(st.text(max_size=400) | st.binary(max_size=300).map(lambda raw: base64.b64encode(raw).decode()))
def test_anything_can_be_pasted(pasted: str) -> None:
    with pytest.raises(SignInFailed):
        REQUEST.finish(pasted)
