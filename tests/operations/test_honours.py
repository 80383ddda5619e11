"""Honours: thanked, nominated, asked, granted as far as the community can, suspended by a sanction, and over."""

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

import make
from app.domain.commands import CommandKind, CommandState
from app.domain.community import Capability, Level
from app.domain.honours import (
    GUIDE,
    PEACEMAKER,
    Evidence,
    EvidenceKind,
    GrantId,
    NominationId,
    NominationState,
    Show,
    Standing,
    ThanksWay,
    Title,
    TitleId,
)
from app.domain.honours_rules import Missing, grant_id
from app.domain.ladder import Rung
from app.domain.ledger import EntryKind
from app.domain.members import Honour, MemberId
from app.domain.posts import PostId
from app.domain.sanctions import Outcome
from app.domain.words import Words
from app.errors import (
    ConsentInFuture,
    ConsentWithoutSource,
    GrantNotSo,
    GuardianNeeded,
    HonourNotOffered,
    MemberUnknown,
    NameNotShown,
    NoConsent,
    NominatedBefore,
    NominationNotFound,
    NominationOver,
    NominationWithoutEvidence,
    NoRight,
    NotGrantable,
    NotYourNomination,
    OutsideInvolved,
    OwnHonour,
    PostReported,
    PostToThankUnknown,
    ReasonNeeded,
    StillSanctioned,
    ThankedBefore,
    TitleNotFound,
    TitleRetired,
    Unsupported,
)
from app.operations import (
    accounts,
    appeals,
    honours_granting,
    honours_nominating,
    honours_thanking,
    honours_titles,
    honours_view,
    intake,
    outbox,
    outside,
    sanctions,
    undoing,
)
from app.operations.accounts import SignIn
from app.operations.appeals import Came, Verdict
from app.operations.desk import Desk
from app.operations.honours import Carried
from app.operations.sanctions import Wish

EVERY = tuple(CommandKind)
C1, P1, AUTHOR = make.case(1).id, PostId("p-1"), MemberId("u-1")
HAND = [Evidence(EvidenceKind.HAND, "", "劝停了一场争吵")]
ALL = frozenset(Show)
ATTACK = "你就是个水货，全家都是骗子，滚出车友圈。"


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    intake.on_pulled(
        desk, make.page(make.case(1, text=ATTACK), make.case(2), posts=(make.post(1), make.post(2), make.post(7)))
    )
    honours_titles.on_offered(desk, [Honour("b-1", "和平缔造者", grantable=True), Honour("b-2", "旧徽章")])
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    me = accounts.register(desk.record, SignIn(make.info("u-other", "小林", able=EVERY), "p-2", "t-2"), desk.clock())
    return replace(desk, me=me)


def _nominated(desk: Desk, title: TitleId = PEACEMAKER) -> NominationId:
    return honours_nominating.nominate(desk, AUTHOR, title, HAND, case=C1).nomination.id


def _agreed(desk: Desk, title: TitleId = PEACEMAKER, shows: frozenset[Show] = ALL) -> NominationId:
    number = _nominated(desk, title)
    return honours_nominating.enter_consent(desk, number, shows=shows, source="私信回复").nomination.id


def _granted(desk: Desk, title: TitleId = PEACEMAKER) -> GrantId:
    return honours_granting.grant(desk, _agreed(desk, title)).grant.id


def _kinds(desk: Desk, kind: str = "honour.") -> list[tuple[CommandKind, CommandState]]:
    return [(one.intent.kind, one.state) for one in outbox.outbox(desk) if one.intent.kind.value.startswith(kind)]


def _bodies(desk: Desk, kind: EntryKind) -> list[dict[str, object]]:
    with desk.record.connection() as connection:
        found = sa.text("SELECT body FROM ledger WHERE kind = :kind ORDER BY seq")
        return [json.loads(row.body) for row in connection.execute(found, {"kind": kind.value})]


def _standing(desk: Desk, grant: GrantId) -> Standing:
    return honours_view.holder(desk, grant)[0].grant.standing


# --- thanks --------------------------------------------------------------------------------------------


