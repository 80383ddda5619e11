"""Letters to parties: asked for a statement, told what was found, or that nobody judges; each beside a case."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from app.domain.cases import Case, Step
from app.domain.commands import CommandKind, CommandState, Intent
from app.domain.council import Party, Referral
from app.domain.council_missing import Letter
from app.domain.council_ruling import Ruling
from app.domain.decisions import Choice, Decided, DecisionKind
from app.domain.letters import day_words, fill, language_of, moment_words, name_to_address
from app.domain.messages import check_message
from app.domain.quoting import in_quotes
from app.domain.team_facts import introduction, places
from app.domain.words import Words
from app.files import resource_text
from app.operations.commanding import community_info
from app.operations.council_naming import cases_of, enter_party
from app.operations.deciding import case_to_decide, keep
from app.operations.desk import Desk
from app.operations.team_facts import facts_in
from storage.transaction import Transaction


def ask_party(
    desk: Desk, tx: Transaction, referral: Referral, party: Party, *, own: str, until: datetime, hold: timedelta
) -> Decided:
    """Ask a party for a statement; `own` goes out in place of the standard letter."""
    text = own or letter_to(desk, tx, referral, party, until)
    decided = send(desk, tx, referral, party, text, hold=hold)
    tx.council.asked(party.seq, tx.decisions.get(decided.decision).at, until)
    enter_party(desk, tx, referral, party, "asked", decision=decided.decision, until=until.isoformat())
    return decided


def send(desk: Desk, tx: Transaction, referral: Referral, party: Party, text: str, *, hold: timedelta) -> Decided:
    """Send a letter to a party, beside its own case, else beside the first one.

    Raises:
        Refused: it can't be sent so.
    """
    case = case_to_decide(desk, tx, _beside(tx, referral, party).id)
    limit = community_info(tx).limits.message_max if case.place is None else None
    said = check_message(text, limit)
    letter = Intent(CommandKind.MESSAGE, case_id=case.id, post_id=case.post_id, member_id=party.member.id, text=said)
    return keep(desk, tx, case, Choice(DecisionKind.MESSAGE, Step.STAY, (letter,), text=said), hold)


def letter_to(desk: Desk, tx: Transaction, referral: Referral, party: Party, until: datetime) -> str:
    """The standard letter that asks for a statement."""
    more = (
        (Words("据称的经过", "alleged"), _quoted(referral.alleged)),
        (Words("陈述期限", "answer_by"), moment_words(until.astimezone())),
    )
    return _filled(desk, tx, referral, party, name="statement", more=more)


def outcome_to(desk: Desk, tx: Transaction, referral: Referral, party: Party, ruling: Ruling) -> str:
    """The standard letter that tells a party what was found, in the words in which it will be published."""
    more = (
        (Words("代称", "label"), Words(party.label, party.label)),
        (Words("评议结果", "ruling"), Words(ruling.text, ruling.text)),
        (Words("执行说明", "carried_out"), _carried_out(ruling)),
    )
    return _filled(desk, tx, referral, party, name="outcome", more=more)


def withdrawn_to(desk: Desk, tx: Transaction, referral: Referral, party: Party) -> str:
    """The standard letter that tells a party that nobody judges the matter."""
    return _filled(desk, tx, referral, party, name="withdrawn")


def _quoted(text: str) -> Words:
    return Words(in_quotes(text, "zh"), in_quotes(text, "en"))


def letter_of(tx: Transaction, referral: Referral, party: Party) -> Letter:
    """Where the letter is that asked a party, by the decision and by what became of it in the outbox."""
    if party.asked_at is None:
        return Letter.NONE
    found = Letter.NONE
    decided = tx.decisions.of_case(_beside(tx, referral, party).key)
    for one in (one for one in decided if one.kind is DecisionKind.MESSAGE and one.at == party.asked_at):
        agreed = tx.governing.approval(one.id) if one.second_person else None
        if one.undone_at is not None or (agreed is not None and not agreed.agreed):
            found = Letter.WITHDRAWN
        elif one.second_person and agreed is None:
            return Letter.WAITS
        else:
            sent = [done for done in tx.outbox.of_decision(one.id) if done.intent.member_id == party.member.id]
            if sent:
                return _LETTERS.get(sent[0].state, Letter.WAITS)
    return found


_LETTERS = {
    CommandState.SENT: Letter.DELIVERED,
    CommandState.REFUSED: Letter.REFUSED,
    CommandState.CONFLICT: Letter.REFUSED,
    CommandState.CANCELLED: Letter.WITHDRAWN,
}


def as_asked(tx: Transaction, referral: Referral, party: Party) -> Party:
    """The party, as one that nobody asked where its letter did not go out."""
    if party.asked_at is None or letter_of(tx, referral, party).stands:
        return party
    return replace(party, asked_at=None, answer_by=None)


def written_since_asked(tx: Transaction, referral: Referral, party: Party) -> bool:
    """Whether the party was written to about this question after the letter that asked it, whoever did."""
    since = party.asked_at or referral.opened_at
    about = _quoted(referral.question)
    later = (one for one in tx.decisions.of_case(_beside(tx, referral, party).key) if one.at > since)
    letters = (one for one in later if one.kind is DecisionKind.MESSAGE and one.undone_at is None)
    found = (one.id for one in letters if about.zh in one.text or about.en in one.text)
    return any(sent.intent.member_id == party.member.id for one in found for sent in tx.outbox.of_decision(one))


def _carried_out(ruling: Ruling) -> Words:
    why = ruling.refused_why
    if not why:
        return Words("品牌方已确认，会照此执行。", "The brand has confirmed it and carries it out. ")
    return Words(
        f"品牌方没有照此执行，法律上的原因是：{why} ", f"The brand does not carry it out, for a legal reason: {why} "
    )


def _filled(
    desk: Desk,
    tx: Transaction,
    referral: Referral,
    party: Party,
    *,
    name: str,
    more: Sequence[tuple[Words, Words]] = (),
) -> str:
    """A letter in the language of the post beside which it goes."""
    language = language_of(_beside(tx, referral, party).revision.body)
    team = facts_in(tx)
    named = (
        (Words("昵称", "nickname"), name_to_address(party.member.name, language)),
        (Words("署名", "signature"), desk.me.name),
        (Words("自我介绍", "introduction"), introduction(team, desk.me.name, language)),
        (Words("评议的问题", "question"), _quoted(referral.question).say(language)),
        (Words("日期", "date"), day_words(desk.clock().astimezone()).say(language)),
    )
    filled = {place.say(language): said for place, said in named} | places(team, language)
    filled |= {place.say(language): said.say(language) for place, said in more}
    return fill(resource_text("texts", f"council.{name}.{language}.txt").strip(), filled)


def _beside(tx: Transaction, referral: Referral, party: Party) -> Case:
    cases = cases_of(tx, referral)
    return next((one for one in cases if one.author and one.author.id == party.member.id), cases[0])
