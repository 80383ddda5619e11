"""Connecting a community: what an address turned out to be, and how a person gets a key with the least rights."""

import ipaddress
import unicodedata
from dataclasses import dataclass
from urllib.parse import urlsplit

from app.domain.community import Adapter, CommunityInfo
from app.domain.members import MemberId
from app.domain.words import NO_WORDS, Words
from app.errors import BadAddress

MANUAL_SCHEME = "manual:"
"""Stands before the name of a community that has no address."""

LONGEST_NAME = 60

_PERSON = "person:"
_UNSEEN = frozenset(
    map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0x180B, 0x1810)))
) | frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
"""Letters and marks that Unicode counts as visible though nothing is drawn: fillers, joiners, variation selectors."""

KIND_WORDS = {
    Adapter.BRIDGE: Words("品牌自有社区", "a brand's own community"),
    Adapter.NODEBB: Words("NodeBB 论坛", "a NodeBB forum"),
    Adapter.DISCOURSE: Words("Discourse 论坛", "a Discourse forum"),
    Adapter.MANUAL: Words("没有接口的社区", "a community without an API"),
}


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an address turned out to be.

    Attributes:
        adapter: None when it was not recognised.
        url: of the community; it may be shorter than what was typed.
        name: what the community calls itself, on one line; "" where it does not tell.
        version: "" where it does not tell.
        why: one or two sentences: what was found, or what was tried and what came of it.
        moved_to: an address of the same site that this one points to, to be offered; "" for none.
    """

    adapter: Adapter | None
    url: str
    name: str = ""
    version: str = ""
    why: Words = NO_WORDS
    moved_to: str = ""


def found(adapter: Adapter, name: str, version: str) -> Words:
    """What was found, in a sentence."""
    kind = KIND_WORDS[adapter]
    named = Words(f"“{name}”", f" “{name}”") if name else NO_WORDS
    numbered = Words(f"，版本 {version}", f", version {version}") if version else NO_WORDS
    return Words(f"认出来了：{kind.zh}{named.zh}{numbered.zh}。", f"This is {kind.en}{named.en}{numbered.en}.")


def is_loopback(host: str) -> bool:
    """Whether a host name can only be this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def with_scheme(address: str) -> str:
    """An address as it was meant: https, and plain http only for this machine."""
    address = address.strip()
    if not address or "://" in address:
        return address
    try:
        host = urlsplit(f"//{address}").hostname or ""
    except ValueError:
        return address
    return f"http://{address}" if is_loopback(host) else f"https://{address}"


def manual_address(name: str) -> str:
    """The address under which a community without one is kept.

    Raises:
        BadAddress: it has no name, or one that can't be read.
    """
    return MANUAL_SCHEME + plain_name(name.strip().removeprefix(MANUAL_SCHEME))


def plain_name(name: str) -> str:
    """A name as it is kept: on one line, of a length that fits one.

    Raises:
        BadAddress: nothing is left, it is too long, or something in it can't be seen.
    """
    plain = " ".join(name.split())
    if not plain:
        raise BadAddress(url=name, why_zh="缺少名称", why_en="a name is missing")
    if len(plain) > LONGEST_NAME or not plain.isprintable():
        why = Words(f"名称最多 {LONGEST_NAME} 个可见字符", f"a name has {LONGEST_NAME} visible characters at most")
        raise BadAddress(url="manual", why_zh=why.zh, why_en=why.en)
    return plain


def person_id(name: str) -> MemberId:
    """Who acts where only a name tells. Names that look alike are one person, so that nobody is their own second one:
    width, case, spaces and marks that can't be seen make no difference.
    """
    whole = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(mark for mark in whole if unicodedata.category(mark)[0] not in "CZ" and mark not in _UNSEEN)
    return MemberId(_PERSON + (seen or whole))


def acts_as(info: CommunityInfo, account: MemberId) -> bool:
    """Whether who acts by a token is this account."""
    if info.acting.id == account:
        return True
    if info.platform != Adapter.MANUAL.value or not account.startswith(_PERSON):
        return False
    return person_id(account.removeprefix(_PERSON)) == person_id(info.acting.id.removeprefix(_PERSON))


