"""Links lead out of the program only when a person says so, and after they saw where to."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.domain.words import Words
from app.text.display import visible
from ui.notices import Offer
from ui.tools import Tools


def offer_link(tools: Tools, address: str) -> None:
    """Say where a link leads, and offer to open it."""
    url = QUrl(address)
    tools.notices.tell(
        Words(f"链接去往 {visible(address)}", f"This link leads to {visible(address)}"),
        offer=Offer(Words("在浏览器打开", "Open in the browser"), "", lambda: open_link(url)),
        seconds=12,
    )


def host_of(address: str) -> str:
    """The host of an address, in punycode, so that no letter passes for another."""
    return QUrl(address).host(QUrl.ComponentFormattingOption.FullyEncoded) or address


def open_link(url: QUrl) -> None:
    """Open a web address outside of the program; nothing but the web."""
    if url.scheme() in ("http", "https"):
        QDesktopServices.openUrl(url)
