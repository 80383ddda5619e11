"""data/case.html of a packet of the council: what a member reads before voting, on a screen or on paper."""

from collections.abc import Mapping
from datetime import tzinfo

from app.packets.council_file import CouncilFile
from app.packets.council_page_check import POLICY
from app.packets.page_parts import head, section, shown
from app.packets.page_style import STYLE

Content = bytes | memoryview


def render(file: CouncilFile, contents: Mapping[str, Content], zone: tzinfo | None = None) -> bytes:
    """The page, in UTF-8.

    Args:
        file: what it tells.
        contents: of the pictures that it names, by their names in the packet.
        zone: in which times are written, with their distance from UTC; that of this machine where none is named.
    """
    posts = "".join(f"<article><h3>{shown(one.title)}</h3><div>{shown(one.text)}</div></article>" for one in file.posts)
    page = (
        f"{head(POLICY)}<title>{shown(file.case)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{section('要判断的问题', 'The question', f'<p>{shown(file.question)}</p>')}"
        f"{section('帖子', 'Posts', posts)}\n</body>\n</html>\n"
    )
    return page.encode()
