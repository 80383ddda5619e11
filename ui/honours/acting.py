"""What can be done with the honour that is shown; each form is made when it is first asked for."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.domain.commands import DecisionId
from app.domain.honours import (
    Consent,
    Evidence,
    EvidenceKind,
    Grant,
    GrantId,
    NominationId,
    Standing,
    Thanks,
    Title,
)
from app.domain.honours_rules import term_end
from app.domain.members import Honour
from app.domain.words import Words
from app.errors import StewardError
from app.operations import honours_granting, honours_nominating, honours_titles
from app.operations.desk import Desk
from app.operations.honours import CARRIED_WORDS, Carried
from app.operations.honours_granting import Announced, Granted
from app.operations.honours_nominating import Asked
from ui.answering.forms import HOLD
from ui.hand.form import Form
from ui.honours.detail import shows_words
from ui.honours.items import Given, Held, Item, Nominated, Suggested, name_of
from ui.honours.letter_forms import AnnounceForm, AskForm, GrantForm
from ui.honours.nominate_form import Nominated as Filled
from ui.honours.nominate_form import NominateForm, Nominee
from ui.honours.small_forms import Asking, ConsentForm, ReasonForm
from ui.honours.title_form import TitleForm
from ui.kit.remote import brief
from ui.tools import Tools

F = TypeVar("F", bound=Form)

_DECLINE = Asking(
    Words("不予通过", "Decline the nomination"),
    Words("不予通过", "Decline"),
    Words("理由（只留作记录）", "Why (kept only)"),
)
_WITHDRAW = Asking(
    Words("撤回提名", "Withdraw the nomination"), Words("撤回", "Withdraw"), Words("原因（可不填）", "Why (optional)")
)
_UNWANTED = Asking(
    Words("TA 不愿意", "They don't want it"),
    Words("登记", "Enter it"),
    Words("TA 怎么说（可不填）", "What they said (optional)"),
    Words("提名到此结束，以后可以再提", "The nomination ends; there can be another one later"),
)
_NOT_SHOWN = Asking(
    Words("撤回展示同意", "They agree no longer to be shown"),
    Words("登记", "Enter it"),
    Words("TA 怎么说（可不填）", "What they said (optional)"),
    Words(
        "称号保留，以后什么都不展示；续任前要重新征得同意",
        "The title stays, nothing is shown; to renew it they are asked anew",
    ),
)
_REVOKE = Asking(
    Words("收回称号", "Revoke the title"),
    Words("收回", "Revoke"),
    Words("理由（留作记录）", "Why (kept)"),
    Words(
        "社区里不再显示。处置引起的暂停会自动进行，不用收回",
        "The community shows it no more. A sanction suspends it by itself",
    ),
)


class Acting(QObject):
    """Does it.

    Args:
        over: lies in the window over which forms go.

    Attributes:
        item: what is shown; None while nothing is.
        titles: those that are given, each with how many hold it.
        opened: a case is to be shown in the queue: its id.
        member_wanted: a member's record is wanted: their id.
        decided: something was decided that can be taken back for a while: words, decisions, cases.
        to_do: what was decided has to be done by a person, who wants to go there: the decision.
        refused: something could not be done: a `StewardError`.
    """

    opened = Signal(object)
    member_wanted = Signal(object)
    decided = Signal(object, object, object)
    to_do = Signal(object)
    refused = Signal(object)

    def __init__(self, tools: Tools, over: QWidget) -> None:
        super().__init__(over)
        self.tools, self.over = tools, over
        self.item: Item | None = None
        self.titles: Sequence[tuple[Title, int]] = ()
        self._forms: dict[object, Form] = {}

    def form(self, kind: Callable[[Tools, QWidget], F]) -> F:
        """The form of this kind."""
        made = self._forms.get(kind)
        if made is None:
            made = self._forms[kind] = kind(self.tools, self.over.window())
        return made  # type: ignore[return-value]  # it was made by this kind

    def _reason(self, asking: Asking) -> ReasonForm:
        made = self._forms.get(asking)
        if not isinstance(made, ReasonForm):
            made = self._forms[asking] = ReasonForm(self.tools, self.over.window(), asking)
        return made

    def fail(self, error: StewardError) -> None:
        """Say why something could not be done."""
        self.refused.emit(error)

    def _about(self) -> str:
        return self.tools.say(name_of(self.item)) if self.item is not None else ""

    def _tell(self, words: Words, decision: DecisionId, *, by_hand: bool = False) -> None:
        self.decided.emit(words, [decision], [])
        if by_hand:
            self.to_do.emit(decision)

    # --- nominations -------------------------------------------------------------------------------------

    def nominate(self) -> None:
        """Nominate who is shown, or somebody else by the number of the account."""
        item, about = self.item, Nominee()
        if isinstance(item, Suggested):
            one = item.suggestion
            about = Nominee(one.member, one.evidence(self.tools.say.language), one.title)
        elif isinstance(item, Thanks):
            shown = Evidence(EvidenceKind.THANKS, item.decision, brief(item.text, 200))
            about = Nominee(item.member, (shown,), None, item.case)
        elif isinstance(item, Given):
            about = Nominee(title=item.title.id)
        self.begin(about)

    def begin(self, about: Nominee) -> None:
        """Begin a nomination with what is known."""
        form = self.form(NominateForm)
        titles = [(title, held) for title, held in self.titles if title.retired_at is None]

        def put_in(filled: Filled) -> None:
            self.tools.runner.do(partial(_nominate, filled=filled), lambda _done: self._nominated(filled), form.fail)

        form.begin(about, titles, put_in)

    def _nominated(self, filled: Filled) -> None:
        self.form(NominateForm).done()
        name = brief(filled.member.name, 24)
        self.tools.notices.tell(Words(f"已提名 {name}", f"{name} is nominated"))

    def ask(self) -> None:
        """Write to the member whether they want it."""
        if not isinstance(self.item, Nominated):
            return
        one, about = self.item.nomination, self._about()

        def begin(usual: str) -> None:
            self.form(AskForm).begin(one, about, usual, partial(self._ask, one.id))

        self.tools.runner.ask(
            ("honours", "asking"), lambda desk: honours_nominating.consent_draft(desk, one.id), begin, self.fail
        )

    def _ask(self, nomination: NominationId, text: str) -> None:
        form = self.form(AskForm)

        def asked(done: Asked) -> None:
            form.done()
            self._tell(Words("征求同意的信已写好", "They are asked"), done.decision, by_hand=done.by_hand)

        self.tools.runner.do(
            lambda desk: honours_nominating.ask(desk, nomination, text=text, hold=HOLD), asked, form.fail
        )

    def consent(self) -> None:
        """Enter what the member agreed to."""
        if not isinstance(self.item, Nominated):
            return
        one = self.item.nomination
        nomination, form = one.id, self.form(ConsentForm)

        def enter(given: Consent) -> None:
            def work(desk: Desk) -> object:
                return honours_nominating.enter_consent(
                    desk,
                    nomination,
                    shows=given.shows,
                    source=given.source,
                    minor=given.minor,
                    guardian=given.guardian,
                )

            self.tools.runner.do(work, lambda _done: form.done(), form.fail)

        form.begin(one, self._about(), enter)

    def unwanted(self) -> None:
        """Enter that the member does not want it, or agrees no longer to be shown."""
        item, work = self.item, honours_nominating.withdraw_consent
        if isinstance(item, Nominated):
            self._with_reason(_UNWANTED, partial(work, nomination=item.nomination.id))
        elif isinstance(item, Held) and item.grant.nomination is not None:
            self._with_reason(_NOT_SHOWN, partial(work, nomination=item.grant.nomination))

    def decline(self) -> None:
        """Decline the nomination."""
        if isinstance(self.item, Nominated):
            self._with_reason(_DECLINE, partial(honours_nominating.decline, nomination=self.item.nomination.id))

    def withdraw(self) -> None:
        """Take the nomination back."""
        if isinstance(self.item, Nominated):
            self._with_reason(_WITHDRAW, partial(honours_nominating.withdraw, nomination=self.item.nomination.id))

    def _with_reason(
        self, asking: Asking, work: Callable[..., object], then: Callable[..., None] | None = None
    ) -> None:
        form = self._reason(asking)

        def go(reason: str) -> None:
            def done(found: object) -> None:
                form.done()
                if then is not None:
                    then(found)

            self.tools.runner.do(lambda desk: work(desk, reason=reason), done, form.fail)

        form.begin(self._about(), go)

    # --- titles that are held ----------------------------------------------------------------------------

    def grant(self) -> None:
        """Confer the title, after a second look."""
        if not isinstance(self.item, Nominated):
            return
        one, title = self.item.nomination, self.item.title
        until = f"{term_end(self.tools.clock(), title.months).astimezone():%Y-%m-%d}"
        shows = shows_words(one.consent.shows if one.consent is not None else frozenset())
        lines = (
            Words(f"任期到 {until}，占用 1 个名额（{self.item.held + 1}/{title.quota}）",
                  f"It is held until {until}, as number {self.item.held + 1} of {title.quota}"),
            shows,
            Words("社区账号按社区能做到的方式显示称号", "The account shows it, as the community can"),
            Words("公开感谢会先起草给您看，确认了才发", "Thanks in public are drafted; you say whether they go out"),
        )  # fmt: skip
        form = self.form(GrantForm)

        def give() -> None:
            self.tools.runner.do(lambda desk: honours_granting.grant(desk, one.id, hold=HOLD), self._granted, form.fail)

        form.begin(self._about(), lines, give)

    def _granted(self, done: Granted) -> None:
        self.form(GrantForm).done()
        name, how = brief(done.grant.member.name, 24), CARRIED_WORDS[done.how]
        told = Words(f"已授予 {name}：{how.zh}", f"Conferred on {name}: {how.en}")
        self._tell(told, done.decision, by_hand=done.how is Carried.BY_HAND)
        self.form(AnnounceForm).begin(done.grant, done.title, done.text, partial(self._announce, done.grant.id))

    def announce(self) -> None:
        """Thank in public for a held title."""
        if not isinstance(self.item, Held):
            return
        grant: Grant = self.item.grant
        language = self.tools.say.language

        def begin(drafted: tuple[str, str]) -> None:
            self.form(AnnounceForm).begin(grant, *drafted, partial(self._announce, grant.id))

        self.tools.runner.ask(
            ("honours", "announcing"),
            lambda desk: honours_granting.thanks_draft(desk, grant.id, language),
            begin,
            self.fail,
        )

    def _announce(self, grant: GrantId, title: str, text: str) -> None:
        form = self.form(AnnounceForm)

        def announced(done: Announced) -> None:
            form.done()
            self._tell(
                Words("公开感谢已写好", "Thanks in public are on their way"), done.decision, by_hand=done.by_hand
            )

        self.tools.runner.do(
            lambda desk: honours_granting.announce(desk, grant, title=title, text=text, hold=HOLD), announced, form.fail
        )

    def renew(self) -> None:
        """Give it for another term; one that is suspended, back."""
        if not isinstance(self.item, Held):
            return
        grant = self.item.grant
        back = grant.standing is Standing.SUSPENDED
        give = honours_granting.restore if back else honours_granting.renew
        told = Words("称号已恢复", "Given back") if back else Words("已续任", "Renewed")
        self.tools.runner.do(lambda desk: give(desk, grant.id, hold=HOLD), partial(self._held, told), self.fail)

    def emeritus(self) -> None:
        """Let them keep it for life."""
        if isinstance(self.item, Held):
            grant, told = self.item.grant.id, Words("已转为荣休", "Emeritus now")
            self.tools.runner.do(
                lambda desk: honours_granting.make_emeritus(desk, grant, hold=HOLD),
                partial(self._held, told),
                self.fail,
            )

    def revoke(self) -> None:
        """Take it away."""
        if isinstance(self.item, Held):
            work = partial(honours_granting.revoke, grant=self.item.grant.id, hold=HOLD)
            self._with_reason(_REVOKE, work, partial(self._held, Words("称号已收回", "Revoked")))

    def _held(self, told: Words, done: Granted) -> None:
        self._tell(told, done.decision, by_hand=done.how is Carried.BY_HAND)

    # --- titles ------------------------------------------------------------------------------------------

    def title(self) -> None:
        """Change the title that is shown; elsewhere, make a new one."""
        before = self.item.title if isinstance(self.item, Given) else None
        form, taken = self.form(TitleForm), [title.id for title, _ in self.titles]

        def keep(title: Title) -> None:
            self.tools.runner.do(
                lambda desk: honours_titles.set_title(desk, title), lambda _done: form.done(), form.fail
            )

        def begin(found: list[Honour]) -> None:
            form.begin(before, found, keep, taken)

        self.tools.runner.ask(("honours", "offered"), honours_titles.offered, begin, self.fail)

    def retire(self) -> None:
        """Give the title no more."""
        if isinstance(self.item, Given):
            title = self.item.title.id
            self.tools.runner.do(lambda desk: honours_titles.retire_title(desk, title), None, self.fail)

    # --- elsewhere ---------------------------------------------------------------------------------------

    def open(self) -> None:
        """Go to the case from which it came."""
        item = self.item
        case = item.case if isinstance(item, Thanks) else item.nomination.case if isinstance(item, Nominated) else None
        if case is None and isinstance(item, Suggested):
            links = (link for reason in item.suggestion.reasons for link in reason.links)
            case = next((link.case for link in links if link.case is not None), None)
        if case is not None:
            self.opened.emit(case)

    def member(self) -> None:
        """See the member's record."""
        item = self.item
        if isinstance(item, Thanks):
            self.member_wanted.emit(item.member.id)
        elif isinstance(item, Suggested):
            self.member_wanted.emit(item.suggestion.member.id)
        elif isinstance(item, Nominated):
            self.member_wanted.emit(item.nomination.member.id)
        elif isinstance(item, Held):
            self.member_wanted.emit(item.grant.member.id)


def _nominate(desk: Desk, filled: Filled) -> object:
    return honours_nominating.nominate(desk, filled.member.id, filled.title, filled.evidence, case=filled.case)
