"""A community of any size from a seed: the same seed, the same community, to the letter."""

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from app.community.bridge.wire import (
    WireCase,
    WireCounters,
    WireMember,
    WirePost,
    WireRef,
    WireReport,
    WireThread,
)
from app.demo.content import HONOURS, STAFF, Content
from app.domain.cases import CommunityState
from app.domain.posts import PostState

START = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
"""The newest moment in a generated community; fixed, so that a seed says everything."""

FLAGGED_PER_THREAD = 2
SPAN_MINUTES = 60 * 24 * 30

_MODELS = ["远山 E5", "远山 E7", "远山增程 X6"]
_CITIES = ["杭州", "成都", "沈阳", "西安", "广州", "长沙", "青岛", "兰州", "南宁", "合肥", "昆明", "太原"]
_FIRST = ["南山", "夜行", "追风", "海盐", "半糖", "北纬", "老街", "晴天", "铁皮", "小满", "路过", "云端"]
_LAST = ["老陈", "阿强", "豆浆", "司机", "同学", "大叔", "柠檬", "骑士", "旅人", "二哥", "掌柜", "桔子"]

_TITLES = {
    "充电": ["{city}家充桩申请用了{n}天，流程分享", "快充到{n}%就掉功率，正常吗", "{model}充电口盖关不严"],
    "续航": ["{model}冬季续航实测，只跑了{n}公里", "高速{n}码的真实电耗", "表显{n}公里，你们信吗"],
    "OTA": ["升级之后中控黑屏{n}次", "这次 OTA 把动能回收改没了？", "{model}新版本体验，第{n}天"],
    "售后": ["{city}门店让我等了{n}天", "异响修了{n}次还在", "保养费用{n}元，贵不贵"],
    "改装": ["{model}换{n}寸轮毂的经验", "加装脚垫之后地板响", "改灯能过年检吗"],
    "自驾": ["{city}到{other}，{n}公里自驾记录", "国庆服务区排队{n}分钟", "一个人开{model}进藏"],
}

_PLAIN = [
    "我是{city}车主，{model}提车{n}天，表显续航打了八五折，气温零下{m}度，空调开到二十三度。",
    "昨天在{city}服务区排了{n}分钟，前面只有{m}台车，后来才知道有两根桩坏了没人修。",
    "同款{model}，跑了{n}00公里，百公里电耗十七点{m}度，高速占一半，仅供参考。",
    "门店师傅人不错，解释得很清楚，等配件等了{n}天，总算换好了，把过程写下来给后来的车友。",
    "升级之后车机卡顿，重启{m}次才恢复，希望官方给个说法，其他功能都还满意。",
    "新手请教，{model}的胎压冬天打到多少合适，说明书写的是二点{m}，门店说可以再高一点。",
    "从{city}到{other}来回{n}00公里，全程只充了{m}次电，孩子在后排睡得很香。",
]

_FLAGGED = {
    "attack": [
        "说这话的人脑子进水了吧，{model}你买得起吗，买不起就闭嘴。",
        "又来一个托，拿了多少钱一条，{city}的都这样吗。",
        "楼上{n}句话没一句人话，建议回炉重造。",
    ],
    "advert": [
        "{city}专业贴膜改色，{model}老车主{n}折，看我头像联系，非诚勿扰。",
        "代办充电桩报装，{n}天包通电，资料全包，有需要的私信我。",
        "原厂配件渠道，比门店便宜{n}%,{city}可自提。",
    ],
    "rumour": [
        "内部消息，{model}下个月降{m}万，现在买就是冤大头。",
        "听说{city}又烧了一台，官方压着不让说，大家小心。",
        "朋友在厂里，说电池偷偷换了供应商，第{n}批开始的。",
    ],
    "baiting": [
        "{city}人就是爱装，开{model}的尤其是。",
        "买油车的都是没见过世面的，不服来辩。",
        "开某牌子的都没脑子，我说的，截图随意。",
    ],
    "praise": [
        "{model}天下第一，谁黑谁没开过，无脑冲就完了。",
        "遥遥领先，{n}万以内没有对手，不接受反驳。",
    ],
    "complaint": [
        "{model}在高速上突然限速，{city}售后让我等通知，等了{n}天没人理，这个态度真的寒心。",
        "异响修了{m}次，工单关了{n}次，我就想问一句什么时候能修好。",
    ],
    "spam": ["顶顶顶{n}", "路过帮顶，第{n}次。", "沙发沙发沙发，{m}连。"],
}

