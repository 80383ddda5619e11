"""Referring: cases before the council, their parties, statements and articles, and the ways back; on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

import make
import seated
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.changes import Area
from app.domain.commands import CommandKind, CommandStep
from app.domain.community import Message
from app.domain.council import AskedBy, Matter, ReferralId, Stage
from app.domain.council_missing import Mend
from app.domain.decisions import DecisionKind
from app.domain.ledger import EntryKind
from app.domain.outside import Party
from app.domain.roles import Role
from app.errors import (
    AskerUnknown,
    BackFromCouncil,
    BrandIsParty,
    EmptyMessage,
    InAnotherReferral,
    KindNotReferred,
    LastOfReferral,
    LetterOnItsWay,
    MemberUnknown,
    MinorConcerned,
    NobodyToAsk,
    NoRight,
    NotAskedYet,
    NotForTrainees,
    NotFromHere,
    NothingToRefer,
    NotInReferral,
    PartyHeard,
    PartyStays,
    PartyUnknown,
    QuestionMissing,
    RaisedUnseen,
    ReasonNeeded,
    ReferralAtOtherStage,
    ReferralNotFound,
    ReferralSettled,
    StatementTooSoon,
    StillTheirTurn,
)
from app.operations import (
    classifying,
    coaching,
    council_parties,
    council_referring,
    council_view,
    dismissing,
    handover,
    intake,
    lanes,
    outside,
    sanctions,
    undoing,
)
from app.operations.case_view import case_view
from app.operations.council_referring import Wish
from app.operations.desk import Desk
from tests.conftest import Clock

ONE, TWO, THREE = CaseId("c-1"), CaseId("c-2"), CaseId("c-3")
QUESTION, ALLEGED = "这两篇评测是不是抄袭？", "后一篇有三段与前一篇相同，没有注明出处。"
WISH = Wish((ONE, TWO), QUESTION, ALLEGED, Matter.PLAGIARISM, articles=(6,))


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info())
    intake.on_pulled(desk, make.page(*(make.case(number, title=f"评测 {number}") for number in (1, 2, 3))))
    return desk


def _as(desk: Desk, *roles: Role) -> Desk:
    return replace(desk, me=replace(desk.me, roles=frozenset(roles)))


def _refer(desk: Desk, wish: Wish = WISH) -> ReferralId:
    return council_referring.refer(desk, wish).referral


def _state(desk: Desk, case: CaseId) -> CaseState:
    return case_view(desk, case).case.state


def _entries(desk: Desk, kind: str) -> int:
    with desk.record.read() as tx:
        return tx.ledger.head()[0]


def test_a_referral_joins_cases_names_their_authors_and_holds_them_for_the_council(desk: Desk) -> None:
    done = council_referring.refer(desk, WISH)
    with desk.record.write() as tx:
        row = tx.ledger.newest(EntryKind.REFERRED)
    found = council_view.dossier(desk, done.referral)
    assert done.changes.concern(Area.COUNCIL)
    assert done.changes.concern(Area.CASES)
    assert [one.state for one in done.decided] == [CaseState.AWAITING_COUNCIL] * 2
    assert found.referral.question == QUESTION
    assert found.referral.stage is Stage.PREPARING
    assert (found.referral.entries, found.referral.head) == row  # nobody can foresee its hash
    assert [(one.case.id, one.label, one.title) for one in found.cases] == [
        (ONE, "甲方", "评测 1"),
        (TWO, "乙方", "评测 2"),
    ]
    assert [(one.label, one.member.id, one.complains) for one in found.parties] == [
        ("甲方", "u-1", False),
        ("乙方", "u-2", False),
    ]
    assert [(one.edition.number, one.article.number) for one in found.articles] == [(1, 6)]
    assert [one.kind for one in found.done] == [DecisionKind.REFERRAL] * 2
    assert council_view.referral_of_case(desk, ONE) == found.referral
    assert council_view.referral_of_case(desk, THREE) is None
    [listed] = council_view.listing(desk)
    assert (listed.cases, listed.parties, listed.arrived) == (2, ("甲方 车友1", "乙方 车友2"), 0)
    assert council_view.listing(desk, closed=True) == []


def test_what_is_before_the_council_is_neither_reminded_nor_sanctioned_nor_dismissed_nor_referred_again(
    desk: Desk,
) -> None:
    _refer(desk)
    with pytest.raises(NotFromHere):
        coaching.coach(desk, ONE, article=9, message="请改一下，谢谢您的理解。")
    with pytest.raises(NotFromHere):
        sanctions.sanction(desk, ONE, sanctions.Wish(article=3))
    with pytest.raises(NotFromHere):
        dismissing.dismiss(desk, ONE)
    with pytest.raises(InAnotherReferral):
        _refer(desk, replace(WISH, cases=(THREE, ONE)))
    assert _state(desk, THREE) is CaseState.NEW  # nothing was kept of it


def test_undoing_gives_the_case_back_and_ends_the_referral_with_its_last_case(desk: Desk, clock: Clock) -> None:
    done = council_referring.refer(desk, WISH)
    changes = undoing.undo(desk, [done.decided[0].decision])
    assert changes.concern(Area.COUNCIL)
    assert _state(desk, ONE) is CaseState.NEW
    assert [one.case.id for one in council_view.dossier(desk, done.referral).cases] == [TWO]
    clock.advance(seconds=5)
    undoing.undo(desk, [done.decided[1].decision])
    assert [one.referral.stage for one in council_view.listing(desk, closed=True)] == [Stage.WITHDRAWN]
    assert [one.case.id for one in council_view.dossier(desk, done.referral).cases] == [TWO]
    again = _refer(desk)
    assert again != done.referral


def test_cases_join_and_leave_while_it_is_prepared(desk: Desk) -> None:
    referral = _refer(desk)
    council_referring.join(desk, referral, [THREE])
    assert [one.label for one in council_view.dossier(desk, referral).parties] == ["甲方", "乙方", "丙方"]
    back = council_referring.take_out(desk, referral, ONE, reason="与此事无关")
    assert [(one.case, one.state) for one in back.decided] == [(ONE, CaseState.CLAIMED)]
    assert case_view(desk, ONE).decisions[-1].reason == "与此事无关"
    assert [one.case.id for one in council_view.dossier(desk, referral).cases] == [TWO, THREE]
    with pytest.raises(NotInReferral):
        council_referring.take_out(desk, referral, ONE)
    with pytest.raises(BackFromCouncil):
        undoing.undo(desk, [back.decided[0].decision])
    council_referring.take_out(desk, referral, TWO)
    with pytest.raises(LastOfReferral):
        council_referring.take_out(desk, referral, THREE)
    coaching.coach(desk, ONE, article=9, message="请改一下，谢谢您的理解。")


def test_withdrawing_needs_a_reason_and_brings_all_cases_back(desk: Desk) -> None:
    referral = _refer(desk)
    with pytest.raises(ReasonNeeded):
        council_referring.withdraw(desk, referral, " ")
    done = council_referring.withdraw(desk, referral, "双方已经和解")
    assert [one.state for one in done.decided] == [CaseState.CLAIMED] * 2
    assert [one.referral.id for one in council_view.listing(desk, closed=True)] == [referral]
    assert [one.case.id for one in council_view.dossier(desk, referral).cases] == [ONE, TWO]
    with pytest.raises(ReferralAtOtherStage):
        council_referring.withdraw(desk, referral, "再撤一次")
    with pytest.raises(ReferralSettled):
        council_referring.join(desk, referral, [THREE])
    with pytest.raises(ReferralNotFound):
        council_referring.withdraw(desk, ReferralId("referral-99"), "没有")


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (replace(WISH, cases=()), NothingToRefer),
        (replace(WISH, question=" "), QuestionMissing),
        (replace(WISH, alleged="\u200b"), QuestionMissing),
        (replace(WISH, asked_by=AskedBy.PARTY, asked_name="不相干的人"), AskerUnknown),
        (replace(WISH, asked_by=AskedBy.SEATS, asked_name="3、5"), AskerUnknown),
    ],
)
def test_what_is_no_question_is_not_referred(lite_desk: Desk, wish: Wish, refusal: type[Exception]) -> None:
    intake.on_described(lite_desk, make.info())
    intake.on_pulled(lite_desk, make.page(make.case(1), make.case(2)))
    with pytest.raises(refusal):
        _refer(lite_desk, wish)
    assert council_view.listing(lite_desk) == []


def test_who_asks_is_kept_by_name_and_a_complainant_is_a_party(desk: Desk) -> None:
    asked = replace(
        WISH, cases=(ONE,), asked_by=AskedBy.PARTY, asked_name="u-7", complainant=make.member("u-7", "原作者")
    )
    found = council_view.dossier(desk, _refer(desk, asked))
    assert (found.referral.asked_by, found.referral.asked_name) == (AskedBy.PARTY, "原作者")
    assert [(one.member.name, one.complains) for one in found.parties] == [("车友1", False), ("原作者", True)]


def test_complaints_lanes_and_minors_are_never_shown_to_a_council(desk: Desk) -> None:
    classifying.classify(desk, ONE, CaseKind.COMPLAINT)
    classifying.classify(desk, TWO, CaseKind.CARE)
    lanes.minor(desk, TWO)
    with pytest.raises(KindNotReferred) as caught:
        _refer(desk, replace(WISH, cases=(ONE,)))
    assert "第十三条" in caught.value.sentence("zh")
    with pytest.raises(KindNotReferred):
        _refer(desk, replace(WISH, cases=(TWO,)))
    referral = _refer(desk, replace(WISH, cases=(THREE,)))
    with pytest.raises(MinorConcerned):
        council_parties.name_party(desk, referral, make.member("u-2", "车友2"), complains=True)


def test_a_post_that_names_the_brands_side_makes_the_brand_a_party_unless_somebody_says_why_not(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(4, text="4S店的人自己发帖吹自己。"), make.case(5)))
    wish = replace(WISH, cases=(CaseId("c-4"),))
    with pytest.raises(BrandIsParty):
        _refer(desk, replace(wish, brand_party=False))
    referral = _refer(desk, replace(wish, cases=(CaseId("c-5"),)))
    assert not council_view.dossier(desk, referral).referral.brand_party
    council_referring.join(desk, referral, [CaseId("c-4")])
    assert council_view.dossier(desk, referral).referral.brand_party
    council_referring.rewrite(
        desk, referral, brand_party=False, why="只是顺口提到门店", large=True, alleged="另一种说法"
    )
    found = council_view.dossier(desk, referral).referral
    assert (found.brand_party, found.size, found.alleged, found.question) == (False, 7, "另一种说法", QUESTION)


def test_parties_are_asked_by_letter_with_a_date_and_are_heard_or_silent_after_it(desk: Desk, clock: Clock) -> None:
    referral = _refer(desk)
    with pytest.raises(NotAskedYet):
        council_parties.silent(desk, referral, "甲方")
    with pytest.raises(StatementTooSoon):
        council_parties.ask_parties(desk, referral, until=clock.moment)
    asked = council_parties.ask_parties(desk, referral)
    assert asked.parties == ("甲方", "乙方")
    [letter] = [one.intent for one in case_view(desk, ONE).commands if one.intent.kind is CommandKind.MESSAGE]
    assert letter.member_id == "u-1"
    assert QUESTION in letter.text
    assert "车友1" in letter.text
    assert "{" not in letter.text
    assert _state(desk, ONE) is CaseState.AWAITING_COUNCIL
    with pytest.raises(NobodyToAsk):
        council_parties.ask_parties(desk, referral)
    with pytest.raises(StillTheirTurn):
        council_parties.silent(desk, referral, "甲")
    council_parties.state(desk, referral, "车友2", "我引用时忘了写出处。")
    assert [(one.mend, one.about) for one in council_view.dossier(desk, referral).missing][:1] == [(Mend.WAIT, "甲方")]
    clock.advance(days=4)
    assert council_view.dossier(desk, referral).missing[0].mend is Mend.WAIT
    with pytest.raises(LetterOnItsWay):
        council_parties.silent(desk, referral, "甲")
    seated.letters_arrive(desk)
    assert council_view.dossier(desk, referral).missing[0].mend is Mend.STATEMENT
    assert council_parties.silent(desk, referral, "u-1").party.silent
    with pytest.raises(PartyHeard):
        council_parties.silent(desk, referral, "乙方")
    assert [one.mend for one in council_view.dossier(desk, referral).missing] == [Mend.PANEL]
    council_parties.state(desk, referral, "甲方", "来晚了，对不起。")
    party = council_view.dossier(desk, referral).parties[0]
    assert (party.statement, party.silent) == ("来晚了，对不起。", False)


def test_a_party_whose_letter_was_refused_was_not_asked_and_is_asked_again(desk: Desk, clock: Clock) -> None:
    referral = _refer(desk)
    council_parties.ask_parties(desk, referral)
    seated.letters_arrive(desk, CommandStep.REFUSE)
    found = council_view.dossier(desk, referral)
    assert [(one.mend, one.about) for one in found.missing][:2] == [(Mend.ASK, "甲方"), (Mend.ASK, "乙方")]
    assert "没有送出" in found.missing[0].words.zh
    assert [one.answer_by for one in found.parties] == [None, None]
    clock.advance(days=5)
    with pytest.raises(NotAskedYet):
        council_parties.silent(desk, referral, "甲方")
    assert council_parties.ask_parties(desk, referral).parties == ("甲方", "乙方")
    assert council_view.dossier(desk, referral).missing[0].mend is Mend.WAIT


def test_nobody_is_named_of_whom_nothing_was_read_unless_it_is_meant(desk: Desk) -> None:
    referral = _refer(desk)
    with pytest.raises(MemberUnknown):
        council_parties.name_party(desk, referral, make.member("海盐焦糖", "海盐焦糖"), complains=True)
    assert len(council_view.dossier(desk, referral).parties) == 2


def test_who_wrote_what_is_judged_or_spoke_stays_a_party(desk: Desk) -> None:
    referral = _refer(desk)
    council_parties.name_party(desk, referral, make.member("u-7", "原作者"), complains=False, unheard_of=True)
    assert council_parties.name_party(desk, referral, make.member("u-7", "原作者"), complains=True).party.complains
    with pytest.raises(PartyStays):
        council_parties.drop_party(desk, referral, "甲方")
    council_parties.state(desk, referral, "丙方", "这是我写的。")
    with pytest.raises(PartyHeard):
        council_parties.drop_party(desk, referral, "丙方")
    council_parties.name_party(desk, referral, make.member("u-8", "路人"), complains=False, unheard_of=True)
    council_parties.drop_party(desk, referral, "u-8")
    with pytest.raises(PartyUnknown):
        council_parties.state(desk, referral, "丁方", "没有这个人")
    assert len(council_view.dossier(desk, referral).parties) == 3


def test_only_full_moderators_refer(desk: Desk) -> None:
    with pytest.raises(NotForTrainees):
        _refer(_as(desk, Role.MODERATOR, Role.TRAINEE))
    with pytest.raises(NoRight):
        _refer(_as(desk, Role.SECRETARY))


def test_the_ledger_holds_the_referral_and_names_nobody(desk: Desk) -> None:
    referral = _refer(desk)
    council_parties.state(desk, referral, "甲方", "我的陈述")
    with desk.record.read() as tx:
        assert tx.ledger.verify().ok


def test_an_edit_after_the_referral_shows_beside_what_was_referred(desk: Desk, clock: Clock) -> None:
    referral = _refer(desk)
    edited = make.case(1, title="评测 1", version="2", text="我改过了。", post_version="2", edited_at=clock.moment)
    intake.on_pulled(desk, make.page(edited))
    one, two = council_view.dossier(desk, referral).cases
    assert (one.text, one.before) == ("我改过了。", "加我头像，贴膜全网最低。")
    assert (one.case.state, two.before) == (CaseState.AWAITING_COUNCIL, "")


def test_what_a_case_became_meanwhile_is_named_as_missing(desk: Desk) -> None:
    referral = _refer(desk)
    told = make.case(2, title="评测 2", version="2")
    by_reports = tuple(replace(one, category="minor") for one in told.reports)
    intake.on_pulled(desk, make.page(replace(told, reports=by_reports)))
    missing = council_view.dossier(desk, referral).missing
    assert [(one.mend, one.about) for one in missing][:3] == [
        (Mend.TAKE_OUT, TWO),
        (Mend.ASK, "甲方"),
        (Mend.ASK, "乙方"),
    ]
    council_referring.set_articles(desk, referral, [])
    assert Mend.ARTICLES in {one.mend for one in council_view.dossier(desk, referral).missing}
    council_referring.take_out(desk, referral, TWO)
    assert Mend.TAKE_OUT not in {one.mend for one in council_view.dossier(desk, referral).missing}


def test_who_was_a_party_for_a_case_alone_leaves_with_it_unless_heard(desk: Desk) -> None:
    referral = _refer(desk, replace(WISH, cases=(ONE, TWO, THREE)))
    council_parties.state(desk, referral, "乙方", "我有话说。")
    council_referring.take_out(desk, referral, ONE)
    council_referring.take_out(desk, referral, TWO)
    assert [one.label for one in council_view.dossier(desk, referral).parties] == ["乙方", "丙方"]
    council_referring.join(desk, referral, [ONE])
    assert council_view.dossier(desk, referral).label_of("u-1") == "甲方"


def test_what_a_party_writes_after_it_was_asked_becomes_its_statement(desk: Desk, clock: Clock) -> None:
    referral = _refer(desk)
    before = Message("m-1", make.member("u-1", "车友1"), False, clock.moment - timedelta(hours=1), "我之前问过别的事。")
    council_parties.ask_parties(desk, referral, who=["甲"])
    came = Message("m-2", make.member("u-1", "车友1"), False, clock.moment + timedelta(hours=1), "这段是我自己写的。")
    with desk.cache.write() as cached:
        cached.threads.store_messages(desk.me.id, [before, came])
    assert {label: [one.text for one in said] for label, said in council_parties.replies(desk, referral).items()} == {
        "甲方": ["这段是我自己写的。"]
    }
    assert council_parties.state_replied(desk, referral, "甲方").party.statement == "这段是我自己写的。"
    with pytest.raises(EmptyMessage):
        council_parties.state_replied(desk, referral, "乙方")


def test_who_was_asked_by_a_letter_that_is_taken_back_was_not_asked(desk: Desk) -> None:
    referral = _refer(desk)
    asked = council_parties.ask_parties(desk, referral, who=["乙方"])
    assert undoing.undo(desk, [asked.decided[0].decision]).concern(Area.COUNCIL)
    assert council_view.dossier(desk, referral).parties[1].asked_at is None
    assert [one.mend for one in council_view.dossier(desk, referral).missing[:2]] == [Mend.ASK, Mend.ASK]


def test_who_takes_the_shift_over_reads_what_waits_for_the_team_alone(desk: Desk, clock: Clock) -> None:
    referral = _refer(desk)

    def told() -> list[str]:
        sections = handover.draft(desk).sections
        return [line.said.zh for one in sections if one.id == "council" for line in one.lines]

    assert told() == [f"{referral} “{QUESTION}”：还没有请甲方陈述"]
    [listed] = council_view.listing(desk)
    assert listed.next.en.endswith("was not asked for a statement")
    assert not listed.waits
    council_referring.withdraw(desk, referral, "双方已经和解")
    assert told() == []


def test_what_a_keyword_raised_is_looked_at_before_anybody_judges_it(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(make.case(4, text="车底冒烟了，已经起火，谁来救救我。")))
    with pytest.raises(RaisedUnseen):
        _refer(desk, replace(WISH, cases=(CaseId("c-4"),)))


def test_what_concerns_a_minor_is_not_referred_whichever_case_tells_so(desk: Desk) -> None:
    lane, other = make.case(4, text="我想静静。"), make.case(5)
    assert other.post is not None
    by_same = replace(other, subject=lane.subject, post=replace(other.post, author=lane.subject))
    reported = make.case(6)
    told = replace(reported, reports=tuple(replace(one, category="minor") for one in reported.reports))
    intake.on_pulled(desk, make.page(lane, by_same, told))
    classifying.classify(desk, lane.id, CaseKind.CARE)
    lanes.minor(desk, lane.id)
    for case in (by_same.id, told.id):
        with pytest.raises(MinorConcerned):
            _refer(desk, replace(WISH, cases=(case,)))
        assert _state(desk, case) is CaseState.NEW


def test_two_seats_in_office_ask_together(desk: Desk) -> None:
    seated.council(desk, 2)
    wish = replace(WISH, asked_by=AskedBy.SEATS)
    for alone in ("2", "1、3", ""):
        with pytest.raises(AskerUnknown):
            _refer(desk, replace(wish, asked_name=alone))
    referral = _refer(desk, replace(wish, asked_name="席位 2 和 1"))
    assert council_view.dossier(desk, referral).referral.asked_name == "1、2"


def test_a_letter_of_ones_own_goes_out_instead_of_the_standard_one(desk: Desk) -> None:
    referral = _refer(desk)
    council_parties.ask_parties(desk, referral, messages={"乙方": "请在周五前说说您的看法，谢谢。"})
    sent = {one: case_view(desk, one).decisions[-1].text for one in (ONE, TWO)}
    assert sent[TWO] == "请在周五前说说您的看法，谢谢。"
    assert QUESTION in sent[ONE]


def test_nobody_is_silent_whose_letter_waits_for_a_second_person(desk: Desk, clock: Clock) -> None:
    referral = _refer(desk)
    outside.flag(desk, ONE, Party.MEDIA, number="晚报 0031", line="正在核查，结果会公布。")
    asked = council_parties.ask_parties(desk, referral, who=["甲方"])
    assert asked.decided[0].state is CaseState.AWAITING_APPROVAL
    clock.advance(days=5)
    with pytest.raises(LetterOnItsWay):
        council_parties.silent(desk, referral, "甲方")
