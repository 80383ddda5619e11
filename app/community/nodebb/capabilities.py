"""What a NodeBB forum can do for this account, how, and why not better."""

from collections.abc import Mapping

from app.community.nodebb.forum import Rights
from app.domain.commands import CommandKind
from app.domain.community import NATIVE, Capability, Feature, Level
from app.domain.words import Words

ASK_FOR_MUTE = Words(
    "当前账号没有禁言权。NodeBB 新装后全局版主没有这项权限，请社区管理员在“权限管理”里给“全局版主”开通“禁言”",
    "this account may not mute: a fresh NodeBB does not give Global Moderators that right. "
    "Ask an administrator to grant “mute” to Global Moderators under Manage > Privileges",
)
ASK_FOR_BAN = Words(
    "当前账号没有封禁权，请社区管理员在“权限管理”里给“全局版主”开通“封禁”",
    "this account may not ban: ask an administrator to grant “ban” to Global Moderators under Manage > Privileges",
)
ASK_FOR_EDIT = Words(
    "当前账号不能修改这条回复：可能是别的账号发的，或已过论坛允许修改的时间",
    "this account may not edit that reply: another account wrote it, or the forum's time for edits is over",
)
ASK_FOR_GROUP = Words(
    "NodeBB 用群组作荣誉，只有社区管理员能把成员加进群组，请管理员在网站上操作",
    "on NodeBB a group serves as an honour, and only an administrator can put a member into one: "
    "ask an administrator to do it on the site",
)
ASK_FOR_REMOVAL = Words(
    "NodeBB 用群组作荣誉，只有社区管理员和全局版主能把成员移出群组，请他们在网站上操作",
    "on NodeBB a group serves as an honour, and only administrators and global moderators can take a member out: "
    "ask one of them to do it on the site",
)
_GROUPS = Words("NodeBB 没有徽章，用群组作荣誉", "NodeBB has no badges: a group serves as an honour")
_MARKED = Words(
    "NodeBB 不识别重复发送；结果不明时先按隐藏记号查找，再决定是否重发",
    "NodeBB does not know repeats: a send whose answer was lost is looked up by a hidden mark before it is repeated",
)
_NO_LOCK = Words(
    "NodeBB 没有锁，别人可能同时处理；每次发送前后都重新读取核对",
    "NodeBB knows no lock: somebody else can act at the same moment; the case is read before and after each send",
)
_DELETES = Words(
    "NodeBB 没有折叠，以可恢复的删除代替：作者看不到正文，也不能修改；举报会被自动标为已解决，恢复帖子也不会重新打开",
    "NodeBB can't fold a post, it is deleted so that it can be restored: its author can neither see nor edit it, "
    "and the report counts as resolved from then on, even after the post is restored",
)
_NOTICE = Words(
    "以置顶并锁定的主题发布，优先放在名为“公告”的版块",
    "published as a pinned and locked topic, in a category named “announcements” where there is one",
)

_ALWAYS: dict[str, Capability] = {
    CommandKind.CLAIM: Capability(Level.EMULATED, _NO_LOCK),
    CommandKind.RELEASE: NATIVE,
    CommandKind.RESOLVE: NATIVE,
    CommandKind.NOTE: NATIVE,
    CommandKind.MESSAGE: NATIVE,
    CommandKind.REPLY: NATIVE,
    CommandKind.UPDATE_REPLY: NATIVE,
    CommandKind.HIDE: Capability(Level.EMULATED, _DELETES),
    CommandKind.DELETE: NATIVE,
    CommandKind.RESTORE: NATIVE,
    CommandKind.PUBLISH_NOTICE: Capability(Level.EMULATED, _NOTICE),
    CommandKind.UPDATE_NOTICE: NATIVE,
    Feature.EDITS: Capability(
        Level.EMULATED,
        Words(
            "NodeBB 的举报清单不显示帖子的修改，重新读取工单时才能得知",
            "NodeBB's list of reports does not show edits: they are seen when the case is read again",
        ),
    ),
    Feature.FOLDED_EDIT: Capability(Level.UNSUPPORTED, _DELETES),
    Feature.VERSION_LOCK: Capability(Level.EMULATED, _NO_LOCK),
    Feature.THREADS: NATIVE,
    Feature.HISTORY: Capability(
        Level.EMULATED,
        Words("只有最近 20 次封禁和 20 次禁言", "the last 20 bans and the last 20 mutes only"),
    ),
    Feature.MESSAGES: Capability(
        Level.EMULATED,
        Words(
            "只读取当前账号的一对一私信，首次读取最近 30 天",
            "only this account's messages with one other member, at first those of the last 30 days",
        ),
    ),
    Feature.MESSAGE_ONCE: Capability(Level.EMULATED, _MARKED),
    Feature.REPLY_ONCE: Capability(Level.EMULATED, _MARKED),
    Feature.HONOURS: Capability(Level.EMULATED, _GROUPS),
    Feature.ACKNOWLEDGEMENTS: Capability(
        Level.UNSUPPORTED,
        Words("NodeBB 不记录谁读过什么", "NodeBB does not know who has read something"),
    ),
    Feature.AUDIT: Capability(
        Level.UNSUPPORTED,
        Words(
            "NodeBB 的操作日志只有管理员能看，而且不含举报的处理",
            "NodeBB shows its log to administrators only, and reports are not in it",
        ),
    ),
}


def capabilities(rights: Rights) -> Mapping[str, Capability]:
    """The whole table, for what this account may do."""
    mute = NATIVE if rights.mute else Capability(Level.MANUAL, ASK_FOR_MUTE)
    ban = NATIVE if rights.ban else Capability(Level.MANUAL, ASK_FOR_BAN)
    grant = Capability(Level.EMULATED, _GROUPS) if rights.admin else Capability(Level.MANUAL, ASK_FOR_GROUP)
    revoke = Capability(Level.EMULATED, _GROUPS) if rights.moderator else Capability(Level.MANUAL, ASK_FOR_REMOVAL)
    return _ALWAYS | {
        CommandKind.SILENCE.value: mute,
        CommandKind.UNSILENCE.value: mute,
        CommandKind.SUSPEND.value: ban,
        CommandKind.UNSUSPEND.value: ban,
        CommandKind.GRANT_HONOUR.value: grant,
        CommandKind.REVOKE_HONOUR.value: revoke,
    }
