import time, cProfile, pstats
import make
from app.operations import intake, topics, topics_answering, topics_likely, topics_view, topics_following
from app.operations.searching import index_all
from app.domain.promises import Promising, Change
from datetime import timedelta
EXPLAINED = "目前能确认的是：3.2.1 在部分车上会让中控屏不亮，行车不受影响，原因已经查到。"
import random
W = "冬天 续航 打折 空调 座椅 异响 售后 门店 充电 桩 坏了 排队 保养 价格 轮胎 隔音 音响 导航 地图 语音 天窗 漏水 刹车 异味 提车 交付 延期 销售 承诺 改装 贴膜 行车记录仪 车机 卡顿 蓝牙 断连 钥匙 进水".split()
def test_perf(desk):
    intake.on_described(desk, make.info())
    rnd = random.Random(1)
    for s in range(0, 5000, 500):
        cases = []
        for n in range(s+1, s+501):
            if n <= 1000: cases.append(make.case(n, title="升级后黑屏", text=f"昨晚升级 3.2.1 之后中控黑屏{n}次，杭州的，重启没用。" + "".join(rnd.choices(W, k=10))))
            else: cases.append(make.case(n, title="".join(rnd.choices(W, k=3)), text="，".join("".join(rnd.choices(W, k=4)) for _ in range(6))))
        intake.on_pulled(desk, make.page(*cases, cursor=str(s)))
    t=time.perf_counter(); index_all(desk); print("\nindex", time.perf_counter()-t)
    ids = [f"c-{n}" for n in range(1, 1001)]
    t=time.perf_counter(); topic = topics.open_topic(desk, "黑屏", ids[:30]).topic; print("open30", time.perf_counter()-t)
    for _ in range(3):
        t=time.perf_counter(); f = topics_likely.likely(desk, topic, limit=1000); print("likely", len(f), time.perf_counter()-t)
    t=time.perf_counter(); topics.add(desk, topic, ids[30:]); print("add970", time.perf_counter()-t)
    t=time.perf_counter(); f = topics_likely.likely(desk, topic, limit=50); print("likely1000", len(f), time.perf_counter()-t)
    topics.explain(desk, topic, EXPLAINED)
    topics.promise(desk, topic, Promising("修复 3.2.1 黑屏", "车机研发部", "小北", desk.clock() + timedelta(days=3)))
    t=time.perf_counter(); topics_view.view(desk, topic); print("view", time.perf_counter()-t)
    t=time.perf_counter(); p = topics_answering.plan(desk, topic); print("plan", len(p.ready), time.perf_counter()-t)
    pr = cProfile.Profile(); 
    t=time.perf_counter(); pr.enable(); b = topics_answering.answer(desk, topic); pr.disable(); print("answer", len(b.decided), len(b.refused), time.perf_counter()-t)
    pstats.Stats(pr).sort_stats("cumtime").print_stats(28)
    t=time.perf_counter(); b = topics_following.follow_up(desk, topic, Change.PROGRESS, "还在查。"); print("follow", len(b.decided), time.perf_counter()-t)
