"""Governing from the command line, over real HTTP: the ladder, the second person, what the ledger holds."""

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from app.start import open_record
from tests.journeys.conftest import PASSPHRASE, TOKENS, Served, Steward

Connected = tuple[Steward, Served]


@pytest.fixture
def served(community: Callable[..., Served], steward: Steward) -> Served:
    found = community(posts=120, seed=11)
    steward.ok("connect", found.url, STEWARD_TOKEN=TOKENS[0])
    steward.ok("connect", found.url, STEWARD_TOKEN=TOKENS[1])
    steward.ok("sync", STEWARD_TOKEN=TOKENS[0])
    return found


def _mine(steward: Steward, *arguments: object) -> dict[str, object]:
    done: dict[str, object] = steward.ok(*arguments, STEWARD_TOKEN=TOKENS[0])
    return done


@pytest.fixture
def by_one_author(steward: Steward, served: Served) -> list[str]:
    """Four cases of one author in which the brand's side is not named."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in steward.ok("queue", "--limit", "500", STEWARD_TOKEN=TOKENS[0]):
        found[str(row["author"])].append(row["case"])
    most_first = sorted(found.values(), key=len, reverse=True)
    free = ([case for case in cases if not _mine(steward, "case", case)["brand_hit"]] for cases in most_first)
    return next(cases for cases in free if len(cases) >= 4)[:4]


def _standing(served: Served, steward: Steward, case: str) -> dict[str, object]:
    author = _mine(steward, "case", case)["author"]
    assert isinstance(author, dict)
    found: dict[str, object] = served.get(f"/v1/members/{author['id']}")["standing"]
    return found


def test_the_third_attack_is_muted_for_seven_days_and_a_suspension_waits_for_another_account(
    steward: Steward, served: Served, by_one_author: list[str]
) -> None:
    first, second, third, fourth = by_one_author
    for case, rung in ((first, "warning"), (second, "mute_1"), (third, "mute_7")):
        proposal = _mine(steward, "case", case)["proposal"]
        decided = _mine(steward, "sanction", case, "--article", "3")
        assert decided["state"] == "closed"
        assert proposal is not None
        kept = [one for one in _mine(steward, "case", case)["sanctions"] if one["case"] == case]  # type: ignore[attr-defined]
        assert (kept[0]["rung"], kept[0]["departure"]) == (rung, "")
    _mine(steward, "sync")
    muted = datetime.fromisoformat(str(_standing(served, steward, third)["silenced_until"]))
    ends = datetime.fromisoformat(kept[0]["ends"])
    assert abs(muted - ends) < timedelta(seconds=1)
    notices = [one["text"] for one in served.messages(TOKENS[0])]
    assert len(notices) == 3
    assert not [one for one in notices if "{" in one]
    assert served.get(f"/v1/cases/{third}")["state"] == "upheld"

    waits = _mine(steward, "sanction", fourth, "--article", "3")
    assert (waits["state"], waits["commands"]) == ("awaiting_approval", [])
    assert _mine(steward, "sync")["sent"] == 0
    refused = steward("approve", fourth, STEWARD_TOKEN=TOKENS[0])
    assert refused.code == 1
    assert "another account" in refused.err
    agreed = steward.ok("approve", fourth, STEWARD_TOKEN=TOKENS[1])
    assert agreed["state"] == "closed"
    theirs = steward.ok("sync", STEWARD_TOKEN=TOKENS[1])
    assert theirs["sent"] == 0, "what was agreed to goes out under the account of who decided"
    assert list(theirs["of_others"].values()) == [len(agreed["commands"])]
    assert _mine(steward, "sync")["of_others"] == {}
    assert _standing(served, steward, fourth)["suspended_until"] is not None
    assert steward.ok("ledger", "verify")["ok"]


def test_the_ledger_holds_article_edition_rung_expiry_and_reasons(
    steward: Steward, served: Served, by_one_author: list[str]
) -> None:
    decided = _mine(steward, "sanction", by_one_author[0], "--article", "3", "--malice", f"targeted={by_one_author[1]}")
    with open_record(steward.folder, PASSPHRASE) as connection:
        rows = connection.execute(sa.text("SELECT body FROM ledger WHERE kind = 'decision.made'")).scalars().all()
    (body,) = [row for row in rows if str(decided["decision"]) in row]
    for word in ('"edition":1', '"article":3', "不辱骂", '"rung":"mute_1"', '"expires":"', '"because":"', "targeted"):
        assert word in body


def test_a_departure_without_a_reason_and_a_sanction_without_a_basis_are_refused(
    steward: Steward, served: Served, by_one_author: list[str]
) -> None:
    case = by_one_author[0]
    for arguments, words in (
        (("--article", "3", "--rung", "mute_7"), "departs"),
        ((), "basis"),
        (("--article", "13"), "13"),
        (("--article", "1"), "1"),
        (("--article", "99"), "99"),
    ):
        done = steward("sanction", case, *arguments, STEWARD_TOKEN=TOKENS[0])
        assert done.code == 1
        assert words in done.err
        assert done.out == ""
    assert _mine(steward, "case", case)["decisions"] == []


def test_a_complaint_can_not_be_muted(steward: Steward, served: Served, by_one_author: list[str]) -> None:
    case = by_one_author[0]
    _mine(steward, "classify", case, "complaint")
    done = steward("sanction", case, "--article", "3", STEWARD_TOKEN=TOKENS[0])
    assert done.code == 1
    assert "complaint" in done.err
    waits = _mine(steward, "classify", case, "violation", "--reason", "通篇在骂人")
    assert waits["state"] == "awaiting_approval"
    assert steward("sanction", case, "--article", "3", STEWARD_TOKEN=TOKENS[0]).code == 1
    steward.ok("approve", case, STEWARD_TOKEN=TOKENS[1])
    assert _mine(steward, "sanction", case, "--article", "3")["state"] == "closed"
