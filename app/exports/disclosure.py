"""What is kept about a member, as a page to read and as a document for programs."""

import json
from html import escape

from app.domain.disclosure import Disclosure, Shown

_STYLE = (
    "body{font:15px/1.7 'Noto Sans SC','Microsoft YaHei',sans-serif;color:#1d1d1f;max-width:60rem;margin:2rem auto;"
    "padding:0 1.5rem}h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2.2rem}table{border-collapse:collapse;"
    "width:100%}th,td{text-align:left;vertical-align:top;border-bottom:1px solid #d9d9de;padding:.4rem .6rem;"
    "white-space:pre-wrap;overflow-wrap:anywhere}th{color:#5b5b66;font-weight:600;white-space:nowrap}"
    ".en{color:#5b5b66;font-weight:400}@media print{body{margin:0}}"
)


def as_html(found: Disclosure) -> str:
    """A page without scripts or remote parts; every text of a member is escaped."""
    at = f"{found.at.astimezone():%Y-%m-%d %H:%M}"
    head = (
        f"<h1>{escape(found.member.name)} · 个人信息副本 "
        f'<span class="en">a copy of personal data</span></h1>'
        f"<p>成员编号 {escape(found.member.id)}，制作于 {at}。其中不含他人的信息。<br>"
        f'<span class="en">Member {escape(found.member.id)}, made at {at}. Nothing of others is in it.</span></p>'
    )
    body = "".join(_section(one) for one in found.sections)
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8">'
        f"<title>{escape(found.member.name)}</title><style>{_STYLE}</style></head><body>{head}{body}</body></html>"
    )


def _section(one: Shown) -> str:
    heads = "".join(
        f'<th>{escape(words.zh)} <span class="en">{escape(words.en)}</span></th>' for _, words in one.columns
    )
    rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in one.rows)
    title = f'{escape(one.words.zh)} <span class="en">{escape(one.words.en)}</span>'
    return f"<h2>{title}</h2><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


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
