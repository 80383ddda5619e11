"""What a month says of its community, in the language of who reads it."""

from dataclasses import replace

import pytest

from app.domain.words import Words
from app.text.summary_page import community_of
from tests import summaries


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("远山车友社区", Words("远山车友社区", "远山 owners' community")),
        ("bbs.yuanshan.example", Words("bbs.yuanshan.example", "bbs.yuanshan.example")),
        ("", Words("车友社区", "The owners' community")),
    ],
)
def test_the_community_is_called_in_the_language_of_the_reader(name: str, said: Words) -> None:
    assert community_of(replace(summaries.summary(), community=name)) == said
