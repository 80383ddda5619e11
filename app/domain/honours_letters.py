"""What is said with honours: thanks for a post, the question whether somebody wants a title, thanks in public."""

from app.domain.honours import SHOW_WORDS, Grant, ThanksWay, Title
from app.domain.honours_rules import name_shown
from app.domain.quoting import inert, one_line
from app.domain.words import Words
from app.errors import Language

LONGEST_NAME = 40
_UNNAMED = Words("这位车友", "there")


def thanks_text(name: str, way: ThanksWay, language: Language) -> str:
    """Standard words of thanks to the author of a post.

    Args:
        name: how they are called.
        way: in the thread all read it, by message they alone.
        language: of the text.
    """
    name = _plain(name) or _UNNAMED.say(language)
    if way is ThanksWay.THREAD:
        return Words(
            f"感谢 {name} 的分享。社区因为有您这样耐心、友善的车友而更好。",
            f"Thank you, {name}. Patient and friendly people like you make this community better.",
        ).say(language)
    return Words(
        f"{name}您好：看到了您的发言，特地来说声谢谢。您的耐心和友善帮到了其他车友，社区因为有您而更好。",
        f"Hello {name}, we read what you wrote and want to say thank you. Your patience and kindness helped other "
        "owners, and this community is better for it.",
    ).say(language)


def consent_text(name: str, title: Title, language: Language) -> str:
    """The question whether a member wants a title, and what may be shown of them, each asked for by itself."""
    name = _plain(name) or _UNNAMED.say(language)
    shown = SHOW_WORDS.values()
    shows = Words("、".join(one.zh for one in shown), ", ".join(one.en for one in shown))
    return Words(
        f"{name}您好：想邀请您担任本社区的“{title.words.zh}”（{title.what_for.zh}），任期 {title.months} 个月。\n"
        f"如果您愿意，请回复“愿意”，并告诉我们在社区盘点里可以展示哪些内容：{shows.zh}，逐项由您决定，不展示也完全可以。"
        "之后您可以随时撤回同意。未满 18 周岁的车友还需要监护人同意。\n不愿意也没有关系，不回复即视为不接受。",
        f"Hello {name}, we would like to give you the title “{title.words.en}” ({title.what_for.en}) for a term of "
        f"{title.months} months.\nIf you want it, please answer “yes” and tell us what the community review may show "
        f"of you: {shows.en}. Each is yours to decide, and showing nothing is fine. You can withdraw your consent "
        "at any time. Members under 18 also need a guardian's consent.\nIf you would rather not, you need do nothing.",
    ).say(language)


def public_thanks(grant: Grant, title: Title, language: Language) -> tuple[str, str]:
    """Title and text of the thanks in public when a title is given; it names only who let their name be shown."""
    name = Words(*(_plain(one) for one in name_shown(grant)))
    return (
        Words(f"感谢{name.zh}：{title.words.zh}", f"Thank you, {name.en}: {title.words.en}").say(language),
        Words(
            f"{name.zh}成为本社区的“{title.words.zh}”：{title.what_for.zh}。\n谢谢 TA 为大家做的一切！",
            f"{name.en} is now “{title.words.en}” of this community: {title.what_for.en}.\n"
            "We thank them for all that they do!",
        ).say(language),
    )


def _plain(name: str) -> str:
    """A name as plain data in one line: it was chosen by a stranger."""
    return inert(one_line(name, LONGEST_NAME))
