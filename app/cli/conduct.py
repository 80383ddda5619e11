"""`conduct` and what of it reads: in force, list, show, diff, copy; and `conduct import`."""

from argparse import Namespace
from datetime import datetime
from pathlib import Path

from app.cli.context import Context
from app.cli.output import Output, stamp
from app.domain.conduct import (
    BEGINNING,
    DOCUMENT_WORDS,
    STANDING_WORDS,
    Article,
    Document,
    Edition,
    in_force,
    standing,
)
from app.domain.conduct_copy import amendment_words, article_name, in_full
from app.domain.conduct_drafts import Amended, Amendment, compare
from app.domain.conduct_file import LARGEST_RULES
from app.domain.evidence import LARGEST_FILE, Attachment
from app.domain.hand_times import read_time
from app.domain.words import Words
from app.errors import BadTime, NoEditionInForce
from app.files import read_bytes, write_bytes
from app.operations import conduct, conduct_import
from app.operations.conduct import edition_of
from app.start import now
from app.text.conduct_pages import public_page
from app.text.diff import Change, diff


def moment(text: str) -> datetime:
    """A moment that a person wrote; a day alone is its first minute.

    Raises:
        BadTime: nobody can read it.
    """
    at = read_time(text, now())
    if at is None:
        raise BadTime(text=text)
    return at


def named(text: str) -> Words:
    """A name that was given in one language."""
    return Words(text, text)


def in_force_now(context: Context, arguments: Namespace) -> int:
    """Show the articles in force, by the numbers under which they are cited."""
    with context.desk() as desk:
        at = moment(arguments.on) if arguments.on else desk.clock()
        edition = in_force(conduct.editions(desk), at, Document(arguments.document))
    if edition is None:
        raise NoEditionInForce
    _show(context.out, edition)
    return 0


def show(context: Context, arguments: Namespace) -> int:
    """Show one edition in full."""
    with context.desk() as desk:
        edition = edition_of(conduct.editions(desk), arguments.number)
    _show(context.out, edition)
    return 0


def _show(out: Output, edition: Edition) -> None:
    listed = [of_article(one, out) for one in edition.articles]
    out.document({"edition": edition.number, "name": out.words(edition.name), "articles": listed})
    out.say(f"《{edition.title.zh}》{edition.name.zh}", f"{edition.title.en} · {edition.name.en}")
    for one in edition.articles:
        zh, en = article_name(one.number, "zh"), article_name(one.number, "en")
        out.say(f"{zh} {one.title.zh}：{one.text.zh}", f"{en}, {one.title.en}: {one.text.en}")


def of_article(one: Article, out: Output) -> dict[str, object]:
    """An article, as JSON has it."""
    return {
        "article": one.number,
        "stance": one.stance,
        "severity": one.severity,
        "use": one.use,
        "title": out.words(one.title),
        "text": out.words(one.text),
        "guidance": out.words(one.guidance),
    }


def history(context: Context, _arguments: Namespace) -> int:
    """List every edition: dates, standing, proof, and who helped."""
    out = context.out
    with context.desk() as desk:
        known, at = conduct.editions(desk), desk.clock()
    out.document([of_edition(one, known, at, out) for one in known])
    for one in known:
        since = out.words(Words("从社区开始", "from the beginning")) if one.effective_from == BEGINNING else _day(one)
        state = out.words(STANDING_WORDS[standing(one, known, at)])
        out.line(f"{one.number:>3}  {state} · {since} · 《{out.words(one.title)}》{out.words(one.name)}")
        if one.proof is not None:
            out.say(
                f"     凭证：{one.proof.link} {one.proof.name} {one.proof.sha256}",
                f"     proof: {one.proof.link} {one.proof.name} {one.proof.sha256}",
            )
        names = [helper.name for helper in one.helpers if helper.name]
        if names:
            out.say(f"     感谢：{'、'.join(names)}", f"     with thanks to {', '.join(names)}")
    return 0


def _day(edition: Edition) -> str:
    return f"{edition.effective_from.astimezone():%Y-%m-%d %H:%M}"


def of_edition(one: Edition, known: list[Edition], at: datetime, out: Output) -> dict[str, object]:
    """An edition without its articles, as JSON has it."""
    return {
        "edition": one.number,
        "document": one.document,
        "name": out.words(one.name),
        "title": out.words(one.title),
        "origin": one.origin,
        "standing": standing(one, known, at),
        "consulted": one.consulted,
        "effective_from": stamp(one.effective_from),
        "announced_at": stamp(one.announced_at),
        "articles": len(one.articles),
        "proof": None
        if one.proof is None
        else {"link": one.proof.link, "file": one.proof.name, "sha256": one.proof.sha256},
        "helpers": [{"name": helper.name, "adopted": helper.adopted} for helper in one.helpers],
    }


