"""The month on the command line: counted, opened, its sentences, and what it can't be asked."""

from tests.journeys.conftest import Served, Steward


def test_a_month_is_shown_opened_and_not_closed_before_its_end(connected: tuple[Steward, Served]) -> None:
    steward, _ = connected
    case, other = (str(one["case"]) for one in steward.ok("queue")[:2])
    steward.ok("dismiss", case, "--reason", "双方已经和好", "--calmed")
    steward.ok("dismiss", other, "--reason", "正常讨论")
    present = steward.ok("summary")[0]
    assert present == {"month": present["month"], "over": False, "closed": False}
    month = ("--month", present["month"])
    found = steward.ok("summary", *month)
    figures = {key: found["figures"][key]["value"] for key in ("cases.closed", "calm.itself", "cases.dismissed")}
    assert figures == {"cases.closed": 2, "calm.itself": 1, "cases.dismissed": 2}
    assert found["closed_at"] is None
    assert [one["case"] for one in steward.ok("summary", *month, "--cases", "calm.itself")] == [case]
    said = steward.ok("summary", "sentences", *month, "--ask", "请给出冬季续航数据。")
    assert said["sentences"]["ask"]["zh"] == "请给出冬季续航数据。"
    early = steward("summary", "close", *month)
    assert early.code == 1
    assert present["month"] in early.err
    assert steward.ok("summary", "zone", "UTC") == {"zone": "UTC"}
    assert steward.ok("summary", "zone") == {"zone": "UTC"}
    assert steward("summary", "zone", "Middle/Earth").code == 2
    assert steward("summary", "--month", "2026-13").code == 2
    assert steward("summary", *month, "--cases", "no.such").code == 1
    assert steward.ok("ledger", "verify")["ok"]
