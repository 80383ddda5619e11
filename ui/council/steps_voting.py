"""The step while seats vote: who sent something and when, never what."""

from PySide6.QtWidgets import QWidget

from app.domain.council import Stage
from app.domain.council_counting import quorum
from app.domain.council_panel import Sitting
from app.domain.words import Words
from app.operations.council_view import Dossier
from ui.actions import key_of
from ui.council.acting import Acting
from ui.council.steps import Standing, Step
from ui.council.steps_preparing import aside_button, due_words, who
from ui.kit.elements import button, frame, label, row, said, tag
from ui.kit.theme import Tone

_DROP = Words(
    "把委员发回的 .stewardballot 文件（或整个文件夹）拖到这里",
    "Drop the .stewardballot files that members send back, or a whole folder, here",
)
_SECRET = Words(
    "票是密封的：计票之前谁也看不到内容，台账只记席位、序号和时间",
    "Ballots are sealed: nobody sees what they say before the count; the ledger holds seat, serial and time",
)


def all_here(shown: Dossier) -> bool:
    """Whether every seat that judges sent its ballot."""
    here = {one.seat for one in shown.arrived if not one.recusal}
    return bool(shown.sitting) and all(one.seat.number in here for one in shown.sitting)


def show_votes(step: Step, shown: Dossier, acting: Acting) -> None:
    """Who voted."""
    say, referral, now = acting.tools.say, shown.referral, acting.tools.clock()
    if referral.stage in (Stage.PREPARING, Stage.WITHDRAWN) or shown.packet is None:
        step.stand(Standing.DROPPED if referral.stage is Stage.WITHDRAWN else Standing.LATER)
        return
    newest = {one.seat: one for one in shown.arrived if not one.recusal}
    here = [one for one in shown.sitting if one.seat.number in newest]
    count, seats = len(here), len(shown.sitting)
    came = Words(f"到票 {count} / {seats}", f"{count} of {seats} ballots are in")
    if referral.stage is not Stage.VOTING:
        step.stand(Standing.DONE, came)
        return
    due, over = due_words(shown), referral.due_at is not None and referral.due_at <= now
    if over:
        step.stand(Standing.DONE, Words(f"{came.zh}，已截止（{due.zh}）", f"{came.en}; the term ended {due.en}"))
    else:
        needed = quorum(seats)
        told = Words(f"{came.zh}，至少 {needed} 张；{due.zh}截止", f"{came.en}, {needed} at least; until {due.en}")
        if all_here(shown):
            told = Words(
                f"{came.zh}，都到齐了。等到 {due.zh}，之后计票：委员在那之前还能改投",
                f"{came.en}, all of them. Wait until {due.en}, then count: until then seats can still change theirs",
            )
        step.stand(Standing.NOW, told)
    for one in shown.sitting:
        arrived = newest.get(one.seat.number)
        came_at = None if arrived is None else (say.moment(arrived.at, now), arrived.serial)
        step.inside.addWidget(_line(one, acting, came_at, movable=not over))
    if not over:
        take = button(say, Words("收评议票", "Take ballots in"), key=key_of("council.ballots"))
        take.clicked.connect(acting.tools.actions["council.ballots"].trigger)
        again = button(say, Words("重新封装", "Seal again"), "quiet", key=key_of("council.again"))
        again.clicked.connect(acting.tools.actions["council.again"].trigger)
        step.inside.addWidget(
            frame("advice", said(say, _DROP, "small"), row(take, again, None), said(say, _SECRET, "second"), gap=6)
        )


def _line(one: Sitting, acting: Acting, arrived: tuple[str, int] | None, *, movable: bool) -> QWidget:
    say = acting.tools.say
    made, line = QWidget(), who(one, acting)
    line.addStretch(1)
    if arrived is None:
        parts: list[QWidget] = [tag(say(Words("未到", "not yet")), Tone.NEUTRAL)]
    else:
        at, serial = arrived
        later = say(Words(f"（第 {serial} 张）", f" (no. {serial})")) if serial > 1 else ""
        parts = [label(f"{at}{later}", "second", wrap=False), tag(say(Words("已到", "in")), Tone.GREEN)]
    for part in (*([aside_button(one, acting)] if movable else []), *parts):
        line.addWidget(part)
    made.setLayout(line)
    return made
