"""The contract a brand builds against, the community that serves as its reference, and our reading of it: no drift."""

import http.client
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

import make
from app.community.bridge import wire
from app.community.bridge.adapter import BridgeGateway
from app.demo.community import MESSAGE_MAX, DemoCommunity
from app.demo.content import STAFF
from app.demo.generator import generated_content
from app.demo.server import ROUTES, DemoServer
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import CommandKind, Intent, ReceiptStatus
from app.domain.community import Level
from app.domain.members import MemberId
from app.domain.posts import PostId, PostState, ThreadId
from app.files import resource_text
from tests.conftest import TOKEN
from tests.scripted_server import Say, ScriptedServer

CONTRACT: dict[str, Any] = yaml.safe_load(resource_text("bridge.openapi.yaml"))
SCHEMAS: dict[str, Any] = CONTRACT["components"]["schemas"]
OPTIONAL = {"/v1/audit", "/v1/pictures/{name}"}
MOMENT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _check(schema: dict[str, Any], body: object) -> None:
    whole = schema | {"components": CONTRACT["components"]}
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(body)


def _response(path: str, method: str, status: int) -> dict[str, Any] | None:
    found = CONTRACT["paths"][path][method]["responses"].get(str(status))
    if found and "$ref" in found:
        found = CONTRACT["components"]["responses"][found["$ref"].rsplit("/", 1)[1]]
    return found  # type: ignore[no-any-return]


def test_the_contract_is_valid_openapi() -> None:
    assert CONTRACT["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(CONTRACT).validate()


def test_the_formats_of_the_contract_are_really_checked() -> None:
    with pytest.raises(Exception, match="date-time"):
        _check({"type": "string", "format": "date-time"}, "yesterday")


# --- the demo community answers as the contract says --------------------------------------------------


@dataclass(frozen=True)
class Call:
    path: str
    status: int
    query: str = ""
    of: str = ""  # what stands for the {id} or {key} of the path
    body: dict[str, Any] | None = None
    before: dict[str, Any] | None = None  # a command with the same key, sent before
    if_match: str = ""
    token: str = TOKEN
    host: str = ""

    @property
    def method(self) -> str:
        return "get" if self.body is None else "post"

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}{self.query} {self.status} {(self.body or {}).get('kind', '')}".strip()


MESSAGE = {"kind": "message.send", "member_id": "u-000001", "text": "您好"}
REPLY = {"kind": "reply.post", "thread_id": "t-000001", "post_id": "p-0000001", "text": "收到"}
COMMANDS = "/v1/commands"
SENT = str(uuid.UUID(int=1))

CALLS = [
    Call("/v1/meta", 200),
    Call("/v1/changes", 200),
    Call("/v1/changes", 200, "?limit=3"),
    Call("/v1/changes", 410, "?cursor=unknown"),
    Call("/v1/cases/{id}", 200, of="c-000001"),
    Call("/v1/cases/{id}", 404, of="c-none"),
    Call("/v1/posts/{id}", 200, of="p-0000001"),
    Call("/v1/posts/{id}", 404, of="p-none"),
    Call("/v1/threads/{id}/posts", 200, of="t-000001"),
    Call("/v1/threads/{id}/posts", 200, "?around=p-0000002&before=1&after=1", of="t-000001"),
    Call("/v1/threads/{id}/posts", 200, f"?client_ref={SENT}", of="t-000001"),
    Call("/v1/threads/{id}/posts", 404, of="t-none"),
    Call("/v1/members/{id}", 200, of="u-000001"),
    Call("/v1/members/{id}", 404, of="u-none"),
    Call("/v1/messages", 200),
    Call("/v1/messages", 200, "?cursor=1"),
    Call("/v1/acknowledgements", 200, "?edition=1"),
    Call("/v1/honours", 200),
    Call(COMMANDS, 201, body=MESSAGE),
    Call(COMMANDS, 201, body=REPLY),
    Call(COMMANDS, 201, body={"kind": "case.claim", "case_id": "c-000002"}),
    Call(COMMANDS, 201, body={"kind": "case.release", "case_id": "c-000003"}),
    Call(COMMANDS, 201, body={"kind": "case.resolve", "case_id": "c-000004", "decision": "upheld"}),
    Call(COMMANDS, 200, body=MESSAGE, before=MESSAGE),
    Call(COMMANDS, 409, body=MESSAGE | {"text": "另一句"}, before=MESSAGE),
    Call(COMMANDS, 401, body=MESSAGE, token="unknown"),
    Call(COMMANDS, 403, body=REPLY | {"thread_id": "t-000002"}),
    Call(COMMANDS, 404, body=MESSAGE | {"member_id": "u-none"}),
    Call(COMMANDS, 412, body={"kind": "case.claim", "case_id": "c-000001"}, if_match='"9"'),
    Call(COMMANDS, 422, body=MESSAGE | {"text": ""}),
    Call(COMMANDS, 422, body={"kind": "case.dance"}),
    Call(COMMANDS, 201, body={"kind": "post.hide", "post_id": "p-0000001"}),
    Call(COMMANDS, 501, body={"kind": "case.note", "text": "x"}),
    Call("/v1/commands/{key}", 200, of=SENT),
    Call("/v1/commands/{key}", 404, of=str(uuid.UUID(int=2))),
]

