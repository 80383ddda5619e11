"""Threads, posts with their revisions, members and messages as last read from the community."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property

import msgspec
import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.community import Message
from app.domain.members import Member, MemberId, MemberRef
from app.domain.posts import Post, PostId, PostState, Revision, Thread, ThreadId, ThreadSlice
from app.domain.privacy import MARK
from storage.bulk import Upsert, blocks
from storage.cache_schema import members, messages, posts, revisions, threads
from storage.cache_thinning import forgotten
from storage.values import moment, moment_or_none, ms, ms_or_none


def _store(table: sa.Table, key: Sequence[str]) -> Upsert:
    names = [column.name for column in table.columns]
    return Upsert(table, names, key=key, update=[name for name in names if name not in key])


_THREADS = _store(threads, ["id"])
_POSTS = _store(posts, ["id"])
_REVISIONS = _store(revisions, ["post_id", "version"])
_MEMBERS = _store(members, ["id"])
_MESSAGES = _store(messages, ["account_id", "id"])

_VERSIONS = sa.select(posts.c.id, posts.c.version).where(posts.c.id.in_(sa.bindparam("ids", expanding=True)))

_NUMBERS = sa.select(posts.c.id, posts.c.number).where(
    posts.c.id.in_(sa.bindparam("ids", expanding=True)), posts.c.number.is_not(None)
)

_ROWID: sa.ColumnElement[int] = sa.literal_column("posts.rowid", sa.Integer)
_AUTHORS = (
    sa.select(_ROWID.label("place"), posts.c.author_id)
    .where(sa.bindparam("place") < _ROWID)
    .order_by(_ROWID)
    .limit(sa.bindparam("most"))
)

_NEVER = -(2**62)

_encode_member = msgspec.json.Encoder().encode
_decode_member = msgspec.json.Decoder(Member).decode


class Threads:
    """What was read of the community, as seen by one transaction on the cache."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    @cached_property
    def _forgotten(self) -> dict[str, int]:
        return forgotten(self._connection)

    # --- writing ---------------------------------------------------------------------------------------

    def store_threads(self, new: Iterable[Thread]) -> None:
        """Keep these threads as they are now."""
        _THREADS.run(
            self._connection,
            [(one.id, one.title, one.category, one.url, one.locked, one.pinned) for one in new],
        )

    def store_posts(self, new: Sequence[Post], *, looked_at: bool = False) -> None:
        """Keep these posts as they are now; where a text changed, the one before becomes a revision.

        Args:
            new: the posts.
            looked_at: somebody has to see them; else those are left out whose author was forgotten since.
        """
        gone = {} if looked_at else self._forgotten
        if gone:
            new = [post for post in new if ms(post.created_at) > gone.get(post.author.id, _NEVER)]
        self._keep_revisions(new)
        numbers = self._numbers([post.id for post in new if post.number is None])
        _POSTS.run(self._connection, [_post_row(post, numbers.get(post.id)) for post in new])

    def _numbers(self, ids: Iterable[PostId]) -> dict[PostId, int]:
        """Where posts stand in their thread: not everything that tells of a post tells that again."""
        return {
            PostId(row.id): row.number
            for block in blocks(ids)
            for row in self._connection.execute(_NUMBERS, {"ids": block})
        }

    def _keep_revisions(self, new: Sequence[Post]) -> None:
        versions = {post.id: post.version for post in new}
        changed: list[tuple[object, ...]] = []
        for block in blocks(versions):
            rows = self._connection.execute(_VERSIONS, {"ids": block})
            stale = [row.id for row in rows if versions[PostId(row.id)] != row.version]
            for row in self._connection.execute(sa.select(posts).where(posts.c.id.in_(stale))) if stale else ():
                changed.append((row.id, row.version, row.raw, row.edited_at or row.created_at))
        _REVISIONS.run(self._connection, changed)

    def mark_gone(self, gone: Sequence[PostId]) -> None:
        """Mark posts that are no longer in the community; their text stays."""
        for block in blocks(gone):
            self._connection.execute(
                sa.update(posts).where(posts.c.id.in_(block)).values(state=PostState.DELETED.value)
            )

    def store_members(self, new: Iterable[Member], *, looked_at: bool = False) -> None:
        """Keep these members as they are now; who was forgotten only where somebody has to see them."""
        gone = {} if looked_at else self._forgotten
        _MEMBERS.run(
            self._connection,
            [(one.ref.id, one.ref.name, _encode_member(one).decode()) for one in new if one.ref.id not in gone],
        )

    def store_messages(self, account: MemberId, new: Iterable[Message]) -> None:
        """Keep what an account sent and received; one message that is known stays one.

        Of members who were forgotten only what came since, without their name.
        """
        gone = self._forgotten
        _MESSAGES.run(
            self._connection,
            [
                (
                    account,
                    one.id,
                    one.member.id,
                    MARK if one.member.id in gone else one.member.name,
                    one.sent_by_us,
                    ms(one.at),
                    one.text,
                    one.case_id,
                )
                for one in new
                if ms(one.at) > gone.get(one.member.id, _NEVER)
            ],
        )

    # --- reading ---------------------------------------------------------------------------------------

    def slice(self, thread_id: ThreadId) -> ThreadSlice | None:
        """A thread with the posts that are here, in reading order; None when it was never read."""
        thread = self._connection.execute(sa.select(threads).where(threads.c.id == thread_id)).one_or_none()
        rows = self._connection.execute(
            sa.select(posts).where(posts.c.thread_id == thread_id).order_by(posts.c.created_at, posts.c.id)
        ).all()
        if thread is None and not rows:
            return None
        known = (
            Thread(thread_id, "")
            if thread is None
            else Thread(thread_id, thread.title, thread.category, thread.url, thread.locked, thread.pinned)
        )
        return ThreadSlice(known, tuple(map(_post, rows)))

    def post(self, post_id: PostId) -> Post | None:
        """A post as last read, if it is here."""
        row = self._connection.execute(sa.select(posts).where(posts.c.id == post_id)).one_or_none()
        return None if row is None else _post(row)

    def titles(self, ids: Iterable[ThreadId]) -> dict[ThreadId, str]:
        """The titles of the threads that are here."""
        return {
            ThreadId(row.id): row.title
            for block in blocks(ids)
            for row in self._connection.execute(sa.select(threads).where(threads.c.id.in_(block)))
        }

    def revisions(self, post_id: PostId) -> list[Revision]:
        """The earlier texts of a post, oldest first."""
        rows = self._connection.execute(
            sa.select(revisions).where(revisions.c.post_id == post_id).order_by(revisions.c.written_at)
        )
        return [Revision(row.version, "", row.raw, moment(row.written_at)) for row in rows]

    def member(self, member_id: MemberId) -> Member | None:
        """A member as last read."""
        about = self._connection.execute(sa.select(members.c.about).where(members.c.id == member_id)).scalar()
        return None if about is None else _decode_member(about)

    def staff(self, ids: Iterable[MemberId]) -> set[MemberId]:
        """Those of these members who belong to the community's staff."""
        found: set[MemberId] = set()
        for block in blocks(ids):
            rows = self._connection.execute(sa.select(members).where(members.c.id.in_(block)))
            found.update(MemberId(row.id) for row in rows if _decode_member(row.about).is_staff)
        return found

    def cars(self, ids: Iterable[MemberId]) -> dict[MemberId, str]:
        """The cars of those members of whom the community tells one."""
        found: dict[MemberId, str] = {}
        for block in blocks(ids):
            rows = self._connection.execute(sa.select(members).where(members.c.id.in_(block)))
            told = ((row.id, _decode_member(row.about).car) for row in rows)
            found |= {MemberId(member_id): car for member_id, car in told if car}
        return found

    def authors_after(self, place: int, most: int) -> list[tuple[int, MemberId]]:
        """Authors of posts in the order in which those first came, from a place on; each with the place of the post."""
        rows = self._connection.execute(_AUTHORS, {"place": place, "most": most})
        return [(row.place, MemberId(row.author_id)) for row in rows]

    def messages_with(self, account: MemberId, member_id: MemberId) -> list[Message]:
        """The private messages between an account and a member, oldest first; another's letters are not ours."""
        rows = self._connection.execute(
            sa.select(messages)
            .where(messages.c.account_id == account, messages.c.member_id == member_id)
            .order_by(messages.c.at, messages.c.id)
        )
        return [_message(row) for row in rows]

    def wrote_since(self, account: MemberId, since: datetime) -> set[MemberId]:
        """Members who wrote to an account since then."""
        rows = self._connection.execute(
            sa.select(messages.c.member_id)
            .where(messages.c.account_id == account, messages.c.at >= ms(since), ~messages.c.sent_by_us)
            .distinct()
        )
        return {MemberId(row.member_id) for row in rows}


def _message(row: sa.Row[tuple[object, ...]]) -> Message:
    return Message(
        row.id,
        MemberRef(MemberId(row.member_id), row.member_name),
        row.sent_by_us,
        moment(row.at),
        row.text,
        CaseId(row.case_id) if row.case_id else None,
    )


def _post_row(post: Post, number: int | None) -> tuple[object, ...]:
    return (
        post.id,
        post.thread_id,
        post.author.id,
        post.author.name,
        ms(post.created_at),
        ms_or_none(post.edited_at),
        post.number if post.number is not None else number,
        post.reply_to,
        post.state.value,
        post.raw,
        post.version,
        post.url,
    )


def _post(row: sa.Row[tuple[object, ...]]) -> Post:
    return Post(
        id=PostId(row.id),
        thread_id=ThreadId(row.thread_id),
        author=MemberRef(MemberId(row.author_id), row.author_name),
        created_at=moment(row.created_at),
        raw=row.raw,
        version=row.version,
        state=PostState(row.state),
        edited_at=moment_or_none(row.edited_at),
        number=row.number,
        reply_to=PostId(row.reply_to) if row.reply_to else None,
        url=row.url,
    )
