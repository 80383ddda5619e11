"""Notices of sanctions, filled from the case and the reckoning; what is known only later stays open."""

from app.domain.appeals import working_days
from app.domain.cases import Case
from app.domain.conduct import Basis, Edition
from app.domain.ladder import PAST_WORDS, RUNG_WORDS, Past, Rung
from app.domain.letters import Phrase, fill, finding, language_of
from app.domain.letters_governing import Cited, Law, SanctionFacts, conduct_of, values_of_sanction
from app.domain.quoting import excerpt
from app.domain.sanctions import MALICE_WORDS, POST_ACTION_WORDS, Reckoning, Sanction, Track, reported
from app.domain.taking_effect import DAYS_DIFFER, TERM_PLACES
from app.domain.words import NO_WORDS, Words
from app.errors import Language
from app.operations import letters
from app.operations.conduct import hints
from app.operations.desk import Desk

TEAM = Words("社区管理组", "The community team")

STILL = {
    Rung.WARNING: Words("照常发帖、回复、点赞和私信", "post, reply, like and write messages as before"),
    Rung.MUTE_1: Words("浏览、收藏、点赞，并和管理组私信", "read, save, like, and write to the team"),
    Rung.MUTE_7: Words("浏览、收藏、点赞，并和管理组私信", "read, save, like, and write to the team"),
    Rung.SUSPEND_30: Words(
        "使用车辆、预约服务、联系客服和使用各项车主权益",
        "use the car, book service, reach customer service and all owner benefits",
    ),
}
"""What a member can still do under each rung."""


def notice(
    desk: Desk, case: Case, reckoned: Reckoning, language: Language | None = None, *, longest: int | None = None
) -> str:
    """The standard notice of a measure, in the language of the post unless told; the places of its term stay open.

    Args:
        longest: how much the community takes, in characters; a longer notice gives way to the short one.
    """
    spoken = language or language_of(case.revision.body)
    values = values_of_sanction(_facts(desk, case, reckoned, spoken), spoken)
    known = {place: said for place, said in values.items() if place not in TERM_PLACES}
    name = _template(reckoned.basis, reckoned.sanction)
    whole = letters.governing(name, spoken, known).text
    if longest is None or len(fill(whole, values)) + DAYS_DIFFER <= longest:
        return whole
    return letters.governing("sanction.law_short" if name == "sanction.law" else "sanction.short", spoken, known).text


def reason_for_community(basis: Basis, text: str) -> str:
    """Why a measure was taken, as the community's own log tells it."""
    said = Words(
        f"违反社区公约{basis.cited.zh}：{basis.title.zh}", f"code of conduct, {basis.cited.en}: {basis.title.en}"
    )
    return (basis.law if basis.law != NO_WORDS else said).say(language_of(text))


def _template(basis: Basis, sanction: Sanction) -> str:
    if basis.law != NO_WORDS:
        return "sanction.law"
    if sanction.track is Track.ABNORMAL:
        return "sanction.account"
    return "sanction.warning" if sanction.rung is Rung.WARNING else "sanction.standard"


def _facts(desk: Desk, case: Case, reckoned: Reckoning, language: Language) -> SanctionFacts:
    basis, sanction, edition = reckoned.basis, reckoned.sanction, reckoned.edition
    now = desk.clock()
    term = sanction.from_now(now.astimezone())
    phrase = _phrase(basis, edition)
    quoted = excerpt(case.revision.body, _telling(basis, edition), language)
    days = working_days(sanction.rung)
    return SanctionFacts(
        nickname=sanction.member.name,
        title=case.title,
        excerpt=quoted,
        written_at=case.revision.written_at.astimezone(),
        decision="",
        basis=_cited(basis, edition),
        reason=_reason(sanction, phrase, quoted),
        counted=_counted(sanction),
        not_counted=_not_counted(sanction),
        measure=RUNG_WORDS[sanction.rung],
        starts=term.starts,
        ends=term.ends,
        strikes=sanction.strikes,
        expires=term.expires,
        content=POST_ACTION_WORDS[sanction.post],
        still=STILL[sanction.rung],
        appeal_until=term.appeal_until,
        answer_within=Words(f" {days} 个工作日", f"{days} working days"),
        conduct=conduct_of(phrase),
        signature=TEAM.say(language),
        now=now.astimezone(),
    )


def _phrase(basis: Basis, edition: Edition | None) -> Phrase | None:
    return None if basis.law != NO_WORDS or edition is None else letters.phrase_of(edition.article(basis.article))


def _telling(basis: Basis, edition: Edition | None) -> tuple[str, ...]:
    """Words that point to the article, around which the post is quoted."""
    if basis.law != NO_WORDS or edition is None:
        return ()
    return tuple(hints().words_of(edition.article(basis.article)))


def _cited(basis: Basis, edition: Edition | None) -> Cited | Law:
    if basis.law != NO_WORDS or edition is None:
        return Law(basis.law, basis.text)
    return Cited(edition, edition.article(basis.article))


def _reason(sanction: Sanction, phrase: Phrase | None, quoted: str) -> Words:
    found = Words(finding(phrase, quoted, "zh"), finding(phrase, quoted, "en"))
    if not sanction.malice:
        return found
    facts = reported(MALICE_WORDS[one.fact] for one in sanction.malice)
    return Words(f"{found.zh}；另经核实：{facts.zh}", f"{found.en}; it was also established: {facts.en}")


def _counted(sanction: Sanction) -> Words:
    count = len(sanction.counted)
    return Words(f"有效记分记录 {count} 条", f"{count} earlier records that still count") if count else NO_WORDS


def _not_counted(sanction: Sanction) -> Words:
    reasons = [PAST_WORDS[Past(why)] for _, why in sanction.not_counted]
    if not reasons:
        return NO_WORDS
    return Words(
        f"{len(reasons)} 条（{'、'.join(dict.fromkeys(one.zh for one in reasons))}）",
        f"{len(reasons)} ({', '.join(dict.fromkeys(one.en for one in reasons))})",
    )
