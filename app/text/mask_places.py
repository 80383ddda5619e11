"""Places in a text that lead to a person: what they are, and what such a place is called."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.words import Words


class MaskKind(StrEnum):
    """What a masked place is."""

    PHONE = "phone"
    VIN = "vin"
    PLATE = "plate"
    ID_NUMBER = "id_number"  # of an identity card, a passport, a bank card
    EMAIL = "email"
    WECHAT = "wechat"  # or QQ, or an account elsewhere
    NAME = "name"
    LINK = "link"
    OTHER = "other"  # words that a person named
    ADDRESS = "address"
    MAYBE_NAME = "maybe_name"


MASK_WORDS = {
    MaskKind.PHONE: Words("电话", "phone"),
    MaskKind.VIN: Words("车架号", "VIN"),
    MaskKind.PLATE: Words("车牌", "plate"),
    MaskKind.ID_NUMBER: Words("证件号", "ID"),
    MaskKind.EMAIL: Words("邮箱", "e-mail"),
    MaskKind.WECHAT: Words("微信", "WeChat"),
    MaskKind.NAME: Words("人名", "name"),
    MaskKind.LINK: Words("链接", "link"),
    MaskKind.OTHER: Words("已遮盖", "masked"),
    MaskKind.ADDRESS: Words("可能的地址", "possible address"),
    MaskKind.MAYBE_NAME: Words("可能的人名", "possible name"),
}

POSSIBLE = frozenset({MaskKind.ADDRESS, MaskKind.MAYBE_NAME})
"""Kinds of places that are only offered to be looked at: they are masked where a person says so."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text that leads to a person.

    Attributes:
        start, end: in characters.
        value: what stands there without blanks, marks, case and width: the same number is the same value.
        label: what is to stand there where it is somebody who has a label; "" where it gets a number.
    """

    kind: MaskKind
    start: int
    end: int
    value: str
    label: str = ""
