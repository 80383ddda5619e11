"""Every error raised on purpose, with its sentence: what happened, what was kept, what to do.

Anything else that is raised is a bug of ours: it is logged and reported, never turned into a sentence.
"""

from typing import ClassVar, Literal

Language = Literal["zh", "en"]


class StewardError(Exception):
    """The world's fault, not ours. Subclasses give the sentence in both languages.

    Args:
        fields: values for the places in the sentences, kept as `fields`; a pair is Chinese and English.
    """

    zh: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.sentence("en"))

    def sentence(self, language: Language) -> str:
        """The sentence for the person, in one language."""
        at = 0 if language == "zh" else 1
        said = {name: value[at] if isinstance(value, tuple) else value for name, value in self.fields.items()}
        return (self.zh if language == "zh" else self.en).format(**said)


class WrongUse(StewardError):
    """The command line was used in a way that cannot work; the program ends with 2."""


class MissingSecret(WrongUse):
    """A secret is needed, none was given, and nobody is there to be asked."""

    zh = "缺少{what_zh}：请设置环境变量 {variable}，或在终端里运行本命令并按提示输入。没有做任何改动。"
    en = (
        "{what_en} is missing: set the environment variable {variable}, or run this in a terminal and type it "
        "when asked. Nothing was changed."
    )


class UnreadableFile(WrongUse):
    """A file named by the person can't be read as what it should be."""

    zh = "无法读取 {path}：{why}。没有做任何改动。"
    en = "{path} can't be read: {why}. Nothing was changed."


class NotText(WrongUse):
    """An argument holds bytes that are no text in the encoding of this system."""

    zh = "参数“{shown}”不是有效的文本（应为 UTF-8 编码）。没有做任何改动。"
    en = "The argument “{shown}” is no valid text (UTF-8 is expected). Nothing was changed."


class UnwritableFile(StewardError):
    """A file named by the person can't be written."""

    zh = "无法写入 {path}：{why}。已有的内容没有变。请换一个位置或腾出空间后再试。"
    en = "{path} can't be written: {why}. What was there is unchanged. Choose another place or free space, then try again."


# --- the workspace ------------------------------------------------------------------------------------


class WorkspaceError(StewardError):
    """The place where things are kept can't be used as it is."""


class NoWorkspace(WorkspaceError):
    """There is no workspace in this folder yet."""

    zh = "{path} 里还没有工作区。请先运行 steward connect 连接社区，或用 --workspace 指定已有的工作区。"
    en = "There is no workspace in {path} yet. Run steward connect first, or name another with --workspace."


class WorkspaceExists(WorkspaceError):
    """A workspace is already there and must not be overwritten."""

    zh = "{path} 里已经有内容，没有覆盖。请另选一个空文件夹。"
    en = "{path} already holds something; it was not overwritten. Choose an empty folder."


class OtherCommunity(WorkspaceError):
    """A workspace is one community; this one belongs to another."""

    zh = "这个工作区属于 {known}，不能连接到 {asked}。请用 --workspace 另建一个工作区；原有内容没有变。"
    en = "This workspace belongs to {known} and can't be connected to {asked}. Name another with --workspace; nothing was changed."


class ForeignWorkspace(WorkspaceError):
    """The file is not a record of Steward, or the key is not its key."""

    zh = "{path} 打不开：它不是 Steward 的台账文件，已损坏，或密钥不是它的。文件没有被改动；可用 steward restore 从备份恢复。"
    en = (
        "{path} can't be opened: it is not a record of Steward, it is damaged, or this is not its key. "
        "The file was left untouched; steward restore brings a backup back."
    )


class NewerWorkspace(WorkspaceError):
    """The record was written by a newer program."""

    zh = "{path} 由更新版本的 Steward 写成（版本 {found})。文件没有被改动；请升级 Steward 后再打开。"
    en = (
        "{path} was written by a newer Steward (revision {found}). It was left untouched; update Steward, then open it."
    )


class MigrationFailed(WorkspaceError):
    """Bringing an older record up to date failed; nothing of the attempt was kept."""

    zh = "升级台账失败，没有保留任何改动，内容与升级前相同。{backup}请把日志交给技术支持。"
    en = "Bringing the record up to date failed; nothing of it was kept. {backup}Please send the log to support."


class RecordMissing(WorkspaceError):
    """The key file is there, the record is not: somebody removed it, or making the workspace was cut off."""

    zh = "{path} 不见了，没有新建空的台账。请用 steward restore 从备份恢复；如果从未连接过社区，请重新运行 steward connect。"
    en = (
        "{path} is gone; no empty record was made in its place. Bring it back with steward restore; "
        "if no community was ever connected, run steward connect again."
    )


class FileInTheWay(StewardError):
    """A backup must not replace something that is no backup."""

    zh = "{path} 已存在，而且不是 Steward 的备份，没有覆盖。请换一个文件名。"
    en = "{path} exists and is no backup of Steward; it was not replaced. Choose another name."


class WrongPassphrase(WorkspaceError):
    """The recovery passphrase does not open the sealed key."""

    zh = "恢复口令不对，工作区没有打开，也没有被改动。请检查大小写和输入法后再试。"
    en = "The recovery passphrase is wrong; the workspace was not opened and not changed. Check case and input method, then try again."


class WeakPassphrase(WrongUse):
    """A new recovery passphrase is too short to protect anything."""

    zh = "恢复口令至少要 {least} 个字符。没有建立工作区。"
    en = "A recovery passphrase needs at least {least} characters. No workspace was made."


class DamagedKeyFile(WorkspaceError):
    """The file with the sealed key can't be read."""

    zh = "密钥文件 {path} 缺失或已损坏。台账没有被改动；请用备份里的密钥文件恢复（steward restore)。"
    en = "The key file {path} is missing or damaged. The record was not changed; bring it back from a backup (steward restore)."


class DamagedBackup(WorkspaceError):
    """A backup file is not whole."""

    zh = "备份 {path} 不完整或不是 Steward 的备份：{why}。没有恢复任何内容。"
    en = "The backup {path} is not whole or not a backup of Steward: {why}. Nothing was restored."


class SenderBusy(WorkspaceError):
    """Another process holds the sender's lease."""

    zh = "另一个 Steward 正在与社区同步，本次没有同步。操作都还在待发送里，稍后再试即可。"
    en = "Another Steward is in step with the community right now; this run did nothing. All is kept; try again later."


class RecordUnreachable(WorkspaceError):
    """The team's record server does not answer."""

    zh = "连不上团队台账服务器：{why}。没有做任何改动；请检查网络和账号后再试。"
    en = "The team's record server can't be reached: {why}. Nothing was changed; check the network and the account."


class StoreBusy(WorkspaceError):
    """The store stayed locked by another process for too long, or its disk is full."""

    zh = "本机存储暂时写不进去：{why}。这一步没有保存，之前的都在；请稍后再试。"
    en = "The local store can't be written right now: {why}. This step was not saved, all before it was; try again later."


# --- the community ------------------------------------------------------------------------------------


class CommunityError(StewardError):
    """The community's API said no, or nothing."""


class AuthFailed(CommunityError):
    """The token is not, or no longer, accepted."""

    zh = "社区不接受这个令牌（可能写错、过期或已停用）。操作都还在待发送里；请用 steward connect 换一个令牌。"
    en = (
        "The community does not accept this token (mistyped, expired or revoked). Everything is kept; "
        "run steward connect with a fresh token."
    )


class KeyRefused(CommunityError):
    """The token with which a community was to be connected is not accepted."""

    zh = "社区不接受这个令牌：可能抄漏、过期、已停用，或者不是这种社区的令牌。请核对后再试。没有做任何改动。"
    en = (
        "The community does not accept this token: mistyped, expired, revoked, or of another kind of community. "
        "Check it and try again. Nothing was changed."
    )


class Forbidden(CommunityError):
    """The account may not do this on the community."""

    zh = "社区不允许当前账号这样做：{hint}。请找社区管理员开通权限。"
    en = "The community does not allow this account to do that: {hint}. Ask its administrator for the right."


class NotFound(CommunityError):
    """What the command is about is not there (any more)."""

    zh = "社区里已经没有{what_zh}。本地记录都还在。"
    en = "{what_en} is no longer in the community. What is kept here is unchanged."


class Conflict(CommunityError):
    """The case changed in the community since the decision was made."""

    zh = "做出决定之后，这件工单在社区里有了变化。操作没有发出；请看过变化后重试或撤回。"
    en = "The case changed in the community after the decision. Nothing was sent; look at what changed, then retry or withdraw."


class RateLimited(CommunityError):
    """The community asks us to slow down.

    Fields: `seconds` to wait; `scope` is "site" (everything pauses) or "action" (this kind of command only).
    """

    zh = "社区要求放慢，{seconds} 秒后继续。操作都还在待发送里。"
    en = "The community asks us to slow down; going on in {seconds} seconds. Everything is kept."

    def __init__(self, *, seconds: float, scope: Literal["site", "action"]) -> None:
        self.seconds = seconds
        self.scope = scope
        super().__init__(seconds=round(seconds), scope=scope)


class Invalid(CommunityError):
    """The community refused the content of a command."""

    zh = "社区认为内容不合要求：{why}。请修改后再试，或撤回。"
    en = "The community refused the content: {why}. Change it and try again, or withdraw it."


class NotOurReply(Invalid):
    """A command that marks a reply of ours is about a post that somebody else wrote; nothing was done."""

    zh = "这条内容不是我们发出的回复，没有改动它。请撤回这一步；需要标注时，请到社区里人工办理。"
    en = (
        "This is no reply of ours, and it was not touched. Withdraw this step; "
        "where a mark is wanted, set it in the community by hand."
    )


class ReplyEdited(Invalid):
    """Somebody edited our reply in the community by other means: a mark would put the old words back."""

    zh = "我们的这条回复在社区里被改过，为免覆盖，没有改动它。请到社区里核对，人工标注，然后撤回这一步。"
    en = (
        "Our reply was edited in the community; it was not touched, so that nothing is overwritten. "
        "Look at it there, mark it by hand, then withdraw this step."
    )


class Unavailable(CommunityError):
    """The community was not reached, or answered that it can't now: nothing was done there."""

    zh = "连不上社区：{why}。操作都还在待发送里，稍后再试即可。"
    en = "The community can't be reached: {why}. Everything is kept; try again later."


class BrokenAnswer(Unavailable):
    """The community answered something else than its contract says; nothing of it was stored."""

    zh = "社区的回复不符合约定：{why}。没有存入任何内容，操作都还在待发送里；请核对地址，或联系社区技术人员。"
    en = (
        "The community's answer is not what its contract says: {why}. Nothing of it was stored and everything is kept; "
        "check the address, or ask the community's engineers."
    )


class CursorExpired(CommunityError):
    """The community no longer knows where we stopped reading; reading starts again from the beginning."""

    zh = "社区已不记得上次读到哪里，将从头再读一遍。本地记录都还在。"
    en = "The community no longer knows where reading stopped; it is read again from the beginning. Nothing kept is lost."


class OutcomeUnknown(CommunityError):
    """A command left this machine and no readable answer came back: it may have happened."""

    zh = "操作已发出，但没有收到可读的回复：{why}。不会盲目重发，稍后会先核对。"
    en = "The command was sent but no readable answer came back: {why}. It is not sent again blindly; it is checked first."


class PictureElsewhere(CommunityError):
    """A picture in a post lies on another host than the community's own, or the community sends us there."""

    zh = "图片不在社区自己的网站上（{host}），没有去取；需要的话请在浏览器里查看并截图留证。"
    en = "The picture lies outside the community's own site ({host}) and was not fetched; look at it in a browser and keep a screenshot where it matters."


class NoPicture(CommunityError):
    """What came back for a picture is none of the kinds that are kept as evidence."""

    zh = "社区在这个地址给出的不是图片，没有留存。"
    en = "What the community gave at this address is no picture; nothing was kept."


class PictureTooLarge(CommunityError):
    """A picture, or all those of one case together, are larger than what is kept."""

    zh = "图片太大，没有留存：单张最多 {one} MB，一件工单自动留存的合计最多 {together} MB。"
    en = "The picture is too large and was not kept: {one} MB each and {together} MB together are fetched for a case at most."


class BadAddress(CommunityError):
    """The address can't be a community's, or must not be used."""

    zh = "社区地址 {url} 不能使用：{why_zh}。没有做任何改动。"
    en = "The community address {url} can't be used: {why_en}. Nothing was changed."


class MasterToken(CommunityError):
    """A token that can act as anybody was offered."""

    zh = "这是可以冒充任何人的主令牌。为了每个操作都能追溯到人，请换成版主本人的用户令牌。没有做任何改动。"
    en = "This is a master token that can act as anybody. So that each action has its person, use the moderator's own token. Nothing was changed."


class SignInFailed(CommunityError):
    """What was brought back from the browser is not what this sign-in asked for."""

    zh = "登录没有完成：{why_zh}。没有保存任何内容。"
    en = "Signing in was not finished: {why_en}. Nothing was kept."


class NotRecognised(CommunityError):
    """Nobody could tell which kind of community an address is."""

    zh = "{why}没有做任何改动。"
    en = "{why} Nothing was changed."


class KeyNeeded(CommunityError):
    """There is no key to the community yet; the sentence carries the way to one."""

    zh = "{found}还缺{secret}，没有做任何改动。\n{guide}\n{how}"
    en = "{found} {secret} is missing; nothing was changed.\n{guide}\n{how}"


class NoSuchWay(WrongUse):
    """An option that this kind of community has no use for."""

    zh = "{option} 只能用于{only_zh}。没有做任何改动。"
    en = "{option} is for {only_en} only. Nothing was changed."


# --- the rules ----------------------------------------------------------------------------------------


class Refused(StewardError):
    """A rule forbids it. Nothing was written."""


class CaseNotFound(Refused):
    """There is no such case in the record."""

    zh = "没有编号为 {case} 的工单。用 steward queue 查看待处理的工单。"
    en = "There is no case {case}. steward queue lists those that wait."


class MemberUnknown(Refused):
    """Nobody of this id ever wrote or reported anything that was brought here."""

    zh = "没有找到成员 {member}：编号或完整的昵称都没有对上。请核对，或先同步。"
    en = "No member {member} is known, neither by id nor by a whole name. Check it, or sync first."


class CommandNotFound(Refused):
    """There is no such command in the outbox."""

    zh = "待发送里没有编号为 {command} 的操作。用 steward outbox 查看。"
    en = "There is no command {command} in the outbox. steward outbox lists them."


class AlreadyThere(Refused):
    """The case or command is already in the state that is asked for."""

    zh = "{what} 已经是“{state_zh}”，没有重复操作。"
    en = "{what} is already “{state_en}”; nothing was done twice."


class NotFromHere(Refused):
    """The step is not possible from the present state."""

    zh = "{what} 现在是“{state_zh}”，不能{action_zh}。没有做任何改动。"
    en = "{what} is “{state_en}” now: it can't be {action_en} from here. Nothing was changed."


class MayHaveArrived(Refused):
    """A command that may have happened was to be taken back, or sent again, before anybody found out."""

    zh = "这个操作可能已经送达，还没有核对清楚，现在不能撤回，也不能重发。请先运行 steward sync；社区无法确认时再由您决定。"
    en = (
        "This may have arrived and nobody has found out yet, so it can't be taken back or sent again now. Run steward sync first; "
        "where the community can't tell, the choice is yours."
    )


class NoSuchArticle(Refused):
    """The edition in force has no such article."""

    zh = "{edition_zh}里没有第 {article} 条。没有做任何改动。"
    en = "{edition_en} has no article {article}. Nothing was changed."


class NotABasis(Refused):
    """The article encourages; it can't be held against anybody."""

    zh = "第 {article} 条是鼓励性条款，不能作为提醒或处置的依据。没有做任何改动。"
    en = "Article {article} encourages; it can't be the basis of a reminder or a sanction. Nothing was changed."


class UnlawfulLane(Refused):
    """The article is about unlawful content, which is reported, not coached."""

    zh = "第 {article} 条针对违法内容：须留存、隐藏并上报，不做私信提醒。没有做任何改动。"
    en = "Article {article} is about unlawful content: it is kept, hidden and reported, never coached. Nothing was changed."


class NoEditionInForce(Refused):
    """No code of conduct is in force."""

    zh = "目前没有施行中的公约，无法引用条款。没有做任何改动。"
    en = "No code of conduct is in force, so no article can be cited. Nothing was changed."


class NotCoachable(Refused):
    """This kind of case is not answered by a private reminder."""

    zh = "“{kind_zh}”不做私信提醒。没有做任何改动。"
    en = "A case of kind “{kind_en}” is not answered by a private reminder. Nothing was changed."


