"""Posts as they stand in their thread."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QFrame

from app.domain.members import Member
from app.domain.posts import Post, PostId
from app.domain.words import Words
from ui.kit.elements import column, label, row, tag
from ui.kit.remote import LONGEST, SHORTER, RemoteText, brief
from ui.kit.theme import Tone
from ui.tools import Tools

MOST = 60
"""How many are shown on one side when all are asked for; the nearest ones."""

AROUND = {True: 2, False: 4}
"""How many posts are shown before and after the judged one until all are asked for."""


def around(posts: Sequence[Post], judged: PostId | None, *, before: bool, everything: bool) -> tuple[list[Post], int]:
    """The posts before or after the judged one that are shown, and how many are not."""
    ids = [post.id for post in posts]
    at = ids.index(judged) if judged in ids else 0
    side = list(posts[:at]) if before else list(posts[at + (judged in ids) :])
    most = MOST if everything else AROUND[before]
    if len(side) <= most + 1:
        return side, 0
    shown = side[-most:] if before else side[:most]
    return shown, len(side) - len(shown)


class PostCard(QFrame):
    """One post: who, when, what. The judged one stands out."""

    def __init__(
        self,
        tools: Tools,
        *,
        name: str,
        text: str,
        at: datetime,
        now: datetime,
        number: int | None = None,
        member: Member | None = None,
        look: str = "post",
        hidden: bool = False,
        thanked: bool = False,
    ) -> None:
        super().__init__()
        self.setObjectName(look)
        say = tools.say
        self.body = RemoteText(tools.theme, say, text, longest=LONGEST if look == "judged" else SHORTER)
        parts = [say(_floor(number))] if number else []
        parts.append(say.moment(at, now))
        parts += about(tools, member, now) if member else []
        head = row(label(brief(name, 40), "name", wrap=False), label(" · ".join(parts), "second"))
        head.setStretch(1, 1)
        if hidden:
            head.addWidget(tag(say(Words("已折叠", "hidden")), Tone.NEUTRAL))
        if thanked:
            head.addWidget(tag(say(Words("已感谢", "thanked")), Tone.VIOLET))
        layout = column(head, self.body, gap=4)
        layout.setContentsMargins(12, 8, 12, 8)
        self.setLayout(layout)


def _floor(number: int) -> Words:
    return Words("主楼" if number == 1 else f"{number} 楼", "first post" if number == 1 else f"post {number}")


def about(tools: Tools, member: Member, now: datetime) -> list[str]:
    """How long somebody is here and how much they wrote."""
    parts: list[str] = []
    if member.joined_at is not None:
        parts.append(tools.say(Words("注册 {age}", "here for {age}")).format(age=tools.say.age(member.joined_at, now)))
    if member.posts is not None:
        parts.append(tools.say(Words(f"{member.posts} 帖", "1 post" if member.posts == 1 else f"{member.posts} posts")))
    return parts
