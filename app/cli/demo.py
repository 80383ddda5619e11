"""`steward --demo`: the main job from end to end, on the embedded community, in a throw-away workspace.

Each step is told in a line, and shown in a picture where the machine can draw one.
"""

import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from app.cli.context import Context
from app.cli.output import local
from app.cli.world import DemoWorld
from app.demo.content import STAFF
from app.domain.cases import STATE_WORDS, CaseId
from app.domain.decisions import DecisionKind
from app.domain.letters import language_of
from app.domain.words import Words
from app.operations import letters, triage
from app.operations.accounts import verify_ledger
from app.operations.case_view import CaseView, case_view
from app.operations.coaching import accept, coach
from app.operations.desk import Desk
from app.sync.cycle import Round, run_round
from ui.requirements import missing_library

if TYPE_CHECKING:
    from ui.pictures import Studio

CASE = CaseId("c-0101")
"""A newcomer who passes on an agent's link: first time, no harm meant."""

ARTICLE = 9

CORRECTED = (
    "大家好，E5 刚提 3 天，还没捂热🥹\n"
    "想装家充，物业说要“用电证明”，有没有车友办过？流程怎么走？（代办链接已删，谢谢提醒）"
)

GOOD = "把报装遇到的困难写得很清楚"
"""What a moderator says first: the part of the letter that no template can know."""


class Painter(Protocol):
    """Draws a step."""

    def draw(self, name: str, case: CaseId | None) -> None:
        """A picture of the window, with a case where one is named."""

    def close(self) -> None:
        """Put the brushes away."""


class _NoPictures:
    def draw(self, name: str, case: CaseId | None) -> None:
        """Draw nothing."""

    def close(self) -> None:
        """Nothing was taken out."""


class _Pictures:
    def __init__(self, studio: "Studio") -> None:
        self._studio = studio

    def draw(self, name: str, case: CaseId | None) -> None:
        """A picture of the real window."""
        self._studio.show("TRIAGE", case)
        self._studio.save(name)

    def close(self) -> None:
        """Put the window away."""
        self._studio.close()


def demo(context: Context, pictures_to: Path | None) -> int:
    """Do the main job headless, telling each step; 0 when all of it worked."""
    world = DemoWorld(context.settings)
    try:
        painter = _painter(context, world, pictures_to)
        try:
            return _Story(context, world, painter).tell()
        finally:
            painter.close()
    finally:
        world.close()


def _painter(context: Context, world: DemoWorld, folder: Path | None) -> Painter:
    """What draws the steps; nothing, with a word on what is missing, where the machine can't."""
    lacking = missing_library()
    if lacking is None:
        from ui.pictures import Studio  # noqa: PLC0415

        folder = folder or Path(tempfile.mkdtemp(prefix="steward-demo-pictures-"))
        studio = Studio(world.session(), folder, language=context.out.language, bug=context.log.report_bug)
        if studio.missing is None:
            context.out.say(f"图片保存在 {folder}", f"Pictures are saved in {folder}")
            return _Pictures(studio)
        studio.close()
        lacking = studio.missing
    context.out.hint(
        f"没有图片，演示照常进行。缺少：{lacking}", f"The demo goes on without pictures. Missing: {lacking}"
    )
    return _NoPictures()


