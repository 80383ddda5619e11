"""`python -m tests.benchmarks.precedents [--cases N] [--decisions N]`: how long 上次怎么判的 takes. No verdict."""

import argparse
import random
import statistics
import tempfile
import time
from pathlib import Path

import sqlalchemy as sa

from app.domain.cases import CaseId
from app.domain.ladder import Rung
from app.operations.desk import Desk
from app.operations.precedents import precedents
from storage.schema import cases
from storage.schema_decisions import decisions
from storage.values import ms
from tests.benchmarks.__main__ import desk, now

PARTS = [
    "你就是个水货",
    "滚出车友圈",
    "这车就是垃圾",
    "全家都是骗子",
    "贴膜全网最低价",
    "加我头像私信",
    "上门安装包满意",
]
PARTS += [
    "售后推来推去",
    "充电桩占位",
    "谁买谁是傻子",
    "一群蠢货在吹",
    "限速还超车",
    "胎压报警三天没人管",
    "续航打七折",
]
ARTICLES = (3, 4, 5, 9, 10, 11)
BLOCK = 20_000


def _text(chance: random.Random) -> str:
    return "，".join(chance.choices(PARTS, k=chance.randint(3, 18))) + f"。{chance.random():.6f}"


def _case(key: int, chance: random.Random, at: int) -> dict[str, object]:
    names = "kind state author_id author_name title body revision latest_revision community_state community_version"
    values = ("violation", "closed", f"u-{key % 5000}", "车友", "标题", _text(chance), "1", "1", "upheld", "1")
    return dict(zip(names.split(), values, strict=True)) | {
        "key": key,
        "id": f"c-{key}",
        "urgency": 4,
        "written_at": at,
        "edits": 0,
        "reports": 1,
        "reported_at": at,
        "change_no": key,
        "reported_as": chance.choice(("attack", "advert", "baiting")),
    }


def fill(ready: Desk, how_many: int, decided: int) -> None:
    """So many closed cases, and so many reminders on the newest of them."""
    chance = random.Random(7)
    with ready.record.read() as tx:
        edition = tx.conduct.editions()[0]
    articles = {number: edition.article(number) for number in ARTICLES}
    at = ms(now()) + 1000
    for start in range(0, how_many, BLOCK):
        keys = range(start + 1, min(start + BLOCK, how_many) + 1)
        with ready.record.connection() as connection:
            connection.execute(sa.insert(cases), [_case(key, chance, at) for key in keys])
    names = "kind by_id by_name revision state_before state_after text reason basis_use"
    values = ("coaching", ready.me.id, "小北", "1", "new", "closed", "请改一下。", "", "conduct")
    for start in range(0, decided, BLOCK):
        rows = []
        for number in range(start + 1, min(start + BLOCK, decided) + 1):
            article = articles[chance.choice(ARTICLES)]
            rows.append(
                dict(zip(names.split(), values, strict=True))
                | {"id": f"d-{number}", "case_key": how_many - decided + number, "at": at, "basis_current": False}
                | {"basis_edition": edition.number, "basis_article": article.number}
                | {"basis_name_zh": edition.name.zh, "basis_name_en": edition.name.en}
                | {"basis_title_zh": article.title.zh, "basis_title_en": article.title.en}
                | {"basis_text_zh": article.text.zh, "basis_text_en": article.text.en}
            )
        with ready.record.connection() as connection:
            connection.execute(sa.insert(decisions), rows)


def main() -> None:
    """Fill a record and ask it."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--cases", type=int, default=1_000_000)
    arguments.add_argument("--decisions", type=int, default=120_000)
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ready = desk(Path(folder))
        fill(ready, asked.cases, asked.decisions)
        chance, spent, wall = random.Random(1), list[float](), list[float]()
        for _ in range(40):
            case = CaseId(f"c-{chance.randint(1, asked.cases)}")
            begun, clock = time.process_time(), time.perf_counter()
            precedents(ready, case, article=chance.choice(ARTICLES), rung=Rung.WARNING)
            spent.append(time.process_time() - begun)
            wall.append(time.perf_counter() - clock)
        print(
            f"past decisions, {asked.decisions} decisions on {asked.cases} cases: median "
            f"{statistics.median(spent) * 1000:.0f} ms CPU, longest {max(spent) * 1000:.0f} ms; "
            f"first {wall[0] * 1000:.0f} ms, median {statistics.median(wall) * 1000:.0f} ms by the clock"
        )
        ready.record.close()
        ready.cache.close()


if __name__ == "__main__":
    main()
