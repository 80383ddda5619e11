"""`conduct draft`, `conduct consult`, `conduct comment`: an edition in the making."""

from argparse import Namespace
from dataclasses import replace

from app.cli.conduct import document_of, moment, of_amendment, of_article, tell_amendments
from app.cli.context import Context
from app.cli.output import Output, stamp
from app.domain.conduct import NEW_ARTICLE, Article, Stance, published
from app.domain.conduct_comments import COMMENT_WORDS, LARGEST_FORM, Comment, CommentState, NewComment
from app.domain.conduct_drafts import DRAFT_WORDS, USUAL_CONSULTATION, Draft
from app.domain.conduct_file import LARGEST_RULES, as_markdown
from app.domain.words import Words
from app.errors import NoDraft, NoSuchArticle
from app.files import read_bytes, write_bytes
from app.operations import conduct_consultation, conduct_drafts
from app.operations.conduct_drafts import Drafted, DraftView
from app.operations.conduct_import import read_file
from app.operations.desk import Desk
from app.start import now


def new(context: Context, arguments: Namespace) -> int:
    """Make a draft."""
    document, _ = document_of(arguments)
    with context.desk() as desk:
        done = conduct_drafts.new(desk, document, based_on=arguments.based_on)
    return _tell(context.out, done)


def show(context: Context, arguments: Namespace) -> int:
    """Show the draft and what it changes, or write it as a file."""
    with context.desk() as desk:
        view = _view(desk, arguments)
    draft, out = view.draft, context.out
    if arguments.markdown:
        text = as_markdown(draft.title, draft.articles, draft.document)
        out.document({"version": draft.version, "markdown": text})
        out.line(text.rstrip("\n"))
        return 0
    if out.json:
        out.document(
            _of_draft(draft)
            | {
                "articles": [of_article(one, out) for one in draft.articles],
                "amendments": [of_amendment(one, out) for one in view.amendments if one.kind != "same"],
                "comments": [_of_comment(one) for one in view.comments],
            }
        )
        return 0
    state = DRAFT_WORDS[draft.state]
    out.say(
        f"{state.zh}，第 {draft.version} 稿：《{draft.title.zh}》",
        f"{state.en}, version {draft.version}: {draft.title.en}",
    )
    if draft.until is not None:
        out.say(
            f"征求意见到 {draft.until.astimezone():%Y-%m-%d %H:%M}",
            f"comments until {draft.until.astimezone():%Y-%m-%d %H:%M}",
        )
    tell_amendments(out, list(view.amendments))
    return 0


def _view(desk: Desk, arguments: Namespace) -> DraftView:
    document, words = document_of(arguments)
    view = conduct_drafts.view(desk, document)
    if view is None:
        raise NoDraft(document=words)
    return view


def set_article(context: Context, arguments: Namespace) -> int:
    """Change an article, or add one."""
    document, _ = document_of(arguments)
    with context.desk() as desk:
        draft = _view(desk, arguments).draft
        read = arguments.version or draft.version
        if arguments.before is not None:
            article = _changed(NEW_ARTICLE, arguments)
            return _tell(
                context.out, conduct_drafts.add_article(desk, read, article, document, before=arguments.before)
            )
        known = {one.number: one for one in draft.articles}
        if arguments.article > len(known) + 1:
            raise NoSuchArticle(edition_zh="草案", edition_en="The draft", article=arguments.article)
        before = known.get(arguments.article, replace(NEW_ARTICLE, number=arguments.article))
        done = conduct_drafts.set_article(desk, read, _changed(before, arguments), document)
    return _tell(context.out, done)


def _changed(article: Article, arguments: Namespace) -> Article:
    said = {
        part: _words(getattr(article, part), getattr(arguments, part), getattr(arguments, f"{part}_en"))
        for part in ("title", "text", "why", "guidance")
    }
    stance = arguments.stance or article.stance
    severity = None if stance is Stance.ENCOURAGED else arguments.severity or article.severity
    document, _ = document_of(arguments)
    whole = Article(article.number, stance, severity, article.use, **said)
    marks = published(whole, document)
    return replace(whole, use=marks.use, severity=marks.severity, stance=marks.stance)


def _words(before: Words, zh: str | None, en: str | None) -> Words:
    return Words(before.zh if zh is None else zh, before.en if en is None else en)


def remove(context: Context, arguments: Namespace) -> int:
    """Take an article out."""
    document, _ = document_of(arguments)
    with context.desk() as desk:
        read = arguments.version or _view(desk, arguments).draft.version
        return _tell(context.out, conduct_drafts.remove_article(desk, read, arguments.article, document))


def move(context: Context, arguments: Namespace) -> int:
    """Put an article elsewhere."""
    document, _ = document_of(arguments)
    with context.desk() as desk:
        read = arguments.version or _view(desk, arguments).draft.version
        return _tell(context.out, conduct_drafts.move_article(desk, read, arguments.article, arguments.to, document))


def edit(context: Context, arguments: Namespace) -> int:
    """Take all articles from a file."""
    document, _ = document_of(arguments)
    rules = read_file(arguments.file.name, read_bytes(arguments.file, LARGEST_RULES), document)
    with context.desk() as desk:
        read = arguments.version or _view(desk, arguments).draft.version
        done = conduct_drafts.replace_all(desk, read, rules.articles, document, title=rules.title)
    return _tell(context.out, done)


