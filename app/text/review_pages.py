"""A community review as a web page of its own: no script, nothing loaded from elsewhere, its Markdown made harmless."""

from html import escape

from app.domain.review import Review
from app.errors import Language
from app.text.markdown import to_html

_STYLE = """
:root{color-scheme:light dark;--ink:#1b1f27;--second:#59616e;--ground:#f4f5f7;--paper:#fff;--line:#e3e6eb;
--link:#1d5fbf;--accent:#b7791f}
@media(prefers-color-scheme:dark){:root{--ink:#e6e9ee;--second:#a9b2bf;--ground:#14171c;--paper:#1b1f26;--line:#2e343e;
--link:#8ab8ff;--accent:#f2c14e}}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);line-height:1.8;
font-family:"PingFang SC","Microsoft YaHei UI","Noto Sans CJK SC",system-ui,sans-serif}
main{max-width:44rem;margin:2.4rem auto;padding:2.2rem 2.4rem 2.8rem;background:var(--paper);
border:1px solid var(--line);border-radius:14px}h1{font-size:1.7rem;line-height:1.4;margin:0 0 1.2rem}
h2{font-size:1.15rem;margin:2rem 0 .5rem;
padding-left:.7rem;border-left:4px solid var(--accent)}h3,h4{font-size:1rem;margin:1.2rem 0 .3rem}p{margin:.6rem 0}
ul,ol{margin:.5rem 0;padding-left:1.4rem}li{margin:.35rem 0}a{color:var(--link);overflow-wrap:anywhere}
blockquote{margin:.8rem 0;padding:.1rem 1rem;border-left:3px solid var(--line);color:var(--second)}
hr{border:0;border-top:1px solid var(--line);margin:1.6rem 0}code{font-size:.92em}
@media(max-width:40rem){main{margin:0;border:0;border-radius:0;padding:1.4rem 1.1rem 2.4rem}}
@media print{body{background:#fff}main{border:0;margin:0;max-width:none}}
"""


def review_page(review: Review) -> str:
    """The review as a page in its language."""
    return page(review.title, review.text, review.language)


def page(title: str, text: str, language: Language) -> str:
    """A title and a text in Markdown as a page, also while they are being written."""
    said = escape(title)
    return (
        f'<!doctype html>\n<html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<meta name="referrer" content="no-referrer">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none';style-src 'unsafe-inline'\">"
        f"<title>{said}</title><style>{_STYLE}</style></head><body><main><h1>{said}</h1>\n{to_html(text)}\n"
        "</main></body></html>\n"
    )
