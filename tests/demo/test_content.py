import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.json import encode

from app.demo.content import STAFF, Content
from app.demo.generator import generated_content
from app.demo.written import written_content
from app.domain.cases import CommunityState

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DIGEST = """
import hashlib
from msgspec.json import encode
from app.demo.generator import generated_content
print(hashlib.sha256(encode(generated_content(20, 4))).hexdigest())
"""


@pytest.fixture(scope="module")
def written() -> Content:
    return written_content(NOW)


@pytest.fixture(scope="module", params=["written", "generated"])
def content(request: pytest.FixtureRequest, written: Content) -> Content:
    return written if request.param == "written" else generated_content(50, 9)


def _flagged(content: Content) -> set[str]:
    return set(content.post_of.values())


def test_the_written_community_is_large_enough_to_work_in(written: Content) -> None:
    assert len(written.threads) >= 40
    assert len(written.posts) >= 250
    assert len(written.cases) == len(_flagged(written)) >= 60
    assert {post.thread_id for post in written.posts if post.id in _flagged(written)} == {
        thread.id for thread in written.threads
    }


def test_the_newcomer_of_the_demo_keeps_the_case(written: Content) -> None:
    case = next(case for case in written.cases if case.id == "c-0101")
    post = next(post for post in written.posts if post.id == written.post_of[case.id])
    assert post.author.name == "刚提车的小赵"
    assert "https://daiban.example.test/jiachong" in post.raw
    assert len(case.reports) == 1


def test_the_written_community_moves_with_the_day() -> None:
    later = written_content(NOW + timedelta(days=3))
    for one, other in zip(written_content(NOW).posts, later.posts, strict=True):
        assert other.created_at - one.created_at == timedelta(days=3)
        assert other.raw == one.raw


@pytest.mark.parametrize("flagged", [1, 2, 7, 50])
def test_a_generated_community_has_exactly_as_many_flagged_posts_as_asked(flagged: int) -> None:
    content = generated_content(flagged, 3)
    assert len(content.cases) == len(content.post_of) == len(_flagged(content)) == flagged
    assert len(content.posts) > flagged


def test_the_same_seed_is_the_same_community_to_the_letter() -> None:
    assert encode(generated_content(20, 4)) == encode(generated_content(20, 4))
    assert encode(generated_content(20, 4)) != encode(generated_content(20, 5))


def test_the_same_seed_is_the_same_community_in_another_process() -> None:
    other = os.environ | {"PYTHONHASHSEED": "1234"}
    told = subprocess.run([sys.executable, "-c", DIGEST], env=other, capture_output=True, text=True, check=True).stdout
    assert told.strip() == hashlib.sha256(encode(generated_content(20, 4))).hexdigest()


def test_everybody_who_writes_or_reports_is_a_member(content: Content) -> None:
    names = {member.id: member.name for member in content.members}
    assert len(names) == len(content.members)
    for ref in (
        *(post.author for post in content.posts),
        *(report.by for case in content.cases for report in case.reports),
        *(case.subject for case in content.cases),
        *STAFF,
    ):
        assert ref is not None
        assert names[ref.id] == ref.name


def test_every_id_is_used_once(content: Content) -> None:
    for things in (content.members, content.threads, content.posts, content.cases):
        assert len({thing.id for thing in things}) == len(things)
    for case in content.cases:
        assert len({report.id for report in case.reports}) == len(case.reports)


def test_every_case_is_about_a_post_of_its_subject_in_a_thread_that_exists(content: Content) -> None:
    posts, threads = {post.id: post for post in content.posts}, {thread.id for thread in content.threads}
    assert set(content.post_of) == {case.id for case in content.cases}
    for case in content.cases:
        post = posts[content.post_of[case.id]]
        assert post.author == case.subject
        assert post.thread_id in threads
        assert case.state is CommunityState.OPEN
        assert case.reports
        assert all(report.reason.strip() for report in case.reports)


def test_nobody_reports_the_same_post_twice(content: Content) -> None:
    for case in content.cases:
        reporters = {report.by.id for report in case.reports if report.by}
        assert len(reporters) == len(case.reports)


def test_nobody_in_the_written_community_reports_a_post_of_their_own(written: Content) -> None:
    for case in written.cases:
        assert case.subject not in [report.by for report in case.reports]


def test_every_thread_reads_in_order_and_replies_answer_what_stands_before(content: Content) -> None:
    for thread in content.threads:
        posts = [post for post in content.posts if post.thread_id == thread.id]
        assert [post.number for post in posts] == list(range(1, len(posts) + 1))
        times = [post.created_at for post in posts]
        assert times == sorted(times)
        for at, post in enumerate(posts):
            assert post.raw.strip()
            assert post.reply_to is None or post.reply_to in {earlier.id for earlier in posts[:at]}


def test_nothing_is_reported_before_it_was_written_and_nothing_lies_in_the_future(content: Content) -> None:
    posts = {post.id: post for post in content.posts}
    for case in content.cases:
        times = [report.at for report in case.reports]
        assert times == sorted(times)
        assert posts[content.post_of[case.id]].created_at <= times[0]
        assert (case.created_at, case.updated_at) == (times[0], times[-1])
        assert times[-1] <= NOW
    for post in content.posts:
        assert post.created_at <= (post.edited_at or post.created_at) <= NOW
        assert (post.version != "1") == (post.edited_at is not None)