def test_thanks_in_one_step_and_back_again(desk: Desk, other: Desk) -> None:
    done = honours_thanking.thank(desk, case=C1, reported=True, hold=timedelta(seconds=8))
    (command,) = outbox.outbox(desk)
    assert (command.intent.kind, command.intent.post_id, command.intent.thread_id) == (CommandKind.REPLY, P1, "t-1")
    assert "车友1" in command.intent.text
    assert command.not_before == desk.clock() + timedelta(seconds=8)
    assert [(one.author, one.case) for one in outbox.rows(desk)] == [("车友1", None)]
    with pytest.raises(ThankedBefore):
        honours_thanking.thank(other, post=P1, way=ThanksWay.MESSAGE)
    undoing.undo(desk, [done.decision])
    assert honours_view.thanks_of(desk, AUTHOR) == []
    again = honours_thanking.thank(other, post=P1, way=ThanksWay.MESSAGE, text="谢谢您耐心回答新车友！", reported=True)
    assert outbox.outbox(desk)[-1].intent.kind is CommandKind.MESSAGE
    assert [one.decision for one in honours_view.thanks_of(desk, AUTHOR)] == [again.decision]
    assert honours_view.of_member(desk, AUTHOR).thanks_count == 1
    assert [(one["way"], one["member"]) for one in _bodies(desk, EntryKind.THANKED)] == [
        ("thread", "u-1"),
        ("message", "u-1"),
    ]
    assert "车友1" not in json.dumps(_bodies(desk, EntryKind.THANKED), ensure_ascii=False)


def test_who_can_not_be_thanked_now(desk: Desk, other: Desk) -> None:
    with pytest.raises(PostToThankUnknown):
        honours_thanking.thank(desk, post=PostId("p-unknown"))
    author = replace(desk, me=replace(other.me, id=AUTHOR))
    with pytest.raises(OwnHonour):
        honours_thanking.thank(author, case=C1)
    intake.on_described(desk, make.info(able=()))
    with pytest.raises(PostReported):
        honours_thanking.thank(desk, case=C1)
    assert outbox.outbox(desk) == []
    with pytest.raises(Unsupported):
        honours_thanking.thank(desk, case=C1, reported=True)
    intake.on_described(desk, make.info(able=EVERY))
    outside.flag(desk, C1, outside.Party.MEDIA)
    with pytest.raises(OutsideInvolved):
        honours_thanking.thank(desk, case=C1)
    assert honours_thanking.thank(desk, post=PostId("p-7")).thanks.member.id == "u-7"


# --- nominations ---------------------------------------------------------------------------------------


def test_a_nomination_needs_evidence_somebody_else_and_a_title_that_is_given(desk: Desk, other: Desk) -> None:
    nominate = honours_nominating.nominate
    for wrong in ([], [Evidence(EvidenceKind.HAND, "", " ")], [Evidence(EvidenceKind.POST, "", "")]):
        with pytest.raises(NominationWithoutEvidence):
            nominate(desk, AUTHOR, PEACEMAKER, wrong)
    with pytest.raises(OwnHonour):
        nominate(replace(desk, me=replace(other.me, id=AUTHOR)), AUTHOR, PEACEMAKER, HAND)
    with pytest.raises(MemberUnknown):
        nominate(desk, MemberId("u-nobody"), PEACEMAKER, HAND)
    with pytest.raises(TitleNotFound):
        nominate(desk, AUTHOR, TitleId("king"), HAND)
    honours_titles.retire_title(desk, GUIDE)
    with pytest.raises(TitleRetired):
        nominate(desk, AUTHOR, GUIDE, HAND)
    number = _nominated(other)
    with pytest.raises(NominatedBefore):
        _nominated(desk)
    with pytest.raises(NotYourNomination):
        honours_nominating.withdraw(desk, number)
    with pytest.raises(NoRight):
        honours_nominating.decline(other, number, reason="证据不足")
    with pytest.raises(ReasonNeeded):
        honours_nominating.decline(desk, number, reason=" ")
    assert honours_nominating.withdraw(other, number).nomination.state is NominationState.WITHDRAWN
    with pytest.raises(NominationOver):
        honours_nominating.ask(desk, number)
    assert honours_nominating.decline(desk, _nominated(other), reason="再看看").nomination.reason == "再看看"
    assert [one.nomination.id for one in honours_view.nominations(desk, ended=True)] == ["n-2", "n-1"]


def test_the_member_is_asked_agrees_to_each_thing_and_can_withdraw_it(desk: Desk) -> None:
    number = _nominated(desk)
    asked = honours_nominating.ask(desk, number, hold=timedelta(seconds=8))
    assert asked.nomination.state is NominationState.ASKED
    assert "和平缔造者" in asked.text
    assert "监护人" in asked.text
    assert outbox.rows(desk)[0].author == "车友1"
    undoing.undo(desk, [asked.decision])
    assert honours_view.nomination(desk, number).nomination.state is NominationState.OPEN
    assert honours_view.nomination(desk, number).missing == (Missing.CONSENT,)

    def enter(**more: object) -> None:
        honours_nominating.enter_consent(desk, number, **({"shows": ALL, "source": "私信"} | more))  # type: ignore[arg-type]

    with pytest.raises(ConsentWithoutSource):
        enter(source=" ")
    with pytest.raises(ConsentInFuture):
        enter(at=desk.clock() + timedelta(hours=1))
    with pytest.raises(GuardianNeeded):
        enter(minor=True)
    enter(minor=True, guardian="母亲电话同意")
    enter(shows=frozenset({Show.NAME}))
    looked = honours_view.nomination(desk, number)
    assert looked.missing == ()
    assert looked.nomination.consent is not None
    assert looked.nomination.consent.shows == {Show.NAME}
    assert not looked.nomination.consent.minor
    assert honours_nominating.withdraw_consent(desk, number).nomination.state is NominationState.UNWANTED
    said = json.dumps(_bodies(desk, EntryKind.NOMINATION_CHANGED), ensure_ascii=False)
    assert "母亲" not in said
    assert "车友1" not in said


