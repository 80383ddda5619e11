"""One transaction over all of the record: each part of it by its own door."""

from functools import cached_property

import sqlalchemy as sa

from app.domain.months import Month
from storage.accounts import Accounts
from storage.appeals import Appeals
from storage.calendars import Calendars
from storage.conduct import Conduct
from storage.conduct_drafts import ConductDrafts
from storage.conduct_notices import ConductNotices
from storage.contacts import Contacts
from storage.council import Council
from storage.council_box import CouncilBox
from storage.council_check import CouncilCheck
from storage.council_posts import CouncilPosts
from storage.council_seats import CouncilSeats
from storage.decisions import Decisions
from storage.disclosing import Disclosing
from storage.drafts import Drafts
from storage.evidence import EvidenceFiles
from storage.filters import Filters
from storage.governing import Governing
from storage.handovers import Handovers
from storage.honours import Honours
from storage.honours_nominations import HonourNominations
from storage.honours_suggested import HonoursCounted
from storage.intake import Intake
from storage.lanes import Lanes
from storage.ledger import Ledger
from storage.marks import Marks
from storage.member_record import MemberRecords
from storage.notes import Notes
from storage.outbox import Outbox
from storage.outbox_rows import OutboxRows
from storage.outside import Outside
from storage.precedents import PastDecisions
from storage.privacy import Privacy
from storage.promises import Promises
from storage.queue import Queue
from storage.reporters import Reporters
from storage.review import Reviews
from storage.rulings import Rulings
from storage.sampling import Samples
from storage.sanctions import Sanctions
from storage.seals import Seals
from storage.summary import Months
from storage.summary_check import SummaryCheck
from storage.summary_history import History
from storage.summary_recount import Recount
from storage.summary_registers import Registers
from storage.team_facts import TeamFactsKept
from storage.texts import Texts
from storage.thinning import Thinnings
from storage.thinning_standing import Standing
from storage.topics import Topics
from storage.triage import Cases


