"""`conduct announce`, `notice`, `welcome`, `readers`, `acknowledge`, `core`: an edition and the community."""

from argparse import Namespace

from app.cli.conduct import document_of, moment, named
from app.cli.context import Context
from app.cli.output import local, stamp
from app.domain.conduct_notices import NOTICE_WORDS, Notice
from app.domain.conduct_readers import USUAL_PER_DAY
from app.errors import NoEditionInForce
from app.operations import conduct_announcing, conduct_readers, conduct_watching, conduct_welcome
from app.operations.desk import Desk


def announce(context: Context, arguments: Namespace) -> int:
    """Announce the draft."""
    document, _ = document_of(arguments)
    with context.desk() as desk:
        done = conduct_announcing.announce(
            desk,
            moment(arguments.effective),
            document,
            read=arguments.version,
            name=named(arguments.name),
            language=arguments.language,
        )
    one, out = done.edition, context.out
    command = done.notice.command if done.notice else None
    out.document(
        {
            "edition": one.number,
            "name": out.words(one.name),
            "effective_from": stamp(one.effective_from),
            "notice": command,
        }
    )
    out.say(
        f"已公告“{one.name.zh}”，{one.effective_from.astimezone():%Y-%m-%d %H:%M} 起施行。",
        f"“{one.name.en}” is announced; in force from {one.effective_from.astimezone():%Y-%m-%d %H:%M}.",
    )
    if done.notice is None:
        out.say("这个社区不能发布公告，请自行张贴。", "This community can have no notice; put it up yourself.")
    else:
        out.say("公告帖待发送，运行 steward sync。", "Its notice waits to be sent: run steward sync.")
    return 0


def notices(context: Context, arguments: Namespace) -> int:
    """Tell how the notices stand, or put one up."""
    with context.desk() as desk:
        if arguments.publish is not None:
            conduct_announcing.publish_notice(desk, arguments.publish, language=arguments.language)
        listed = conduct_watching.every(desk)
    out = context.out
    out.document([_of_notice(one) for one in listed])
    if not listed:
        out.say("还没有公告帖。", "There is no notice yet.")
    for one in listed:
        seen = local(one.seen_at) if one.seen_at else "-"
        out.line(f"{one.edition:>3}  {out.words(NOTICE_WORDS[one.state])} · {one.title} · {seen} {one.url}")
    return 0


def _of_notice(one: Notice) -> dict[str, object]:
    return {
        "edition": one.edition,
        "state": one.state,
        "stage": one.stage,
        "thread": one.thread_id,
        "url": one.url,
        "sha256": one.sha256,
        "seen_at": stamp(one.seen_at),
        "command": one.command,
    }


def welcome(context: Context, arguments: Namespace) -> int:
    """Tell how newcomers are welcomed, or switch it."""
    out = context.out
    with context.desk() as desk:
        if arguments.switch:
            on = arguments.switch == "on"
            conduct_welcome.switch(desk, on=on, per_day=arguments.per_day, language=arguments.language)
        found = conduct_welcome.standing(desk)
    on, per_day = (found.how.on, found.how.per_day) if found.how else (False, USUAL_PER_DAY)
    out.document({"on": on, "per_day": per_day, "today": found.today, "able": found.able})
    out.say(
        f"欢迎新车友：{'已打开' if on else '未打开'}，每天最多 {per_day} 位，24 小时内已欢迎 {found.today} 位。",
        f"Welcoming newcomers is {'on' if on else 'off'}: {per_day} a day at most, {found.today} in the last 24 hours.",
    )
    if not found.able:
        out.say(
            "这个社区不能由程序发私信，暂不发送。", "This community takes no messages from a program, so none is sent."
        )
    return 0


def readers(context: Context, arguments: Namespace) -> int:
    """Tell who has read an edition, and who of the core members has not."""
    out = context.out
    with context.desk() as desk:
        number = _number(desk, arguments)
        found = conduct_readers.readers(desk, number)
    read = [
        {"name": one.name, "member": one.member_id, "at": stamp(one.at), "by_hand": one.by_hand} for one in found.read
    ]
    out.document({"edition": number, "read": read, "missing": [one.name for one in found.missing]})
    out.say(f"第 {number} 号版本：{len(read)} 人读过。", f"Edition {number}: {len(read)} have read it.")
    if found.missing:
        names = [one.name for one in found.missing]
        out.say(f"还没有确认的核心车友：{'、'.join(names)}", f"core members who have not said so: {', '.join(names)}")
    return 0


def _number(desk: Desk, arguments: Namespace) -> int:
    number: int | None = arguments.number if arguments.number is not None else conduct_readers.present(desk)
    if number is None:
        raise NoEditionInForce
    return number


def acknowledge(context: Context, arguments: Namespace) -> int:
    """Enter that somebody has read an edition."""
    with context.desk() as desk:
        number = _number(desk, arguments)
        conduct_readers.acknowledge(desk, number, arguments.name, arguments.member)
    context.out.document({"edition": number, "name": arguments.name})
    context.out.say(
        f"已登记 {arguments.name} 读过第 {number} 号版本。", f"Entered: {arguments.name} has read edition {number}."
    )
    return 0


def core(context: Context, arguments: Namespace) -> int:
    """List the core members, add one, or remove one."""
    out = context.out
    with context.desk() as desk:
        if arguments.step == "add":
            conduct_readers.add_core(desk, arguments.name or "", arguments.member)
        elif arguments.step == "remove":
            conduct_readers.drop_core(desk, arguments.name or "")
        listed = conduct_readers.core(desk)
    out.document([{"name": one.name, "member": one.member_id} for one in listed])
    if not listed:
        out.say("名单是空的。", "The list is empty.")
    for one in listed:
        out.line(f"{one.name} {one.member_id}")
    return 0