def drop(context: Context, arguments: Namespace) -> int:
    """Drop the draft."""
    document, _ = document_of(arguments)
    with context.desk() as desk:
        return _tell(context.out, conduct_drafts.drop(desk, document))


def _tell(out: Output, done: Drafted) -> int:
    draft, state = done.draft, DRAFT_WORDS[done.draft.state]
    out.document(_of_draft(draft))
    until = f"{draft.until.astimezone():%Y-%m-%d %H:%M}" if draft.until else ""
    out.say(
        f"{state.zh}，第 {draft.version} 稿，{len(draft.articles)} 条。{f'截止：{until}' if until else ''}",
        f"{state.en}, version {draft.version}, {len(draft.articles)} articles. {f'until {until}' if until else ''}",
    )
    return 0


def _of_draft(draft: Draft) -> dict[str, object]:
    return {
        "document": draft.document,
        "state": draft.state,
        "version": draft.version,
        "based_on": draft.based_on,
        "articles": len(draft.articles),
        "until": stamp(draft.until),
        "edition": draft.edition,
    }


# --- consultation ---------------------------------------------------------------------------------------


def consult(context: Context, arguments: Namespace) -> int:
    """Open the consultation."""
    document, _ = document_of(arguments)
    until = moment(arguments.until) if arguments.until else now() + USUAL_CONSULTATION
    with context.desk() as desk:
        return _tell(context.out, conduct_consultation.open_consultation(desk, until, document))


def end(context: Context, arguments: Namespace) -> int:
    """Move the end of the consultation, or end it now."""
    document, _ = document_of(arguments)
    with context.desk() as desk:
        if arguments.until:
            return _tell(context.out, conduct_consultation.set_end(desk, moment(arguments.until), document))
        return _tell(context.out, conduct_consultation.end_now(desk, document))


def export(context: Context, arguments: Namespace) -> int:
    """Save what core members get."""
    document, _ = document_of(arguments)
    with context.desk() as desk:
        out = conduct_consultation.handout(desk, arguments.language, document)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    files = [arguments.folder / name for name, _ in (out.page, out.table)]
    for path, (_, content) in zip(files, (out.page, out.table), strict=True):
        write_bytes(path, content)
    context.out.document({"files": [str(path) for path in files]})
    context.out.say(f"已保存 {files[0]} 和 {files[1]}。", f"Saved {files[0]} and {files[1]}.")
    return 0


def add_comment(context: Context, arguments: Namespace) -> int:
    """Enter a comment."""
    document, _ = document_of(arguments)
    said = NewComment(arguments.name, arguments.article, arguments.text, arguments.wording, arguments.named)
    with context.desk() as desk:
        done = conduct_consultation.add_comment(desk, said, document)
    return _tell_comments(context.out, done)


def import_comments(context: Context, arguments: Namespace) -> int:
    """Take a form that came back."""
    document, _ = document_of(arguments)
    data = read_bytes(arguments.file, LARGEST_FORM)
    with context.desk() as desk:
        done = conduct_consultation.import_comments(
            desk, data, document, name=arguments.name, take_good=arguments.take_good
        )
    return _tell_comments(context.out, done)


def _tell_comments(out: Output, done: conduct_consultation.Commented) -> int:
    problems = [{"line": one.line, "reason": out.words(one.reason), "content": one.content} for one in done.problems]
    out.document({"comments": list(done.comments), "known": done.known, "problems": problems})
    out.say(
        f"录入意见 {len(done.comments)} 条；{done.known} 条以前录入过。",
        f"{len(done.comments)} comments were entered; {done.known} were there before.",
    )
    for one in done.problems:
        out.say(
            f"第 {one.line} 行：{one.reason.zh}（{one.content}）", f"line {one.line}: {one.reason.en} ({one.content})"
        )
    return 0


def comments(context: Context, arguments: Namespace) -> int:
    """List every comment with its answer."""
    out = context.out
    with context.desk() as desk:
        listed = _view(desk, arguments).comments
    out.document([_of_comment(one) for one in listed])
    if not listed:
        out.say("还没有意见。", "There are no comments yet.")
    for one in listed:
        state = out.words(COMMENT_WORDS[one.state])
        where = one.said.article or out.words(Words("整体", "the whole"))
        out.line(f"#{one.seq} {state} · §{where} · {one.said.name}: {one.said.text} {one.said.proposal} {one.reason}")
    return 0


def _of_comment(one: Comment) -> dict[str, object]:
    return {
        "comment": one.seq,
        "article": one.said.article,
        "name": one.said.name,
        "text": one.said.text,
        "wording": one.said.proposal,
        "named": one.said.named,
        "state": one.state,
        "reason": one.reason,
    }


def adopt(context: Context, arguments: Namespace) -> int:
    """Adopt a comment."""
    return _answer(context, arguments, CommentState.ADOPTED)


def decline(context: Context, arguments: Namespace) -> int:
    """Decline a comment."""
    return _answer(context, arguments, CommentState.DECLINED)


def _answer(context: Context, arguments: Namespace, state: CommentState) -> int:
    document, _ = document_of(arguments)
    with context.desk() as desk:
        conduct_consultation.answer(desk, arguments.comment, state, arguments.reason, document)
    words = COMMENT_WORDS[state]
    context.out.document({"comment": arguments.comment, "state": state})
    context.out.say(f"意见 #{arguments.comment}：{words.zh}。", f"Comment {arguments.comment}: {words.en}.")
    return 0
