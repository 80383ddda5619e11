from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from tests.journeys.conftest import Served, Steward


def test_two_machines_of_a_team_share_one_record_on_postgresql(
    steward: Steward, community: Callable[..., Served], letter: Path, new_server_url: str, tmp_path: Path
) -> None:
    served = community(posts=6)
    steward.ok("connect", served.url, "--record", new_server_url, STEWARD_TOKEN=served.token)
    assert steward.ok("sync")["pulled"]["cases"] == 6
    assert not (steward.folder / "record.db").exists()
    other = Steward(tmp_path / "other" / "workspace")
    other.folder.parent.mkdir()
    second = served.staff[1]["token"]
    other.ok("connect", served.url, "--record", new_server_url, STEWARD_TOKEN=second)
    assert len(other.ok("queue")) == 6
    case = steward.ok("queue")[0]["case"]
    steward.ok("coach", case, "--article", "9", "--message", letter)
    refused = other("coach", case, "--article", "9", "--message", letter, STEWARD_TOKEN=second)
    assert refused.code == 1
    assert "already" in refused.err
    assert steward.ok("sync")["sent"] == 3
    assert len(served.messages()) == 1
    assert other.ok("ledger", "verify") == steward.ok("ledger", "verify")
    assert other.ok("sync", STEWARD_TOKEN=second)["sent"] == 0


def test_a_backup_of_a_teams_record_restores_as_a_local_one(
    steward: Steward, community: Callable[..., Served], letter: Path, new_server_url: str, tmp_path: Path
) -> None:
    served = community(posts=3)
    steward.ok("connect", served.url, "--record", new_server_url, STEWARD_TOKEN=served.token)
    steward.ok("sync")
    case = steward.ok("queue")[0]["case"]
    steward.ok("coach", case, "--article", "9", "--message", letter)
    written = steward.ok("backup", tmp_path / "b.steward")
    other = Steward(tmp_path / "other" / "workspace")
    other.folder.parent.mkdir()
    assert other.ok("restore", tmp_path / "b.steward")["head"] == written["head"]
    assert (other.folder / "record.db").exists()
    assert other.ok("sync")["sent"] == 3
    assert len(served.messages()) == 1


def test_a_record_server_with_a_password_in_its_address_is_refused(
    steward: Steward, community: Callable[..., Served]
) -> None:
    served = community(posts=1)
    url = "postgresql://steward:hunter2@127.0.0.1/steward"
    done = steward("connect", served.url, "--record", url, STEWARD_TOKEN=served.token)
    assert done.code == 1
    assert "hunter2" not in done.err
    assert not steward.folder.exists()


def test_a_record_server_that_is_away_is_said_to_be_away(
    steward: Steward, community: Callable[..., Served], new_server_url: str
) -> None:
    served = community(posts=1)
    away = sa.make_url(new_server_url).set(database="no_such_database").render_as_string()
    done = steward("connect", served.url, "--record", away, STEWARD_TOKEN=served.token)
    assert done.code == 1
    assert "record server" in done.err
    assert "Traceback" not in done.err
