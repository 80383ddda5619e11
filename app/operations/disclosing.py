"""Disclosing to a member what is kept about them: one page to read and one document, never anything of others."""

import re
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from app.domain import privacy_letters
from app.domain.cases import CaseId
from app.domain.changes import Changes
from app.domain.commands import CommandId
from app.domain.disclosure import Disclosure, Shown
from app.domain.letters import language_of
from app.domain.members import MemberRef
from app.domain.privacy import Answer, DataRequest, What
from app.domain.roles import Role, require, require_full
from app.domain.words import Words
from app.errors import RequestNotFound
from app.exports.disclosure import as_html, as_json
from app.files import private_folder, save_beside
from app.operations.data_requests import PRIVACY, close, request_words, to_answer
from app.operations.desk import Desk
from app.text.mask_others import Others

_GIVES = Words("导出成员的个人信息", "give out what is kept about a member")


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A request for a copy that was answered, and where the copy is; `by_hand` where a person hands the message on."""

    request: DataRequest
    files: tuple[Path, ...]
    commands: tuple[CommandId, ...]
    by_hand: bool
    changes: Changes = PRIVACY


def gather(desk: Desk, member: MemberRef) -> Disclosure:
    """Everything that is kept about a member. What the team wrote beside it names nobody else, nor how to reach them.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
    """
    require(desk.me, Role.MANAGER)
    require_full(desk.me, _GIVES)
    with desk.record.read() as tx:
        sections = tx.disclosing.shown(member.id)
        said = "\n".join(text for one in sections for text in one.team_wrote())
        others, own = tx.disclosing.names(member.id, said)
        zone = ZoneInfo(tx.summary.zone())
        titles = {str(one.id): one.words for one in tx.honours.titles()}
    with desk.cache.read() as cached:
        others |= cached.others_in(member.id, said)
        theirs: list[Shown] = cached.shown_of(desk.me.id, member.id)
    own.add(member.name)
    hidden = Others(others - own, own)
    hidden_there = (one.with_hidden(hidden.in_text) for one in sections)
    return Disclosure(member, desk.clock(), (*hidden_there, *theirs), zone, titles)


def carry_out(desk: Desk, case_id: CaseId, folder: Path, *, message: str = "") -> Disclosed:
    """Write the copy that a request asks for into a folder, and tell the member that it is ready.

    Args:
        desk: of the person who acts.
        case_id: the case of the request.
        folder: where the files go; only its owner can enter it where it is made.
        message: as the member will read it; the standard letter where it is empty.

    Raises:
        NoRight, NotForTrainees: the person is no manager.
        CaseNotFound, RequestNotFound, RequestAnswered: there is no such request that waits.
        UnwritableFile: the folder can't be written; the request waits still.
    """
    with desk.record.read() as tx:
        asked, request = to_answer(desk, tx, case_id)
    if request.what is not What.COPY:
        raise RequestNotFound(case=case_id)
    found, language = gather(desk, request.member), language_of(request_words(asked))
    place = private_folder(folder) if not folder.exists() else folder
    stem = "steward-disclosure-" + re.sub(r"[^0-9A-Za-z-]+", "-", request.member.id).strip("-")
    files = tuple(
        save_beside(place / f"{stem}.{ending}", text.encode())
        for ending, text in (("html", as_html(found, language)), ("json", as_json(found)))
    )
    with desk.record.write() as tx:
        case, request = to_answer(desk, tx, case_id)
        letter = message or privacy_letters.copied().say(language_of(request_words(case)))
        answered = close(desk, tx, case, request, Answer.CARRIED_OUT, letter=letter)
    return Disclosed(answered.request, files, answered.commands, answered.by_hand)
