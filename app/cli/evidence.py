"""`evidence`: a case's files; all of the case sealed into a signed packet; the key that signs."""

from argparse import Namespace
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import documents
from app.cli.context import Context
from app.cli.hand import attachment
from app.cli.output import local, stamp
from app.domain.cases import CaseId
from app.domain.evidence import Evidence
from app.domain.words import Words
from app.errors import CaseOrKey, EvidenceDamaged, MissingSecret, StewardError, UnwritableFile
from app.files import save_beside
from app.operations import evidence as work
from app.operations import pictures
from app.operations.desk import Desk
from app.operations.pictures import Fetched
from app.text.display import visible

if TYPE_CHECKING:
    from app.start import Workspace


def evidence(context: Context, arguments: Namespace) -> int:
    """List a case's evidence; add files to it; save it, or seal all of the case; or show the key that seals."""
    if arguments.key:
        return _key(context)
    if arguments.case is None:
        raise CaseOrKey
    case, files = CaseId(arguments.case), [attachment(path) for path in arguments.add]
    with context.workspace() as workspace:
        desk = workspace.desk()
        if files:
            work.add(desk, case, files, note=arguments.note)
        if arguments.out is not None:
            return _seal(context, workspace, desk, case, arguments.out)
        return _list(context, desk, case, arguments.save)


def _list(context: Context, desk: Desk, case: CaseId, folder: Path | None) -> int:
    listed = work.of_case(desk, case)
    saved = {one.seq: _saved(desk, one, folder) for one in listed} if folder is not None else {}
    context.out.document([documents.of_evidence(one) | _told(context, saved.get(one.seq)) for one in listed])
    if not listed:
        context.out.say("这件工单没有证据。", "This case has no evidence.")
    for one in listed:
        context.out.line(f"{one.seq}  {local(one.at)} {one.by.name} · {one.name} · {one.size} B · SHA-256 {one.sha256}")
    failed = [error for error in saved.values() if isinstance(error, StewardError)]
    for error in failed:
        context.out.hint(error.sentence("zh"), error.sentence("en"))
    return 1 if failed else 0


def _saved(desk: Desk, one: Evidence, folder: Path) -> Path | StewardError:
    """Where it was saved, or why it was not: the others are saved all the same."""
    try:
        return save_beside(folder / one.file_name, work.content(desk, one.seq))
    except (UnwritableFile, EvidenceDamaged) as error:
        return error


def _told(context: Context, saved: Path | StewardError | None) -> dict[str, str | None]:
    if saved is None:
        return {}
    if isinstance(saved, Path):
        return {"file": str(saved)}
    return {"file": None, "reason": saved.sentence(context.out.language)}


def _seal(context: Context, workspace: "Workspace", desk: Desk, case: CaseId, folder: Path) -> int:
    from app.operations.preserving import preserve  # noqa: PLC0415 - only who seals waits for it

    fetched = _fetched(context, workspace, desk, case)
    done, out = preserve(desk, case, folder, pictures=fetched), context.out
    out.document(
        {
            "case": done.case,
            "file": str(done.path),
            "sha256": done.sha256,
            "key": done.key.id,
            "entries": done.entries,
            "size": len(done.content),
            "pictures": fetched.kept,
            "missing": [
                {"address": one.address, "version": one.version, "reason": out.words(one.why)} for one in done.missing
            ],
        }
    )
    out.say(f"已固证：{done.path}", f"Sealed: {done.path}")
    out.say(f"packet.zip 的 SHA-256：{done.sha256}", f"SHA-256 of packet.zip: {done.sha256}")
    for one in done.missing:
        why = visible(one.address)
        out.hint(f"缺少帖中图片 {why}：{one.why.zh}", f"A picture of the post is missing, {why}: {one.why.en}")
    out.say(f"签名公钥：{done.key.public}", f"signed with the key {done.key.public}")
    return 0


def _fetched(context: Context, workspace: "Workspace", desk: Desk, case: CaseId) -> Fetched:
    """What became of the post's pictures; the community is asked only where one is not kept yet."""
    if not pictures.wanted(desk, case):
        return Fetched()
    from app.cli.sync import waiting  # noqa: PLC0415
    from app.sync.cycle import fetch_case  # noqa: PLC0415

    try:
        gateway = workspace.gateway(desk.me)
    except MissingSecret as error:
        return Fetched(unreached=Words.of(error))
    with closing(gateway):
        return fetch_case(desk, gateway, case, sleep=waiting(context.out), patience=workspace.settings.patience)


def _key(context: Context) -> int:
    from app.operations.preserving import keys  # noqa: PLC0415

    out = context.out
    with context.desk() as desk:
        mine, *others = keys(desk)
    listed = [{"key": one.public, "id": one.id, "made_at": stamp(one.at)} for one in (mine, *others)]
    out.document(listed[0] | {"others": listed[1:]})
    out.line(mine.public)
    out.hint(
        f"钥匙 {mine.id}。请把上面这一行交给法务、公证处留存，日后凭它核验：minisign -V -m packet.zip -P …",
        f"Key {mine.id}. Give this line to legal or a notary: with it they check what you seal: "
        "minisign -V -m packet.zip -P …",
    )
    for one in others:
        out.hint(f"同一团队的其他签名公钥：{one.public}", f"another key of this team: {one.public}")
    return 0
