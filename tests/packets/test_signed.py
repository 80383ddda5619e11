"""Cards, rosters, keys of a count, confirmations: whole and signed by whom they must be, or refused by their name."""

import base64
import stat
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import msgspec
import pytest

from app import errors
from app.domain.council import Keys, fingerprint
from app.errors import PacketError
from app.keys import ages, signing
from app.packets import ballot, box_key, done, roster, seat_card, signed, zips
from tests.packets import golden_council as golden
from tests.packets.golden import AT, KEY, SECRET, zipped

KINDS: dict[str, tuple[signed.Form[Any], Callable[[], bytes], Callable[[bytes], object]]] = {
    "ballot": (ballot.FORM, golden.vote, lambda raw: ballot.read(raw, golden.signs(4))),
    "card": (seat_card.FORM, golden.card, seat_card.read),
    "roster": (roster.FORM, golden.roster_file, roster.read),
    "key": (box_key.FORM, golden.wrapped, lambda raw: box_key.read(raw, [KEY])),
    "done": (
        done.FORM,
        lambda: done.write(done.Done("referral-3", 1, "ab" * 32, 4, AT), golden.seat_secret(4)).content,
        lambda raw: done.read(raw, golden.signs(4)),
    ),
}


def _parts(raw: bytes) -> list[tuple[str, bytes]]:
    return [(name, bytes(view)) for name, view in zips.read(raw, most_files=2).items()]


def _link(name: str) -> zipfile.ZipInfo:
    link = zipfile.ZipInfo(name)
    link.external_attr, link.create_system = (stat.S_IFLNK | 0o777) << 16, 3
    return link


