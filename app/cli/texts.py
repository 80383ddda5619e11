"""`texts list`, `texts show`, `texts add`, `texts edit`, `texts review`, `texts retire`."""

from argparse import Namespace
from typing import Any

from app.cli.context import Context
from app.cli.output import stamp
from app.domain.texts import ANSWERS, LibraryText, NewText
from app.operations import letters
from app.operations import texts as work
from app.operations.texts import Shown


def list_texts(context: Context, arguments: Namespace) -> int:
    """List the library."""
    out = context.out
    with context.desk() as desk:
        found = work.library(desk, answer=arguments.answer)
    out.document([_document(one) for one in found])
    if not found:
        out.say(
            "话术库是空的；随程序提供的模板照常可用。",
            "The library is empty; the letters that ship can be used as ever.",
        )
    for one in found:
        said = one.text.said
        fits = f" · {said.fits}" if said.fits else ""
        out.line(
            f"{one.text.key}  {said.name} · {out.words(ANSWERS[said.answer])} · {said.language} · {one.text.owner.name}"
            f"{fits} · {out.words(one.why)}"
        )
    return 0


def show(context: Context, arguments: Namespace) -> int:
    """A text with all its versions."""
    out = context.out
    with context.desk() as desk:
        found, before = work.shown(desk, arguments.text), work.versions(desk, arguments.text)
    out.document(_document(found) | {"versions": [_version(one) for one in before]})
    out.line(f"{found.text.said.name} · {out.words(found.why)}")
    for one in before:
        out.say(f"第 {one.version} 版 · {one.by.name}", f"Version {one.version} · {one.by.name}")
        out.line(one.said.body)
    return 0


def add(context: Context, arguments: Namespace) -> int:
    """Write a text."""
    body = context.message(arguments.file)
    said = NewText(arguments.answer, arguments.language, arguments.name, body, arguments.fits)
    with context.desk() as desk:
        kept = work.add(desk, said).text
        found = work.shown(desk, kept.key)
    return _tell(context, found)


def edit(context: Context, arguments: Namespace) -> int:
    """Write another version of a text."""
    body = context.message(arguments.file)
    with context.desk() as desk:
        before = work.shown(desk, arguments.text).text
        name = before.said.name if arguments.name is None else arguments.name
        fits = before.said.fits if arguments.fits is None else arguments.fits
        said = NewText(before.said.answer, before.said.language, name, body, fits)
        work.edit(desk, arguments.text, said, base=arguments.base or before.version)
        found = work.shown(desk, arguments.text)
    return _tell(context, found)


def review(context: Context, arguments: Namespace) -> int:
    """Say until when legal has reviewed a text."""
    with context.desk() as desk:
        work.review(desk, arguments.text, until=arguments.until)
        found = work.shown(desk, arguments.text)
    return _tell(context, found)


def retire(context: Context, arguments: Namespace) -> int:
    """Use a text no longer."""
    with context.desk() as desk:
        work.retire(desk, arguments.text)
        found = work.shown(desk, arguments.text)
    return _tell(context, found)


def _tell(context: Context, found: Shown) -> int:
    out, text = context.out, found.text
    out.document(_document(found))
    why = found.why
    out.say(
        f"话术 {text.key}“{text.said.name}”第 {text.version} 版：{why.zh}。",
        f"Text {text.key} “{text.said.name}”, version {text.version}: {why.en}.",
    )
    for warning in letters.checks(text.said.body):
        out.hint(f"注意：{warning.zh}", f"Mind: {warning.en}")
    return 0


def _document(one: Shown) -> dict[str, Any]:
    review_ = one.text.review
    return _version(one.text) | {
        "text": one.text.key,
        "answer": one.text.said.answer,
        "language": one.text.said.language,
        "owner": one.text.owner.name,
        "usable": one.standing.usable,
        "standing": one.standing.name.lower(),
        "reviewed_until": review_.until.isoformat() if review_ else None,
        "reviewed_by": review_.by.name if review_ else None,
        "retired_at": stamp(one.text.retired_at),
    }


def _version(one: LibraryText) -> dict[str, Any]:
    said = one.said
    return {
        "version": one.version,
        "name": said.name,
        "body": said.body,
        "fits": said.fits,
        "by": one.by.name,
        "at": stamp(one.at),
        "reviewed_until": one.review.until.isoformat() if one.review else None,
    }