class NotCoached(Refused):
    """No reminder stands on the case, so that there is no correction to accept."""

    zh = "这件工单没有发过私信提醒，或提醒已撤回，没有可确认的修改。没有做任何改动。"
    en = "No reminder stands on this case, so there is no correction to accept. Nothing was changed."


class NotCorrected(Refused):
    """The author did not edit the post after the reminder, so that there is nothing to thank for."""

    zh = "提醒之后作者还没有修改帖子，没有可确认的修改；不用处理就选“无需处置”。没有做任何改动。"
    en = (
        "The author did not edit the post after the reminder, so there is no correction to accept; "
        "if nothing is to be done, dismiss it. Nothing was changed."
    )


class SaidBefore(Refused):
    """The very same reply stands on the case."""

    zh = "同样的回复已经写过一次，没有再写一遍。"
    en = "The same reply was given before; it was not given again."


class ReplyLacks(Refused):
    """A reply to a complaint lacks what calms and holds; a reason lets it pass."""

    zh = "这条回复还不能这样发：{lacks}。改好再发，或写明照发的原因；没有发送任何内容。"
    en = "The reply should not go out like this: {lacks}. Mend it, or say why it goes out all the same; nothing was sent."


class PromiseUntold(Refused):
    """What a reply says and what is registered as promised are not the same."""

    zh = "回复里说的和登记的承诺对不上：{lacks}。没有发送任何内容。"
    en = "What the reply says and what is registered as promised differ: {lacks}. Nothing was sent."


class PlaceLeft(Refused):
    """A reply has a place where something was to be put in: XXX, TODO, 【原因】."""

    zh = "这条回复还没写完：{lacks}。没有发送任何内容；请填上或删掉。"
    en = "The reply is not finished: {lacks}. Nothing was sent; fill it in, or take it out."


class ReplyInsults(Refused):
    """A reply to a complaint insults who complained; no reason lets it pass."""

    zh = "这条回复不能发：{lacks}。没有发送任何内容；请改掉再发。"
    en = "The reply can't go out: {lacks}. Nothing was sent; take it out."


class OnItsWay(Refused):
    """An answer to the case is still on its way, and would no longer fit it."""

    zh = "这件工单的答复还没送达，先到“待发送”撤回，再改类别。没有做任何改动。"
    en = "An answer to this case is still on its way: withdraw it first, then change the kind. Nothing was changed."


# --- the ladder and sanctions -------------------------------------------------------------------------


class ComplaintStays(Refused):
    """What was said to be a complaint is taken back later than at once."""

    zh = "已经认定为投诉抱怨，过了 1 分钟就不能撤回；要改成别的类别，请改类别并写明理由，由另一人同意。没有做任何改动。"
    en = "It was said to be a complaint more than a minute ago, which can't be taken back; change its kind with a reason, and another person has to agree. Nothing was changed."


class ComplaintProtected(Refused):
    """An honest complaint is protected by article 13 of the code of conduct."""

    zh = "如实的投诉抱怨受公约第十三条保护，不能提醒、处置、折叠或删除。请公开回复；如果它其实不是投诉，先改类别（须两人同意）。没有记下任何内容。"
    en = "An honest complaint is protected by article 13: it can't be reminded of rules, sanctioned, folded or deleted. Reply in public; if it is no complaint, change its kind first (that takes two). Nothing was kept."


class NotSanctionable(Refused):
    """A kind of case that has a lane of its own."""

    zh = "“{kind_zh}”类工单不走处置阶梯，请按它自己的流程处理。没有记下任何内容。"
    en = "A case of kind “{kind_en}” is not for the ladder; follow its own lane. Nothing was kept."


class NoSuchRung(Refused):
    """A rung that can't be chosen as a sanction."""

    zh = "不能直接选择“{rung_zh}”：私信提醒是另一种答复，清退只能由议事会建议。没有记下任何内容。"
    en = "“{rung_en}” can't be chosen here: a reminder is another answer, removal is for the council to recommend. Nothing was kept."


class ReasonForDeparture(Refused):
    """Another rung than the proposed one needs a reason."""

    zh = "“{rung_zh}”偏离了建议（{proposed_zh}），请填写理由；偏离会列入治理月报。没有记下任何内容。"
    en = "“{rung_en}” departs from the proposal ({proposed_en}); give the reason. Departures are listed in the monthly summary. Nothing was kept."


class BrandIsParty(Refused):
    """The post names the brand's side, and it was said without a reason that the brand is no party."""

    zh = "帖子提到了“{word}”，品牌可能是当事方。请按当事方处理（须双人复核），或写明为什么不是。没有记下任何内容。"
    en = "The post names “{word}”, so the brand may be a party. Treat it so (a second person must agree), or say why it is not. Nothing was kept."


class UnlinkedMalice(Refused):
    """A fact of malice without anything that shows it."""

    zh = "勾选了“{fact_zh}”，请附上看得到它的地方：工单号、帖子编号、网址，或本工单的证据（evidence:编号）；没有依据就按非恶意处理。没有记下任何内容。"
    en = "“{fact_en}” is ticked: link to where it can be seen: a case, a post, an address, or evidence of this case (evidence:N); without that nobody is taken to be malicious. Nothing was kept."


class SanctionedBefore(Refused):
    """A sanction stands on the same text."""

    zh = "这段内容已经处置过（{rung_zh}），同一段内容只处置一次；剩下的举报可以直接答复。没有记下任何内容。"
    en = "This text was sanctioned before ({rung_en}); one text is sanctioned once. The reports that are left can be answered. Nothing was kept."


class WaitsForSecond(Refused):
    """A decision on the case waits for another person."""

    zh = "这件工单有一个决定正在等复核，先等复核人同意或退回。没有记下任何内容。"
    en = "A decision on this case waits for a second person; let them agree or send it back first. Nothing was kept."


class SettledMeanwhile(Refused):
    """The community's report was settled while a decision waited for another person."""

    zh = "等待复核期间，社区里的举报已经办结，请退回给处理人核对是否已经处理过。没有做任何改动。"
    en = "The report was settled in the community while this waited; send it back to see whether it was carried out already. Nothing was changed."


class ReckoningChanged(Refused):
    """The ladder proposes something else than when the decision was made."""

    zh = "提交复核之后 TA 的记录有了变化（阶梯当时建议“{then_zh}”，现在是“{now_zh}”），请退回重看。没有做任何改动。"
    en = "Their record changed since (the ladder proposed “{then_en}”, now “{now_en}”); send it back to be looked at again. Nothing was changed."


class NotYetInForce(Refused):
    """No edition was in force when the judged text was written."""

    zh = "发帖时还没有施行中的公约，不能据此处置；可以按现行公约私信提醒，或先导入当时已公布的规则。没有记下任何内容。"
    en = "No code of conduct was in force when this was written, so nothing can be sanctioned by it. Remind by the present one, or import the rules that were published then. Nothing was kept."


class NoLaw(Refused):
    """A basis in law without the law's name or text."""

    zh = "依法律法规处置时，须写明法律名称、条号和条文原文（中英文）。没有记下任何内容。"
    en = "A basis in law needs the law's name with its article, and its text, in both languages. Nothing was kept."


class NoBasis(Refused):
    """A sanction without an article or a law."""

    zh = "处置必须有依据：请选一条公约条款，或写明法律法规。没有记下任何内容。"
    en = "A sanction needs a basis: choose an article of the code of conduct, or name the law. Nothing was kept."


class NoSuchReport(Refused):
    """A report that the case does not have."""

    zh = "这件工单没有编号为 {report} 的举报。没有记下任何内容。"
    en = "This case has no report {report}. Nothing was kept."


# --- the second person --------------------------------------------------------------------------------


class SamePerson(Refused):
    """The second person is the first."""

    zh = "{name} 不能复核自己的决定，请换一个账号。没有记下任何内容。"
    en = "{name} can't be the second person for their own decision; another account has to agree. Nothing was kept."


class NothingToApprove(Refused):
    """No decision on the case waits for a second person."""

    zh = "工单 {case} 没有等待复核的决定。没有做任何改动。"
    en = "No decision on case {case} waits for a second person. Nothing was changed."


class PartOfABatch(Refused):
    """One case of a batch is to be agreed with alone."""

    zh = "这是批量处理中的一件，不能单独复核：请抽查整批之后一起同意或退回。没有做任何改动。"
    en = "This is one case of a batch and can't be agreed with alone: look at the sample, then agree with the batch or send it back. Nothing was changed."


class ChangedSince(Refused):
    """The post is not what was judged any more."""

    zh = "提交复核之后作者修改了帖子，请退回给处理人重看。没有做任何改动。"
    en = "The author edited the post after it was judged; send the decision back to be looked at again. Nothing was changed."


# --- appeals, and answers to reporters ----------------------------------------------------------------


class LockedOut(Refused):
    """Somebody who took part in a decision answers the appeal against it."""

    zh = "{name} 参与过原决定，不能答复对它的申诉，请由其他人处理。没有记下任何内容。"
    en = "{name} took part in the decision, and can't answer the appeal against it; somebody else has to. Nothing was kept."


class AppealTooLate(Refused):
    """An appeal after its term."""

    zh = "申诉期已于 {until} 截止，不能再受理；可以发普通消息说明。没有记下任何内容。"
    en = "The term for an appeal ended at {until}; it can't be taken in any more, but can be answered by a message. Nothing was kept."


class AppealedBefore(Refused):
    """The same decision was appealed by the same member before."""

    zh = "{name} 已对这个决定提出过申诉（每个决定一次）。没有记下任何内容。"
    en = "{name} has appealed against this decision before; once is the rule. Nothing was kept."


class NothingToAppeal(Refused):
    """No decision on the case can be appealed by this member."""

    zh = "工单 {case} 没有这位成员可以申诉的决定。没有记下任何内容。"
    en = "Case {case} has no decision against which this member can appeal. Nothing was kept."


class AppealNotFound(Refused):
    """There is no such appeal, or it was answered."""

    zh = "没有等待答复的申诉 {appeal}。没有做任何改动。"
    en = "No appeal {appeal} waits for an answer. Nothing was changed."


class NotMilder(Refused):
    """A reduction that reduces nothing."""

    zh = "申诉不会加重处置：“{to_zh}”不比“{rung_zh}”轻。没有记下任何内容。"
    en = "An appeal never makes anything worse: “{to_en}” is not milder than “{rung_en}”. Nothing was kept."


class NothingToReduce(Refused):
    """A reduction of what knows no degrees, or to a rung that was not named."""

    zh = "减轻要选一个更轻的处置；折叠和举报不成立只能维持或撤销。没有记下任何内容。"
    en = "A reduction names a milder rung; a folding or a rejected report can only be upheld or overturned. Nothing was kept."


class ReasonForAnswer(Refused):
    """An appeal answered, or a report judged malicious, without saying why."""

    zh = "请写明理由，对方和台账都要看。没有记下任何内容。"
    en = "Say why: the member and the ledger are told. Nothing was kept."


class ReceivedInFuture(Refused):
    """An appeal said to have come later than now, or before what it is against."""

    zh = "收到申诉的时间不对：{at}。没有记下任何内容。"
    en = "An appeal can't have come at {at}. Nothing was kept."


class ReportNotJudged(Refused):
    """A reporter is to be answered before anything was found."""

    zh = "工单 {case} 还没有结论（或结论不在我们这里），请先处理，或逐条写明举报是否成立。没有记下任何内容。"
    en = "Nothing was found about case {case} yet, or not by us: decide first, or say of each report whether it is upheld. Nothing was kept."


class MeasureUnderway(Refused):
    """Reporters are to be told of a decision that nobody carried out yet."""

    zh = "工单 {case} 的处置还没有生效或送到（撤回时限内、等人同意或待发送），送到以后再答复举报人。没有发送任何内容。"
    en = "What was decided on case {case} has not arrived yet (it can still be taken back, waits for somebody, or to be sent). Answer the reporters afterwards; nothing was sent."


class ReportersAnswered(Refused):
    """Everybody who reported was answered."""

    zh = "{what} 已经答复过（{name}，{at}），没有重复发送。"
    en = "{what} was answered already ({name}, {at}); nothing was sent twice."


class NobodyToAnswer(Refused):
    """The case has no report that could be answered."""

    zh = "工单 {case} 没有可以答复的举报。没有做任何改动。"
    en = "Case {case} has no report to be answered. Nothing was changed."


# --- ending a measure early ---------------------------------------------------------------------------


class NothingToLift(Refused):
    """No measure runs that could be ended."""

    zh = "没有正在执行、可以提前解除的处置。没有记下任何内容。"
    en = "No measure is running that could be ended early. Nothing was kept."


class OwnMeasure(Refused):
    """Whoever decided on a measure ends it early."""

    zh = "这是 {name} 自己作的决定，提前解除要由另一个账号来做。没有记下任何内容。"
    en = "{name} decided on this measure; another account has to end it early. Nothing was kept."


class OtherMeasureRuns(Refused):
    """To end one measure would end another that runs as well."""

    zh = "{name} 还有另一项处置执行到 {until}，解除这一项会把那一项也解除。请先处理那一项；没有记下任何内容。"
    en = "Another measure against {name} runs until {until}, and would end with this one. See to that one first; nothing was kept."


class TooEarlyToLift(Refused):
    """Less than half of a measure is served."""

    zh = "处置至少执行一半（到 {until}）之后才能提前解除。没有记下任何内容。"
    en = "A measure can be ended early only after half of it is served ({until}). Nothing was kept."


# --- who has a case, who keeps out, who samples -------------------------------------------------------


class SelfRecused(Refused):
    """Somebody decides on a case from which they recused themselves, or that is their own."""

    zh = "{name} 已对工单 {case} 回避，请由其他人处理。没有记下任何内容。"
    en = "{name} is recused from case {case}; somebody else has to act. Nothing was kept."


class ClaimedByOther(Refused):
    """Somebody else has the case; to take it over has to be said."""

    zh = "工单 {case} 已由 {name} 接手。要接过来，请再确认一次；没有做任何改动。"
    en = "Case {case} is with {name}. Confirm that you take it over; nothing was changed."


class CannotTake(Refused):
    """A case is passed on to somebody who may not decide on it, or who has it."""

    zh = "{name} 不能接手工单 {case}：不是版主、是当事人、已回避，或已经在他手里。没有做任何改动。"
    en = (
        "{name} can't take case {case}: they are no moderator, a party to it, recused from it, or have it already. "
        "Nothing was changed."
    )


class NothingToSample(Refused):
    """What is to be marked is no decision that is sampled."""

    zh = "没有可以抽检的决定 {decision}：抽检提醒、回复、无需处置和处置，已撤回的除外。没有做任何改动。"
    en = (
        "There is no decision {decision} to sample: reminders, replies, dismissals and sanctions are, unless undone. "
        "Nothing was changed."
    )


class OwnDecision(Refused):
    """A lead samples their own decision."""

    zh = "{name} 不能抽检自己的决定，请由另一位组长抽检。没有做任何改动。"
    en = "{name} can't sample their own decision; another lead has to. Nothing was changed."


class BadAnchor(Refused):
    """A draw is to be repeated from an entry that the ledger does not have."""

    zh = "台账里没有 {anchor} 这一条，不能按它重抽。请核对编号和哈希。"
    en = "The ledger has no entry {anchor}, so that draw can't be repeated. Check its number and hash."


class OwnPost(Refused):
    """A moderator decides on their own post."""

    zh = "这是 {name} 自己的帖子，不能由本人处理。没有记下任何内容。"
    en = "This is {name}'s own post; somebody else has to act. Nothing was kept."


class NotForTrainees(Refused):
    """A trainee does what only others may."""

    zh = "实习期间不能{action_zh}，请交给带教人。没有记下任何内容。"
    en = "A trainee can't {action_en}; hand it to a tutor. Nothing was kept."


class TermOver(Refused):
    """A letter waited for another person longer than the time that it gives its reader."""

    zh = "信里写的修改期限已经过了，请退回，改个期限再提交。没有做任何改动。"
    en = "The term that the letter names is over: send it back, to be written with another one. Nothing was changed."


class SentBack(Refused):
    """A decision is sent back without a reason."""

    zh = "退回时请写明理由，处理人要据此重看。没有做任何改动。"
    en = "Say why it is sent back; whoever decided has to look at it again. Nothing was changed."


# --- contacts, and parties from outside ----------------------------------------------------------------


class ContactIncomplete(WrongUse):
    """A contact is to be logged, and something of it is missing."""

    zh = "登记联系须写 --channel，以及 --reached 或 --no-answer。没有记下任何内容。"
    en = "To log a contact say --channel, and --reached or --no-answer. Nothing was kept."


