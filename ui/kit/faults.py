"""Errors as somebody in the window can mend them: no environment variables."""

from app.domain.words import Words
from app.errors import MissingSecret, StewardError

MISSING_TOKEN = Words(
    "需要重新输入社区令牌（运行 steward connect）", "The community token is to be entered again (run steward connect)"
)


def told(error: StewardError) -> Words:
    """Why a round with the community failed."""
    return MISSING_TOKEN if isinstance(error, MissingSecret) else Words.of(error)
