"""`council list|show`: what is put before the council, and everything about it."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.cli.context import Context
from app.cli.output import Output, local, stamp
from app.domain.community import Message
from app.domain.council import ASKED_BY_WORDS, MATTER_WORDS, REMEDY_WORDS, STAGE_WORDS, Party, Referral, ReferralId
from app.domain.council_panel import ASIDE_WORDS, Sitting
from app.domain.words import Words
from app.operations import council_parties, council_view
from app.operations.council_view import Dossier, Listed

EXCERPT = 60


def list_referrals(context: Context, arguments: Namespace) -> int:
    """List the referrals."""
    out = context.out
    with context.desk() as desk:
        found = council_view.listing(desk, closed=arguments.closed)
    out.document([_of_listed(out, one) for one in found])
    if not found:
        out.say("没有评议事项。用 steward refer 提请。", "There is no referral. steward refer makes one.")
    for one in found:
        referral = one.referral
        stage = out.words(STAGE_WORDS[referral.stage])
        out.line(f"{referral.id:<12} {stage} · {local(referral.opened_at)} · {' '.join(one.parties)}")
        out.line(f"{'':<12} {referral.question}")
        if out.words(one.next):
            out.line(f"{'':<12} → {out.words(one.next)}")
    return 0


def show(context: Context, arguments: Namespace) -> int:
    """Everything about a referral."""
    out = context.out
    with context.desk() as desk:
        found = council_view.dossier(desk, ReferralId(arguments.referral))
        came = council_parties.replies(desk, found.referral.id)
    out.document(of_dossier(out, found) | {"replies": {label: _of_replies(said) for label, said in came.items()}})
    if not out.json:
        for line in (*_lines(out, found), *_replied(out, came)):
            out.line(line)
    return 0


# --- documents ------------------------------------------------------------------------------------------


def _of_referral(one: Referral) -> dict[str, Any]:
    return {
        "referral": one.id,
        "question": one.question,
        "alleged": one.alleged,
        "matter": one.matter,
        "stage": one.stage,
        "round": one.round,
        "asked_by": one.asked_by,
        "asked_name": one.asked_name,
        "brand_party": one.brand_party,
        "size": one.size,
        "opened_at": stamp(one.opened_at),
        "due_at": stamp(one.due_at),
        "counted_at": stamp(one.counted_at),
        "packet": one.packet or None,
    }


def _of_listed(out: Output, one: Listed) -> dict[str, Any]:
    return _of_referral(one.referral) | {
        "cases": one.cases,
        "parties": list(one.parties),
        "seats": one.seats,
        "arrived": one.arrived,
        "next": out.words(one.next),
        "waits": one.waits,
    }


def of_dossier(out: Output, found: Dossier) -> dict[str, Any]:
    """A referral with everything about it, as a document."""
    return _of_referral(found.referral) | {
        "head": f"{found.referral.entries}:{found.referral.head}",
        "cases": [
            {
                "case": one.case.id,
                "label": one.label,
                "author": one.case.author.id if one.case.author else None,
                "title": one.title,
                "text": one.text,
                "state": one.case.state,
                "kind": one.case.kind,
            }
            for one in found.cases
        ],
        "parties": [_of_party(one) for one in found.parties],
        "articles": [{"edition": one.edition.number, "article": one.article.number} for one in found.articles],
        "panel": [_of_sitting(one) for one in found.panel],
        "arrived": [
            {"seat": one.seat, "serial": one.serial, "recusal": one.recusal, "at": stamp(one.at)}
            for one in found.arrived
        ],
        "missing": [
            {"what": out.words(one.words), "mend": one.mend, "about": one.about or None} for one in found.missing
        ],
        "ruling": _of_ruling(found),
    }


def _of_party(one: Party) -> dict[str, Any]:
    return {
        "label": one.label,
        "member": one.member.id,
        "name": one.member.name,
        "complains": one.complains,
        "statement": one.statement,
        "stated_at": stamp(one.stated_at),
        "silent": one.silent,
        "asked_at": stamp(one.asked_at),
        "answer_by": stamp(one.answer_by),
    }


def _of_replies(came: Sequence[Message]) -> list[dict[str, Any]]:
    return [{"at": stamp(one.at), "text": one.text} for one in came]


def _of_sitting(one: Sitting) -> dict[str, Any]:
    return {
        "seat": one.seat.number,
        "name": one.seat.name,
        "place": one.place,
        "round": one.round,
        "aside": one.aside,
        "instead_of": one.instead_of,
    }


def _of_ruling(found: Dossier) -> dict[str, Any] | None:
    one = found.ruling
    if one is None:
        return None
    return {
        "round": one.round,
        "remedy": one.outcome.remedy,
        "undecided": one.outcome.undecided,
        "text": one.text,
        "confirmed_at": stamp(one.confirmed_at),
        "refused_why": one.refused_why,
        "publish_at": stamp(one.publish_at),
        "published_at": stamp(one.published_at),
        "decisions": list(one.decisions),
    }


# --- lines ----------------------------------------------------------------------------------------------


def _lines(out: Output, found: Dossier) -> Iterator[str]:
    one = found.referral
    asked = out.words(ASKED_BY_WORDS[one.asked_by]) + (f" {one.asked_name}" if one.asked_name else "")
    about = [out.words(STAGE_WORDS[one.stage]), out.words(MATTER_WORDS[one.matter]), asked, local(one.opened_at)]
    about += [out.words(Words("品牌是当事方", "the brand is a party"))] if one.brand_party else []
    yield f"{one.id} · {' · '.join(about)}\n\n{one.question}\n{one.alleged}\n"
    for case in found.cases:
        yield f"{case.case.id:<10} {case.label} · {case.title} · {' '.join(case.text.split())[:EXCERPT]}"
    for party in found.parties:
        yield f"{party.label} {party.member.name}{_heard(out, party)}"
    for cited in found.articles:
        yield f"{out.words(cited.edition.name)} {cited.article.number} · {out.words(cited.article.title)}"
    came = {one.seat for one in found.arrived}
    for seat in found.panel:
        yield f"{seat.seat.number:>4} {seat.seat.name} · {_sits(out, seat, came)}"
    if found.ruling is not None:
        yield _ruling(out, found)
    for lacks in found.missing:
        yield f"- {out.words(lacks.words)}"


def _replied(out: Output, came: Mapping[str, Sequence[Message]]) -> Iterator[str]:
    for label, said in came.items():
        wrote = out.words(Words(f"{label}来信", f"{label} wrote"))
        yield from (f"{wrote} {local(one.at)}: {' '.join(one.text.split())[:EXCERPT]}" for one in said)


def _heard(out: Output, party: Party) -> str:
    if party.statement:
        return f": {' '.join(party.statement.split())[:EXCERPT]}"
    if party.silent:
        return out.words(Words("（未陈述）", " (said nothing)"))
    until = local(party.answer_by) if party.answer_by else ""
    asked = Words(f"（{until} 前陈述）", f" (has until {until})")
    return out.words(asked if until else Words("（还没有请其陈述）", " (not asked yet)"))


def _sits(out: Output, one: Sitting, came: set[int]) -> str:
    if one.aside is not None:
        return out.words(Words("回避：", "aside: ")) + out.words(ASIDE_WORDS[one.aside])
    there = one.seat.number in came
    return out.words(Words("已收到", "has sent something") if there else Words("还没有收到", "nothing yet"))


def _ruling(out: Output, found: Dossier) -> str:
    ruling = found.ruling
    if ruling is None:
        return ""
    remedy = ruling.outcome.remedy
    said = out.words(REMEDY_WORDS[remedy]) if remedy else out.words(Words("未形成多数意见", "undecided"))
    return f"\n{said}\n{ruling.text}\n"