# --- granting ------------------------------------------------------------------------------------------


def test_a_title_is_granted_shown_renewed_kept_for_life_and_taken(desk: Desk) -> None:
    with pytest.raises(NotGrantable):
        honours_granting.grant(desk, _nominated(desk))
    number = NominationId("n-1")
    honours_nominating.enter_consent(desk, number, shows=frozenset(), source="电话")
    done = honours_granting.grant(desk, number)
    held = done.grant
    assert (done.how, held.standing, held.shown) == (Carried.NATIVE, Standing.HELD, False)
    assert held.ends == datetime(2027, 11, 22, 9, 0, tzinfo=held.ends.tzinfo)
    (command,) = outbox.outbox(desk)
    assert (command.intent.kind, command.intent.member_id, command.intent.honour_id) == (
        CommandKind.GRANT_HONOUR,
        AUTHOR,
        "b-1",
    )
    assert "车友1" not in done.title + done.text  # they agreed to the title, and to nothing being shown
    with pytest.raises(NameNotShown):
        honours_granting.announce(desk, held.id, title="谢谢车友1", text="谢谢！")
    honours_granting.announce(desk, held.id, title=done.title, text=done.text)
    assert outbox.outbox(desk)[-1].intent.kind is CommandKind.PUBLISH_NOTICE
    honours_nominating.enter_consent(desk, number, shows=ALL, source="电话")
    assert honours_view.holder(desk, held.id)[0].grant.shows == ALL
    with pytest.raises(NotGrantable):
        honours_granting.grant(desk, _agreed(desk))  # they hold it

    assert not honours_view.holders(desk)[0].due
    desk.clock.advance(days=340)  # type: ignore[attr-defined]
    assert [one.grant.id for one in honours_view.needs(desk).due] == [held.id]
    theirs = replace(desk, me=replace(desk.me, id=held.member.id))
    for keep in (honours_granting.renew, honours_granting.make_emeritus):
        with pytest.raises(OwnHonour):
            keep(theirs, held.id)
    assert honours_granting.renew(desk, held.id).grant.ends.year == 2028
    assert honours_view.needs(desk).due == ()
    honours_nominating.withdraw_consent(desk, number)
    with pytest.raises(NoConsent):
        honours_granting.renew(desk, held.id)
    assert honours_granting.make_emeritus(desk, held.id).grant.standing is Standing.EMERITUS
    with pytest.raises(GrantNotSo):
        honours_granting.renew(desk, held.id)
    with pytest.raises(ReasonNeeded):
        honours_granting.revoke(desk, held.id, reason="")
    honours_granting.revoke(desk, held.id, reason="买卖称号")
    assert [kind for kind, _ in _kinds(desk)] == [CommandKind.GRANT_HONOUR, CommandKind.REVOKE_HONOUR]
    changes = [
        (one["change"], one["from"], one["to"]) for one in _bodies(desk, EntryKind.HONOUR_CHANGED) if "to" in one
    ]
    assert changes == [
        ("renewed", "held", "held"),
        ("emeritus", "held", "emeritus"),
        ("revoked", "emeritus", "revoked"),
    ]
    assert accounts.verify_ledger(desk.record).ok


def test_what_the_community_can_not_show_is_done_by_hand_or_stands_here_only(desk: Desk) -> None:
    manual = Capability(Level.MANUAL, Words("要人去办", "somebody has to do it"))
    info = make.info(able=EVERY)
    by_hand = replace(info, capabilities={**info.capabilities, CommandKind.GRANT_HONOUR.value: manual})
    number = _agreed(desk)
    guide = _agreed(desk, GUIDE)
    local = honours_granting.grant(desk, guide)
    assert (local.how, local.commands) == (Carried.LOCAL, ())
    assert "title set" in local.why.zh  # the community has no badge for it
    with pytest.raises(HonourNotOffered):
        honours_titles.set_title(desk, replace(_title(desk, GUIDE), honour_id="b-2"))
    intake.on_described(desk, by_hand)
    done = honours_granting.grant(desk, number)
    assert done.how is Carried.BY_HAND
    assert outbox.outbox(desk)[-1].by_hand
    assert [(one.author, one.title) for one in outbox.to_do(desk)] == [("车友1", "和平缔造者")]