class NothingSaid(Refused):
    """Somebody was reached, and nothing tells what was said."""

    zh = "请写下讲了什么，同事接着联系时要用。没有记下任何内容。"
    en = "Write down what was said: a colleague who goes on needs it. Nothing was kept."


class NextInPast(Refused):
    """The next try lies in the past."""

    zh = "再联系的时间 {at} 已经过了，请换一个。没有记下任何内容。"
    en = "{at} has passed; choose another time to try again. Nothing was kept."


class PartyNotFound(Refused):
    """There is no such party from outside on the case, or it is out."""

    zh = "工单 {case} 没有编号为 {seq} 的外部介入标记，或者它已经结束。没有做任何改动。"
    en = "Case {case} has no outside party with the number {seq}, or it has ended. Nothing was changed."


class EndedBySame(Refused):
    """Who flagged an outside party would end it."""

    zh = "外部介入标记是 {name} 自己加的：请由另一个人结束，组长也一样。没有做任何改动。"
    en = "{name} set this flag: another person has to end it, a lead too. Nothing was changed."


class WordsHeld(Refused):
    """The last flag would end while words that were written before it are still held."""

    zh = "还有 {count} 条介入之前写好、没有发出的内容：结束标记会让它们马上发出。请先放行（须另一人）或撤回。没有做任何改动。"
    en = (
        "{count} messages from before the flag are still held, and would go out at once: let them go (by another "
        "person), or withdraw them first. Nothing was changed."
    )


class NothingHeld(Refused):
    """No word is held on the case."""

    zh = "工单 {case} 没有被扣着的内容。没有做任何改动。"
    en = "Nothing is held on case {case}. Nothing was changed."


class OwnWords(Refused):
    """Who wrote the words would let them go."""

    zh = "扣着的内容是 {name} 自己写的：请由另一个人放行。没有做任何改动。"
    en = "{name} wrote what is held: another person has to let it go. Nothing was changed."


class HeldOutside(Refused):
    """A word that is held would be ticked off as done."""

    zh = "外部已介入：这一步须先由另一人放行，不能登记。没有做任何改动。"
    en = "Somebody from outside is involved: another person has to let this go before it is done. Nothing was changed."


class OutsideByItself(Refused):
    """A case with a party from outside is in a batch."""

    zh = "外部已介入，请单独处理，不进批量。"
    en = "Somebody from outside is involved: this case is handled by itself, not in a batch."


class OnHold(Refused):
    """Something of a case under legal hold would be dropped."""

    zh = "工单 {case} 有外部介入，留存中：不能删除。没有做任何改动。"
    en = "Somebody from outside is involved in case {case}: nothing of it is dropped. Nothing was changed."


# --- abnormal accounts in batches ---------------------------------------------------------------------


class SampleUnseen(Refused):
    """A batch is agreed with before all of its sample was looked at."""

    zh = "抽查的 {sample} 件里还有 {left} 件没有看过，看完才能同意。没有做任何改动。"
    en = "Of the sample of {sample}, {left} were not looked at yet; agree when all were. Nothing was changed."


class NoSuchCluster(Refused):
    """There is no batch of this number, or nothing of it waits."""

    zh = "没有编号为 {cluster} 的、等待复核的批次。没有做任何改动。"
    en = "No batch {cluster} waits for a second person. Nothing was changed."


class NothingOfIt(Refused):
    """A rule keeps every case of a batch out."""

    zh = "选中的工单都不能按非正常账号处理：{why_zh}没有记下任何内容。"
    en = "None of these cases can be handled as abnormal accounts: {why_en} Nothing was kept."


class NoPattern(Refused):
    """Nothing shows that a case of a batch is the work of abnormal accounts."""

    zh = (
        "看不出是非正常账号：没有 {texts} 件同文，没有 {accounts} 个账号同文，也没有 {accounts} 个账号一小时内共发 {burst} 帖。"
        "请按个人处理，走阶梯。"
    )
    en = (
        "nothing shows abnormal accounts: not {texts} with the same text, nor {accounts} accounts with one text, nor "
        "{burst} posts of {accounts} accounts within an hour. Its author is a person, for whom there is the ladder."
    )


class EditedMeanwhile(Refused):
    """The text changed between what was shown of a batch and its handling."""

    zh = "核对之后作者修改了帖子，请重新看过再处理。"
    en = "The author edited the post after the batch was looked at; look at it again."


# --- deciding, undoing, writing -----------------------------------------------------------------------


class OneByOne(Refused):
    """Cases of this kind are never closed in a batch."""

    zh = "“{kind_zh}”不能批量关闭，请逐件处理。"
    en = "A case of kind “{kind_en}” is never closed in a batch; answer it by itself."


class OutsideDismissed(Refused):
    """A case in which press, authorities or lawyers are involved is not put away without a word."""

    zh = "有媒体、监管或律师介入：判为无需处置要写明理由，记入台账。没有做任何改动。"
    en = "Press, authorities or lawyers are involved: say why nothing is to be done; it is kept in the ledger. Nothing was changed."


class ReasonNeeded(Refused):
    """What is done to many at once must say why."""

    zh = "请写明理由。没有做任何改动。"
    en = "A reason is needed. Nothing was changed."


class PartlyDelivered(Refused):
    """A decision of which something arrived can't be written anew."""

    zh = "这次答复已有内容送达，不能改写。可以再作一次答复；没有做任何改动。"
    en = "Part of this answer has arrived, so it can't be written anew. Give another answer instead; nothing was changed."


class CarriedOut(Refused):
    """Part of a sanction, or of what ends one, is to be withdrawn after another part was carried out."""

    zh = "这个决定已经开始执行，处置和通知缺一不可，不能只撤回其中一项。没有做任何改动；要收回处置，请由另一人提前解除，或经申诉撤销。"
    en = (
        "This decision is being carried out, and a measure does not go without its notice: no part of it can be withdrawn "
        "alone. Nothing was changed; to end the measure, another person lifts it, or an appeal overturns it."
    )


class AnotherMustAct(Refused):
    """Somebody touches the answer to an appeal against their own decision, or the early end of their own measure."""

    zh = "{name} 参与过原来的决定，不能改动之后的{what_zh}，请由其他人处理。没有做任何改动。"
    en = (
        "{name} took part in the decision that came first, and can't touch {what_en} that followed; somebody else has to. "
        "Nothing was changed."
    )


class NothingToUndo(Refused):
    """The decision was undone before, or there is none."""

    zh = "这个决定已经撤回，或不存在。没有做任何改动。"
    en = "This decision was taken back before, or there is none. Nothing was changed."


class NothingToAnswer(Refused):
    """The case has no post or author to which an answer could go."""

    zh = "这件工单没有可答复的帖子或作者。没有做任何改动。"
    en = "This case has no post or author to answer. Nothing was changed."


class EmptyMessage(Refused):
    """The message has no text."""

    zh = "内容是空的，没有发送。"
    en = "The message is empty; nothing was sent."


class MissingInNotice(Refused):
    """A notice in one's own words leaves out what a member must be told."""

    zh = "通知里没有写明{missing}。成员须能看到依据、处置和申诉办法；请补上再提交。没有做任何改动。"
    en = "The notice does not tell {missing}. A member must see the basis, the measure and how to appeal; add it. Nothing was changed."


class MeasureTold(Refused):
    """A letter to a reporter tells what was done to somebody else."""

    zh = "给举报人的信里写到了“{said}”。对他人的处置不告诉举报人；请删去再发送。没有做任何改动。"
    en = "The letter to the reporter says “{said}”. What was done to somebody else is not told to who reported it; leave it out. Nothing was changed."


class UnfilledPlaceholder(Refused):
    """A place of the template was not filled in."""

    zh = "内容里还有没填的占位：{placeholders}。填好后再发送；没有做任何改动。"
    en = "The message still has places to fill in: {placeholders}. Fill them in, then send; nothing was changed."


class MessageTooLong(Refused):
    """The community takes shorter texts only."""

    zh = "内容有 {length} 字，社区最多接受 {limit} 字。请缩短后再发送；没有做任何改动。"
    en = "The message has {length} characters, the community takes {limit} at most. Shorten it; nothing was changed."


class Unsupported(Refused):
    """This community can't do it; said before anything is queued."""

    zh = "这个社区不支持“{capability_zh}”：{reason}。没有做任何改动。"
    en = "This community can't do “{capability_en}”: {reason}. Nothing was changed."


class NoRight(Refused):
    """The person's role does not include this."""

    zh = "当前账号（{account}）没有这项权限，需要的角色是：{role_zh}。没有做任何改动。"
    en = "This account ({account}) may not do this; it needs the role: {role_en}. Nothing was changed."


class NotSignedIn(Refused):
    """Nobody is known to act; an account must connect first."""

    zh = "还没有账号连接过这个工作区。请先运行 steward connect。"
    en = "No account has connected to this workspace yet. Run steward connect first."


class AccountNotFound(Refused):
    """No such account ever connected to this workspace."""

    zh = "这个工作区里没有账号 {account}。用 steward roles 查看。"
    en = "No account {account} ever connected to this workspace. steward roles lists them."


class LastManager(Refused):
    """Without a manager nobody could give roles any more."""

    zh = "{account} 是最后一位主管，不能取消这个角色。请先让另一个账号成为主管。"
    en = "{account} is the last manager; the role can't be taken away. Make another account a manager first."


class PortBusy(StewardError):
    """Another program listens there."""

    zh = "端口 {port} 不能使用：{why}。请换一个端口，或用 --port 0 自动选择。"
    en = "Port {port} can't be used: {why}. Choose another, or --port 0 to pick a free one."


class UnknownAccount(Refused):
    """The token given belongs to nobody this workspace knows, and the community can't be asked now."""

    zh = "不认识这个令牌属于谁，现在又连不上社区核对。请联网后再试，或先运行 steward connect。没有做任何改动。"
    en = "Whose token this is isn't known, and the community can't be asked now. Go online or run steward connect first. Nothing was changed."


# --- by hand ------------------------------------------------------------------------------------------


class NoAuthor(Refused):
    """What was entered does not say whom it is about."""

    zh = "请写明是谁说的或写的（不知道姓名可写“匿名”）。没有做任何改动。"
    en = "Say who wrote or said it (“anonymous” where nobody knows). Nothing was changed."


class NothingEntered(Refused):
    """A case by hand has no text, no link and no picture."""

    zh = "请填写内容，或附上链接或截图。没有做任何改动。"
    en = "A text, a link or a screenshot is needed. Nothing was changed."


class BadLink(Refused):
    """A link is no web address."""

    zh = "“{link}”不是可用的网址（须以 http:// 或 https:// 开头，不带账号密码）。没有做任何改动。"
    en = "“{link}” is no web address (http:// or https://, without name and password). Nothing was changed."


class TooLong(Refused):
    """A part of what was entered is longer than anybody would read."""

    zh = "{what}有 {length} 字，最多 {most} 字。没有做任何改动。"
    en = "{what} has {length} characters, {most} at most. Nothing was changed."


class NotYet(Refused):
    """What was entered is said to happen in the future."""

    zh = "发生时间在将来，请核对日期和时间。没有做任何改动。"
    en = "It is said to happen in the future; check date and time. Nothing was changed."


class EnteredBefore(Refused):
    """The very same thing was entered before."""

    zh = "同样的内容已经录入，工单编号 {case}。没有重复录入。"
    en = "The very same was entered before, as case {case}. It was not entered twice."


class BadTime(WrongUse):
    """A time that nobody can read."""

    zh = "时间“{text}”看不懂，请写成 2026-11-20 15:30。没有做任何改动。"
    en = "“{text}” is no time; write it as 2026-11-20 15:30. Nothing was changed."


class BadRows(Refused):
    """A file to import has lines that can't be taken."""

    zh = "有 {count} 行不能导入，所以一行都没有导入：\n{problems}"
    en = "{count} lines can't be imported, so none was:\n{problems}"


class NotEnteredByHand(Refused):
    """Only what was entered by hand is corrected by hand; the others are read from the community."""

    zh = "工单 {case} 来自社区，作者的修改由同步带来，不能手工登记。没有做任何改动。"
    en = "Case {case} comes from the community: edits arrive by themselves and can't be entered. Nothing was changed."


class SameText(Refused):
    """A correction says what was there before."""

    zh = "内容与现在的一样，没有可登记的修改。没有做任何改动。"
    en = "The text is the one that is there; there is no correction to enter. Nothing was changed."


class NotByHand(Refused):
    """A command that the community carries out can't be ticked off by a person."""

    zh = "这个操作由 Steward 自动发送，不用人工登记。没有做任何改动。"
    en = "Steward sends this by itself; it is not ticked off by hand. Nothing was changed."


class NotItsTurn(Refused):
    """Something before it on the same case is not done yet."""

    zh = "同一工单里前一步还没有完成，请先完成或撤回前一步。没有做任何改动。"
    en = "A step before it on the same case is not done yet: finish or withdraw that first. Nothing was changed."


class StillHeld(Refused):
    """What was just decided can still be taken back: nobody does it by hand before that time is over."""

    zh = "这一步刚刚决定，还可以撤回；{seconds} 秒后再办理和登记。没有做任何改动。"
    en = (
        "This was decided a moment ago and can still be taken back; do it and tick it off in {seconds} seconds. "
        "Nothing was changed."
    )


class ReceiptNeeded(Refused):
    """Without a screenshot, what was done must be said in words."""

    zh = "请附上截图；没有截图时，请写明是怎样办理的。没有做任何改动。"
    en = "A screenshot is needed, or else a note that says how it was done. Nothing was changed."


class NoEvidence(Refused):
    """A file is no picture and no PDF, whatever its name says."""

    zh = "“{name}”不是可留存的文件：只接受 PNG、JPEG、WebP、GIF 图片和 PDF（按内容判断，不看文件名）。没有做任何改动。"
    en = "“{name}” can't be kept as evidence: only PNG, JPEG, WebP, GIF and PDF, told by what is in them. Nothing was changed."


class FileTooLarge(Refused):
    """A file is larger than what is kept as evidence."""

    zh = "“{name}”太大，最多 {most} MB。没有做任何改动。"
    en = "“{name}” is too large: {most} MB at most. Nothing was changed."


class EvidenceNotFound(Refused):
    """There is no such evidence."""

    zh = "没有编号为 {seq} 的证据。"
    en = "There is no evidence {seq}."


class EvidenceDamaged(StewardError):
    """What is kept is no longer what came in."""

    zh = "证据 {seq} 与入库时的哈希不符，内容可能被改动。请保留现场，用备份比对。"
    en = "Evidence {seq} no longer matches the hash under which it came in. Keep everything as it is; compare a backup."


# --- lanes of their own -------------------------------------------------------------------------------


class InItsLane(Refused):
    """A case of a lane of its own is to be dismissed, coached, sanctioned or accepted."""

    zh = "“{kind}”有专门流程，不能{step}。请按流程办完，再用“流程办结”关闭。没有做任何改动。"
    en = "A case of kind “{kind}” has a lane of its own and can't be {step}: go through its steps, then close it there. Nothing was changed."


class LaneStays(Refused):
    """That a case entered a lane of its own is taken back later than at once."""

    zh = "进入专门流程已超过 1 分钟，不能撤回；要改成别的类别，请改类别并写明理由，由另一人同意。没有做任何改动。"
    en = "It entered its lane more than a minute ago, which can't be taken back; change its kind with a reason, and another person has to agree. Nothing was changed."


class NotOfLane(Refused):
    """A step that the case's lane does not have, or the case is in no lane."""

    zh = "“{kind}”类工单没有“{step}”这一步；要走专门流程，先进入对应的类别。没有做任何改动。"
    en = "A case of kind “{kind}” has no step “{step}”; enter its lane first. Nothing was changed."


class LaneUnfinished(Refused):
    """A case is to be closed before its lane was gone through."""

    zh = "“{kind}”流程还没走完，不能办结，还差：{steps}。没有做任何改动。"
    en = "The lane “{kind}” is not finished, so the case can't be closed; still to do: {steps}. Nothing was changed."


class LeftUndone(Refused):
    """A lane is to end with something left undone, and no reason says why."""

    zh = "还没有办：{steps}。要办结，请写明为什么可以不办。没有做任何改动。"
    en = "Not done yet: {steps}. To close the case, say why it can do without. Nothing was changed."


class RaisedUnseen(Refused):
    """A keyword points to a lane, and nobody said yet whether it is one."""

    zh = "这里出现了“{word}”，可能是{kind}：请先进入专门流程，或确认不是，再作答复。没有做任何改动。"
    en = "“{word}” stands here: it may be {kind}. Enter its lane, or say that it is none, before it is answered. Nothing was changed."


