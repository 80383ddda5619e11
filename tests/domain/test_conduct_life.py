"""Drafts, comments, files with rules, announcements and the looks at notices: the rules alone."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commands import CommandId
from app.domain.conduct import (
    NEW_ARTICLE,
    Article,
    Document,
    Origin,
    Severity,
    Stance,
    Use,
    check_announcement,
    next_name,
    published,
)
from app.domain.conduct_comments import (
    Comment,
    CommentState,
    NewComment,
    article_number,
    check_comment,
    form,
    helpers,
    read_form,
)
from app.domain.conduct_copy import LONGEST_SHORT, notice_text, short_form, welcome
from app.domain.conduct_drafts import (
    DRAFT_TRANSITIONS,
    Amended,
    DraftState,
    DraftStep,
    called_by,
    check_title,
    compare,
    fit_articles,
    insert,
    move,
    move_draft,
    remove,
)
from app.domain.conduct_file import as_markdown, read_rules
from app.domain.conduct_notices import Finding, Notice, Stage, look_at, text_print
from app.domain.conduct_readers import Acknowledged, CoreMember, missing
from app.domain.members import MemberId, MemberRef
from app.domain.posts import Post, PostId, PostState, Thread, ThreadId, ThreadSlice
from app.domain.words import Words
from app.errors import AlreadyThere, BadTitle, EditionTooSoon, NotFromHere
from app.operations.conduct import first_draft, starter

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
CODE = starter().articles

# --- the life of a draft --------------------------------------------------------------------------------

_LIFE = {
    (DraftState.DRAFT, DraftStep.EDIT): DraftState.DRAFT,
    (DraftState.CONSULTING, DraftStep.EDIT): DraftState.CONSULTING,
    (DraftState.DRAFT, DraftStep.CONSULT): DraftState.CONSULTING,
    (DraftState.CONSULTING, DraftStep.SET_END): DraftState.CONSULTING,
    (DraftState.CONSULTING, DraftStep.COMMENT): DraftState.CONSULTING,
    (DraftState.CONSULTING, DraftStep.ANSWER): DraftState.CONSULTING,
    (DraftState.CONSULTING, DraftStep.ANNOUNCE): DraftState.ANNOUNCED,
    (DraftState.DRAFT, DraftStep.DROP): DraftState.DROPPED,
    (DraftState.CONSULTING, DraftStep.DROP): DraftState.DROPPED,
}


@pytest.mark.parametrize("step", DraftStep)
@pytest.mark.parametrize("state", DraftState)
def test_a_draft_goes_these_ways_and_no_others(state: DraftState, step: DraftStep) -> None:
    if (state, step) in _LIFE:
        assert move_draft(state, step) is _LIFE[state, step]
        return
    there = state in DRAFT_TRANSITIONS[step].values()
    with pytest.raises(AlreadyThere if there else NotFromHere) as caught:
        move_draft(state, step)
    assert "{" not in caught.value.sentence("zh") + caught.value.sentence("en")


@given(st.timedeltas(min_value=timedelta(days=-30), max_value=timedelta(days=60)))
def test_an_edition_takes_effect_seven_days_after_its_announcement_at_the_earliest(ahead: timedelta) -> None:
    effective = NOON + ahead
    if ahead >= timedelta(days=7):
        check_announcement([starter()], Document.CODE, now=NOON, effective=effective)
    else:
        with pytest.raises(EditionTooSoon):
            check_announcement([starter()], Document.CODE, now=NOON, effective=effective)


def test_editions_are_counted_by_their_document() -> None:
    assert next_name([starter()], Document.CODE, 2026) == Words("2026 年第 2 版", "Edition 2 of 2026")
    assert next_name([starter()], Document.CHARTER, 2026).zh == "2026 年第 1 版"


@pytest.mark.parametrize(
    ("stance", "use", "document", "becomes"),
    [
        (Stance.FORBIDDEN, Use.CONDUCT, Document.CODE, (Stance.FORBIDDEN, Use.CONDUCT, Severity.MINOR)),
        (Stance.FORBIDDEN, Use.UNLAWFUL_LANE, Document.CODE, (Stance.FORBIDDEN, Use.UNLAWFUL_LANE, Severity.MINOR)),
        (Stance.ENCOURAGED, Use.CONDUCT, Document.CODE, (Stance.ENCOURAGED, Use.ENCOURAGES, None)),
        (Stance.FORBIDDEN, Use.ENCOURAGES, Document.CODE, (Stance.FORBIDDEN, Use.CONDUCT, Severity.MINOR)),
        (Stance.FORBIDDEN, Use.CONDUCT, Document.CHARTER, (Stance.ENCOURAGED, Use.ENCOURAGES, None)),
    ],
)
def test_what_an_article_leads_to_follows_from_its_stance_and_its_document(
    stance: Stance, use: Use, document: Document, becomes: tuple[object, ...]
) -> None:
    article = Article(1, stance, None, use, Words("题"), Words("文"), Words(), Words())
    done = published(article, document)
    assert (done.stance, done.use, done.severity) == becomes
    assert done.text == Words("文", "文")


# --- what a draft changes -------------------------------------------------------------------------------


def test_an_article_is_known_again_by_its_title_wherever_it_went() -> None:
    moved = move(CODE, 9, 2)
    found = {one.after.title.zh: one.kind for one in compare(CODE, moved) if one.after}
    assert found["纯广告与引流"] is Amended.MOVED
    assert found["守法底线"] is Amended.SAME


def test_what_is_new_gone_and_changed_is_told_apart() -> None:
    new = replace(NEW_ARTICLE, title=Words("新条"), text=Words("新"))
    after = insert(remove(CODE, 10), new, 1)
    reworded = tuple(replace(one, text=Words("改了", "x")) if one.title.zh == "不抄袭" else one for one in after)
    kinds = {(one.after or one.before).title.zh: one.kind for one in compare(CODE, reworded)}  # type: ignore[union-attr]
    assert (kinds["新条"], kinds["无依据的吹捧"], kinds["不抄袭"]) == (Amended.ADDED, Amended.REMOVED, Amended.CHANGED)
    assert len(compare(CODE, reworded)) == 17


@given(st.permutations(range(1, 9)), st.sets(st.integers(1, 8), max_size=4))
def test_every_article_of_both_sides_is_accounted_for_once(order: list[int], gone: set[int]) -> None:
    before = CODE[:8]
    after = tuple(replace(CODE[at - 1], number=place) for place, at in enumerate(order, 1) if at not in gone)
    found = compare(before, after)
    assert sorted(one.before.number for one in found if one.before) == list(range(1, 9))
    assert [one.after.number for one in found if one.after] == [one.number for one in after]


# --- files with rules -----------------------------------------------------------------------------------

_LINE = st.text(st.characters(whitelist_categories=("Lu", "Ll", "Lo", "Nd")), min_size=1, max_size=12)
_WORDS = st.builds(Words, _LINE.map("甲{}".format), _LINE.map("a{}".format))
_ARTICLES = st.builds(
    Article,
    number=st.just(1),
    stance=st.sampled_from([Stance.FORBIDDEN, Stance.DISCOURAGED]),
    severity=st.sampled_from(Severity),
    use=st.sampled_from([Use.CONDUCT, Use.UNLAWFUL_LANE]),
    title=_WORDS,
    text=_WORDS,
    why=_WORDS,
    guidance=_WORDS,
)


@given(_WORDS, st.lists(_ARTICLES, min_size=1, max_size=5))
def test_what_is_written_as_markdown_is_read_back_word_for_word(title: Words, articles: list[Article]) -> None:
    whole = tuple(replace(one, number=number) for number, one in enumerate(articles, 1))
    read = read_rules(as_markdown(title, whole).encode())
    assert read.faults == ()
    assert (read.title, read.articles) == (title, whole)


@pytest.mark.parametrize("document", Document)
def test_what_ships_can_be_written_and_read_back(document: Document) -> None:
    shipped = first_draft(document)
    assert read_rules(as_markdown(shipped.title, shipped.articles, document).encode(), document) == shipped


def test_the_charter_that_ships_says_what_was_agreed_and_cites_nobody() -> None:
    charter = first_draft(Document.CHARTER)
    whole = " ".join(one.text.zh + one.guidance.zh for one in charter.articles)
    for agreed in (
        "五个席位",
        "七席",
        "抽选",
        "回避",
        "三个问题",
        "百分之六十",
        "至少三席",
        "法律理由",
        "申诉期满后公布",
    ):
        assert agreed in whole
    assert {one.use for one in charter.articles} == {Use.ENCOURAGES}
    assert all(words.zh and words.en for one in charter.articles for words in (one.title, one.text, one.why))


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("## 第一条 甲\n正文", 0, "没有总标题"),
        ("# 公约\n前言\n", 0, "没有找到条款"),
        ("# 公约\n## 第一条 甲\n## 第二条 乙\n正文", 2, "这一条没有正文"),
        ("# 公约\n## 第一条\n正文", 2, "这一条没有标题"),
        ("# 公约\n## 第一条 甲 [禁止 · 特别重大]\n正文", 2, "不认识“特别重大”"),
        ("# 公约\n# 又一个\n## 第一条 甲\n正文", 2, "两个总标题"),
        ('{"articles": [', 1, "JSON 写法有误"),
        ('{"articles": []}', 0, "没有条款列表"),
        ('{"title": "x", "articles": [{"number": 1}]}', 0, "第 1 个条款读不懂"),
    ],
)
def test_a_fault_is_named_with_its_line(text: str, line: int, says: str) -> None:
    faults = read_rules(text.encode()).faults
    assert any(one.line == line and says in one.why.zh for one in faults), faults


def test_a_plain_file_is_read_with_the_mildest_and_its_preamble_named() -> None:
    read = read_rules("# 老公约\n说明\n## 不骂人\n文明。\n\n第二段。\n".encode("gb18030"))
    (article,) = read.articles
    assert (article.number, article.stance, article.severity) == (1, Stance.FORBIDDEN, Severity.MINOR)
    assert article.text.zh == "文明。\n\n第二段。"
    assert read.left_out == (2,)


# --- comments -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("9", 9),
        ("第9条", 9),
        ("第九条", 9),
        ("十六", 16),
        ("Article 12", 12),
        ("", 0),
        ("整体", 0),
        ("哪条", None),
        ("九九", None),
    ],
)
def test_an_article_is_named_in_these_ways(cell: str, number: int | None) -> None:
    assert article_number(cell) == number


def test_json_is_read_and_what_is_no_comment_is_named() -> None:
    whole = {"name": "老陈", "named": True, "comments": [{"article": 9, "comment": "好"}, "坏", {"comment": ""}]}
    read = read_form(json.dumps(whole).encode(), range(1, 17))
    assert [(one.name, one.article, one.named) for _, one in read.comments] == [("老陈", 9, True)]
    assert [one.line for one in read.problems] == [2]


def test_broken_quotes_are_named_and_what_came_before_is_kept() -> None:
    read = read_form('条款,称呼,意见\n9,老陈,好\n3,老陈,"没有结束\n'.encode(), range(1, 17))
    assert len(read.comments) == 1
    assert len(read.problems) == 1


@pytest.mark.parametrize("english", [False, True])
def test_a_form_that_nobody_filled_in_holds_nothing(english: bool) -> None:
    assert read_form(form(CODE, english=english), range(1, 17)).problems == ()
    assert read_form(form(CODE, english=english), range(1, 17)).comments == ()


def test_who_may_not_be_named_is_thanked_without_a_name() -> None:
    def comment(seq: int, name: str, named: bool, state: CommentState) -> Comment:
        return Comment(seq, 1, NewComment(name, 1, "x", "", named), Words(), NOON, state, "y")

    given_ = [
        comment(1, "老陈", True, CommentState.ADOPTED),
        comment(2, "老陈", True, CommentState.ADOPTED),
        comment(3, "小鹿", True, CommentState.ADOPTED),
        comment(4, "小鹿", False, CommentState.ADOPTED),
        comment(5, "阿强", True, CommentState.DECLINED),
    ]
    assert [(one.name, one.adopted) for one in helpers(given_)] == [("老陈", 2), ("", 2)]


# --- what goes out --------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_short_form_has_a_line_for_each_article_and_fits_in_a_message(language: str) -> None:
    short = short_form(starter(), language)  # type: ignore[arg-type]
    assert len(short.splitlines()) == 16
    assert len(welcome(starter(), "新车友", "https://x.test/t/1", language)) <= LONGEST_SHORT  # type: ignore[arg-type]


def test_a_notice_says_since_when_or_from_when() -> None:
    edition = replace(starter(), origin=Origin.DRAFTED, effective_from=NOON)
    assert "已公告" in notice_text(edition, (), "zh", NOON, in_force=False)
    assert "In force" in notice_text(edition, (), "en", NOON, in_force=True)


# --- looks at notices -----------------------------------------------------------------------------------

_NOTICE = Notice(2, "zh", Stage.ANNOUNCED, "题", "**第一条** 守法。", CommandId("k"), thread_id=ThreadId("t"))


def _seen(raw: str = "第一条 守法。", *, state: PostState = PostState.VISIBLE, up: bool = True) -> ThreadSlice:
    post = Post(PostId("p"), ThreadId("t"), MemberRef(MemberId("u"), "北"), NOON, raw, "1", state)
    return ThreadSlice(Thread(ThreadId("t"), "题", pinned=up, locked=up), (post,))


_STOOD = replace(_NOTICE, seen_print=text_print("第一条 守法。"), pinned=True, locked=True)


@pytest.mark.parametrize(
    ("notice", "found", "finding"),
    [
        (_NOTICE, _seen(), Finding.FINE),
        (_NOTICE, _seen("<marker> 别的"), Finding.REWRITE),
        (_STOOD, _seen(), Finding.FINE),
        (_STOOD, _seen("第一条  守法"), Finding.FINE),
        (_STOOD, _seen("第一条 守法。又加了一句"), Finding.REWRITE),
        (replace(_STOOD, repairs=1), _seen("第一条 守法。又加了一句"), Finding.REPORT_EDIT),
        (_STOOD, _seen(state=PostState.HIDDEN), Finding.REWRITE),
        (_STOOD, _seen(up=False), Finding.REPORT_LOOSE),
        (_NOTICE, _seen(up=False), Finding.FINE),
        (_STOOD, None, Finding.WAIT),
        (_STOOD, _seen(state=PostState.DELETED), Finding.WAIT),
        (replace(_STOOD, gone_at=NOON), None, Finding.PUBLISH),
        (replace(_STOOD, gone_at=NOON), _seen(), Finding.FINE),
    ],
)
def test_what_a_look_at_a_notice_leads_to(notice: Notice, found: ThreadSlice | None, finding: Finding) -> None:
    assert look_at(notice, found).finding is finding


def test_a_core_member_is_known_by_id_or_by_name() -> None:
    core = [CoreMember("老陈", MemberId("u-1")), CoreMember("小鹿", MemberId("")), CoreMember("阿强", MemberId("u-3"))]
    read = [
        Acknowledged("改了名", MemberId("u-1"), NOON, False),
        Acknowledged("小鹿", MemberId(""), NOON, True),
    ]
    assert [one.name for one in missing(core, read)] == ["阿强"]


# --- hostile files and words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        ("# 公约\n## 甲" + " " * 300_000 + "乙\n文").encode(),
        ("# 公约\n## " + "[" * 300_000 + "\n文").encode(),
        b'{"articles": [{"number": ' + b"9" * 10_000 + b"}]}",
        b'{"articles": ' + b"[" * 200_000,
    ],
    ids=["a heading of blanks", "a heading of brackets", "a number of ten thousand digits", "nested too deeply"],
)
def test_a_hostile_file_is_refused_at_once(data: bytes) -> None:
    assert read_rules(data).faults


def test_a_comment_of_half_a_character_is_a_row_that_can_not_be_taken() -> None:
    returned = read_form(b'[{"article": 9, "name": "y", "comment": "\\ud800"}]', [9])
    assert (len(returned.comments), [one.line for one in returned.problems]) == (0, [1])


def test_what_no_store_takes_is_left_out_of_articles_and_titles() -> None:
    (kept,) = fit_articles([replace(starter().article(9), text=Words("a\0b\udcff\n甲", "x"))])
    assert kept.text.zh == "ab\n甲"
    assert check_title(Words("公\0约\n甲", "")).zh == "公约 甲"
    with pytest.raises(BadTitle):
        check_title(Words("\u200b", " "))
    with pytest.raises(BadTitle):
        called_by(Words("长" * 61, ""), Words("第 2 版", "2"))


def test_who_comments_has_a_name_on_one_line() -> None:
    assert check_comment(NewComment("老\n陈 ", 9, "好")).name == "老 陈"
