"""Abnormal accounts in batches: evidence, one measure for each account, a second person's sample."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

import make
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.clusters import ALONG, AT_ONCE
from app.domain.commands import CommandKind
from app.domain.community import RemoteCase
from app.domain.ladder import Rung
from app.domain.members import Member, MemberRef
from app.domain.roles import Role
from app.domain.sanctions import PostAction, SecondPerson, Track
from app.errors import (
    NoSuchCluster,
    NoSuchRung,
    NotForTrainees,
    NothingOfIt,
    SamePerson,
    SampleUnseen,
    SentBack,
)
from app.operations import (
    accounts,
    approving,
    classifying,
    clusters,
    clusters_plan,
    clusters_sampling,
    intake,
    outbox,
    sampling,
)
from app.operations.accounts import SignIn
from app.operations.appeal_grounds import grounds
from app.operations.case_view import case_view
from app.operations.clusters_plan import ClusterWish
from app.operations.desk import Desk
from app.operations.undoing import undo

EVERY = tuple(CommandKind)
ADVERT = "加我头像，贴膜全网最低，先到先得，只剩三个名额。"
WISH = ClusterWish(article=9)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info(able=EVERY))
    return desk


@pytest.fixture
def other(desk: Desk) -> Desk:
    sign_in = SignIn(make.info(STAFF[1].id, STAFF[1].name, able=EVERY), "print-2", "t-2")
    return replace(desk, me=accounts.register(desk.record, sign_in, desk.clock()))


def _pulled(
    desk: Desk, count: int, *, owners: tuple[int, ...] = (), unknown: tuple[int, ...] = (), text: str = ADVERT
) -> list[CaseId]:
    numbers = range(1, count + 1)
    cases = [make.case(number, text=text) for number in numbers]
    members = [
        Member(
            make.member(f"u-{number}", f"车友{number}"),
            joined_at=make.NOON - timedelta(days=number % 2),
            verified_owner=number in owners,
            posts=3,
        )
        for number in numbers
        if number not in unknown
    ]
    intake.on_pulled(desk, make.page(*cases, members=tuple(members)))
    return [one.id for one in cases]


def _by(case: RemoteCase, author: MemberRef) -> RemoteCase:
    assert case.post is not None
    return replace(case, post=replace(case.post, author=author), subject=author)


def test_the_evidence_says_what_belongs_together(desk: Desk) -> None:
    cases = _pulled(desk, 6, owners=(3,))
    evidence = clusters_plan.evidence_of(desk, cases)
    assert (evidence.cases, evidence.accounts, evidence.same_text, evidence.joined_within) == (6, 6, 6, 1)
    assert (evidence.in_an_hour, evidence.unverified, evidence.posts_each) == (6, 5, 3)
    assert evidence.owners == ("车友3",)
    assert evidence.sentence.zh == (
        "6 件工单，6 个账号；6 件同文（100%）；6 个账号在 1 天内先后注册；一小时内最多发出 6 帖；"
        "每个账号累计约 3 帖；5 个账号没有认证车辆；其中认证车主：车友3"
    )


def test_few_adverts_take_effect_at_once_without_strikes_each_with_its_notice(desk: Desk) -> None:
    cases = _pulled(desk, 4)
    done = clusters.handle(desk, cases, WISH)
    assert (done.second, len(done.decided), done.refused) == (None, 4, ())
    commands = outbox.outbox(desk)
    assert [one.intent.kind for one in commands if one.intent.case_id == cases[0]] == [
        CommandKind.CLAIM,
        CommandKind.HIDE,
        CommandKind.SILENCE,
        CommandKind.MESSAGE,
        CommandKind.RESOLVE,
    ]
    silence = next(one for one in commands if one.intent.kind is CommandKind.SILENCE)
    assert silence.intent.until == desk.clock() + timedelta(days=7)
    view = case_view(desk, cases[0])
    assert view.case.state is CaseState.CLOSED
    notice = view.decisions[0].text
    assert notice.startswith("社区账号处理通知")
    assert "申诉" in notice
    assert "本次不记分" in notice
    assert "{" not in notice
    kept = view.governed.record[0]
    assert (kept.sanction.track, kept.sanction.strikes, kept.sanction.cluster) == (Track.ABNORMAL, 0, done.cluster)
    assert list(view.governed.verdicts.values()) == ["upheld"]
    assert accounts.verify_ledger(desk.record).ok


def test_the_evidence_is_frozen_and_in_the_ledger(desk: Desk) -> None:
    cases = _pulled(desk, 3)
    sentence = clusters_plan.evidence_of(desk, cases).sentence
    done = clusters.handle(desk, cases, WISH)
    with desk.record.connection() as connection:
        kept = connection.execute(sa.text("SELECT evidence FROM clusters")).scalar_one()
        body = connection.execute(sa.text("SELECT body FROM ledger WHERE kind = 'cluster.made'")).scalar_one()
    assert json.loads(kept)["sentence"]["zh"] == sentence.zh
    told = json.loads(body)
    assert (told["cluster"], told["cases"], told["same_text"], told["owners"]) == (done.cluster, 3, 3, 0)


def test_an_account_is_muted_once_and_its_other_posts_close_along(desk: Desk) -> None:
    author = make.member()
    known = Member(author, verified_owner=False)
    intake.on_pulled(
        desk, make.page(*(_by(make.case(number, text=ADVERT), author) for number in (1, 2, 3)), members=(known,))
    )
    cases = [make.case(number).id for number in (1, 2, 3)]
    planned = clusters_plan.plan(desk, cases, WISH)
    assert planned.measured == {cases[0]}
    clusters.handle(desk, cases, WISH)
    kinds = [one.intent.kind for one in outbox.outbox(desk)]
    assert [kinds.count(kind) for kind in (CommandKind.SILENCE, CommandKind.MESSAGE, CommandKind.HIDE)] == [1, 1, 3]
    views = [case_view(desk, one) for one in cases]
    assert {view.case.state for view in views} == {CaseState.CLOSED}
    assert [one.sanction.rung for one in views[0].governed.record] == [Rung.MUTE_7, ALONG, ALONG]
    late = _by(make.case(9, text=ADVERT), author)
    intake.on_pulled(desk, make.page(late, cursor="cursor-9"))
    clusters.handle(desk, [late.id], WISH)
    assert [one.intent.kind for one in outbox.outbox(desk)].count(CommandKind.SILENCE) == 1


def test_what_a_rule_keeps_out_is_named_and_the_others_go_on(desk: Desk) -> None:
    cases = _pulled(desk, 5)
    classifying.classify(desk, cases[0], CaseKind.COMPLAINT)
    classifying.classify(desk, cases[1], CaseKind.SAFETY)
    own = _by(make.case(20, text=ADVERT), MemberRef(desk.me.id, desk.me.name))
    ordinary = make.case(21, text="今天在南山跑了一圈，电耗比想象的高不少。")
    intake.on_pulled(desk, make.page(ordinary, cursor="cursor-3"))
    intake.on_pulled(desk, make.page(own, cursor="cursor-2"))
    with desk.record.write() as tx:
        tx.governing.recuse(desk.me.id, tx.cases.get(cases[2]).key, "认识发帖人", desk.clock())
    done = clusters.handle(desk, [*cases, own.id, ordinary.id], WISH)
    assert [one for one, _ in done.refused] == [cases[0], cases[1], cases[2], own.id, ordinary.id]
    assert "走阶梯" in done.refused[-1][1].zh
    assert [one.case for one in done.decided] == cases[3:]
    with pytest.raises(NothingOfIt):
        clusters.handle(desk, [own.id], WISH)
    with pytest.raises(NoSuchRung):
        clusters.handle(desk, cases[3:], replace(WISH, rung=Rung.WARNING))


@pytest.mark.parametrize(
    ("count", "pulled", "wish", "second"),
    [
        (AT_ONCE, {}, WISH, None),
        (AT_ONCE + 1, {}, WISH, SecondPerson.CLUSTER),
        (3, {"owners": (2,)}, WISH, SecondPerson.OWNER),
        (3, {"unknown": (2,)}, WISH, SecondPerson.OWNER),
        (3, {}, replace(WISH, article=7), SecondPerson.GRAVE),
        (3, {}, replace(WISH, rung=Rung.SUSPEND_30), SecondPerson.LONG),
        (3, {}, replace(WISH, post=PostAction.DELETE), SecondPerson.CLUSTER),
        (3, {"text": f"{ADVERT}官方客服是骗子"}, WISH, SecondPerson.BRAND),
        (3, {"text": f"{ADVERT}官方客服是骗子"}, replace(WISH, no_party="\u200b"), SecondPerson.BRAND),
        (3, {"text": f"{ADVERT}门店自提"}, replace(WISH, no_party="“门店”指的是贴膜店"), None),
    ],
)
def test_when_another_person_has_to_sample(
    desk: Desk, count: int, pulled: dict[str, Any], wish: ClusterWish, second: SecondPerson | None
) -> None:
    cases = _pulled(desk, count, **pulled)
    assert clusters_plan.plan(desk, cases, wish).second is second
    done = clusters.handle(desk, cases, wish)
    assert done.second is second
    state = case_view(desk, cases[0]).case.state
    assert state is (CaseState.AWAITING_APPROVAL if second else CaseState.CLOSED)
    assert bool(outbox.outbox(desk)) is (second is None)


def test_forty_six_adverts_wait_until_the_whole_sample_was_seen(desk: Desk, other: Desk, clock) -> None:
    cases = _pulled(desk, 46, owners=(7,))
    done = clusters.handle(desk, cases, replace(WISH, post=PostAction.DELETE))
    waiting = clusters_sampling.sample_of(other, done.cluster)
    assert waiting.cases == tuple(cases)
    assert len(waiting.sample) in (5, 6)
    assert waiting.sample == clusters_sampling.sample_of(desk, done.cluster).sample
    assert cases[6] in waiting.sample
    with pytest.raises(SamePerson):
        clusters_sampling.approve_cluster(desk, done.cluster, waiting.sample)
    with pytest.raises(SampleUnseen):
        clusters_sampling.approve_cluster(other, done.cluster, waiting.sample[1:])
    assert outbox.outbox(desk) == []
    clock.advance(hours=2)
    agreed = clusters_sampling.approve_cluster(other, done.cluster, waiting.sample)
    assert (len(agreed.decided), agreed.refused) == (46, ())
    silences = [one for one in outbox.outbox(desk) if one.intent.kind is CommandKind.SILENCE]
    assert len(silences) == 46
    assert silences[0].intent.until == clock() + timedelta(days=7)
    with desk.record.connection() as connection:
        body = connection.execute(sa.text("SELECT body FROM ledger WHERE kind = 'cluster.agreed'")).scalar_one()
    assert json.loads(body)["sample"].split() == list(waiting.sample)
    with pytest.raises(NoSuchCluster):
        clusters_sampling.sample_of(other, done.cluster)
    assert accounts.verify_ledger(desk.record).ok


def test_a_batch_is_sent_back_whole_and_with_a_reason(desk: Desk, other: Desk) -> None:
    cases = _pulled(desk, 21)
    done = clusters.handle(desk, cases, WISH)
    with pytest.raises(SentBack):
        clusters_sampling.send_back_cluster(other, done.cluster, reason=" ")
    trainee = replace(other, me=replace(other.me, roles=frozenset({Role.MODERATOR, Role.TRAINEE})))
    with pytest.raises(NotForTrainees):
        clusters_sampling.send_back_cluster(trainee, done.cluster, reason="抽到的一件是车友自用")
    back = clusters_sampling.send_back_cluster(other, done.cluster, reason="抽到的一件是车友自用")
    assert len(back.decided) == 21
    assert {case_view(desk, one).case.state for one in cases} == {CaseState.CLAIMED}
    assert outbox.outbox(desk) == []


def test_what_changed_meanwhile_goes_on_waiting(desk: Desk, other: Desk) -> None:
    cases = _pulled(desk, 22)
    done = clusters.handle(desk, cases, WISH)
    edited = make.case(
        1, text="不卖了，打扰大家。", post_version="2", version="2", edited_at=make.NOON + timedelta(hours=1)
    )
    intake.on_pulled(desk, make.page(edited, cursor="cursor-2"))
    waiting = clusters_sampling.sample_of(other, done.cluster)
    agreed = clusters_sampling.approve_cluster(other, done.cluster, waiting.sample)
    assert [one for one, _ in agreed.refused] == [cases[0]]
    assert case_view(desk, cases[0]).case.state is CaseState.AWAITING_APPROVAL
    assert approving.send_back(other, cases[0], reason="作者改了").state is CaseState.CLAIMED


def test_a_batch_is_taken_back_whole_while_nothing_was_sent(desk: Desk) -> None:
    cases = _pulled(desk, 3)
    done = clusters.handle(desk, cases, WISH, hold=timedelta(seconds=8))
    undo(desk, [one.decision for one in done.decided])
    assert {case_view(desk, one).case.state for one in cases} == {CaseState.NEW}
    assert all(one.overturned for one in case_view(desk, cases[0]).governed.record)


def test_the_database_wants_another_person_for_what_weighs_and_a_batch_for_the_track(desk: Desk) -> None:
    done = clusters.handle(desk, _pulled(desk, AT_ONCE), WISH)
    stranger = Member(make.member("u-50", "车友50"), verified_owner=False)
    more = [_by(make.case(number, text=ADVERT), stranger.ref) for number in (50, 51)]
    intake.on_pulled(desk, make.page(*more, cursor="cursor-50", members=(stranger,)))
    extra = clusters.handle(desk, [more[0].id], WISH)
    assert (extra.second, len(extra.decided)) == (None, 1)
    copied = (
        "kind, by_id, by_name, at, revision, state_before, state_after, text, reason, basis_edition, "
        "basis_article, basis_use, basis_current, basis_name_zh, basis_name_en, basis_title_zh, basis_title_en, "
        "basis_text_zh, basis_text_en"
    )
    row = (
        f"INSERT INTO decisions (id, case_key, {copied}) SELECT 'd-raw', (SELECT key FROM cases WHERE id = 'c-51'), "
        f"{copied} FROM decisions WHERE id = :of"
    )
    measure = "decision_id, member_id, member_name, track, rung, severity, proposed, because"
    rest = "departure, malice, brand_party, brand_hit, counted, not_counted"
    of = {"of": extra.decided[0].decision}

    def insert(connection: sa.Connection, strikes: int = 0, cluster: str = "cluster_id", post: str = "fold") -> int:
        return connection.execute(
            sa.text(
                f"INSERT INTO sanctions ({measure}, strikes, {rest}, cluster_id, post) SELECT 'd-raw', "
                f"{measure.removeprefix('decision_id, ')}, {strikes}, {rest}, {cluster}, '{post}' FROM sanctions "
                "WHERE decision_id = :of"
            ),
            of,
        ).rowcount

    refused: list[dict[str, Any]] = [
        {"cluster": f"'{done.cluster}'"},
        {"cluster": "NULL"},
        {"strikes": 3},
        {"post": "delete"},
    ]
    for one in refused:
        with desk.record.connection() as connection:
            connection.execute(sa.text(row), of)
            with pytest.raises(sa.exc.DBAPIError):
                insert(connection, **one)
            connection.rollback()
    with desk.record.connection() as connection:  # what is not refused shows that the statement itself is sound
        connection.execute(sa.text(row), of)
        assert insert(connection) == 1
        connection.rollback()


def test_one_person_sends_nobody_off_the_ladder(desk: Desk) -> None:
    """Neither an ordinary offender alone, nor two who say little, nor one among adverts; nor two owners unread."""
    heated = "你就是个水货，全家都是骗子，滚出车友圈。"
    alone = make.case(1, text=heated)
    short = [make.case(number, text="太贵了吧") for number in (2, 3, 4)]
    pair = [_by(make.case(number, text=heated + "！" * number), make.member()) for number in (7, 8)]
    known = tuple(Member(make.member(f"u-{number}"), verified_owner=False) for number in range(1, 9))
    intake.on_pulled(desk, make.page(alone, *short, members=known))
    for cases in ([alone.id], [one.id for one in short], [alone.id, short[0].id]):
        with pytest.raises(NothingOfIt, match="there is the ladder"):
            clusters.handle(desk, cases, WISH)
    with desk.record.connection() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM sanctions")).scalar_one() == 0
    intake.on_pulled(desk, make.page(*pair, cursor="cursor-2"))
    assert clusters_plan.plan(desk, [one.id for one in pair], WISH).cases == ()  # twice by one person is no pattern
    assert len(clusters_plan.plan(desk, [alone.id, *(one.id for one in pair)], WISH).cases) == 3


def test_the_same_text_the_next_day_is_known_from_the_batch_before(desk: Desk) -> None:
    clusters.handle(desk, _pulled(desk, 3), WISH)
    late = make.case(50, text=ADVERT)
    stranger = Member(make.member("u-50", "车友50"), verified_owner=False)
    intake.on_pulled(desk, make.page(late, cursor="cursor-50", members=(stranger,)))
    planned = clusters_plan.plan(desk, [late.id], WISH)
    assert (planned.cases, planned.evidence.earlier) == ((late.id,), 3)
    assert "另有 3 件同文，此前已按非正常账号处理" in planned.evidence.sentence.zh


def test_what_was_known_of_owners_stays_with_the_batch_whatever_is_read_later(desk: Desk, other: Desk) -> None:
    cases = _pulled(desk, 60, owners=(7,), unknown=(9, 11))
    done = clusters.handle(desk, cases, WISH)
    assert done.second is SecondPerson.OWNER
    later = tuple(Member(make.member(f"u-{number}"), verified_owner=False) for number in (7, 9, 11))
    intake.on_pulled(desk, make.page(cursor="cursor-2", members=later))
    waiting = clusters_sampling.sample_of(other, done.cluster)
    assert {cases[6], cases[8], cases[10]} <= set(waiting.sample)
    assert "2 个账号的认证情况未知" in waiting.cluster.evidence.sentence.zh


def test_why_the_brand_is_no_party_stands_with_each_decision(desk: Desk) -> None:
    cases = _pulled(desk, 3, text=f"{ADVERT}门店自提")
    clusters.handle(desk, cases, replace(WISH, no_party="“门店”指的是贴膜店"))
    for one in cases:
        kept = case_view(desk, one).governed.record[0].sanction
        assert (kept.brand_hit, kept.brand_party, kept.departure) == ("门店", False, "“门店”指的是贴膜店")
    assert accounts.verify_ledger(desk.record).ok


def test_the_database_wants_two_for_a_grave_article_in_a_batch_too(desk: Desk) -> None:
    cases = _pulled(desk, 4)
    done = clusters.handle(desk, cases[:3], replace(WISH, article=7))
    assert done.second is SecondPerson.GRAVE
    of = {"of": done.decided[0].decision, "key": "c-4", "author": "u-4"}
    rest = "kind, by_id, by_name, at, revision, state_before, state_after, text, reason, basis_edition, basis_article"
    rest += ", basis_use, basis_current, basis_name_zh, basis_name_en, basis_title_zh, basis_title_en"
    rest += ", basis_text_zh, basis_text_en"
    measure = "member_name, track, rung, severity, proposed, because, strikes, departure, malice, brand_party"
    measure += ", brand_hit, post, counted, not_counted, cluster_id"

    def insert(connection: sa.Connection, second: str) -> None:
        row = f"INSERT INTO decisions (id, case_key, second_person, {rest}) SELECT 'd-raw', cases.key, {second}, "
        row += ", ".join(f"decisions.{one}" for one in rest.split(", "))
        connection.execute(sa.text(f"{row} FROM decisions, cases WHERE decisions.id = :of AND cases.id = :key"), of)
        row = f"INSERT INTO sanctions (decision_id, member_id, {measure}) SELECT 'd-raw', :author, {measure} "
        connection.execute(sa.text(f"{row} FROM sanctions WHERE decision_id = :of"), of)

    with desk.record.connection() as connection:
        with pytest.raises(sa.exc.DBAPIError, match="another person has to agree"):
            insert(connection, "NULL")
        connection.rollback()
    with desk.record.connection() as connection:
        insert(connection, "'grave'")
        connection.rollback()


def test_only_the_measure_of_which_an_account_was_told_is_appealed_and_compared(desk: Desk) -> None:
    author = make.member()
    known = Member(author, verified_owner=False)
    posts = [_by(make.case(number, text=ADVERT), author) for number in (1, 2, 3)]
    intake.on_pulled(desk, make.page(*posts, members=(known,)))
    clusters.handle(desk, [one.id for one in posts], WISH)
    with desk.record.read() as tx:
        offered = [grounds(tx, tx.cases.get(one.id)) for one in posts]
    assert [[one.what.zh for one in each] for each in offered] == [["禁言 7 天"], [], []]
    even = sampling.consistency(desk, since=desk.clock() - timedelta(days=1))
    assert [(one.article, one.rungs) for one in even.articles] == [(9, ())]
