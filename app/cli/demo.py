"""`steward --demo`: the main job from end to end, on the embedded community, in a throw-away workspace.

Each step is told in a line, and shown in a picture where the machine can draw one.
"""

import secrets
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol

from app.cli.context import Context
from app.cli.output import local
from app.community.connect import Adapter
from app.community.gateway import Gateway
from app.demo.community import DemoCommunity
from app.demo.content import STAFF
from app.demo.server import DemoServer
from app.demo.written import written_content
from app.domain.cases import COACHING_TERM, STATE_WORDS, CaseId
from app.domain.words import Words, chinese_number
from app.files import resource_text
from app.keys.store import MemoryKeyStore
from app.operations import accounts, triage
from app.operations.coaching import coach
from app.operations.conduct import editions
from app.operations.desk import Desk
from app.start import Workspace, create_workspace, gateway_to, now
from app.sync.cycle import Round, run_round
from ui.requirements import missing_library

CASE = CaseId("c-0101")
"""A newcomer who passes on an agent's link: first time, no harm meant."""

ARTICLE = 9

_CORRECTED = (
    "大家好，E5 刚提 3 天，还没捂热🥹\n"
    "想装家充，物业说要“用电证明”，有没有车友办过？流程怎么走？（代办链接已删，谢谢提醒）"
)

_FILLED = {
    "zh": {
        "署名": "小北",
        "肯定之处": "把报装遇到的困难写得很清楚",
        "具体位置": "帖子里有一条代办商家的链接",
        "修改建议": "把那条链接删掉，其他内容都留着",
    },
    "en": {
        "signature": "Xiaobei",
        "something_good": "described the trouble with the application very clearly",
        "place": "the post holds the link of an agent",
        "suggestion": "take that link out and leave everything else",
    },
}


class Painter(Protocol):
    """Draws a step."""

    def save(self, heading: str, lines: Sequence[str]) -> Path | None:
        """A picture of one step, or nothing where none can be drawn."""


class _NoPictures:
    def save(self, heading: str, lines: Sequence[str]) -> None:
        """Draw nothing."""


def demo(context: Context, pictures_to: Path | None) -> int:
    """Do the main job headless, telling each step; 0 when all of it worked."""
    token = secrets.token_urlsafe(24)
    community = DemoCommunity(written_content(now()), now, {token: STAFF[0]})
    with tempfile.TemporaryDirectory(prefix="steward-demo-") as folder, DemoServer(community) as server:
        settings = replace(context.settings, workspace=Path(folder) / "workspace")
        workspace = create_workspace(settings, secrets.token_urlsafe(16), MemoryKeyStore())
        gateway = gateway_to(settings, Adapter.BRIDGE, server.url, token)
        try:
            workspace.connect(Adapter.BRIDGE, server.url, token, gateway.describe())
            story = _Story(context, workspace, community, gateway, painter(context, pictures_to))
            return story.tell()
        finally:
            gateway.close()
            workspace.close()


def painter(context: Context, folder: Path | None) -> Painter:
    """What draws the steps; nothing, with a word on what is missing, where the machine can't."""
    lacking = missing_library()
    if lacking is None:
        from ui.shell import Pictures  # noqa: PLC0415 - Qt must not be loaded where a library is missing

        folder = folder or Path(tempfile.mkdtemp(prefix="steward-demo-pictures-"))
        pictures = Pictures(folder)
        if pictures.missing is None:
            context.out.say(f"图片保存在 {folder}", f"Pictures are saved in {folder}")
            return pictures
        lacking = pictures.missing
    context.out.hint(
        f"没有图片，演示照常进行。缺少：{lacking}", f"The demo goes on without pictures. Missing: {lacking}"
    )
    return _NoPictures()


class _Story:
    def __init__(
        self, context: Context, workspace: Workspace, community: DemoCommunity, gateway: Gateway, painter: Painter
    ) -> None:
        self._out = context.out
        self._workspace = workspace
        self._community = community
        self._gateway = gateway
        self._painter = painter
        self._desk: Desk = workspace.desk()
        self._step = 0

    def tell(self) -> int:
        self._pull()
        self._choose()
        self._coach()
        self._deliver()
        self._nothing_twice()
        self._corrected()
        self._prove()
        self._out.document({"steps": self._step})
        return 0

    def _say(self, zh: str, en: str, lines: Sequence[str] = ()) -> None:
        self._step += 1
        self._out.say(f"{self._step}. {zh}", f"{self._step}. {en}")
        for line in lines:
            self._out.line(f"   {line}")
        self._painter.save(f"{self._step}. {self._out.words(Words(zh, en))}", list(lines))

    def _sync(self) -> Round:
        return run_round(self._desk, self._gateway, sleep=time.sleep, patience=timedelta(seconds=5))

    def _view(self) -> triage.CaseView:
        return triage.case_view(self._desk, CASE)

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
        """The reminder as a moderator would fill it in."""
        language = self._out.language
        view, article = self._view(), editions(self._desk)[-1].article(ARTICLE)
        code = editions(self._desk)[-1].title
        until, today = now() + COACHING_TERM, now()
        zh = language == "zh"
        found = {
            "昵称" if zh else "nickname": view.case.author.name if view.case.author else "",
            "帖子标题" if zh else "post_title": view.case.title,
            "公约名称" if zh else "code_title": code.say(language),
            "条号" if zh else "article_number": chinese_number(ARTICLE) if zh else str(ARTICLE),
            "条款原文" if zh else "article_text": article.text.say(language),
            "缘由" if zh else "why": article.why.say(language),
            "修改期限" if zh else "until": f"{until:%Y-%m-%d %H:%M}",
            "日期" if zh else "date": f"{today:%Y-%m-%d}",
        }
        letter = resource_text("texts", f"coaching.standard.{language}.txt")
        for name, value in {**_FILLED[language], **found}.items():
            letter = letter.replace(f"{{{name}}}", value)
        return letter

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
        self._community.edit_post(str(post_id), _CORRECTED)
        self._sync()
        view = self._view()
        state = self._out.words(STATE_WORDS[view.case.state])
        self._say(
            f"作者改好了帖子，工单自动回到“{state}”。",
            f"The author corrected the post; the case came back by itself as “{state}”.",
            view.case.revision.body.splitlines(),
        )

    def _prove(self) -> None:
        found = accounts.verify_ledger(self._workspace.record)
        if not found.ok:
            raise AssertionError(found.reason)
        self._say(
            f"治理台账 {found.entries} 条，逐条核对无误，末条哈希 {found.head[:16]}…",
            f"The ledger's {found.entries} entries were verified one by one; head {found.head[:16]}…",
        )