def _title(desk: Desk, title: TitleId) -> Title:
    return next(one.title for one in honours_view.titles(desk) if one.title.id == title)


def test_a_grant_is_taken_back_whole_while_it_waits(desk: Desk) -> None:
    done = honours_granting.grant(desk, _agreed(desk), hold=timedelta(seconds=8))
    undoing.undo(desk, [done.decision])
    assert _standing(desk, done.grant.id) is Standing.REVOKED
    assert _kinds(desk) == [(CommandKind.GRANT_HONOUR, CommandState.CANCELLED)]
    assert honours_granting.grant(desk, NominationId("n-1")).grant.id == grant_id(2)


def test_the_quota_counts_who_holds_it(desk: Desk) -> None:
    honours_titles.set_title(desk, replace(_title(desk, PEACEMAKER), quota=1))
    first = _granted(desk)
    second = honours_nominating.nominate(desk, MemberId("u-2"), PEACEMAKER, HAND, case=make.case(2).id).nomination.id
    honours_nominating.enter_consent(desk, second, shows=ALL, source="私信")
    assert honours_view.nomination(desk, second).missing == (Missing.QUOTA,)
    honours_granting.make_emeritus(desk, first)
    assert honours_granting.grant(desk, second).grant.standing is Standing.HELD
    with pytest.raises(NominationNotFound):
        honours_granting.grant(desk, NominationId("n-99"))


def test_a_term_that_is_over_ends_by_itself(desk: Desk) -> None:
    held = _granted(desk)
    assert not honours_granting.end_due(desk).areas
    desk.clock.advance(days=366)  # type: ignore[attr-defined]
    honours_granting.end_due(desk)
    assert _standing(desk, held) is Standing.ENDED
    assert [kind for kind, _ in _kinds(desk)] == [CommandKind.GRANT_HONOUR, CommandKind.REVOKE_HONOUR]
    assert not honours_granting.end_due(desk).areas
    assert honours_granting.make_emeritus(desk, held).commands  # the account has it again


# --- sanctions -----------------------------------------------------------------------------------------


def test_a_sanction_suspends_and_gives_back_when_it_is_overturned(desk: Desk, other: Desk) -> None:
    held = _granted(desk)
    decided = sanctions.sanction(desk, C1, Wish(article=3, rung=Rung.MUTE_1, departure="反复辱骂"))
    found, events = honours_view.holder(desk, held)
    assert (found.grant.standing, found.grant.because) == (Standing.SUSPENDED, decided.decision)
    assert [kind for kind, _ in _kinds(desk)] == [CommandKind.GRANT_HONOUR, CommandKind.REVOKE_HONOUR]
    assert events[-1].by.name == desk.me.name
    with pytest.raises(NotGrantable):
        honours_granting.grant(desk, _agreed(desk, GUIDE))
    appeal = appeals.enter(desk, C1, Came("我没有骂人，说的是这台车。")).appeal.id
    appeals.answer(other, appeal, Verdict(Outcome.OVERTURNED, reason="原帖说的是车"))
    assert _standing(desk, held) is Standing.HELD
    assert _kinds(desk)[-1] == (CommandKind.REVOKE_HONOUR, CommandState.CANCELLED)  # nothing of it was sent
    assert [one["change"] for one in _bodies(desk, EntryKind.HONOUR_CHANGED)] == ["suspended", "restored"]


def test_taken_back_a_sanction_gives_back_and_what_follows_from_it_is_not_taken_back_alone(desk: Desk) -> None:
    held = _granted(desk)
    decided = sanctions.sanction(desk, C1, Wish(article=3), hold=timedelta(seconds=8))
    revoking = next(one for one in outbox.outbox(desk) if one.intent.kind is CommandKind.REVOKE_HONOUR)
    assert revoking.not_before == desk.clock() + timedelta(seconds=8)
    outbox.withdraw(desk, revoking.id)
    assert _standing(desk, held) is Standing.SUSPENDED
    undoing.undo(desk, [decided.decision])
    assert _standing(desk, held) is Standing.HELD


def test_after_the_measure_a_manager_looks(desk: Desk) -> None:
    held = _granted(desk)
    sanctions.sanction(desk, C1, Wish(article=3, rung=Rung.MUTE_1, departure="反复辱骂"))
    assert honours_view.needs(desk).free == ()
    with pytest.raises(StillSanctioned):
        honours_granting.restore(desk, held)
    desk.clock.advance(days=2)  # type: ignore[attr-defined]
    assert [one.grant.id for one in honours_view.needs(desk).free] == [held]
    assert honours_granting.restore(desk, held).grant.standing is Standing.HELD
    assert honours_view.needs(desk).count == 0
