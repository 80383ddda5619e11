"""What numbers, accounts, addresses and links that lead to a person look like, also in the disguises of forums.

Searched is a text that `mask_folding.fold` made plain. No pattern tries again what it tried: each costs at most a
bounded number of steps for every character, whatever an author writes. "\\0" stands where something was found before.
"""

import re
from collections.abc import Callable, Iterator

from app.text.mask_folding import value
from app.text.mask_places import MaskKind, Place

# --- links and mail -------------------------------------------------------------------------------------

_PATH = r"(?:[^\s\0<>\"'`()\[\]{}⟨⟩，。！？；：、（）“”‘’《》【】\u4e00-\u9fff]|(?<=[/=?&_-])[\u4e00-\u9fff]{1,60})*"
_URL = rf"(?:https?|ftp|upload)://{_PATH}"
_HOST = (
    r"(?<![A-Z0-9@.-])(?:[A-Z0-9-]{1,63}\.){1,4}"
    r"(?:com|cn|net|org|top|xyz|cc|vip|shop|io|me|tv|link|site|club|info|app|online|store|wang|hk|tw)(?![A-Z0-9@-])"
)
_HIDDEN_HOST = (
    r"(?<![A-Z0-9@.-])[A-Z0-9-]{2,63}\s?(?:。|点|\(dot\)|\[dot\])\s?(?:com|cn|net|org|top|xyz|vip)(?![A-Z0-9@-])"
)
_LOCAL = r"(?<![A-Z0-9_.+-])[A-Z0-9_.+-]{1,64}"
_AT = r"\s?(?:@|[(\[{]at[)\]}]|#at#|艾特|圈a)\s?"
_DOT = r"\s?(?:\.|点|[(\[{]dot[)\]}])\s?"
_TOP = r"(?:com|cn|net|org|edu|gov|io|me|cc|vip|top|hk|tw|info)(?![A-Z0-9])"
_POST_OFFICE = r"(?:qq|163|126|139|189|gmail|foxmail|outlook|hotmail|sina|sohu|yeah|icloud|aliyun)"
_MAIL = (
    rf"{_LOCAL}{_AT}[A-Z0-9-]{{1,63}}(?:{_DOT}[A-Z0-9-]{{1,24}}){{1,4}}(?![A-Z0-9])",
    rf"{_LOCAL}{_AT}(?:[A-Z0-9-]{{1,63}}[.。,·•]){{1,3}}{_TOP}",
    rf"{_LOCAL}{_AT}{_POST_OFFICE}(?![A-Z0-9])",
    rf"{_LOCAL}\s?[#*&$]\s?{_POST_OFFICE}{_DOT}{_TOP}",
    rf"{_LOCAL} at [A-Z0-9-]{{1,63}}(?: dot [A-Z0-9-]{{2,24}}){{1,3}}",
    r"(?<![A-Z0-9_.+-])(?:[A-Z0-9_.+-]\s){2,64}@\s(?:[A-Z0-9.-]\s){2,60}[A-Z](?![A-Z0-9])",
)

# --- numbers --------------------------------------------------------------------------------------------

_BETWEEN = r"(?:[加再转接杠横隔]|(?:(?!\*{3})(?:[^\w\0÷×±≈]|_)){0,4})"
"""What people put between digits so that they are not found; more than two * are where somebody masked them."""