class NothingRaised(Refused):
    """No keyword points anywhere, so that there is nothing to say about it."""

    zh = "这件工单没有关键词提示。没有做任何改动。"
    en = "No keyword raised this case. Nothing was changed."


class NotPreserved(Refused):
    """Unlawful content is to be hidden before it was preserved as it stands now."""

    zh = "违法内容须先固证再隐藏；现在这一版还没有固证。没有做任何改动。"
    en = "Unlawful content is preserved before it is hidden, and the present text was not yet. Nothing was changed."


class NothingHidden(Refused):
    """The post was not hidden in its lane, or was shown again."""

    zh = "这条内容没有被隐藏，无需恢复。没有做任何改动。"
    en = "The post is not hidden, so there is nothing to show again. Nothing was changed."


class StatementFirst(Refused):
    """A step of a rights notice comes before the one that it rests on."""

    zh = "请先登记“{before}”，再做“{step}”。没有做任何改动。"
    en = "Enter “{before}” before “{step}”. Nothing was changed."


class TermRuns(Refused):
    """What was hidden on a rights notice is to be shown again before the term for a suit is over."""

    zh = "权利人可在 {until} 前起诉或投诉，期满才恢复；如果通知本身不成立，请写明理由。没有做任何改动。"
    en = "The complainant has until {until} to sue; it is shown again after that. Where the notice itself fails, say why. Nothing was changed."


class StricterStands(Refused):
    """An accident is entered as later or less grave than was said before: the term of the law would run longer."""

    zh = "之前登记的事故时间更早，或后果更重，上报时限按更严的算。要更正，请组长写明理由。没有做任何改动。"
    en = "An earlier time or a graver outcome was entered before, and the term runs from that. To put it right, a lead gives a reason. Nothing was changed."


class StatementMissing(Refused):
    """An author's statement that it is no infringement is entered without its words."""

    zh = "声明是空的：请录入作者声明的原文。没有做任何改动。"
    en = "The statement is empty: enter it as the author wrote it. Nothing was changed."


class NoLane(Refused):
    """A kind of case that has no lane of its own can't be entered as one."""

    zh = "“{kind}”没有专门流程；要改成这个类别，请用“改类别”。没有做任何改动。"
    en = "“{kind}” has no lane of its own; to change a case to it, change its kind. Nothing was changed."


class WhomMissing(Refused):
    """Something is passed on, reported, found or told without saying to or by whom."""

    zh = "请写明是哪个部门或哪位（至少两个字）。没有做任何改动。"
    en = "Name the department or the person, in two characters at least. Nothing was changed."


class BadKeywords(StewardError):
    """The team's own file of keywords can't be read as one."""

    zh = "关键词文件 {path} 读不懂：{why}。暂按随程序附带的关键词提示；请修正后再试。"
    en = "The file of keywords {path} can't be read: {why}. The keywords that ship are used meanwhile; put it right and try again."


# --- packets and signed evidence ----------------------------------------------------------------------


class PacketError(StewardError):
    """A packet, a ballot or another signed file is not whole, or not what it says. Nothing of it was unpacked or shown.

    The place `thing` says what kind of file it was meant to be; a packet, where nothing else is said.
    """

    def __init__(self, **fields: object) -> None:
        super().__init__(**{"thing": ("案卷", "packet"), "ending": ".stewardpacket", "inner": "case.json", **fields})

    def about(self, thing: tuple[str, str], ending: str, inner: str) -> "PacketError":
        """The same, of another kind of file."""
        return type(self)(**{**self.fields, "thing": thing, "ending": ending, "inner": inner})


class NotAPacket(PacketError):
    """The file is something else."""

    zh = "这不是{thing}文件（{ending}），没有打开。"
    en = "This is no {thing} ({ending}). It was not opened."


class PacketCut(PacketError):
    """Its end is missing."""

    zh = "{thing}不完整：文件后半部分缺失，可能没有传完。没有打开；请重新传一次。"
    en = "The {thing} is cut short: its end is missing, perhaps it did not arrive whole. It was not opened; have it sent again."


class PacketDamaged(PacketError):
    """Something in it is not as it is written."""

    zh = "{thing}已损坏或被改动：{what}。没有打开；请向制作人重新索取。"
    en = "The {thing} is damaged or was changed: {what}. It was not opened; ask who made it for it again."


class PacketTooLarge(PacketError):
    """It is larger than any that is made here."""

    zh = "{thing}太大，超过 {most} MB。没有打开。"
    en = "The {thing} is too large: more than {most} MB. It was not opened."


class PacketTooMany(PacketError):
    """It has more files than any that is made here."""

    zh = "{thing}里的文件太多，超过 {most} 个。没有打开。"
    en = "The {thing} has too many files: more than {most}. It was not opened."


class PacketCompressed(PacketError):
    """An entry is compressed, so that nobody knows how large it gets."""

    zh = "{thing}里的“{name}”是压缩的，展开后可能极大；{thing}从不压缩。没有打开。"
    en = "“{name}” in the {thing} is compressed and might swell to any size; such files never are. It was not opened."


class PacketHasLink(PacketError):
    """An entry is a link to somewhere else."""

    zh = "{thing}里的“{name}”是指向别处的链接。没有打开。"
    en = "“{name}” in the {thing} is a link to somewhere else. It was not opened."


class PacketLeavesFolder(PacketError):
    """An entry would be unpacked outside of its folder."""

    zh = "{thing}里的“{name}”会写到文件夹之外。没有打开。"
    en = "“{name}” in the {thing} would be written outside of its folder. It was not opened."


class PacketNamesTwice(PacketError):
    """Two entries have one name, so that two tools could show two contents."""

    zh = "{thing}里有两个“{name}”。没有打开。"
    en = "“{name}” is in the {thing} twice. It was not opened."


class PacketHasMore(PacketError):
    """It holds something that does not belong into it."""

    zh = "{thing}里多出了“{name}”。没有打开。"
    en = "“{name}” does not belong into the {thing}. It was not opened."


class PacketLacks(PacketError):
    """Something that belongs into it is missing."""

    zh = "{thing}里缺少“{name}”。没有打开；请向制作人重新索取。"
    en = "“{name}” is missing from the {thing}. It was not opened; ask who made it for it again."


class PacketAltered(PacketError):
    """A file in it is not the one that was packed."""

    zh = "{thing}里的“{name}”与清单上的哈希不符，内容被改动过。没有打开。"
    en = "“{name}” in the {thing} does not match the hash in its list: it was changed. It was not opened."


class PacketNested(PacketError):
    """A file in it is an archive, or not what its name says."""

    zh = "{thing}里的“{name}”不是它的名称所说的内容（可能另藏了文件）。没有打开。"
    en = "“{name}” in the {thing} is not what its name says; something may be hidden in it. It was not opened."


class PacketUnsigned(PacketError):
    """The signature is missing."""

    zh = "{thing}没有签名，无法知道是谁做的、有没有改过。没有打开。"
    en = "The {thing} has no signature, so nobody can tell who made it and whether it was changed. It was not opened."


class PacketSignatureWrong(PacketError):
    """The signature is not over this content, or not by the key that it names."""

    zh = "{thing}的签名不对：内容在签名之后被改动，或签名是伪造的。没有打开。"
    en = "The {thing}'s signature is wrong: it was changed after it was signed, or the signature is forged. It was not opened."


class PacketOtherSigner(PacketError):
    """It was signed by another key than the one that was asked for."""

    zh = "{thing}由另一把钥匙签名：{found}，而不是 {wanted}。没有打开。"
    en = "The {thing} is signed by another key: {found}, not {wanted}. It was not opened."


class PacketNewer(PacketError):
    """A newer program made it."""

    zh = "{thing}由更新版本的 Steward 制作（格式 {found}）。没有打开；请升级 Steward。"
    en = "The {thing} was made by a newer Steward (schema {found}). It was not opened; update Steward."


class PacketOfOtherKind(PacketError):
    """What it says about itself can't be read."""

    zh = "{thing}里的 {inner} 不是本程序认识的格式：{why}。没有打开。"
    en = "{inner} in the {thing} is not of a form that is known here: {why}. It was not opened."


class PacketContradicts(PacketError):
    """It says something of itself that is not so."""

    zh = "{thing}自相矛盾：{what}。没有打开。"
    en = "The {thing} contradicts itself: {what}. It was not opened."


class SignerUnknown(PacketError):
    """Nobody who may sign such a file has the key that signed it."""

    zh = "{thing}由一把未登记的钥匙签名：{found}。没有采用；请核对名册，或请对方用登记过的钥匙重新签名。"
    en = "The {thing} is signed by a key that is not on the roster: {found}. It was not taken; check the roster, or have it signed by a key that is."


class PacketSealed(PacketError):
    """It is sealed, and only a seat of the panel can open it."""

    zh = "{thing}已加密封装，只有收件的评议席能打开：请在议事会模式打开（steward seat open FILE）。没有做任何改动。"
    en = "The {thing} is sealed; only a seat of the panel opens it, in council mode (steward seat open FILE). Nothing was changed."


class SealedForOthers(PacketError):
    """It was sealed to keys of which none is here."""

    zh = "{thing}没有封给这里的钥匙，打不开。请告知制作人您的公钥指纹，由对方重新封装；原文件没有变。"
    en = "The {thing} was not sealed for the key here and can't be opened. Tell who made it the fingerprint of your keys and have it sealed again; the file is unchanged."


class SealBroken(PacketError):
    """What was sealed was damaged or changed since, or is cut short."""

    zh = "{thing}的加密外层已损坏或不完整，没有打开。请重新传一次。"
    en = "The seal around the {thing} is damaged or cut short. It was not opened; have it sent again."


class BadSealKey(WrongUse):
    """What was given is no public key to which something can be sealed."""

    zh = "这不是有效的加密公钥。应为以 age1 开头、共 62 个字符的一行。没有做任何改动。"
    en = "This is no key to seal to: a line of 62 characters that begins with age1. Nothing was changed."


class BadKey(WrongUse):
    """What was given is no public key."""

    zh = "这不是有效的公钥。应为以 RW 开头、共 56 个字符的一行（minisign 公钥），或含有它的 .pub 文件。没有做任何改动。"
    en = "This is no public key: a line of 56 characters that begins with RW (of minisign), or a .pub file with it. Nothing was changed."


class CaseOrKey(WrongUse):
    """Evidence of which case, or the key, was not said."""

    zh = "请写明工单编号；要看签名公钥，请用 steward evidence --key。没有做任何改动。"
    en = "Name a case; to see the signing key, use steward evidence --key. Nothing was changed."


class TooMuchToPreserve(Refused):
    """What stands beside the case does not fit into one packet."""

    zh = "这件工单的证据合计 {size} MB，一个证据包最多 {most} MB，没有固证。请用 steward evidence {case} --save DIR 另存原件。"
    en = "The evidence of this case is {size} MB; a packet takes {most} MB at most. Nothing was sealed. steward evidence {case} --save DIR saves the files."


# --- council mode: a member's own folder ----------------------------------------------------------------


class SeatError(StewardError):
    """The folder of a council member can't be used as it is."""


class NoSeat(SeatError):
    """There is no seat in this folder yet."""

    zh = "{path} 里还没有委员席位。请先新建：打开委员模式填写姓名和口令，或运行 steward seat new --name 姓名。"
    en = "There is no seat in {path} yet. Make one first: open council mode and give a name and a passphrase, or run steward seat new --name NAME."


class SeatExists(SeatError):
    """A seat is already there; its keys must not be replaced."""

    zh = "{path} 里已经有一个席位，没有覆盖。要另建一个，请用 --workspace 指定空文件夹。"
    en = "There is a seat in {path} already; it was not replaced. To make another, name an empty folder with --workspace."


class SeatLost(SeatError):
    """One of the two files of a seat's folder is gone."""

    zh = "{path} 不见了，没有新建空的来代替。请把它放回去；找不回来时，另建一个席位，并请秘书登记新的公钥。"
    en = "{path} is gone; no empty one was made in its place. Put it back; if it can't be found, make a new seat and have the secretary enter its keys."


class SeatDamaged(SeatError):
    """A file of a seat's folder can't be read."""

    zh = "{path} 打不开：已损坏，或不是委员席位的文件。文件没有被改动；请从自己的备份放回，或另建席位并请秘书登记新的公钥。"
    en = "{path} can't be opened: it is damaged, or not a file of a seat. It was left untouched; put it back from a backup of yours, or make a new seat and have the secretary enter its keys."


class SeatNewer(SeatError):
    """A newer program wrote it."""

    zh = "{path} 由更新版本的 Steward 写成（格式 {found}）。文件没有被改动；请升级 Steward 后再打开。"
    en = "{path} was written by a newer Steward (form {found}). It was left untouched; update Steward, then open it."


class SeatPassphraseWrong(SeatError):
    """The passphrase does not open the seat's key."""

    zh = "口令不对，席位没有打开，也没有被改动。请检查大小写和输入法后再试。"
    en = (
        "The passphrase is wrong; the seat was not opened and not changed. Check case and input method, then try again."
    )


class SeatPassphraseWeak(WrongUse):
    """A new passphrase is too short to protect anything."""

    zh = "口令至少要 {least} 个字符。没有建立席位。"
    en = "A passphrase needs at least {least} characters. No seat was made."


class SeatNeedsName(WrongUse):
    """A seat bears the name by which its member is known in the council."""

    zh = "请填写您在议事会里用的名字，最多 {most} 个字。没有建立席位。"
    en = "Give the name by which you are known in the council, {most} characters at most. No seat was made."


class FingerprintNeeded(Refused):
    """A roster of a secretary whose key nobody has compared yet."""

    zh = "这份名册由还没有核对过的钥匙签名，指纹：{fingerprint}。没有采用；请打电话给秘书，逐组念一遍，一致后再确认。"
    en = "The roster is signed by a key that was not compared yet. Its fingerprint: {fingerprint}. It was not taken; call the secretary, read it aloud group by group, and confirm it when both agree."


class FingerprintDiffers(Refused):
    """What was compared is not the fingerprint of the key."""

    zh = "指纹不一致：这份名册的是 {fingerprint}。没有采用；请不要相信这个文件，向秘书重新索取。"
    en = "The fingerprints differ: the roster's is {fingerprint}. It was not taken; don't trust this file, ask the secretary for it again."


class RosterByAnother(Refused):
    """A roster is signed by another key than the one that this seat trusts."""

    zh = "名册由另一把钥匙签名，指纹：{fingerprint}，不是您核对过的那一把。没有采用。如果秘书换了电脑，请打电话核对新的指纹后再确认。"
    en = "The roster is signed by another key than the one you compared; its fingerprint: {fingerprint}. It was not taken. If the secretary has a new machine, compare the new fingerprint by voice, then confirm it."


class RosterOlder(Refused):
    """A later roster was taken already."""

    zh = "这是第 {found} 版名册，您已有第 {known} 版。没有采用，原来的不变。"
    en = "This is roster {found}; you have roster {known} already. It was not taken, nothing was changed."


class RosterSplit(Refused):
    """Two rosters bear the same number and differ."""

    zh = "您已有一份第 {serial} 版名册，内容与这一份不同。没有采用；请把两份都告诉其他委员和秘书核对。"
    en = "You have a roster {serial} already, and it says something else. It was not taken; tell other seats and the secretary of both."


class PacketNotHere(Refused):
    """The seat has no packet of this case."""

    zh = "这里没有 {case} 的案卷。steward seat list 列出已有的案卷。"
    en = "There is no packet of {case} here. “steward seat list” shows those that are."


class PacketAmbiguous(Refused):
    """Several packets go by the name that was given."""

    zh = "叫 {which} 的案卷不止一份，没有做任何改动。请用下面的编号（SHA-256 的前几位）代替案件名：\n{list_zh}"
    en = "Several packets are called {which}; nothing was changed. Name one by its number here, the first digits of its SHA-256:\n{list_en}"


class NotForCouncil(Refused):
    """A packet that is no question for the council."""

    zh = "这是一份证据包（固证），不是提请议事会评议的案卷，没有收下。可用 steward packet verify 核验。"
    en = "This is sealed evidence, not a question for the council. It was not taken in; “steward packet verify” checks it."


class PacketDestroyed(Refused):
    """The member confirmed that everything of this packet was destroyed."""

    zh = "您在 {at:%Y-%m-%d} 已确认销毁 {case} 的案卷，不再收下，也不能再看。"
    en = "You confirmed on {at:%Y-%m-%d} that the packet of {case} was destroyed. It is not taken in again and can't be read."


