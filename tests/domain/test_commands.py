import re
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import make
from app.domain.commands import (
    COMMAND_STATE_WORDS,
    COMMAND_WORDS,
    CommandId,
    CommandKind,
    CommandState,
    CommandStep,
    back_off,
    move_command,
)
from app.domain.words import Words
from app.errors import AlreadyThere, NotFromHere, StewardError

HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN_WORD = re.compile(r"[A-Za-z]{2,}")

LETTERS = dict(zip("WGSRUFBX", CommandState, strict=True))
ALREADY, NOT_FROM_HERE = "=", "."

# Every step (rows) from every state (columns: waiting, sending, sent, refused, uncertain, conflict, blocked,
# cancelled). A letter is the state it leads to, "=" already there, "." not from here.
TABLE = """
take      G = . . G . . .
tick      S . = . . . . .
postpone  = W . . W . . .
settle    S S = . S . . .
refuse    . R . = R . . .
doubt     . U . . U . . .
collide   . F . . . = . .
block     B . . . . . B .
unblock   = . . . . . W .
retry     = . . W W W . .
confirm   . . = . S . . .
withdraw  X . . X X X X =
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [
    pytest.param(CommandStep(step), state, expected, id=f"{step}-from-{state}")
    for step, *row in ROWS
    for state, expected in zip(CommandState, row, strict=True)
]
BY_HAND = (CommandStep.TICK, CommandStep.RETRY, CommandStep.CONFIRM, CommandStep.WITHDRAW)
REFUSED_BY_HAND = [cell for cell in CELLS if cell.values[0] in BY_HAND and cell.values[2] in (ALREADY, NOT_FROM_HERE)]
FINAL = {CommandState.SENT, CommandState.CANCELLED}


def _refusal(step: CommandStep, state: CommandState) -> StewardError:
    with pytest.raises((AlreadyThere, NotFromHere)) as caught:
        move_command(CommandId("1-2"), state, step)
    return caught.value


def _ways(state: CommandState) -> set[CommandState]:
    found = set()
    for step in CommandStep:
        try:
            found.add(move_command(CommandId("1-2"), state, step))
        except (AlreadyThere, NotFromHere):
            continue
    return found


def test_the_table_here_names_every_step_once() -> None:
    assert sorted(row[0] for row in ROWS) == sorted(CommandStep)


@pytest.mark.parametrize(("step", "state", "expected"), CELLS)
def test_every_step_from_every_state_leads_where_the_table_says(
    step: CommandStep, state: CommandState, expected: str
) -> None:
    if expected == ALREADY:
        assert type(_refusal(step, state)) is AlreadyThere
    elif expected == NOT_FROM_HERE:
        assert type(_refusal(step, state)) is NotFromHere
    else:
        assert move_command(CommandId("1-2"), state, step) is LETTERS[expected]


@pytest.mark.parametrize(("step", "state", "expected"), REFUSED_BY_HAND)
def test_what_a_moderator_asks_in_vain_is_answered_in_both_languages(
    step: CommandStep, state: CommandState, expected: str
) -> None:
    error = _refusal(step, state)
    chinese, english = error.sentence("zh"), error.sentence("en")
    assert COMMAND_STATE_WORDS[state].zh in chinese
    assert not LATIN_WORD.search(chinese)
    assert COMMAND_STATE_WORDS[state].en in english
    assert not HAN.search(english)


@pytest.mark.parametrize("state", sorted(FINAL))
def test_sent_and_cancelled_are_final(state: CommandState) -> None:
    assert _ways(state) == set()


def test_only_final_states_count_as_settled() -> None:
    assert {state for state in CommandState if state.settled} == FINAL


@pytest.mark.parametrize("state", sorted(set(CommandState) - FINAL))
def test_no_command_is_stuck_from_every_other_state_an_end_can_be_reached(state: CommandState) -> None:
    seen, ahead = set(), {state}
    while ahead:
        seen |= ahead
        ahead = {after for one in ahead for after in _ways(one)} - seen
    assert seen >= FINAL


@settings(deadline=None)
@given(st.lists(st.sampled_from(list(CommandStep)), max_size=30))
def test_no_run_of_steps_leaves_an_end_or_sends_again_what_was_sent(steps: list[CommandStep]) -> None:
    state, been = CommandState.WAITING, [CommandState.WAITING]
    for step in steps:
        try:
            state = move_command(CommandId("1-2"), state, step)
        except (AlreadyThere, NotFromHere):
            continue
        been.append(state)
    assert not FINAL & set(been[:-1])


@pytest.mark.parametrize(("enum", "words"), [(CommandKind, COMMAND_WORDS), (CommandState, COMMAND_STATE_WORDS)])
def test_every_member_has_words_of_its_own_in_both_languages(enum: type, words: dict[object, Words]) -> None:
    assert set(words) == set(enum)  # type: ignore[call-overload]
    assert all(HAN.search(one.zh) and not LATIN_WORD.search(one.zh) for one in words.values())
    assert all(LATIN_WORD.search(one.en) and not HAN.search(one.en) for one in words.values())
    assert len({one.zh for one in words.values()}) == len({one.en for one in words.values()}) == len(words)


def test_a_command_on_another_version_of_the_case_keeps_its_key_and_content() -> None:
    command = make.command(base_version="3")
    again = command.based_on("4")
    assert (again.id, again.intent, again.base_version) == (command.id, command.intent, "4")


# --- how long to wait ---------------------------------------------------------------------------------


def test_back_off_doubles_from_one_second() -> None:
    assert [back_off(attempts).total_seconds() for attempts in (1, 2, 3, 4, 5)] == [1, 2, 4, 8, 16]


@settings(deadline=None)
@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_back_off_never_shrinks_and_never_passes_ten_minutes(one: int, other: int) -> None:
    fewer, more = sorted((one, other))
    assert timedelta(seconds=1) <= back_off(fewer) <= back_off(more) <= timedelta(minutes=10)


def test_back_off_reaches_ten_minutes() -> None:
    assert back_off(11) == timedelta(minutes=10)