_NEAR = r"(?:[^\w\0\n*]|_){0,3}"
_IS = r"\s{0,3}(?:就?是|为|加|搜|码)?[\s:=>→\-\"'“‘(\[「【『<]{0,4}"
_MOBILE = rf"(?<![0-9])(?:\+?0{{0,3}}86{_BETWEEN})?1{_BETWEEN}[3-9](?:{_BETWEEN}[0-9]){{9}}(?![0-9])"
_MOBILES = r"(?<![0-9])(?:1[3-9][0-9]{9}){2,4}(?![0-9])"
_LANDLINE = (
    rf"(?<![0-9])(?:\+?86{_NEAR})?[(\[]?0(?:10|2[0-9]|[3-9][0-9]{{2}}){_NEAR}[2-9](?:{_NEAR}[0-9]){{6,7}}(?![0-9])"
)
_LOCAL_LINE = (
    rf"(?:电话|座机|手机|(?<![A-Z])TEL|(?<![A-Z])PHONE)(?:号码?)?{_IS}"
    r"(?P<what>[2-9][0-9]{2,3}[ -]?[0-9]{4})(?![0-9])"
)
_DAY = rf"(?:0{_NEAR}[1-9]|[12]{_NEAR}[0-9]|3{_NEAR}[01])"
_MONTH = rf"(?:0{_NEAR}[1-9]|1{_NEAR}[0-2])"
_CARD_OF_A_PERSON = (
    rf"(?<![0-9])[1-9](?:{_NEAR}[0-9]){{5}}{_NEAR}(?:1{_NEAR}9|2{_NEAR}0)(?:{_NEAR}[0-9]){{2}}"
    rf"{_NEAR}{_MONTH}{_NEAR}{_DAY}(?:{_NEAR}[0-9]){{3}}{_NEAR}[0-9X](?![0-9])"
)
_OLD_CARD = (
    rf"(?<![0-9])[1-8][0-9]{{5}}{_NEAR}[0-9]{{2}}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01]){_NEAR}[0-9]{{3}}(?![0-9])"
)
_NAMED_CARD = (
    rf"(?:身份证|证件)(?:号码?)?(?:[后末尾].?位)?{_IS}(?P<what>[0-9](?:[ -]?[0-9]){{3,16}}(?:[ -]?[0-9X])?)(?![A-Z0-9])"
)
_PASSPORT = (
    rf"(?:护照|通行证|台胞证|回乡证|军官证|驾驶?证|行驶证|社保卡?|PASSPORT)(?:号码?|\sNO\.?)?{_IS}"
    r"(?P<what>[A-Z]{0,2}[0-9]{6,18}X?)(?![A-Z0-9])"
)
_BANK_CARD = r"(?<![0-9])[3-6][0-9]{3}(?:[ \-.·_/]{0,2}[0-9]{4}){3}(?:[ \-.·_/]{0,2}[0-9]{1,3})?(?![0-9])"
_NAMED_ACCOUNT = rf"(?:卡号|银行卡|账户|账号|户头)(?:号码?)?{_IS}(?P<what>[0-9](?:[ -]{{0,2}}[0-9]){{11,20}})(?![0-9])"

# --- cars -----------------------------------------------------------------------------------------------