MALFORMED = [
    Call("/v1/changes", 422, "?limit=many"),
    Call("/v1/threads/{id}/posts", 422, "?before=x", of="t-000001"),
    Call("/v1/acknowledgements", 422),
]


@dataclass(frozen=True)
class Got:
    status: int
    media: str
    etag: str
    body: Any


@pytest.fixture(scope="module")
def ask() -> Iterator[Callable[[Call], Got]]:
    content = generated_content(6, 3)
    content.threads[1].locked = True
    community = DemoCommunity(content, lambda: MOMENT, {TOKEN: STAFF[0]})
    community.receive(wire.WireRef("u-000001", "老陈"), STAFF[0], "收到")
    community.receive(wire.WireRef("u-000001", "老陈"), STAFF[0], "谢谢")
    community.acknowledge(wire.WireRef("u-000001", "老陈"), 1)
    community.edit_post("p-0000003", "改过的")
    community.remove_post("p-0000008")
    community.remove_case("c-000006")
    community.perform(STAFF[0], SENT, msgspec.convert(REPLY, wire.WireCommand), "")
    with DemoServer(community) as server:
        yield lambda call: _ask(server.url, call)


def _ask(url: str, call: Call) -> Got:
    key = str(uuid.uuid4())
    path = call.path.replace("{id}", quote(call.of)).replace("{key}", call.of) + call.query
    headers = {"Authorization": f"Bearer {call.token}"}
    if call.host:
        headers["Host"] = call.host
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=5)
    try:
        for body in (call.before, call.body) if call.before else (call.body,):
            written = {"Idempotency-Key": key, "If-Match": call.if_match} if body else {}
            connection.request(call.method.upper(), path, json.dumps(body) if body else None, headers | written)
            response = connection.getresponse()
            raw = response.read()
    finally:
        connection.close()
    media = response.headers.get_content_type()
    return Got(response.status, media, response.headers.get("ETag", ""), json.loads(raw))


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_an_answer_is_what_the_contract_says_for_its_path_and_status(ask: Callable[[Call], Got], call: Call) -> None:
    got = ask(call)
    assert got.status == call.status
    said = _response(call.path, call.method, call.status)
    assert said is not None
    _check(said["content"][got.media]["schema"], got.body)
    if "ETag" in said.get("headers", {}):
        assert got.etag == f'"{got.body["version"]}"'
    if got.media == "application/problem+json":
        assert got.body["status"] == got.status


def test_the_answers_checked_here_are_not_empty(ask: Callable[[Call], Got]) -> None:
    items = ask(Call("/v1/changes", 200)).body["items"]
    assert {item["type"] for item in items} == {"case", "post", "thread", "member"}
    assert {item["id"] for item in items if item.get("gone")} == {"p-0000008", "c-000006"}
    assert len(ask(Call("/v1/messages", 200)).body["items"]) >= 2
    assert len(ask(Call("/v1/acknowledgements", 200, "?edition=1")).body) == 1
    assert len(ask(Call("/v1/honours", 200)).body) == 3
    assert len(ask(Call("/v1/threads/{id}/posts", 200, f"?client_ref={SENT}", of="t-000001")).body["posts"]) == 1


def test_every_path_and_every_named_status_is_asked_for() -> None:
    apart = {"202", "429", "401"}  # the demo community never does the first two; the last is asked of every path
    named = {
        (path, method, status)
        for path, operations in CONTRACT["paths"].items()
        for method, operation in operations.items()
        if method in ("get", "post") and path not in OPTIONAL
        for status in operation["responses"]
        if status not in apart
    }
    asked = {(call.path, call.method, str(call.status)) for call in (*CALLS, *MALFORMED)}
    assert named <= asked
    assert {path for path, _, _ in asked} == set(CONTRACT["paths"]) - OPTIONAL
    assert len(ROUTES) == len({(path, method) for path, method, _ in asked})


def _paths() -> list[Call]:
    return list({(call.path, call.method): call for call in CALLS}.values())


@pytest.mark.parametrize("call", _paths(), ids=lambda call: f"{call.method} {call.path}")
def test_a_wrong_token_is_refused_on_every_path_as_the_contract_says(ask: Callable[[Call], Got], call: Call) -> None:
    got = ask(Call(call.path, 401, call.query, call.of, call.body, token="unknown"))
    assert (got.status, got.media) == (401, "application/problem+json")
    _check(SCHEMAS["Problem"], got.body)
    assert _response(call.path, call.method, 401) is not None


@pytest.mark.parametrize(
    "call",
    MALFORMED,
    ids=lambda call: call.name,
)
def test_a_malformed_question_is_answered_as_the_contract_says(ask: Callable[[Call], Got], call: Call) -> None:
    got = ask(call)
    assert (got.status, got.media) == (422, "application/problem+json")
    _check(SCHEMAS["Problem"], got.body)
    assert _response(call.path, call.method, 422) is not None