def compare_editions(context: Context, arguments: Namespace) -> int:
    """Show what two editions have different."""
    with context.desk() as desk:
        known = conduct.editions(desk)
    before, after = edition_of(known, arguments.before), edition_of(known, arguments.after)
    tell_amendments(context.out, compare(before.articles, after.articles))
    return 0


def tell_amendments(out: Output, amendments: list[Amendment]) -> None:
    """What was changed, article by article: [-gone-] {+new+}."""
    out.document([of_amendment(one, out) for one in amendments if one.kind is not Amended.SAME])
    if all(one.kind is Amended.SAME for one in amendments):
        out.say("没有不同。", "They say the same.")
    for one in amendments:
        if one.kind is not Amended.SAME:
            out.line(out.words(amendment_words(one)))
            text = _marked(one, out)
            if text:
                out.line(f"    {text}")


def of_amendment(one: Amendment, out: Output) -> dict[str, object]:
    """What became of an article, as JSON has it."""
    return {
        "change": one.kind,
        "before": of_article(one.before, out) if one.before else None,
        "after": of_article(one.after, out) if one.after else None,
    }


def _marked(one: Amendment, out: Output) -> str:
    before = out.words(one.before.text) if one.before else ""
    after = out.words(one.after.text) if one.after else ""
    marks = {Change.SAME: "{}", Change.ADDED: "{{+{}+}}", Change.REMOVED: "[-{}-]"}
    pieces = diff(before, after)
    same = all(piece.change is Change.SAME for piece in pieces)
    return "" if same else "".join(marks[piece.change].format(piece.text) for piece in pieces)


def public_copy(context: Context, arguments: Namespace) -> int:
    """Save the copy for everybody: a web page, and Markdown."""
    with context.desk() as desk:
        known, at = conduct.editions(desk), desk.clock()
    found = in_force(known, at, Document(arguments.document))
    edition = edition_of(known, arguments.number) if arguments.number is not None else found
    if edition is None:
        raise NoEditionInForce
    language, folder = arguments.language, arguments.folder
    stem = f"{edition.document.value}-{edition.number}"
    head = f"# {edition.title.say(language)}\n\n{edition.name.say(language)}\n\n"
    page, text = folder / f"{stem}.html", folder / f"{stem}.md"
    folder.mkdir(parents=True, exist_ok=True)
    write_bytes(page, public_page(edition, language, at.astimezone()).encode())
    write_bytes(text, f"{head}{in_full(edition, language)}\n".encode())
    context.out.document({"edition": edition.number, "files": [str(page), str(text)]})
    context.out.say(f"已保存 {page} 和 {text}。", f"Saved {page} and {text}.")
    return 0


def import_file(context: Context, arguments: Namespace) -> int:
    """Bring in rules published earlier."""
    file = Attachment(arguments.file.name, read_bytes(arguments.file, LARGEST_RULES))
    with context.desk() as desk:
        done = conduct_import.import_edition(
            desk,
            file,
            effective=moment(arguments.effective),
            document=Document(arguments.document),
            name=named(arguments.name),
            link=arguments.link,
            proof=_proof(arguments.proof),
        )
    one, out = done.edition, context.out
    out.document({"edition": one.number, "articles": len(one.articles), "left_out": list(done.left_out)})
    out.say(
        f"已导入第 {one.number} 号版本“{one.name.zh}”，{len(one.articles)} 条，自 {_day(one)} 起算。",
        f"Imported as edition {one.number}, “{one.name.en}”: {len(one.articles)} articles.",
    )
    if done.left_out:
        lines = ", ".join(str(line) for line in done.left_out)
        out.say(
            f"这些行不属于任何条款，没有收入：{lines}", f"These lines belong to no article and were left out: {lines}"
        )
    return 0


def _proof(path: Path | None) -> Attachment | None:
    return None if path is None else Attachment(path.name, read_bytes(path, LARGEST_FILE))


def document_of(arguments: Namespace) -> tuple[Document, Words]:
    """Which document a command is about, and what it is called."""
    document = Document(arguments.document)
    return document, DOCUMENT_WORDS[document]