class _Story:
    def __init__(self, context: Context, world: DemoWorld, painter: Painter) -> None:
        self._out = context.out
        self._community = world.community
        self._workspace = world.workspace
        self._desk: Desk = world.workspace.desk()
        self._gateway = world.gateway
        self._painter = painter
        self._step = 0

    def tell(self) -> int:
        self._pull()
        self._choose()
        self._coach()
        self._deliver()
        self._nothing_twice()
        self._corrected()
        self._thank()
        self._prove()
        self._out.document({"steps": self._step})
        return 0

    def _say(self, zh: str, en: str, lines: Sequence[str] = (), *, case: CaseId | None = CASE) -> None:
        self._step += 1
        self._out.say(f"{self._step}. {zh}", f"{self._step}. {en}")
        for line in lines:
            self._out.line(f"   {line}")
        self._painter.draw(f"{self._step:02}", case)

    def _sync(self) -> Round:
        return run_round(self._desk, self._gateway, sleep=time.sleep, patience=timedelta(seconds=5))

    def _view(self) -> CaseView:
        return case_view(self._desk, CASE)

    def _pull(self) -> None:
        done = self._sync()
        rows = triage.queue(self._desk, limit=6)
        reports = self._out.words(Words("举报", "reports"))
        lines = [
            f"{row.id}  {local(row.reported_at)}  {row.author}  {row.title}  {reports} {row.reports}" for row in rows
        ]
        self._say(
            f"从社区收到工单 {done.cases} 件、帖子 {done.posts} 个，存入加密的工作区。待处理（最急的在前）：",
            f"{done.cases} cases and {done.posts} posts came from the community into the encrypted workspace. "
            "The queue, most urgent first:",
            lines,
        )

    def _choose(self) -> None:
        view = self._view()
        lines = [*view.case.body.splitlines(), ""]
        lines += [f"{report.by.name if report.by else '?'}: {report.reason}" for report in view.reports]
        author = view.case.author.name if view.case.author else "?"
        self._say(
            f"打开工单 {CASE}：{author} 的帖子，首次、无恶意。",
            f"Case {CASE}: a post by {author}, first time, no harm meant.",
            lines,
        )

    def _coach(self) -> None:
        letter = self._letter()
        decided = coach(self._desk, CASE, article=ARTICLE, message=letter)
        state = self._out.words(STATE_WORDS[decided.state])
        self._say(
            f"写好私信提醒，引用公约第 {ARTICLE} 条；{len(decided.commands)} 个操作待发送，工单转为“{state}”。",
            f"A private reminder is written, citing article {ARTICLE}; {len(decided.commands)} operations wait, "
            f"the case is “{state}”.",
            letter.splitlines(),
        )

    def _letter(self) -> str:
        """The reminder as a moderator would finish it, in the member's language."""
        view = self._view()
        letter = letters.draft(
            self._desk,
            CASE,
            answer=DecisionKind.COACHING,
            template=letters.best_template(view.case, view.author, self._desk.clock()),
            article=ARTICLE,
            language=language_of(view.case.revision.body),
        )
        return letter.text.replace(letter.gaps[0], GOOD)

    def _deliver(self) -> None:
        done = self._sync()
        held = self._held()
        if held != 1:
            raise AssertionError(f"the community holds {held} messages, not one")
        self._say(
            f"送达 {done.sent} 个操作：接单、私信、办结举报。社区里这封私信正好有 {held} 封。",
            f"{done.sent} operations were delivered: claim, message, settlement. "
            f"The community holds exactly {held} such message.",
        )

    def _held(self) -> int:
        return len(self._community.messages(STAFF[0], None).items)

    def _nothing_twice(self) -> None:
        done = self._sync()
        if done.sent or self._held() != 1:
            raise AssertionError("a second round sent something")
        self._say("再同步一次：没有任何内容重发。", "Another round: nothing is sent twice.")

    def _corrected(self) -> None:
        post_id = self._view().case.post_id
        self._community.edit_post(str(post_id), CORRECTED)
        self._sync()
        view = self._view()
        state = self._out.words(STATE_WORDS[view.case.state])
        self._say(
            f"作者改好了帖子，工单自动回到“{state}”。",
            f"The author corrected the post; the case came back by itself as “{state}”.",
            view.case.revision.body.splitlines(),
        )

    def _thank(self) -> None:
        view = self._view()
        thanks = letters.thanks(self._desk, CASE, language_of(view.case.revision.body))
        decided = accept(self._desk, CASE, thanks=thanks)
        self._sync()
        state = self._out.words(STATE_WORDS[decided.state])
        self._say(
            f"改得好，谢谢 TA 一句，工单“{state}”。",
            f"The correction is good: the author is thanked, the case is “{state}”.",
            thanks.splitlines(),
        )

    def _prove(self) -> None:
        found = verify_ledger(self._workspace.record)
        if not found.ok:
            raise AssertionError(found.reason)
        self._say(
            f"治理台账 {found.entries} 条，逐条核对无误，末条哈希 {found.head[:16]}…",
            f"The ledger's {found.entries} entries were verified one by one; head {found.head[:16]}…",
        )
