"""The reasons of a ruling name no other remedy than the one that was counted."""

import pytest

from app.domain.council import Remedy
from app.domain.council_reasons import other_remedies


@pytest.mark.parametrize(
    ("text", "recommended", "others"),
    [
        ("甲方的话说得太重，多数委员认为应当警告。", Remedy.WARNING, ()),
        ("议事会五席一致认定严重违反公约，建议永久清退。", Remedy.NONE, (Remedy.REMOVAL,)),
        ("警告不够，应当停用账号。", Remedy.WARNING, (Remedy.SUSPENSION,)),
        ("禁言 7 天是合适的。", Remedy.MUTE_7, ()),
        ("禁言 7 天是合适的。", Remedy.MUTE_1, (Remedy.MUTE_7,)),
        ("应当禁言。", Remedy.WARNING, (Remedy.MUTE_1,)),
        ("先停用，再清退。", Remedy.REMOVAL, ()),
        ("They should be banned for good.", Remedy.APOLOGY, (Remedy.SUSPENSION,)),
        ("An apology is due.", Remedy.APOLOGY, ()),
        ("其实不予处理就好。", Remedy.WARNING, (Remedy.NONE,)),
    ],
)
def test_another_remedy_is_found(text: str, recommended: Remedy, others: tuple[Remedy, ...]) -> None:
    assert other_remedies(text, recommended) == others
