"""`steward tour`: walks the demo through the real window and saves a picture of each page and state.

One walk, each stop drawn in both languages and both themes, then a contact sheet of each combination.
"""

import argparse
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.cli import tour_month
from app.cli.context import Context
from app.cli.demo import ARTICLE, CASE, CORRECTED, GOOD
from app.cli.tour_matters import (
    BRAKES,
    open_topic_of_the_update,
    promise_parts,
    refer_the_quarrel,
    seat_the_council,
    take_on_brakes,
)
from app.cli.world import DemoWorld
from app.demo.content import STAFF
from app.domain.cases import CaseId, CaseState
from app.domain.cases import CommunityState as Settled
from app.domain.community import Adapter
from app.domain.connecting import Recognised, found
from app.domain.decisions import DecisionKind
from app.domain.evidence import Attachment
from app.domain.hand import HandCase, Place
from app.domain.ladder import Rung
from app.domain.members import MemberId, MemberRef
from app.domain.roles import EVERY_ROLE
from app.errors import Language, Unsupported
from app.operations import accounts, approving, coaching, complaints, hand, sanctions
from app.operations.accounts import SignIn
from app.operations.case_view import case_view
from app.operations.desk import Desk
from app.operations.sanctions import Wish
from ui.requirements import missing_library

if TYPE_CHECKING:
    from ui.pictures import Studio
    from ui.shell.welcome import Welcome

ADVERT, COMPLAINT, FIGHT, CALM = CaseId("c-0602"), CaseId("c-2101"), CaseId("c-0205"), CaseId("c-0207")
PRAISE = CaseId("c-0501")
FROM_GROUP = HandCase(
    Place.WECHAT_GROUP, "南山老陈", "代办充电桩加我微信，三天装好，群里都找我办的", link="https://agent.example/charge"
)

BECAUSE = "当晚三次追着同一位车友骂，提醒后仍不停"

MONTHS = 11
"""The tour has a year behind it, for honours and the summary to show something; what it walks through is of today."""

LANGUAGES: tuple[Language, ...] = ("zh", "en")
THEMES = ("light", "dark")


def tour(context: Context, parsed: argparse.Namespace) -> int:
    """Walk, draw, and say where the pictures are."""
    lacking = missing_library()
    if lacking is not None:
        raise Unsupported(capability_zh="图片", capability_en="drawing pictures", reason=lacking)
    os.environ["QT_SCALE_FACTOR"] = f"{parsed.scale:g}"  # Qt reads it when the application is made
    from ui.pictures import Studio  # noqa: PLC0415 - Qt must not be loaded for a command without a window

    out: Path = parsed.out
    world = DemoWorld(context.settings, months=MONTHS)
    try:
        studio = Studio(world.session(), out, language=context.out.language, bug=context.log.report_bug)
        try:
            if studio.missing is not None:
                raise Unsupported(capability_zh="图片", capability_en="drawing pictures", reason=studio.missing)
            walk = _Walk(world, studio)
            walk.walk()
            sheets = walk.contact_sheets(out)
        finally:
            studio.close()
    finally:
        world.close()
    for sheet in sheets:
        context.out.line(str(sheet))
    context.out.document({"pictures": len(walk.names) * len(sheets), "sheets": [str(sheet) for sheet in sheets]})
    return 0


