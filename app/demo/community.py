"""The demo community: the reference for the bridge contract, kept in memory.

Every method holds the one lock, so that a command and its key are one step, as the contract demands.
"""

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import RLock
from typing import ClassVar

from msgspec import structs
from msgspec.json import encode

from app.community.bridge import wire
from app.demo import honours, measures, noticeboard, replies, settling
from app.demo.content import Content
from app.demo.feed import Feed
from app.demo.pictures import picture
from app.demo.refusals import Refusal, check_text, found
from app.domain.cases import CommunityState
from app.domain.commands import CommandKind, ReceiptStatus
from app.domain.community import Level
from app.domain.posts import PostState

MESSAGE_MAX = 2_000
REQUESTS_PER_MINUTE = 6_000


@dataclass(frozen=True, slots=True)
class Done:
    """A command's key with the body that used it and the receipt."""

    digest: str
    receipt: wire.WireReceipt


class DemoCommunity:
    """A community in memory, with everything the contract asks for.

    Args:
        content: what it starts with.
        clock: the time it lives in.
        staff: the accounts that can sign in, by token.
        epoch: what cursors belong to; a fresh one makes every cursor of another community too old.

    Attributes:
        pictures: by their names, beside those that are drawn; an empty one is gone.
    """

    def __init__(
        self,
        content: Content,
        clock: Callable[[], datetime],
        staff: dict[str, wire.WireRef],
        *,
        epoch: str | None = None,
    ) -> None:
        self._lock = RLock()
        self._clock = clock
        self._staff = staff
        self._feed = Feed(epoch or secrets.token_hex(4))
        self._members: dict[str, wire.WireMember] = {}
        self._threads: dict[str, wire.WireThread] = {}
        self._posts: dict[str, wire.WirePost] = {}
        self._cases: dict[str, wire.WireCase] = {}
        self._post_of: dict[str, str] = {}
        self._in_thread: dict[str, list[str]] = {}
        self._honours = content.honours
        self._messages: list[tuple[str, wire.WireMessage]] = []
        self._replies: dict[str, str] = {}
        self._acknowledged: list[wire.WireAcknowledgement] = []
        self._done: dict[str, Done] = {}
        self.add(content)
        self.pictures: dict[str, bytes] = {}

    # --- the feed --------------------------------------------------------------------------------------

    def changes(self, cursor: str | None, limit: int) -> wire.WirePage:
        """A page of the feed after the cursor."""
        with self._lock:
            try:
                changes, at, more = self._feed.after(cursor, limit)
            except LookupError:
                raise Refusal(410, "not_found", "this cursor is not known (any more); start again") from None
            items = [self._item(change.seq, change.kind, change.item_id) for change in changes]
            return wire.WirePage(items, at, more)

    def _item(self, seq: int, kind: wire.ItemType, item_id: str) -> wire.WireItem:
        item = wire.WireItem(seq, kind, item_id)
        if kind == "member":
            item.member = self._members.get(item_id)
        elif kind == "thread":
            item.thread = self._threads.get(item_id)
        elif kind == "post":
            item.post = self._posts.get(item_id)
        elif item_id in self._cases:
            item.case = self._whole(self._cases[item_id])
        item.gone = not (item.member or item.thread or item.post or item.case)
        return item

    def _whole(self, case: wire.WireCase) -> wire.WireCase:
        post = self._posts.get(self._post_of.get(case.id, ""))
        return structs.replace(case, post=post, thread=self._threads.get(post.thread_id) if post else None)

    # --- reading ---------------------------------------------------------------------------------------

    def renew_token(self, old: str, new: str) -> None:
        """Give an account another token; the old one is no longer accepted."""
        self._staff[new] = self._staff.pop(old)

    def acting(self, token: str) -> wire.WireRef:
        """Whose token it is."""
        account = self._staff.get(token)
        if account is None:
            raise Refusal(401, "unauthenticated", "this token is not known")
        return account

    def meta(self, acting: wire.WireRef) -> wire.WireMeta:
        """Who asks, and what can be done here."""
        native = wire.WireCapability(Level.NATIVE)
        missing = wire.WireCapability(Level.UNSUPPORTED)
        return wire.WireMeta(
            platform="demo",
            version="1.0",
            now=self._clock(),
            acting_member=acting,
            capabilities={kind.value: native if kind in self._actions else missing for kind in CommandKind},
            limits=wire.WireLimits(REQUESTS_PER_MINUTE, MESSAGE_MAX, replies.REPLY_MAX),
        )

    def case(self, case_id: str) -> wire.WireCase:
        """A case with its post and thread."""
        with self._lock:
            return self._whole(found(self._cases, case_id))

    def post(self, post_id: str) -> wire.WirePost:
        """A post."""
        with self._lock:
            return found(self._posts, post_id)

    def member(self, member_id: str) -> wire.WireMember:
        """A member."""
        with self._lock:
            return found(self._members, member_id)

    def thread(self, thread_id: str, *, around: str, before: int, after: int, client_ref: str) -> wire.WireSlice:
        """Posts of a thread: around one of them, or from the beginning, or the one that a command wrote."""
        with self._lock:
            thread = found(self._threads, thread_id)
            ids = [post_id for post_id in self._in_thread.get(thread_id, []) if post_id in self._posts]
            posts = [self._posts[post_id] for post_id in ids]
            if client_ref:
                return wire.WireSlice(thread, [post for post in posts if post.client_ref == client_ref])
            if around not in ids:
                return wire.WireSlice(thread, posts[: before + after + 1])
            at = ids.index(around)
            return wire.WireSlice(thread, posts[max(0, at - before) : at + after + 1])

    def picture(self, name: str) -> bytes:
        """A picture that a member posted."""
        with self._lock:
            content = self.pictures[name] if name in self.pictures else picture(name)
            return found({name: content} if content else {}, name)

    def honours(self) -> list[wire.WireHonour]:
        """What can be granted."""
        return self._honours

    def messages(self, acting: wire.WireRef, cursor: str | None, limit: int = 200) -> wire.WireMessages:
        """The private messages of an account."""
        with self._lock:
            start = int(cursor) if cursor and cursor.isdecimal() else 0
            mine = [message for owner, message in self._messages if owner == acting.id]
            page = mine[start : start + limit]
            end = start + len(page)
            return wire.WireMessages(page, str(end), more=end < len(mine))

    def acknowledgements(self, edition: int) -> list[wire.WireAcknowledgement]:
        """Who has read an edition."""
        with self._lock:
            return [one for one in self._acknowledged if one.edition == edition]

    # --- what members do -------------------------------------------------------------------------------

    def add(self, content: Content) -> None:
        """More is written; members that are known stay as they are."""
        with self._lock:
            new = [one for one in content.members if one.id not in self._members]
            self._members |= {one.id: one for one in new}
            self._threads |= {one.id: one for one in content.threads}
            self._posts |= {one.id: one for one in content.posts}
            self._cases |= {one.id: one for one in content.cases}
            self._post_of |= content.post_of
            for post in content.posts:
                self._in_thread.setdefault(post.thread_id, []).append(post.id)
            self._feed.announce_all(replace(content, members=new))

    def edit_post(self, post_id: str, text: str) -> None:
        """The author corrects a post."""
        with self._lock:
            post = found(self._posts, post_id)
            self._posts[post_id] = structs.replace(
                post, raw=text, edited_at=self._clock(), version=str(int(post.version) + 1)
            )
            self._feed.announce("post", post_id)
            for case_id, of in self._post_of.items():
                if of == post_id and case_id in self._cases:
                    self._touch(case_id)

    def remove_post(self, post_id: str) -> None:
        """A post vanishes, as when its author closes the account."""
        with self._lock:
            del self._posts[post_id]
            self._feed.announce("post", post_id)

    def remove_case(self, case_id: str) -> None:
        """The reports against a post are taken back."""
        with self._lock:
            del self._cases[case_id]
            self._feed.announce("case", case_id)

    def report(self, case_id: str, by: wire.WireRef, reason: str, category: str = "other") -> None:
        """One more member reports; a settled case opens again."""
        with self._lock:
            case = found(self._cases, case_id)
            report = wire.WireReport(f"{case_id}-{len(case.reports) + 1}", self._clock(), reason, by, category)
            state = CommunityState.OPEN if case.state.settled else case.state
            self._cases[case_id] = structs.replace(case, reports=[*case.reports, report], state=state)
            self._touch(case_id)

    def receive(self, member: wire.WireRef, account: wire.WireRef, text: str) -> None:
        """A member writes to an account of the team."""
        with self._lock:
            message = wire.WireMessage(f"m-{len(self._messages) + 1}", member, "received", self._clock(), text)
            self._messages.append((account.id, message))

    def acknowledge(self, member: wire.WireRef, edition: int) -> None:
        """A member has read an edition."""
        with self._lock:
            self._acknowledged.append(wire.WireAcknowledgement(member, edition, self._clock()))

    def settle_elsewhere(self, case_id: str, by: wire.WireRef, state: CommunityState) -> None:
        """Another moderator settles a case with other tools."""
        with self._lock:
            self._cases[case_id] = structs.replace(found(self._cases, case_id), state=state, assignee=by)
            self._touch(case_id)

    def _touch(self, case_id: str) -> str:
        case = self._cases[case_id]
        version = str(int(case.version) + 1)
        self._cases[case_id] = structs.replace(case, version=version, updated_at=self._clock())
        self._feed.announce("case", case_id)
        return version

    # --- commands --------------------------------------------------------------------------------------

    def receipt(self, key: str) -> wire.WireReceipt:
        """What became of a command."""
        with self._lock:
            return found(self._done, key).receipt

    def perform(
        self, acting: wire.WireRef, key: str, command: wire.WireCommand, if_match: str
    ) -> tuple[int, wire.WireReceipt]:
        """Carry out a command once; the same key with the same body answers with the first receipt."""
        digest = hashlib.sha256(encode(command)).hexdigest()
        with self._lock:
            done = self._done.get(key)
            if done is not None:
                if done.digest != digest:
                    raise Refusal(409, "conflict", "this key was used for another command")
                return 200, done.receipt
            self._check_version(command, if_match)
            action = self._actions.get(command.kind)
            if action is None:
                raise Refusal(501, "unsupported", f"{command.kind} is not offered here")
            receipt = action(self, acting, key, command)
            self._done[key] = Done(digest, receipt)
            return 201, receipt

    def _check_version(self, command: wire.WireCommand, if_match: str) -> None:
        if command.case_id is None:
            return
        case = self._cases.get(command.case_id)
        if case is None:
            raise Refusal(404, "not_found", "this case does not exist (any more)")
        if if_match and if_match != case.version:
            raise Refusal(412, "conflict", "the case changed since it was read", body=self._whole(case))

    def _receipt(
        self,
        command: wire.WireCommand,
        *,
        remote_id: str = "",
        status: ReceiptStatus = ReceiptStatus.DONE,
        reason: str = "",
    ) -> wire.WireReceipt:
        case = self._cases.get(command.case_id or "")
        return wire.WireReceipt(
            status, remote_id, at=self._clock(), case_version=case.version if case else "", reason=reason
        )

    def _claim(self, acting: wire.WireRef, _key: str, command: wire.WireCommand) -> wire.WireReceipt:
        return settling.claim(self, acting, command)

    def _release(self, _acting: wire.WireRef, _key: str, command: wire.WireCommand) -> wire.WireReceipt:
        return settling.release(self, command)

    def _resolve(self, _acting: wire.WireRef, _key: str, command: wire.WireCommand) -> wire.WireReceipt:
        return settling.resolve(self, command)

    def _send_message(self, acting: wire.WireRef, key: str, command: wire.WireCommand) -> wire.WireReceipt:
        member = found(self._members, command.member_id or "")
        check_text(command.text, MESSAGE_MAX)
        message = wire.WireMessage(
            f"m-{len(self._messages) + 1}",
            wire.WireRef(member.id, member.name),
            "sent",
            self._clock(),
            command.text,
            command.case_id,
            key,
        )
        self._messages.append((acting.id, message))
        return self._receipt(command, remote_id=message.id)

    def _reply(self, acting: wire.WireRef, key: str, command: wire.WireCommand) -> wire.WireReceipt:
        return replies.post(self, acting, key, command)

    def _update_reply(self, _acting: wire.WireRef, _key: str, command: wire.WireCommand) -> wire.WireReceipt:
        return replies.update(self, command)

    def _hide(self, _acting: wire.WireRef, _key: str, command: wire.WireCommand) -> wire.WireReceipt:
        return self._show(command, PostState.HIDDEN)

    def _delete(self, _acting: wire.WireRef, _key: str, command: wire.WireCommand) -> wire.WireReceipt:
        return self._show(command, PostState.DELETED)

    def _measure(self, _acting: wire.WireRef, _key: str, command: wire.WireCommand) -> wire.WireReceipt:
        return measures.apply(self, command)

    def _honour(self, _acting: wire.WireRef, _key: str, command: wire.WireCommand) -> wire.WireReceipt:
        return honours.apply(self, command)

    def _restore(self, _acting: wire.WireRef, _key: str, command: wire.WireCommand) -> wire.WireReceipt:
        return self._show(command, PostState.VISIBLE)

    def _show(self, command: wire.WireCommand, state: PostState) -> wire.WireReceipt:
        """The text stays what it was, and so does its version: hiding is no edit."""
        post = found(self._posts, command.post_id or "")
        if post.state is state:
            return self._receipt(command, status=ReceiptStatus.ALREADY_DONE)
        self._posts[post.id] = structs.replace(post, state=state)
        self._feed.announce("post", post.id)
        return self._receipt(command, remote_id=post.id)

    def _publish_notice(self, acting: wire.WireRef, key: str, command: wire.WireCommand) -> wire.WireReceipt:
        return noticeboard.publish(self, acting, key, command)

    def _update_notice(self, _acting: wire.WireRef, _key: str, command: wire.WireCommand) -> wire.WireReceipt:
        return noticeboard.update(self, command)

    _actions: ClassVar[
        dict[
            CommandKind,
            Callable[["DemoCommunity", wire.WireRef, str, wire.WireCommand], wire.WireReceipt],
        ]
    ] = {
        CommandKind.CLAIM: _claim,
        CommandKind.RELEASE: _release,
        CommandKind.RESOLVE: _resolve,
        CommandKind.MESSAGE: _send_message,
        CommandKind.REPLY: _reply,
        CommandKind.UPDATE_REPLY: _update_reply,
        CommandKind.HIDE: _hide,
        CommandKind.DELETE: _delete,
        CommandKind.RESTORE: _restore,
        CommandKind.SILENCE: _measure,
        CommandKind.UNSILENCE: _measure,
        CommandKind.SUSPEND: _measure,
        CommandKind.UNSUSPEND: _measure,
        CommandKind.GRANT_HONOUR: _honour,
        CommandKind.REVOKE_HONOUR: _honour,
        CommandKind.PUBLISH_NOTICE: _publish_notice,
        CommandKind.UPDATE_NOTICE: _update_notice,
    }
