"""Every page and sheet, each entered in a window of its own, for tests that look at all of them."""

from collections.abc import Callable
from functools import partial

import seated
from app.domain.cases import CaseId
from app.domain.honours import PEACEMAKER, Evidence, EvidenceKind
from app.operations import council_referring, honours_nominating, review, sanctions
from app.operations.case_view import case_view
from app.operations.council_referring import Wish as Referring
from app.operations.sanctions import Wish
from tests.ui import latin
from tests.ui.stage import Stage


def _outbox(stage: Stage, case: str) -> None:
    stage.do("go.outbox")
    model = stage.window.outbox.model
    at = next(row for row, one in enumerate(model.answers) if one.first.case == case)
    stage.window.outbox.list.setCurrentIndex(model.index(at))
    stage.settle()


def _accounts(stage: Stage) -> None:
    latin.able(stage.desk)
    stage.choose(latin.NEW)
    stage.do("triage.accounts")
    assert stage.window.triage.bulk.accounts.ready


def _sample(stage: Stage) -> None:
    latin.wait_in_a_batch(stage.desk)
    stage.refresh()
    stage.choose(latin.NEW)
    stage.do("triage.accounts")
    assert stage.window.triage.many.sampling.isVisible()


def _sanction(stage: Stage) -> None:
    stage.choose(latin.NEW)
    stage.do("triage.sanction")


def _everything_open(stage: Stage) -> None:
    """Every field that shows only when it is asked for."""
    form = stage.window.triage.desk.sheets.sanction.form
    stage.do("desk.mute7")
    for tick in form.malice.ticks.values():
        tick.click()
    form.basis.toggle.click()
    stage.settle()


def _waiting(stage: Stage) -> None:
    """A sanction that waits for another person."""
    sanctions.sanction(stage.desk, latin.NEW, Wish(article=3, brand_party=True))
    stage.refresh()
    stage.choose(latin.NEW)


def _bulk(stage: Stage) -> None:
    stage.choose(latin.NEW)
    stage.do("triage.pick")


def _dismissing_together(stage: Stage) -> None:
    _bulk(stage)
    stage.window.triage.bulk._dismiss()


def _unreadable(stage: Stage) -> None:
    stage.window.triage.queue.stack._layout.setCurrentIndex(3)
    assert stage.button("再试一次").isVisible()


def _council(stage: Stage) -> None:
    seated.council(stage.desk, 5)
    wish = Referring((CaseId(latin.NEW),), "Is it copied?", "Two posts are alike. Call 13800138000.")
    council_referring.refer(stage.desk, wish)
    stage.refresh()
    stage.do("go.council")
    assert stage.window.council.referrals.inside.procedure.go.isVisible()


def _seats(stage: Stage) -> None:
    _council(stage)
    stage.do("go.seats")


def _honours(stage: Stage) -> None:
    author = case_view(stage.desk, latin.NEW).case.author
    assert author is not None
    evidence = Evidence(EvidenceKind.HAND, "", "Calmed a quarrel on 3 November")
    honours_nominating.nominate(stage.desk, author.id, PEACEMAKER, [evidence])
    stage.do("go.honours")
    assert stage.window.honours.honours.inside.procedure.go.isVisible()


def _review(stage: Stage) -> None:
    review.draft(stage.desk, review.last_month(stage.desk))
    stage.do("go.review")
    assert stage.window.honours.review.inside.paper.isVisible()


def _fault(stage: Stage) -> None:
    stage.choose(latin.NEW)
    stage.do("desk.send")
    assert stage.window.triage.desk._fault.isVisible()


def _nothing_found(stage: Stage) -> None:
    stage.window.triage.queue.search.setText("nowhere")
    stage.window.triage.queue.start_over()
    stage.settle()


def _settled(stage: Stage) -> None:
    stage.do("go.outbox")
    stage.click(stage.window.outbox._tabs[1])


def _notice(stage: Stage) -> None:
    stage.choose(latin.NEW)
    stage.window.triage.queue.model.picked.clear()
    stage.do("window.undo")
    assert stage.notices


SCENES: dict[str, Callable[[Stage], object]] = {
    **{f"case {name}": partial(Stage.choose, case=case) for name, case in latin.CASES.items()},
    **{f"outbox {name}": partial(_outbox, case=latin.CASES[name]) for name in latin.UNSETTLED},
    "reply": lambda stage: (stage.choose(latin.NEW), stage.do("triage.reply")),
    "preview": lambda stage: (stage.choose(latin.NEW), stage.do("desk.preview")),
    "sanction": _sanction,
    "sanction in full": lambda stage: (_sanction(stage), _everything_open(stage)),
    "two answers": lambda stage: (_sanction(stage), stage.do("desk.double")),
    "approval": lambda stage: (_waiting(stage), None),
    "colleague": lambda stage: (_waiting(stage), stage.do("desk.agree")),
    "bulk": _bulk,
    "accounts": _accounts,
    "sample": _sample,
    "member": lambda stage: (stage.choose(latin.NEW), stage.do("triage.member")),
    "unreadable": _unreadable,
    "conduct": partial(Stage.do, intention="go.conduct"),
    "settings": partial(Stage.do, intention="go.settings"),
    "council": _council,
    "evidence": lambda stage: (_council(stage), stage.do("council.evidence")),
    "packet": lambda stage: (_council(stage), stage.do("council.plan")),
    "refer": lambda stage: (stage.choose(latin.NEW), stage.do("triage.refer")),
    "council without referrals": partial(Stage.do, intention="go.council"),
    "council without seats": lambda stage: (stage.do("go.seats"), stage.do("seat.enter")),
    "fault": _fault,
    "dismissing together": _dismissing_together,
    "nothing found": _nothing_found,
    "settled": _settled,
    "notice": _notice,
    "seats": _seats,
    "honours": _honours,
    "title": lambda stage: (_honours(stage), stage.do("honours.title")),
    "review": _review,
    "commands": partial(Stage.do, intention="window.commands"),
    "keys": partial(Stage.do, intention="window.keys"),
}

IN_CHINESE = frozenset({"council", "evidence", "packet", "seats", "review"})
"""Where Chinese words stand in English too: labels of parties, names of seats, what people write in Chinese."""
