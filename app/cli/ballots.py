"""`ballot take|count`: what seats send is taken in by the secretary, and counted together with a chair."""

from argparse import Namespace
from typing import Any

from app.cli.context import Context
from app.cli.output import Output, stamp
from app.domain.council import FINDING_WORDS, REMEDY_WORDS, Finding, Remedy
from app.domain.council_counting import UNDECIDED_WORDS, Outcome
from app.domain.words import Words
from app.operations import council_box, council_counting
from app.operations.council_box import Arrived
from app.operations.council_counting import Counted
from app.operations.council_destroyed import Destroyed


def take(context: Context, arguments: Namespace) -> int:
    """Take in ballots and confirmations, from files and folders; 1 where one was refused."""
    out = context.out
    with context.desk() as desk:
        found = council_box.take_in_files(desk, arguments.files)
    refused = [{"file": name, "reason": out.words(why)} for name, why in found.refused]
    out.document(
        {
            "arrived": [{"file": name} | _of_arrived(one) for name, one in found.arrived],
            "destroyed": [{"file": name} | _of_destroyed(one) for name, one in found.destroyed],
            "known": [name for name, _ in found.known],
            "refused": refused,
        }
    )
    for name, arrived in found.arrived:
        _tell_arrived(out, name, arrived)
    for name, one in found.destroyed:
        out.say(
            f"{name}：{one.seat} 号席位已确认销毁 {one.referral} 的案卷",
            f"{name}: seat {one.seat} destroyed what it had of {one.referral}",
        )
    for name, why in found.known:
        out.say(f"{name}：{why.zh}", f"{name}: {why.en}")
    for name, why in found.refused:
        out.hint(f"{name}：{why.zh}", f"{name}: {why.en}")
    if not (found.arrived or found.destroyed or found.known or found.refused):
        out.say("没有评议票文件。", "There are no ballots.")
    return 1 if found.refused else 0


def _tell_arrived(out: Output, name: str, one: Arrived) -> None:
    if one.recusal:
        instead = Words(f"，由 {one.instead} 号席位递补", f"; seat {one.instead} takes its place")
        after = instead if one.instead else Words("，没有可以递补的席位", "; no seat is left to take its place")
        out.say(
            f"{name}：{one.seat} 号席位回避 {one.referral}{after.zh}",
            f"{name}: seat {one.seat} stands aside in {one.referral}{after.en}",
        )
        return
    later = Words("，替换前一张", ", in place of an earlier one") if one.replaced else Words()
    out.say(
        f"{name}：收到 {one.seat} 号席位的票（序号 {one.serial}{later.zh}）；"
        f"{one.referral} 已有 {one.here}/{one.seats} 张",
        f"{name}: ballot of seat {one.seat}, serial {one.serial}{later.en}; "
        f"{one.referral} has {one.here} of {one.seats}",
    )


def count(context: Context, arguments: Namespace) -> int:
    """Count the ballots of a referral with the key that a chair opened; that file is destroyed afterwards."""
    out = context.out
    with context.desk() as desk:
        found = council_counting.count_file(desk, arguments.referral, arguments.opened, language=out.language)
    out.document(of_count(out, found))
    _tell_count(out, found)
    return 0


def _tell_count(out: Output, found: Counted) -> None:
    outcome = found.outcome
    for path in found.left:
        out.hint(
            f"{path} 没能删除，请手工销毁：它是计票钥匙。", f"{path} could not be removed: destroy it, it is the key."
        )
    out.hint(
        "请删除计票钥匙的每一份副本（打开前后的都算：邮件、聊天、下载），并请主席也删除。",
        "Delete every copy of the key, opened or not, in mail, chats and downloads, and have the chair do so too.",
    )
    for seat, why in found.invalid:
        out.hint(f"{seat} 号席位的票无效：{why.zh}", f"The ballot of seat {seat} is invalid: {why.en}")
    out.say(
        f"{found.referral} 第 {found.round} 轮：有效票 {outcome.ballots} 张（至少需要 {outcome.needed} 张），"
        f"由你与 {found.chair} 号席位的主席共同计票。评议票与计票钥匙已销毁。",
        f"{found.referral}, round {found.round}: {outcome.ballots} valid ballots, {outcome.needed} needed, counted by "
        f"you and the chair of seat {found.chair}. Ballots and key are destroyed.",
    )
    out.line("")
    out.line(found.text)
    out.line("")
    small = Words(
        "小组很小：一致的票、独特的措辞仍可能让人猜到是谁。理由原文只供起草，不要转发。",
        "The panel is small: unanimous votes and turns of phrase may still tell who said what. The reasons are for "
        "drafting only; don't pass them on.",
    )
    out.line(out.words(small))
    if outcome.remedy is None:
        out.say(
            f"可换一批席位重新投票：steward council again {found.referral}",
            f"Other seats can vote again: steward council again {found.referral}",
        )
        return
    out.say(
        f"请另一位主管确认：steward council ruling {found.referral} --confirm",
        f"Another manager takes it on: steward council ruling {found.referral} --confirm",
    )


# --- documents ------------------------------------------------------------------------------------------


def _of_arrived(one: Arrived) -> dict[str, Any]:
    return {
        "referral": one.referral,
        "seat": one.seat,
        "serial": one.serial,
        "recusal": one.recusal,
        "replaced": one.replaced,
        "here": one.here,
        "seats": one.seats,
        "instead": one.instead,
    }


def _of_destroyed(one: Destroyed) -> dict[str, Any]:
    return {"referral": one.referral, "seat": one.seat, "at": stamp(one.at)}


def of_count(out: Output, found: Counted) -> dict[str, Any]:
    """A count as a document."""
    return {
        "referral": found.referral,
        "round": found.round,
        "chair": found.chair,
        "invalid": [{"seat": seat, "reason": out.words(why)} for seat, why in found.invalid],
        "text": found.text,
    } | of_outcome(found.outcome)


def of_outcome(outcome: Outcome) -> dict[str, Any]:
    """What was counted, as a document."""
    return {
        "ballots": outcome.ballots,
        "needed": outcome.needed,
        "facts": outcome.facts,
        "breach": outcome.breach,
        "remedy": outcome.remedy,
        "undecided": outcome.undecided,
        "by_rule": outcome.by_rule,
        "counted": [{"question": one, "answer": answer, "votes": votes} for one, answer, votes in outcome.counted],
    }


def outcome_line(out: Output, outcome: Outcome) -> str:
    """What was found, in one line."""
    if outcome.undecided is not None and outcome.remedy is None:
        return out.words(UNDECIDED_WORDS[outcome.undecided])
    found = [FINDING_WORDS[one] for one in (outcome.facts, outcome.breach) if isinstance(one, Finding)]
    remedy = REMEDY_WORDS[outcome.remedy] if isinstance(outcome.remedy, Remedy) else Words()
    return " · ".join(out.words(one) for one in (*found, remedy))