Seats = list[roster.RosterSeat]
Parts = list[tuple[str, bytes]]
HOSTILE: dict[str, tuple[Callable[[bytes, Parts], bytes], type[PacketError]]] = {
    "empty": (lambda raw, parts: b"", errors.NotAPacket),
    "text": (lambda raw, parts: b"vote: yes", errors.NotAPacket),
    "cut": (lambda raw, parts: raw[:-1], errors.PacketCut),
    "half": (lambda raw, parts: raw[: len(raw) // 2], errors.PacketCut),
    "something behind": (lambda raw, parts: raw + b"x", errors.PacketCut),
    "no signature": (lambda raw, parts: zips.write(parts[:1]), errors.PacketUnsigned),
    "signature alone": (lambda raw, parts: zips.write(parts[1:]), errors.PacketLacks),
    "third member": (lambda raw, parts: zips.write([*parts, ("x.txt", b"")]), errors.PacketTooMany),
    "other member": (lambda raw, parts: zips.write([parts[0], ("x.txt", b"")]), errors.PacketLacks),
    "turned round": (lambda raw, parts: zips.write(parts[::-1]), errors.PacketSignatureWrong),
    "bomb": (lambda raw, parts: zipped(list(parts), zipfile.ZIP_DEFLATED), errors.PacketCompressed),
    "link": (lambda raw, parts: zipped([(_link(parts[0][0]), b"/etc/passwd")]), errors.PacketHasLink),
    "climbs": (lambda raw, parts: zipped([("../" + parts[0][0], parts[0][1])]), errors.PacketLeavesFolder),
    "another tool's": (lambda raw, parts: zipped(list(parts)), errors.PacketDamaged),
    "altered": (lambda raw, parts: zips.write([(parts[0][0], parts[0][1] + b" "), parts[1]]), PacketError),
    "empty signature": (lambda raw, parts: zips.write([parts[0], (parts[1][0], b"")]), errors.PacketSignatureWrong),
    "endless signature": (
        lambda raw, parts: zips.write([parts[0], (parts[1][0], parts[1][1] + bytes(9_999))]),
        errors.PacketSignatureWrong,
    ),
    "huge": (lambda raw, parts: zips.write([(parts[0][0], bytes(2**20)), parts[1]]), errors.PacketTooLarge),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_hostile_file_is_refused_and_called_by_its_kind(kind: str) -> None:
    form, make, read = KINDS[kind]
    raw = make()
    read(raw)  # the means of this test work
    for how, (change, error) in HOSTILE.items():
        with pytest.raises(error) as raised:
            read(change(raw, _parts(raw)))
        assert form.thing[0] in raised.value.sentence("zh"), how
        assert form.thing[1] in raised.value.sentence("en"), how


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_passes_for_another_though_the_signature_is_good(kind: str) -> None:
    form, make, read = KINDS[kind]
    (name, content), _ = _parts(make())
    secret = golden.seat_secret(4) if kind in ("ballot", "card", "done") else SECRET
    said = quote(form.called(msgspec.json.decode(content, type=form.said)))
    for comment in (f"packet:{said} sha256:{'0' * 64}", "anything", f"{form.role}:other sha256:{'0' * 64}"):
        forged = zips.write([(name, content), (f"{name}.minisig", signing.sign(secret, content, comment))])
        with pytest.raises(errors.PacketContradicts):
            read(forged)
    for other, (_, make_other, _) in KINDS.items():
        if other != kind:
            with pytest.raises(errors.PacketLacks):
                read(make_other())


@pytest.mark.parametrize("kind", KINDS)
def test_a_newer_program_is_named_and_an_older_form_that_never_was_is_refused(kind: str) -> None:
    form, make, read = KINDS[kind]
    said = msgspec.json.decode(_parts(make())[0][1], type=form.said)
    secret = golden.seat_secret(4) if kind in ("ballot", "card", "done") else SECRET
    for schema, error in ((2, errors.PacketNewer), (0, errors.PacketOfOtherKind), (-1, errors.PacketOfOtherKind)):
        other = msgspec.structs.replace(said, schema=schema)
        with pytest.raises(error):
            read(signed.write(form, other, secret).content)


@pytest.mark.parametrize("year", ["0001", "9999", "1969", "2200"])
@pytest.mark.parametrize("kind", ["card", "roster", "key", "done"])
def test_a_moment_that_no_clock_shows_is_refused(kind: str, year: str) -> None:
    _, make, read = KINDS[kind]
    (name, content), _ = _parts(make())
    secret = golden.seat_secret(4) if kind in ("card", "done") else SECRET
    changed = content.replace(b"2026-", f"{year}-".encode())
    assert changed != content
    comment = "whatever it is, this comes first"
    with pytest.raises(errors.PacketOfOtherKind):
        read(zips.write([(name, changed), (f"{name}.minisig", signing.sign(secret, changed, comment))]))


def test_two_keys_with_one_short_name_are_told_apart() -> None:
    """The short name in a signature is chosen by whoever makes a key: it proves nothing."""
    twin = signing.public_of(golden.seat_secret(4))[:14] + signing.public_of(golden.seat_secret(7))[14:]
    assert signing.key_id(twin) == signing.key_id(golden.keys(4).signs)
    assert ballot.read(golden.vote(), [twin, golden.keys(4).signs]).key == golden.keys(4).signs
    with pytest.raises(errors.PacketSignatureWrong):
        ballot.read(golden.vote(), [twin])


# --- cards ------------------------------------------------------------------------------------------------


def test_a_card_tells_a_name_and_keys_that_are_compared_by_voice() -> None:
    card = seat_card.read(golden.card())
    assert (card.name, card.keys) == ("阿木", golden.keys(4))
    assert card.fingerprint == fingerprint(golden.keys(4))
    assert seat_card.write("阿木", golden.seat_secret(4), golden.keys(4).seals, AT).name == "seat-阿木.stewardseat"


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\\b:c*?", "  ", "\u202e", "席位 4（车友）"])
def test_whatever_a_member_is_called_the_card_is_a_file_in_its_folder(name: str) -> None:
    made = seat_card.write(name, golden.seat_secret(4), golden.keys(4).seals, AT)
    assert not set('/\\:*?"<>|\u202e \0') & set(made.name)
    assert made.name.startswith("seat-")


def test_a_card_with_the_key_of_somebody_else_is_refused() -> None:
    theirs = seat_card.CardFile(1, "阿木", golden.keys(7).signs, golden.keys(4).seals, AT)
    with pytest.raises(errors.PacketSignatureWrong):
        seat_card.read(signed.write(seat_card.FORM, theirs, golden.seat_secret(4)).content)


@pytest.mark.parametrize("name", ["", "席" * 41, "a\0b", "a\x1b[2Jb", "a\nb"])
def test_a_card_with_a_name_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(PacketError):
        seat_card.read(seat_card.write(name, golden.seat_secret(4), golden.keys(4).seals, AT).content)


@pytest.mark.parametrize("seals", ["", "age1x", "RWQ", "age1" + "q" * 58])
def test_a_card_without_a_key_to_seal_to_is_refused(seals: str) -> None:
    with pytest.raises(errors.PacketContradicts):
        seat_card.read(seat_card.write("阿木", golden.seat_secret(4), seals, AT).content)


# --- rosters ----------------------------------------------------------------------------------------------


def test_a_roster_names_its_seats_and_who_signed_it() -> None:
    found = roster.read(golden.roster_file())
    assert (found.serial, found.key, found.known) == (2, KEY, False)
    assert [seat.number for seat in found.seats] == [4, 7, 9]
    assert found.seat(4) == replace(golden.roster_seats()[1])
    assert found.seat(5) is None


def test_only_the_pinned_key_signs_a_later_roster() -> None:
    assert roster.read(golden.roster_file(), KEY).known
    forged = roster.write(3, "示例车友社区", golden.roster_seats(), golden.seat_secret(9), AT).content
    assert not roster.read(forged).known
    with pytest.raises(errors.PacketOtherSigner) as raised:
        roster.read(forged, KEY)
    assert "名册" in raised.value.sentence("zh")


def test_a_roster_that_names_another_key_than_the_one_that_signed_it_is_refused() -> None:
    said = roster.RosterFile(1, 3, "", golden.keys(9).signs, AT, ())
    raw = signed.write(roster.FORM, said, SECRET).content
    with pytest.raises(errors.PacketContradicts):
        roster.read(raw, KEY)
    with pytest.raises(errors.PacketSignatureWrong):
        roster.read(raw)


@pytest.mark.parametrize(
    "change",
    [
        lambda seats: [*seats, seats[0]],
        lambda seats: [seats[0], replace(seats[1], keys=seats[0].keys)],
        lambda seats: [replace(seats[0], keys=Keys(seats[0].keys.signs, "age1x"))],
        lambda seats: [replace(seats[0], keys=Keys("RWQ", seats[0].keys.seals))],
        lambda seats: [replace(seats[0], ends=AT - timedelta(days=1))],
    ],
    ids=["number twice", "key twice", "no age key", "no minisign key", "term"],
)
def test_a_roster_that_can_not_be_is_refused(
    change: Callable[[list[roster.RosterSeat]], list[roster.RosterSeat]],
) -> None:
    raw = roster.write(2, "", change(golden.roster_seats()), SECRET, AT).content
    with pytest.raises(errors.PacketContradicts):
        roster.read(raw)


def test_a_full_council_fits() -> None:
    def keys() -> Keys:
        return Keys(signing.public_of(signing.new_secret()), ages.public_of(ages.new_secret()))

    seats = [roster.RosterSeat(number, "席" * 40, keys(), AT, golden.DUE) for number in range(1, 100)]
    assert len(roster.read(roster.write(1, "社" * 200, seats, SECRET, AT).content).seats) == 99


# --- the key of a count -----------------------------------------------------------------------------------


def test_it_takes_the_chair_and_the_secretary_to_have_the_key() -> None:
    wrapped = box_key.read(golden.wrapped(), [KEY])
    assert wrapped.opened_by is None
    with pytest.raises(errors.SealedForOthers):
        box_key.open_inner(wrapped, golden.SECRETARY_AGE)  # the secretary alone
    half = box_key.open_outer(wrapped, golden.seat_age(4), 4, golden.seat_secret(4))
    assert half.name == "referral-3-1.opened.stewardkey"
    assert golden.box_secret().encode() not in half.content
    back = box_key.read(half.content, golden.signs(4))
    with pytest.raises(errors.SealedForOthers):
        box_key.open_inner(back, golden.seat_age(4))  # the chair alone
    assert (back.opened_by, back.due_at) == (4, golden.DUE)
    assert box_key.open_inner(back, golden.SECRETARY_AGE) == golden.box_secret()


def test_another_seat_can_not_open_it_and_nobody_opens_it_twice() -> None:
    wrapped = box_key.read(golden.wrapped(), [KEY])
    with pytest.raises(errors.SealedForOthers) as raised:
        box_key.open_outer(wrapped, golden.seat_age(7), 7, golden.seat_secret(7))
    assert "计票钥匙" in raised.value.sentence("zh")
    half = box_key.open_outer(wrapped, golden.seat_age(4), 4, golden.seat_secret(4))
    with pytest.raises(errors.PacketContradicts):
        box_key.open_outer(box_key.read(half.content, golden.signs(4)), golden.seat_age(4), 4, golden.seat_secret(4))


def test_any_of_several_chairs_opens_it() -> None:
    of = box_key.For("referral-3", 1, "ab" * 32, golden.DUE)
    chairs = [golden.keys(4).seals, golden.keys(7).seals]
    wrapped = box_key.read(box_key.wrap(golden.box_secret(), of, golden.SECRETARY_SEALS, chairs, SECRET).content, [KEY])
    for number in (4, 7):
        half = box_key.open_outer(wrapped, golden.seat_age(number), number, golden.seat_secret(number))
        assert box_key.open_inner(box_key.read(half.content, golden.signs(number)), golden.SECRETARY_AGE)


def test_something_else_that_was_sealed_is_no_key() -> None:
    wrapped = box_key.read(golden.wrapped(), [KEY])
    for what in (b"", b"AGE-SECRET-KEY-1", b"\xff\xfe", b"x" * 5_000):
        fake = replace(wrapped, opened_by=4, sealed=ages.seal(what, [golden.SECRETARY_SEALS]))
        with pytest.raises(errors.SealBroken):
            box_key.open_inner(fake, golden.SECRETARY_AGE)


@pytest.mark.parametrize(
    "other",
    [
        {"case": "referral-9"},
        {"round": 2},
        {"packet": "ab" * 32},
        {"due_at": golden.DUE - timedelta(days=6)},
        {"due_at": golden.DUE - timedelta(seconds=1)},
    ],
)
def test_the_key_of_one_round_is_not_opened_under_the_name_or_term_of_another(other: dict[str, object]) -> None:
    wrapped = box_key.read(golden.wrapped(), [KEY])
    said = {"schema": box_key.SCHEMA, "case": wrapped.case, "round": 1, "packet": wrapped.packet, "due_at": golden.DUE}
    sealed = base64.b64encode(wrapped.sealed).decode()
    forged = box_key.KeyFile(**(said | {"opened_by": None, "sealed": sealed} | other))  # type: ignore[arg-type]
    taken = box_key.read(signed.write(box_key.FORM, forged, SECRET).content, [KEY])
    with pytest.raises(errors.PacketContradicts) as raised:
        box_key.open_outer(taken, golden.seat_age(4), 4, golden.seat_secret(4))
    assert "截止时间" in raised.value.sentence("zh")


def test_an_outer_seal_without_what_it_is_for_is_broken() -> None:
    wrapped = box_key.read(golden.wrapped(), [KEY])
    for what in (b"", b"{}", b"\xff", ages.seal(golden.box_secret().encode(), [golden.SECRETARY_SEALS])):
        fake = replace(wrapped, sealed=ages.seal(what, [golden.keys(4).seals]))
        with pytest.raises(errors.SealBroken):
            box_key.open_outer(fake, golden.seat_age(4), 4, golden.seat_secret(4))


# --- memory -----------------------------------------------------------------------------------------------


def test_a_file_larger_than_any_is_refused_before_it_is_looked_at() -> None:
    huge = golden.vote() + bytes(2**20)
    tracemalloc.start()
    try:
        with pytest.raises(errors.PacketTooLarge):
            ballot.read(huge, golden.signs(4))
        assert tracemalloc.get_traced_memory()[1] < 2**16
    finally:
        tracemalloc.stop()