class PacketForReading(Refused):
    """A packet of a signer whom this seat does not trust is for reading only."""

    zh = "{case} 的案卷由未知的钥匙 {key} 签名，只能阅读，不能投票。没有写评议票；请向秘书索取名册，核对指纹后再投。"
    en = "The packet of {case} is signed by an unknown key, {key}: it can be read, not voted on. No ballot was written; get the roster from the secretary and compare the fingerprint first."


class NotInRoster(Refused):
    """The roster that the seat trusts does not name its keys."""

    zh = "第 {serial} 版名册里没有您的公钥，或您的任期不在今天。没有写评议票；请把您的席位文件（steward seat card）交给秘书登记。"
    en = "Roster {serial} does not hold your keys, or your term is not now. No ballot was written; hand your seat file (steward seat card) to the secretary."


class UndertakingNeeded(Refused):
    """A ballot accepts the undertaking of confidence."""

    zh = "投票前请先承诺保密（--undertaking）。没有写评议票。"
    en = "Accept the undertaking of confidence first (--undertaking). No ballot was written."


class AnswerMissing(Refused):
    """All three questions have an answer."""

    zh = "还有问题没有回答：{which_zh}。没有写评议票。"
    en = "Not answered yet: {which_en}. No ballot was written."


class RecusalNeedsReason(Refused):
    """Who does not judge says why."""

    zh = "请用一两句话说明为什么回避，最多 {most} 个字。没有写评议票。"
    en = "Say in a sentence or two why you stand aside, {most} characters at most. No ballot was written."


class ReasonTooLong(Refused):
    """The reason for an answer is longer than a ballot takes."""

    zh = "“{which_zh}”的理由太长，最多 {most} 个字。没有写评议票。"
    en = "The reason for “{which_en}” is too long: {most} characters at most. No ballot was written."


class NoteTooLong(Refused):
    """A note is longer than any."""

    zh = "笔记太长，最多 {most} 个字。没有保存。"
    en = "The note is too long: {most} characters at most. Nothing was kept."


class PlaceNotInPacket(Refused):
    """A note was to be made at a place that the packet does not have."""

    zh = "案卷里没有“{place}”。没有保存。"
    en = "There is no “{place}” in the packet. Nothing was kept."


class NotChair(Refused):
    """Only the chair opens a count."""

    zh = "按第 {serial} 版名册，您不是轮值主席，这个文件不由您开启。没有做任何改动。"
    en = "By roster {serial} you are not the chair, so this file is not yours to open. Nothing was changed."


class KeyBeforeTerm(Refused):
    """A case's key was to be opened while ballots still come in."""

    zh = "投票到 {due:%Y-%m-%d %H:%M} 截止，在那之前不能开启计票钥匙。没有做任何改动。"
    en = "Votes come in until {due:%Y-%m-%d %H:%M}; the key is not opened before. Nothing was changed."


class DestroyBeforeTerm(Refused):
    """A packet was to be destroyed while it is still being voted on."""

    zh = "{case} 的投票到 {due:%Y-%m-%d %H:%M} 截止，在那之前请留着案卷。没有做任何改动；要回避请写回避票。"
    en = "{case} is voted on until {due:%Y-%m-%d %H:%M}; keep the packet until then. Nothing was changed; to stand aside, write a recusal."


# --- promises, working days, facts of the team -------------------------------------------------------


class PromiseNotFound(Refused):
    """There is no such promise."""

    zh = "没有编号为 {promise} 的承诺。用 steward promises 查看。"
    en = "There is no promise {promise}. steward promises shows them."


class PromiseIncomplete(Refused):
    """A promise says what, which department, and who of the team sees to it."""

    zh = "承诺要写明三样：答应什么、哪个部门办、谁来跟进。没有保存。"
    en = "A promise says three things: what, which department, and who sees to it. Nothing was kept."


class PromiseDays(Refused):
    """A promise was to be reckoned over no days, or over more than a year."""

    zh = "承诺的期限是 1 到 {most} 个工作日。没有保存。"
    en = "A promise is due in 1 to {most} working days. Nothing was kept."


class DueAlreadyOver(Refused):
    """The date of a promise has passed before it was made."""

    zh = "{due_zh}已经过去，不能作为答复期限。没有保存；请给一个以后的日期。"
    en = "{due_en} is over and can't be promised. Nothing was kept; give a later date."


class DueTooFar(Refused):
    """A date is promised that lies further ahead than anybody keeps in mind."""

    zh = "{due_zh}太远了：承诺的日期最多在 {most} 天以内。没有保存；请给近一些的日期，到时可以延期。"
    en = (
        "{due_en} is too far ahead: a promise is due within {most} days. Nothing was kept; give an earlier date, it can be "
        "moved before it comes."
    )


class PromiseStands(Refused):
    """A case was to be dismissed, or to end otherwise, while something promised there is still to come."""

    zh = "这件工单答应过“{what}”（{due_zh}前），还没有结束，不能这样办结：请先在原帖办结、延期或说明无法兑现，或由组长撤回承诺。没有做任何改动。"
    en = (
        "“{what}” was promised here by {due_en} and has not ended, so the case can't end like this: close it, extend it "
        "or give it up in public, or have a lead withdraw it. Nothing was changed."
    )


class PromiseEnded(Refused):
    """A promise that was closed, given up or withdrawn stays so."""

    zh = "“{what}”这项承诺已经结束（{how_zh}），不能再改。没有做任何改动。"
    en = "The promise “{what}” has ended ({how_en}) and stays so. Nothing was changed."


class StaysBroken(Refused):
    """A promise was to be withdrawn after its date had passed."""

    zh = "承诺的期限{due_zh}已过，现在是“未兑现”，不能撤回。没有做任何改动；办不到时请在原帖公开说明（说明无法兑现）。"
    en = (
        "It was promised by {due_en}: the promise is broken now and can't be withdrawn. Nothing was changed; where it "
        "will not come, say so in public (give it up)."
    )


class LaterWord(Refused):
    """A public word was to be taken back on which a later one rests."""

    zh = "关于“{what}”，之后又公开说过话，请先撤回后面的，再撤回这一条。没有做任何改动。"
    en = "More was said of “{what}” in public since: take that back first, then this. Nothing was changed."


class NobodyToTell(Refused):
    """Something was to be told to a topic of which nobody was answered."""

    zh = "专题“{topic}”里还没有人收到答复，这句话没有人能看到。没有发送；请先答复。"
    en = "Nobody of the topic “{topic}” was answered yet, so nobody would read it. Nothing was sent; answer them first."


class PromiseBroken(Refused):
    """A date was to be moved after it had passed."""

    zh = "承诺的期限{due_zh}已过，现在是“未兑现”，不能再延期。没有发送；请在原帖公开说明进展，办好后发办结回复（记为超期兑现）。"
    en = (
        "It was promised by {due_en}: the promise is broken now and its date moves no more. Nothing was sent; say in "
        "public how far it is, and close it once it is done (it then counts as kept late)."
    )


class DateNotLater(Refused):
    """An extension leads to a date that is not later."""

    zh = "延期要延到{due_zh}以后。没有发送；请给一个更晚的日期。"
    en = "An extension leads to a date after {due_en}. Nothing was sent; give a later date."


class DateNotNamed(Refused):
    """The public word of an extension does not name the new date."""

    zh = "延期要在回复里写明新的日期（{day_zh}，或 {iso}）。没有发送；请把日期写进去。"
    en = "The reply has to name the new date ({day_en}, or {iso}). Nothing was sent; write it in."


class HandoffWithoutNumber(Refused):
    """A handoff was entered without the number that it has in the company's own system."""

    zh = "请填写转办单在公司系统里的编号。没有保存。"
    en = "Give the number that the handoff has in the company's own system. Nothing was kept."


class PromiseOfTopic(Refused):
    """A promise of many cases is told to all of them, not to one."""

    zh = "这是专题“{topic}”的承诺，要在专题里一起答复。没有发送。"
    en = "This is the promise of the topic “{topic}”: it is answered there, for all its cases. Nothing was sent."


class BadCalendar(WrongUse):
    """A file of working days can't be what it says."""

    zh = "{path} 不能作为工作日历：{why}。没有做任何改动。"
    en = "{path} can't be used as a calendar: {why}. Nothing was changed."


class UnknownFact(WrongUse):
    """A fact of the team has no such name."""

    zh = "没有“{name}”这一项。可设置：{known}。没有做任何改动。"
    en = "There is no fact “{name}”. There are: {known}. Nothing was changed."


# --- topics: one matter, many cases --------------------------------------------------------------------


class TopicNotFound(Refused):
    """There is no topic of this name."""

    zh = "没有编号为 {topic} 的专题；steward topic list 列出全部专题。没有做任何改动。"
    en = "There is no topic {topic}; “steward topic list” lists them. Nothing was changed."


class TopicClosed(Refused):
    """A closed topic stays as it is."""

    zh = "专题“{topic}”已经办结，不再改动；还有新的帖子时请另开一个专题。没有做任何改动。"
    en = "The topic “{topic}” is closed and stays so; open another one for new posts. Nothing was changed."


class TopicNeedsName(Refused):
    """A topic has a name by which people know it."""

    zh = "请给专题起个名字，例如“3.2.1 升级后黑屏”。没有保存。"
    en = "Give the topic a name, such as “Dark screen after 3.2.1”. Nothing was kept."


class InAnotherTopic(Refused):
    """A case is in one open topic at most."""

    zh = "工单 {case} 已经在专题“{topic}”里。"
    en = "Case {case} is in the topic “{topic}” already."


class NotInTopic(Refused):
    """A case is not in the topic."""

    zh = "工单 {case} 不在专题“{topic}”里。"
    en = "Case {case} is not in the topic “{topic}”."


class AnsweredWithTopic(Refused):
    """Who was answered with a topic is told how it goes on, so the case stays in it."""

    zh = "工单 {case} 已随专题“{topic}”答复，之后的进展也要告诉对方，不能移出。"
    en = "Case {case} was answered with the topic “{topic}” and is told how it goes on: it stays there."


class NotExplained(Refused):
    """A topic was to be answered without saying anything."""

    zh = "专题“{topic}”还没有写说明。没有发送；请先写明目前能确认什么。"
    en = "The topic “{topic}” has no explanation yet. Nothing was sent; write first what is known."


class TopicPromised(Refused):
    """A topic promises one thing at a time."""

    zh = "专题“{topic}”已有一项没办结的承诺。没有保存；要改日期请公开延期。"
    en = (
        "The topic “{topic}” has a promise that has not ended. Nothing was kept; to move its date, extend it in public."
    )


class TopicPromiseOver(Refused):
    """The date that a topic's replies would name has passed."""

    zh = "专题的承诺期限{due_zh}已过，不能再这样答复。没有发送；请先公开说明进展并办结这项承诺，需要时另作承诺。"
    en = (
        "The topic's promise was due by {due_en}, so nobody can be answered with it. Nothing was sent; tell how far it is "
        "and close that promise, then promise anew where need be."
    )


class NoTopicPromise(Refused):
    """There is no open promise of which something could be told."""

    zh = "专题“{topic}”没有未办结的承诺。没有发送。"
    en = "The topic “{topic}” has no open promise. Nothing was sent."


class StandsInTopic(Refused):
    """A case of a topic was answered before, or is over."""

    zh = "工单 {case}：{standing_zh}，不再重复答复。"
    en = "Case {case}: {standing_en}; it is not answered again."


class AnsweredAlone(Refused):
    """A case with a lane of its own is never swept along."""

    zh = "“{kind_zh}”不随专题一并答复，请打开这件工单单独处理。"
    en = "A case of kind “{kind_en}” is not answered along with others; open it and answer it by itself."


class OtherLanguage(Refused):
    """A post in another language than the explanation is answered by itself, or with a first line of its own."""

    zh = "这个帖子用{post}写，专题的说明用{explained}写；请单独回复，或为它写一句开头。"
    en = "This post is in {post}, the explanation in {explained}; answer it by itself, or write a first line for it."


class GateHeld(Refused):
    """A personal reply lacks what a reply to a complaint has."""

    zh = "按这个说明写给 TA 的回复还不完整：{why}。请为 TA 写一句开头，或单独回复。"
    en = "The reply to them would lack something: {why}. Write a first line for them, or answer it by itself."


class TopicUnfinished(Refused):
    """A topic with people who wait is not closed."""

    zh = "专题“{topic}”还不能办结：{why_zh}。没有做任何改动。"
    en = "The topic “{topic}” can't be closed yet: {why_en}. Nothing was changed."


# --- the council: seats and panels ----------------------------------------------------------------------


class ReferralNotFound(Refused):
    """There is no referral of this name."""

    zh = "没有编号为 {referral} 的评议事项；steward council list 列出全部。没有做任何改动。"
    en = "There is no referral {referral}; “steward council list” lists them. Nothing was changed."


class ReferralAtOtherStage(Refused):
    """What was asked for belongs to another stage of the referral."""

    zh = "{referral} 现在是“{stage_zh}”，不能这样做。没有做任何改动。"
    en = "{referral} is {stage_en} now, so this can't be done. Nothing was changed."


class SeatNotFound(Refused):
    """There is no seat of this number."""

    zh = "没有 {number} 号席位；steward council seats 列出全部席位。没有做任何改动。"
    en = "There is no seat {number}; “steward council seats” lists them. Nothing was changed."


class SeatNameMissing(Refused):
    """A seat has a name by which others in the council know it."""

    zh = "请写明这位委员在议事会里的称呼，不超过 {most} 个字。没有保存。"
    en = "Say how this member of the council is called, in {most} characters at most. Nothing was kept."


class MemberHasSeat(Refused):
    """A member of the community has one seat at most."""

    zh = "{member} 已经是 {number} 号席位。要换钥匙，先让原席位离任，再用新的席位文件登记。没有保存。"
    en = "{member} has seat {number} already. To change keys, let that seat leave and enter the new card. Nothing was kept."


class StaffHasNoSeat(Refused):
    """The council judges so that the brand is not player and referee at once: staff has no seat in it."""

    zh = "{member} 是工作人员账号，不能担任议事会委员。没有保存。"
    en = "{member} is an account of staff and can't have a seat in the council. Nothing was kept."


class KeysHaveSeat(Refused):
    """Keys belong to one seat, for ever."""

    zh = "这份席位文件里的公钥属于 {number} 号席位，不能再用。请对方在委员模式里生成新的钥匙。没有保存。"
    en = "The keys on this card belong to seat {number} and can't be used again. Have new ones made in council mode. Nothing was kept."


class BadSeatTerm(Refused):
    """A term ends after it begins, and not in the past."""

    zh = "任期的结束须晚于开始，也须晚于现在。没有保存。"
    en = "A term ends after it begins, and later than now. Nothing was kept."


class CouncilFull(Refused):
    """Numbers of seats have two digits, and none is given twice."""

    zh = "席位编号已用到 {most}，不能再登记。没有保存。"
    en = "Numbers of seats end at {most}; no further seat can be entered. Nothing was kept."


class FingerprintOther(Refused):
    """What was read out by voice is not the fingerprint of the keys here."""

    zh = (
        "指纹与 {number} 号席位登记的公钥不符，没有确认。请拨打您早已知道的号码再核对一次；仍不符时，"
        "让这个席位离任，请对方当面或通过可靠渠道重新交一份席位文件。"
    )
    en = (
        "The fingerprint is not that of the keys of seat {number}, so they were not confirmed. Compare once more over a "
        "number that you have long known; if it still differs, let the seat leave and get a new card from them in person."
    )


class SeatConfirmed(Refused):
    """The keys of a seat are compared once."""

    zh = "{number} 号席位的指纹已由 {by} 核对过。没有做任何改动。"
    en = "The fingerprint of seat {number} was compared by {by} already. Nothing was changed."


class SeatByAnother(Refused):
    """Nobody makes up a council alone: who enters a seat neither compares its keys nor makes it a chair."""

    zh = "{number} 号席位是 {by} 录入的，核对指纹、指定轮值主席须由另一个账号（秘书或主管）来做。没有做任何改动。"
    en = "{by} entered seat {number}; another account, a secretary or a manager, compares its keys and makes it a chair. Nothing was changed."


class VotedSeatByAnother(Refused):
    """Who holds a vote does not choose, alone, whose ballot is destroyed."""

    zh = "{number} 号席位已经投票，而这份案卷是 {by} 制作的：让它回避须由另一个账号（秘书或主管）来做。没有做任何改动。"
    en = "Seat {number} has voted, and {by} built the packet: another account, a secretary or a manager, puts it aside. Nothing was changed."


