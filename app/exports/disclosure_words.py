"""How what is kept about a member is put into words: codes, times and profiles as somebody reads them."""

import json
from collections.abc import Mapping
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Any, TypeVar

from app.domain.appeals import AGAINST_WORDS, OUTCOME_WORDS
from app.domain.cases import KIND_WORDS, CaseKind, CaseState
from app.domain.contacts import CHANNEL_WORDS
from app.domain.decisions import DECISION_WORDS
from app.domain.disclosure import Disclosure
from app.domain.honours import SHOW_WORDS, STANDING_WORDS, Show
from app.domain.honours_rules import CHANGE_WORDS as TITLE_CHANGES
from app.domain.honours_rules import EVIDENCE_WORDS, NOMINATION_WORDS, THANKS_WAY_WORDS
from app.domain.ladder import RUNG_WORDS
from app.domain.lanes import STEP_WORDS
from app.domain.privacy import ANSWER_WORDS, What
from app.domain.promises import CHANGE_WORDS
from app.domain.reports import CATEGORY_WORDS
from app.domain.words import NO_WORDS, Words
from app.errors import Language

_YES, _NO = Words("是", "yes"), Words("否", "no")
_GOING_ON = Words("处理中，还没有结论", "being looked at; nothing is decided")
_OVER = Words("已办结", "closed")
_MATTERS = KIND_WORDS | {CaseKind.VIOLATION: Words("收到举报的内容", "something that was reported")}
"""A case begins as a violation before anybody judged it; its author is told what it is: a report."""

_STATES = dict.fromkeys(CaseState, _GOING_ON) | {CaseState.CLOSED: _OVER}
_WHATS = {
    What.COPY: Words("查阅、复制个人信息", "a copy of your personal data"),
    What.DELETION: Words("删除个人信息", "deletion of your personal data"),
}
_WAITS = {
    What.COPY: Words("办理中，这份副本就是答复", "being answered: this copy is the answer"),
    What.DELETION: Words("办理中", "being answered"),
}


Coded = TypeVar("Coded", bound=StrEnum)


def _coded(words: Mapping[Coded, Words]) -> Mapping[str, Words]:
    return {code.value: one for code, one in words.items()}


_CODES: dict[tuple[str, str], Mapping[str, Words]] = {
    ("cases", "kind"): _coded(_MATTERS),
    ("cases", "state"): _coded(_STATES),
    ("contacts", "channel"): _coded(CHANNEL_WORDS),
    ("steps", "step"): _coded(STEP_WORDS),
    ("reports", "category"): CATEGORY_WORDS,
    ("decisions", "kind"): _coded(DECISION_WORDS),
    ("measures", "rung"): _coded(RUNG_WORDS),
    ("appeals", "against"): _coded(AGAINST_WORDS),
    ("appeals", "outcome"): _coded(OUTCOME_WORDS),
    ("promises", "ended"): _coded(CHANGE_WORDS),
    ("requests", "what"): _coded(_WHATS),
    ("requests", "answer"): _coded(ANSWER_WORDS),
    ("thanks", "way"): _coded(THANKS_WAY_WORDS),
    ("nominations", "state"): _coded(NOMINATION_WORDS),
    ("evidence", "kind"): _coded(EVIDENCE_WORDS),
    ("changes", "change"): _coded(TITLE_CHANGES),
    ("honours", "standing"): _coded(STANDING_WORDS),
    ("messages", "sent_by_us"): {
        "True": Words("我们发给您", "from us to you"),
        "False": Words("您发给我们", "from you to us"),
    },
}
_TIMES = frozenset({"at", "begins", "ends"})
_PROFILE = {
    "joined_at": Words("注册时间", "joined"),
    "verified_owner": Words("认证车主", "verified owner"),
    "car": Words("车型", "car"),
    "posts": Words("发帖数", "posts"),
    "reports_upheld": Words("举报成立次数", "reports upheld"),
    "silenced_until": Words("禁言至", "muted until"),
    "suspended_until": Words("停用至", "suspended until"),
    "honours": Words("荣誉", "honours"),
    "good_deeds": Words("好事", "good deeds"),
    "measures": Words("社区记录的处置", "measures in the community"),
    "is_staff": Words("官方人员", "staff"),
}
_UNSAID = frozenset({"ref", "id", "grantable"})


class Told:
    """Puts values into one language.

    Args:
        found: whose titles and time zone count.
    """

    def __init__(self, found: Disclosure, language: Language) -> None:
        self._zone: tzinfo = found.zone
        self._titles, self._language = found.titles, language

    def value(self, section: str, column: str, row: Mapping[str, str]) -> str:
        """What is to be read in a column of a row; "" where there is nothing to say."""
        text = row[column]
        if not text:
            waits = section == "requests" and column == "answer" and row["what"] in list(What)
            return self._say(_WAITS[What(row["what"])]) if waits else ""
        codes = _CODES.get((section, column), {})
        if text in codes:
            return self._say(codes[text])
        return self.moment(text) if column.endswith("_at") or column in _TIMES else self._of_column(column, text)

    def _of_column(self, column: str, text: str) -> str:
        match column:
            case "title_id":
                return self._say(self._titles.get(text, Words(text, text)))
            case "reached":
                return self._say(_YES if text == "True" else _NO)
            case "basis_article":
                return self._say(Words(f"第{text}条", f"article {text}"))
            case "shows":
                return self._list([SHOW_WORDS[Show(one)] for one in json.loads(text)])
            case "about":
                return "\n".join(self._profile(json.loads(text)))
        return text

    def moment(self, text: str) -> str:
        """A moment in the time zone of the place; what is none stays as it is."""
        try:
            return f"{datetime.fromisoformat(text).astimezone(self._zone):%Y-%m-%d %H:%M}"
        except ValueError:
            return text

    def _say(self, words: Words) -> str:
        return words.say(self._language)

    def _list(self, words: list[Words]) -> str:
        nothing = Words("什么都不展示", "nothing of you")
        said = [self._say(one) for one in words] or [self._say(nothing)]
        return self._say(Words("、", ", ")).join(said)

    def _profile(self, about: dict[str, Any]) -> list[str]:
        colon = self._say(Words("：", ": "))
        each = [(name, one) for name, one in about.items() if name not in _UNSAID]
        known = [(self._say(_PROFILE.get(name, NO_WORDS)) or name, self._plain(one)) for name, one in each]
        return [f"{name}{colon}{one}" for name, one in known if one]

    def _plain(self, value: object) -> str:
        if isinstance(value, bool):
            return self._say(_YES if value else _NO)
        if isinstance(value, dict):
            return " · ".join(one for name, part in value.items() if name not in _UNSAID and (one := self._plain(part)))
        if isinstance(value, list):
            return self._say(Words("；", "; ")).join(self._plain(one) for one in value)
        text = str(value)
        return self.moment(text) if text[4:5] == "-" and "T" in text else text
