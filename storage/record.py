"""The record: what must never be lost. One transaction sees everything; its ledger entries are written last."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

import sqlalchemy as sa
from sqlcipher3 import dbapi2 as sqlcipher

from app.errors import ForeignWorkspace, RecordUnreachable, StoreBusy, UnwritableFile
from storage import migrate
from storage.accounts import Accounts
from storage.appeals import Appeals
from storage.calendars import Calendars
from storage.conduct import Conduct
from storage.conduct_drafts import ConductDrafts
from storage.conduct_notices import ConductNotices
from storage.contacts import Contacts
from storage.decisions import Decisions
from storage.drafts import Drafts
from storage.engines import WRITES, is_sqlite, postgresql_engine, sqlcipher_engine
from storage.evidence import EvidenceFiles
from storage.filters import Filters
from storage.governing import Governing
from storage.handovers import Handovers
from storage.intake import Intake
from storage.lanes import Lanes
from storage.lease import advisory_lease, file_lease
from storage.ledger import Ledger
from storage.marks import Marks
from storage.member_record import MemberRecords
from storage.notes import Notes
from storage.outbox import Outbox
from storage.outbox_rows import OutboxRows
from storage.outside import Outside
from storage.precedents import PastDecisions
from storage.promises import Promises
from storage.queue import Queue
from storage.reporters import Reporters
from storage.sampling import Samples
from storage.sanctions import Sanctions
from storage.seals import Seals
from storage.team_facts import TeamFactsKept
from storage.texts import Texts
from storage.topics import Topics
from storage.triage import Cases

RECORD_FILE = "record.db"
LEASE_FILE = "sender.lock"
BACKUP_FOLDER = "backups"
LEASE_PATIENCE = 10.0

RecordConnection = sa.Connection


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
    def contacts(self) -> Contacts:
        """Who was contacted, and when to try again."""
        return Contacts(self._connection)

    @cached_property
    def outside(self) -> Outside:
        """Who from outside is involved."""
        return Outside(self._connection)

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


@dataclass(frozen=True)
class Record:
    """The record of one workspace, on a local file or on a team's server.

    Attributes:
        engine: for those who must see the tables themselves (backup, tests, the documented way to open a record).
        where: how errors name it.
        folder: the workspace's folder, for the lease and the backups.
    """

    engine: sa.Engine
    where: str
    folder: Path

    @classmethod
    def on_file(cls, folder: Path, key: bytes) -> "Record":
        """The record of a workspace on this machine, made or brought up to date.

        Raises:
            ForeignWorkspace: it can't be read with this key, or is not ours.
            NewerWorkspace: a newer program wrote it.
            MigrationFailed: it could not be brought up to date.
        """
        path = folder / RECORD_FILE
        record = cls(sqlcipher_engine(path, key, synchronous="FULL"), str(path), folder)
        try:
            with _clear_errors(str(path)):
                migrate.bring_up_to_date(record.engine, path, record._backup_before)
        except BaseException:
            record.close()
            raise
        return record

    @classmethod
    def on_server(cls, url: str, folder: Path) -> "Record":
        """A team's record.

        Raises:
            RecordUnreachable: the server does not answer.
            NewerWorkspace: a newer program wrote it.
        """
        record = cls(postgresql_engine(url), url, folder)
        try:
            with _clear_errors(url):
                migrate.bring_up_to_date(record.engine, url, record._no_backup_of_a_server)
        except BaseException:
            record.close()
            raise
        return record

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A transaction that sees one state of the record; it takes no lock."""
        with _clear_errors(self.where), self.snapshot() as connection:
            transaction = Transaction(connection)
            yield transaction
            transaction.ledger.refuse_entries()

    @contextmanager
    def snapshot(self) -> Iterator[RecordConnection]:
        """A plain connection that sees one state of the record, and keeps nothing of what is done on it."""
        with self.engine.connect() as connection:
            if not is_sqlite(connection):
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin() as transaction:
                yield connection
                transaction.rollback()

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction that is kept whole when the block ends, and not at all when it raises.

        Raises:
            StoreBusy: another process wrote for too long, or the disk is full.
        """
        with _clear_errors(self.where), self.engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            with connection.begin():
                transaction = Transaction(connection)
                yield transaction
                transaction.ledger.flush()

    @contextmanager
    def connection(self) -> Iterator[RecordConnection]:
        """A plain connection that commits when the block ends: for looking into the tables themselves."""
        with self.engine.connect() as connection:
            connection.execution_options(**{WRITES: True})
            with connection.begin():
                yield connection

    def lease(self, patience: float | None = None) -> AbstractContextManager[None]:
        """The right to keep step with the community, for one process at a time.

        Args:
            patience: how long to wait for it, in seconds.

        Raises:
            SenderBusy: another process holds it.
        """
        wait = LEASE_PATIENCE if patience is None else patience
        if self.engine.dialect.name == "sqlite":
            return file_lease(self.folder / LEASE_FILE, wait)
        return advisory_lease(self.engine, "steward sender", wait)

    def copy_to(self, path: Path) -> None:
        """A copy of a local record in one piece, sealed with the same key."""
        with self.engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is None or not is_sqlite(connection):
                raise ValueError("only a local record is copied as a file")
            try:
                raw.execute("VACUUM INTO ?", (str(path),))
            except sqlcipher.DatabaseError as error:
                raise UnwritableFile(path=path, why=str(error)) from None
        path.chmod(0o600)

    def _backup_before(self, revision: str) -> Path:
        folder = self.folder / BACKUP_FOLDER
        folder.mkdir(mode=0o700, exist_ok=True)
        path = folder / f"record-{revision}-{datetime.now(UTC):%Y%m%dT%H%M%S%f}.db"
        self.copy_to(path)
        self._check_copy(path)
        return path

    def _check_copy(self, path: Path) -> None:
        with self.engine.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is None:
                raise ValueError("no connection")
            raw.execute("ATTACH DATABASE ? AS copy", (str(path),))
            try:
                (verdict,) = raw.execute("PRAGMA copy.integrity_check").fetchone()
                heads = raw.execute(
                    "SELECT (SELECT hash FROM main.ledger_head), (SELECT hash FROM copy.ledger_head)"
                ).fetchone()
            finally:
                raw.execute("DETACH DATABASE copy")
        if verdict != "ok" or heads[0] != heads[1]:
            raise ForeignWorkspace(path=path)

    def _no_backup_of_a_server(self, _revision: str) -> None:
        """A server is backed up by those who run it; the migration itself is one transaction there."""


@contextmanager
def _clear_errors(where: str) -> Iterator[None]:
    """Turn the world's faults into sentences; everything else is a bug and passes."""
    try:
        yield
    except sa.exc.OperationalError as error:
        why = str(error.orig).splitlines()[0]
        if getattr(error.orig, "sqlstate", "") is None:  # psycopg: no server said this, so none was reached
            raise RecordUnreachable(why=why) from error
        raise StoreBusy(why=why) from error
    except sa.exc.DatabaseError as error:
        if isinstance(error, sa.exc.IntegrityError | sa.exc.ProgrammingError | sa.exc.DataError):
            raise
        if "malformed" in str(error.orig) or "not a database" in str(error.orig):
            raise ForeignWorkspace(path=where) from error
        raise