class VotedSeatStays(Refused):
    """A panel does not shrink by taking off who has voted."""

    zh = "没有可以递补的席位，已经投票的 {number} 号席位保留在小组里。没有做任何改动。"
    en = "No seat is left to take the place of seat {number}, which has voted, so it stays. Nothing was changed."


class SeatOver(Refused):
    """A seat that was given up stays so."""

    zh = "{number} 号席位已离任或任期已满。没有做任何改动；要重新担任，请登记为新的席位。"
    en = "Seat {number} was given up, or its term is over. Nothing was changed; enter it as a new seat to go on."


class SeatUnconfirmed(Refused):
    """Nothing is entrusted to keys that nobody compared."""

    zh = "{number} 号席位的指纹还没有核对，请先通话核对。没有做任何改动。"
    en = "Nobody compared the fingerprint of seat {number} yet; do so by voice first. Nothing was changed."


class OnlyChair(Refused):
    """While seats vote there is somebody with whom the count is opened."""

    zh = (
        "{number} 号席位是唯一的轮值主席，而 {referral} 还在投票，没有别人能打开它的计票钥匙。没有做任何改动；计票之后再更换。"
        "主席弄丢密钥的，等投票截止后让其离任，再由提请人以外的主管撤回。"
    )
    en = (
        "Seat {number} is the only chair who can open the count of {referral}. Nothing was changed; do this after the "
        "count. Where the keys are lost, let the seat leave after the term; a manager who did not refer it withdraws it."
    )


class RosterEmpty(Refused):
    """A roster names those who sit and whose keys were compared."""

    zh = "没有在任且已核对指纹的席位，名册是空的。没有签署；请先登记席位并核对指纹。"
    en = "No seat sits whose keys were compared, so the roster is empty. Nothing was signed; enter seats and compare first."


class PanelTooSmall(Refused):
    """Fewer seats may judge than a quorum needs."""

    zh = "可以参加评议的席位只有 {there} 个，至少需要 {needed} 个。没有抽选；{why_zh}。"
    en = "Only {there} seats may judge this, and {needed} are needed at least. None was drawn; {why_en}."


class PanelComplete(Refused):
    """A panel that is complete is not drawn again, whoever would like another one."""

    zh = "{referral} 的评议小组已经抽满。没有改动；有人须回避时请用“回避”，会自动递补。"
    en = "The panel of {referral} is complete. Nothing was changed; who must stand aside is replaced by the next in order."


class NotOnPanel(Refused):
    """The seat does not judge this referral."""

    zh = "{number} 号席位不在 {referral} 的评议小组里。没有做任何改动。"
    en = "Seat {number} is not on the panel of {referral}. Nothing was changed."


class AsideByRule(Refused):
    """Why a seat stands aside follows from the record; only a conflict and silence are entered by people."""

    zh = "“{aside_zh}”由系统按记录判断，不能手工登记；可以登记的是：申明有利害关系、联系不上。没有做任何改动。"
    en = "“{aside_en}” follows from the record; what can be entered is a declared conflict, or that nobody reaches them. Nothing was changed."


class SeatVoted(Refused):
    """A seat whose ballot has arrived is not taken off for silence."""

    zh = "{number} 号席位的评议票已经收到，不能按“联系不上”换人。没有做任何改动。"
    en = "The ballot of seat {number} has arrived, so it is not replaced as silent. Nothing was changed."


class NobodyToReplace(Refused):
    """A silent seat stays on the panel where nobody can take its place: else a quorum would shrink at will."""

    zh = "没有可以递补的席位，{number} 号席位保留在小组里；到期未投票按缺席计。没有做任何改动。"
    en = "No seat is left to take its place, so seat {number} stays on the panel; without a ballot it counts as absent. Nothing was changed."


class VotingOver(Refused):
    """When the term is over, the panel is what it is."""

    zh = "{referral} 的投票已于 {due_zh} 截止，评议小组不再变动。没有做任何改动。"
    en = "Voting on {referral} ended on {due_en}; its panel does not change any more. Nothing was changed."


# --- the council: what is referred to it --------------------------------------------------------------------


class NothingToRefer(Refused):
    """A referral is about one case at least."""

    zh = "请至少选一个工单。没有提请评议。"
    en = "Choose one case at least. Nothing was referred."


class QuestionMissing(Refused):
    """A panel judges what it was asked, and what is said to have happened."""

    zh = "请写明两件事：请委员评议什么（一句话的问题），以及据称发生了什么（不带倾向）。没有保存。"
    en = "Two things are needed: what the council is asked, in one sentence, and what is said to have happened, in neutral words. Nothing was kept."


class KindNotReferred(Refused):
    """What has a lane of its own, or is protected, is no dispute between members."""

    zh = "工单 {case} 现在是“{kind}”，{why}，不能提请评议。没有提请。"
    en = "Case {case} is of the kind “{kind}” now: {why}. It can't be referred. Nothing was referred."


class MinorConcerned(Refused):
    """What concerns a minor is never shown to members of a council (Regulations on the Protection of Minors in Cyberspace, art. 34 to 38)."""

    zh = "工单 {case} 可能涉及未成年人，不交给议事会：委员不应看到未成年人的材料。请由组长在工作台内处理。没有提请。"
    en = "Case {case} may concern a minor, whose matters are never shown to a council. A lead handles it here. Nothing was referred."


class PostBeforeCouncil(Refused):
    """What the council judges is judged by nobody else meanwhile, under whatever case."""

    zh = "这个帖子已通过工单 {other} 提请评议（{referral}），结果出来之前，其他工单不能对它作出处置。没有做任何改动。"
    en = "This post is before the council by case {other} ({referral}); until that is over, no other case decides on it. Nothing was changed."


class NoLongerJudged(Refused):
    """What needs a lane of its own, or concerns a minor, is judged by no council; a manager withdraws it."""

    zh = "{referral} 的工单 {case} {why}，不能继续评议。请由主管撤回该事项（评议票不拆封，直接销毁），并通知委员。没有做任何改动。"
    en = "Case {case} of {referral} {why}, so this can't go on. A manager withdraws it (ballots are destroyed unread) and the seats are told. Nothing was changed."


class QuestionStays(Refused):
    """A second vote answers the same question as the first."""

    zh = "{referral} 已是第 {round} 轮：评议的问题和据称发生的事，第一轮之后不再改动。没有做任何改动。"
    en = "{referral} is in round {round}: the question and what is alleged stay as they were in the first. Nothing was changed."


class OwnReferralVoted(Refused):
    """Who put a matter before the council does not stop the vote on it alone."""

    zh = "{referral} 是您提请的，委员投票期间须由另一位主管撤回。没有做任何改动。"
    en = "You referred {referral}; while seats vote, another manager withdraws it. Nothing was changed."


class VotedAlready(Refused):
    """A vote whose term is over is counted."""

    zh = "{referral} 的投票已于 {due_zh} 截止，请计票；能计票的不能撤回。没有做任何改动。只有计票钥匙已丢失、或能打开它的主席都已离任时，才能写明原因撤回。"
    en = "Voting on {referral} ended on {due_en}: count the ballots. Nothing was changed. It is withdrawn, with a reason, only where its key or every chair who could open it is gone."


class InAnotherReferral(Refused):
    """A case is before the council once at a time."""

    zh = "工单 {case} 已在评议事项 {referral} 里。没有做任何改动。"
    en = "Case {case} is in {referral} already. Nothing was changed."


class NotInReferral(Refused):
    """A case is not in the referral."""

    zh = "工单 {case} 不在 {referral} 里。没有做任何改动。"
    en = "Case {case} is not in {referral}. Nothing was changed."


class LastOfReferral(Refused):
    """A referral without a case would be about nothing."""

    zh = "{referral} 只剩工单 {case}，不能再移出；不再评议时请撤回整件事项。没有做任何改动。"
    en = "Case {case} is the only one in {referral}: withdraw the referral instead. Nothing was changed."


class ReferralSettled(Refused):
    """What seats were given to judge does not change while they judge, nor afterwards."""

    zh = "{referral} 现在是“{stage}”：案卷发出后，问题、当事人、陈述和条款都不再改动。没有做任何改动。"
    en = "{referral} is “{stage}” now: what the seats were given does not change any more. Nothing was changed."


class VotedBySuchRules(Refused):
    """By what rules a second vote is held does not depend on how the first one went."""

    zh = "{referral} 已是第 {round} 轮：评议小组的大小、品牌是不是当事方，第一轮之后不再改动。没有做任何改动。"
    en = "{referral} is in round {round}: the size of its panel and the brand's part stay as they were in the first. Nothing was changed."


class AskerUnknown(Refused):
    """Who asks for a judgement is a party, or seats of the council; both are named."""

    zh = "请写明是谁申请的：当事人的名字，或至少 {least} 位在任委员的席位号，例如“3、5”。没有提请。"
    en = "Say who asks: a party by name, or at least {least} seats in office by their numbers, such as “3, 5”. Nothing was referred."


class PartyUnknown(Refused):
    """Nobody of this name or number is a party."""

    zh = "{referral} 里没有叫“{party}”的当事人。没有做任何改动。"
    en = "“{party}” is no party in {referral}. Nothing was changed."


class PartyStays(Refused):
    """Who wrote what is judged is heard."""

    zh = "{label}写了其中一个工单的帖子，一定是当事人，不能去掉。没有做任何改动。"
    en = "{label} wrote a post that is judged, and stays a party. Nothing was changed."


class PartyHeard(Refused):
    """Who has said something to it stays a party."""

    zh = "{label}已经陈述过，不能去掉。没有做任何改动。"
    en = "{label} has made a statement, and stays a party. Nothing was changed."


class TooManyParties(Refused):
    """There are labels for so many parties only; more could not be told apart."""

    zh = "当事人最多 {most} 位；更多人的争议请分成几件提请。没有做任何改动。"
    en = "There can be {most} parties at most; refer a wider dispute in several parts. Nothing was changed."


class StillTheirTurn(Refused):
    """A party is called silent only after it was asked and had its time."""

    zh = "{label}的陈述期限是 {until_zh}，还不能记为未陈述。没有做任何改动。"
    en = "{label} has until {until_en} to make a statement, and can't be called silent before. Nothing was changed."


class NotAskedYet(Refused):
    """Nobody is silent who was never asked."""

    zh = "还没有请{label}陈述，不能记为未陈述；请先发信请对方说明。没有做任何改动。"
    en = "{label} was not asked for a statement yet, and can't be called silent. Ask first. Nothing was changed."


class LetterOnItsWay(Refused):
    """Nobody is silent to a letter that did not arrive."""

    zh = "请{label}陈述的信还没有送到，不能记为未陈述；请先看“待发送”。没有做任何改动。"
    en = "The letter that asks {label} did not arrive yet, so nobody is silent. See the outbox. Nothing was changed."


class NobodyToAsk(Refused):
    """Every party was asked, or heard, already."""

    zh = "当事人都已经请过或陈述过了。没有发送。"
    en = "Every party was asked or heard already. Nothing was sent."


class EverybodyTold(Refused):
    """Every party was told already, or none knew that the matter was referred."""

    zh = "没有需要告知的当事人：都已经告知过，或者事先没有人知道这件事项。没有发送。"
    en = "There is no party to tell: all were told already, or none knew of the referral. Nothing was sent."


class BackFromCouncil(Refused):
    """That a case came back from the council can't be undone; it can be referred anew."""

    zh = "工单 {case} 已从议事会交回，这一步不能撤销；需要时请重新提请评议。没有做任何改动。"
    en = (
        "Case {case} is back from the council, which can't be undone; refer it anew where need be. Nothing was changed."
    )


class StatementTooSoon(Refused):
    """A date by which somebody is to answer lies ahead."""

    zh = "请对方陈述的期限要在今后 {least} 小时以上。没有发送。"
    en = "The date for statements has to be {least} hours ahead, at least. Nothing was sent."


# --- the council: ballots and rulings -------------------------------------------------------------------


class BallotForeign(Refused):
    """No seat of the council signed it."""

    zh = "这张评议票不是任何席位签署的，没有收下。请委员用登记过公钥的那台电脑重新投票。"
    en = "No seat of the council signed this ballot, so it was not taken in. The member votes again on the machine whose keys are entered here."


class BallotOffPanel(Refused):
    """The seat is not on the panel that votes now."""

    zh = "{seat} 号席位不在 {referral} 本轮的评议小组里，这张票没有收下。"
    en = "Seat {seat} is not on the panel that votes on {referral} now, so its ballot was not taken in."


class BallotAside(Refused):
    """A seat that stands aside does not vote."""

    zh = "{seat} 号席位已回避 {referral}（{aside_zh}），这张票没有收下。"
    en = "Seat {seat} stands aside in {referral} ({aside_en}), so its ballot was not taken in."


class BallotCopied(Refused):
    """Answers, or a whole ballot, of one seat in the name of another."""

    zh = "这张票写的是 {seat} 号席位，内容却来自 {other} 号席位，是抄来的，没有收下。请向两位委员核实。"
    en = "This ballot names seat {seat}, but comes from seat {other}: it was copied, and was not taken in. Ask both."


class BallotOfOtherPacket(Refused):
    """It was cast on another packet, of an earlier round or of nobody here."""

    zh = "这张票对应的不是 {referral} 第 {round} 轮的案卷，没有收下。请委员打开本轮案卷重新投票。"
    en = "This ballot was cast on another packet than that of {referral}, round {round}, and was not taken in. The member opens the right one and votes again."


class BallotSecond(Refused):
    """The very same ballot came before."""

    zh = "{seat} 号席位的这张票（序号 {serial}）已经收到过，不重复计入。没有做任何改动。"
    en = "This ballot of seat {seat} (serial {serial}) had arrived already and counts once. Nothing was changed."


class BallotReplayed(Refused):
    """An earlier ballot is put forward again after a later one, or another one under the same serial."""

    zh = "{seat} 号席位已投出序号 {newest} 的票，这张序号为 {serial}，不是更新的一张，没有收下。以最后一张为准。"
    en = "Seat {seat} has cast serial {newest}; this is serial {serial}, no later one, and was not taken in. The last one counts."


class BallotLate(Refused):
    """It arrived after the term."""

    zh = "{referral} 的投票已于 {due_zh} 截止，{seat} 号席位的这张票迟到了，没有收下。"
    en = "Voting on {referral} ended on {due_en}; this ballot of seat {seat} is late and was not taken in."


class PacketOfOtherRound(Refused):
    """A confirmation is about a packet that was never built here."""

    zh = "这份销毁确认对应的不是 {referral} 第 {round} 轮的案卷，没有收下。"
    en = "This confirmation is about another packet than that of {referral}, round {round}, and was not taken in."


class DestroyedEarly(Refused):
    """Who still judges something has not destroyed it."""

    zh = "{seat} 号席位仍在评议 {referral}，这份销毁确认没有收下。案卷在计票之后销毁。"
    en = "Seat {seat} still judges {referral}, so its confirmation was not taken in. What it has is destroyed after the count."


class DestroyedAtNoTime(Refused):
    """Nobody destroys a packet before it was made, nor in the future; clocks may differ by a day."""

    zh = (
        "这份销毁确认写的时间是 {at:%Y-%m-%d %H:%M}（UTC），不在 {referral} 的案卷制作之后、现在之前，没有收下。"
        "{seat} 号席位那台电脑的日期可能不对；请与该席位核实是否已经销毁。"
    )
    en = (
        "This confirmation gives {at:%Y-%m-%d %H:%M} (UTC) as its time, which is before the packet of {referral} was "
        "made, or to come; it was not taken in. The date of that computer may be wrong: ask seat {seat} whether all is "
        "destroyed."
    )


class DestroyedBefore(Refused):
    """A seat confirms once."""

    zh = "{seat} 号席位已确认销毁 {referral} 的案卷。没有做任何改动。"
    en = "Seat {seat} confirmed before that it destroyed what it had of {referral}. Nothing was changed."


class CountBeforeTerm(Refused):
    """Nobody opens the box before the term is over, not even for a look."""

    zh = "{referral} 的投票到 {due_zh} 才截止，在此之前不能计票，也不交出计票钥匙。没有做任何改动。"
    en = "Voting on {referral} goes on until {due_en}; before that nothing is counted, nor is the key handed out. Nothing was changed."


class KeyFileGone(Refused):
    """The key of the box is where the packet was built."""

    zh = "找不到 {referral} 的计票钥匙（{path}）。它只在制作案卷的那个工作区里，计票后即销毁，备份里也没有。请到那台电脑上计票；确已丢失的，投票截止后由提请人以外的主管写明原因撤回（council withdraw），工单回到处理台，可以重新提请。"
    en = "The key of {referral} is not at {path}. It lies only in the workspace that built the packet, until the count, and in no backup. Count there; where it is lost, a manager who did not refer it withdraws it after the term with a reason (council withdraw); its cases can be referred again."


