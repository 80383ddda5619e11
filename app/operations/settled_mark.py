"""Marking our first reply to a case, so that who reads the thread later sees there how the matter ended."""

from app.domain.cases import Case
from app.domain.commands import Command, CommandKind, CommandState, Intent
from app.domain.community import Level
from app.domain.posts import PostId
from app.domain.settled_mark import Mark, marked
from app.operations.commanding import community_info
from storage.transaction import Transaction


def first_reply_of(tx: Transaction, case: Case) -> Command | None:
    """The first public reply to a case that stands in the community, as far as the community said where."""
    return next((one for one in tx.outbox.of_case(case.id) if _stands(one)), None)


def marking(
    tx: Transaction, case: Case, first_reply: Command, mark: Mark, *, newest: Command | None = None
) -> Intent | None:
    """What puts a mark above our first reply; an earlier one is replaced.

    Args:
        first_reply: as it was sent; its own words are kept.
        newest: the reply to read on at, linked where the community has said already where it stands.

    Returns:
        The step; None where there is nothing to do, or no way: the reply is not there, or nobody knows where; the
        community can't change one; the text would be too long; the last step that changes this reply says the same.

    Raises:
        NotSignedIn: the community was never asked what it can do.
    """
    info = community_info(tx)
    able = info.sends(CommandKind.UPDATE_REPLY) or info.capability(CommandKind.UPDATE_REPLY).level is Level.MANUAL
    if case.place is not None or not able or not _stands(first_reply) or first_reply.receipt is None:
        return None
    post_id = PostId(first_reply.receipt.remote_id)
    url = newest.receipt.url if newest is not None and newest.receipt is not None else ""
    text = marked(first_reply.intent.text, mark, url=url, limit=info.limits.reply_max)
    if text is None or text == _last_text(tx, case, post_id):
        return None
    thread_id = first_reply.intent.thread_id
    return Intent(CommandKind.UPDATE_REPLY, case_id=case.id, post_id=post_id, thread_id=thread_id, text=text)


def _stands(command: Command) -> bool:
    """Whether a command is a reply that the community has, and has named."""
    posted = command.intent.kind is CommandKind.REPLY and command.state is CommandState.SENT
    return posted and command.receipt is not None and bool(command.receipt.remote_id)


def _last_text(tx: Transaction, case: Case, post_id: PostId) -> str | None:
    """What this reply says, or is to say, by the last step that changed it."""
    texts = [
        one.intent.text
        for one in tx.outbox.of_case(case.id)
        if one.intent.kind is CommandKind.UPDATE_REPLY
        and one.intent.post_id == post_id
        and one.state is not CommandState.CANCELLED
    ]
    return texts[-1] if texts else None
