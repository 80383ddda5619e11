"""What sanctions of one post and of a batch have in common: the basis, the brand, what is done to post and account."""

import json
from collections.abc import Sequence
from functools import cache

from app.domain.cases import Case
from app.domain.commands import CommandKind, Intent, folded
from app.domain.conduct import Basis, Edition, Severity, basis_for_sanction
from app.domain.ladder import RUNG_WORDS, Rung
from app.domain.sanctions import MEASURES, PostAction, brand_named
from app.errors import NotABasis, SanctionedBefore
from app.files import resource_text
from storage.transaction import Transaction


@cache
def brand_words() -> tuple[str, ...]:
    """Words that name the brand, its dealers or its staff."""
    return tuple(json.loads(resource_text("conduct", "brand.json"))["words"])


def brand_hit(case: Case) -> str:
    """The word of the post that names the brand's side, "" where none does."""
    return brand_named(f"{case.revision.title}\n{case.revision.body}", brand_words())


def cited(editions: Sequence[Edition], case: Case, article: int) -> tuple[Basis, Severity]:
    """The article as it was in force when the text was written, and how heavy a breach of it is.

    Raises:
        Refused: it was not in force, or can't be a basis.
    """
    basis = basis_for_sanction(editions, article, written_at=case.revision.written_at)
    severity = next(one for one in editions if one.number == basis.edition).article(article).severity
    if severity is None:
        raise NotABasis(article=article)
    return basis, severity


def check_once(tx: Transaction, case: Case) -> None:
    """One text is sanctioned once, however many reports name it and whoever looks.

    Raises:
        SanctionedBefore: a sanction of this text stands.
    """
    same = {one.id for one in tx.decisions.of_case(case.key) if one.revision == case.revision.version}
    for one in tx.sanctions.of_case(case.id):
        if one.decision in same and not one.overturned:
            words = RUNG_WORDS[one.rung]
            raise SanctionedBefore(rung_zh=words.zh, rung_en=words.en)


def on_post(tx: Transaction, case: Case, post: PostAction) -> tuple[Intent, ...]:
    """What is done to the post; nothing where it stays, or is folded already."""
    if case.post_id is None or post is PostAction.KEEP:
        return ()
    if post is PostAction.DELETE:
        return (Intent(CommandKind.DELETE, case_id=case.id, post_id=case.post_id),)
    if folded(tx.outbox.of_case(case.id)):
        return ()
    return (Intent(CommandKind.HIDE, case_id=case.id, post_id=case.post_id),)


def on_account(case: Case, rung: Rung, why: str, text: str) -> tuple[Intent, ...]:
    """The measure, where the rung has one, and the notice after it."""
    who = case.author.id if case.author else None
    notice = Intent(CommandKind.MESSAGE, case_id=case.id, post_id=case.post_id, member_id=who, text=text)
    kind = MEASURES.get(rung)
    return (Intent(kind, case_id=case.id, member_id=who, reason=why), notice) if kind else (notice,)
