"""An exchange over time, drawn: a line for each author, a dot for each post, a mark for each report; words under it."""

from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.domain.words import Words
from ui.kit.elements import Flow, column, label, tag
from ui.kit.remote import brief
from ui.kit.theme import Tokens, Tone
from ui.reading.course import Scale, in_words, lanes, scale_of
from ui.reading.material import Course, Written
from ui.reading.means import Means

_LANE, _FOOT, _HEAD, _REPORTS = 34, 34, 8, 30
_NAME, _SIDE = 120, 22
_DOT = 6.5
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_OTHERS = Words("其他车友", "others")
_REPORTED = Words("举报", "reports")


@dataclass(frozen=True, slots=True)
class _Dot:
    """A post on the drawing."""

    post: Written
    at: QPointF
    calmed: bool


class ExchangeChart(QWidget):
    """The drawing; a click on a dot asks for its post.

    Attributes:
        chosen: the id of a post.
    """

    chosen = Signal(str)

    def __init__(self, means: Means, course: Course) -> None:
        super().__init__()
        self._means, self._course = means, course
        self._lanes = lanes(course)
        moments = [post.at for post in course.posts if post.at is not None] + list(course.reports)
        self._scale: Scale | None = scale_of(moments) if moments else None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for changed in (means.theme.changed, means.say.changed):
            changed.connect(self._render)
        self._render()

    def _render(self) -> None:
        self.setAccessibleName(" ".join(in_words(self._course, self._means)))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(480, _HEAD + (_LANE * len(self._lanes)) + _REPORTS + _FOOT)

    # --- where things are --------------------------------------------------------------------------------

    def _x(self, place: float) -> float:
        return _NAME + _SIDE + place * (self.width() - _NAME - 2 * _SIDE)

    def _y(self, lane: int) -> float:
        return _HEAD + _LANE * (lane + 0.5)

    def dots(self) -> list[_Dot]:
        """Every post and where it is drawn."""
        if self._scale is None:
            return []
        at = {author: lane for lane, author in enumerate(self._lanes)}
        last = len(self._lanes) - 1
        return [
            _Dot(
                post,
                QPointF(self._x(self._scale.place(post.at)), self._y(at.get(post.author, last))),
                post.id in self._course.calmed,
            )
            for post in self._course.posts
            if post.at is not None
        ]

    def _under(self, where: QPointF) -> Written | None:
        near = [(one.at - where).manhattanLength() for one in self.dots()]
        if not near or min(near) > 3 * _DOT:
            return None
        return self.dots()[near.index(min(near))].post

    # --- hands -------------------------------------------------------------------------------------------

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """What the post under the pointer says."""
        post = self._under(event.position())
        self.setCursor(Qt.CursorShape.PointingHandCursor if post else Qt.CursorShape.ArrowCursor)
        if post is None or post.at is None:
            QToolTip.hideText()
            return
        when = self._means.say.moment(post.at, self._means.clock())
        told = f"<qt>{escape(brief(post.author, 40))} · {when}<br>{escape(brief(post.text, 80))}</qt>"
        QToolTip.showText(event.globalPosition().toPoint(), told, self)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A post is wanted."""
        post = self._under(event.position())
        if post is not None:
            self.chosen.emit(post.id)

    # --- drawing -----------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        tokens = self._means.theme.tokens
        small = QFont(self.font())
        small.setPointSizeF(max(9.0, self.font().pointSizeF() - 1.5))
        painter.setFont(small)
        self._draw_lanes(painter, tokens)
        if self._scale is not None:
            self._draw_pauses(painter, tokens, self._scale)
            self._draw_reports(painter, tokens, self._scale)
            self._draw_times(painter, tokens, self._scale)
        self._draw_dots(painter, tokens)

    def _draw_lanes(self, painter: QPainter, tokens: Tokens) -> None:
        metrics = QFontMetrics(painter.font())
        names = [brief(one, 40) if one else self._means.say(_OTHERS) for one in self._lanes]
        names.append(self._means.say(_REPORTED))
        for lane, name in enumerate(names):
            report = lane == len(self._lanes)
            y = self._reports_y() if report else self._y(lane)
            painter.setPen(QColor(tokens.red if report else tokens.ink))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _NAME - 8)
            painter.drawText(QRectF(0, y - 12, _NAME - 8, 24), _LEFT, shown)
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(QPointF(self._x(0), y), QPointF(self._x(1), y))

    def _reports_y(self) -> float:
        return _HEAD + _LANE * len(self._lanes) + _REPORTS / 2

    def _draw_pauses(self, painter: QPainter, tokens: Tokens, scale: Scale) -> None:
        top, foot = _HEAD, self._reports_y() + _REPORTS / 2
        for begins, ends, long in scale.pauses:
            room = QRectF(self._x(begins) + 10, top, self._x(ends) - self._x(begins) - 20, foot - top)
            painter.fillRect(room, QColor(tokens.neutral_ground))
            told = self._pause(long.total_seconds())
            if QFontMetrics(painter.font()).horizontalAdvance(told) < room.width():
                painter.setPen(QColor(tokens.second_ink))
                painter.drawText(room, Qt.AlignmentFlag.AlignCenter, told)

    def _pause(self, seconds: float) -> str:
        hours, minutes = int(seconds // 3600), int(seconds // 60)
        if hours >= 48:
            days = hours // 24
            return self._means.say(Words(f"隔了 {days} 天", f"{days} days later"))
        if hours:
            return self._means.say(Words(f"隔了 {hours} 小时", f"{hours} h later"))
        return self._means.say(Words(f"隔了 {minutes} 分钟", f"{minutes} min later"))

    def _draw_reports(self, painter: QPainter, tokens: Tokens, scale: Scale) -> None:
        painter.setPen(QPen(QColor(tokens.red), 2.5))
        y = self._reports_y()
        for at in self._course.reports:
            x = self._x(scale.place(at))
            painter.drawLine(QPointF(x, y - 9), QPointF(x, y + 9))

    def _draw_times(self, painter: QPainter, tokens: Tokens, scale: Scale) -> None:
        """The first and the last moment, and what stands around a pause, where there is room."""
        now, y = self._means.clock(), self.height() - _FOOT
        painter.setPen(QColor(tokens.second_ink))
        metrics = QFontMetrics(painter.font())
        around = {edge for begins, ends, _ in scale.pauses for edge in (begins, ends)}
        ends_at = -1.0
        wanted = [stop for stop in scale.stops if stop[1] in (0.0, 1.0) or stop[1] in around]
        last = self._box(metrics, wanted[-1], self._means.say.moment(wanted[-1][0], now), y)
        for stop in wanted:
            told = self._means.say.moment(stop[0], now)
            box = self._box(metrics, stop, told, y)
            if stop is wanted[-1] or (box.left() > ends_at and (box.right() < last.left() - 8)):
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, told)
                ends_at = box.right() + 8

    def _box(self, metrics: QFontMetrics, stop: tuple[object, float], told: str, y: float) -> QRect:
        wide = metrics.horizontalAdvance(told) + 8
        left = min(max(self._x(stop[1]) - wide / 2, 0), self.width() - wide)
        return QRect(int(left), int(y), wide, _FOOT - 8)

    def _draw_dots(self, painter: QPainter, tokens: Tokens) -> None:
        for dot in self.dots():
            colour = tokens.green if dot.calmed else tokens.accent if dot.post.judged else tokens.second_ink
            painter.setPen(QPen(QColor(tokens.panel), 1.5))
            painter.setBrush(QColor(colour))
            painter.drawEllipse(dot.at, _DOT, _DOT)
            if dot.calmed:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(tokens.green), 2))
                painter.drawEllipse(dot.at, _DOT + 4, _DOT + 4)


class ExchangeView(QWidget):
    """The drawing, what its colours mean, and the same in words.

    Attributes:
        chosen: a post is wanted: its id.
    """

    chosen = Signal(str)

    def __init__(self, means: Means, course: Course) -> None:
        super().__init__()
        self._means, self._course = means, course
        self.chart = ExchangeChart(means, course)
        self.chart.chosen.connect(self.chosen)
        self._keys = [tag("", tone) for tone in (Tone.NEUTRAL, Tone.BLUE, Tone.RED, Tone.GREEN)]
        legend = QWidget()
        legend.setLayout(Flow(8, *self._keys))
        self.told = label()
        self.setLayout(column(legend, self.chart, self.told, gap=10))
        means.say.changed.connect(self._render)
        self._render()

    def _render(self) -> None:
        words = (
            Words("● 一条发言", "● a post"),
            Words("● 要评议的帖子", "● the post in question"),
            Words("┃ 一次举报", "┃ a report"),
            Words("◉ 之后平息", "◉ calmer after it"),
        )
        for shown, told in zip(self._keys, words, strict=True):
            shown.setText(self._means.say(told))
        self.told.setText("\n".join(in_words(self._course, self._means)))
