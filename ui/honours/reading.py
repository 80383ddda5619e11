"""What the page of honours reads: the list of a section, and one item with all that belongs to it."""

from dataclasses import dataclass, replace

from app.domain.honours import Grant, Thanks, Title, TitleId
from app.domain.honours_rules import CHANGE_WORDS, CURRENT
from app.domain.members import MemberId
from app.operations import honours_suggested, honours_view
from app.operations.desk import Desk
from app.operations.honours_view import Pending, TitleRow
from ui.honours.items import Event, Given, Held, Item, Nominated, Section, Shown, Suggested


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of a section, what is counted beside each section, and every title with how many hold it."""

    section: Section
    rows: tuple[Item, ...]
    counts: tuple[tuple[Section, int], ...]
    titles: tuple[tuple[Title, int], ...]


def listed(desk: Desk, section: Section) -> Listed:
    """The rows of a section."""
    every = honours_view.titles(desk)
    given = {one.title.id: one for one in every}
    needs, held = honours_view.needs(desk), honours_view.holders(desk)
    rows: list[Item] = []
    if section is Section.TODO:
        pending = (*needs.to_grant, *(one for one in honours_view.nominations(desk) if one not in needs.to_grant))
        due = (*needs.free, *needs.due)
        rows = [*(_held(one.grant, given, free=one.free) for one in due), *(_nominated(one, given) for one in pending)]
    elif section is Section.HELD:
        over = honours_view.holders(desk, ended=True)
        rows = [_held(one.grant, given, free=one.free) for one in (*held, *over)]
    elif section is Section.SUGGESTED:
        rows = [Suggested(one, _title(given, one.title)) for one in honours_suggested.suggestions(desk)]
    elif section is Section.THANKED:
        rows = list(honours_view.thanks_lately(desk))
    else:
        names = {one.id: one.name for one in honours_view.offered(desk)}
        rows = [Given(one.title, one.holders, names.get(one.shown_as, one.shown_as)) for one in every]
    to_do = len(needs.due) + len(needs.free) + len(honours_view.nominations(desk))
    counts = ((Section.TODO, to_do), (Section.HELD, len(held)))
    return Listed(section, tuple(rows), counts, tuple((one.title, one.holders) for one in every))


def _title(given: dict[TitleId, TitleRow], title: TitleId) -> Title | None:
    return given[title].title if title in given else None


def _held(grant: Grant, given: dict[TitleId, TitleRow], *, free: bool = False) -> Held:
    return Held(grant, given[grant.title].title, free)


def _nominated(one: Pending, given: dict[TitleId, TitleRow]) -> Nominated:
    return Nominated(one.nomination, one.title, given[one.title.id].holders, one.missing)


def shown(desk: Desk, item: Item) -> Shown:
    """An item with what belongs to it."""
    match item:
        case Given():
            held = [one.grant for one in honours_view.holders(desk) if one.grant.title == item.title.id]
            return Shown(item, holds=tuple(Held(one, item.title) for one in held))
        case Held():
            found = _of(desk, item, item.grant.member.id)
            _holder, events = honours_view.holder(desk, item.grant.id)
            told = tuple(Event(one.at, CHANGE_WORDS[one.change], one.by.name, one.reason) for one in events)
            return replace(found, events=told, holds=tuple(one for one in found.holds if one.grant.id != item.grant.id))
        case Thanks():
            return replace(_of(desk, item, item.member.id), about=honours_suggested.thanked_post(desk, item))
        case Nominated():
            return _of(desk, item, item.nomination.member.id)
        case Suggested():
            return _of(desk, item, item.suggestion.member.id)


def _of(desk: Desk, item: Item, member: MemberId) -> Shown:
    of = honours_view.of_member(desk, member)
    titles = {one.title.id: one.title for one in honours_view.titles(desk)}
    holds = tuple(Held(one, titles[one.title]) for one in of.grants if one.standing in CURRENT)
    return Shown(item, of.thanks, of.thanks_count, holds)
