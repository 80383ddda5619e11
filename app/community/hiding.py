"""Takes a secret out of what a server said: it may show us our own request, in any spelling that is read back.

Found is what is written plainly, with the escapes of JSON, HTML or addresses, or with marks and blanks between.
"""

import html
import json
import re
from typing import Any

HIDDEN = "(hidden)"
SHORTEST = 8
"""Characters of a secret that is looked for in an answer that says yes; shorter ones are words of anybody's text."""

_BETWEEN_IN_JSON = re.compile(rb"(?:\\u(?!00[2-7])[0-9a-fA-F]{4}|\\[bfnrt])+")
_IN_JSON = re.compile(rb'\\(?:u00([2-7][0-9a-fA-F])|([/"\\]))')
_IN_HTML = re.compile(rb"&(?:#0{0,20}[0-9]{2,7}|#[xX]0{0,20}[0-9a-fA-F]{2,6}|[A-Za-z]{2,10});?")
_IN_ADDRESS = re.compile(rb"%([2-7][0-9a-fA-F])")
_TAG = re.compile(rb"<[^<>]*>")
_NEVER_IN_A_TOKEN = bytes({*range(256)} - {*range(0x21, 0x7F)})


def without(secret: str, body: bytes) -> bytes:
    """A body that does not tell the secret; one that is no JSON is left out whole where it does otherwise than plainly.

    Args:
        secret: as it stands in a header; "" for none.
    """
    hidden = secret.encode()
    if not secret or not _tells(body, hidden):
        return body
    try:
        cleaned = json.dumps(_cleaned(json.loads(body), secret)).encode()
    except (ValueError, RecursionError):
        cleaned = body.replace(hidden, HIDDEN.encode())
    return HIDDEN.encode() if _tells(cleaned, hidden) else cleaned


def _tells(body: bytes, secret: bytes) -> bool:
    if secret in body:
        return True
    body = _BETWEEN_IN_JSON.sub(b"", body)
    body = _IN_JSON.sub(lambda found: bytes.fromhex(found[1].decode()) if found[1] else found[2], body)
    body = _IN_HTML.sub(lambda found: html.unescape(found[0].decode()).encode(), body)
    body = _IN_ADDRESS.sub(lambda found: bytes.fromhex(found[1].decode()), body)
    return secret in body or secret in _TAG.sub(b"", body).translate(None, _NEVER_IN_A_TOKEN)


def _cleaned(told: Any, secret: str) -> Any:
    if isinstance(told, str):
        plain = told.replace(secret, HIDDEN)
        return HIDDEN if _tells(plain.encode(errors="replace"), secret.encode()) else plain
    if isinstance(told, list):
        return [_cleaned(one, secret) for one in told]
    if isinstance(told, dict):
        return {_cleaned(name, secret): _cleaned(one, secret) for name, one in told.items()}
    return told
