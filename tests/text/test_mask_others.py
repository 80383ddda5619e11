"""What is left out of a text that is given to a member: everybody else in it."""

from app.domain.disclosure import ANOTHER
from app.text.mask_others import Others

_OTHERS = Others({"海盐阿强", "u-901", "Tommy", "12"}, {"海盐阿强13", "u-17"})


def test_others_are_left_out_and_the_member_stays() -> None:
    told = "海盐阿强13 说海盐阿强和 tommy 都在，u-901 转来，u-17 已回"
    assert _OTHERS.in_text(told) == f"海盐阿强13 说{ANOTHER}和 {ANOTHER} 都在，{ANOTHER} 转来，u-17 已回"


def test_how_others_are_reached_and_spoken_of_is_left_out() -> None:
    told = "周主管让小林回，举报人电话 13812345678，第 12 页"
    assert _OTHERS.in_text(told) == f"{ANOTHER}让{ANOTHER}回，举报人电话 ［电话 phone 1］，第 12 页"
