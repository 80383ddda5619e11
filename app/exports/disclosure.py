"""What is kept about a member, as a page to read and as a document for programs."""

import json
from collections.abc import Mapping
from html import escape

from app.domain.disclosure import Disclosure, Shown
from app.domain.words import Words
from app.errors import Language
from app.exports.disclosure_words import Told

_STYLE = (
    "body{font:15px/1.7 'Noto Sans SC','Microsoft YaHei',sans-serif;color:#1d1d1f;max-width:48rem;margin:2rem auto;"
    "padding:0 1.5rem}h1{font-size:1.5rem;margin-bottom:.3rem}h2{font-size:1.1rem;margin:2.4rem 0 .6rem;"
    "border-bottom:2px solid #1d1d1f;padding-bottom:.3rem}p{color:#5b5b66;margin:.2rem 0}"
    "dl{display:grid;grid-template-columns:7.5rem 1fr;gap:.15rem 1rem;margin:0;padding:.7rem 0;"
    "border-bottom:1px solid #d9d9de;break-inside:avoid}dt{color:#5b5b66}"
    "dd{margin:0;white-space:pre-wrap;overflow-wrap:anywhere}@media print{body{margin:0}}"
)
_TITLE = Words("个人信息副本", "A copy of your personal data")
_FOR_PROGRAMS = frozenset({"post_id"})
"""Columns that only the document for programs has."""


def as_html(found: Disclosure, language: Language) -> str:
    """A page in one language, without scripts or remote parts; every text of a member is escaped."""
    told, name, at = Told(found, language), found.member.name, found.at.isoformat()
    here, head = told.moment(at), escape(_TITLE.say(language))
    about = Words(
        f"{name}（成员编号 {found.member.id}）· 制作于 {here} · 时间均为 {found.zone}",
        f"{name} (member {found.member.id}) · made at {here} · times are of {found.zone}",
    )
    others = Words(
        "这里是社区治理记录中关于您的全部内容，其中不含他人的信息；与您无关的人以〔他人〕代替。",
        "This is everything that the record of the community's team keeps about you. Others are left out of it.",
    )
    body = "".join(_section(one, told, language) for one in found.sections)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{escape(name)} · {head}</title><style>{_STYLE}</style></head><body><h1>{head}</h1>"
        f"<p>{escape(about.say(language))}</p><p>{escape(others.say(language))}</p>{body}</body></html>"
    )


def _section(one: Shown, told: Told, language: Language) -> str:
    names = [name for name, _ in one.columns]
    rows = "".join(_entry(one, dict(zip(names, row, strict=True)), told, language) for row in one.rows)
    title = one.words.say(language)
    return f"<h2>{escape(title[:1].upper() + title[1:])}</h2>{rows}"


def _entry(one: Shown, row: Mapping[str, str], told: Told, language: Language) -> str:
    """One thing that is kept, line by line; what there is nothing to say of has no line."""
    said = [(words, told.value(one.key, name, row)) for name, words in one.columns if name not in _FOR_PROGRAMS]
    lines = (f"<dt>{escape(words.say(language))}</dt><dd>{escape(text)}</dd>" for words, text in said if text)
    return f"<dl>{''.join(lines)}</dl>"


def as_json(found: Disclosure) -> str:
    """The same for programs: sections by their names, rows as objects."""
    sections = {
        one.key: [dict(zip((name for name, _ in one.columns), row, strict=True)) for row in one.rows]
        for one in found.sections
    }
    whole = {
        "member": {"id": found.member.id, "name": found.member.name},
        "made_at": found.at.isoformat(),
        **sections,
    }
    return json.dumps(whole, ensure_ascii=False, indent=2)
