"""`python -m tests.benchmarks.packets`: a packet of 1,000 posts and 50 pictures against the same zip and its hashes.

Compared are the bag and its signature; told besides is the whole operation: masking every text, the page, the seal for
five seats, the files and the record. The floor is the standard library's zip of the same files, stored, with their
sha256 and that of all.
"""

import hashlib
import io
import random
import statistics
import tempfile
import time
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
from PIL import Image

from app.domain.cases import CaseId
from app.domain.council import Matter, ReferralId
from app.domain.evidence import Attachment
from app.keys import signing
from app.operations import (
    council_packet,
    council_panel,
    council_parties,
    council_referring,
    council_seats,
    evidence,
    intake,
)
from app.operations.council_packet_choices import confirm_masks, see
from app.operations.council_packet_plan import plan
from app.operations.council_referring import Wish
from app.operations.desk import Desk
from app.packets import packet
from tests.benchmarks.__main__ import cpu, desk

POSTS, PICTURES, ROUNDS = 1_000, 50, 5
SIDE = 1_000
SAID = [
    "续航打七折，出发前插着枪预热",
    "电话13800138000，别打了",
    "我的车沪A12345",
    "@车友7 说得对",
    "见 https://c.example/u/7",
]


def _noise(number: int) -> bytes:
    """A picture that hardly gets smaller, about 300 kB of JPEG."""
    file = io.BytesIO()
    Image.effect_noise((SIDE, SIDE), 20 + number % 7).convert("RGB").save(file, "JPEG", quality=60)
    return file.getvalue()


def _filled(ready: Desk) -> ReferralId:
    import make  # the tests' own modules, on the path since the benchmarks were imported
    import seated

    chance = random.Random(7)
    intake.on_described(ready, make.info())
    thread = make.post(1).thread_id
    texts = ["。".join(chance.choices(SAID, k=chance.randint(2, 12))) for _ in range(POSTS)]
    posts = tuple(
        replace(make.post(number, text), thread_id=thread, number=number) for number, text in enumerate(texts, 1)
    )
    intake.on_pulled(ready, make.page(make.case(1, text=texts[0]), posts=posts))
    for number in range(PICTURES):
        evidence.add(ready, CaseId("c-1"), [Attachment(f"{number}.jpg", _noise(number))])
    seated.council(ready, 7)
    council_seats.sign_roster(ready)
    wish = Wish((CaseId("c-1"),), "是否违约？", "被指违约。", Matter.EXCHANGE, articles=(3,))
    referral = council_referring.refer(ready, wish).referral
    council_parties.state(ready, referral, "甲方", "我没有。")
    council_panel.draw_panel(ready, referral)
    for number in range(1, PICTURES + 1):
        see(ready, referral, number)
    confirm_masks(ready, referral, plan(ready, referral).seen)
    return referral


class _Enough(Exception):
    pass


def _built(ready: Desk, referral: ReferralId, folder: Path) -> bytes:
    """All of it but the last step, so that it can be built again."""
    made: list[bytes] = []

    def stop(done: int, of: int) -> None:
        if done == of - 1:
            made.extend(path.read_bytes() for path in folder.glob("*.age"))
            raise _Enough

    try:
        council_packet.build(ready, referral, term=timedelta(days=5), folder=folder, progress=stop)
    except _Enough:
        return made[0]
    raise AssertionError("it was not stopped")


def _packed(content: bytes) -> float:
    """The bag and its signature alone, of what was masked and put on its page before."""
    whole = packet.verify(content)
    secret = signing.new_secret()
    pictures = {one.file: whole.files[one.file] for one in whole.file.named}
    file = msgspec.structs.replace(whole.file, key=signing.public_of(secret))
    begun = time.process_time()
    packet.build(file, bytes(whole.files[packet.PAGE]), pictures, secret)
    return time.process_time() - begun


def _floor(files: dict[str, bytes]) -> bytes:
    for content in files.values():
        hashlib.sha256(content).hexdigest()
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as zipped:
        for name, content in files.items():
            zipped.writestr(name, content)
    hashlib.sha256(whole.getbuffer()).hexdigest()
    return whole.getvalue()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        ready = desk(where)
        referral = _filled(ready)
        spent = [cpu(lambda: _built(ready, referral, where / "out")) for _ in range(ROUNDS)]
        tracemalloc.start()
        _built(ready, referral, where / "out")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        built = council_packet.build(ready, referral, unsealed=True)
        files = {name: bytes(content) for name, content in packet.verify(built.content).files.items()}
        packed = [_packed(built.content) for _ in range(ROUNDS)]
        floors = [cpu(lambda: _floor(files)) for _ in range(ROUNDS)]
        ready.record.close()
        ready.cache.close()
    ours, floor, alone = statistics.median(spent), statistics.median(floors), statistics.median(packed)
    print(
        f"packet of {POSTS} posts and {PICTURES} pictures, {len(built.content) / 2**20:.1f} MiB: "
        f"bag and signature {alone:.2f} s CPU, floor {floor:.2f} s, ratio {alone / floor:.1f}; "
        f"with masking, page, seal and record {ours:.2f} s, peak {peak / 2**20:.0f} MiB"
    )


if __name__ == "__main__":
    main()
