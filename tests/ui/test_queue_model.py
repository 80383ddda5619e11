import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

import make
from app.domain.cases import CaseId, Place, QueueRow
from app.keys.vault import Vault
from app.operations import accounts, dismissing, intake, triage
from app.operations.accounts import SignIn
from app.operations.desk import Desk
from storage.cache import Cache
from storage.marks import Identity
from storage.record import RECORD_FILE, Record
from tests.conftest import KEY, Clock
from tests.ui.stage import Stage
from ui.triage.queue_column import MOST_KEPT, PAGE
from ui.triage.queue_model import PICKED_ROLE, ROW_ROLE, QueueModel

MANY = 3000
Staged = Callable[[Desk], Stage]


@pytest.fixture(scope="module")
def large_folder(tmp_path_factory: pytest.TempPathFactory, migrated_file: Path) -> Path:
    """A record of some thousand cases, to be copied."""
    folder, clock = tmp_path_factory.mktemp("large"), Clock()
    shutil.copy(migrated_file, folder / RECORD_FILE)
    with closing(Record.on_file(folder, KEY)) as record, closing(Cache.on_file(folder, KEY, "w-1")) as cache:
        identity = Identity("w-1", "http://127.0.0.1:1", "bridge", clock())
        me = accounts.connect(record, identity, SignIn(make.info(), "print-1", "t-1"), clock())
        desk = Desk(record, cache, clock, me, Vault(KEY))
        for start in range(0, MANY, 500):
            numbers = range(start + 1, start + 501)
            cases = [make.case(number, text=f"第 {number} 个不同的帖子") for number in numbers]
            intake.on_pulled(desk, make.page(*cases, cursor=f"cursor-{start}"))
    return folder


