"""`new`, `import`, `correct`: what is entered by hand."""

from argparse import Namespace
from pathlib import Path

from app.cli import documents
from app.cli.context import Context
from app.domain.cases import CaseId, CaseKind
from app.domain.evidence import LARGEST_FILE, Attachment
from app.domain.hand import HandCase, Place
from app.domain.hand_csv import LARGEST_TABLE, read_csv
from app.domain.hand_times import read_time
from app.errors import BadTime
from app.files import read_bytes
from app.operations import evidence as work
from app.operations import hand
from app.start import now


def new(context: Context, arguments: Namespace) -> int:
    """Enter a case by hand."""
    at = read_time(arguments.at, now()) if arguments.at else None
    if arguments.at and at is None:
        raise BadTime(text=arguments.at)
    entered = HandCase(
        place=Place(arguments.place),
        author=arguments.author,
        text=context.message(arguments.text) if arguments.text else "",
        title=arguments.title,
        link=arguments.link,
        author_id=arguments.member,
        happened_at=at,
        kind=CaseKind(arguments.kind),
    )
    files = [attachment(path) for path in arguments.screenshot]
    with context.desk() as desk:
        case = hand.add_case(desk, entered, files).case
        kept = work.of_case(desk, case)
    context.out.document({"case": case, "evidence": [documents.of_evidence(one) for one in kept]})
    context.out.say(f"已录入工单 {case}，证据 {len(kept)} 份。", f"Case {case} was entered, with {len(kept)} files.")
    return 0


def import_table(context: Context, arguments: Namespace) -> int:
    """Enter the cases of a table."""
    data, place = read_bytes(arguments.file, LARGEST_TABLE), Place(arguments.place) if arguments.place else None
    table = read_csv(data, now(), place=place)
    with context.desk() as desk:
        done = hand.import_cases(desk, table, take_good=arguments.take_good)
    out = context.out
    problems = [{"line": one.line, "reason": out.words(one.reason)} for one in table.problems]
    repeated = [{"line": line, "same_as": first} for line, first in done.repeated.items()]
    out.document({"entered": list(done.entered), "known": list(done.known), "repeated": repeated, "problems": problems})
    out.say(
        f"录入 {len(done.entered)} 件；{len(done.known)} 件以前录入过，没有重复；{len(problems)} 行有问题，没有录入。",
        f"{len(done.entered)} cases were entered; {len(done.known)} were there before; "
        f"{len(problems)} lines can't be taken.",
    )
    for line, first in done.repeated.items():
        out.say(f"第 {line} 行：与第 {first} 行相同", f"line {line}: same as line {first}")
    for one in table.problems:
        out.say(f"第 {one.line} 行：{one.reason.zh}", f"line {one.line}: {one.reason.en}")
    return 0


def correct(context: Context, arguments: Namespace) -> int:
    """Enter what the author changed a case's text to."""
    text = context.message(arguments.text)
    files = [attachment(path) for path in arguments.screenshot]
    with context.desk() as desk:
        case = hand.correct(desk, CaseId(arguments.case), text, files).case
    context.out.document({"case": case})
    context.out.say(f"工单 {case}：作者的修改已登记。", f"Case {case}: the author's correction was entered.")
    return 0


def attachment(path: Path) -> Attachment:
    """A file that a person names.

    Raises:
        UnreadableFile: it can't be read.
        FileTooLarge: it is larger than what is kept.
    """
    return Attachment(path.name, read_bytes(path, LARGEST_FILE))
