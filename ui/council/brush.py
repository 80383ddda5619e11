"""What the blur brush marks: cells of a grid over a picture, and the rectangles that they make together. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in the pixels of a picture."""

    x: int
    y: int
    width: int
    height: int

    def within(self, width: int, height: int) -> "Box | None":
        """The part of it that lies in a picture of this size; None where none does."""
        left, top = max(self.x, 0), max(self.y, 0)
        right, bottom = min(self.x + self.width, width), min(self.y + self.height, height)
        return Box(left, top, right - left, bottom - top) if right > left and bottom > top else None


def grain(width: int, height: int) -> int:
    """How large a cell is in a picture of this size, in pixels: a plate or a face takes a few strokes of some cells."""
    return max(4, min(width, height) // 60)


@dataclass
class Marked:
    """What was marked in one picture, stroke by stroke, so that a stroke can be taken back.

    Attributes:
        width, height: of the picture, in pixels.
    """

    width: int
    height: int
    strokes: list[set[Cell]] = field(default_factory=list)

    @property
    def grain(self) -> int:
        """The size of a cell, in pixels."""
        return grain(self.width, self.height)

    @classmethod
    def of(cls, width: int, height: int, boxes: Iterable[Box]) -> "Marked":
        """A picture in which these were marked before."""
        made = cls(width, height)
        for box in boxes:
            made.begin()
            made.mark(box)
        return made

    def begin(self) -> None:
        """A new stroke begins."""
        self.strokes.append(set())

    def mark(self, box: Box) -> None:
        """Mark every cell that a rectangle touches, in the stroke that was begun last."""
        inside = box.within(self.width, self.height)
        if inside is None:
            return
        if not self.strokes:
            self.begin()
        size = self.grain
        columns = range(inside.x // size, -(-(inside.x + inside.width) // size))
        rows = range(inside.y // size, -(-(inside.y + inside.height) // size))
        self.strokes[-1].update((column, row) for column in columns for row in rows)

    def take_back(self) -> None:
        """Take the last stroke back."""
        while self.strokes and not self.strokes.pop():
            pass

    def clear(self) -> None:
        """Mark nothing."""
        self.strokes.clear()

    @property
    def boxes(self) -> tuple[Box, ...]:
        """All that is marked, as few rectangles."""
        cells = set[Cell]().union(*self.strokes)
        return tuple(_box(one, self) for one in _stacked(_runs(cells)))


Run = tuple[int, int, int, int]
"""First column, one after the last, first row, one after the last."""


def _runs(cells: Iterable[Cell]) -> list[Run]:
    """Cells beside each other, as runs; row by row."""
    runs: list[Run] = []
    for column, row in sorted(cells, key=lambda cell: (cell[1], cell[0])):
        if runs and runs[-1][2] == row and runs[-1][1] == column:
            runs[-1] = (runs[-1][0], column + 1, row, row + 1)
        else:
            runs.append((column, column + 1, row, row + 1))
    return runs


def _stacked(runs: Sequence[Run]) -> list[Run]:
    """Runs of the same width under each other, as one."""
    done: list[Run] = []
    going: dict[tuple[int, int], Run] = {}
    for left, right, top, bottom in runs:
        before = going.get((left, right))
        if before is not None and before[3] == top:
            going[(left, right)] = (left, right, before[2], bottom)
            continue
        if before is not None:
            done.append(before)
        going[(left, right)] = (left, right, top, bottom)
    return sorted([*done, *going.values()], key=lambda run: (run[2], run[0]))


def _box(run: Run, marked: Marked) -> Box:
    left, right, top, bottom = (edge * marked.grain for edge in run)
    right, bottom = min(right, marked.width), min(bottom, marked.height)
    return Box(left, top, right - left, bottom - top)