@dataclass(frozen=True, slots=True)
class Guide:
    """How a person gets what it takes to sign in.

    Attributes:
        title: what it is about.
        secret: what is asked for.
        least: why this kind of key, and what it may do.
        steps: in their order.
        looks: what it looks like; none where nothing is to be got.
        wrong: what often goes wrong, and what it means.
        browser: what signing in with the browser instead can't do; none where there is no such way.
    """

    title: Words
    secret: Words
    least: Words
    steps: tuple[Words, ...]
    looks: Words
    wrong: tuple[Words, ...]
    browser: Words = NO_WORDS


_BRIDGE = Guide(
    title=Words("怎样取得社区令牌", "How to get a community token"),
    secret=Words("社区令牌", "Community token"),
    least=Words(
        "令牌由品牌的技术团队签发，一人一个，只含社区审核的权限。",
        "The brand's engineers issue the token: one for each person, for moderation of the community only.",
    ),
    steps=(
        Words(
            "把接口契约 bridge.openapi.yaml 交给社区的技术团队，他们可以用 steward community check 自查。",
            "Give the contract bridge.openapi.yaml to the community's engineers; steward community check tests it.",
        ),
        Words(
            "请他们为您本人的版主账号签发一个令牌，不要多人共用。",
            "Ask them for a token of your own moderator's account, not a shared one.",
        ),
        Words(
            "权限只要：看举报、私信、回复、折叠和禁言。不含车辆账号、订单和后台管理。",
            "It needs: reports, private messages, replies, folding, muting. "
            "Never the vehicle account, orders or administration.",
        ),
        Words("把令牌交给 Steward：先测试，再连接。", "Hand the token to Steward: test it, then connect."),
    ),
    looks=Words("一串不含空格的字母和数字。", "Letters and digits without spaces."),
    wrong=(
        Words("提示不接受令牌：少贴了几位，或已被停用。", "Token not accepted: cut off when pasted, or revoked."),
        Words(
            "收到网页：地址要填接口的，不是网站首页的。",
            "A web page came back: the API's address is needed, not the site's.",
        ),
    ),
)

_NODEBB = Guide(
    title=Words("怎样取得用户令牌", "How to get a user token"),
    secret=Words("用户令牌", "User token"),
    least=Words(
        "用版主本人账号的用户令牌：账号能做什么，令牌才能做什么。不要用主令牌，它能冒充任何人，这里不接受。",
        "A user token of the moderator's own account: it can do what the account can. Never a master token, which can "
        "act as anybody and is refused here.",
    ),
    steps=(
        Words(
            "请论坛管理员把您的账号加入 Global Moderators：管理 → 管理 → 群组。",
            "Ask an administrator to put your account into Global Moderators: Admin → Manage → Groups.",
        ),
        Words(
            "管理员打开：管理 → 设置 → API 访问，点“创建令牌”。",
            "The administrator opens Admin → Settings → API Access, Create Token.",
        ),
        Words(
            "“用户 ID”填您账号的编号（管理 → 用户 里能看到），说明写“Steward”。不要填 0，那是主令牌。",
            "User ID: the number of your account (see Manage → Users); description: Steward. "
            "Not 0, which makes a master token.",
        ),
        Words(
            "需要禁言时再授权一次：管理 → 权限 → 全局，给 Global Moderators 勾上“禁言”。新装的论坛默认没有。",
            "To mute members as well: Manage → Privileges → Global, tick Mute for Global Moderators. "
            "A new forum lacks it.",
        ),
        Words(
            "复制令牌，交给 Steward：先测试，再连接。", "Copy the token and hand it to Steward: test it, then connect."
        ),
    ),
    looks=Words("36 个字符，像 8d3c51fa-…-2b07。", "36 characters, like 8d3c51fa-…-2b07."),
    wrong=(
        Words(
            "提示不接受令牌：少贴了几位，或在后台被重置过。",
            "Token not accepted: cut off when pasted, or rolled in the administration.",
        ),
        Words(
            "提示没有权限：账号还不在 Global Moderators 里。",
            "Not allowed: the account is not in Global Moderators yet.",
        ),
    ),
)

