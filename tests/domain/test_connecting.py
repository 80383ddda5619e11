"""Guides to a key, names, and what a community can do in words."""

import re

import pytest

import make
from app.domain.abilities import EVERYTHING, LEVEL_MEANINGS, LEVEL_WORDS, able, summary, words_of
from app.domain.commands import CommandKind
from app.domain.community import NATIVE, Adapter, Capability, Feature, Level
from app.domain.connecting import (
    KIND_WORDS,
    found,
    guide_to,
    is_loopback,
    manual_address,
    plain_name,
    told,
    with_scheme,
)
from app.domain.words import Words
from app.errors import BadAddress

HAN = re.compile(r"[\u3400-\u9fff]")

# --- guides -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("adapter", Adapter)
def test_every_kind_has_its_way_to_a_key_in_both_languages(adapter: Adapter) -> None:
    guide = guide_to(adapter)
    for words in (guide.title, guide.secret, guide.least, *guide.steps, *guide.wrong, KIND_WORDS[adapter]):
        assert HAN.search(words.zh) or words.zh == words.en
        assert words.en
        assert not HAN.search(words.en)
    assert len(guide.steps) >= 3
    text = told(guide)
    for number in range(1, len(guide.steps) + 1):
        assert f"\n{number}. " in text.zh
        assert f"\n{number}. " in text.en


def test_the_least_rights_are_said() -> None:
    assert "主令牌" in told(guide_to(Adapter.NODEBB)).zh
    assert "master token" in told(guide_to(Adapter.NODEBB)).en
    assert "单个用户" in told(guide_to(Adapter.DISCOURSE)).zh
    assert "60" in told(guide_to(Adapter.DISCOURSE)).zh
    assert "车辆账号" in told(guide_to(Adapter.BRIDGE)).zh
    assert guide_to(Adapter.DISCOURSE).browser.zh
    assert not guide_to(Adapter.NODEBB).browser.zh


@pytest.mark.parametrize(
    ("name", "version", "zh"),
    [
        ("", "", "认出来了：NodeBB 论坛。"),
        ("远山", "", "认出来了：NodeBB 论坛“远山”。"),
        ("远山", "4.11.2", "认出来了：NodeBB 论坛“远山”，版本 4.11.2。"),
    ],
)
def test_what_was_found_is_one_sentence(name: str, version: str, zh: str) -> None:
    assert found(Adapter.NODEBB, name, version).zh == zh


# --- addresses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("forum.example.test", "https://forum.example.test"),
        (" forum.example.test/x?a=b:c \n", "https://forum.example.test/x?a=b:c"),
        ("127.0.0.1:8123", "http://127.0.0.1:8123"),
        ("127.0.0.1/forum", "http://127.0.0.1/forum"),
        ("localhost", "http://localhost"),
        ("localhost:80/x", "http://localhost:80/x"),
        ("[::1]", "http://[::1]"),
        ("[::1]:80/x", "http://[::1]:80/x"),
        ("http://forum.example.test", "http://forum.example.test"),
        ("localhost.example.test", "https://localhost.example.test"),
        ("10.0.0.8:4567", "https://10.0.0.8:4567"),
        ("localhost@forum.example.test", "https://localhost@forum.example.test"),
        ("[::1", "[::1"),
        ("", ""),
    ],
)
def test_an_address_is_taken_as_it_was_meant(typed: str, meant: str) -> None:
    assert with_scheme(typed) == meant


@pytest.mark.parametrize(
    ("host", "here"), [("localhost", True), ("127.8.9.1", True), ("::1", True), ("0.0.0.0", False)]
)
def test_this_machine_is_known_by_its_names(host: str, here: bool) -> None:
    assert is_loopback(host) is here


# --- names --------------------------------------------------------------------------------------------


def test_a_community_without_an_address_is_kept_by_its_name() -> None:
    assert manual_address(" 车友  微信群 ") == "manual:车友 微信群"
    assert manual_address("manual:车友微信群") == "manual:车友微信群"


@pytest.mark.parametrize("name", ["", "  ", "manual:", "x" * 61, "a\u202eb", "a\x00b"])
def test_a_name_that_can_not_be_read_is_refused(name: str) -> None:
    with pytest.raises(BadAddress):
        manual_address(name)


def test_a_persons_name_is_kept_on_one_line() -> None:
    assert plain_name("小\n北") == "小 北"


# --- abilities ----------------------------------------------------------------------------------------

HONOURS = Words("只有管理员能授予", "only an administrator can")
LOCK = Words("社区没有锁", "the community knows no lock")


def _info(**levels: Capability) -> object:
    info = make.info(able=tuple(CommandKind))
    features = {feature.value: NATIVE for feature in Feature}
    changed = {name.replace("__", "."): capability for name, capability in levels.items()}
    return type(info)(info.platform, info.version, info.acting, {**info.capabilities, **features, **changed})


def test_what_can_not_be_done_comes_first_and_the_same_reason_is_said_once() -> None:
    groups = able(
        _info(
            case__claim=Capability(Level.EMULATED, LOCK),
            honour__grant=Capability(Level.UNSUPPORTED, HONOURS),
            honour__revoke=Capability(Level.UNSUPPORTED, HONOURS),
        )
    )
    assert [group.level for group in groups] == [Level.UNSUPPORTED, Level.EMULATED, Level.NATIVE]
    (row,) = groups[0].rows
    assert row.what == (CommandKind.GRANT_HONOUR, CommandKind.REVOKE_HONOUR)
    assert (row.words.zh, row.words.en) == ("授予荣誉、收回荣誉", "grant an honour, revoke an honour")
    assert row.reason == HONOURS
    assert groups[0].count == 2


def test_nothing_is_left_out_and_nothing_is_told_twice() -> None:
    whats = [what for group in able(make.info()) for row in group.rows for what in row.what]
    assert sorted(whats) == sorted(EVERYTHING)
    assert {words_of(what).zh for what in whats} == {words_of(what).zh for what in EVERYTHING}


def test_what_is_done_and_what_is_known_do_not_mix() -> None:
    for group in able(make.info()):
        for row in group.rows:
            assert len({isinstance(what, CommandKind) for what in row.what}) == 1


def test_the_count_is_told_best_first() -> None:
    assert summary(_info(case__claim=Capability(Level.MANUAL, LOCK))) == Words(
        f"原生支持 {len(EVERYTHING) - 1} 项，人工办理 1 项", f"{len(EVERYTHING) - 1} native, 1 by hand"
    )


def test_every_level_has_its_word_and_its_meaning() -> None:
    assert set(LEVEL_WORDS) == set(LEVEL_MEANINGS) == set(Level)
