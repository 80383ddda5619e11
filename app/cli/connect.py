"""`connect`: finds out what an address is, says how to get a key, tests it, and tells what can be done there."""

from argparse import Namespace
from dataclasses import dataclass

from app.addresses import address_of, recognised, sign_in_to, token_of
from app.cli.context import Context
from app.domain.abilities import EVERYTHING, LEVEL_MEANINGS, LEVEL_WORDS, able, summary
from app.domain.community import Adapter, CommunityInfo
from app.domain.connecting import KIND_WORDS, MANUAL_SCHEME, Recognised, guide_to, told, with_scheme
from app.domain.roles import ROLE_WORDS, Account
from app.domain.words import NO_WORDS, Words
from app.errors import AuthFailed, KeyNeeded, KeyRefused, NoSuchWay, NotRecognised
from app.start import describe
from storage.engines import check_server

AUTO = "auto"


@dataclass(frozen=True, slots=True)
class _Reached:
    """A community that answered to somebody."""

    adapter: Adapter
    url: str
    token: str
    name: str
    info: CommunityInfo


def connect(context: Context, arguments: Namespace) -> int:
    """Connect an account of a community; makes the workspace when there is none."""
    if arguments.record is not None:
        check_server(arguments.record)
    reached = _reach(context, arguments)  # before anything is made: a wrong token leaves no trace
    if arguments.check:
        context.out.document(_document(context, reached))
        context.out.say(
            f"可以连接：{reached.url}，账号 {reached.info.acting.name}。这次只是检查，没有建立或改动工作区。",
            f"It can be connected: {reached.url}, as {reached.info.acting.name}. This was a check; no workspace was "
            "made or changed.",
        )
        _tell_abilities(context, reached.info)
        return 0
    workspace = context.open_or_create(arguments.record)
    try:
        account = workspace.connect(reached.adapter, reached.url, reached.token, reached.info)
        in_store = workspace.key_store.name
    finally:
        workspace.close()
    context.out.document(_document(context, reached) | _made(context, account, in_store))
    _tell_connected(context, reached, account)
    _tell_abilities(context, reached.info)
    return 0


# --- the way there ------------------------------------------------------------------------------------


def _reach(context: Context, arguments: Namespace) -> _Reached:
    seen = _seen(context, arguments)
    adapter = seen.adapter
    if adapter is None:
        raise NotRecognised(why=_not_known(seen))
    _check_ways(adapter, arguments)
    token = _token(context, arguments, seen, adapter)
    context.log.hide(token)
    context.out.say(seen.why.zh, seen.why.en)
    try:
        info = describe(context.settings, adapter, seen.url, token)
    except AuthFailed:
        raise KeyRefused from None
    return _Reached(adapter, seen.url, token, seen.name, info)


def _seen(context: Context, arguments: Namespace) -> Recognised:
    """What the address is, by the option or by asking it."""
    url, asked = str(arguments.url), str(arguments.adapter)
    if asked == AUTO and not url.startswith(MANUAL_SCHEME):
        return recognised(context.settings, with_scheme(url))
    adapter = Adapter.MANUAL if asked == AUTO else Adapter(asked)
    kind = KIND_WORDS[adapter]
    return Recognised(
        adapter, address_of(adapter, _typed(adapter, url)), why=Words(f"社区类型：{kind.zh}。", f"Kind: {kind.en}.")
    )


def _typed(adapter: Adapter, url: str) -> str:
    """The address as it was meant; a name where there is none."""
    return url if adapter is Adapter.MANUAL else with_scheme(url)


def _not_known(seen: Recognised) -> Words:
    if not seen.moved_to:
        return seen.why
    return Words(
        f"{seen.why.zh}可以改用：steward connect {seen.moved_to}。",
        f"{seen.why.en} You could use: steward connect {seen.moved_to}.",
    )


def _check_ways(adapter: Adapter, arguments: Namespace) -> None:
    if arguments.sign_in and adapter is not Adapter.DISCOURSE:
        kind = KIND_WORDS[Adapter.DISCOURSE]
        raise NoSuchWay(option="--sign-in", only_zh=kind.zh, only_en=kind.en)
    if arguments.name is not None and adapter is not Adapter.MANUAL:
        kind = KIND_WORDS[Adapter.MANUAL]
        raise NoSuchWay(option="--as", only_zh=kind.zh, only_en=kind.en)