def test_the_demo_community_answers_this_machine_only(ask: Callable[[Call], Got]) -> None:
    got = ask(Call("/v1/meta", 403, host="club.example.test"))
    assert got.status == 403
    _check(SCHEMAS["Problem"], got.body)


# --- we read and write as the contract says -----------------------------------------------------------


def _object(schema: dict[str, Any]) -> tuple[set[str], dict[str, Any]]:
    """What an object requires and may have, with its parts put together."""
    if "$ref" in schema:
        return _object(SCHEMAS[schema["$ref"].rsplit("/", 1)[1]])
    required, properties = set(schema.get("required", [])), dict(schema.get("properties", {}))
    for part in schema.get("allOf", []):
        more_required, more = _object(part)
        required |= more_required
        properties |= more
    return required, properties


MEMBER = _object(SCHEMAS["Member"])[1]
SLICE = CONTRACT["paths"]["/v1/threads/{id}/posts"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
AUDIT = CONTRACT["paths"]["/v1/audit"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
READ: dict[type[msgspec.Struct], dict[str, Any]] = {
    wire.WireRef: SCHEMAS["MemberRef"],
    wire.WireMeta: SCHEMAS["Meta"],
    wire.WireCapability: SCHEMAS["Meta"]["properties"]["capabilities"]["additionalProperties"],
    wire.WireLimits: SCHEMAS["Meta"]["properties"]["limits"],
    wire.WireHonour: SCHEMAS["Honour"],
    wire.WireStanding: MEMBER["standing"],
    wire.WireCounters: MEMBER["counters"],
    wire.WireMember: SCHEMAS["Member"],
    wire.WireThread: SCHEMAS["Thread"],
    wire.WirePost: SCHEMAS["Post"],
    wire.WireReport: SCHEMAS["Report"],
    wire.WireCase: SCHEMAS["Case"],
    wire.WireItem: SCHEMAS["ChangePage"]["properties"]["items"]["items"],
    wire.WirePage: SCHEMAS["ChangePage"],
    wire.WireSlice: SLICE,
    wire.WireMessage: SCHEMAS["Message"],
    wire.WireMessages: SCHEMAS["MessagePage"],
    wire.WireAcknowledgement: SCHEMAS["Acknowledgement"],
    wire.WireAudit: SCHEMAS["AuditEntry"],
    wire.WireAuditPage: AUDIT,
    wire.WireCommand: SCHEMAS["Command"],
    wire.WireReceipt: SCHEMAS["Receipt"],
    wire.WireProblem: SCHEMAS["Problem"],
}


def test_every_struct_is_held_to_the_contract() -> None:
    structs = {one for one in vars(wire).values() if isinstance(one, type) and issubclass(one, msgspec.Struct)}
    assert structs - {msgspec.Struct} == set(READ)


@pytest.mark.parametrize("struct", READ, ids=lambda struct: struct.__name__)
def test_a_struct_requires_what_the_contract_requires_and_names_nothing_else(struct: type[msgspec.Struct]) -> None:
    required, properties = _object(READ[struct])
    fields = msgspec.structs.fields(struct)
    assert {field.encode_name for field in fields if field.required} == required
    assert {field.encode_name for field in fields} <= set(properties)


@pytest.mark.parametrize(
    ("enum", "schema"),
    [
        (Level, SCHEMAS["Meta"]["properties"]["capabilities"]["additionalProperties"]["properties"]["level"]),
        (PostState, SCHEMAS["Post"]["properties"]["state"]),
        (CommunityState, SCHEMAS["Case"]["properties"]["state"]),
        (CommandKind, SCHEMAS["Command"]["properties"]["kind"]),
        (ReceiptStatus, SCHEMAS["Receipt"]["properties"]["status"]),
    ],
)
def test_a_word_of_ours_is_a_word_of_the_contract(enum: type, schema: dict[str, Any]) -> None:
    assert {one.value for one in enum} == set(schema["enum"])  # type: ignore[attr-defined]


def test_every_command_goes_out_as_the_contract_says(reach: Callable[..., BridgeGateway]) -> None:
    kinds = list(CommandKind)
    with ScriptedServer(*[Say(201, {"status": "done"})] * len(kinds)) as server:
        gateway = reach(server.url)
        for kind in kinds:
            about = (CaseId("c-1"), PostId("p-1"), ThreadId("t-1"), MemberId("u-1"))
            outcome = CommunityState.UPHELD if kind is CommandKind.RESOLVE else None
            gateway.send(make.command(Intent(kind, *about, "字" * MESSAGE_MAX, "理由", outcome), base_version="1"))
    assert [json.loads(heard.body)["kind"] for heard in server.requests] == [kind.value for kind in kinds]
    for heard in server.requests:
        _check(SCHEMAS["Command"] | {"additionalProperties": False}, json.loads(heard.body))
        uuid.UUID(heard.headers["Idempotency-Key"])
