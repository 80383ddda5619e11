"""Self-contained web pages of an edition: the copy for everybody, and what core members are asked about. No script."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from app.domain.conduct import SEVERITY_WORDS, STANCE_WORDS, Article, Document, Edition, Stance
from app.domain.conduct_copy import article_name
from app.domain.conduct_drafts import AMENDED_WORDS, Amended, Amendment, Draft
from app.domain.letters import moment_words
from app.domain.words import NO_WORDS, Words
from app.errors import Language
from app.text.diff import Change, diff

_STYLE = """
:root{color-scheme:light dark;--ink:#1b1f27;--second:#59616e;--ground:#f4f5f7;--paper:#fff;--line:#e3e6eb;--red:#b3261e;
--amber:#855600;--green:#1b6e3c;--gone:#fce9e7;--new:#e3f5ea}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--second:#a9b2bf;--ground:#14171c;--paper:#1b1f26;--line:#2e343e;
--red:#ff9c94;--amber:#f2c14e;--green:#7fd8a0;--gone:#3a2220;--new:#1d3325}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);line-height:1.75;
font-family:"PingFang SC","Microsoft YaHei UI","Noto Sans CJK SC",system-ui,sans-serif}
main{max-width:46rem;margin:0 auto;padding:2rem 1.2rem 4rem}h1{font-size:1.7rem;margin:.2rem 0}
.about{color:var(--second);margin:0 0 1.6rem}article{background:var(--paper);border:1px solid var(--line);
border-radius:12px;padding:1rem 1.2rem;margin:.8rem 0;break-inside:avoid}h2{font-size:1.08rem;margin:0 0 .3rem}
p{margin:.35rem 0;white-space:pre-line}.mark{font-size:.8rem;font-weight:600;margin-left:.5rem}
.forbidden{color:var(--red)}.discouraged{color:var(--amber)}.encouraged{color:var(--green)}
.second{color:var(--second);font-size:.92rem}del{background:var(--gone);color:var(--red)}
ins{background:var(--new);color:var(--green);text-decoration:none;border-bottom:1px solid}
footer{color:var(--second);font-size:.9rem;margin-top:2rem}
@media print{body{background:#fff}article{border-color:#ccc}}
"""


def public_page(edition: Edition, language: Language, now: datetime) -> str:
    """An edition for a web page, or a poster with a QR code that leads to it.

    Args:
        now: in the local time zone, in which its date is told.
    """
    effective = edition.effective_from.astimezone(now.tzinfo)
    since = Words(f"自 {effective:%Y-%m-%d} 起施行", f"in force from {effective:%Y-%m-%d}")
    about = [edition.name] + ([since] if effective.year > 1970 else [])
    parts = [_article(one, edition.document, language) for one in edition.articles]
    names = [one.name for one in edition.helpers if one.name]
    thanks = Words(f"感谢：{'、'.join(names)}", f"With thanks to {', '.join(names)}") if names else NO_WORDS
    return _page(edition.title, about, parts, thanks, language)


def consultation_page(draft: Draft, amendments: Sequence[Amendment], language: Language, now: datetime) -> str:
    """A draft with what it changes, and how to answer, for members who read it without network or account.

    Args:
        now: in the local time zone, in which the end is told.
    """
    about = [Words("征求意见稿", "Draft for consultation")]
    if draft.until is not None:
        until = moment_words(draft.until.astimezone(now.tzinfo))
        about.append(Words(f"意见请于 {until.zh} 前返回", f"comments by {until.en}"))
    parts = [
        _p(
            Words(
                "怎样提意见：打开随附的表格（意见表.csv），在“意见”或“建议写法”里写，填上称呼，注明是否可以署名，存盘后发回即可。"
                "每一条意见都会得到答复：采纳，或说明为什么没有采纳。",
                "How to comment: open the table that came with this page, write under “comment” or “proposed wording”, "
                "give your name and say whether you may be named, save it and send it back. Every comment is answered.",
            ).say(language),
            "second",
        )
    ]
    parts += [_amendment(one, draft.document, language) for one in amendments]
    return _page(draft.title, about, parts, NO_WORDS, language)


def _page(title: Words, about: Sequence[Words], parts: Sequence[str], footer: Words, language: Language) -> str:
    said = escape(title.say(language) or title.zh)
    foot = f"<footer>{escape(footer.say(language))}</footer>" if footer != NO_WORDS else ""
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">"
        f"<title>{said}</title><style>{_STYLE}</style></head><body><main><h1>{said}</h1>"
        f'<p class="about">{escape(" · ".join(one.say(language) for one in about))}</p>'
        f"{''.join(parts)}{foot}</main></body></html>\n"
    )


def _article(one: Article, document: Document, language: Language, extra: str = "") -> str:
    return f"<article>{_head(one, document, language, extra)}{_body(one, language)}</article>"


def _head(one: Article, document: Document, language: Language, extra: str = "") -> str:
    marks = f'<span class="mark">{escape(extra)}</span>' if extra else ""
    if document is Document.CODE:
        said = STANCE_WORDS[one.stance].say(language)
        if one.severity is not None and one.stance is not Stance.ENCOURAGED:
            said += f" · {SEVERITY_WORDS[one.severity].say(language)}"
        marks += f'<span class="mark {one.stance.value}">{escape(said)}</span>'
    return f"<h2>{escape(article_name(one.number, language))} {escape(_say(one.title, language))}{marks}</h2>"


def _body(one: Article, language: Language) -> str:
    guidance = _say(one.guidance, language)
    return _p(_say(one.text, language)) + (_p(guidance, "second") if guidance else "")


def _amendment(one: Amendment, document: Document, language: Language) -> str:
    mark = AMENDED_WORDS[one.kind].say(language)
    article = one.after or one.before
    if article is None:
        raise AssertionError("an amendment is about an article")
    if one.before is None or one.after is None:
        tag = "ins" if one.after else "del"
        text = f"<p><{tag}>{escape(_say(article.text, language))}</{tag}></p>"
        return f"<article>{_head(article, document, language, mark)}{text}</article>"
    if one.kind is not Amended.CHANGED:
        return _article(article, document, language, mark if one.kind is Amended.MOVED else "")
    parts = "".join(
        _changed(_say(getattr(one.before, name), language), _say(getattr(one.after, name), language), look)
        for name, look in (("text", ""), ("guidance", "second"))
    )
    return f"<article>{_head(article, document, language, mark)}{parts}</article>"


def _changed(before: str, after: str, look: str) -> str:
    tags = {Change.SAME: "", Change.ADDED: "ins", Change.REMOVED: "del"}
    pieces = [(escape(piece.text), tags[piece.change]) for piece in diff(before, after)]
    inside = "".join(f"<{tag}>{text}</{tag}>" if tag else text for text, tag in pieces)
    return f'<p class="{look}">{inside}</p>' if inside else ""


def _say(words: Words, language: Language) -> str:
    return words.say(language) or words.zh or words.en


def _p(text: str, look: str = "") -> str:
    attribute = f' class="{look}"' if look else ""
    return f"<p{attribute}>{escape(text)}</p>"
