"""Letters of lanes, filled from the case for a person to finish, and the slip with which a case is passed on."""

from datetime import timedelta

from app.domain.cases import KIND_WORDS, Case, CaseId, CaseKind
from app.domain.lanes import LaneEvent, LaneStep, last
from app.domain.lanes_clocks import FORM_WITHIN, REPORT_GRAVE_WITHIN, REPORT_WITHIN, incident_at, incident_of, lasted
from app.domain.letters import day_words, fill_notice, moment_words, name_to_address, post_title
from app.domain.quoting import excerpt, in_quotes
from app.domain.team_facts import introduction, places
from app.domain.words import Words
from app.errors import Language
from app.files import resource_text
from app.operations.desk import Desk
from app.operations.lanes_guard import events
from app.operations.team_facts import facts_in

_TEXTS = {
    LaneStep.OWNER_CONTACTED: "safety_reply",
    LaneStep.WRITTEN_TO: "care_reply",
    LaneStep.FORWARDED: "rights_forward",
    LaneStep.FORWARDED_BACK: "rights_back",
    LaneStep.THANKED: "suggestion_reply",
}
"""The text that each letter of a lane begins with."""

LONGEST_QUOTE = 1_000


def draft(desk: Desk, case_id: CaseId, step: LaneStep, language: Language) -> str:
    """The letter of a step, with what is known filled in; what only a person can say stays open in braces.

    A step that passes the case on is drafted as a slip.

    Raises:
        CaseNotFound: there is no such case.
    """
    if step is LaneStep.PASSED_ON:
        return slip(desk, case_id, language)
    if step not in _TEXTS:
        return ""
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        found, team = events(tx, case), facts_in(tx)
    checked, stated = (last(case.kind, found, one) for one in (LaneStep.CHECKED, LaneStep.STATEMENT))
    nickname = case.author.name if case.author else ""
    quoted = excerpt(case.revision.body, (), language)
    named = (
        (Words("昵称", "nickname"), name_to_address(nickname, language)),
        (Words("帖子标题", "post_title"), post_title(case.title, quoted, language)),
        (Words("署名", "signature"), desk.me.name),
        (Words("自我介绍", "introduction"), introduction(team, desk.me.name, language)),
        (Words("日期", "date"), day_words(desk.clock().astimezone()).say(language)),
        (Words("通知人", "sender"), checked.to if checked else ""),
        (Words("声明内容", "statement"), stated.text if stated else ""),
    )
    filled = {place.say(language): said for place, said in named if said} | places(team, language)
    return fill_notice(resource_text("texts", f"{_TEXTS[step]}.{language}.txt").strip(), filled)


def slip(desk: Desk, case_id: CaseId, language: Language) -> str:
    """What the department is told, to be pasted into the company's own system: no more of the owner than the nickname.

    Raises:
        CaseNotFound: there is no such case.
    """
    now = desk.clock()
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        found, written_at = events(tx, case), tx.cases.first_seen(case.key).written_at
    happened, guessed = incident_at(case.kind, found, written_at)
    at, ago = moment_words(happened.astimezone()), lasted(now - happened)
    when = (
        Words(
            f"发帖时间 {at.zh}（事故时间待问），已过 {ago.zh}",
            f"posted {at.en} (time of the incident unknown), {ago.en} ago",
        )
        if guessed
        else Words(f"{at.zh}，已过 {ago.zh}", f"{at.en}, {ago.en} ago")
    )
    whose = case.author.name if case.author else "?"
    kind = KIND_WORDS[case.kind]
    body = case.revision.body[:LONGEST_QUOTE]
    lines = [
        Words(f"【{kind.zh}】工单 {case.id}", f"[{kind.en}] case {case.id}"),
        Words(f"车友：{whose}", f"Owner: {whose}"),
        Words(f"时间：{when.zh}", f"When: {when.en}"),
        *_incident(case, found),
        Words(f"帖子：《{case.title}》{case.link}", f"Post: “{case.title}” {case.link}"),
        Words(f"原文：“{in_quotes(body, 'zh')}”", f"As written: “{in_quotes(body, 'en')}”"),
        _asked(case.kind),
        Words(f"联系人：{desk.me.name}", f"Contact: {desk.me.name}"),
    ]
    return "\n".join(one.say(language) for one in lines)


def _incident(case: Case, found: list[LaneEvent]) -> list[Words]:
    told = incident_of(case.kind, found)
    if told is None:
        return []
    hurt = Words("有人员受伤", "somebody was hurt") if told.injury else Words("未报告人员受伤", "no injury known of")
    wide = (
        Words("有重大社会影响", "major social effect")
        if told.effect
        else Words("无重大社会影响", "no major social effect")
    )
    lines = [Words(f"后果：{hurt.zh}，{wide.zh}", f"How bad: {hurt.en}, {wide.en}")]
    entered = (LaneStep.INCIDENT, LaneStep.INCIDENT_CORRECTED)
    more = [one.text for one in found if one.step in entered and one.lane is case.kind and one.text]
    return [*lines, *(Words(f"补充：{one}", f"More: {one}") for one in more)]


def _hours(span: timedelta) -> int:
    return int(span.total_seconds() // 3600)


def _asked(lane: CaseKind) -> Words:
    if lane is CaseKind.SAFETY:
        soon, grave, form = (_hours(one) for one in (REPORT_WITHIN, REPORT_GRAVE_WITHIN, FORM_WITHIN))
        return Words(
            f"请确认是否须上报；如是，{soon} 小时内（有伤亡或重大影响 {grave} 小时内）上报，"
            f"{form} 小时内补交书面报告，并告知回执号。",
            f"Please say whether it has to be reported; if so: within {soon} hours "
            f"({grave} with injury or major effect), "
            f"the form within {form} hours, and let me have the number of the receipt.",
        )
    return Words("请处理后把结果和单号告诉我。", "Please let me know what came of it, with your number.")