_VIN = r"(?:(?<![A-Z0-9])|(?<=VIN))(?=[A-Z]{0,16}[0-9])(?=[0-9]{0,16}[A-Z])[A-Z0-9]{17}(?![A-Z0-9])"
_VIN_IN_GROUPS = r"(?<![A-Z0-9])(?=(?P<what>[A-HJ-NPR-Z0-9](?:[ .\-_·/]{0,2}[A-HJ-NPR-Z0-9]){16})(?![A-Z0-9]))"
_PART_OF_VIN = (
    rf"(?:车架|底盘|大架|VIN)(?:号码?|码)?的?(?:最?[后末尾][四五六七八0-9]?[位号]?数?字?)?{_IS}"
    r"(?P<what>(?=[A-Z*]{0,16}[0-9])[A-Z0-9*]{4,17})(?![A-Z0-9])"
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_SPLIT = r"[ \-.·_/]?"
_PLATE = (
    rf"[{_PROVINCES}军]牌?[\s·•.\-/_:*|]{{0,2}}[A-HJ-NP-Z][\s·•.\-/_:*|]{{0,2}}(?:"
    rf"[A-HJK]{_SPLIT}[A-HJ-NP-Z0-9](?:{_SPLIT}[0-9]){{4}}(?![0-9])"  # of an electric car: six places, GA 36
    rf"|[0-9](?:{_SPLIT}[0-9]){{4}}{_SPLIT}[A-HJK](?![A-Z0-9])"
    rf"|(?=(?:[^0-9\0]{{0,5}}[0-9]){{3}})[A-HJ-NP-Z0-9](?:{_SPLIT}[A-HJ-NP-Z0-9]){{3}}"
    rf"{_SPLIT}[A-HJ-NP-Z0-9挂学警港澳领试超](?![0-9]))"
)
_POLICE = rf"WJ[\s·-]?[{_PROVINCES}][\s·-]?[0-9]{{4}}[A-Z0-9]"
_EMBASSY = r"(?<![即致促假迫驱大])使[0-9]{6}(?![0-9])"

# --- accounts -------------------------------------------------------------------------------------------

_ACCOUNT = (
    r"(?!(?:android|iphone|windows|harmony|version|official|carplay|wechat|weixin|message|account|service|payment)"
    r"(?![A-Z0-9_-]))[A-Z][A-Z0-9_-]{5,19}(?![A-Z0-9_-])"
)
_WECHAT = (
    r"(?:企微|微[\s.*_-]{0,2}信|[薇威徽]信|卫星号|绿泡泡|(?:加|\+|➕)\s?[V薇微](?![A-Z])"
    r"|(?<![A-Z0-9])(?<![0-9] )V(?=\s{0,2}:)|(?<![A-Z])(?:V\s{0,2}信|WECHAT|WEIXIN|WX|VX))(?:号码?|\s?ID|账号)?"
)
_QQ = (
    r"(?:(?<![A-Z])Q\s?Q|[扣叩]{2}|企鹅|(?:加|\+|➕)\s?Q(?![A-Z])|(?<![A-Z])Q(?=\s{0,2}:)|群)(?:群?号码?|群)?"
    rf"{_IS}(?P<what>[1-9](?:[ -]?[0-9]){{4,11}})(?![0-9])"
)
_ELSEWHERE = (
    r"(?:抖音|小红书|快手|微博|B站|支付宝|钉钉|陌陌|飞书|闲鱼|电报|(?<![A-Z])(?:TELEGRAM|WHATSAPP|TG))"
    rf"(?:号码?|\s?U?ID|账号|(?=\s{{0,2}}:)){_IS}(?P<what>[A-Z0-9][A-Z0-9_.-]{{3,23}})(?![A-Z0-9_-])"
)
_MAILBOX = r"邮箱(?:号|地址)?\s{0,2}(?:是|为|:)\s{0,2}(?P<what>[A-Z0-9][A-Z0-9_.+-]{4,30})(?![A-Z0-9@_.+-])"

# --- what is only offered -------------------------------------------------------------------------------

_ADDRESS = (
    r"[\u4e00-\u9fff]{2,4}(?:路|街|大道|巷|弄|小区|花园|新村|公寓|苑)[\u4e00-\u9fff]{0,4}\s?"
    r"[0-9一二三四五六七八九十百]{1,5}\s?(?:号楼|号院|号|弄|栋|幢|座|单元)"
    r"(?:\s?[0-9A-Z]{1,5}\s?(?:号楼|号|栋|幢|座|单元|楼|层|室)?){0,3}"
)
_HOUSE = r"(?<![0-9A-Z.])[0-9]{1,4}\s?(?:号楼|栋|幢|单元)\s?[0-9]{1,4}(?:\s?(?:单元|楼|层)\s?[0-9]{1,4})?(?:室|号)?"
_CALLED = rf"{_WECHAT}\s{{0,2}}:\s{{0,2}}(?P<what>[\u4e00-\u9fff]{{2,8}})"
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪"
    "范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_REAL_NAME = r"(?:真名|本名|实名|全名|姓名)\s?(?:就?是|叫|为|:){0,2}\s?(?P<what>[\u4e00-\u9fff]{2,3})"
_NAMED = rf"(?:名叫|叫做?)\s?(?P<what>[{SURNAMES}][\u4e00-\u9fff]{{1,2}})"
_LIVES = (
    r"(?<![记忍停站卡抓挡拦锁扣保守稳挺顶憋困堵压])(?:家住|住址|家在|住)(?:在|就?是|:){0,2}\s?"
    r"(?P<what>[\u4e00-\u9fff]{1,14}(?:[区县镇乡村路街城苑园湾府庭弄巷里]|广场|大厦|公寓))"
)
_MAYBE_ACCOUNT = r"(?<![A-Z0-9_-])(?=[A-Z_-]{1,19}[0-9])[A-Z][A-Z0-9_-]{7,19}(?![A-Z0-9_-])"

# --- finding --------------------------------------------------------------------------------------------

Pattern = tuple[MaskKind, re.Pattern[str], Callable[[str], bool]]


def _any(_found: str) -> bool:
    return True


def _reads_as_vin(found: str) -> bool:
    digits = sum(char.isdigit() for char in found)
    return digits >= 5 if "I" not in found and "O" not in found and "Q" not in found else digits >= 7


def _groups_of_vin(found: str) -> bool:
    """Of a VIN, the last four are digits (GB 16735); that tells it from words of 17 letters in a row."""
    told = value(found)
    return told[-4:].isdigit() and sum(map(str.isdigit, told)) >= 6 and sum(map(str.isalpha, told)) >= 4


def _card_adds_up(found: str) -> bool:
    """Whether it is a card of UnionPay, or its last digit belongs there (ISO/IEC 7812-1, Luhn)."""
    digits = value(found)
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits))]
    return digits.startswith("62") or sum(one - 9 * (one > 9) for one in doubled) % 10 == 0