def _token(context: Context, arguments: Namespace, seen: Recognised, adapter: Adapter) -> str:
    if adapter is Adapter.MANUAL:
        if arguments.name is None and not context.token:
            raise _key_needed(seen, adapter, Words("加上 --as 名字 再试。", "Try again with --as NAME."))
        return context.token or token_of(arguments.name)
    if arguments.sign_in:
        return _signed_in(context, seen)
    how = Words(
        "拿到后设置环境变量 STEWARD_TOKEN，或在终端里运行本命令并按提示输入。",
        "Then set the environment variable STEWARD_TOKEN, or run this in a terminal and type it when asked.",
    )
    needed = _key_needed(seen, adapter, how)
    if not context.token and context.can_ask:
        guide = told(guide_to(adapter))
        context.out.hint(f"{seen.why.zh}\n{guide.zh}", f"{seen.why.en}\n{guide.en}")
    return context.asked_token(needed)


def _key_needed(seen: Recognised, adapter: Adapter, how: Words) -> KeyNeeded:
    guide, text = guide_to(adapter), told(guide_to(adapter))
    return KeyNeeded(found=seen.why, secret=guide.secret, guide=text, how=how)


def _signed_in(context: Context, seen: Recognised) -> str:
    """A token that the site granted in the browser."""
    request = sign_in_to(seen.url)
    context.out.hint(
        f"在浏览器里打开这个地址，登录并同意授权：\n{request.address}",
        f"Open this address in a browser, sign in and allow it:\n{request.address}",
    )
    pasted = context.asked_answer(_key_needed(seen, Adapter.DISCOURSE, _PASTE))
    return request.finish(pasted)


_PASTE = Words(
    "授权后，把页面上的整段授权码粘贴到本命令的提示里，或从标准输入给它。",
    "Afterwards paste the whole code from the page when this command asks for it, or give it on standard input.",
)


# --- what is told -------------------------------------------------------------------------------------


def _document(context: Context, reached: _Reached) -> dict[str, object]:
    info = reached.info
    capabilities = {
        what.value: {
            "level": info.capability(what).level.value,
            "reason": context.out.words(info.capability(what).reason),
        }
        for what in EVERYTHING
    }
    return {
        "account": {"id": info.acting.id, "name": info.acting.name},
        "address": reached.url,
        "adapter": reached.adapter.value,
        "name": reached.name,
        "platform": info.platform,
        "version": info.version,
        "capabilities": capabilities,
    }


def _made(context: Context, account: Account, in_store: str | None) -> dict[str, object]:
    return {
        "roles": sorted(account.roles),
        "workspace": str(context.settings.workspace),
        "key_store": in_store,
    }


def _tell_connected(context: Context, reached: _Reached, account: Account) -> None:
    roles = sorted(account.roles)
    named = "、".join(ROLE_WORDS[role].zh for role in roles)
    context.out.say(
        f"已连接 {reached.url}，账号 {account.name}，角色：{named}。工作区：{context.settings.workspace}（已加密）。"
        "请妥善保管恢复口令：换电脑或恢复备份时要用它。",
        f"Connected to {reached.url} as {account.name}, roles: {', '.join(roles)}. "
        f"Workspace: {context.settings.workspace} (encrypted). "
        "Keep the recovery passphrase safe: a new machine and every backup need it.",
    )


def _tell_abilities(context: Context, info: CommunityInfo) -> None:
    out, count = context.out, summary(info)
    out.say(f"这个社区能做什么：{count.zh}。", f"What this community can do: {count.en}.")
    for group in able(info):
        level, meaning = LEVEL_WORDS[group.level], LEVEL_MEANINGS[group.level]
        out.say(f"{level.zh}（{meaning.zh}）", f"{level.en} ({meaning.en})")
        for row in group.rows:
            reason = row.reason
            because = Words(f"：{reason.zh}", f": {reason.en}") if reason.zh else NO_WORDS
            out.say(f"  {row.words.zh}{because.zh}", f"  {row.words.en}{because.en}")
