"""An edition from its draft to its notice, on both engines."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from app.domain.commands import CommandKind
from app.domain.community import Capability, Level
from app.domain.conduct import NEW_ARTICLE, Document, Edition, Helper, Origin, Standing, in_force, standing
from app.domain.conduct_comments import CommentState, NewComment
from app.domain.conduct_drafts import Amended
from app.domain.conduct_notices import NoticeState
from app.domain.evidence import Attachment
from app.domain.roles import Role
from app.domain.words import Words
from app.errors import (
    AlreadyThere,
    BadArticle,
    BadEditionFile,
    BadRows,
    ClockBehind,
    CommentsOpen,
    DraftChanged,
    DraftThere,
    EditionNotFound,
    EditionTooSoon,
    ImportInFuture,
    ImportSinceHere,
    NoDraft,
    NoProof,
    NoRight,
    NotForTrainees,
    NotFromHere,
    NoticeUnderway,
    ReasonNeeded,
    SameAsBefore,
    SameDay,
    StillConsulting,
)
from app.operations import (
    coaching,
    conduct,
    conduct_announcing,
    conduct_consultation,
    conduct_drafts,
    conduct_import,
    conduct_watching,
    conduct_welcome,
    hand,
    intake,
    outbox,
)
from app.operations.desk import Desk
from tests import make
from tests.conftest import Clock

WEEK = timedelta(days=7)
OLD = "# 旧公约\n## 第一条 不打广告 [不鼓励 · 轻微]\n旧条款。\n## 第九条 文明 [禁止 · 严重]\n请文明。\n".encode()
PNG = Attachment("公告.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20)
_ABLE = (*make._ABLE, CommandKind.PUBLISH_NOTICE, CommandKind.UPDATE_NOTICE)


@pytest.fixture
def able(desk: Desk) -> Desk:
    """A desk in a community that has notices."""
    _tell(desk, *_ABLE)
    return desk


def _tell(desk: Desk, *able: CommandKind) -> None:
    with desk.record.write() as tx:
        tx.marks.keep_info(make.info(able=able))


def _as(desk: Desk, *roles: Role) -> Desk:
    return replace(desk, me=replace(desk.me, roles=frozenset(roles)))


def _changed(desk: Desk) -> None:
    """A draft with one article changed."""
    drafted = conduct_drafts.new(desk).draft
    ninth = next(one for one in drafted.articles if one.number == 9)
    conduct_drafts.set_article(desk, 1, replace(ninth, text=Words("广告请到专区。", "Adverts have a board.")))


def _consulted(desk: Desk, clock: Clock) -> None:
    _changed(desk)
    conduct_consultation.open_consultation(desk, clock() + WEEK)
    clock.advance(days=8)


def _announced(desk: Desk, clock: Clock) -> Edition:
    _consulted(desk, clock)
    return conduct_announcing.announce(desk, clock() + WEEK).edition


# --- drafting -------------------------------------------------------------------------------------------


def test_a_draft_begins_with_what_is_in_force_and_shows_what_it_changes(desk: Desk) -> None:
    _changed(desk)
    view = conduct_drafts.view(desk)
    assert view is not None
    assert view.base is not None
    assert view.base.number == 1
    assert [one.after.number for one in view.amendments if one.kind is Amended.CHANGED and one.after] == [9]
    assert len(view.amendments) == 16


def test_a_charter_begins_with_the_one_that_ships(desk: Desk) -> None:
    draft = conduct_drafts.new(desk, Document.CHARTER).draft
    assert draft.based_on is None
    assert draft.title == Words("议事会章程", "Charter of the council")
    assert len(draft.articles) >= 10


def test_a_draft_goes_on_from_what_is_announced_though_it_is_not_in_force_yet(able: Desk, clock: Clock) -> None:
    edition = _announced(able, clock)
    assert edition.effective_from > clock()
    draft = conduct_drafts.new(able).draft
    assert (draft.based_on, draft.articles) == (edition.number, edition.articles)


def test_the_notice_is_read_before_it_goes_up(able: Desk, clock: Clock) -> None:
    _consulted(able, clock)
    effective = clock() + WEEK
    read = conduct_announcing.notice_before(able, effective)
    assert len(conduct.editions(able)) == 1
    notice = conduct_announcing.announce(able, effective).notice
    assert notice is not None
    assert read == f"{notice.title}\n\n{notice.text}"
    with pytest.raises(NoDraft):
        conduct_announcing.notice_before(able, effective)


def test_there_is_one_draft_of_a_document_at_a_time(desk: Desk) -> None:
    conduct_drafts.new(desk)
    with pytest.raises(DraftThere):
        conduct_drafts.new(desk)
    conduct_drafts.drop(desk)
    assert conduct_drafts.view(desk) is None
    assert conduct_drafts.new(desk).draft.version == 1


def test_nobody_overwrites_what_they_did_not_read(desk: Desk) -> None:
    conduct_drafts.new(desk)
    conduct_drafts.remove_article(desk, 1, 16)
    with pytest.raises(DraftChanged) as caught:
        conduct_drafts.remove_article(desk, 1, 15)
    assert "第 2 稿" in caught.value.sentence("zh")
    view = conduct_drafts.view(desk)
    assert view is not None
    assert len(view.draft.articles) == 15


def test_articles_are_added_moved_and_removed_and_count_on(desk: Desk) -> None:
    conduct_drafts.new(desk)
    new = replace(NEW_ARTICLE, title=Words("新条", "New"), text=Words("新的。", "New."))
    conduct_drafts.add_article(desk, 1, new, before=3)
    conduct_drafts.move_article(desk, 2, 3, 17)
    drafted = conduct_drafts.remove_article(desk, 3, 1).draft
    assert [one.number for one in drafted.articles] == list(range(1, 17))
    assert drafted.articles[-1].title.zh == "新条"
    with pytest.raises(BadArticle, match="no text"):
        conduct_drafts.set_article(desk, 4, replace(new, number=16, text=Words()))


def test_a_charter_is_not_drafted_out_of_the_code(desk: Desk) -> None:
    with pytest.raises(EditionNotFound):
        conduct_drafts.new(desk, Document.CHARTER, based_on=1)


def test_only_a_manager_drafts_announces_and_imports(desk: Desk, clock: Clock) -> None:
    lead = _as(desk, Role.MODERATOR, Role.LEAD)
    for forbidden in (
        lambda: conduct_drafts.new(lead),
        lambda: conduct_announcing.announce(lead, clock() + WEEK),
        lambda: conduct_import.import_edition(lead, Attachment("a.md", OLD), effective=clock(), link="https://x.test"),
        lambda: conduct_drafts.drop(lead),
    ):
        with pytest.raises(NoRight):
            forbidden()


# --- consultation ---------------------------------------------------------------------------------------


def test_a_comment_is_answered_with_a_reason_and_the_adopted_are_thanked(able: Desk, clock: Clock) -> None:
    _changed(able)
    with pytest.raises(NotFromHere):
        conduct_consultation.add_comment(able, NewComment("老陈", 9, "太短"))
    conduct_consultation.open_consultation(able, clock() + WEEK)
    lead = _as(able, Role.LEAD)
    first = conduct_consultation.add_comment(lead, NewComment("老陈", 9, "说清楚哪个版块", named=True)).comments[0]
    second = conduct_consultation.add_comment(lead, NewComment("小鹿", 0, "太长了")).comments[0]
    third = conduct_consultation.add_comment(lead, NewComment("匿名车友", 9, "", "广告请发到“二手”版块。")).comments[0]
    clock.advance(days=8)
    with pytest.raises(CommentsOpen) as caught:
        conduct_announcing.announce(able, clock() + WEEK)
    assert f"#{first}" in caught.value.sentence("zh")
    with pytest.raises(ReasonNeeded):
        conduct_consultation.answer(able, first, CommentState.ADOPTED, " ")
    with pytest.raises(NoRight):
        conduct_consultation.answer(lead, first, CommentState.ADOPTED, "好")
    for seq, state in ((first, CommentState.ADOPTED), (second, CommentState.DECLINED), (third, CommentState.ADOPTED)):
        conduct_consultation.answer(able, seq, state, "有道理")
    done = conduct_announcing.announce(able, clock() + WEEK)
    assert done.edition.helpers == (Helper("老陈", 1), Helper("", 1))
    assert done.notice is not None
    assert "老陈，以及1 位未署名的车友" in done.notice.text


def test_a_file_that_came_back_is_taken_once_and_every_bad_row_is_named(desk: Desk, clock: Clock) -> None:
    _changed(desk)
    conduct_consultation.open_consultation(desk, clock() + WEEK)
    table = "条款,称呼,意见,建议写法,可以署名\n9,老陈,好,,是\n99,,没有这条,,\n第三条,,,不骂人。,\n".encode("gb18030")
    with pytest.raises(BadRows) as caught:
        conduct_consultation.import_comments(desk, table)
    assert "第 3 行" in caught.value.sentence("zh")
    assert "没有这条" in caught.value.sentence("zh")
    done = conduct_consultation.import_comments(desk, table, take_good=True)
    assert (len(done.comments), [one.line for one in done.problems]) == (2, [3])
    again = conduct_consultation.import_comments(desk, table, take_good=True)
    assert (again.comments, again.known) == ((), 2)
    view = conduct_drafts.view(desk)
    assert view is not None
    assert [(one.said.name, one.said.article, one.said.named) for one in view.comments] == [
        ("老陈", 9, True),
        ("老陈", 3, True),
    ]


def test_what_members_get_can_be_filled_in_and_comes_back(desk: Desk, clock: Clock) -> None:
    _changed(desk)
    conduct_consultation.open_consultation(desk, clock() + WEEK)
    out = conduct_consultation.handout(desk, "zh")
    page = out.page[1].decode()
    assert "<ins>" in page
    assert "<script" not in page
    filled = out.table[1].decode("utf-8-sig").splitlines()
    filled[9] = filled[9].removesuffix(",,,") + "小鹿,看不懂,,是"
    done = conduct_consultation.import_comments(desk, "\r\n".join(filled).encode())
    assert len(done.comments) == 1


# --- announcement ---------------------------------------------------------------------------------------


def test_an_edition_is_announced_seven_days_before_it_takes_effect(able: Desk, clock: Clock) -> None:
    _consulted(able, clock)
    with pytest.raises(EditionTooSoon):
        conduct_announcing.announce(able, clock() + WEEK - timedelta(seconds=1))
    edition = conduct_announcing.announce(able, clock() + WEEK).edition
    assert (edition.number, edition.origin, edition.name.zh) == (2, Origin.DRAFTED, "2026 年第 2 版")
    known = conduct.editions(able)
    assert known[-1] == edition
    assert [standing(one, known, clock()) for one in known] == [Standing.IN_FORCE, Standing.ANNOUNCED]
    clock.advance(days=7)
    assert in_force(known, clock()) == edition
    with pytest.raises(NoDraft):
        conduct_announcing.announce(able, clock() + WEEK)


def test_members_keep_the_time_they_were_promised(able: Desk, clock: Clock) -> None:
    _changed(able)
    with pytest.raises(NotFromHere):
        conduct_announcing.announce(able, clock() + WEEK)
    conduct_consultation.open_consultation(able, clock() + WEEK)
    with pytest.raises(AlreadyThere):
        conduct_consultation.open_consultation(able, clock() + WEEK)
    with pytest.raises(StillConsulting):
        conduct_announcing.announce(able, clock() + WEEK)
    conduct_consultation.end_now(able)
    assert conduct_announcing.announce(able, clock() + WEEK).edition.number == 2


def test_a_draft_that_changes_nothing_is_no_edition(able: Desk, clock: Clock) -> None:
    conduct_drafts.new(able)
    conduct_consultation.open_consultation(able, clock() + WEEK)
    conduct_consultation.end_now(able)
    with pytest.raises(SameAsBefore):
        conduct_announcing.announce(able, clock() + WEEK)


def test_the_announcement_queues_a_notice_that_says_what_is_new(able: Desk, clock: Clock) -> None:
    edition = _announced(able, clock)
    notice = conduct_announcing.notice_of(able, edition.number)
    (command,) = outbox.outbox(able)
    assert (command.id, command.intent.kind) == (notice.command, CommandKind.PUBLISH_NOTICE)
    assert notice.state is NoticeState.SENDING
    assert "修改：第九条 纯广告与引流" in command.intent.text
    assert "已公告" in command.intent.text
    assert command.intent.title == "【公告】《车友社区公约》2026 年第 2 版"


def test_where_no_notice_can_be_had_the_edition_is_announced_all_the_same(desk: Desk, clock: Clock) -> None:
    _consulted(desk, clock)
    done = conduct_announcing.announce(desk, clock() + WEEK)
    assert done.notice is None
    assert outbox.outbox(desk) == []


def test_a_charter_is_never_the_code_in_force_and_never_a_basis(able: Desk, clock: Clock) -> None:
    conduct_drafts.new(able, Document.CHARTER)
    conduct_consultation.open_consultation(able, clock() + WEEK, Document.CHARTER)
    conduct_consultation.end_now(able, Document.CHARTER)
    charter = conduct_announcing.announce(able, clock() + WEEK, Document.CHARTER).edition
    assert charter.name.zh == "2026 年第 1 版"
    clock.advance(days=30)
    known = conduct.editions(able)
    assert in_force(known, clock()) == known[0]
    assert in_force(known, clock(), Document.CHARTER) == charter
    with pytest.raises(sa.exc.DatabaseError), able.record.write() as tx:
        tx.conduct.publish(
            replace(
                charter, number=7, effective_from=clock() + 9 * WEEK, articles=known[0].articles, announced_at=clock()
            )
        )


# --- import ---------------------------------------------------------------------------------------------


def _import(desk: Desk, effective: datetime, **more: object) -> Edition:
    given: dict[str, object] = {"link": "https://community.example.test/t/1"} | more
    return conduct_import.import_edition(desk, Attachment("旧.md", OLD), effective=effective, **given).edition  # type: ignore[arg-type]


def test_rules_published_earlier_hold_from_their_true_date_until_the_next_edition(able: Desk, clock: Clock) -> None:
    edition = _announced(able, clock)
    old = _import(able, datetime(2024, 5, 1, tzinfo=UTC), proof=PNG)
    known = conduct.editions(able)
    assert old.origin is Origin.IMPORTED
    assert in_force(known, datetime(2024, 5, 1, tzinfo=UTC)) == old
    assert in_force(known, datetime(2024, 4, 30, tzinfo=UTC)) == known[0]
    assert in_force(known, edition.effective_from) == edition
    assert conduct_import.proof(able, old.number) == ("image/png", PNG.content)
    assert next(one for one in known if one == old).proof is not None
    with able.record.read() as tx:
        assert tx.ledger.verify().ok


def test_what_was_decided_before_an_import_keeps_its_article(desk: Desk, clock: Clock) -> None:
    intake.on_pulled(desk, make.page(make.case(1)))
    coaching.coach(desk, make.case(1).id, article=9, message="您好，请修改。")
    _import(desk, datetime(2024, 5, 1, tzinfo=UTC))
    with desk.record.read() as tx:
        (decided,) = tx.decisions.of_case(tx.cases.get(make.case(1).id).key)
    assert decided.basis is not None
    assert (decided.basis.edition, decided.basis.text) == (1, conduct.starter().article(9).text)


def test_an_import_needs_a_proof_and_a_date_before_this_workspace(able: Desk, clock: Clock) -> None:
    began = clock()
    with pytest.raises(NoProof):
        _import(able, datetime(2024, 5, 1, tzinfo=UTC), link="")
    with pytest.raises(ImportInFuture):
        _import(able, clock())
    _import(able, datetime(2024, 5, 1, tzinfo=UTC))
    with pytest.raises(SameDay):
        _import(able, datetime(2024, 5, 1, tzinfo=UTC))
    clock.advance(days=30)
    for since in (began, clock() - timedelta(days=1)):
        with pytest.raises(ImportSinceHere, match="before this workspace was made"):
            _import(able, since)
    _import(able, began - timedelta(seconds=1))
    assert in_force(conduct.editions(able), began - timedelta(seconds=2)) != conduct.editions(able)[-1]


@pytest.mark.parametrize("roles", [(Role.MANAGER, Role.TRAINEE), tuple(Role)])
def test_a_trainee_makes_no_rule_hold_whatever_else_they_are(able: Desk, clock: Clock, roles: tuple[Role, ...]) -> None:
    _consulted(able, clock)
    trainee = _as(able, *roles)
    for forbidden in (
        lambda: _import(trainee, datetime(2024, 5, 1, tzinfo=UTC)),
        lambda: conduct_announcing.announce(trainee, clock() + WEEK),
        lambda: conduct_announcing.publish_notice(trainee, 1),
        lambda: conduct_welcome.switch(trainee, on=True),
    ):
        with pytest.raises(NotForTrainees):
            forbidden()
    assert len(conduct.editions(able)) == 1


def test_an_announcement_is_not_dated_before_what_was_decided(able: Desk, clock: Clock) -> None:
    _consulted(able, clock)
    clock.advance(days=10)
    intake.on_pulled(able, make.page(make.case(1)))
    coaching.coach(able, make.case(1).id, article=9, message="您好，请修改。")
    clock.advance(days=-2)
    with pytest.raises(ClockBehind):
        conduct_announcing.announce(able, clock() + WEEK)
    clock.advance(hours=30)  # the clocks of two machines may differ a little
    assert conduct_announcing.announce(able, clock() + WEEK).edition.number == 2


def test_a_file_that_cannot_be_read_says_in_which_line(desk: Desk, clock: Clock) -> None:
    file = Attachment("坏.md", "# 公约\n## 第一条 甲\n正文\n## 第一条 乙\n正文\n## 第三条 丙\n".encode())
    with pytest.raises(BadEditionFile) as caught:
        conduct_import.import_edition(desk, file, effective=datetime(2024, 1, 1, tzinfo=UTC), link="https://x.test")
    said = caught.value.sentence("zh")
    assert "第 4 行：第 1 条在第 2 行已经有了" in said
    assert "第 6 行：这一条没有正文" in said
    assert len(conduct.editions(desk)) == 1


# --- notices that a person puts up, or takes back ----------------------------------------------------------


def test_a_notice_that_is_withdrawn_is_told_and_can_be_put_up_again(able: Desk, clock: Clock) -> None:
    edition = _announced(able, clock)
    outbox.withdraw(able, conduct_announcing.notice_of(able, edition.number).command)
    conduct_watching.follow(able)
    assert conduct_announcing.notice_of(able, edition.number).state is NoticeState.NOT_SENT
    again = conduct_announcing.publish_notice(able, edition.number).notice
    assert again is not None
    assert again.state is NoticeState.SENDING
    with pytest.raises(NoticeUnderway):
        conduct_announcing.publish_notice(able, edition.number)


def test_where_a_person_puts_it_up_it_is_ticked_off_and_its_new_text_is_handed_over_in_time(
    desk: Desk, clock: Clock
) -> None:
    manual = {kind.value: Capability(Level.MANUAL) for kind in (CommandKind.PUBLISH_NOTICE, CommandKind.UPDATE_NOTICE)}
    with desk.record.write() as tx:
        info = make.info()
        tx.marks.keep_info(replace(info, capabilities=dict(info.capabilities) | manual))
    edition = _announced(desk, clock)
    notice = conduct_announcing.notice_of(desk, edition.number)
    hand.tick(desk, notice.command, None, note="已在群公告里置顶")
    conduct_watching.follow(desk)
    assert conduct_announcing.notice_of(desk, edition.number).state is NoticeState.BY_HAND
    assert conduct_watching.wanted(desk) is None
    clock.advance(days=7)
    conduct_watching.follow(desk)
    first, second = outbox.outbox(desk)
    assert (first.by_hand, second.by_hand) == (True, True)
    assert "施行中" in second.intent.text
