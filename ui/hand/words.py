"""Words of what is done by hand: places, sizes, and what a person is to do in each of them."""

from datetime import datetime

from app.domain.cases import CommunityState
from app.domain.commands import CommandKind, Intent
from app.domain.evidence import LARGEST_FILE
from app.domain.hand import Place
from app.domain.words import NO_WORDS, Words
from ui.kit.speech import Speech

PATTERN = Words(
    "截图和 PDF (*.png *.jpg *.jpeg *.webp *.gif *.pdf)", "Screenshots and PDFs (*.png *.jpg *.jpeg *.webp *.gif *.pdf)"
)

KINDS_OF_FILE = Words(
    f"PNG、JPEG、WebP、GIF 或 PDF，每个最多 {LARGEST_FILE // 1024 // 1024} MB",
    f"PNG, JPEG, WebP, GIF or PDF, {LARGEST_FILE // 1024 // 1024} MB each at most",
)


def size_words(size: int) -> str:
    """How large a file is."""
    if size < 1024:
        return f"{size} B"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} KB"
    return f"{size / 1024 / 1024:.1f} MB"


_MESSAGE = {
    Place.WECHAT_GROUP: Words("在微信里私聊 {who}，把下面这段话发过去", "Send this to {who} in a private WeChat chat"),
    Place.WECHAT: Words("把下面这段话用微信发给 {who}", "Send this to {who} on WeChat"),
    Place.PHONE: Words("给 {who} 打电话，转达下面这段话", "Call {who} and pass this on"),
    Place.EVENT: Words("当面或电话告诉 {who}", "Tell {who} in person or by phone"),
    Place.APP: Words("在应用里把下面这段话私信给 {who}", "Send this to {who} as a private message in the app"),
    Place.MAIL: Words("把下面这段话发邮件给 {who}", "Send this to {who} by e-mail"),
    Place.OTHER: Words("把下面这段话转给 {who}", "Pass this on to {who}"),
}
_REPLY = {
    Place.WECHAT_GROUP: Words("把下面这段话发到微信群里，@{who}", "Post this in the WeChat group, to @{who}"),
    Place.WECHAT: Words("把下面这段话用微信回复 {who}", "Reply with this to {who} on WeChat"),
    Place.PHONE: Words("给 {who} 回电话，转达下面这段话", "Call {who} back and pass this on"),
    Place.EVENT: Words("当面或在活动群里答复 {who}", "Answer {who} in person or in the event's group"),
    Place.APP: Words("在应用里把下面这段话公开回复给 {who}", "Reply with this to {who} in the app, in public"),
    Place.MAIL: Words("用下面这段话回复 {who} 的邮件", "Answer {who}'s e-mail with this"),
    Place.OTHER: Words("用下面这段话答复 {who}", "Answer {who} with this"),
}
_UPDATE_REPLY = {
    Place.WECHAT_GROUP: Words(
        "群里发出的话改不了，引用之前给 {who} 的回复，再发下面这段话",
        "What stands in the group can't be changed: quote the earlier reply to {who} and post this",
    ),
    Place.WECHAT: Words(
        "引用之前给 {who} 的回复，再把下面这段话发过去", "Quote the earlier reply to {who} and send this"
    ),
    Place.PHONE: Words("给 {who} 打电话，告诉对方这件事的进展", "Call {who} and tell them how the matter stands"),
    Place.EVENT: Words("当面或在活动群里告诉 {who} 这件事的进展", "Tell {who} how the matter stands"),
    Place.APP: Words(
        "在应用里把之前给 {who} 的回复改成下面这段话", "Change the earlier reply to {who} in the app to this"
    ),
    Place.MAIL: Words("用下面这段话再回一封邮件给 {who}", "Write to {who} once more, with this"),
    Place.OTHER: Words(
        "把之前给 {who} 的答复更新成下面这段话", "Bring the earlier answer to {who} up to date, with this"
    ),
}
_IN_COMMUNITY = {
    CommandKind.CLAIM: Words("到社区里把这条举报认领下来", "Claim the report in the community"),
    CommandKind.RELEASE: Words("到社区里把这条举报退回", "Release the report in the community"),
    CommandKind.RESOLVE: Words(
        "到社区里把这条举报按“{outcome}”办结", "Settle the report in the community as {outcome}"
    ),
    CommandKind.NOTE: Words("到社区里把下面这段话记为备注", "Keep this as a note in the community"),
    CommandKind.MESSAGE: Words("到社区里把下面这段话私信给 {who}", "Send this to {who} in the community, in private"),
    CommandKind.REPLY: Words("到社区里在这个帖子下面回复 {who}", "Reply to {who} under the post in the community"),
    CommandKind.UPDATE_REPLY: Words(
        "到社区里把之前给 {who} 的回复改成下面这段话", "Change the earlier reply to {who} in the community to this"
    ),
    CommandKind.HIDE: Words("把 {who} 的这条内容暂时折叠或撤下", "Fold or take down what {who} posted, for now"),
    CommandKind.DELETE: Words("把 {who} 的这条内容删除", "Delete what {who} posted"),
    CommandKind.RESTORE: Words("把 {who} 的这条内容恢复显示", "Show again what {who} posted"),
    CommandKind.SILENCE: Words("把 {who} 禁言到 {until}", "Mute {who} until {until}"),
    CommandKind.UNSILENCE: Words("解除 {who} 的禁言", "Unmute {who}"),
    CommandKind.SUSPEND: Words("停用 {who} 的社区账号到 {until}", "Suspend the account of {who} until {until}"),
    CommandKind.UNSUSPEND: Words("恢复 {who} 的社区账号", "Lift the suspension of {who}"),
    CommandKind.GRANT_HONOUR: Words("给 {who} 授予荣誉 {honour}", "Grant {who} the honour {honour}"),
    CommandKind.REVOKE_HONOUR: Words("收回 {who} 的荣誉 {honour}", "Revoke the honour {honour} of {who}"),
    CommandKind.PUBLISH_NOTICE: Words("到社区里发布公告“{title}”", "Publish the notice “{title}” in the community"),
    CommandKind.UPDATE_NOTICE: Words("到社区里更新公告“{title}”", "Update the notice “{title}” in the community"),
}
_BY_PLACE = {
    CommandKind.MESSAGE: _MESSAGE,
    CommandKind.REPLY: _REPLY,
    CommandKind.UPDATE_REPLY: _UPDATE_REPLY,
}
_OUTCOMES = {
    CommunityState.UPHELD: Words("成立", "upheld"),
    CommunityState.DISMISSED: Words("不成立", "dismissed"),
    CommunityState.IGNORED: Words("忽略", "ignored"),
}


def task(intent: Intent, place: Place | None, who: str, say: Speech, now: datetime) -> str:
    """What a person is to do, in one sentence.

    Args:
        place: where the case comes from; None for one of the community.
        who: the name of whom it is about.
    """
    by_place = _BY_PLACE.get(intent.kind)
    words = by_place[place] if by_place is not None and place is not None else _IN_COMMUNITY[intent.kind]
    return say(words).format(
        who=who,
        until=say.moment(intent.until, now) if intent.until is not None else "…",
        outcome=say(_OUTCOMES.get(intent.outcome, NO_WORDS) if intent.outcome else NO_WORDS),
        honour=intent.honour_id,
        title=intent.title,
    )
