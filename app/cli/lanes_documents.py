"""The JSON documents of lanes."""

from datetime import datetime
from typing import Any

from app.cli.output import stamp
from app.domain.lanes import LaneEvent, Registered
from app.domain.lanes_clocks import Alarm, Clock
from app.errors import Language
from app.operations.lanes_view import LaneView

Document = dict[str, Any]


def of_lane(view: LaneView, now: datetime, language: Language) -> Document:
    """A case in its lane."""
    return {
        "case": view.case.id,
        "state": view.case.state,
        "lane": view.lane,
        "level": view.severity,
        "raised": view.hit,
        "since": stamp(view.since),
        "incident_at": stamp(view.incident_at),
        "guessed": view.guessed,
        "clocks": [_clock(one, now, language) for one in view.clocks],
        "steps": [
            {
                "step": one.stage.step,
                "required": one.stage.required,
                "done": one.done,
                "entered": [of_event(event) for event in one.entered],
            }
            for one in view.steps
        ],
        "missing": [one.step for one in view.missing],
        "next": view.next.step if view.next else None,
        "numbers": [{"number": one.number, "who": one.who.say(language)} for one in view.numbers],
        "hidden": view.hidden,
        "minor": view.minor,
        "acknowledged_by": view.acknowledged_by.name if view.acknowledged_by else None,
        "events": [of_event(one) for one in view.events],
    }


def _clock(clock: Clock, now: datetime, language: Language) -> Document:
    return {
        "clock": clock.name,
        "since": stamp(clock.since),
        "due_at": stamp(clock.due_at),
        "done_at": stamp(clock.done_at),
        "late": clock.late(now),
        "guessed": clock.guessed,
        "source": clock.source.say(language),
    }


def of_event(event: LaneEvent) -> Document:
    """Something that happened in a lane."""
    return {
        "step": event.step,
        "lane": event.lane,
        "at": stamp(event.at),
        "occurred_at": stamp(event.occurred_at),
        "by": event.by.name if event.by else None,
        "to": event.to,
        "number": event.number,
        "text": event.text,
        "injury": event.injury,
        "effect": event.effect,
        "decision": event.decision,
    }


def of_alarm(alarm: Alarm) -> Document:
    """A case to which nobody sees yet."""
    return {
        "case": alarm.case,
        "lane": alarm.lane,
        "alarm": alarm.level,
        "level": alarm.severity,
        "raised": alarm.raised,
        "entered": alarm.entered,
        "since": stamp(alarm.since),
        "second_at": stamp(alarm.second_at),
        "title": alarm.title,
        "author": alarm.author,
        "shown": alarm.shown,
    }


def of_registered(one: Registered) -> Document:
    """A line of the register."""
    return of_event(one.event) | {"case": one.case, "title": one.title, "entry": one.seq, "left": list(one.left)}
