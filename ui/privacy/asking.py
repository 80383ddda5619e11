"""What is asked before a request is answered: each letter is seen, and can be changed, before anything is done."""

from app.domain import privacy_letters
from app.domain.privacy import DataRequest
from app.domain.privacy_names import Forecast
from app.domain.words import NO_WORDS, Words
from app.operations.privacy_view import RequestShown
from ui.answering.lane.form import Asked, Field, Line, Text, Tick
from ui.kit.remote import brief
from ui.privacy.words import grouped

_MOST_NAMED = 3
_LETTER_LINES = 120
_NO_LETTER = Words("告知信不能为空", "The letter is empty")
_TO_THEM = Words("给 TA 的告知信（可修改）", "The letter to them (yours to change)")


def _letter(text: str, high: int = _LETTER_LINES) -> Text:
    return Text("letter", _TO_THEM, text, _NO_LETTER, high)


def copy_asked(shown: RequestShown, folder: str) -> Asked:
    """Before a copy is written and its request closed."""
    name = brief(shown.request.member.name, 40)
    about = Words(
        f"{name} 的个人信息写成一页网页和一份 JSON，放到：\n{brief(folder, 80)}\n写好后发出这封信，请求办结。",
        f"What is kept about {name} is written as a page and as JSON, into:\n{brief(folder, 80)}\n"
        "Then this letter goes out, and the request is answered.",
    )
    how = Line(
        "how",
        Words("怎样交给 TA（可空，记入备注）", "How it is handed over (kept as a note, may be empty)"),
        Words("如：加密邮件，密码另行电话告知", "such as: by encrypted mail, the password by phone"),
    )
    fields: tuple[Field, ...] = (_letter(shown.letter), how)
    return Asked(Words("交付副本", "Hand over the copy"), Words("写出并答复", "Write it and answer"), fields, about)


def deletion_asked(shown: RequestShown, forecast: Forecast) -> Asked:
    """What is said before anything is deleted: what goes, what stays, that it does not come back."""
    ticks: tuple[Field, ...] = (*_confirming(forecast), Tick("sure", _SEEN))
    return Asked(
        Words("办理删除", "Delete their personal data"),
        Words("删除并告知", "Delete, and tell them"),
        (_letter(shown.letter), *ticks),
        _what_goes(shown.request, forecast),
        only_with="sure",
    )


_SEEN = Words(
    "我看过会删什么、留什么；删除之后无法恢复",
    "I have seen what goes and what stays; it can't be brought back",
)


def _what_goes(request: DataRequest, forecast: Forecast) -> Words:
    count, cases, stays = sum(forecast.going.values()), len(forecast.cases), len(forecast.staying)
    name = brief(request.member.name, 40)
    each = [Words(f"{words.zh} {found} 处", f"{words.en} {found}") for words, found in grouped(forecast.going)]
    zh, en = "、".join(one.zh for one in each) or "没有", ", ".join(one.en for one in each) or "nothing"
    rest = Words(f"\n暂时保留：{stays} 件工单", f"\nStays for now: {stays} cases") if stays else NO_WORDS
    return Words(
        f"{name}：{cases} 件工单，共 {count} 处内容\n会删除：{zh}{rest.zh}\n工作区里的旧备份一并删除；台账仍可核对。",
        f"{name}: {cases} cases, {count} values in all\nGoes: {en}{rest.en}\n"
        "Old backups in the workspace folder go too; the ledger still verifies.",
    )


def _confirming(forecast: Forecast) -> tuple[Field, ...]:
    """A tick for names that may mean something else; nothing where there are none."""
    if not forecast.asking:
        return ()
    places = sum(one.places for one in forecast.asking)
    names = [brief(one.name, 16) for one in forecast.asking[:_MOST_NAMED]]
    zh, en = "、".join(f"“{one}”" for one in names), ", ".join(f"“{one}”" for one in names)
    told = Words(
        f"别人写的 {zh}（{places} 处）也是指 TA，一并删除",
        f"Where others wrote {en} ({places} places) it means them too: delete it there",
    )
    return (Tick("mentions", told),)


def refusal_asked(shown: RequestShown) -> Asked:
    """Before a request is refused: the reason, and the letter with it."""
    reason = Text(
        "reason",
        Words("理由（会写进给 TA 的信）", "Why; it stands in the letter to them"),
        needed=Words("拒绝要说明理由", "A refusal says why"),
        high=80,
    )
    return Asked(
        Words("不予办理", "Refuse the request"),
        Words("答复 TA", "Tell them"),
        (reason, _letter(refusal(shown, ""), 160)),
        Words("个人信息保护法第五十条：拒绝个人行使权利的请求，应当说明理由", "PIPL article 50: a refusal says why"),
    )


def refusal(shown: RequestShown, reason: str) -> str:
    """The letter that goes with a reason."""
    return privacy_letters.refused(reason).say(shown.language)
