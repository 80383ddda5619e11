"""What a notice of a measure must tell, and what a letter to a reporter must not."""

import pytest

import make
from app.domain.conduct import Basis, Severity
from app.domain.ladder import Rung
from app.domain.report_answers import check_reveals_nothing
from app.domain.sanctions import Sanction
from app.domain.taking_effect import check_told
from app.domain.words import NO_WORDS, Words
from app.errors import MeasureTold, MissingInNotice

ARTICLE = Basis(1, Words("第一版", "first"), 3, Words("不攻击", "no attacks"), Words("不攻击人", "attack nobody"))
LAW = Basis(
    0,
    NO_WORDS,
    0,
    Words("网络安全法", "Law"),
    Words("不得", "not"),
    law=Words("《网络安全法》第十二条", "Cybersecurity Law"),
)
WHOLE = "您违反第 3 条，禁言 7 天，到 {结束时间}。不同意可以回复申诉。"


def _measure(rung: Rung) -> Sanction:
    return Sanction(make.member(), rung, Severity.SERIOUS, rung)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (WHOLE, ""),
        ("您违反第三条，禁言 7 天。可以申诉。", ""),
        ("Article 3: you are muted for 7 days. Reply to appeal.", ""),
        ("您违反第3条，{处置期间}不能发言，可以申诉。", ""),
        ("您违反第 13 条，禁言 7 天。可以申诉。", "条款"),
        ("Article 30: you are muted for 7 days. Reply to appeal.", "条款"),
        ("您违反第 3 条，禁言 1 天。可以申诉。", "处置措施"),
        ("您违反第 3 条，禁言 7 天。", "申诉"),
        ("您好", "条款或法律、处置措施、怎样申诉"),
    ],
)
def test_a_notice_tells_the_basis_the_measure_and_how_to_appeal(text: str, missing: str) -> None:
    if not missing:
        return check_told(text, ARTICLE, _measure(Rung.MUTE_7))
    with pytest.raises(MissingInNotice) as caught:
        check_told(text, ARTICLE, _measure(Rung.MUTE_7))
    assert missing in caught.value.sentence("zh")
    return None


def test_a_notice_that_rests_on_law_names_the_law() -> None:
    check_told("依据《网络安全法》第十二条，给予正式警告，可以申诉。", LAW, _measure(Rung.WARNING))
    with pytest.raises(MissingInNotice):
        check_told("依据第 0 条，给予正式警告，可以申诉。", LAW, _measure(Rung.WARNING))


def test_a_letter_to_a_reporter_tells_no_measure() -> None:
    standard = "您对《为什么被禁言》的举报，我们核实后认定成立。"
    for told in ("他被停用 30 天了。", "已经正式警告。", "They were Suspended for a month.", "We muted them."):
        with pytest.raises(MeasureTold):
            check_reveals_nothing(told, standard)
    check_reveals_nothing("谢谢您，《为什么被禁言》已经处理。", standard)
    check_reveals_nothing("Thank you; it has been dealt with.", standard)
