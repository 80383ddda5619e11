"""A night on which everybody writes of the same thing: an update after which the screen stays dark."""

import random
from datetime import datetime, timedelta

from app.community.bridge.wire import WireCase, WireCounters, WireMember, WirePost, WireRef, WireReport, WireThread
from app.demo.content import Content
from app.demo.generator import START, generated_content
from app.domain.cases import CommunityState
from app.domain.posts import PostState

NIGHT = timedelta(hours=9)
"""So long before the newest moment of the community the first of these posts was written."""

_MODELS = ["远山 E5", "远山 E7", "远山增程 X6"]
_VERSIONS = ["3.2.1", "3.2.1", "3.2.1", "3.2.0", "3.2.2"]
_CITIES = "沈阳 西安 杭州 成都 长沙 青岛 兰州 合肥 昆明 太原 武汉 重庆 苏州 哈尔滨".split()
_FIRST = ["夜里", "海边", "三楼", "豆沙", "老街", "晴天", "半糖", "北纬", "阿满", "石头"]
_LAST = ["爸爸", "司机", "同学", "老张", "柠檬", "骑士", "旅人", "二哥", "掌柜", "桔子"]

_TITLES = [
    "升级之后中控黑屏，有一样的吗",
    "{version} 推送完屏幕就没亮过",
    "昨晚升级，今早黑屏",
    "中控黑屏，明天还要上班",
    "{model} 升级 {version} 后黑屏",
]
_OPENINGS = [
    "{city}，{short}，昨晚推送的 {version}，",
    "坐标{city}，{short} 车主，升到 {version} 以后",
    "刚升级完 {version}，",
    "{short}，{city}提的车，车机更新到 {version}，",
    "睡前点了升级 {version}，早上一看",
]
_MATTERS = [
    "中控一直黑屏，倒车影像也没有，重启{m}次都不亮。",
    "中控屏黑屏{m}分钟才恢复，空调调不了，导航也没了。",
    "屏幕黑了，只有仪表是亮的，长按重启没有用。",
    "中控反复重启然后黑屏，倒车全靠扭头看。",
    "整块中控黑屏，双闪和空调都在屏幕里，点不到。",
]
_ENDINGS = [
    "400 排队{n}分钟，说让我等通知。",
    "明天一早要送孩子，这怎么开？",
    "门店说已经有{m}台了，什么时候能修？",
    "能不能给个说法，退回上一个版本也行。",
    "",
]


def with_wave(posts: int, seed: int, wave: int) -> Content:
    """A generated community in which, besides its flagged posts, so many people report one matter in one night.

    Args:
        posts: how many other posts are flagged.
        seed: the same seed, the same community.
        wave: how many people write of it; each in a thread of their own.
    """
    content = generated_content(posts, seed)
    chosen = random.Random(f"wave {seed}")
    reporter = WireRef("u-wave", "路过的车友")
    content.members.append(WireMember(reporter.id, reporter.name, joined_at=START - timedelta(days=400)))
    for number in range(1, wave + 1):
        _somebody(content, chosen, number, START - NIGHT + NIGHT * number / (wave + 1), reporter)
    return content


def _somebody(content: Content, chosen: random.Random, number: int, when: datetime, reporter: WireRef) -> None:
    """One more person with the same trouble: a member, a thread, a post, and the report that makes it a case."""
    model, owner = chosen.choice(_MODELS), chosen.random() < 0.8
    who = WireRef(f"u-w{number:05}", f"{chosen.choice(_FIRST)}{chosen.choice(_LAST)}{number}")
    joined = START - timedelta(days=chosen.randrange(40, 1500))
    counters = WireCounters(posts=chosen.randrange(1, 300), reports_upheld=0)
    content.members.append(
        WireMember(who.id, who.name, joined, verified_owner=owner, car=model if owner else None, counters=counters)
    )
    said = {
        "model": model,
        "short": model.removeprefix("远山").removeprefix("增程").strip().removeprefix("增程").strip(),
        "version": chosen.choice(_VERSIONS),
        "city": chosen.choice(_CITIES),
        "n": chosen.randrange(20, 99),
        "m": chosen.randrange(2, 10),
    }
    text = "".join(chosen.choice(part) for part in (_OPENINGS, _MATTERS, _ENDINGS)).format(**said)
    thread = WireThread(f"t-w{number:05}", chosen.choice(_TITLES).format(**said), "OTA")
    post = WirePost(f"p-w{number:05}", thread.id, who, when, PostState.VISIBLE, text, "1", number=1)
    content.threads.append(thread)
    content.posts.append(post)
    _report(content, f"c-w{number:05}", post, reporter)


def _report(content: Content, case: str, post: WirePost, reporter: WireRef) -> None:
    content.post_of[case] = post.id
    content.cases.append(
        WireCase(
            id=case,
            version="1",
            state=CommunityState.OPEN,
            created_at=post.created_at,
            updated_at=post.created_at,
            reports=[WireReport(f"{case}-1", post.created_at, "带节奏", reporter, "complaint")],
            kind="post_flag",
            subject=post.author,
        )
    )
