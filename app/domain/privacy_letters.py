"""What a member is told of their request about personal data."""

import re
from datetime import datetime

from app.domain.privacy import STAYS_WORDS, Stays
from app.domain.words import Words


def entered(due: datetime, *, deletion: bool) -> Words:
    """What a case says where the member's own words were not taken down.

    Args:
        due: by when it is answered, in local time.
        deletion: of a request to delete; else one for a copy.
    """
    what = Words("删除", "deletion of") if deletion else Words("查阅、复制", "a copy of")
    return Words(
        f"成员请求{what.zh}其个人信息，须在 {due:%Y-%m-%d} 前答复。",
        f"The member asks for {what.en} their personal data; the answer is due on {due:%Y-%m-%d}.",
    )


_ENTERED = re.compile(r"成员请求(删除|查阅、复制)其个人信息，须在 (\d{4}-\d\d-\d\d) 前答复。")


def entered_in(text: str) -> Words:
    """What a case says, in both languages where it is the sentence that was entered for the member."""
    found = _ENTERED.fullmatch(text)
    return (
        Words(text, text) if found is None else entered(datetime.fromisoformat(found[2]), deletion=found[1] == "删除")
    )


def copied() -> Words:
    """The letter that goes with a copy."""
    return Words(
        "您好，您请求的个人信息副本已经整理好，我们会通过您提供的方式交给您。如有疑问或需要更正，请直接回复。",
        "Hello, the copy of your personal data that you asked for is ready; we will hand it over in the way you named. "
        "If anything is unclear or should be corrected, just reply.",
    )


def deleted(left: tuple[Stays, ...]) -> Words:
    """The letter that says that it was deleted, and why something has to stay for now.

    Args:
        left: what keeps the rest; nothing where all of it went.
    """
    zh = "您好，您请求删除的个人信息，我们已从治理记录中删除。您在社区里的账号和帖子由社区保存，可在社区内自行管理。"
    en = (
        "Hello, the personal data that you asked us to delete is gone from our records. Your account and your posts in "
        "the community are kept by the community, where you can manage them."
    )
    if not left:
        return Words(zh, en)
    each = [STAYS_WORDS[one] for one in dict.fromkeys(left)]
    why = Words("、".join(one.zh for one in each), ", ".join(one.en for one in each))
    return Words(
        f"{zh}其中一部分暂时还要保存（{why.zh}），原因消除后会自动删除。",
        f"{en} A part of it has to stay for now ({why.en}) and goes by itself once that is over.",
    )


def refused(reason: str) -> Words:
    """The letter that refuses, with the reason that the law asks for (个人信息保护法 第五十条)."""
    said = reason.rstrip("。．. ")
    return Words(
        f"您好，您关于个人信息的请求，我们不能办理，理由如下：{said}。"
        "如有异议，可以直接回复我们，也可以依法向有关部门投诉。",
        f"Hello, we can't do what you asked about your personal data, for this reason: {said}. If you disagree, reply "
        "to us; you may also complain to the authorities.",
    )
