"""What a packet of the council says, put into its form: every text masked, every person a label."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from app.domain.conduct import DOCUMENT_WORDS
from app.domain.council import Matter
from app.domain.decisions import Decision, DecisionKind
from app.domain.evidence import media_type
from app.domain.ladder import RUNG_WORDS
from app.domain.words import Words
from app.errors import TooMuchForPacket
from app.operations.council_evidence import Pair, exchange_of, pairs_of
from app.operations.council_packet_masks import Masked
from app.operations.council_packet_material import Material, PostOf
from app.operations.council_packet_plan import PICTURE, Look, Prepared, looked
from app.operations.council_view import Dossier
from app.operations.team_facts import facts_in
from app.packets import case_file
from app.packets.case_file import LedgerHead, Purpose
from app.packets.council_file import (
    Action,
    Article,
    Asked,
    Comparison,
    CouncilFile,
    Heat,
    Left,
    Mask,
    Passage,
    Picture,
    Post,
    Precedent,
    Statement,
)
from app.packets.packet import FILES
from storage.transaction import Transaction

MOST_BYTES = 40 * 2**20
"""Of all pictures together. They stand in the packet twice, and it is held in memory a few times while it is made."""

_ENDINGS = {"image/png": ".png", "image/jpeg": ".jpg"}
_IN = (Look.SEEN, Look.BLURRED)
_NOT_IN = Words("秘书未放入案卷", "the secretary left it out")

_DONE = {
    DecisionKind.COACHING: Words("已私信提醒作者", "the author was reminded in private"),
    DecisionKind.REPLY: Words("已公开回复", "a public reply was given"),
    DecisionKind.DISMISSAL: Words("认为无需处置", "it was found that nothing was to be done"),
    DecisionKind.ACCEPTANCE: Words("作者修改后予以认可", "the author's correction was accepted"),
    DecisionKind.LIFT: Words("处置提前解除", "the measure ended early"),
    DecisionKind.APPEAL: Words("已答复申诉", "an appeal was answered"),
    DecisionKind.FOLLOW_UP: Words("已公开跟进", "a public follow-up was given"),
}
"""What staff may have done that seats should know; how a case went from hand to hand is not among it."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a packet says of itself.

    Attributes:
        due_at: until when ballots count.
        box: the public key to which answers are sealed.
        sealed_at: now.
        key: the public key that signs it.
        roster: the serial of the newest one.
    """

    due_at: datetime
    box: str
    sealed_at: datetime
    key: str
    roster: int


def council_file(
    tx: Transaction, ready: Prepared, dossier: Dossier, head: Heading
) -> tuple[CouncilFile, dict[str, bytes]]:
    """What the packet says, and the files that it names.

    Raises:
        TooMuchForPacket: the pictures are larger than MOST_BYTES together.
    """
    material, masked, referral = ready.material, ready.masked, ready.material.referral
    posts = [_masked_post(one, masked) for one in material.posts]
    pictures = list(_pictures(tx, ready))
    entries, ledger = tx.ledger.head()
    file = CouncilFile(
        schema=case_file.SCHEMA,
        purpose=Purpose.COUNCIL,
        case=referral.id,
        round=referral.round,
        matter=referral.matter.value,
        question=masked.texts["question"],
        alleged=masked.texts["alleged"],
        asked=Asked(referral.asked_by.value, masked.texts["asked"]),
        brand_party=referral.brand_party,
        community=_community(tx),
        panel=len(dossier.sitting),
        due_at=head.due_at,
        box=head.box,
        sealed_at=head.sealed_at,
        key=head.key,
        roster=head.roster,
        ledger=LedgerHead(entries, ledger),
        parties=tuple(_statements(material, masked)),
        posts=tuple(_post(one) for one in posts),
        articles=tuple(_articles(dossier)),
        precedents=tuple(_precedents(ready)),
        actions=tuple(_actions(tx, dossier)),
        pictures=tuple(one for one, _ in pictures),
        left_out=tuple(_left_out(ready)),
        masks=tuple(Mask(kind.value, count) for kind, count in masked.counts),
        comparisons=tuple(map(_comparison, pairs_of(posts))) if referral.matter is Matter.PLAGIARISM else (),
        heat=_heat(tx, material, head.sealed_at) if referral.matter is Matter.EXCHANGE else None,
    )
    return file, {one.file: content for one, content in pictures}


def _community(tx: Transaction) -> str:
    """What the community is called; its address would lead to the posts."""
    brand, identity = facts_in(tx).brand, tx.marks.identity()
    return f"{brand}社区" if brand else urlsplit(identity.url).hostname or "" if identity is not None else ""


# --- people and their words -----------------------------------------------------------------------------


def _statements(material: Material, masked: Masked) -> Iterator[Statement]:
    for one in material.parties:
        text = masked.texts[f"party:{one.label}"]
        yield Statement(one.label, one.complains, text, one.stated_at if text else None, one.silent)


def _masked_post(one: PostOf, masked: Masked) -> PostOf:
    return replace(one, title=masked.texts[f"{one.source}:title"], text=masked.texts[f"{one.source}:text"])


def _post(one: PostOf) -> Post:
    return Post(
        id=one.id,
        author=one.author,
        thread=one.thread,
        title=one.title,
        text=one.text,
        written_at=one.written_at,
        edited_at=one.edited_at,
        number=one.number,
        judged=one.judged,
        state=one.state,
    )


def _articles(dossier: Dossier) -> Iterator[Article]:
    for cited in dossier.articles:
        document = DOCUMENT_WORDS[cited.edition.document]
        one = cited.article
        yield Article(
            document=document.zh,
            edition=cited.edition.name.zh,
            number=one.number,
            title_zh=one.title.zh,
            title_en=one.title.en,
            text_zh=one.text.zh,
            text_en=one.text.en,
        )


def _precedents(ready: Prepared) -> Iterator[Precedent]:
    for found, within in ready.earlier:
        if within and found.ruling.published_at is not None:
            text = ready.masked.texts[f"ruling:{found.referral}"]
            yield Precedent(found.referral, found.ruling.published_at, text)


# --- what staff did -------------------------------------------------------------------------------------


def _actions(tx: Transaction, dossier: Dossier) -> Iterator[Action]:
    for one in dossier.done:
        words = _done(tx, one)
        if words is not None:
            yield Action(one.at, words.zh, words.en)


def _done(tx: Transaction, one: Decision) -> Words | None:
    """What was done, never by whom."""
    words = _DONE.get(one.kind)
    if one.kind is DecisionKind.SANCTION:
        kept = tx.sanctions.get(one.id)
        rung = RUNG_WORDS[kept.sanction.rung] if kept is not None else Words("处置", "a measure")
        words = Words(f"已作出处置：{rung.zh}", f"a measure was taken: {rung.en}")
    if words is None or one.basis is None:
        return words
    cited = one.basis.cited
    return Words(f"{words.zh}（{cited.zh}）", f"{words.en} ({cited.en})")


# --- pictures -------------------------------------------------------------------------------------------


def _pictures(tx: Transaction, ready: Prepared) -> Iterator[tuple[Picture, bytes]]:
    room = MOST_BYTES
    for one in ready.material.pictures:
        what = f"{PICTURE}{one.kept.seq}"
        look, _ = looked(ready.choices.get(what))
        content = tx.council.chosen_content(ready.material.referral.key, what) if look in _IN else None
        if content is None:
            continue
        room -= len(content)
        if room < 0:  # before more of them are read
            raise TooMuchForPacket(most=MOST_BYTES // 2**20)
        kind = media_type(content) or ""
        name = f"{FILES}{one.number:04}{_ENDINGS[kind]}"
        digest = hashlib.sha256(content).hexdigest()
        yield Picture(name, one.post, kind, digest, len(content), look is Look.BLURRED), content


def _left_out(ready: Prepared) -> Iterator[Left]:
    for one in ready.material.pictures:
        if looked(ready.choices.get(f"{PICTURE}{one.kept.seq}"))[0] is Look.OUT:
            yield Left(one.post, _NOT_IN.zh, _NOT_IN.en)
    for left in ready.material.left_out:
        yield Left(left.post, left.why.zh, left.why.en)


# --- what helps to judge --------------------------------------------------------------------------------


def _comparison(pair: Pair) -> Comparison:
    passages = tuple(
        Passage(one.first_at, one.first_length, one.second_at, one.second_length) for one in pair.shared.passages
    )
    return Comparison(pair.first.id, pair.second.id, pair.shared.share, passages)


def _heat(tx: Transaction, material: Material, until: datetime) -> Heat:
    went = exchange_of(tx, material, until)
    return Heat(went.reports, went.calmed_by)
