from app.domain.cases import CaseId
from app.domain.decisions import DecisionKind
from app.domain.drafts import Draft
from ui.answering.letter_parts import carried_over, typed_into
from ui.answering.writing import Sheet, Writing, from_draft

CASE, OTHER = CaseId("c-1"), CaseId("c-2")
COACHING, REPLY = DecisionKind.COACHING, DecisionKind.REPLY


def test_each_answer_of_a_case_has_a_sheet_of_its_own() -> None:
    writing = Writing()
    letter, reply = Sheet("standard", text="提醒", typed=True), Sheet("short", text="回复", typed=True)
    writing.put(CASE, COACHING, letter)
    writing.put(CASE, REPLY, reply)
    assert (writing.sheet(CASE, COACHING), writing.sheet(CASE, REPLY)) == (letter, reply)
    assert writing.last(CASE) is REPLY
    assert writing.sheet(OTHER, COACHING) is None
    assert writing.last(OTHER) is None


def test_what_nobody_wrote_on_is_not_held() -> None:
    writing = Writing()
    writing.put(CASE, COACHING, Sheet("standard", text="模板"))
    writing.put(CASE, REPLY, Sheet("short", text="写过", typed=True))
    writing.leave(CASE)
    assert writing.sheet(CASE, COACHING) is None
    assert writing.sheet(CASE, REPLY) is not None


def test_what_was_sent_is_held_until_it_can_no_longer_be_taken_back() -> None:
    writing = Writing()
    writing.put(CASE, COACHING, Sheet("standard", text="写过", typed=True, sent=True))
    writing.leave(CASE)
    assert writing.sheet(CASE, COACHING) is not None
    writing.drop_sent(CASE)
    assert writing.sheet(CASE, COACHING) is None


def test_a_draft_of_the_record_is_taken_up_by_its_own_answer_only() -> None:
    drafts = (Draft(REPLY, "回复"), Draft(COACHING, "提醒", 9, fold=True))
    taken = from_draft(drafts, COACHING, "short")
    assert taken is not None
    assert (taken.text, taken.article, taken.fold, taken.typed, taken.unkept) == ("提醒", 9, True, True, False)
    assert taken.draft(COACHING) == drafts[1]
    assert from_draft(drafts, DecisionKind.DISMISSAL, "short") is None


def test_what_was_typed_into_a_place_goes_into_the_same_place_of_another_letter() -> None:
    typed = typed_into("您好{昵称}，{肯定之处}。", "您好老陈，写得真好(^_^)。")
    assert typed == {"{昵称}": "老陈", "{肯定之处}": "写得真好(^_^)"}
    assert carried_over("{肯定之处}！{修改建议}", typed) == "写得真好(^_^)！{修改建议}"


def test_a_place_left_open_is_no_words() -> None:
    assert typed_into("您好{昵称}。", "您好{昵称}。") == {}


def test_a_text_that_was_changed_elsewhere_is_told_apart() -> None:
    assert typed_into("您好{昵称}。", "您好老陈。再见") is None
    assert typed_into("", "写了") is None
