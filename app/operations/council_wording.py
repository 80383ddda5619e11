"""A ruling in words: the program's own lines from what was counted, the reasons of a person, what comes of it.

The lines follow from the count whenever they are asked for, so that nobody rewords what was found. The question and
what is alleged were written by people: what leads to somebody in them is masked, and left out where it quotes a post.
"""

from dataclasses import replace

from app.domain.council import Referral, Remedy
from app.domain.council_copy import Comes, omitted, refusal_text, ruling_text, telling
from app.domain.council_ruling import Ruling
from app.domain.letters import language_of
from app.domain.sanctions import Outcome as AppealOutcome
from app.errors import Language
from app.operations.council_counting import articles_named
from app.operations.council_nameless import Around, around
from app.operations.council_panel import sitting
from app.operations.council_standing import as_it_stands, in_effect
from app.operations.desk import Desk
from app.text import masking
from storage.threads import Threads
from storage.transaction import Transaction


def worded(desk: Desk, tx: Transaction, referral: Referral, ruling: Ruling) -> Ruling:
    """The ruling as it stands, with the text in which it is published."""
    with desk.cache.read() as cached:
        return worded_in(tx, cached.threads, referral, ruling)


def worded_in(tx: Transaction, threads: Threads, referral: Referral, ruling: Ruling) -> Ruling:
    """The same with what was read of the community."""
    ruling, found = as_it_stands(tx, ruling), around(tx, threads, referral)
    language = language_of(f"{referral.question}{ruling.reasons}")
    shown = replace(
        referral, question=_shown(referral.question, found, language), alleged=_shown(referral.alleged, found, language)
    )
    text = ruling_text(
        shown,
        ruling.outcome,
        articles_named(tx, referral),
        language,
        reasons=ruling.reasons,
        comes=_refused(tx, ruling, language) or comes_of(tx, ruling),
        seats=len(sitting(tx, referral)),
    )
    return replace(ruling, text=text)


def _shown(text: str, found: Around, language: Language) -> str:
    names = masking.Names(found.labels)
    hidden = masking.hide(text, masking.find(text, names), masking.Numbers())
    if telling(hidden, found.names, found.words):
        return omitted(language)
    return hidden


def _refused(tx: Transaction, ruling: Ruling, language: Language) -> str:
    """Why it is not carried out, and the how many-th of so many rulings that is."""
    if not ruling.refused_why or ruling.confirmed_at is None:
        return ""
    every = tx.rulings.confirmed_until(ruling.confirmed_at)
    return refusal_text(ruling.refused_why, sum(every), len(every), language)


def comes_of(tx: Transaction, ruling: Ruling) -> Comes | None:
    """What came of a ruling so far; None while nobody took it on, or where nothing is to follow."""
    if ruling.confirmed_at is None or ruling.outcome.remedy in (None, Remedy.NONE):
        return None
    done = [one for one in ruling.decisions if in_effect(tx, one)]
    if not done:
        return Comes.TO_COME
    said = [appeal.outcome for one in done for appeal in tx.appeals.of_decision(one)]
    if AppealOutcome.OVERTURNED in said:
        return Comes.OVERTURNED
    return Comes.REDUCED if AppealOutcome.REDUCED in said else Comes.DONE
