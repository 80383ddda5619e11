"""`roles`, `ledger verify`, `backup`, `restore`."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from app.cli.context import Context
from app.domain.council import ReferralId
from app.domain.ledger import Verification
from app.domain.members import MemberId
from app.domain.roles import ROLE_WORDS
from app.domain.words import Words
from app.errors import AccountNotFound, UnwritableFile, WorkspaceExists
from app.files import private_folder, write_private
from app.keys.sealing import unseal
from app.operations import accounts, council_view
from app.start import WORKSPACE_FILE, WorkspaceFile, now, workspace_exists
from storage.backup import read_key_file, restore_backup, write_backup
from storage.record import Record


def roles(context: Context, arguments: Namespace) -> int:
    """List the accounts of this workspace with their roles, or set those of one."""
    with context.desk() as desk:
        if arguments.role:
            accounts.set_roles(desk, MemberId(arguments.account), frozenset(arguments.role))
        everybody = [one for one in accounts.accounts(desk) if arguments.account in (None, one.id)]
    if not everybody:
        raise AccountNotFound(account=arguments.account)
    context.out.document([{"account": one.id, "name": one.name, "roles": sorted(one.roles)} for one in everybody])
    for one in everybody:
        named = ", ".join(context.out.words(ROLE_WORDS[role]) for role in sorted(one.roles))
        context.out.line(f"{one.id} {one.name}: {named or '-'}")
    return 0


def ledger_verify(context: Context, arguments: Namespace) -> int:
    """Check the ledger from the first entry to the last."""
    with context.workspace() as workspace:
        found = accounts.verify_ledger(workspace.record, arguments.anchor)
    out = context.out
    if found.ok:
        out.document(_ledger(found))
        out.say(
            f"治理台账完整：{found.entries} 条，末条哈希 {found.head}。\n"
            f"下次可用 --anchor {found.entries}:{found.head} 核对是否被截断。",
            f"The ledger is whole: {found.entries} entries, head {found.head}.\n"
            f"--anchor {found.entries}:{found.head} will show later whether its tail was cut.",
        )
        return 0
    out.document({"ok": False, "entry": found.entry, "reason": found.reason})
    out.hint(
        f"治理台账有问题：第 {found.entry} 条，{found.reason}。请保留现场，用备份比对。",
        f"The ledger does not hold: entry {found.entry}: {found.reason}. Keep everything as it is; compare a backup.",
    )
    return 1


def _ledger(found: Verification) -> dict[str, object]:
    return {"entries": found.entries, "head": found.head, "ok": True}


def backup(context: Context, arguments: Namespace) -> int:
    """Write a backup of the record, encrypted, with the sealed key."""
    path = Path(arguments.file)
    if not path.name or not path.parent.is_dir():
        raise UnwritableFile(path=path, why=Words("没有这个文件夹", "there is no such folder"))
    with context.workspace() as workspace:
        file = replace(WorkspaceFile.read(context.settings.workspace), server=None)
        done = write_backup(workspace.record, workspace.key, file.text(), path, now())
        voted_on = council_view.voted_on(workspace.record)
    context.out.document({"entries": done.entries, "head": done.head, "file": str(path)})
    context.out.say(
        f"已备份到 {path}（已加密并核对，治理台账 {done.entries} 条）。恢复时需要恢复口令。",
        f"Backed up to {path} (encrypted and verified, {done.entries} ledger entries). "
        "Restoring needs the recovery passphrase.",
    )
    for referral in voted_on:
        context.out.hint(
            f"{referral} 还在投票：没有计票的评议票和计票钥匙不进备份。从这份备份恢复后，须请各席位重新投票；"
            "钥匙也丢了的，撤回后重新提请。",
            f"Seats vote on {referral}: ballots that are not counted, and their key, are in no backup. After a restore "
            "of this one the seats are asked to vote again; where the key is lost too, withdraw and refer it again.",
        )
    return 0


def restore(context: Context, arguments: Namespace) -> int:
    """Bring a backup back into an empty folder."""
    path, folder = Path(arguments.file), context.settings.workspace
    if workspace_exists(folder):
        raise WorkspaceExists(path=folder)
    file = WorkspaceFile.parse(read_key_file(path), path)
    key = unseal(file.sealed, context.asked_passphrase(), path)
    private_folder(folder)
    # The record comes last: until it is there, this is no workspace, and the restore can be run again.
    done = restore_backup(path, folder, key, now(), before=lambda: write_private(folder / WORKSPACE_FILE, file.text()))
    context.out.document({"entries": done.entries, "head": done.head})
    context.out.say(
        f"已恢复到 {folder}（治理台账 {done.entries} 条，核对无误）。帖子缓存会在下次同步时重新读取；"
        "备份后可能已发出的操作会先核对，不会重发。",
        f"Restored into {folder} ({done.entries} ledger entries, verified). The cache of posts fills again with the "
        "next sync; what may have been sent since the backup is checked first, never sent twice.",
    )
    for referral in _voted_on(folder, key):
        context.out.hint(
            f"{referral} 备份时还在投票，评议票和计票钥匙不在备份里：请各席位重新投票。"
            "制作案卷的工作区连同钥匙一起丢失的，请撤回后重新提交。",
            f"Seats voted on {referral} when the backup was made; ballots and key are not in it: ask the seats to vote "
            "again. Where the key is lost with the workspace that built the packet, withdraw and refer it again.",
        )
    return 0


def _voted_on(folder: Path, key: bytes) -> list[ReferralId]:
    record = Record.on_file(folder, key)
    try:
        return council_view.voted_on(record)
    finally:
        record.close()
