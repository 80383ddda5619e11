"""What bad answers of a community get: a clear sentence, nothing lost, nothing sent twice."""

import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import PASSPHRASE, TOKENS, Served, Steward
from tests.scripted_server import Fault, Say, ScriptedServer

HTML = Say(200, "<!doctype html><title>Login</title>", {"Content-Type": "text/html"})
BAD_ANSWERS = {
    "a web page": HTML,
    "truncated JSON": Say(200, b'{"platform": "x", "vers'),
    "a missing field": Say(200, {"platform": "x"}),
    "a wrong type": Say(
        200, {"platform": 1, "version": [], "now": 5, "acting_member": 2, "capabilities": 3, "limits": 4}
    ),
    "a server error": Say(500, b"oops"),
    "a redirect": Say(302, b"", {"Location": "http://127.0.0.1:1/elsewhere"}),
    "a refused token": Say(401, b"{}"),
    "no right": Say(403, b"{}"),
    "a long pause": Say(429, b"", {"Retry-After": "7200"}),
    "nothing at this address": Say(404, b"not found"),
    "a dropped connection": Fault.DROP,
}


@pytest.mark.parametrize("answer", BAD_ANSWERS)
def test_a_community_that_answers_badly_is_named_and_leaves_no_trace(steward: Steward, answer: str) -> None:
    with ScriptedServer(*[BAD_ANSWERS[answer]] * 4) as server:
        done = steward("connect", server.url, "--json", STEWARD_TOKEN="a-token-to-hide")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("steward: ")
    assert "internal error" not in done.err
    assert "a-token-to-hide" not in done.err
    assert not steward.folder.exists()


def _meta() -> Say:
    return Say(
        200,
        {
            "platform": "demo",
            "version": "1",
            "now": "2026-11-22T09:00:00Z",
            "acting_member": {"id": "u-901", "name": "小北"},
            "capabilities": {},
            "limits": {},
            "a field of the future": {"is": "ignored"},
        },
    )


_CASE = {
    "id": "c-1",
    "version": "1",
    "kind": "post_flag",
    "state": "open",
    "created_at": "2026-11-22T09:00:00Z",
    "updated_at": "2026-11-22T09:00:00Z",
    "reports": [],
}


@pytest.mark.parametrize(
    "case",
    [
        {**_CASE, "state": "a state of the future"},
        {**_CASE, "created_at": "yesterday"},
        {**_CASE, "created_at": "2026-11-22T09:00:00"},
        {name: value for name, value in _CASE.items() if name != "version"},
    ],
    ids=["unknown state", "no time", "time without zone", "missing version"],
)
def test_a_page_that_breaks_the_contract_is_not_stored_in_part(steward: Steward, case: dict[str, object]) -> None:
    def page(cursor: str, *cases: object, more: bool) -> Say:
        items = [{"seq": at, "type": "case", "id": "c", "case": one} for at, one in enumerate(cases)]
        return Say(200, {"items": items, "cursor": cursor, "more": more})

    metas = [_meta()] * 4  # the address is looked at, then asked twice who we are; the round asks again
    script = [*metas, page("a", _CASE, more=True), page("b", {**_CASE, "id": "c-2"}, case, more=False)]
    with ScriptedServer(*script) as server:
        steward.ok("connect", server.url, STEWARD_TOKEN="t-1")
        done = steward("sync", "--json")
    assert (done.code, done.out) == (1, "")
    assert "not what its contract says" in done.err
    assert [row["case"] for row in steward.ok("queue")] == ["c-1"]


def test_nobody_at_the_address_is_said_in_a_sentence(steward: Steward) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    done = steward("connect", f"http://127.0.0.1:{port}", STEWARD_TOKEN="t-1")
    assert done.code == 1
    assert "was not reached" in done.err


def test_a_community_slower_than_our_patience_loses_nothing(
    steward: Steward, community: Callable[..., Served], letter: Path
) -> None:
    served = community(posts=2)
    steward.ok("connect", served.url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    case = steward.ok("queue")[0]["case"]
    steward.ok("coach", case, "--article", "9", "--message", letter)
    slow = community(posts=2, delay_ms=300, of=served)
    failed = steward("sync", STEWARD_READ_TIMEOUT="0.1")
    assert failed.code == 1
    assert slow.messages() == []
    assert steward.ok("sync")["sent"] == 3
    assert len(slow.messages()) == 1


def test_no_secret_reaches_the_log_or_the_argument_list(steward: Steward, tmp_path: Path) -> None:
    with ScriptedServer(Fault.DROP) as server:
        process = steward.start("connect", server.url, STEWARD_TOKEN=TOKENS[0])
        arguments = Path(f"/proc/{process.pid}/cmdline")
        seen = arguments.read_bytes() if arguments.exists() else b""
        process.communicate(timeout=60)
    assert TOKENS[0].encode() not in seen
    logs = [path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.log")]
    assert not any(secret in log for log in logs for secret in (TOKENS[0], PASSPHRASE))