class _Walk:
    """The stops of the tour, in the order of a working day."""

    def __init__(self, world: DemoWorld, studio: "Studio") -> None:
        self._world, self._studio = world, studio
        self._desk: Desk = world.workspace.desk()
        self._info = world.gateway.describe()  # while it can still be reached
        self.names: list[str] = []
        self._paths: dict[tuple[str, str], list[Path]] = {}

    def walk(self) -> None:
        """Stop everywhere."""
        self._first()
        self._coaching()
        self._many()
        self._safety()
        self._answers_on_their_way()
        self._by_hand()
        self._places()
        self._offline()
        self._welcome()

    def _stop(self, name: str, page: "Welcome | None" = None) -> None:
        """A picture in each language and theme."""
        self.names.append(name)
        numbered = f"{len(self.names):02}-{name}"
        for language in LANGUAGES:
            for theme in THEMES:
                self._studio.wear(language, theme)
                path = self._studio.save(f"{language}-{theme}/{numbered}", page)
                self._paths.setdefault((language, theme), []).append(path)

    def contact_sheets(self, out: Path) -> list[Path]:
        """All stops of a combination on one sheet."""
        from ui.pictures import contact_sheet  # noqa: PLC0415

        return [
            contact_sheet(paths, out / f"sheet-{language}-{theme}.png")
            for (language, theme), paths in self._paths.items()
        ]

    # --- the stops ---------------------------------------------------------------------------------------

    def _first(self) -> None:
        self._stop("empty")
        self._studio.keep_step()
        self._studio.show("TRIAGE")
        self._stop("queue")
        self._studio.window.triage.queue.search.setText("充电卡")
        self._studio.window.triage.queue.start_over()
        self._studio.settle()
        self._stop("search")
        self._studio.window.triage.queue.filters.clear()

    def _coaching(self) -> None:
        window = self._studio.window
        desk = window.triage.desk
        self._studio.show("TRIAGE", CASE)
        desk.choose(DecisionKind.COACHING)
        self._studio.settle()
        self._stop("reminder-open-place")
        desk.letter.editor.insertPlainText(GOOD)
        desk.letter.toggle_preview()
        self._stop("reminder-preview")
        desk.letter.toggle_preview()
        desk.send()
        self._studio.settle()
        self._stop("reminder-can-be-undone")
        window.undo()
        self._studio.settle()
        window.notices.clear()
        if case_view(self._desk, CASE).case.state is CaseState.NEW:  # where drawing is slow, it is too late to undo
            coaching.coach(self._desk, CASE, article=ARTICLE, message="您好，请把代办链接去掉，谢谢您。", fold=True)
        self._studio.show("TRIAGE", CASE)
        self._stop("awaiting-author")
        self._studio.keep_step()
        self._world.community.edit_post("p-0101", CORRECTED)
        self._studio.keep_step()
        self._studio.show("TRIAGE", CASE)
        self._stop("corrected")
        self._studio.show("TRIAGE", COMPLAINT)
        self._stop("complaint")
        self._reply()
        self._studio.show("TRIAGE", FIGHT)
        self._stop("attack")
        self._sanction()

    def _reply(self) -> None:
        """A reply that promises, and what the gate still finds lacking."""
        desk = self._studio.window.triage.desk
        desk.choose(DecisionKind.REPLY)
        self._studio.settle()
        desk.sheets.toggle_promise()
        self._studio.settle()
        self._stop("reply-promise")
        desk.sheets.toggle_promise()

    def _sanction(self) -> None:
        """A sanction with its ladder, beside a reminder, and as the second person sees it."""
        desk = self._studio.window.triage.desk
        desk.choose(DecisionKind.SANCTION)
        self._studio.settle()
        self._stop("sanction")
        desk.double()
        self._studio.settle()
        self._stop("two-answers")
        desk.double()
        sign_in = SignIn(replace(self._info, acting=MemberRef(MemberId(STAFF[1].id), STAFF[1].name)), "tour", None)
        other = replace(self._desk, me=accounts.register(self._desk.record, sign_in, self._desk.clock()))
        wish = Wish(article=3, rung=Rung.MUTE_7, brand_party=True, departure=BECAUSE)
        decided = sanctions.sanction(other, FIGHT, wish)
        self._studio.show("TRIAGE", FIGHT)
        self._studio.window.notices.clear()
        self._stop("second-person")
        approving.send_back(self._desk, FIGHT, reason="看不出品牌是当事方")
        sanctions.sanction(self._desk, FIGHT, wish)
        self._studio.show("TRIAGE", FIGHT)
        self._studio.window.colleague.put_up_for(decided.case)
        self._stop("colleague")
        self._studio.window.colleague.put_away()
        approving.approve(other, FIGHT)

    def _many(self) -> None:
        triage = self._studio.window.triage
        self._studio.show("TRIAGE", ADVERT)
        triage.answering.dismiss()
        self._studio.settle()
        self._stop("same-text-together")
        triage.escape()

    def _safety(self) -> None:
        """What must not wait: the alarms over the desk, and one that was taken on."""
        self._studio.show("TRIAGE", BRAKES)
        self._stop("alarm")
        take_on_brakes(self._desk)
        self._studio.show("TRIAGE", BRAKES)
        self._stop("safety")

    def _answers_on_their_way(self) -> None:
        hold = timedelta(minutes=5)
        complaints.reply(
            self._desk, COMPLAINT, message="您好，续保报价的构成我今天去问，问到了就在这里说清楚。", hold=hold
        )
        coaching.coach(self._desk, PRAISE, article=10, message="您好，能写写您自己的里程和体验吗？谢谢。")
        self._world.community.settle_elsewhere(str(PRAISE), STAFF[1], Settled.DISMISSED)
        self._world.community.edit_post("p-0501", "远山 E7，开了 8000 公里，说说我喜欢它的三点……")
        self._studio.keep_step()
        self._studio.show("OUTBOX")
        self._stop("outbox-changed-meanwhile")

    def _by_hand(self) -> None:
        """A case from a group: entered, reminded by a person, ticked off."""
        forms, files = self._studio.window.hand, [Attachment("chat.png", self._studio.small_picture())]
        self._studio.show("TRIAGE")
        forms.enter()
        forms.entering.author.setText(FROM_GROUP.author)
        forms.entering.text.setPlainText(FROM_GROUP.text)
        forms.entering.link.setText(FROM_GROUP.link)
        self._stop("enter-by-hand")
        forms.entering.clear()
        forms.entering.put_away()
        case = hand.add_case(self._desk, FROM_GROUP, files).case
        self._studio.show("TRIAGE", case)
        self._stop("by-hand")
        reminded = coaching.coach(self._desk, case, article=ARTICLE, message="您好，请把群里的代办广告撤回，谢谢您。")
        self._studio.show("OUTBOX")
        self._studio.window.outbox.show_answer(reminded.decision)
        self._studio.settle()
        self._stop("to-be-done-by-hand")
        self._studio.window.outbox.tick()
        self._stop("tick-off")
        forms.ticking.put_away()
        hand.tick(self._desk, reminded.commands[0], files[0], note="10:32 私聊发送，对方回复收到")
        self._studio.show("TRIAGE", case)
        self._stop("done-by-hand")

    def _places(self) -> None:
        promise_parts(self._desk)
        open_topic_of_the_update(self._desk)
        self._studio.keep_step()
        self._studio.show("PROMISES")
        self._stop("promises")
        self._studio.window.topics.go()
        self._studio.settle()
        self._stop("topics")
        self._council()
        tour_month.honours(self._studio, self._stop)
        tour_month.month(self._studio, self._stop)
        tour_month.personal_data(self._studio, self._desk, self._stop)
        self._studio.show("CONDUCT")
        self._stop("conduct")
        self._studio.show("SETTINGS")
        self._stop("settings")
        window = self._studio.window
        self._studio.show("TRIAGE", CALM)
        window.finder.put_up()
        self._stop("commands")
        window.finder.put_away()
        window.keys.put_up()
        self._stop("keys")
        window.keys.put_away()

    def _council(self) -> None:
        """A dispute before the council: its sides, its evidence, the masks of its packet; the seats."""
        other = accounts.account_by_id(self._desk.record, MemberId(STAFF[1].id))
        if other is None:
            raise AssertionError("a second person, who signed in before")
        seat_the_council(self._desk, replace(self._desk, me=replace(other, roles=EVERY_ROLE)))
        refer_the_quarrel(self._desk)
        self._studio.keep_step()
        window = self._studio.window
        window.council.turn_to(0)
        self._studio.settle()
        self._stop("council")
        page = window.council.referrals.inside
        page.evidence()
        self._stop("council-evidence")
        page.reading.put_away()
        page.plan()
        self._studio.settle()
        self._stop("council-packet")
        page.sheet.put_away()
        window.council.turn_to(1)
        self._studio.settle()
        self._stop("council-seats")

    def _offline(self) -> None:
        self._world.unplug()
        self._studio.keep_step()
        self._stop("offline")

    def _welcome(self) -> None:
        from ui.session import Joining  # noqa: PLC0415
        from ui.shell.welcome import Welcome  # noqa: PLC0415

        page = Welcome(self._studio.say)
        page.resize(1440, 900)
        page.ask_to_join()
        self._stop("welcome", page)
        where, key = page.connect_.where, page.connect_.key
        address = "https://forum.example.com"
        where.address.setText(address)
        where.look()
        name, version = "远山车友会", "4.11.2"
        seen = Recognised(Adapter.NODEBB, address, name, version, found(Adapter.NODEBB, name, version))
        where.show_recognised(address, seen)
        self._stop("connect-key", page)
        key.token.setText("8d3c51fa-2b07")
        page.connect_.test_now()
        page.connect_.show_tested(Joining(address, Adapter.NODEBB, "8d3c51fa-2b07"), self._info)
        self._stop("connect-abilities", page)
        where.by_hand.click()
        where.address.setText("车友微信群")
        where.changed.emit()
        self._stop("connect-by-hand", page)
        page.ask_to_unlock()
        self._stop("locked", page)
        page.deleteLater()
