"""上次怎么判的: the likest past decisions, while an article and a rung are being chosen."""

from dataclasses import replace
from datetime import datetime
from heapq import nlargest

from app.domain.cases import Case, CaseId
from app.domain.conduct import in_force
from app.domain.ladder import Rung, counting
from app.domain.precedents import Precedent, Precedents, Situation, count, situation, weigh
from app.domain.sanctions import strikes_of
from app.operations.desk import Desk
from app.operations.sanctions import record_of
from app.text.likeness import likeness, traits
from storage.transaction import Transaction

NEWEST = 2000
"""How many decisions on an article are looked at: the newest, for what was usual years ago no longer is."""

SAME_OFFENCE, SAME_SITUATION = 0.1, 0.1
"""What the same offence, and the same situation, add to the likeness of the texts."""

LEAST_ALIKE = 0.08
"""Below this two texts have nothing to do with each other, unless both were reported as the same."""


def precedents(
    desk: Desk,
    case_id: CaseId,
    *,
    article: int,
    rung: Rung | None = None,
    malice: bool = False,
    limit: int = 5,
) -> Precedents:
    """What was decided before on an article, the likest to a case first.

    Args:
        desk: of the person who asks.
        case_id: the case that is being decided.
        article: its number in the edition that would be cited.
        rung: what is about to be chosen; None says nothing of it.
        malice: a fact of malice is ticked.
        limit: how many of the likest.

    Raises:
        CaseNotFound: there is no such case.
        NoSuchArticle: the edition has no such article.
    """
    with desk.record.read() as tx:
        case = tx.cases.get(case_id)
        now = _situation(tx, case, desk.clock(), malice=malice)
        editions = tx.conduct.editions()
        edition = in_force(editions, case.revision.written_at) or in_force(editions, desk.clock())
        if edition is None:
            return Precedents(situation=now)
        title = edition.article(article).title.zh
        found = tx.past.of_article(article, title, without=case.key, limit=NEWEST)
    alike = _likest(case, found, now, limit)
    counts = count(found, case.reported_as, now)
    return Precedents(tuple(alike), counts, weigh(counts, rung), case.reported_as, now)


def _situation(tx: Transaction, case: Case, when: datetime, *, malice: bool) -> Situation:
    counted = counting(strikes_of(record_of(tx, case)), when)
    return situation(malice=malice, counted=bool(counted))


def _likest(case: Case, found: list[Precedent], now: Situation, limit: int) -> list[Precedent]:
    mine = traits(f"{case.revision.title}\n{case.revision.body}")
    known: dict[tuple[str, str], float] = {}
    scored: list[tuple[float, Precedent]] = []
    for one in found:
        words = (one.title, one.text)
        if words not in known:  # adverts repeat
            known[words] = likeness(mine, traits(f"{one.title}\n{one.text}"))
        score, same = known[words], bool(case.reported_as) and one.reported_as == case.reported_as
        if same or score >= LEAST_ALIKE:
            score += SAME_OFFENCE * same + SAME_SITUATION * (one.situation is now)
            scored.append((score, one))
    likest = nlargest(limit, scored, key=lambda pair: (pair[0], pair[1].at))
    return [replace(one, likeness=min(score, 1.0)) for score, one in likest]
