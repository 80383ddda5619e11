"""What every gateway must do, as the operations rely on it. A subclass says how its community is reached."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

import make
from app.community.bridge import wire
from app.community.gateway import Gateway
from app.demo.community import MESSAGE_MAX, DemoCommunity
from app.demo.content import STAFF, Content
from app.demo.generator import generated_content
from app.demo.replies import REPLY_MAX
from app.domain.cases import CaseId, CommunityState
from app.domain.commands import Command, CommandId, CommandKind, Intent, ReceiptStatus
from app.domain.community import CANNOT_TELL, NOT_HAPPENED, ChangePage, Effect, Found, RemoteCase
from app.domain.members import MemberId, MemberRef
from app.domain.posts import Post, PostId, PostState, ThreadId
from app.errors import AuthFailed, Conflict, CursorExpired, Forbidden, Invalid, NotFound
from tests.conftest import SECOND_TOKEN, TOKEN, Clock

MISSING = "no-such-thing"
ME, COLLEAGUE = STAFF[0], STAFF[1]
DONE = ReceiptStatus.DONE
SETTLEMENTS = (CommunityState.UPHELD, CommunityState.DISMISSED, CommunityState.IGNORED)


@dataclass(frozen=True)
class World:
    """A community, what it was made of, and a way in for each token."""

    community: DemoCommunity
    content: Content
    sign_in: Callable[[str], Gateway]


OpenWorld = Callable[[Content], World]


def read_all(gateway: Gateway, cursor: str | None = None) -> list[ChangePage]:
    pages = [gateway.changes(cursor, 10)]
    while pages[-1].more:
        pages.append(gateway.changes(pages[-1].cursor, 10))
    return pages


def ids(things: object) -> list[str]:
    return [thing.id for thing in things]  # type: ignore[attr-defined]


class GatewayContract:
    @pytest.fixture
    def open_world(self) -> OpenWorld:
        raise NotImplementedError

    @pytest.fixture
    def world(self, open_world: OpenWorld) -> World:
        return open_world(generated_content(12, 3))

    @pytest.fixture
    def gateway(self, world: World) -> Gateway:
        return world.sign_in(TOKEN)

    @pytest.fixture
    def case(self, gateway: Gateway, world: World) -> RemoteCase:
        """A case nobody has touched."""
        return gateway.case(CaseId(world.content.cases[0].id))

    @pytest.fixture
    def flagged(self, case: RemoteCase) -> Post:
        """The post that the case is about."""
        assert case.post is not None
        return case.post

    # --- who and what ---------------------------------------------------------------------------------

    def test_it_tells_who_acts_and_what_it_can_do(self, gateway: Gateway) -> None:
        info = gateway.describe()
        assert info.acting == MemberRef(MemberId(ME.id), ME.name)
        unable = {kind for kind in CommandKind if not info.sends(kind)}
        assert unable == {CommandKind.NOTE}
        assert info.capability(CommandKind.NOTE).reason
        assert (info.limits.message_max, info.limits.reply_max) == (MESSAGE_MAX, REPLY_MAX)

    def test_each_token_is_its_own_person(self, world: World) -> None:
        assert world.sign_in(SECOND_TOKEN).describe().acting.id == COLLEAGUE.id

    def test_a_wrong_token_reads_and_does_nothing(self, world: World, gateway: Gateway, case: RemoteCase) -> None:
        stranger = world.sign_in("wrong-token")
        for ask in (stranger.describe, lambda: stranger.changes(None, 1), lambda: stranger.case(case.id)):
            with pytest.raises(AuthFailed):
                ask()
        with pytest.raises(AuthFailed):
            stranger.send(make.command(Intent(CommandKind.CLAIM, case_id=case.id)))
        assert gateway.case(case.id) == case

    def test_requests_are_counted(self, gateway: Gateway) -> None:
        before = gateway.requests
        gateway.describe()
        gateway.changes(None, 1)
        assert gateway.requests == before + 2

    def test_a_notice_stands_on_top_takes_no_replies_and_can_be_rewritten(self, gateway: Gateway) -> None:
        command = make.command(Intent(CommandKind.PUBLISH_NOTICE, title="公约", text="**第一条** 守法。"))
        sent = gateway.send(command)
        assert gateway.send(command).remote_id == sent.remote_id
        notice = ThreadId(sent.remote_id)
        found = gateway.thread(notice, None, 0, 0)
        assert (found.thread.title, found.thread.pinned, found.thread.locked) == ("公约", True, True)
        assert [post.raw for post in found.posts] == ["**第一条** 守法。"]
        with pytest.raises(Forbidden):
            gateway.send(make.command(Intent(CommandKind.REPLY, thread_id=notice, text="我有话说")))
        gateway.send(make.command(Intent(CommandKind.UPDATE_NOTICE, thread_id=notice, text="施行中", title="公约")))
        assert [post.raw for post in gateway.thread(notice, None, 0, 0).posts] == ["施行中"]
        with pytest.raises(Invalid):
            gateway.send(make.command(Intent(CommandKind.PUBLISH_NOTICE, title="", text="x")))
        with pytest.raises(NotFound):
            gateway.send(make.command(Intent(CommandKind.UPDATE_NOTICE, thread_id=ThreadId("t-none"), text="x")))

    # --- the feed -------------------------------------------------------------------------------------

    def test_a_reading_to_the_end_sees_everything_once(self, open_world: OpenWorld) -> None:
        content = generated_content(300, 5)
        pages = read_all(open_world(content).sign_in(TOKEN))
        assert len(pages) > 1
        assert [page.more for page in pages] == [True] * (len(pages) - 1) + [False]
        flagged = set(content.post_of.values())
        assert sorted(one for page in pages for one in ids(page.cases)) == sorted(ids(content.cases))
        assert sorted(one for page in pages for one in ids(page.threads)) == sorted(ids(content.threads))
        posts = sorted(one for page in pages for one in ids(page.posts))
        assert posts == sorted(one for one in ids(content.posts) if one not in flagged)
        members = sorted(member.ref.id for page in pages for member in page.members)
        assert members == sorted(ids(content.members))

    def test_a_case_comes_with_its_post_thread_and_reports(self, world: World, gateway: Gateway) -> None:
        cases = {case.id: case for page in read_all(gateway) for case in page.cases}
        for made in world.content.cases:
            case = cases[CaseId(made.id)]
            assert case.post is not None
            assert case.thread is not None
            assert (case.post.id, case.thread.id) == (world.content.post_of[made.id], case.post.thread_id)
            assert (case.subject, case.state) == (case.post.author, CommunityState.OPEN)
            assert ids(case.reports) == ids(made.reports)
            assert [report.by.id for report in case.reports if report.by] == [
                one.by.id for one in made.reports if one.by
            ]
            assert all(report.reason and report.at.tzinfo for report in case.reports)

    def test_items_carry_what_is_known_of_them(self, world: World, gateway: Gateway) -> None:
        pages = read_all(gateway)
        made = {member.id: member for member in world.content.members}
        for member in (one for page in pages for one in page.members):
            source = made[member.ref.id]
            assert (member.verified_owner, member.car, member.posts) == (
                source.verified_owner,
                source.car,
                source.counters.posts,
            )
            assert (member.joined_at, member.is_staff) == (source.joined_at, source.is_staff)
        texts = {post.id: (post.raw, post.created_at) for page in pages for post in page.posts}
        assert texts.items() <= {post.id: (post.raw, post.created_at) for post in world.content.posts}.items()

    def test_nothing_new_is_an_empty_page(self, gateway: Gateway) -> None:
        (page,) = read_all(gateway, read_all(gateway)[-1].cursor)
        nothing = (page.cases, page.posts, page.threads, page.members, page.gone_cases, page.gone_posts)
        assert nothing == ((),) * 6

    def test_an_edit_comes_with_the_next_reading(
        self, world: World, gateway: Gateway, case: RemoteCase, flagged: Post, clock: Clock
    ) -> None:
        cursor = read_all(gateway)[-1].cursor
        clock.advance(hours=1)
        world.community.edit_post(flagged.id, "改好了，谢谢提醒。")
        (page,) = read_all(gateway, cursor)
        (post,), (again,) = page.posts, page.cases
        assert (post.id, post.raw, post.edited_at) == (flagged.id, "改好了，谢谢提醒。", clock())
        assert post.version != flagged.version
        assert (again.id, again.post) == (case.id, post)
        assert again.version != case.version

    def test_a_new_report_comes_with_the_next_reading(self, world: World, gateway: Gateway, case: RemoteCase) -> None:
        cursor = read_all(gateway)[-1].cursor
        world.community.report(case.id, wire.WireRef("u-000002", "路过"), "又来了", "advert")
        (page,) = read_all(gateway, cursor)
        (again,) = page.cases
        assert again.reports[:-1] == case.reports
        assert (again.reports[-1].reason, again.reports[-1].category) == ("又来了", "advert")
        assert again.version != case.version

    def test_a_settled_case_is_open_again_after_a_new_report(
        self, world: World, gateway: Gateway, case: RemoteCase
    ) -> None:
        world.community.settle_elsewhere(case.id, COLLEAGUE, CommunityState.DISMISSED)
        assert gateway.case(case.id).state is CommunityState.DISMISSED
        world.community.report(case.id, wire.WireRef("u-000002", "路过"), "又来了")
        assert gateway.case(case.id).state is CommunityState.OPEN

    def test_what_a_colleague_settles_comes_with_the_next_reading(
        self, world: World, gateway: Gateway, case: RemoteCase
    ) -> None:
        cursor = read_all(gateway)[-1].cursor
        world.community.settle_elsewhere(case.id, COLLEAGUE, CommunityState.UPHELD)
        (again,) = read_all(gateway, cursor)[0].cases
        assert (again.state, again.assignee) == (
            CommunityState.UPHELD,
            MemberRef(MemberId(COLLEAGUE.id), COLLEAGUE.name),
        )

    def test_a_removed_post_is_named_and_its_case_stands_without_it(
        self, world: World, gateway: Gateway, case: RemoteCase, flagged: Post
    ) -> None:
        cursor = read_all(gateway)[-1].cursor
        world.community.remove_post(flagged.id)
        (page,) = read_all(gateway, cursor)
        assert (page.gone_posts, page.posts) == ((flagged.id,), ())
        again = gateway.case(case.id)
        assert (again.post, again.subject) == (None, case.subject)

    def test_a_removed_case_is_named(self, world: World, gateway: Gateway, case: RemoteCase) -> None:
        cursor = read_all(gateway)[-1].cursor
        world.community.remove_case(case.id)
        (page,) = read_all(gateway, cursor)
        assert (page.gone_cases, page.cases) == ((case.id,), ())
        with pytest.raises(NotFound):
            gateway.case(case.id)

    def test_a_post_can_be_edited_after_its_case_was_taken_back(
        self, world: World, gateway: Gateway, case: RemoteCase, flagged: Post
    ) -> None:
        world.community.remove_case(case.id)
        cursor = read_all(gateway)[-1].cursor
        world.community.edit_post(flagged.id, "再改一下")
        (page,) = read_all(gateway, cursor)
        assert ([post.raw for post in page.posts], page.cases) == (["再改一下"], ())

    def test_what_changed_twice_comes_once_as_it_is_now(self, world: World, gateway: Gateway, flagged: Post) -> None:
        cursor = read_all(gateway)[-1].cursor
        world.community.edit_post(flagged.id, "第一次")
        world.community.edit_post(flagged.id, "第二次")
        posts = [post for page in read_all(gateway, cursor) for post in page.posts]
        assert [post.raw for post in posts] == ["第二次"]

    def test_a_cursor_that_is_not_known_any_more_says_so(self, open_world: OpenWorld, gateway: Gateway) -> None:
        foreign = open_world(generated_content(1, 1)).sign_in(TOKEN).changes(None, 1).cursor
        for cursor in (MISSING, foreign, gateway.changes(None, 1).cursor + "0"):
            with pytest.raises(CursorExpired):
                gateway.changes(cursor, 1)

    # --- one thing at a time --------------------------------------------------------------------------

    @pytest.mark.parametrize("missing", [MISSING, "with/slash", "带空格 的?id#1"])
    def test_what_does_not_exist_is_not_found(self, gateway: Gateway, missing: str) -> None:
        for ask in (
            lambda: gateway.case(CaseId(missing)),
            lambda: gateway.post(PostId(missing)),
            lambda: gateway.thread(ThreadId(missing)),
            lambda: gateway.member(MemberId(missing)),
        ):
            with pytest.raises(NotFound):
                ask()

    def test_a_post_a_thread_and_a_member_are_as_in_the_feed(self, gateway: Gateway, flagged: Post) -> None:
        pages = read_all(gateway)
        assert gateway.post(flagged.id) == flagged
        members = {member.ref.id: member for page in pages for member in page.members}
        assert gateway.member(flagged.author.id) == members[flagged.author.id]
        threads = {thread.id: thread for page in pages for thread in page.threads}
        assert gateway.thread(flagged.thread_id).thread == threads[flagged.thread_id]

    @pytest.mark.parametrize(
        ("at", "sides", "expected"),
        [(1, (1, 1), [0, 1, 2]), (0, (1, 2), [0, 1, 2]), (3, (1, 5), [2, 3]), (2, (0, 0), [2]), (2, (5, 0), [0, 1, 2])],
    )
    def test_a_thread_is_read_around_a_post(
        self, world: World, gateway: Gateway, at: int, sides: tuple[int, int], expected: list[int]
    ) -> None:
        thread = ThreadId(world.content.threads[0].id)
        whole = ids(post for post in world.content.posts if post.thread_id == thread)
        found = gateway.thread(thread, PostId(whole[at]), *sides)
        assert ids(found.posts) == [whole[index] for index in expected]

    def test_a_thread_is_read_from_its_beginning_in_order(self, world: World, gateway: Gateway) -> None:
        thread = ThreadId(world.content.threads[0].id)
        whole = ids(post for post in world.content.posts if post.thread_id == thread)
        assert ids(gateway.thread(thread).posts) == whole
        assert ids(gateway.thread(thread, before=0, after=1).posts) == whole[:2]

    def test_a_thread_is_read_around_a_post_though_an_earlier_one_was_removed(
        self, world: World, gateway: Gateway
    ) -> None:
        thread = ThreadId(world.content.threads[0].id)
        whole = ids(post for post in world.content.posts if post.thread_id == thread)
        world.community.remove_post(whole[0])
        assert ids(gateway.thread(thread, PostId(whole[3]), 1, 0).posts) == whole[2:4]

    # --- messages, honours, acknowledgements ----------------------------------------------------------

    def test_messages_come_oldest_first_and_only_after_the_cursor(
        self, world: World, gateway: Gateway, case: RemoteCase, flagged: Post, clock: Clock
    ) -> None:
        author = wire.WireRef(flagged.author.id, flagged.author.name)
        assert gateway.messages(None).messages == ()
        message = Intent(CommandKind.MESSAGE, case_id=case.id, member_id=flagged.author.id, text="您好，请改一下。")
        gateway.send(make.command(message))
        clock.advance(hours=1)
        world.community.receive(author, ME, "好的，马上改。")
        page = gateway.messages(None)
        assert [(one.sent_by_us, one.text, one.case_id) for one in page.messages] == [
            (True, "您好，请改一下。", case.id),
            (False, "好的，马上改。", None),
        ]
        assert {one.member for one in page.messages} == {flagged.author}
        assert page.messages[1].at == clock()
        assert gateway.messages(page.cursor).messages == ()
        world.community.receive(author, ME, "改好了。")
        assert [one.text for one in gateway.messages(page.cursor).messages] == ["改好了。"]

    def test_many_messages_come_in_pages(self, world: World, gateway: Gateway) -> None:
        for number in range(450):
            world.community.receive(wire.WireRef("u-000001", "老陈"), ME, str(number))
        page, texts, cursors = gateway.messages(None), [], []
        texts += [one.text for one in page.messages]
        while page.more and page.cursor not in cursors:
            cursors.append(page.cursor)
            page = gateway.messages(page.cursor)
            texts += [one.text for one in page.messages]
        assert cursors
        assert texts == [str(number) for number in range(450)]

    def test_nobody_reads_the_messages_of_a_colleague(self, world: World, gateway: Gateway) -> None:
        world.community.receive(wire.WireRef("u-000001", "老陈"), COLLEAGUE, "给小林的")
        assert gateway.messages(None).messages == ()
        assert [one.text for one in world.sign_in(SECOND_TOKEN).messages(None).messages] == ["给小林的"]

    def test_acknowledgements_are_told_by_edition(self, world: World, gateway: Gateway, clock: Clock) -> None:
        world.community.acknowledge(wire.WireRef("u-000001", "老陈"), 1)
        world.community.acknowledge(wire.WireRef("u-000002", "路过"), 2)
        (found,) = gateway.acknowledgements(2)
        assert (found.member.id, found.edition, found.at) == ("u-000002", 2, clock())
        assert gateway.acknowledgements(3) == []

    def test_honours_are_told_with_whether_they_can_be_granted(self, world: World, gateway: Gateway) -> None:
        told = [(honour.id, honour.name, honour.grantable) for honour in gateway.honours()]
        assert told == [(one.id, one.name, one.grantable) for one in world.content.honours]
        assert len(told) == 3

    # --- doing something ------------------------------------------------------------------------------

    def test_a_claim_makes_the_case_mine_and_brings_its_new_version(self, gateway: Gateway, case: RemoteCase) -> None:
        receipt = gateway.send(make.command(Intent(CommandKind.CLAIM, case_id=case.id), base_version=case.version))
        again = gateway.case(case.id)
        assert (receipt.status, receipt.case_version) == (ReceiptStatus.DONE, again.version)
        assert again.version != case.version
        assert (again.state, again.assignee) == (CommunityState.IN_PROGRESS, MemberRef(MemberId(ME.id), ME.name))

    def test_a_second_claim_of_mine_is_already_done(self, gateway: Gateway, case: RemoteCase) -> None:
        first = gateway.send(make.command(Intent(CommandKind.CLAIM, case_id=case.id)))
        second = gateway.send(make.command(Intent(CommandKind.CLAIM, case_id=case.id)))
        assert (second.status, second.case_version) == (ReceiptStatus.ALREADY_DONE, first.case_version)

    def test_a_claim_of_a_colleagues_case_is_rejected_with_the_name(
        self, world: World, gateway: Gateway, case: RemoteCase
    ) -> None:
        world.sign_in(SECOND_TOKEN).send(make.command(Intent(CommandKind.CLAIM, case_id=case.id)))
        receipt = gateway.send(make.command(Intent(CommandKind.CLAIM, case_id=case.id)))
        assert receipt.status is ReceiptStatus.REJECTED
        assert COLLEAGUE.name in receipt.reason
        assignee = gateway.case(case.id).assignee
        assert assignee is not None
        assert assignee.id == COLLEAGUE.id

    def test_a_released_case_is_nobodys(self, gateway: Gateway, case: RemoteCase) -> None:
        gateway.send(make.command(Intent(CommandKind.CLAIM, case_id=case.id)))
        receipt = gateway.send(make.command(Intent(CommandKind.RELEASE, case_id=case.id)))
        again = gateway.case(case.id)
        assert (receipt.status, receipt.case_version) == (ReceiptStatus.DONE, again.version)
        assert (again.state, again.assignee) == (CommunityState.OPEN, None)

    @pytest.mark.parametrize("outcome", SETTLEMENTS)
    def test_a_report_is_settled_once(self, gateway: Gateway, case: RemoteCase, outcome: CommunityState) -> None:
        intent = Intent(CommandKind.RESOLVE, case_id=case.id, outcome=outcome, reason="判断理由")
        receipt = gateway.send(make.command(intent, base_version=case.version))
        again = gateway.case(case.id)
        assert (receipt.status, receipt.case_version, again.state) == (ReceiptStatus.DONE, again.version, outcome)
        assert gateway.send(make.command(intent)).status is ReceiptStatus.ALREADY_DONE
        assert gateway.case(case.id) == again

    @pytest.mark.parametrize("outcome", [None, CommunityState.OPEN])
    def test_a_report_is_not_settled_without_an_outcome(
        self, gateway: Gateway, case: RemoteCase, outcome: CommunityState | None
    ) -> None:
        with pytest.raises(Invalid):
            gateway.send(make.command(Intent(CommandKind.RESOLVE, case_id=case.id, outcome=outcome)))
        assert gateway.case(case.id) == case

    def test_a_message_arrives_with_a_receipt_that_names_it(
        self, gateway: Gateway, case: RemoteCase, flagged: Post, clock: Clock
    ) -> None:
        intent = Intent(CommandKind.MESSAGE, case_id=case.id, member_id=flagged.author.id, text="您好🚗\n请改一下。")
        receipt = gateway.send(make.command(intent, base_version=case.version))
        (message,) = gateway.messages(None).messages
        assert (receipt.status, receipt.remote_id, receipt.at) == (ReceiptStatus.DONE, message.id, clock())
        assert receipt.case_version == case.version
        assert (message.member, message.text) == (flagged.author, "您好🚗\n请改一下。")

    def test_a_reply_stands_under_the_post_for_all_to_see(
        self, gateway: Gateway, case: RemoteCase, flagged: Post, clock: Clock
    ) -> None:
        cursor = read_all(gateway)[-1].cursor
        receipt = gateway.send(make.command(_reply(flagged, "我们已经转给门店。"), base_version=case.version))
        assert receipt.status is ReceiptStatus.DONE
        post = gateway.post(PostId(receipt.remote_id))
        assert (post.raw, post.author.id, post.reply_to) == ("我们已经转给门店。", ME.id, flagged.id)
        assert (post.thread_id, post.created_at, post.state) == (flagged.thread_id, clock(), PostState.VISIBLE)
        assert gateway.thread(flagged.thread_id, before=50, after=50).posts[-1] == post
        assert [one for page in read_all(gateway, cursor) for one in page.posts] == [post]

    def test_a_reply_of_ours_is_given_another_text_in_its_place(
        self, gateway: Gateway, case: RemoteCase, flagged: Post, clock: Clock
    ) -> None:
        posted = gateway.send(make.command(_reply(flagged, "已转给门店。")))
        before = gateway.post(PostId(posted.remote_id))
        clock.advance(days=2)
        cursor = read_all(gateway)[-1].cursor
        mark = make.command(
            _mark(case, flagged, posted.remote_id, "〔已解决〕\n\n已转给门店。"), base_version=case.version
        )
        assert gateway.find_effect(mark) == NOT_HAPPENED
        receipt = gateway.send(mark)
        assert (receipt.status, receipt.remote_id, receipt.case_version) == (DONE, posted.remote_id, case.version)
        after = gateway.post(PostId(posted.remote_id))
        assert (after.raw, after.edited_at) == ("〔已解决〕\n\n已转给门店。", clock())
        assert after.version != before.version
        assert after == replace(before, raw=after.raw, edited_at=after.edited_at, version=after.version)
        assert [one for page in read_all(gateway, cursor) for one in page.posts] == [after]
        assert gateway.find_effect(mark) == Effect(Found.HAPPENED, receipt)
        again = gateway.send(make.command(mark.intent))
        assert (again.status, again.remote_id) == (ReceiptStatus.ALREADY_DONE, posted.remote_id)
        assert gateway.post(PostId(posted.remote_id)) == after

    def test_only_a_reply_of_the_team_is_given_another_text(
        self, world: World, gateway: Gateway, case: RemoteCase, flagged: Post
    ) -> None:
        notice = gateway.send(make.command(Intent(CommandKind.PUBLISH_NOTICE, title="公约", text="守法。")))
        posts = gateway.thread(ThreadId(notice.remote_id)).posts
        for post_id in (flagged.id, posts[0].id):
            before = _everything(gateway)
            with pytest.raises(Forbidden, match="no reply of the team"):
                gateway.send(make.command(_mark(case, flagged, post_id, "〔已解决〕")))
            assert _everything(gateway) == before
        posted = gateway.send(make.command(_reply(flagged, "已转给门店。")))
        colleague = world.sign_in(SECOND_TOKEN)
        mark = make.command(_mark(case, flagged, posted.remote_id, "〔已解决〕\n\n已转给门店。"))
        assert colleague.send(mark).status is DONE
        world.community.remove_post(posted.remote_id)
        with pytest.raises(NotFound):
            gateway.send(make.command(mark.intent))

    def test_a_reply_that_was_edited_by_other_means_stays_as_it_is(
        self, world: World, gateway: Gateway, case: RemoteCase, flagged: Post
    ) -> None:
        posted = gateway.send(make.command(_reply(flagged, "热线 400-000-0000。")))
        world.community.edit_post(posted.remote_id, "热线已更正。")
        receipt = gateway.send(
            make.command(_mark(case, flagged, posted.remote_id, "〔已解决〕\n\n热线 400-000-0000。"))
        )
        assert (receipt.status, receipt.reason) == (
            ReceiptStatus.REJECTED,
            "the reply was edited in the community since",
        )
        assert gateway.post(PostId(posted.remote_id)).raw == "热线已更正。"

    def test_a_hidden_post_keeps_its_text_and_version_and_is_shown_again(
        self, gateway: Gateway, case: RemoteCase, flagged: Post
    ) -> None:
        for kind, state in ((CommandKind.HIDE, PostState.HIDDEN), (CommandKind.RESTORE, PostState.VISIBLE)):
            cursor = read_all(gateway)[-1].cursor
            command = Intent(kind, case_id=case.id, post_id=flagged.id)
            receipt = gateway.send(make.command(command, base_version=case.version))
            assert (receipt.status, receipt.case_version) == (ReceiptStatus.DONE, case.version)
            assert gateway.post(flagged.id) == replace(flagged, state=state)
            assert [one for page in read_all(gateway, cursor) for one in page.posts] == [replace(flagged, state=state)]
            assert gateway.send(make.command(command)).status is ReceiptStatus.ALREADY_DONE

    def test_two_replies_are_two_posts_though_one_was_removed_between(
        self, world: World, gateway: Gateway, flagged: Post
    ) -> None:
        first = gateway.send(make.command(_reply(flagged, "第一条")))
        world.community.remove_post(world.content.posts[-1].id)
        second = gateway.send(make.command(_reply(flagged, "第二条")))
        assert first.remote_id != second.remote_id
        assert gateway.post(PostId(first.remote_id)).raw == "第一条"

    @pytest.mark.parametrize("kind", [CommandKind.CLAIM, CommandKind.RESOLVE, CommandKind.MESSAGE, CommandKind.REPLY])
    def test_the_same_key_twice_does_it_once_and_gives_the_same_receipt(
        self, gateway: Gateway, case: RemoteCase, flagged: Post, clock: Clock, kind: CommandKind
    ) -> None:
        command = make.command(_intent(kind, case, flagged), base_version=case.version)
        first = gateway.send(command)
        before = _everything(gateway)
        clock.advance(hours=1)
        assert gateway.send(command) == first
        assert gateway.send(command.based_on("another version")) == first
        assert _everything(gateway) == before

    def test_the_same_key_with_another_body_is_refused_and_does_nothing(
        self, gateway: Gateway, case: RemoteCase, flagged: Post
    ) -> None:
        command = make.command(_intent(CommandKind.MESSAGE, case, flagged))
        receipt = gateway.send(command)
        before = _everything(gateway)
        for other in (
            replace(command.intent, text="另一句话"),
            replace(command.intent, member_id=MemberId("u-000002"), case_id=None),
            _intent(CommandKind.CLAIM, case, flagged),
        ):
            with pytest.raises(Invalid):
                gateway.send(replace(command, intent=other))
        assert _everything(gateway) == before
        assert gateway.send(command) == receipt

    @pytest.mark.parametrize("kind", [CommandKind.CLAIM, CommandKind.RESOLVE, CommandKind.MESSAGE, CommandKind.REPLY])
    def test_a_stale_version_is_a_conflict_that_does_nothing_and_leaves_the_key_free(
        self, world: World, gateway: Gateway, case: RemoteCase, flagged: Post, kind: CommandKind
    ) -> None:
        world.community.report(case.id, wire.WireRef("u-000002", "路过"), "又来了")
        command = make.command(_intent(kind, case, flagged), base_version=case.version)
        before = _everything(gateway)
        with pytest.raises(Conflict):
            gateway.send(command)
        assert _everything(gateway) == before
        assert gateway.find_effect(command) == NOT_HAPPENED
        current = gateway.case(case.id).version
        assert gateway.send(command.based_on(current)).status is ReceiptStatus.DONE

    def test_a_key_refused_for_its_content_is_free_for_better_content(
        self, gateway: Gateway, case: RemoteCase, flagged: Post
    ) -> None:
        command = make.command(replace(_intent(CommandKind.MESSAGE, case, flagged), text=" "))
        with pytest.raises(Invalid):
            gateway.send(command)
        better = replace(command, intent=_intent(CommandKind.MESSAGE, case, flagged))
        assert gateway.send(better).status is ReceiptStatus.DONE

    def test_a_locked_thread_takes_no_reply(self, open_world: OpenWorld) -> None:
        content = generated_content(2, 3)
        content.threads[0].locked = True
        gateway = open_world(content).sign_in(TOKEN)
        flagged = gateway.post(PostId(content.post_of[content.cases[0].id]))
        before = _everything(gateway)
        with pytest.raises(Forbidden, match="locked"):
            gateway.send(make.command(_reply(flagged, "一条")))
        assert gateway.thread(flagged.thread_id).thread.locked
        assert _everything(gateway) == before

    @pytest.mark.parametrize("kind", [CommandKind.MESSAGE, CommandKind.REPLY, CommandKind.UPDATE_REPLY])
    def test_a_text_that_is_empty_or_too_long_is_refused(
        self, gateway: Gateway, case: RemoteCase, flagged: Post, kind: CommandKind
    ) -> None:
        limit = MESSAGE_MAX if kind is CommandKind.MESSAGE else REPLY_MAX
        intent = _intent(kind, case, flagged)
        if kind is CommandKind.UPDATE_REPLY:
            intent = replace(intent, post_id=PostId(gateway.send(make.command(_reply(flagged, "收到。"))).remote_id))
        before = _everything(gateway)
        for text in ("", " \n\u3000", "长" * (limit + 1)):
            with pytest.raises(Invalid):
                gateway.send(make.command(replace(intent, text=text)))
        assert _everything(gateway) == before
        assert gateway.send(make.command(replace(intent, text="长" * limit))).status is ReceiptStatus.DONE

    def test_an_honour_is_put_on_an_account_once_and_taken_off(self, gateway: Gateway, flagged: Post) -> None:
        honour = next(one for one in gateway.honours() if one.grantable)
        member = flagged.author.id
        before = gateway.member(member).honours
        for kind, there in ((CommandKind.GRANT_HONOUR, True), (CommandKind.REVOKE_HONOUR, False)):
            for status in (ReceiptStatus.DONE, ReceiptStatus.ALREADY_DONE):
                intent = Intent(kind, member_id=member, honour_id=honour.id)
                assert gateway.send(make.command(intent)).status is status
            assert gateway.member(member).honours == ((*before, honour) if there else before)
        with pytest.raises(Invalid):
            gateway.send(make.command(Intent(CommandKind.GRANT_HONOUR, member_id=member, honour_id="no-such")))

    def test_what_the_community_does_not_offer_is_refused(self, gateway: Gateway, flagged: Post) -> None:
        before = _everything(gateway)
        command = make.command(Intent(CommandKind.NOTE, post_id=flagged.id, member_id=flagged.author.id))
        with pytest.raises(Invalid, match="not offered"):
            gateway.send(command)
        assert _everything(gateway) == before

    def test_a_command_about_what_is_gone_is_not_found(self, world: World, gateway: Gateway, case: RemoteCase) -> None:
        world.community.remove_case(case.id)
        for intent in (
            Intent(CommandKind.CLAIM, case_id=case.id),
            Intent(CommandKind.MESSAGE, member_id=MemberId(MISSING), text="您好"),
            Intent(CommandKind.REPLY, thread_id=ThreadId(MISSING), text="您好"),
        ):
            with pytest.raises(NotFound):
                gateway.send(make.command(intent))

    # --- what became of it ----------------------------------------------------------------------------

    def test_a_command_that_happened_is_found_with_its_receipt(
        self, gateway: Gateway, case: RemoteCase, flagged: Post, clock: Clock
    ) -> None:
        command = make.command(_intent(CommandKind.MESSAGE, case, flagged), first_sent_at=clock())
        receipt = gateway.send(command)
        assert gateway.find_effect(command) == Effect(Found.HAPPENED, receipt)
        clock.advance(days=30)
        assert gateway.find_effect(command) == Effect(Found.HAPPENED, receipt)

    def test_a_command_never_seen_did_not_happen_until_the_community_may_have_forgotten_it(
        self, gateway: Gateway, clock: Clock
    ) -> None:
        command = make.command(first_sent_at=clock())
        assert gateway.find_effect(command) == NOT_HAPPENED
        clock.moment += gateway.repeat_window - timedelta(seconds=1)
        assert gateway.find_effect(command) == NOT_HAPPENED
        clock.advance(seconds=1)
        assert gateway.find_effect(command) == CANNOT_TELL

    def test_looking_for_a_command_does_not_use_up_its_key(
        self, gateway: Gateway, case: RemoteCase, flagged: Post
    ) -> None:
        command: Command = make.command(_intent(CommandKind.MESSAGE, case, flagged))
        assert gateway.find_effect(command) == NOT_HAPPENED
        assert gateway.send(command).status is ReceiptStatus.DONE
        assert gateway.find_effect(replace(command, id=CommandId(str(uuid.uuid4())))) == NOT_HAPPENED


def _reply(flagged: Post, text: str) -> Intent:
    return Intent(CommandKind.REPLY, thread_id=flagged.thread_id, post_id=flagged.id, text=text)


def _mark(case: RemoteCase, flagged: Post, post_id: str, text: str) -> Intent:
    return Intent(
        CommandKind.UPDATE_REPLY, case_id=case.id, post_id=PostId(post_id), thread_id=flagged.thread_id, text=text
    )


def _intent(kind: CommandKind, case: RemoteCase, flagged: Post) -> Intent:
    if kind is CommandKind.REPLY:
        return replace(_reply(flagged, "我们已经转给门店。"), case_id=case.id)
    if kind is CommandKind.UPDATE_REPLY:
        return _mark(case, flagged, MISSING, "〔已解决〕")
    if kind is CommandKind.MESSAGE:
        return Intent(kind, case_id=case.id, member_id=flagged.author.id, text="您好，请改一下。")
    outcome = CommunityState.UPHELD if kind is CommandKind.RESOLVE else None
    return Intent(kind, case_id=case.id, outcome=outcome)


def _everything(gateway: Gateway) -> tuple[object, ...]:
    """All that a command could have changed."""
    pages = read_all(gateway)
    return pages, gateway.messages(None)
