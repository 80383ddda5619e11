"""Honours as pure rules: terms, what shows a title, evidence, letters that name only who agreed to that."""

from datetime import UTC, datetime, timedelta

import pytest

import make
from app.domain.honours import (
    GUIDE,
    Evidence,
    EvidenceKind,
    Grant,
    GrantId,
    Nomination,
    NominationId,
    Show,
    Standing,
    ThanksWay,
    Title,
    TitleId,
)
from app.domain.honours_letters import consent_text, public_thanks, thanks_text
from app.domain.honours_rules import (
    Ground,
    Missing,
    check_nomination,
    check_title,
    is_due,
    is_over,
    key_of,
    missing,
    shown_as,
    term_end,
)
from app.domain.members import Honour
from app.domain.words import Words
from app.errors import NominationWithoutEvidence, OwnHonour, TitleIdNotPlain, TitleIncomplete, TooLong

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TITLE = Title(GUIDE, Words("引路人", "guide"), Words("耐心解答", "answering newcomers"), 12, 3)


def _grant(ends: datetime, standing: Standing = Standing.HELD, *shows: Show) -> Grant:
    return Grant(GrantId("h-1"), GUIDE, make.member(), None, NOW, ends, standing, shows=frozenset(shows))


@pytest.mark.parametrize(
    ("begins", "months", "ends"),
    [
        ((2026, 11, 22), 12, (2027, 11, 22)),
        ((2026, 8, 31), 6, (2027, 2, 28)),
        ((2027, 8, 31), 6, (2028, 2, 29)),
        ((2026, 12, 1), 1, (2027, 1, 1)),
    ],
)
def test_a_term_is_counted_in_months(begins: tuple[int, int, int], months: int, ends: tuple[int, int, int]) -> None:
    assert term_end(datetime(*begins, 9, tzinfo=UTC), months) == datetime(*ends, 9, tzinfo=UTC)


def test_a_term_is_looked_at_in_its_last_thirty_days() -> None:
    assert not is_due(_grant(NOW + timedelta(days=31)), NOW)
    assert is_due(_grant(NOW + timedelta(days=30)), NOW)
    assert not is_due(_grant(NOW + timedelta(days=30), Standing.EMERITUS), NOW)
    assert is_over(_grant(NOW, Standing.SUSPENDED), NOW)
    assert not is_due(_grant(NOW), NOW)


def test_a_title_is_shown_by_what_was_set_else_by_the_same_name() -> None:
    offered = [Honour("7", "引路人", grantable=True), Honour("8", "guide"), Honour("9", "别的", grantable=True)]
    assert shown_as(TITLE, offered) == "7"
    assert shown_as(TITLE, offered[1:]) == ""  # nobody can grant it
    assert shown_as(Title(GUIDE, TITLE.words, TITLE.what_for, 12, 3, "9"), offered) == "9"


def test_a_title_has_a_plain_id_a_name_a_purpose_a_term_and_a_quota() -> None:
    kept = check_title(Title(TitleId("Safe-Driver"), Words(" 安全达人 ", "safe driver"), TITLE.what_for, 6, 5))
    assert (kept.id, kept.words.zh) == ("safe-driver", "安全达人")
    with pytest.raises(TitleIdNotPlain):
        check_title(Title(TitleId("安全"), kept.words, kept.what_for, 6, 5))
    for words, months, quota in ((Words("", "x y"), 6, 5), (kept.words, 0, 5), (kept.words, 6, 0), (kept.words, 61, 5)):
        with pytest.raises(TitleIncomplete):
            check_title(Title(kept.id, words, kept.what_for, months, quota))


def test_evidence_says_something() -> None:
    me, other = make.member("u-9", "我"), make.member()
    kept = check_nomination(other, me, [Evidence(EvidenceKind.POST, " p-1 ", "")])
    assert kept == (Evidence(EvidenceKind.POST, "p-1", ""),)
    with pytest.raises(OwnHonour):
        check_nomination(me, me, kept)
    with pytest.raises(NominationWithoutEvidence):
        check_nomination(other, me, [Evidence(EvidenceKind.HAND, "p-1", "")])
    with pytest.raises(TooLong):
        check_nomination(other, me, [Evidence(EvidenceKind.HAND, "", "好" * 501)])


def test_everything_that_is_missing_is_named_at_once() -> None:
    nomination = Nomination(NominationId("n-1"), GUIDE, make.member(), (), make.member("u-9", "我"), NOW)
    retired = Title(GUIDE, TITLE.words, TITLE.what_for, 12, 3, retired_at=NOW)
    assert missing(nomination, Ground(retired, 3, holds=True, sanctioned=True)) == (
        Missing.CONSENT,
        Missing.HOLDS,
        Missing.SANCTION,
        Missing.QUOTA,
        Missing.RETIRED,
    )


def test_letters_say_what_may_be_shown_and_treat_names_as_plain_data() -> None:
    strange = "@all [点我](http://x.example) <b>"
    for way in ThanksWay:
        for language in ("zh", "en"):
            said = thanks_text(strange, way, language)
            assert "@all" not in said
            assert "[点我](" not in said
    asked = consent_text("南山老陈", TITLE, "zh")
    for word in ("昵称", "头像", "车型", "照片", "监护人", "随时撤回"):
        assert word in asked
    title, text = public_thanks(_grant(NOW), TITLE, "zh")
    assert "南山老陈" not in title + text
    assert "一位车友" in text
    assert "南山老陈" in public_thanks(_grant(NOW, Standing.HELD, Show.NAME), TITLE, "zh")[0]


def test_numbers_are_read_as_people_type_them() -> None:
    assert [key_of(one) for one in ("n-12", " H-3 ", "n-", "12", "n-１２", "n-x", "n-" + "9" * 20)] == [
        12,
        3,
        None,
        None,
        None,
        None,
        None,
    ]