@pytest.fixture
def large_desk(large_folder: Path, tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    folder = tmp_path / "large"
    shutil.copytree(large_folder, folder)
    with closing(Record.on_file(folder, KEY)) as record, closing(Cache.on_file(folder, KEY, "w-1")) as cache:
        me = accounts.account_of_token(record, "print-1")
        assert me is not None
        yield Desk(record, cache, clock, me, Vault(KEY))


@pytest.fixture
def rows(large_desk: Desk) -> list[QueueRow]:
    return triage.queue(large_desk, limit=MANY)


class Asked:
    """A model, and after which places it asked for more."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self.model = QueueModel(self.places.append, lambda row: f"工单 {row.id}")


@pytest.fixture
def asked(qapp: object) -> Asked:
    return Asked()


def test_rows_come_page_by_page_each_once_and_to_the_end(asked: Asked, rows: list[QueueRow], large_desk: Desk) -> None:
    model = asked.model
    model.show(rows[:PAGE], complete=False)
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
        page = triage.queue(large_desk, after=asked.places[-1], limit=PAGE)
        model.append(page, complete=len(page) < PAGE)
    assert [row.id for row in model.rows] == [row.id for row in rows]
    assert model.rowCount() == MANY
    assert len(asked.places) == MANY // PAGE


def test_qt_finds_no_fault_with_the_model(asked: Asked, rows: list[QueueRow]) -> None:
    """Qt's own tester goes over the model at each signal; what it finds is a warning, which fails a test here."""
    tester = QAbstractItemModelTester(asked.model, QAbstractItemModelTester.FailureReportingMode.Warning)
    asked.model.show(rows[:PAGE], complete=False)
    asked.model.append(rows[PAGE - 5 : PAGE + 20], complete=False)
    asked.model.pick(rows[3].id)
    asked.model.show(rows[2:30], complete=True)
    asked.model.show([], complete=True)
    assert tester.model() is asked.model


def test_only_one_page_is_asked_for_at_a_time(asked: Asked, rows: list[QueueRow]) -> None:
    asked.model.show(rows[:PAGE], complete=False)
    asked.model.fetchMore(QModelIndex())
    assert not asked.model.canFetchMore(QModelIndex())
    asked.model.fetchMore(QModelIndex())
    assert asked.places == [rows[PAGE - 1].place]
    asked.model.append(rows[PAGE : PAGE + 10], complete=True)
    assert not asked.model.canFetchMore(QModelIndex())


def test_a_page_that_overlaps_adds_only_what_is_new(asked: Asked, rows: list[QueueRow]) -> None:
    asked.model.show(rows[:10], complete=False)
    added: list[tuple[int, int]] = []
    asked.model.rowsInserted.connect(lambda _parent, first, last: added.append((first, last)))
    asked.model.append(rows[5:15], complete=False)
    assert asked.model.rows == rows[:15]
    assert added == [(10, 14)]


def test_the_same_cases_are_drawn_anew_and_the_list_stands_still(asked: Asked, rows: list[QueueRow]) -> None:
    asked.model.show(rows[:10], complete=True)
    resets, changed = list[str](), list[int]()
    asked.model.modelReset.connect(lambda: resets.append("reset"))
    asked.model.dataChanged.connect(lambda first, last, _roles: changed.append(last.row() - first.row() + 1))
    asked.model.show(list(rows[:10]), complete=True)
    assert resets == []
    assert changed in ([10], [])
    asked.model.show(rows[1:11], complete=True)
    assert [row.id for row in asked.model.rows] == [row.id for row in rows[1:11]]


def test_rows_answer_for_drawing_and_for_a_screen_reader(asked: Asked, rows: list[QueueRow]) -> None:
    asked.model.show(rows[:2], complete=True)
    index = asked.model.index(1)
    assert index.data(ROW_ROLE) == rows[1]
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == index.data() == f"工单 {rows[1].id}"
    assert index.data(Qt.ItemDataRole.DecorationRole) is None
    assert asked.model.data(QModelIndex()) is None


def test_picks_stay_with_their_cases_and_leave_with_them(asked: Asked, rows: list[QueueRow]) -> None:
    asked.model.show(rows[:10], complete=True)
    for row in (rows[2], rows[4]):
        asked.model.pick(row.id)
    asked.model.pick(rows[4].id)
    asked.model.pick(rows[5].id)
    assert [asked.model.index(at).data(PICKED_ROLE) for at in (2, 4, 5)] == [True, False, True]
    asked.model.show(rows[3:13], complete=True)
    assert asked.model.picked == {rows[5].id}
    asked.model.unpick_all()
    assert asked.model.picked == set()


# --- in the window ------------------------------------------------------------------------------------


def test_scrolling_to_the_end_reads_on_until_all_is_there(staged: Staged, large_desk: Desk) -> None:
    stage = staged(large_desk).open()
    queue = stage.window.triage.queue
    assert len(queue.model.rows) == PAGE
    bar = queue.list.verticalScrollBar()

    def at_the_end() -> bool:
        bar.setValue(bar.maximum())
        return queue.model.complete

    stage.until(at_the_end, timeout=60)
    stage.settle()
    ids = [row.id for row in queue.model.rows]
    assert ids == [row.id for row in triage.queue(large_desk, limit=MANY)]


def test_the_chosen_case_is_remembered_when_the_rows_are_read_again(staged: Staged, large_desk: Desk) -> None:
    stage = staged(large_desk).open()
    queue = stage.window.triage.queue
    while len(queue.model.rows) < 3 * PAGE:
        queue.list.verticalScrollBar().setValue(queue.list.verticalScrollBar().maximum())
        stage.settle()
    chosen = queue.model.rows[2 * PAGE + 7].id
    stage.choose(chosen)
    dismissing.dismiss(large_desk, queue.model.rows[0].id)
    stage.refresh()
    assert queue.case_id == chosen
    assert queue.list.currentIndex().row() == queue.model.place_of(chosen) == 2 * PAGE + 6
    assert len(queue.model.rows) <= MOST_KEPT
    assert stage.window.triage.evidence._view.case.id == chosen


def test_when_the_chosen_case_is_gone_the_one_in_its_place_is_next(staged: Staged, large_desk: Desk) -> None:
    stage = staged(large_desk).open()
    queue = stage.window.triage.queue
    ids = [row.id for row in queue.model.rows]
    stage.choose(ids[5])
    dismissing.dismiss(large_desk, ids[5])
    stage.refresh()
    assert queue.case_id == ids[6]
    assert stage.window.triage.desk.case_id == ids[6]


def test_the_last_row_steps_into_the_next_page(staged: Staged, large_desk: Desk) -> None:
    stage = staged(large_desk).open()
    queue, all_ids = stage.window.triage.queue, [row.id for row in triage.queue(large_desk, limit=2 * PAGE)]
    stage.choose(CaseId(all_ids[PAGE - 1]))
    stage.until(lambda: len(queue.model.rows) > PAGE)
    stage.do("triage.next")
    assert queue.case_id == all_ids[PAGE]