class KeyOfOther(Refused):
    """The opened key belongs to another packet or round."""

    zh = "这份计票钥匙属于 {found}，不是 {referral} 第 {round} 轮。没有计票。"
    en = "This key belongs to {found}, not to {referral}, round {round}. Nothing was counted."


class KeyStillSealed(Refused):
    """It takes two: the chair takes the outer seal off first."""

    zh = "这份计票钥匙的外层还没有由主席打开。请把它交给主席，在委员模式里打开后带回。没有计票。"
    en = "The outer seal of this key is still on. A chair opens it in council mode and hands it back. Nothing was counted."


class NotByChair(Refused):
    """Only a chair of the council opens a count with the secretary."""

    zh = "计票钥匙不是现任轮值主席打开的，没有计票。请让制作案卷时的轮值主席打开；他们都已离任的，由提请人以外的主管写明原因撤回（council withdraw）。"
    en = "The key was not opened by a chair who sits now, so nothing was counted. A chair for whom it was sealed has to; where all have left, a manager who did not refer it withdraws it with a reason (council withdraw)."


class NoRuling(Refused):
    """Nothing was counted yet."""

    zh = "{referral} 还没有评议结果。没有做任何改动。"
    en = "There is no ruling of {referral} yet. Nothing was changed."


class RulingTells(Refused):
    """What is published leads to nobody."""

    zh = "评议结果里有会指向具体人的内容：{what_zh}。没有保存；请改成“甲方”“乙方”和概括的说法后再提交。"
    en = "Something in the ruling leads to people: {what_en}. It was not kept; use the parties' labels and other words, then try again."


class RulingConfirmed(Refused):
    """A ruling that somebody took on is not changed any more."""

    zh = "{referral} 的评议结果已确认，不能再改。没有做任何改动。"
    en = "The ruling of {referral} was confirmed and can't be changed any more. Nothing was changed."


class CounterConfirms(Refused):
    """Who counted does not take the ruling on: it needs another person."""

    zh = "{name} 参与了计票，须由另一位主管确认评议结果。没有做任何改动。"
    en = "{name} counted the ballots; another manager has to confirm the ruling. Nothing was changed."


class RefusalNeedsLaw(Refused):
    """A refusal is for a legal reason, and it is published."""

    zh = "不采纳评议结果须写明法律原因（至少 {least} 个字），它会随评议结果一起公布。没有做任何改动。"
    en = "Refusing a ruling needs a legal reason of {least} characters at least; it is published with the ruling. Nothing was changed."


class RulingRefused(Refused):
    """What was refused is not carried out."""

    zh = "{referral} 的评议结果未被采纳，不执行。没有做任何改动。"
    en = "The ruling of {referral} was refused and is not carried out. Nothing was changed."


class RulingCarriedOut(Refused):
    """A ruling is carried out once on each case."""

    zh = "{referral} 的评议结果已在工单 {case} 上执行。没有做任何改动。"
    en = "The ruling of {referral} was carried out on case {case} already. Nothing was changed."


class CaseOfRulingNeeded(Refused):
    """Several cases are in it, and a measure is about one."""

    zh = "{referral} 涉及多个工单（{cases}），请指明在哪一个上执行。没有做任何改动。"
    en = "Several cases are in {referral} ({cases}); say on which it is carried out. Nothing was changed."


class RulingBinds(Refused):
    """What the council looked at is followed by its ruling, or the ruling is refused in public."""

    zh = "工单 {case} 的帖子已有议事会评议结果（{referral}）：提醒和处置只能通过“执行评议结果”作出，不超过委员的建议；执行前也不能直接结案。有新的情况，请再提请评议。没有做任何改动。"
    en = "The council found on the post of case {case} ({referral}): reminders and measures come only by carrying that ruling out, never beyond it, and the case is not put away before. Refer it again if there is something new. Nothing was changed."


class CaseOfComplainant(Refused):
    """A ruling is carried out on what was complained of."""

    zh = "工单 {case} 是提出主张一方的帖子，{referral} 的评议结果不在它上面执行。没有做任何改动。"
    en = "Case {case} is about a post of the party that complains; the ruling of {referral} is not carried out on it. Nothing was changed."


class ArticleNotReferred(Refused):
    """A ruling rests on the articles that the council looked at."""

    zh = "提请评议 {referral} 时没有列出第 {article} 条，执行时不能引用它。没有做任何改动。"
    en = "Article {article} was not before the council in {referral}; it can't be cited for it. Nothing was changed."


class PostNotJudged(Refused):
    """A post is deleted where the council recommends a removal, or the law asks for it."""

    zh = "{referral} 的评议结果没有建议清退，执行时原帖只能保留或折叠，不能删除。没有做任何改动。"
    en = "The ruling of {referral} recommends no removal: the post stays or is folded, and is not deleted. Nothing was changed."


class OtherRemedyNamed(Refused):
    """What follows is said by the count alone."""

    zh = "文字里出现了不是委员建议的处理：{named_zh}（委员的建议是：{said_zh}）。没有保存；请只写理由。"
    en = "The text names another remedy than the count: {named_en} (the council recommends: {said_en}). It was not kept; give the reasons only."


class AppealOpen(Refused):
    """A ruling is published when what was done by it stands."""

    zh = "执行 {referral} 评议结果的决定正在申诉，答复之后再公布。没有做任何改动。"
    en = "What carries the ruling of {referral} out is under appeal; publish it once that is answered. Nothing was changed."


class AppealTermRuns(Refused):
    """A ruling is published after the term of appeal."""

    zh = "{referral} 的评议结果要到 {from_zh} 申诉期满后才公布。没有做任何改动。"
    en = "The ruling of {referral} is published after the term of appeal, from {from_en}. Nothing was changed."


class RulingPublished(Refused):
    """A ruling is published once."""

    zh = "{referral} 的评议结果已公布。没有做任何改动。"
    en = "The ruling of {referral} was published already. Nothing was changed."


# --- the council: its packet ----------------------------------------------------------------------------


class PictureNotDrawn(StewardError):
    """A picture can't be drawn anew, so it can't go into a packet."""

    zh = "这张图片无法重新绘制：{why}。可以不放入案卷，并注明原因。没有做任何改动。"
    en = (
        "This picture can't be drawn anew: {why}. Leave it out of the packet; the packet says why. Nothing was changed."
    )


class PacketNotReady(Refused):
    """A packet is built only when everything in it was looked at."""

    zh = "案卷还不能制作，还缺：{missing}。什么都没有写出。"
    en = "The packet can't be built yet. Still missing: {missing}. Nothing was written."


class PacketChangedMeanwhile(Refused):
    """What goes into a packet changed while it was being built."""

    zh = "制作期间材料有变化（帖子被修改，或有人改了选择）。案卷没有发出；请重新核对遮盖后再制作。"
    en = "Something changed while the packet was being built: a post was edited, or a choice made. No packet is out; look at the masks once more and build again."


class NoSuchMask(Refused):
    """A choice names a masked place that is not there."""

    zh = "没有编号为 {mask} 的遮盖；steward packet plan {referral} 列出全部。没有做任何改动。"
    en = "There is no masked place {mask}; “steward packet plan {referral}” lists them. Nothing was changed."


class NoSuchPicture(Refused):
    """A choice names a picture that is not there."""

    zh = "{referral} 的材料里没有编号为 {picture} 的图片；steward packet plan {referral} 列出全部。没有做任何改动。"
    en = (
        "There is no picture {picture} in {referral}; “steward packet plan {referral}” lists them. Nothing was changed."
    )


class WordsToMaskNeeded(Refused):
    """What is masked by hand are words that stand in the material."""

    zh = "“{words}”在材料里没有出现（至少两个字，最多 {most} 字）。没有做任何改动。"
    en = "“{words}” stands nowhere in the material (two characters at least, {most} at most). Nothing was changed."


class NotAPatch(WrongUse):
    """What is made unreadable in a picture is a rectangle."""

    zh = "“{text}”不是矩形：请写成 左,上,宽,高（像素），例如 120,80,200,60。没有做任何改动。"
    en = "“{text}” is no rectangle: give left,top,width,height in pixels, as in 120,80,200,60. Nothing was changed."


class TermOutOfReach(Refused):
    """A panel needs time to read, and parties wait."""

    zh = "投票期限须为 {least} 到 {most} 天。什么都没有写出。"
    en = "Ballots can be given {least} to {most} days. Nothing was written."


class TooMuchForPacket(Refused):
    """The pictures of a packet are larger than it takes."""

    zh = "案卷里的图片合起来超过 {most} MB。请少放几张。什么都没有写出。"
    en = "The pictures of the packet are more than {most} MB together. Leave some out. Nothing was written."


class NoPacketYet(Refused):
    """A referral has no packet in this round yet."""

    zh = "{referral} 还没有案卷；先制作案卷。没有做任何改动。"
    en = "{referral} has no packet yet; build it first. Nothing was changed."


class PacketStopped(Refused):
    """Somebody stopped the building of a packet."""

    zh = "{referral} 的案卷已停止生成。什么都没有写出，遮盖和图片都还在。"
    en = "The packet of {referral} was stopped. Nothing was written; masks and pictures are as they were."


class NoSealedForPanel(Refused):
    """Nobody is left to whom a packet could be sealed."""

    zh = "{referral} 的评议小组没有席位，案卷没有可以密封给的人。什么都没有写出。"
    en = "Nobody sits on the panel of {referral}: there is nobody to whom the packet could be sealed. Nothing was written."


# --- the code of conduct ------------------------------------------------------------------------------


class EditionNotFound(Refused):
    """There is no edition of this number."""

    zh = "没有编号为 {number} 的版本；steward conduct list 列出全部版本。"
    en = "There is no edition {number}; “steward conduct list” lists them."


class EditionTooSoon(Refused):
    """A drafted edition would take effect before everybody had time to read it."""

    zh = "公告后至少 {days} 天才能施行，最早 {earliest:%Y-%m-%d %H:%M}。没有做任何改动。"
    en = "It takes effect {days} days after its announcement at the earliest: {earliest:%Y-%m-%d %H:%M}. Nothing was changed."


class SameDay(Refused):
    """Two editions can't take effect at the same moment."""

    zh = "“{name}”也在这一刻施行，请另选施行时间。没有做任何改动。"
    en = "“{name}” takes effect at the same moment; choose another. Nothing was changed."


class NoProof(Refused):
    """Rules published earlier are taken in with a proof only."""

    zh = "导入以前的公约需要凭证：当时公告的链接，或截图 / PDF。没有做任何改动。"
    en = (
        "Rules published earlier need a proof: a link to where they stood, or a screenshot or PDF. Nothing was changed."
    )


class ImportInFuture(Refused):
    """What is imported was published earlier."""

    zh = "导入的公约须已施行过；将来才施行的请起草并公告。没有做任何改动。"
    en = "Imported rules must have taken effect already; what is to come is drafted and announced. Nothing was changed."


class ImportSinceHere(Refused):
    """Rules published earlier were in force before anybody worked with Steward here."""

    zh = "补录的公约须在工作区建立（{began:%Y-%m-%d %H:%M}）之前已经施行；之后的请起草并公告。没有做任何改动。"
    en = (
        "What is brought in was in force before this workspace was made ({began:%Y-%m-%d %H:%M}); later rules are "
        "drafted and announced. Nothing was changed."
    )


class ClockBehind(Refused):
    """This machine's clock says an earlier time than what is in the record already."""

    zh = "这台电脑的时间（{now:%Y-%m-%d %H:%M}）早于记录里的最新决定（{latest:%Y-%m-%d %H:%M}），请先校准时间。没有做任何改动。"
    en = (
        "This machine's clock ({now:%Y-%m-%d %H:%M}) is behind the newest decision in the record "
        "({latest:%Y-%m-%d %H:%M}); set it right first. Nothing was changed."
    )


class BadEditionFile(Refused):
    """A file with rules can't be read; each fault is named with its line."""

    zh = "“{name}”里有 {count} 处读不懂，没有导入：\n{problems}"
    en = "“{name}” has {count} faults, so it was not taken:\n{problems}"


class NoDraft(Refused):
    """Nothing is being drafted."""

    zh = "{document}目前没有草案，请先新建。"
    en = "There is no draft ({document}); make one first."


class DraftThere(Refused):
    """One draft at a time."""

    zh = "{document}已经有一份草案，请先公告或放弃它。没有做任何改动。"
    en = "A draft is there already ({document}): announce or drop it first. Nothing was changed."


class DraftChanged(Refused):
    """Somebody else changed the draft after it was read."""

    zh = "草案刚被别人改过（现在是第 {now} 稿，您改的是第 {read} 稿）。您写的还在，请看过新稿再保存。没有覆盖任何改动。"
    en = "Somebody changed the draft meanwhile (it is at {now}, you read {read}). What you wrote is still here; look at the new one, then save. Nothing was overwritten."


class BadNumber(Refused):
    """So many newcomers are not welcomed in a day."""

    zh = "每天欢迎的人数在 1 到 {most} 之间。没有做任何改动。"
    en = "Between 1 and {most} newcomers are welcomed a day. Nothing was changed."


class BadTitle(Refused):
    """Rules are called something that can be read."""

    zh = "标题：{why}。没有做任何改动。"
    en = "The title: {why}. Nothing was changed."


class BadArticle(Refused):
    """An article can't stand like this."""

    zh = "第 {article} 条：{why}。没有做任何改动。"
    en = "Article {article}: {why}. Nothing was changed."


class SameAsBefore(Refused):
    """A draft that changes nothing is no new edition."""

    zh = "草案与它所依据的版本完全相同，没有可公告的修订。没有做任何改动。"
    en = "The draft says what the edition before it says; there is nothing to announce. Nothing was changed."


class CommentsOpen(Refused):
    """Every comment is answered before an edition is announced."""

    zh = "还有 {count} 条意见没有答复（{which}），逐条采纳或说明理由之后才能公告。没有做任何改动。"
    en = (
        "{count} comments have no answer yet ({which}); adopt or decline each with a reason first. Nothing was changed."
    )


class StillConsulting(Refused):
    """Members were promised more time."""

    zh = "征求意见到 {until:%Y-%m-%d %H:%M} 截止，还没有结束。可先提前结束征求意见。没有做任何改动。"
    en = "The consultation runs until {until:%Y-%m-%d %H:%M}; end it first. Nothing was changed."


class BadEnd(Refused):
    """A consultation ends later than now."""

    zh = "截止时间须在现在之后。没有做任何改动。"
    en = "A consultation ends later than now. Nothing was changed."


class CommentNotFound(Refused):
    """There is no such comment."""

    zh = "没有编号为 {comment} 的意见。"
    en = "There is no comment {comment}."


class EmptyComment(Refused):
    """A comment says something, and somebody says it."""

    zh = "请填写称呼，以及意见或建议的写法。没有做任何改动。"
    en = "A comment needs a name, and a text or a proposed wording. Nothing was changed."


class NoNotice(Refused):
    """There is nothing to say about a notice yet."""

    zh = "这一版没有公告帖。没有做任何改动。"
    en = "This edition has no notice. Nothing was changed."


class NoticeUnderway(Refused):
    """A notice is on its way; a second one would stand beside it."""

    zh = "公告帖的上一步还没有结果，先看“待发送”。没有重复发布。"
    en = "The step before on the notice has no result yet; look at “To be sent”. It was not published twice."


# --- the team: its library of texts, and shifts handed over ----------------------------------------------


class TextNotFound(Refused):
    """There is no such text in the library."""

    zh = "话术库里没有编号为 {text} 的话术。用 steward texts list 查看。"
    en = "There is no text {text} in the library. steward texts list shows them."


class TextWithoutName(Refused):
    """A text of the library has a name and says something."""

    zh = "话术要有名称和正文。没有保存。"
    en = "A text of the library needs a name and words. Nothing was kept."


class NoSuchAnswer(Refused):
    """A text of the library is for one of the answers and letters that there are."""

    zh = "没有“{answer}”这种答复。可选：{known}。没有保存。"
    en = "There is no answer “{answer}”. There are: {known}. Nothing was kept."


class NotYourText(Refused):
    """Another person's text is for a lead to change."""

    zh = "这条话术属于 {owner}，只有本人和组长可以改。没有做任何改动。"
    en = "This text belongs to {owner}; only they or a lead can change it. Nothing was changed."


class TextChanged(Refused):
    """Somebody wrote another version meanwhile."""

    zh = "这条话术刚刚有了第 {version} 版，您看的是旧版。没有保存；请对照新版再改。"
    en = "This text has a version {version} by now, you were looking at an older one. Nothing was kept; look at the new one first."


