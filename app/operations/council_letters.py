"""The letter that asks a party for a statement, and how it goes out beside a case."""

from datetime import datetime, timedelta

from app.domain.cases import Case, Step
from app.domain.commands import CommandKind, Intent
from app.domain.council import Party, Referral
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
    """Send the letter, `own` in place of the standard one, beside the party's own case, else beside the first one."""
    case = case_to_decide(desk, tx, _beside(tx, referral, party).id)
    limit = community_info(tx).limits.message_max if case.place is None else None
    text = check_message(own or letter_to(desk, tx, referral, party, until), limit)
    sent = Intent(CommandKind.MESSAGE, case_id=case.id, post_id=case.post_id, member_id=party.member.id, text=text)
    decided = keep(desk, tx, case, Choice(DecisionKind.MESSAGE, Step.STAY, (sent,), text=text), hold)
    tx.council.asked(party.seq, tx.decisions.get(decided.decision).at, until)
    enter_party(desk, tx, referral, party, "asked", decision=decided.decision, until=until.isoformat())
    return decided


def letter_to(desk: Desk, tx: Transaction, referral: Referral, party: Party, until: datetime) -> str:
    """The standard letter, in the language of the post beside which it goes."""
    language = language_of(_beside(tx, referral, party).revision.body)
    team = facts_in(tx)
    named = (
        (Words("昵称", "nickname"), name_to_address(party.member.name, language)),
        (Words("署名", "signature"), desk.me.name),
        (Words("自我介绍", "introduction"), introduction(team, desk.me.name, language)),
        (Words("评议的问题", "question"), in_quotes(referral.question, language)),
        (Words("据称的经过", "alleged"), in_quotes(referral.alleged, language)),
        (Words("陈述期限", "answer_by"), moment_words(until.astimezone()).say(language)),
        (Words("日期", "date"), day_words(desk.clock().astimezone()).say(language)),
    )
    filled = {place.say(language): said for place, said in named} | places(team, language)
    return fill(resource_text("texts", f"council.statement.{language}.txt").strip(), filled)


def _beside(tx: Transaction, referral: Referral, party: Party) -> Case:
    cases = cases_of(tx, referral)
    return next((one for one in cases if one.author and one.author.id == party.member.id), cases[0])
