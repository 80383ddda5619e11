"""Places that a reply leaves open: those of a letter, and whatever else people write where something is to follow."""

import re

_ASKED = (
    r"(?:原因|电话|号码|姓名|名字|昵称|称呼|日期|时间|几月几日|部门|单号|问题|复述|说明|承诺|车型|版本|版本号|内容|链接|地址|金额|数字"
    r"|待[^】\]>\n]{0,8}|此处[^】\]>\n]{0,8}|请?填[^】\]>\n]{0,8}|\s{0,4}|\.{2,6}|…{1,2}|_{1,9}|x{2,9}"
    r"|name|date|time|reason|cause|phone|number|department|insert[^\]>\n]{0,20}|your [^\]>\n]{1,20})"
)
_LEFT = re.compile(
    r"\{[^{}\n]+\}"
    rf"|【{_ASKED}】|<{_ASKED}>|\[{_ASKED}\](?!\()"
    r"|(?<![a-z0-9])x{3,12}(?![a-z0-9])|(?<![a-z0-9])xx(?=[\u3400-\u9fff])|(?<![a-z0-9_])(?:todo|tbd|tbc|fixme)(?![a-z0-9_])"
    r"|(?<![_a-z0-9])_{2,40}(?![a-z0-9_])"
)
_HEADING = re.compile(r"(?:^|\n)\s{0,8}$")


def left_open(said: str) -> tuple[str, ...]:
    """The places left open in a folded reply, as they stand there, each once; a heading in 【】 is none."""
    found = (one for one in _LEFT.finditer(said) if not _heads(said, one))
    return tuple(dict.fromkeys(one.group() for one in found))


def _heads(said: str, one: re.Match[str]) -> bool:
    before = said[max(0, one.start() - 9) : one.start()]
    begins = one.start() == 0 or ("\n" in before and _HEADING.search(before) is not None)
    return one.group().startswith("【") and begins
