"""What a Discourse can do, how, and why not better, by the kind of key and by the site's own settings."""

from app.community.discourse import wire
from app.community.discourse.site import Facts
from app.domain.commands import CommandKind
from app.domain.community import NATIVE, Capability, Feature, Level, Limits
from app.domain.words import Words

REQUESTS_PER_MINUTE = 12
"""Of the sixty that all programs of a site share; a user API key has twenty of its own, and 2,880 a day."""
POST_MAX = 32000

_CLAIM = Capability(
    Level.EMULATED,
    Words(
        "Discourse 按整个主题接单：同一主题里的其他举报会一起归您",
        "Discourse assigns whole threads: other reports in the same thread become yours as well",
    ),
)
_NO_CLAIM = Capability(
    Level.LOCAL_ONLY,
    Words(
        "此站点关闭了审核认领，接单只记在 Steward 里",
        "this site has claiming switched off; a claim is kept in Steward only",
    ),
)
_NO_NOTES = Capability(
    Level.LOCAL_ONLY,
    Words(
        "此站点的 Discourse 版本没有审核备注，备注只记在 Steward 里",
        "this site's Discourse has no review notes; notes are kept in Steward only",
    ),
)
_HIDE = Capability(
    Level.EMULATED,
    Words(
        "Discourse 只在处理举报时隐藏帖子：折叠的同时该举报记为成立，作者修改后帖子自动恢复显示",
        "Discourse hides a post only while settling its report: folding it settles the report as upheld, "
        "and the author's edit shows it again",
    ),
)
_NO_BADGES = Capability(Level.UNSUPPORTED, Words("此站点关闭了徽章功能", "this site has badges switched off"))
_EDITS = Capability(
    Level.EMULATED,
    Words(
        "待处理工单的修改最迟十分钟内发现，已办结的逐件重新读取",
        "edits of pending cases show within ten minutes; settled ones are read again one by one",
    ),
)
_HISTORY = Capability(
    Level.EMULATED,
    Words(
        "取自管理日志，不含已结束处置的截止时间",
        "taken from the staff log, which does not tell when past measures ended",
    ),
)
_BY_MARKER = Words(
    "社区不识别重复请求：答复丢失时按隐藏标记查找后再决定是否重发",
    "the site does not recognise repeats: when an answer is lost, a hidden mark is looked for before sending again",
)
_READ_CONFIRMATION = Capability(
    Level.UNSUPPORTED,
    Words("Discourse 不记录谁读过公约", "Discourse does not record who has read the code of conduct"),
)


def capabilities(facts: Facts, *, by_user: bool, notes: str | None) -> dict[str, Capability]:
    """Everything, with its level.

    Args:
        facts: what the site says of itself.
        by_user: the key is a user API key.
        notes: where review notes are written; empty where the site has none.
    """
    claiming = _NO_CLAIM if facts.settings.reviewable_claiming == "disabled" else _CLAIM
    badges = NATIVE if facts.settings.enable_badges else _NO_BADGES
    found: dict[str, Capability] = {kind.value: NATIVE for kind in CommandKind}
    found |= {
        CommandKind.CLAIM.value: claiming,
        CommandKind.RELEASE.value: claiming,
        CommandKind.NOTE.value: _NO_NOTES if notes == "" else NATIVE,
        CommandKind.HIDE.value: _HIDE,
        CommandKind.GRANT_HONOUR.value: badges,
        CommandKind.REVOKE_HONOUR.value: badges,
    }
    return found | {
        Feature.EDITS.value: _EDITS,
        Feature.FOLDED_EDIT.value: NATIVE,
        Feature.VERSION_LOCK.value: NATIVE,
        Feature.THREADS.value: NATIVE,
        Feature.HISTORY.value: _HISTORY,
        Feature.MESSAGES.value: NATIVE,
        Feature.MESSAGE_ONCE.value: Capability(Level.EMULATED, _BY_MARKER) if by_user else NATIVE,
        Feature.REPLY_ONCE.value: Capability(Level.EMULATED, _BY_MARKER),
        Feature.HONOURS.value: badges,
        Feature.ACKNOWLEDGEMENTS.value: _READ_CONFIRMATION,
        Feature.AUDIT.value: NATIVE,
    }


def limits(facts: Facts) -> Limits:
    """What the site takes at most, less the room for our marker."""
    longest = max((facts.settings.max_post_length or POST_MAX) - wire.MARKER_LENGTH, 1)
    return Limits(REQUESTS_PER_MINUTE, longest, longest)