def _compiled(*of: tuple[MaskKind, str, Callable[[str], bool]]) -> list[Pattern]:
    return [(kind, re.compile(pattern, re.IGNORECASE), check) for kind, pattern, check in of]


_PLAIN = _compiled(
    (MaskKind.LINK, rf"{_URL}|{_HOST}(?:[/?#:]{_PATH})?", _any),
    *((MaskKind.EMAIL, one, _any) for one in _MAIL),
    (MaskKind.LINK, _HIDDEN_HOST, _any),
    (MaskKind.VIN, _VIN, lambda found: _reads_as_vin(found.upper())),
    (MaskKind.VIN, _VIN_IN_GROUPS, _groups_of_vin),
    (MaskKind.WECHAT, rf"{_WECHAT}{_IS}(?P<what>{_ACCOUNT})", _any),
    (MaskKind.WECHAT, _ELSEWHERE, _any),
    (MaskKind.EMAIL, _MAILBOX, _any),
)
_OF_DIGITS = _compiled(
    (MaskKind.ID_NUMBER, _CARD_OF_A_PERSON, _any),
    (MaskKind.ID_NUMBER, _OLD_CARD, _any),
    (MaskKind.ID_NUMBER, _NAMED_CARD, _any),
    (MaskKind.ID_NUMBER, _PASSPORT, _any),
    (MaskKind.PHONE, _MOBILE, _any),
    (MaskKind.PHONE, _MOBILES, _any),
    (MaskKind.VIN, _PART_OF_VIN, _any),
    (MaskKind.PLATE, _PLATE, _any),
    (MaskKind.PLATE, _POLICE, _any),
    (MaskKind.PLATE, _EMBASSY, _any),
    (MaskKind.WECHAT, _QQ, _any),
    (MaskKind.WECHAT, rf"{_WECHAT}{_IS}(?P<what>[1-9][0-9]{{5,11}})(?![0-9])", _any),
    (MaskKind.PHONE, _LANDLINE, _any),
    (MaskKind.PHONE, _LOCAL_LINE, _any),
    (MaskKind.ID_NUMBER, _NAMED_ACCOUNT, _any),
    (MaskKind.ID_NUMBER, _BANK_CARD, _card_adds_up),
)
_PERHAPS = _compiled(
    (MaskKind.ADDRESS, _ADDRESS, _any),
    (MaskKind.ADDRESS, _HOUSE, _any),
    (MaskKind.ADDRESS, _LIVES, _any),
    (MaskKind.MAYBE_NAME, _CALLED, _any),
    (MaskKind.MAYBE_NAME, _NAMED, _any),
    (MaskKind.MAYBE_NAME, _REAL_NAME, _any),
    (MaskKind.MAYBE_NAME, _MAYBE_ACCOUNT, _any),
)
_MOBILE_ALONE: list[Pattern] = _compiled((MaskKind.PHONE, _MOBILE, _any))
_ENDS_A_SENTENCE = ".,;:!?"
_NUMERALS = dict(zip(map(ord, "零〇一幺壹二贰三叁四肆五伍六陆七柒八捌九玖"), "001112233445566778899", strict=True))
_LETTERS = dict(zip(map(ord, "oOlI"), "0011", strict=True))
_TRUE_DIGITS = 5
_LENGTH_OF_MOBILE = 11


def patterns(folded: str) -> Iterator[Place]:
    """Everything that has the form of something that leads to a person."""
    yield from _found(_PLAIN, folded)
    yield from _found(_OF_DIGITS, folded)
    numerals = folded.translate(_NUMERALS)
    if numerals != folded:
        yield from _found(_OF_DIGITS, numerals)
    for one in _found(_MOBILE_ALONE, numerals.translate(_LETTERS)):
        if sum(map(str.isdigit, numerals[one.start : one.end])) >= _TRUE_DIGITS:
            yield one


def perhaps(folded: str) -> Iterator[Place]:
    """What may lead to a person, or not."""
    yield from _found(_PERHAPS, folded)


def _found(of: list[Pattern], folded: str) -> Iterator[Place]:
    for kind, pattern, check in of:
        for match in pattern.finditer(folded):
            start, end = match.span("what" if "what" in pattern.groupindex else 0)
            if not check(folded[start:end]):
                continue
            if kind is MaskKind.LINK:
                end = start + len(folded[start:end].rstrip(_ENDS_A_SENTENCE))
            told = value(folded[start:end])
            mobile = kind is MaskKind.PHONE and told.startswith(("86", "086", "0086"))
            yield Place(kind, start, end, told[-_LENGTH_OF_MOBILE:] if mobile else told)
