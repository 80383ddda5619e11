"""One matter, many cases: put together, explained, promised and answered once each, on both engines."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

import make
from app.domain.cases import CaseId, CaseKind, CaseState
from app.domain.changes import Changes
from app.domain.commands import CommandKind, CommandState
from app.domain.decisions import Batch, DecisionKind
from app.domain.promises import Change, PromiseState, Promising
from app.domain.topics import Standing, TopicId
from app.errors import (
    DateNotNamed,
    EmptyMessage,
    InAnotherTopic,
    NoRight,
    NotExplained,
    NoTopicPromise,
    Refused,
    TopicClosed,
    TopicNeedsName,
    TopicNotFound,
    TopicPromised,
    TopicPromiseOver,
    TopicUnfinished,
    UnfilledPlaceholder,
)
from app.operations import (
    classifying,
    complaints,
    dismissing,
    intake,
    team_facts,
    topics,
    topics_answering,
    topics_following,
    topics_likely,
    topics_view,
    undoing,
)
from app.operations.case_view import case_view
from app.operations.desk import Desk
from tests.conftest import Clock

TEXT = "昨晚升级 3.2.1 之后中控黑屏{n}次，{city}的，重启没用。"
CITIES = ("杭州", "西安", "成都")
EXPLAINED = "目前能确认的是：3.2.1 在部分车上会让中控屏不亮，行车不受影响，原因已经查到。"


def _ids(count: int) -> list[CaseId]:
    return [CaseId(f"c-{number}") for number in range(1, count + 1)]


def _pull(desk: Desk, count: int, *, first: int = 1) -> list[CaseId]:
    cases = [
        make.case(number, title="升级后黑屏", text=TEXT.format(n=number, city=CITIES[number % 3]))
        for number in range(first, first + count)
    ]
    intake.on_pulled(desk, make.page(*cases))
    return [one.id for one in cases]


@pytest.fixture
def desk(desk: Desk) -> Desk:
    intake.on_described(desk, make.info())
    _pull(desk, 7)
    return desk


def _promising(desk: Desk, days: float = 3) -> Promising:
    return Promising("修复 3.2.1 黑屏", "车机研发部", "小北", desk.clock() + timedelta(days=days))


def _explained(desk: Desk, count: int = 7, *, promised: bool = False) -> TopicId:
    topic = topics.open_topic(desk, "3.2.1 升级后黑屏", _ids(count)).topic
    topics.explain(desk, topic, EXPLAINED)
    if promised:
        topics.promise(desk, topic, _promising(desk))
    return topic


def _replies(desk: Desk, kind: DecisionKind = DecisionKind.REPLY) -> Counter[CaseId]:
    found: Counter[CaseId] = Counter()
    for case_id in _ids(7):
        for one in case_view(desk, case_id).decisions:
            if one.kind is kind and one.undone_at is None:
                found[case_id] += 1
    return found


def _standing(desk: Desk, topic: TopicId) -> Counter[Standing]:
    return Counter(one.standing for one in topics_view.view(desk, topic).cases)


# --- which cases belong to it ---------------------------------------------------------------------------


def test_a_case_is_in_one_open_topic_at_most_and_free_again_once_it_was_taken_out(desk: Desk) -> None:
    first = topics.open_topic(desk, "黑屏", _ids(3))
    assert (first.cases, first.refused) == (tuple(_ids(3)), ())
    second = topics.open_topic(desk, "别的事", _ids(4))
    assert second.cases == (CaseId("c-4"),)
    assert [case for case, _ in second.refused] == _ids(3)
    assert "黑屏" in second.refused[0][1].zh
    assert topics.take_out(desk, first.topic, _ids(1)).cases == tuple(_ids(1))
    assert topics.add(desk, second.topic, _ids(1)).cases == tuple(_ids(1))
    again = topics.take_out(desk, first.topic, _ids(1))
    assert (again.cases, again.changes) == ((), Changes())
    assert [one.title for one in topics_view.topics(desk)] == ["别的事", "黑屏"]
    found = topics_view.topic_of(desk, CaseId("c-1"))
    assert found is not None
    assert found.id == second.topic


def test_a_topic_that_none_of_its_cases_can_join_is_not_opened(desk: Desk) -> None:
    topics.open_topic(desk, "黑屏", _ids(3))
    with pytest.raises(InAnotherTopic, match="黑屏"):
        topics.open_topic(desk, "别的名字", _ids(2))
    assert [one.title for one in topics_view.topics(desk)] == ["黑屏"]


def test_what_can_not_be_a_topic(desk: Desk) -> None:
    with pytest.raises(TopicNeedsName):
        topics.open_topic(desk, " \n")
    for name in ("topic-9", "topic-0", "x", "topic-99999999999999999999"):
        with pytest.raises(TopicNotFound):
            topics.add(desk, TopicId(name), _ids(1))
    topic = topics.open_topic(desk, "黑屏").topic
    unknown = topics.add(desk, topic, [CaseId("c-99"), CaseId("c-1")])
    assert [case for case, _ in unknown.refused] == ["c-99"]
    with pytest.raises(UnfilledPlaceholder):
        topics.explain(desk, topic, "原因是{原因}。")
    with pytest.raises(EmptyMessage):
        topics.explain(desk, topic, " ")
    with pytest.raises(NotExplained):
        topics_answering.answer(desk, topic)


# --- answering ------------------------------------------------------------------------------------------


def test_each_is_answered_once_with_words_of_their_own_and_those_who_come_later_too(desk: Desk) -> None:
    topic = _explained(desk)
    done = topics_answering.answer(desk, topic)
    assert len(done.decided) == 7
    assert {one.state for one in done.decided} == {CaseState.CLOSED}
    texts = [case_view(desk, case_id).decisions[-1].text for case_id in _ids(7)]
    for number, text in enumerate(texts, 1):
        assert text.startswith(f"车友{number}，您好")
        assert f"黑屏{number}次" in text
        assert EXPLAINED in text
        assert "{" not in text
    assert topics_answering.answer(desk, topic) == Batch(changes=Changes())
    _pull(desk, 1, first=8)
    topics.add(desk, topic, [CaseId("c-8")])
    fresh = topics_view.view(desk, topic)
    assert (fresh.topic.cases, fresh.topic.answered, fresh.topic.open, fresh.fresh) == (8, 7, 1, 1)
    assert [one.case for one in topics_answering.answer(desk, topic).decided] == ["c-8"]
    assert set(_replies(desk).values()) == {1}


def test_a_first_line_takes_the_place_of_what_is_quoted(desk: Desk) -> None:
    topic = _explained(desk)
    line = "您昨晚在电话里也说过，孩子上学的路上屏幕黑了。"
    topics_answering.answer(desk, topic, cases=_ids(2), first_lines={CaseId("c-1"): line})
    assert line in case_view(desk, CaseId("c-1")).decisions[-1].text
    assert "黑屏1次" not in case_view(desk, CaseId("c-1")).decisions[-1].text
    assert "黑屏2次" in case_view(desk, CaseId("c-2")).decisions[-1].text
    assert _standing(desk, topic) == {Standing.ANSWERED: 2, Standing.OPEN: 5}


def test_what_was_answered_otherwise_or_has_a_lane_or_another_language_is_left_for_a_person(desk: Desk) -> None:
    english = make.case(9, title="Dark screen", text="The screen stays dark since the update to 3.2.1, nothing helps.")
    intake.on_pulled(desk, make.page(english))
    topic = _explained(desk)
    topics.add(desk, topic, [english.id])
    topics.explain(desk, topic, "What we know: 3.2.1 leaves the screen dark on some cars; driving is not touched.")
    told = {one.case: words for one, words in topics_answering.plan(desk, topic).refused}
    assert told[CaseId("c-5")].en.startswith("This post is in Chinese, the explanation in English")
    assert english.id not in told
    topics.explain(desk, topic, EXPLAINED)
    classifying.classify(desk, CaseId("c-1"), CaseKind.SAFETY)
    dismissing.dismiss(desk, CaseId("c-2"))
    complaints.reply(desk, CaseId("c-3"), message="您好，已经在查。")
    with desk.record.connection() as connection:
        connection.execute(sa.text("UPDATE cases SET raised = 'safety:冒烟' WHERE id = 'c-4'"))
    seen = topics_answering.plan(desk, topic)
    done = topics_answering.answer(desk, topic)
    assert {one.case for one in done.decided} == {"c-5", "c-6", "c-7"}
    assert {one.case for one, _ in seen.ready} == {one.case for one in done.decided}
    refused = dict(done.refused)
    assert refused == {one.case: words for one, words in seen.refused}
    assert set(refused) == {"c-1", "c-4", "c-9"}
    assert "安全事件" in refused[CaseId("c-1")].zh
    assert "安全事件" in refused[CaseId("c-4")].zh
    assert refused[english.id].zh.startswith("这个帖子用英文写，专题的说明用中文写")
    standing = {one.case: one.standing for one in topics_view.view(desk, topic).cases}
    assert standing[CaseId("c-2")] is Standing.CLOSED
    assert standing[CaseId("c-3")] is Standing.OTHERWISE
    named = topics_answering.answer(desk, topic, cases=[CaseId("c-3"), CaseId("c-5")])
    assert len(named.refused) == 2


def test_a_complaint_whose_reply_would_lack_something_is_left_for_a_person(desk: Desk) -> None:
    topic = topics.open_topic(desk, "黑屏", _ids(2)).topic
    classifying.classify(desk, CaseId("c-1"), CaseKind.COMPLAINT)
    topics.explain(desk, topic, "谢谢大家的支持。")
    done = topics_answering.answer(desk, topic)
    assert [case for case, _ in done.refused] == ["c-1"]
    assert "。请为 TA 写一句开头" in done.refused[0][1].zh
    assert ". Write a first line" in done.refused[0][1].en
    topics.explain(desk, topic, EXPLAINED)
    assert [one.case for one in topics_answering.answer(desk, topic).decided] == ["c-1"]


def test_a_reply_that_is_taken_back_is_given_anew(desk: Desk) -> None:
    topic = _explained(desk)
    done = topics_answering.answer(desk, topic, hold=timedelta(minutes=1))
    undoing.undo(desk, [one.decision for one in done.decided[:2]])
    assert _standing(desk, topic) == {Standing.ANSWERED: 5, Standing.OPEN: 2}
    again = topics_answering.answer(desk, topic)
    assert {one.case for one in again.decided} == {one.case for one in done.decided[:2]}
    assert set(_replies(desk).values()) == {1}


def test_a_begun_explanation_is_kept_for_who_writes_it_until_it_is_said(desk: Desk) -> None:
    topic = topics.open_topic(desk, "黑屏", _ids(2)).topic
    topics.keep_draft(desk, topic, "目前能")
    topics.keep_draft(desk, topic, "目前能确认")
    assert topics_view.view(desk, topic).draft == "目前能确认"
    topics.explain(desk, topic, EXPLAINED)
    assert topics_view.view(desk, topic).draft == ""
    topics.keep_draft(desk, topic, "还要")
    topics.keep_draft(desk, topic, " ")
    assert topics_view.view(desk, topic).draft == ""


def test_a_crash_between_the_blocks_leaves_nobody_answered_twice(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics_answering, "BLOCK", 2)
    topic = _explained(desk)
    real, count = topics_answering.keep, 0

    def dying(*what: object, **how: object) -> object:
        nonlocal count
        count += 1
        if count == 4:  # within the second block, of which nothing is kept
            raise KeyboardInterrupt
        return real(*what, **how)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(topics_answering, "keep", dying)
        with pytest.raises(KeyboardInterrupt):
            topics_answering.answer(desk, topic)
    assert sum(_replies(desk).values()) == 2
    assert len(topics_answering.answer(desk, topic).decided) == 5
    assert set(_replies(desk).values()) == {1}


# --- the promise of all ---------------------------------------------------------------------------------


def test_one_promise_is_told_to_all_and_its_cases_wait_for_its_date(desk: Desk) -> None:
    topic = _explained(desk, promised=True)
    with pytest.raises(TopicPromised):
        topics.promise(desk, topic, _promising(desk))
    done = topics_answering.answer(desk, topic)
    view = topics_view.view(desk, topic)
    assert len(view.promises) == 1
    assert {one.state for one in done.decided} == {CaseState.AWAITING_DEPARTMENT}
    cases = [case_view(desk, case_id) for case_id in _ids(7)]
    assert {one.case.due_at for one in cases} == {view.promises[0].due_at}
    assert all("车机研发部" in one.decisions[-1].text for one in cases)
    with pytest.raises(TopicUnfinished) as unfinished:
        topics.close(desk, topic)
    assert "承诺" in unfinished.value.sentence("zh")


def test_how_it_goes_on_is_told_to_each_once_and_the_end_closes_their_cases(desk: Desk, clock: Clock) -> None:
    topic = _explained(desk, promised=True)
    topics_answering.answer(desk, topic, cases=_ids(5))
    clock.advance(hours=20)
    told = topics_following.follow_up(desk, topic, Change.PROGRESS, "新版本正在测试。")
    assert len(told.decided) == 5
    assert topics_following.tell_rest(desk, topic).decided == ()
    until = topics_view.view(desk, topic).promises[0].due_at + timedelta(days=2)
    with pytest.raises(DateNotNamed):
        topics_following.follow_up(desk, topic, Change.EXTENDED, "还要两天。", due_at=until)
    day = until.astimezone()
    later = f"还要两天，{day.month} 月 {day.day} 日前再来说。"
    topics_following.follow_up(desk, topic, Change.EXTENDED, later, due_at=until)
    assert {case_view(desk, case_id).case.due_at for case_id in _ids(5)} == {until}
    topics_answering.answer(desk, topic)
    assert case_view(desk, CaseId("c-7")).case.due_at == until
    clock.advance(days=1)
    ended = topics_following.follow_up(desk, topic, Change.CLOSED, "3.2.2 已推送，升级后恢复。")
    assert len(ended.decided) == 7
    assert {case_view(desk, case_id).case.state for case_id in _ids(7)} == {CaseState.CLOSED}
    assert topics_view.view(desk, topic).promises[0].state(clock()) is PromiseState.KEPT
    assert _replies(desk, DecisionKind.FOLLOW_UP) == {case: 3 if case in _ids(5) else 1 for case in _ids(7)}
    topics.close(desk, topic)
    with pytest.raises(TopicClosed):
        topics.explain(desk, topic, "还有一句。")
    assert topics_view.topics(desk) == []
    assert [one.cases for one in topics_view.topics(desk, closed=True)] == [7]


def test_a_follow_up_that_was_cut_short_is_told_to_the_rest(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topics_following, "BLOCK", 2)
    topic = _explained(desk, promised=True)
    topics_answering.answer(desk, topic)
    real, count = topics_following.keep, 0

    def dying(*what: object, **how: object) -> object:
        nonlocal count
        count += 1
        if count == 4:
            raise KeyboardInterrupt
        return real(*what, **how)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(topics_following, "keep", dying)
        with pytest.raises(KeyboardInterrupt):
            topics_following.follow_up(desk, topic, Change.CLOSED, "已经修好。")
    assert topics_view.view(desk, topic).untold == 5
    with pytest.raises(TopicUnfinished):
        topics.close(desk, topic)
    with pytest.raises(NoTopicPromise):
        topics_following.follow_up(desk, topic, Change.CLOSED, "已经修好。")
    assert len(topics_following.tell_rest(desk, topic).decided) == 5
    assert set(_replies(desk, DecisionKind.FOLLOW_UP).values()) == {1}


def test_who_was_answered_with_the_new_date_is_not_told_of_it_again(desk: Desk, clock: Clock) -> None:
    topic = _explained(desk, 1, promised=True)
    topics_answering.answer(desk, topic)
    later = desk.clock().astimezone() + timedelta(days=5)
    message = f"还要再等几天，{later.month} 月 {later.day} 日前给您答复。"
    topics_following.follow_up(desk, topic, Change.EXTENDED, message, due_at=later)
    clock.advance(hours=1)
    topics.add(desk, topic, _ids(2)[1:])
    assert [one.case for one in topics_answering.answer(desk, topic).decided] == [CaseId("c-2")]
    assert topics_view.view(desk, topic).untold == 0
    assert topics_following.tell_rest(desk, topic).decided == ()
    ended = topics_following.follow_up(desk, topic, Change.CLOSED, "3.2.2 已经修好，请升级。")
    assert {one.case for one in ended.decided} == set(_ids(2))


def test_nobody_is_promised_a_date_that_has_passed(desk: Desk, clock: Clock) -> None:
    topic = _explained(desk, promised=True)
    topics_answering.answer(desk, topic, cases=_ids(1))
    clock.advance(days=4)
    with pytest.raises(TopicPromiseOver):
        topics_answering.answer(desk, topic)
    topics_following.follow_up(desk, topic, Change.CLOSED, "3.2.2 已推送。")
    assert len(topics_answering.answer(desk, topic).decided) == 6


# --- what is known of the posts -------------------------------------------------------------------------


def test_models_versions_and_places_are_counted_where_they_are_known(desk: Desk) -> None:
    intake.on_pulled(desk, make.page(cursor="c-2", members=(make.profile(1), make.profile(2))))
    topic = _explained(desk)
    found = topics_view.view(desk, topic).counts
    assert found.models == (("远山 E5", 2), ("", 5))
    assert found.versions == (("3.2.1", 7),)
    assert dict(found.places) == {"西安": 3, "成都": 2, "杭州": 2}


def test_a_model_that_the_team_named_is_counted_though_the_community_knows_no_cars(desk: Desk) -> None:
    named = make.case(8, title="升级后黑屏", text="我的 e5 昨晚升级之后中控黑屏，杭州的。")
    intake.on_pulled(desk, make.page(named))
    topic = topics.open_topic(desk, "黑屏", [named.id, CaseId("c-1")]).topic
    assert topics_view.view(desk, topic).counts.models == (("", 2),)
    team_facts.set_facts(desk, {"models": "远山 E5，远山 X6"})
    assert topics_view.view(desk, topic).counts.models == (("远山 E5", 1), ("", 1))


def test_the_next_shift_is_told_of_topics_with_people_who_wait(desk: Desk, clock: Clock) -> None:
    topic = _explained(desk)
    with desk.record.read() as tx:
        section = topics_view.section(desk, tx, clock())
    assert [line.said.zh for line in section.lines] == ["专题“3.2.1 升级后黑屏”：7 位中还有 7 位没有答复"]
    topics_answering.answer(desk, topic)
    with desk.record.read() as tx:
        assert topics_view.section(desk, tx, clock()).lines == ()


def test_only_moderators_touch_topics(desk: Desk) -> None:
    visitor = replace(desk, me=replace(desk.me, roles=frozenset()))
    for work in (
        lambda: topics.open_topic(visitor, "黑屏"),
        lambda: topics.explain(visitor, TopicId("topic-1"), "说明"),
        lambda: topics_answering.answer(visitor, TopicId("topic-1")),
        lambda: topics_following.follow_up(visitor, TopicId("topic-1"), Change.PROGRESS, "进展"),
        lambda: topics.close(visitor, TopicId("topic-1")),
    ):
        with pytest.raises(NoRight):
            work()


def test_every_step_stands_in_the_ledger(desk: Desk) -> None:
    topic = _explained(desk, promised=True)
    topics_answering.answer(desk, topic)
    topics_following.follow_up(desk, topic, Change.CLOSED, "3.2.2 已推送。")
    topics.close(desk, topic)
    with desk.record.connection() as connection:
        kinds = connection.execute(sa.text("SELECT kind, body FROM ledger ORDER BY seq")).all()
    told = Counter(kind for kind, _ in kinds)
    assert (told["topic.opened"], told["topic.changed"], told["promise.made"]) == (1, 4, 1)
    said = [body for _, body in kinds if '"promise_change":"closed"' in body]
    assert len(said) == len(_ids(7)), "with each reply that says it"
    assert all(EXPLAINED not in body and "黑屏" not in body for kind, body in kinds if kind.startswith("topic"))


def test_undone_commands_of_a_topic_are_cancelled_like_any_other(desk: Desk) -> None:
    topic = _explained(desk)
    done = topics_answering.answer(desk, topic, cases=_ids(1), hold=timedelta(minutes=1))
    undoing.undo(desk, [done.decided[0].decision])
    view = case_view(desk, CaseId("c-1"))
    replies = [one for one in view.commands if one.intent.kind is CommandKind.REPLY]
    assert [one.state for one in replies] == [CommandState.CANCELLED]
    assert view.case.state is CaseState.NEW


def test_a_topic_that_nobody_is_left_in_can_not_be_answered_for_strangers(desk: Desk) -> None:
    topic = _explained(desk, 2)
    with pytest.raises(Refused):
        topics_answering.answer(desk, topic, cases=[CaseId("c-5")])


# --- which others are about the same ----------------------------------------------------------------------


def _night(desk: Desk, others: int, wave: int) -> None:
    from app.demo.generator import generated_content
    from app.demo.wave import with_wave

    content = with_wave(others, 7, wave)
    assert len(generated_content(others, 7).cases) == others
    titles = {one.id: one.title for one in content.threads}
    posts = {one.id: one for one in content.posts}
    pulled = []
    for number, case in enumerate(content.cases, 100):
        post = posts[content.post_of[case.id]]
        made = make.case(number, title=titles[post.thread_id], text=post.raw)
        pulled.append(replace(made, id=CaseId(case.id)))
    intake.on_pulled(desk, make.page(*pulled, cursor="night"))


def test_cases_of_the_same_matter_are_found_from_a_topic_or_a_case_and_what_is_in_a_topic_is_not(
    lite_desk: Desk,
) -> None:
    intake.on_described(lite_desk, make.info())
    _night(lite_desk, 120, 60)
    seeds = [CaseId(f"c-w0000{number}") for number in range(1, 6)]
    alone = topics_likely.likely(lite_desk, seeds[:1])
    assert alone[0].case.case.startswith("c-w")
    assert seeds[0] not in {one.case.case for one in alone}
    assert [one.score for one in alone] == sorted((one.score for one in alone), reverse=True)
    other = topics.open_topic(lite_desk, "别的事", [alone[0].case.case]).topic
    topic = topics.open_topic(lite_desk, "黑屏", seeds).topic
    found = {one.case.case for one in topics_likely.likely(lite_desk, topic, limit=200)}
    assert not found & {*seeds, alone[0].case.case}
    assert sum(case.startswith("c-w") for case in found) >= 45
    assert sum(not case.startswith("c-w") for case in found) <= 3
    dismissing.dismiss(lite_desk, CaseId("c-w00020"))
    assert "c-w00020" not in {one.case.case for one in topics_likely.likely(lite_desk, topic, limit=200)}
    assert topics_likely.likely(lite_desk, topics.open_topic(lite_desk, "空的").topic) == []
    with pytest.raises(TopicNotFound):
        topics_likely.likely(lite_desk, TopicId("topic-77"))
    assert other != topic