_DISCOURSE = Guide(
    title=Words("怎样取得 API 密钥", "How to get an API key"),
    secret=Words("API 密钥", "API key"),
    least=Words(
        "用只属于您一个人的管理密钥：不会超过您账号本身的权限。审核队列没有更细的范围可选，所以范围只能选全局。",
        "An admin key for your account alone: it can't do more than you can. The review queue has no scope of its own, "
        "so the scope must be global.",
    ),
    steps=(
        Words("您的账号要是本站版主。", "Your account must be a moderator of the site."),
        Words(
            "请管理员打开：管理 → 高级 → API 密钥，点“新建 API 密钥”。旧版本在：管理 → API。",
            "Ask an administrator to open Admin → Advanced → API Keys, New API Key; on older versions Admin → API.",
        ),
        Words(
            "用户级别选“单个用户”，填您的用户名。不要选“所有用户”。",
            "User Level: Single User, your user name. Not All Users.",
        ),
        Words(
            "范围选“全局”，保存。密钥只显示这一次，马上复制。",
            "Scope: Global. Save; the key is shown only once, so copy it now.",
        ),
        Words("把密钥交给 Steward：先测试，再连接。", "Hand the key to Steward: test it, then connect."),
    ),
    looks=Words("64 个字符，只有 0–9 和 a–f。", "64 characters, 0–9 and a–f only."),
    wrong=(
        Words(
            "管理密钥全站每分钟共用 60 次请求。Steward 只用一小部分，用完会等，状态栏里看得到。",
            "All admin keys of a site share 60 requests a minute. Steward takes a small part and waits; "
            "the status bar shows it.",
        ),
        Words(
            "提示没有权限：密钥选了细分范围，或账号不是版主。",
            "Not allowed: the key has granular scopes, or the account is no moderator.",
        ),
    ),
    browser=Words(
        "没有管理员帮忙时，可以在浏览器里授权。每分钟 20 次、每天 2880 次请求；"
        "私信发送后没有收到响应时，按隐藏标记查找；站点要允许用户 API 密钥。",
        "Without an administrator you can allow it in the browser: 20 requests a minute and 2,880 a day, "
        "a private message "
        "whose answer was lost is looked up by a hidden mark, and the site must allow user API keys.",
    ),
)

_MANUAL = Guide(
    title=Words("没有接口时怎样工作", "How it works without an API"),
    secret=Words("您的名字", "Your name"),
    least=Words(
        "没有接口，也就不需要令牌：登记的内容只在本机，不会发到任何地方。",
        "Without an API no token is needed: what you enter stays here and is sent nowhere.",
    ),
    steps=(
        Words("给社区起个名字，例如：车友微信群。", "Give the community a name, such as Owners' chat group."),
        Words(
            "填您在团队里用的名字，花名也行；以后每一步都记在这个名字下。",
            "Enter the name you go by in the team; every step is entered under it.",
        ),
        Words(
            "提醒、回复和处置会列成清单，您在群里或电话里做完，回来勾选。",
            "Reminders, replies and measures become a checklist: do them in the group or by phone, then tick them off.",
        ),
    ),
    looks=NO_WORDS,
    wrong=(
        Words(
            "换电脑时请用同一个名字，否则会被当成另一个人。",
            "Use the same name on another machine, else you count as somebody else.",
        ),
    ),
)

_GUIDES = {
    Adapter.BRIDGE: _BRIDGE,
    Adapter.NODEBB: _NODEBB,
    Adapter.DISCOURSE: _DISCOURSE,
    Adapter.MANUAL: _MANUAL,
}


def guide_to(adapter: Adapter) -> Guide:
    """How to get a key with the least rights for this kind of community."""
    return _GUIDES[adapter]


def told(guide: Guide) -> Words:
    """A guide as plain text."""
    lines = [guide.least]
    lines += [Words(f"{number}. {step.zh}", f"{number}. {step.en}") for number, step in enumerate(guide.steps, 1)]
    if guide.looks.zh:
        lines.append(Words(f"样子：{guide.looks.zh}", f"It looks like this: {guide.looks.en}"))
    lines += [Words(f"· {one.zh}", f"· {one.en}") for one in guide.wrong]
    if guide.browser.zh:
        lines.append(Words(f"或 --sign-in：{guide.browser.zh}", f"Or --sign-in: {guide.browser.en}"))
    return Words("\n".join(line.zh for line in lines), "\n".join(line.en for line in lines))
