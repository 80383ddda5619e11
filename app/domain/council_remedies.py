"""What a remedy that the council recommends becomes: a rung of the ladder, a letter, or nothing."""

from enum import StrEnum

from app.domain.council import Referral, Remedy
from app.domain.ladder import Rung
from app.domain.words import Words
from app.errors import Language


class Way(StrEnum):
    """By which ordinary operation a ruling is carried out."""

    NOTHING = "nothing"  # the case is put away: no action needed
    MESSAGE = "message"  # a private message that cites no article
    COACHING = "coaching"  # a private reminder that cites one, and a term to correct it
    SANCTION = "sanction"


WAYS = {
    Remedy.NONE: Way.NOTHING,
    Remedy.MEDIATION: Way.MESSAGE,
    Remedy.CORRECTION: Way.COACHING,
    Remedy.APOLOGY: Way.COACHING,
    Remedy.WARNING: Way.SANCTION,
    Remedy.MUTE_1: Way.SANCTION,
    Remedy.MUTE_7: Way.SANCTION,
    Remedy.SUSPENSION: Way.SANCTION,
    Remedy.REMOVAL: Way.SANCTION,
}

RUNGS = {
    Remedy.WARNING: Rung.WARNING,
    Remedy.MUTE_1: Rung.MUTE_1,
    Remedy.MUTE_7: Rung.MUTE_7,
    Remedy.SUSPENSION: Rung.SUSPEND_30,
    Remedy.REMOVAL: Rung.SUSPEND_30,
}
"""The rung that carries a remedy out. Removal begins with a suspension; what is for good is done by hand."""

BY_HAND = {
    Remedy.REMOVAL: Words(
        "议事会建议清退：已先停用 30 天；永久停用请在停用期满前由两位负责人在社区后台办理",
        "the council recommends removal: the account is suspended for 30 days first; two people close it for good in "
        "the community before that ends",
    ),
}
"""What is left to people after a remedy was carried out here."""

_LETTERS = {
    Remedy.MEDIATION: Words(
        "您好！您参与的讨论由车友议事会评议（{id}），委员建议由社区出面调解，请双方各退一步，把话说开。"
        "接下来社区会分别听取双方的想法，再约一个都方便的时间。这不是处置，不记分，也不影响您发帖和各项车主权益。"
        "您有什么想法，直接回复这条消息就好。",
        "Hello! The owners' council looked at a discussion you took part in ({id}) and recommends that the community "
        "mediates, so that both sides can talk it over. We will hear each of you first and then find a time that suits "
        "both. This is no measure: no strikes, and it touches neither your posts nor any right of an owner. Just reply "
        "to this message with your thoughts.",
    ),
    Remedy.CORRECTION: Words(
        "您好！您的帖子由车友议事会评议（{id}），委员认为其中有需要更正或补充署名的地方，对照的是社区公约{article}。"
        "请在{days}天内编辑原帖，更正说法，或注明作者和出处。改好后不用专门回复，我们能看到。这只是一次提醒，不记分、不公开。"
        "如果不同意，直接回复这条消息即可申诉。",
        "Hello! The owners' council looked at your post ({id}) and finds something in it that should be corrected or "
        "attributed, under {article} of the code of conduct. Please edit the post within {days} days: correct what it "
        "says, or name the author and the source. No need to reply; we will see it. This is a reminder only, with no "
        "strikes, told to nobody. If you disagree, reply to this message to appeal.",
    ),
    Remedy.APOLOGY: Words(
        "您好！您的发言由车友议事会评议（{id}），委员认为其中有伤人的话，对照的是社区公约{article}，建议您在原帖里道歉。"
        "一句诚恳的话就好，请在{days}天内写在原帖下面，并把伤人的字句改掉。这只是一次提醒，不记分、不公开。"
        "如果不同意，直接回复这条消息即可申诉。",
        "Hello! The owners' council looked at what you wrote ({id}) and finds words in it that hurt, under {article} "
        "of the code of conduct. It recommends an apology in the thread. One honest sentence is enough: please write "
        "it there within {days} days, and take out the words that hurt. This is a reminder only, with no strikes, "
        "told to nobody. If you disagree, reply to this message to appeal.",
    ),
}


def letter(remedy: Remedy, referral: Referral, article: Words, days: int, language: Language) -> str:
    """What the member is told where the remedy is a letter, as a person may still change it; "" for other remedies.

    Args:
        article: that is cited, as 第三条.
        days: to correct it in.
    """
    template = _LETTERS.get(remedy)
    if template is None:
        return ""
    return template.say(language).format(id=referral.id, article=article.say(language), days=days)