class Transaction:
    """Everything of the record, as seen by one transaction on one thread."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    @cached_property
    def marks(self) -> Marks:
        """What workspace this is and how far it was read."""
        return Marks(self._connection)

    @cached_property
    def accounts(self) -> Accounts:
        """The people of the team."""
        return Accounts(self._connection)

    @cached_property
    def conduct(self) -> Conduct:
        """The editions of the code of conduct."""
        return Conduct(self._connection)

    @cached_property
    def conduct_drafts(self) -> ConductDrafts:
        """Drafts of editions, and the comments on them."""
        return ConductDrafts(self._connection)

    @cached_property
    def conduct_notices(self) -> ConductNotices:
        """What became of editions in the community."""
        return ConductNotices(self._connection)

    @cached_property
    def cases(self) -> Cases:
        """The cases."""
        return Cases(self._connection)

    @cached_property
    def queue(self) -> Queue:
        """The cases in the order in which they need us."""
        return Queue(self._connection)

    @cached_property
    def intake(self) -> Intake:
        """The cases as a pull sees them."""
        return Intake(self._connection)

    @cached_property
    def decisions(self) -> Decisions:
        """What was decided."""
        return Decisions(self._connection)

    @cached_property
    def sanctions(self) -> Sanctions:
        """The measures against members."""
        return Sanctions(self._connection)

    @cached_property
    def appeals(self) -> Appeals:
        """What was appealed, and how it was answered."""
        return Appeals(self._connection)

    @cached_property
    def governing(self) -> Governing:
        """Who agreed, what was found about reports, who is recused, what was sampled."""
        return Governing(self._connection)

    @cached_property
    def reporters(self) -> Reporters:
        """Those who report, and how they were answered."""
        return Reporters(self._connection)

    @cached_property
    def past(self) -> PastDecisions:
        """What was decided before, as examples."""
        return PastDecisions(self._connection)

    @cached_property
    def samples(self) -> Samples:
        """What leads said of decisions."""
        return Samples(self._connection)

    @cached_property
    def members(self) -> MemberRecords:
        """What is kept about a member beside measures."""
        return MemberRecords(self._connection)

    @cached_property
    def notes(self) -> Notes:
        """What the team wrote down."""
        return Notes(self._connection)

    @cached_property
    def evidence(self) -> EvidenceFiles:
        """The files beside cases."""
        return EvidenceFiles(self._connection)

    @cached_property
    def seals(self) -> Seals:
        """What was sealed as evidence, and the keys that did."""
        return Seals(self._connection)

    @cached_property
    def drafts(self) -> Drafts:
        """What is being written."""
        return Drafts(self._connection)

    @cached_property
    def filters(self) -> Filters:
        """What people look at again and again."""
        return Filters(self._connection)

    @cached_property
    def texts(self) -> Texts:
        """The team's library of texts."""
        return Texts(self._connection)

    @cached_property
    def handovers(self) -> Handovers:
        """Shifts handed over."""
        return Handovers(self._connection)

    @cached_property
    def lanes(self) -> Lanes:
        """What happened to cases in lanes of their own."""
        return Lanes(self._connection)

    @cached_property
    def calendars(self) -> Calendars:
        """The years of working days that the team imported."""
        return Calendars(self._connection)

    @cached_property
    def team_facts(self) -> TeamFactsKept:
        """What the team is called, and how it is reached."""
        return TeamFactsKept(self._connection)

    @cached_property
    def promises(self) -> Promises:
        """What was promised, and what became of it."""
        return Promises(self._connection)

    @cached_property
    def topics(self) -> Topics:
        """Many cases of one matter, answered together."""
        return Topics(self._connection)

    @cached_property
    def honours_counted(self) -> HonoursCounted:
        """What suggestions of honours are counted from."""
        return HonoursCounted(self._connection)

    @cached_property
    def reviews(self) -> Reviews:
        """The community reviews."""
        return Reviews(self._connection)

    @cached_property
    def council_seats(self) -> CouncilSeats:
        """The seats of the council and their rosters."""
        return CouncilSeats(self._connection)

    @cached_property
    def council(self) -> Council:
        """What was referred to the council."""
        return Council(self._connection)

    @cached_property
    def council_posts(self) -> CouncilPosts:
        """Posts and people before the council, whatever case tells of them."""
        return CouncilPosts(self._connection)

    @cached_property
    def council_box(self) -> CouncilBox:
        """The ballots."""
        return CouncilBox(self._connection)

    @cached_property
    def council_check(self) -> CouncilCheck:
        """Whether what is kept of the council is what the ledger tells."""
        return CouncilCheck(self._connection)

    @cached_property
    def rulings(self) -> Rulings:
        """What the council found."""
        return Rulings(self._connection)

    @cached_property
    def contacts(self) -> Contacts:
        """Who was contacted, and when to try again."""
        return Contacts(self._connection)

    @cached_property
    def outside(self) -> Outside:
        """Who from outside is involved."""
        return Outside(self._connection)

    @cached_property
    def honours(self) -> Honours:
        """Thanks, titles, and who holds them."""
        return Honours(self._connection)

    @cached_property
    def nominations(self) -> HonourNominations:
        """Who is to be honoured, why, and what they agreed to."""
        return HonourNominations(self._connection)

    @cached_property
    def outbox(self) -> Outbox:
        """What is to be sent."""
        return Outbox(self._connection)

    @cached_property
    def outbox_rows(self) -> OutboxRows:
        """What is shown of it."""
        return OutboxRows(self._connection)

    @cached_property
    def ledger(self) -> Ledger:
        """What can be proved."""
        return Ledger(self._connection)

    @cached_property
    def summary(self) -> Months:
        """The months: what was counted for them, and those that are closed."""
        return Months(self._connection)

    @cached_property
    def history(self) -> History:
        """What is not counted for its month yet."""
        return History(self._connection)

    @cached_property
    def summary_check(self) -> SummaryCheck:
        """Whether the months are what the ledger tells."""
        return SummaryCheck(self._connection)

    def recount(self, month: Month) -> Recount:
        """A month counted again from the ledger. The ledger's head row has to be locked."""
        return Recount(self._connection, month)

    @cached_property
    def registers(self) -> Registers:
        """What a month tells from the registers themselves."""
        return Registers(self._connection)

    @cached_property
    def privacy(self) -> Privacy:
        """Requests about personal data, legal holds, periods of retention."""
        return Privacy(self._connection)

    @cached_property
    def disclosing(self) -> Disclosing:
        """What is kept about a member, for them to read."""
        return Disclosing(self._connection)

    @cached_property
    def standing(self) -> Standing:
        """What has to stay for now, and what is over."""
        return Standing(self._connection)

    @cached_property
    def thinnings(self) -> Thinnings:
        """What is deleted, within a transaction."""
        return Thinnings(self._connection)