class TextRetired(Refused):
    """A retired text stays as it is."""

    zh = "这条话术已经停用，不再改动；需要时另写一条。没有做任何改动。"
    en = "This text is retired and stays as it is; write another one if it is needed. Nothing was changed."


class TextNotReviewable(Refused):
    """A review whose last day is over says nothing."""

    zh = "有效期 {until} 已经过去，请填今天或以后的日期。没有做任何改动。"
    en = "{until} is over; give today or a later day. Nothing was changed."


class TextNotUsable(Refused):
    """A text without a valid review was to be used."""

    zh = "话术“{name}”现在不能用：{why_zh}。请换一个模板，或请组长、主管确认法务审核。"
    en = "The text “{name}” can't be used now: {why_en}. Choose another one, or have a lead or manager confirm its legal review."


class NoHandover(Refused):
    """No shift of somebody else waits to be taken over."""

    zh = "没有等您接班的交接单。"
    en = "No handover of somebody else waits for you."


# --- honours and the community review -------------------------------------------------------------------


class OwnHonour(Refused):
    """Nobody thanks, nominates, or grants anything to themselves."""

    zh = "{name} 不能感谢、提名自己，也不能给自己授予称号，请由其他人来做。没有做任何改动。"
    en = "{name} can't thank or nominate themselves, nor grant themselves a title; somebody else can. Nothing was changed."


class PostToThankUnknown(Refused):
    """Nobody knows the post, or who wrote it."""

    zh = "不知道帖子 {post} 是谁写的，无法感谢。同步后再试。没有发送任何内容。"
    en = "Nobody knows who wrote the post {post}, so nobody can be thanked. Try again after a sync. Nothing was sent."


class PostReported(Refused):
    """Thanks in the sight of all would be taken for approval of a post that was reported."""

    zh = "{why_zh}，感谢会被看成认可它。没有发送任何内容。想谢别的帖子用 --post；确实要谢这一帖，加 --reported。"
    en = (
        "Thanks would be taken for approval: {why_en}. Nothing was sent. Name another post with --post; if you mean this "
        "one, add --reported."
    )


class MemberForgotten(Refused):
    """They asked that what is kept about them be deleted: nothing new is kept."""

    zh = "这位成员要求删除个人信息，不再提名、感谢，也不再写信邀请。没有做任何改动。"
    en = "This member asked that what is kept about them be deleted: they are not nominated, thanked or written to. Nothing was changed."


class ThankedBefore(Refused):
    """Thanks for the post stand already."""

    zh = "{day} 已由 {by} 感谢过这个帖子。没有再次发送。"
    en = "{by} said thanks for this post on {day}. It was not said twice."


class OutsideInvolved(Refused):
    """While press, authorities or lawyers are involved, thanks wait: every word to the outside takes two."""

    zh = "工单 {case} 有外部介入，对外每句话须双人复核，随手感谢请等外部介入结束。没有发送任何内容。"
    en = "Somebody from outside is involved in case {case}, where every word takes a second person; thanks wait until that is over. Nothing was sent."


class TitleNotFound(Refused):
    """There is no such title."""

    zh = "没有编号为 {title} 的称号。用 steward honours titles 查看。"
    en = "There is no title {title}. steward honours titles lists them."


class TitleIdTaken(Refused):
    """A title of this id is there: to make another one would change it."""

    zh = "已经有编号为 {title} 的称号。换一个编号，或留空由程序生成。没有保存。"
    en = "There is a title {title}. Choose another id, or leave it empty and one is made. Nothing was kept."


class TitleIdNotPlain(Refused):
    """The id of a title is typed on command lines."""

    zh = "称号编号“{title}”只能由小写字母、数字和连字符组成。没有保存。"
    en = "The id of a title is made of small letters, digits and hyphens; “{title}” is not. Nothing was kept."


class TitleIncomplete(Refused):
    """A title needs a name, a purpose, a term and a quota."""

    zh = "称号要写明名称和授予条件（中文和英文），任期 1 到 {months} 个月，名额 1 到 {quota} 个。没有保存。"
    en = "A title needs a name and what it is given for (in Chinese and English), a term of 1 to {months} months, and a quota of 1 to {quota}. Nothing was kept."


class TitleRetired(Refused):
    """A retired title is given no more."""

    zh = "称号“{title_zh}”已停用，不再授予。没有做任何改动。"
    en = "The title “{title_en}” is retired and is given no more. Nothing was changed."


class HonourNotOffered(Refused):
    """The community has no such honour, or nobody can grant it."""

    zh = "社区没有可授予的荣誉 {honour}。可选：{known}。没有保存。"
    en = "The community has no honour {honour} that can be granted. There are: {known}. Nothing was kept."


class NominationWithoutEvidence(Refused):
    """A nomination says what the member did."""

    zh = "提名要有事由：写明 TA 做了什么，或指明帖子、工单。没有保存。"
    en = "A nomination needs evidence: say what they did, or name a post or a case. Nothing was kept."


class NominatedBefore(Refused):
    """A nomination of the member for the title is open."""

    zh = "{name} 已有一个同样的提名 {nomination}，尚未结束。没有再建。"
    en = "{name} has a nomination for this title that is not over: {nomination}. No second one was made."


class NominationNotFound(Refused):
    """There is no such nomination."""

    zh = "没有编号为 {nomination} 的提名。用 steward honours 查看。"
    en = "There is no nomination {nomination}. steward honours lists them."


class NominationOver(Refused):
    """The nomination was granted, declined or withdrawn."""

    zh = "提名 {nomination} 已结束（{state_zh}）。没有做任何改动。"
    en = "The nomination {nomination} is over ({state_en}). Nothing was changed."


class NotYourNomination(Refused):
    """Only who nominated withdraws; a manager declines."""

    zh = "提名 {nomination} 由 {by} 提出，只有本人可以撤回；主管可以用“不通过”结束它。没有做任何改动。"
    en = "The nomination {nomination} was made by {by}, who alone can withdraw it; a manager can decline it. Nothing was changed."


class ConsentWithoutSource(Refused):
    """How a consent is known has to be said."""

    zh = "请写明是怎样得到同意的（如：10 月 3 日私信回复）。没有保存。"
    en = "Say how the consent is known (such as: answered by message on 3 October). Nothing was kept."


class ConsentInFuture(Refused):
    """Nobody can have agreed later than now."""

    zh = "同意的时间不能晚于现在。没有保存。"
    en = "Nobody can have agreed later than now. Nothing was kept."


class GuardianNeeded(Refused):
    """A minor's guardian agrees too."""

    zh = "未成年人须有监护人同意，请写明监护人和取得方式。没有保存。"
    en = "A minor needs a guardian's consent; say who agreed and how that is known. Nothing was kept."


class NoConsent(Refused):
    """There is no consent that could be withdrawn."""

    zh = "提名 {nomination} 没有生效的同意。没有做任何改动。"
    en = "No consent stands for the nomination {nomination}. Nothing was changed."


class NotGrantable(Refused):
    """Something still stands between a nomination and the title."""

    zh = "提名 {nomination} 还不能授予：{missing_zh}。没有做任何改动。"
    en = "The nomination {nomination} can't be granted yet: {missing_en}. Nothing was changed."


class GrantNotFound(Refused):
    """Nobody holds, or held, a title under this number."""

    zh = "没有编号为 {grant} 的称号授予记录。用 steward honours 查看。"
    en = "There is no granted title {grant}. steward honours lists them."


class GrantNotSo(Refused):
    """The title is not held in a way from which this is possible."""

    zh = "{grant} 现在是“{state_zh}”，不能“{action_zh}”。没有做任何改动。"
    en = "{grant} is now “{state_en}”; it can't be “{action_en}” from there. Nothing was changed."


class StillSanctioned(Refused):
    """A sanction against who holds the title is running."""

    zh = "{name} 正被处置，称号暂不能恢复或续任；处置结束或撤销后再试。没有做任何改动。"
    en = "A sanction against {name} is running, so the title can't be restored or renewed; try again when it has ended. Nothing was changed."


class NameNotShown(Refused):
    """Who did not let their name be shown is not named in public."""

    zh = "本人没有同意展示昵称，公开文字里不能出现“{name}”。没有发送任何内容。"
    en = "The member did not let their name be shown, so “{name}” can't stand in what is made public. Nothing was sent."


class ReviewNotFound(Refused):
    """The month has no review yet."""

    zh = "{month} 还没有社区盘点。先起草：steward review draft --month {month}。"
    en = "There is no community review of {month} yet. Draft it first: steward review draft --month {month}."


class ReviewVersionNotFound(Refused):
    """The review never had this version."""

    zh = "{month} 的盘点没有第 {version} 稿，最新是第 {newest} 稿。"
    en = "The review of {month} has no version {version}; the newest is {newest}."


class ReviewTooSoon(Refused):
    """A month that has not begun has nothing for a review."""

    zh = "{month} 还没有开始，无法盘点。没有做任何改动。"
    en = "{month} has not begun, so there is nothing to review. Nothing was changed."


class ReviewChanged(Refused):
    """Somebody wrote the review since it was read."""

    zh = "{month} 的盘点已由 {name} 改为第 {version} 稿。请先查看最新一稿，再改或发布。没有做任何改动。"
    en = "{name} wrote version {version} of the review of {month} meanwhile. Look at it first, then write or publish. Nothing was changed."


class ReviewEmpty(Refused):
    """A review has a title, and says something."""

    zh = "盘点要有标题和正文。没有保存。"
    en = "A review needs a title and a text. Nothing was kept."


class ReviewUnderway(Refused):
    """The review is on its way, or published as it is."""

    zh = "{month} 的盘点{state_zh}。还没发出的，先在“待发送”里撤回；已发布的，改出新的一稿后才能再发布（更新原公告）。没有做任何改动。"
    en = "The review of {month} is {state_en}. Take it back under “To be sent” while it is on its way; what is published can be published again (the notice is updated) once a further version is written. Nothing was changed."


# --- the month and its summary --------------------------------------------------------------------------


class NotAMonth(WrongUse):
    """A text names no month."""

    zh = "“{text}”不是月份，请按 2026-10 这样写。没有做任何改动。"
    en = "“{text}” is no month; write it as 2026-10. Nothing was changed."


class NoSuchMonth(Refused):
    """A month that has not begun has no summary."""

    zh = "{month} 还没有开始，现在是 {present}。没有做任何改动。"
    en = "{month} has not begun; it is {present} now. Nothing was changed."


class MonthNotOver(Refused):
    """A month is closed when it has ended."""

    zh = "{month} 到 {ends} 才结束，结束之后才能关账。没有做任何改动。"
    en = "{month} ends at {ends}; it can be closed after that. Nothing was changed."


class ClosedBefore(Refused):
    """A month is closed once."""

    zh = "{month} 已经关账，数字不再改动。"
    en = "{month} is closed already; its figures stay as they are."


class EarlierMonthOpen(Refused):
    """Months are closed in order."""

    zh = "月份按顺序关账：请先关 {earlier}，再关 {month}。没有做任何改动。"
    en = "Months are closed in order: close {earlier} before {month}. Nothing was changed."


class MonthClosed(Refused):
    """What a closed month says does not change."""

    zh = "{month} 已经关账，三句话和数字都不再改动。没有保存。"
    en = "{month} is closed; its sentences and figures stay as they are. Nothing was kept."


class SentenceTooLong(Refused):
    """The three sentences are read in a moment, or not at all."""

    zh = "每句最多 {most} 个字，这里有 {length} 个。没有保存。"
    en = "A sentence has {most} characters at most, this one has {length}. Nothing was kept."


class NotOpened(Refused):
    """There is no such figure, or no case stands behind it."""

    zh = "“{key}”不是可以展开的数字。用 steward summary --month 2026-10 --json 查看哪些可以（opens）。"
    en = "“{key}” is no figure that opens. steward summary --month 2026-10 --json says which do (opens)."


class NoSuchZone(WrongUse):
    """A time zone goes by its name in the IANA list."""

    zh = "没有名为“{name}”的时区，请按 Asia/Shanghai 这样写。没有做任何改动。"
    en = "There is no time zone “{name}”; write it as Asia/Shanghai. Nothing was changed."


class ZoneFixed(Refused):
    """Closed months began and ended in their time zone."""

    zh = "已有月份按 {name} 关账，时区不能再改。没有做任何改动。"
    en = "Months were closed in {name}, so the time zone stays. Nothing was changed."


class ExportStopped(Refused):
    """Somebody stopped an export."""

    zh = "{month} 月报的导出已停止，没有写出任何文件。需要时再导出一次。"
    en = "The export of {month} was stopped, and no file was written. Export it again when you need it."


class PdfUnavailable(Refused):
    """What draws a PDF is missing on this machine."""

    zh = "无法生成 PDF：{reason}。没有写出任何文件。请先安装，或用 --format 选择其他格式。"
    en = "No PDF can be made: {reason}. No file was written. Install it, or choose other formats with --format."


class NoExportFolder(WrongUse):
    """Files were asked for, but not where."""

    zh = "--format、--language 和 --names 要和 --out 一起用，写明放进哪个文件夹。没有导出。"
    en = "--format, --language and --names go with --out, which names the folder. Nothing was exported."


class NotAFormat(WrongUse):
    """A summary was to be exported as something that it can't be."""

    zh = "没有“{text}”这种格式。可选：{known}。没有导出。"
    en = "There is no format “{text}”. There are: {known}. Nothing was exported."


# --- personal data: retention, holds, requests ------------------------------------------------------------


class RequestNotFound(Refused):
    """A case is no request about personal data."""

    zh = "工单 {case} 不是个人信息请求。用 steward requests 查看。没有做任何改动。"
    en = "Case {case} is no personal data request; steward requests lists them. Nothing was changed."


class RequestByItself(Refused):
    """A personal data request was to be made of another case, or another one of it."""

    zh = "个人信息请求要单独登记（steward forget 或 steward disclose），工单不能改成它，它也不能改成别的。没有做任何改动。"
    en = (
        "A personal data request is entered by itself (steward forget or steward disclose); no case becomes one, nor "
        "one anything else. Nothing was changed."
    )


class NotForRequests(Refused):
    """A personal data request was to be answered like another case."""

    zh = "这是个人信息请求，只能办理或说明理由后不予办理。没有做任何改动。"
    en = "This is a personal data request: it is carried out, or refused with a reason. Nothing was changed."


class RequestAnswered(Refused):
    """A request is answered once."""

    zh = "工单 {case} 的请求已经答复（{how_zh}）。没有重复办理。"
    en = "The request of case {case} was answered ({how_en}). Nothing was done twice."


class AnswerStands(Refused):
    """The answer to a personal data request was to be taken back."""

    zh = "工单 {case} 的个人信息请求已经答复：导出的和删除的不能撤回。没有做任何改动。"
    en = (
        "The personal data request of case {case} was answered: what was given out or deleted can't be taken back. "
        "Nothing was changed."
    )


class NothingRequested(Refused):
    """Nobody asked for what was to be done."""

    zh = "{name} 没有等待办理的“{what_zh}”请求。请先登记，再办理。没有做任何改动。"
    en = "No request of {name} for {what_en} waits. Enter it first. Nothing was changed."


class AllStays(Refused):
    """Nothing of a member can be deleted for now."""

    zh = "{name} 的信息现在不能删除：{why_zh}。没有删除任何内容。"
    en = "Nothing of {name} can be deleted for now: {why_en}. Nothing was deleted."


class StaffNotForgotten(Refused):
    """An account of the team was to be forgotten like a member."""

    zh = "{name} 是团队账号，治理记录中的办理人不能删除。没有做任何改动。"
    en = "{name} is an account of the team; who decided what stays in the record. Nothing was changed."


class NameOfMany(Refused):
    """A name means more than one member."""

    zh = "有 {count} 位成员叫“{name}”：{ids}。请写成员编号。没有做任何改动。"
    en = "{count} members are called “{name}”: {ids}. Give the id. Nothing was changed."


class HeldAlready(Refused):
    """A legal hold stands there."""

    zh = "{what} 已经在法律保留中（{reason}）。没有重复设置。"
    en = "{what} is held already ({reason}). Nothing was done twice."


class NotHeld(Refused):
    """There is no legal hold to release."""

    zh = "{what} 没有法律保留。没有做任何改动。"
    en = "There is no legal hold on {what}. Nothing was changed."


class PeriodTooShort(Refused):
    """A period was to be shorter than the law or the program bears, or longer than it knows."""

    zh = "“{kind_zh}”的保存期须在 {least} 到 {most} 天之间。没有做任何改动。"
    en = "{kind_en} are kept between {least} and {most} days. Nothing was changed."
