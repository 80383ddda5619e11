"""Drafts of editions, and the comments on them. What was said is kept as it was said; only its answer is added."""

from collections.abc import Sequence
from datetime import datetime

import msgspec
import sqlalchemy as sa

from app.domain.conduct import Article, Document
from app.domain.conduct_comments import Comment, CommentState, NewComment
from app.domain.conduct_drafts import Draft, DraftState
from app.domain.members import MemberId, MemberRef
from app.domain.words import Words
from storage.schema_conduct import conduct_comments, conduct_drafts
from storage.values import moment, moment_or_none, ms, ms_or_none, plain

_Row = sa.Row[tuple[object, ...]]
_decode = msgspec.json.Decoder(tuple[Article, ...]).decode
_OPEN = [state.value for state in DraftState if state.open]


class ConductDrafts:
    """The drafts as seen by one transaction."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # --- drafts ----------------------------------------------------------------------------------------

    def add(self, draft: Draft) -> int:
        """Keep a new draft; its number."""
        values = _row(draft) | {
            "document": draft.document.value,
            "based_on": draft.based_on,
            "by_id": draft.by.id,
            "by_name": draft.by.name,
            "at": ms(draft.at),
        }
        added = sa.insert(conduct_drafts).values(**values).returning(conduct_drafts.c.id)
        return int(self._connection.execute(added).scalar_one())

    def open(self, document: Document, *, to_change: bool = False) -> Draft | None:
        """The draft that may still become an edition, locked where it is to be changed."""
        found = sa.select(conduct_drafts).where(
            conduct_drafts.c.document == document.value, conduct_drafts.c.state.in_(_OPEN)
        )
        row = self._connection.execute(found.with_for_update() if to_change else found).one_or_none()
        return None if row is None else _draft(row)

    def every(self) -> list[Draft]:
        """Every draft there ever was, oldest first."""
        return [
            _draft(row) for row in self._connection.execute(sa.select(conduct_drafts).order_by(conduct_drafts.c.id))
        ]

    def save(self, draft: Draft, read: int) -> bool:
        """Keep a draft as it is now; False where it is no longer at the version that was read."""
        changed = (
            sa.update(conduct_drafts)
            .where(conduct_drafts.c.id == draft.id, conduct_drafts.c.version == read)
            .values(**_row(draft))
        )
        return self._connection.execute(changed).rowcount == 1

    # --- comments --------------------------------------------------------------------------------------

    def comment(self, draft: int, said: NewComment, title: Words, by: MemberRef, at: datetime) -> int | None:
        """Keep a comment; its number, or None where the very same is kept."""
        values = {
            "draft": draft,
            "print": said.print,
            "article": said.article,
            "title_zh": title.zh,
            "title_en": title.en,
            "name": plain(said.name),
            "text": plain(said.text),
            "proposal": plain(said.proposal),
            "named": said.named,
            "by_id": by.id,
            "at": ms(at),
            "state": CommentState.OPEN.value,
            "reason": "",
        }
        there = sa.select(conduct_comments.c.seq).where(
            conduct_comments.c.draft == draft, conduct_comments.c.print == said.print
        )
        if self._connection.execute(there).scalar() is not None:
            return None
        added = sa.insert(conduct_comments).values(**values).returning(conduct_comments.c.seq)
        return int(self._connection.execute(added).scalar_one())

    def comments(self, draft: int) -> list[Comment]:
        """The comments on a draft, oldest first."""
        rows = self._connection.execute(
            sa.select(conduct_comments).where(conduct_comments.c.draft == draft).order_by(conduct_comments.c.seq)
        )
        return [_comment(row) for row in rows]

    def answer(self, seq: int, state: CommentState, reason: str, by: MemberRef, at: datetime) -> None:
        """Adopt or decline a comment."""
        self._connection.execute(
            sa.update(conduct_comments)
            .where(conduct_comments.c.seq == seq)
            .values(
                state=state.value,
                reason=plain(reason),
                answered_by_id=by.id,
                answered_by_name=by.name,
                answered_at=ms(at),
            )
        )


def _row(draft: Draft) -> dict[str, object]:
    return {
        "state": draft.state.value,
        "version": draft.version,
        "title_zh": plain(draft.title.zh),
        "title_en": plain(draft.title.en),
        "articles": plain(_encoded(draft.articles)),
        "opened_at": ms_or_none(draft.opened_at),
        "until": ms_or_none(draft.until),
        "edition": draft.edition,
    }


def _encoded(whole: Sequence[Article]) -> str:
    return msgspec.json.encode(whole).decode()


def _draft(row: _Row) -> Draft:
    return Draft(
        id=row.id,
        document=Document(row.document),
        based_on=row.based_on,
        state=DraftState(row.state),
        version=row.version,
        title=Words(row.title_zh, row.title_en),
        articles=_decode(row.articles),
        by=MemberRef(MemberId(row.by_id), row.by_name),
        at=moment(row.at),
        opened_at=moment_or_none(row.opened_at),
        until=moment_or_none(row.until),
        edition=row.edition,
    )


def _comment(row: _Row) -> Comment:
    answered = MemberRef(MemberId(row.answered_by_id), row.answered_by_name or "") if row.answered_by_id else None
    return Comment(
        seq=row.seq,
        draft=row.draft,
        said=NewComment(row.name, row.article, row.text, row.proposal, row.named),
        title=Words(row.title_zh, row.title_en),
        at=moment(row.at),
        state=CommentState(row.state),
        reason=row.reason,
        answered_by=answered,
        answered_at=moment_or_none(row.answered_at),
    )
