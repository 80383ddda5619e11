"""A copy of what is kept about a member: theirs, and nothing of anybody else, on both engines."""

import make
from app.domain.cases import CaseId
from app.domain.commands import CommandKind
from app.domain.disclosure import ANOTHER
from app.domain.members import MemberId, MemberRef
from app.operations import accounts, disclosing, dismissing, intake, messages, notes, report_answers
from app.operations.accounts import SignIn
from app.operations.desk import Desk

LETTER = "您好，您说的情况已转给售后，他们会在两天内联系您。"


def test_a_copy_says_nothing_of_who_reported_who_decided_or_who_else_is_named(desk: Desk) -> None:
    accounts.register(desk.record, SignIn(make.info("u-903", "老唐组长"), "print-2", "t-2"), desk.clock())
    intake.on_described(desk, make.info(able=tuple(CommandKind)))
    intake.on_pulled(desk, make.page(make.case(1, reports=2), make.case(2), members=(make.profile(7),)))
    case = CaseId("c-1")
    author = make.case(1).subject
    assert author is not None
    reporter = make.report(1).by
    assert reporter is not None
    notes.note(desk, case, f"{author.name}和车友7、{reporter.name}都在，u-903 看过")
    messages.write(desk, case, message=LETTER)
    dismissing.dismiss(desk, case, reason="老唐组长同意，不用再问 13812345678")
    report_answers.answer_reports(desk, case)

    found = {one.key: one for one in disclosing.gather(desk, author).sections}

    assert found["notes"].rows[0][-1] == f"{author.name}和{ANOTHER}、{ANOTHER}都在，{ANOTHER} 看过"
    said = [(row[2], row[-2], row[-1]) for row in found["decisions"].rows]
    assert said == [
        ("message", LETTER, ""),
        ("dismissal", "", f"{ANOTHER}同意，不用再问 ［电话 phone 1］"),
    ]


def test_what_a_member_wrote_stays_as_it_is(desk: Desk) -> None:
    reporter = MemberRef(MemberId("u-r1"), "举报人1")
    intake.on_pulled(desk, make.page(make.case(1, text=f"谢谢{reporter.name}，电话 13812345678")))
    author = make.case(1).subject
    assert author is not None
    cases = next(one for one in disclosing.gather(desk, author).sections if one.key == "cases")
    assert f"谢谢{reporter.name}，电话 13812345678" in cases.rows[0]