_REASONS = {
    "attack": ["人身攻击", "骂人", "阴阳怪气"],
    "advert": ["疑似广告", "引流", "同一条发了好几个帖"],
    "rumour": ["没有来源", "造谣", "带节奏"],
    "baiting": ["引战", "地域黑"],
    "praise": ["无脑吹", "没有内容"],
    "complaint": ["带节奏", "黑车"],
    "spam": ["灌水", "刷屏"],
}


def generated_content(flagged: int, seed: int) -> Content:
    """A community with exactly this many flagged posts, hence cases."""
    return _Generator(flagged, seed).content


class _Generator:
    def __init__(self, flagged: int, seed: int) -> None:
        self._random = random.Random(seed)
        self._left = flagged
        self.content = Content(honours=HONOURS)
        self._people = [self._member(number) for number in range(1, max(24, flagged // 10) + 1)]
        for ref in STAFF:
            self.content.members.append(WireMember(ref.id, ref.name, joined_at=START, is_staff=True))
        thread = 0
        while self._left:
            thread += 1
            self._thread(thread)

    def _member(self, number: int) -> WireRef:
        name = f"{self._random.choice(_FIRST)}{self._random.choice(_LAST)}{number}"
        owner = self._random.random() < 0.7
        self.content.members.append(
            WireMember(
                id=f"u-{number:06}",
                name=name,
                joined_at=START - timedelta(days=31 + self._random.randrange(1, 1500)),
                verified_owner=owner,
                car=self._random.choice(_MODELS) if owner else None,
                counters=WireCounters(posts=self._random.randrange(1, 900), reports_upheld=0),
            )
        )
        return WireRef(f"u-{number:06}", name)

    def _fill(self, templates: Sequence[str]) -> str:
        city, other = self._random.sample(_CITIES, 2)
        return self._random.choice(templates).format(
            city=city,
            other=other,
            model=self._random.choice(_MODELS),
            n=self._random.randrange(2, 99),
            m=self._random.randrange(2, 10),
        )

    def _thread(self, number: int) -> None:
        category = self._random.choice(sorted(_TITLES))
        thread_id = f"t-{number:06}"
        self.content.threads.append(WireThread(thread_id, self._fill(_TITLES[category]), category))
        begun = START - timedelta(minutes=self._random.randrange(240, SPAN_MINUTES))
        flagged = min(FLAGGED_PER_THREAD, self._left)
        kinds = [None, *(self._random.choice(sorted(_FLAGGED)) for _ in range(flagged)), None]
        self._left -= flagged
        for place, kind in enumerate(kinds, 1):
            self._post(thread_id, place, begun + timedelta(minutes=20 * place), kind)

    def _post(self, thread_id: str, place: int, at: datetime, kind: str | None) -> None:
        author = self._random.choice(self._people)
        post_id = f"p-{len(self.content.posts) + 1:07}"
        plain = self._fill(_PLAIN)
        text = plain if kind is None else f"{self._fill(_FLAGGED[kind])}{plain if place % 2 else ''}"
        self.content.posts.append(
            WirePost(
                id=post_id,
                thread_id=thread_id,
                author=author,
                created_at=at,
                state=PostState.VISIBLE,
                raw=text,
                version="1",
                number=place,
            )
        )
        if kind is not None:
            self._case(post_id, author, at, kind)

    def _case(self, post_id: str, author: WireRef, at: datetime, kind: str) -> None:
        case_id = f"c-{len(self.content.cases) + 1:06}"
        count = self._random.choice([1, 1, 1, 1, 2, 2, 3, 5])
        reporters = self._random.sample(self._people, count)
        reports = [
            WireReport(
                f"{case_id}-{number}",
                at + timedelta(minutes=3 * number),
                self._random.choice(_REASONS[kind]),
                reporter,
                kind,
            )
            for number, reporter in enumerate(reporters, 1)
        ]
        self.content.post_of[case_id] = post_id
        self.content.cases.append(
            WireCase(
                id=case_id,
                version="1",
                state=CommunityState.OPEN,
                created_at=reports[0].at,
                updated_at=reports[-1].at,
                reports=reports,
                kind="post_flag",
                subject=author,
            )
        )
