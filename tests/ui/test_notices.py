"""Notices stand where they cover no field and no button."""

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from app.domain.words import Words
from tests.ui.stage import Stage, visible_children
from ui.notices import Notices, Offer

TOLD = Words("备注已保存", "The note is kept")
LONG = Words("没有得到社区的答复，稍后会再试；要发送的都还在这里，什么都没有丢。" * 2, "A long notice. " * 8)


def _covered(stage: Stage) -> list[QWidget]:
    """What a person may want to press or fill under a notice."""
    window = stage.window
    notices = window.findChild(Notices)
    assert notices.isVisible()
    assert window.rect().contains(notices.geometry())
    found = [
        one
        for kind in (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox)
        for one in visible_children(window, kind)
        if not notices.isAncestorOf(one)
    ]
    places = [(one, QRect(one.mapTo(window, QPoint(0, 0)), one.size())) for one in found]
    return [one for one, place in places if place.intersects(notices.geometry()) and not one.visibleRegion().isEmpty()]


def test_over_the_queue_only_rows_are_covered(stage: Stage) -> None:
    stage.choose("c-0101")
    for words in (TOLD, LONG):
        stage.window.notices.tell(words)
        stage.settle()
        assert _covered(stage) == []
    stage.window.triage.splitter.setSizes([240, 500, 500])
    stage.window.notices.tell(TOLD)
    stage.settle()
    assert _covered(stage) == []


def test_over_a_form_a_notice_stands_above_it_and_goes_back_to_the_list(stage: Stage) -> None:
    notices = stage.window.notices
    notices.tell(TOLD)
    stage.settle()
    below = notices.geometry()
    stage.ctrl(Qt.Key.Key_N)
    form = stage.window.hand.entering
    assert notices.geometry().bottom() < form.geometry().top() + 16
    assert [one for one in _covered(stage) if form.isAncestorOf(one)] == []
    stage.press(Qt.Key.Key_Escape)
    assert notices.geometry() == below


def test_no_line_of_a_notice_is_cut_however_narrow_it_is_and_whatever_it_offers(stage: Stage) -> None:
    stage.choose("c-0101")
    stage.window.triage.splitter.setSizes([240, 500, 500])
    told = Words("已复核同意，开始执行，8 秒内可撤回", "Agreed; it takes effect; 8 seconds to take it back")
    notices = stage.window.notices
    for _ in range(2):
        notices.tell(told, offer=Offer(Words("撤回", "Take back"), "Ctrl+Z", lambda: None))
        stage.settle()
        for text in visible_children(notices, QLabel):
            assert text.height() >= text.heightForWidth(text.width())
            assert text.visibleRegion().boundingRect() == text.rect()
        stage.do("window.language")
