"""A post folded over the wire: in the community, back in a pull, corrected, and shown again."""

from app.domain.cases import Back, CaseState
from app.domain.posts import PostState
from app.operations import coaching
from app.operations.case_view import case_view
from tests.sync.conftest import FIRST, Team

LETTER = "您好，请把广告删掉。"


def _post(team: Team) -> tuple[PostState, str]:
    post_id = case_view(team.desk, FIRST).case.post_id
    post = team.community.post(str(post_id))
    return post.state, post.version


def _shown(team: Team) -> PostState:
    view = case_view(team.desk, FIRST)
    assert view.thread is not None
    return next(post.state for post in view.thread.posts if post.id == view.case.post_id)


def test_a_folded_post_comes_back_hidden_and_the_case_waits_on(team: Team) -> None:
    _, version = _post(team)
    coaching.coach(team.desk, FIRST, article=9, message=LETTER, fold=True)
    assert team.sync().sent == 4
    assert _post(team) == (PostState.HIDDEN, version)
    team.sync()
    view = case_view(team.desk, FIRST)
    assert (view.case.state, view.case.came_back, view.case.edits) == (CaseState.AWAITING_AUTHOR, None, 0)
    assert _shown(team) is PostState.HIDDEN


def test_an_edit_of_the_hidden_post_brings_the_case_back_and_accepting_shows_it(team: Team) -> None:
    coaching.coach(team.desk, FIRST, article=9, message=LETTER, fold=True)
    team.sync()
    post_id = str(case_view(team.desk, FIRST).case.post_id)
    team.community.edit_post(post_id, "改好了，广告删掉了")
    team.sync()
    view = case_view(team.desk, FIRST)
    assert (view.case.state, view.case.came_back) == (CaseState.CLAIMED, Back.CORRECTED)
    assert _post(team)[0] is PostState.HIDDEN
    coaching.accept(team.desk, FIRST, thanks="谢谢您。")
    assert team.sync().sent == 2
    assert _post(team)[0] is PostState.VISIBLE
    team.sync()
    case = case_view(team.desk, FIRST).case
    assert (case.state, case.came_back) == (CaseState.CLOSED, None)
    assert _shown(team) is PostState.VISIBLE


def test_folding_what_is_hidden_already_is_no_fault(team: Team) -> None:
    from app.community.bridge import wire
    from app.domain.commands import CommandKind

    post_id = str(case_view(team.desk, FIRST).case.post_id)
    by = wire.WireRef("u-902", "小林")
    team.community.perform(by, "another's", wire.WireCommand(CommandKind.HIDE, post_id=post_id), "")
    coaching.coach(team.desk, FIRST, article=9, message=LETTER, fold=True)
    assert team.sync().sent == 4
