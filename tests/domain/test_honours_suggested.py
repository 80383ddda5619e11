"""Who could be honoured: counted from what happened, never from who was part of a quarrel."""

from datetime import datetime, timedelta

import make
from app.domain.cases import CaseId
from app.domain.honours import GUIDE, PEACEMAKER, EvidenceKind
from app.domain.honours_suggested import Found, Link, ReasonKind, Seen, SeenThread, answered, calmed, hinted, strongest
from app.domain.members import MemberId, MemberRef
from app.domain.posts import PostId, ThreadId


def _at(minutes: float) -> datetime:
    return make.NOON + timedelta(minutes=minutes)


def _post(number: int, author: str, minutes: float, *, to: int | None = None, length: int = 30) -> Seen:
    reply = PostId(f"p-{to}") if to else None
    return Seen(PostId(f"p-{number}"), MemberRef(MemberId(author), author), _at(minutes), length, reply)


QUARREL = (
    _post(1, "asker", 0),
    _post(2, "hot", 10),
    _post(3, "hotter", 12, to=2),
    _post(4, "hot", 14),
    _post(5, "hotter", 16),
    _post(6, "calm", 20),
    _post(7, "later", 40),
)


def _thread(*posts: Seen, **more: object) -> SeenThread:
    about = {"judged": frozenset({PostId("p-3")}), "reports": (_at(13), _at(15))} | more
    return SeenThread(ThreadId("t-1"), "谁家的车好", posts or QUARREL, case=CaseId("c-1"), **about)  # type: ignore[arg-type]


def test_who_wrote_before_it_fell_silent_calmed_it_with_what_was_counted_on_either_side() -> None:
    (one,) = calmed(_thread(), _at(600))
    assert (one.member.id, one.link.post, one.link.case) == ("calm", "p-6", "c-1")
    assert "6 次" in one.link.words.zh
    assert "6 quarrelling posts and reports" in one.link.words.en


def test_nobody_calmed_what_went_on_or_is_too_new_to_tell() -> None:
    went_on = (*QUARREL, *(_post(20 + n, "hot", 21 + 10 * n) for n in range(8)))
    assert not list(calmed(_thread(*went_on), _at(600)))
    assert not list(calmed(_thread(), _at(60)))


def test_reports_about_one_person_are_no_quarrel() -> None:
    alone = (_post(1, "asker", 0), _post(3, "hot", 12), _post(6, "calm", 20))
    assert not list(calmed(_thread(*alone, reports=tuple(_at(n) for n in range(13, 19))), _at(600)))


def test_who_was_answered_by_a_reported_post_or_reported_it_is_part_of_the_quarrel() -> None:
    assert not list(calmed(_thread(reporters=frozenset({MemberId("calm"), MemberId("later")})), _at(600)))
    without = tuple(one for one in QUARREL if one.author.id != "later")
    drawn_in = (*without, _post(8, "hotter", 19, to=6))
    assert not list(calmed(_thread(*drawn_in, judged=frozenset({PostId("p-3"), PostId("p-8")})), _at(600)))


def test_each_who_answers_a_newcomer_is_counted_once_and_only_for_an_answer() -> None:
    posts = (
        _post(1, "new", 0),
        _post(2, "helper", 5),
        _post(3, "helper", 6),
        _post(4, "short", 7, length=2),
        _post(5, "late", 60 * 24 * 8),
        _post(6, "advert", 8),
    )
    thread = _thread(*posts, judged=frozenset({PostId("p-6")}))
    joined = {MemberId("new"): _at(-60 * 24 * 3)}
    assert [(one.member.id, one.link.post) for one in answered(thread, joined)] == [("helper", "p-2")]
    assert not list(answered(thread, {MemberId("new"): _at(-60 * 24 * 31)}))
    assert not list(answered(thread, {}))
    assert not list(answered(_thread(*posts, judged=frozenset({PostId("p-1")})), joined))


def test_a_single_post_points_to_a_title_by_its_words_or_by_answering_somebody() -> None:
    assert hinted("都少说两句，冷静点。", answers=False) == PEACEMAKER
    assert hinted("先把胎压打到 2.6，再跑一百公里看。", answers=True) == GUIDE
    assert hinted("先把胎压打到 2.6，再跑一百公里看。", answers=False) is None
    assert hinted("+1", answers=True) is None


def _found(kind: ReasonKind, who: str, times: int) -> list[Found]:
    member = MemberRef(MemberId(who), who)
    return [Found(kind, member, Link(_at(n), f"帖 {n}", post=PostId(f"{who}-{n}"))) for n in range(times)]


def test_a_suggestion_counts_all_shows_the_newest_and_leaves_out_who_has_too_little() -> None:
    found = [
        *_found(ReasonKind.ANSWERED, "helper", 7),
        *_found(ReasonKind.THANKED, "helper", 3),
        *_found(ReasonKind.CALMED, "calm", 1),
        *_found(ReasonKind.ANSWERED, "little", 2),
        *_found(ReasonKind.CALMED, "staff", 9),
    ]
    first, second = strongest(found, {MemberId("staff")}, 5)
    assert (first.member.id, first.title, [one.count for one in first.reasons]) == ("helper", GUIDE, [7, 3])
    assert [link.post for link in first.reasons[0].links] == [f"helper-{n}" for n in (6, 5, 4, 3, 2)]
    assert "7 位新车友" in first.reasons[0].words.zh
    assert (second.member.id, second.title) == ("calm", PEACEMAKER)
    assert "1 quarrel calmed" in second.reasons[0].words.en
    assert [one.member.id for one in strongest(found, (), 1)] == ["staff"]


def test_what_was_counted_goes_into_the_nomination_as_its_evidence() -> None:
    (one,) = strongest(_found(ReasonKind.CALMED, "calm", 2), (), 5)
    evidence = one.evidence("zh")
    assert [piece.kind for piece in evidence] == [EvidenceKind.SUGGESTION, EvidenceKind.POST, EvidenceKind.POST]
    assert "2 场争吵" in evidence[0].words
    assert evidence[1].about == "calm-1"
