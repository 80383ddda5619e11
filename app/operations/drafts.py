"""Drafts: an answer as far as it is written, kept for the person who writes it. An answer drops its draft itself."""

from dataclasses import replace

from app.domain.cases import CaseId
from app.domain.drafts import Draft
from app.domain.messages import writable
from app.errors import OnHold
from app.operations.desk import Desk
from app.operations.outside import on_hold


def keep_draft(desk: Desk, case_id: CaseId, draft: Draft) -> None:
    """Keep what is written so far; a draft without text, article or choices is none.

    Raises:
        CaseNotFound: there is no such case.
    """
    with desk.record.write() as tx:
        key, draft = tx.cases.get(case_id).key, replace(draft, text=writable(draft.text))
        if draft.text.strip() or draft.article is not None or draft.choices is not None:
            tx.drafts.keep(desk.me.id, key, draft, desk.clock())
        else:
            tx.drafts.drop(desk.me.id, key, draft.answer)


def drop_draft(desk: Desk, case_id: CaseId) -> None:
    """Forget what is written so far.

    Raises:
        CaseNotFound: there is no such case.
        OnHold: somebody from outside is involved in it.
    """
    with desk.record.write() as tx:
        case = tx.cases.get(case_id)
        if on_hold(tx, case):
            raise OnHold(case=case.id)
        tx.drafts.drop(desk.me.id, case.key)
