"""Joins the parts: opens workspaces, makes gateways, and knows where keys and tokens come from."""

import hashlib
import hmac
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.addresses import address_of
from app.community.gateway import Gateway
from app.domain.community import Adapter, CommunityInfo
from app.domain.connecting import acts_as
from app.domain.members import MemberId
from app.domain.roles import Account
from app.errors import (
    AuthFailed,
    DamagedKeyFile,
    KeyRefused,
    MissingSecret,
    NewerWorkspace,
    NotSignedIn,
    NoWorkspace,
    RecordMissing,
    SamePerson,
    Unavailable,
    UnknownAccount,
    WorkspaceExists,
)
from app.files import private_folder, write_private
from app.keys.sealing import KEY_BYTES, new_key, seal, seal_token, unseal, unseal_token
from app.keys.store import KeyStore
from app.keys.vault import Vault
from app.operations import accounts
from app.operations.accounts import SignIn
from app.operations.desk import Clock, Desk
from app.settings import Settings
from storage.cache import Cache
from storage.marks import Identity
from storage.record import RECORD_FILE, Record, RecordConnection

WORKSPACE_FILE = "workspace.json"
FORMAT = 1


def now() -> datetime:
    """The time that everything runs by."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class WorkspaceFile:
    """What lies beside the stores in the clear: the sealed key, and where the record is when it is not here.

    Attributes:
        workspace_id: of this folder; the system's key store knows the key by it.
        sealed: the key, sealed by the recovery passphrase.
        server: the team's record server; None for a record in this folder.
        account: who acts here when no token says otherwise; None until an account connected.
    """

    workspace_id: str
    sealed: str
    server: str | None = None
    account: str | None = None

    def text(self) -> str:
        """As it is written."""
        return json.dumps(
            {
                "format": FORMAT,
                "workspace": self.workspace_id,
                "record": self.server,
                "account": self.account,
                "key": json.loads(self.sealed),
            },
            indent=2,
        )

    @classmethod
    def parse(cls, text: str, path: Path) -> "WorkspaceFile":
        """Read it.

        Raises:
            DamagedKeyFile: it is not what we write.
            NewerWorkspace: a newer program wrote it.
        """
        try:
            parts: dict[str, Any] = json.loads(text)
            if int(parts["format"]) > FORMAT:
                raise NewerWorkspace(path=path, found=parts["format"])
            server, account = parts.get("record"), parts.get("account")
            if not all(isinstance(name, str | None) for name in (server, account)):
                raise ValueError("no names")
            return cls(str(parts["workspace"]), json.dumps(parts["key"]), server, account)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError, RecursionError):
            raise DamagedKeyFile(path=path) from None

    @classmethod
    def read(cls, folder: Path) -> "WorkspaceFile":
        """The file of a workspace.

        Raises:
            NoWorkspace: there is no workspace in this folder.
            DamagedKeyFile: there is a record, but its key file is missing or damaged.
        """
        path = folder / WORKSPACE_FILE
        try:
            return cls.parse(path.read_text(encoding="utf-8"), path)
        except FileNotFoundError:
            if (folder / RECORD_FILE).exists():
                raise DamagedKeyFile(path=path) from None
            raise NoWorkspace(path=folder) from None
        except (OSError, UnicodeDecodeError):
            raise DamagedKeyFile(path=path) from None


def key_entry(workspace_id: str) -> str:
    """Under which entry the system's key store keeps a workspace's key."""
    return f"{workspace_id}/key"


def _token_entry(workspace_id: str, account: Account) -> str:
    return f"{workspace_id}/token/{account.id}"


@dataclass(frozen=True)
class Workspace:
    """An open workspace.

    Attributes:
        token: of the person who acts, where the environment names one; else the kept one is used.
    """

    settings: Settings
    workspace_id: str
    key: bytes
    key_store: KeyStore
    record: Record
    cache: Cache
    token: str | None = None

    def close(self) -> None:
        """Let go of both stores."""
        self.record.close()
        self.cache.close()

    def token_print(self, token: str) -> str:
        """What tells whose token it is without holding it."""
        return hmac.new(self.key, token.encode(errors="surrogateescape"), hashlib.sha256).hexdigest()

    def account(self) -> Account:
        """The person who acts.

        Raises:
            NotSignedIn: nobody ever connected.
            UnknownAccount: the token given is new here and the community can't be asked.
        """
        if self.token is not None:
            known = accounts.account_of_token(self.record, self.token_print(self.token))
            return known or self._register(self.token)
        default = WorkspaceFile.read(self.settings.workspace).account
        account = accounts.account_by_id(self.record, MemberId(default)) if default else None
        if account is None:
            raise NotSignedIn
        return account

    def _register(self, token: str) -> Account:
        identity = accounts.identity(self.record)
        try:
            info = describe(self.settings, Adapter(identity.adapter), identity.url, token)
        except Unavailable as error:
            raise UnknownAccount from error
        return self._take_in(token, info)

    def _take_in(self, token: str, info: CommunityInfo) -> Account:
        known = accounts.kept_token(self.record, accounts.known_as(self.record, info))
        kept = seal_token(self.key, token) if known else None  # a newer token of the same account takes its place
        return accounts.register(self.record, SignIn(info, self.token_print(token), kept), now())

    def colleague(self, token: str, me: Account) -> Account:
        """Another account that proves its token on this machine, to act once; who acts otherwise stays the same.

        Args:
            token: theirs; it is kept nowhere.
            me: who acts otherwise.

        Raises:
            KeyRefused: the community does not accept the token.
            UnknownAccount: the community can't be asked.
            SamePerson: it is the token of the same account.
        """
        identity = accounts.identity(self.record)
        try:
            info = describe(self.settings, Adapter(identity.adapter), identity.url, token)
        except AuthFailed as error:
            raise KeyRefused from error
        except Unavailable as error:
            raise UnknownAccount from error
        if acts_as(info, me.id):
            raise SamePerson(name=me.name)
        return self._take_in(token, info)

    def desk(self) -> Desk:
        """What operations need, for the person who acts."""
        return Desk(self.record, self.cache, now, self.account(), Vault(self.key))

    def gateway(self, account: Account) -> Gateway:
        """The community, as reached by this person.

        Raises:
            MissingSecret: their token is kept nowhere.
        """
        identity = accounts.identity(self.record)
        token = self.token or self.key_store.get(_token_entry(self.workspace_id, account)) or self._kept_token(account)
        if token is None:
            raise MissingSecret(what_zh="社区令牌", what_en="The community token", variable="STEWARD_TOKEN")
        return gateway_to(self.settings, Adapter(identity.adapter), identity.url, token)

    def _kept_token(self, account: Account) -> str | None:
        sealed = accounts.kept_token(self.record, account)
        return unseal_token(self.key, sealed) if sealed else None

    def connect(self, adapter: Adapter, url: str, token: str, info: CommunityInfo, *, clock: Clock = now) -> Account:
        """Sign an account in and keep its token: in the key store, or in the encrypted record where there is none.

        Args:
            info: what the community said of itself to this token.
            clock: says when that is.

        Raises:
            OtherCommunity: the workspace is of another community.
        """
        url = address_of(adapter, url)
        accounts.check_community(self.record, url, adapter.value)
        entry = _token_entry(self.workspace_id, accounts.known_as(self.record, info))
        in_store = self.key_store.put(entry, token)
        identity = Identity(self.workspace_id, url, adapter.value, clock())
        sign_in = SignIn(info, self.token_print(token), None if in_store else seal_token(self.key, token))
        account = accounts.connect(self.record, identity, sign_in, clock())
        file = replace(WorkspaceFile.read(self.settings.workspace), account=account.id)
        write_private(self.settings.workspace / WORKSPACE_FILE, file.text())
        return account


def gateway_to(settings: Settings, adapter: Adapter, url: str, token: str) -> Gateway:
    """A community by its address and a token; nothing is sent yet.

    Raises:
        BadAddress: the address can't be used.
    """
    from app.community.connect import reach  # noqa: PLC0415 - the first rows on a screen don't wait for HTTP

    return reach(
        adapter,
        url,
        token,
        clock=now,
        connect_timeout=settings.connect_timeout,
        read_timeout=settings.read_timeout,
    )


def describe(settings: Settings, adapter: Adapter, url: str, token: str) -> CommunityInfo:
    """Ask a community who we are to it; proves the token.

    Raises:
        CommunityError: it does not answer, or does not accept the token.
    """
    gateway = gateway_to(settings, adapter, url, token)
    try:
        return gateway.describe()
    finally:
        gateway.close()


def workspace_exists(folder: Path) -> bool:
    """Whether this folder holds a workspace: a record of its own, or the way to a team's.

    A key file without either is what a process left that was killed while it made or restored a workspace.
    """
    if (folder / RECORD_FILE).exists():
        return True
    try:
        return WorkspaceFile.read(folder).server is not None
    except NoWorkspace:
        return False


def create_workspace(
    settings: Settings, passphrase: str, key_store: KeyStore, *, server: str | None = None
) -> Workspace:
    """Make a workspace with a fresh key, sealed by the recovery passphrase.

    Raises:
        WorkspaceExists: there is one.
        WeakPassphrase: the passphrase is too short.
        UnwritableFile: the folder can't be written.
    """
    folder = settings.workspace
    if workspace_exists(folder):
        raise WorkspaceExists(path=folder)
    workspace_id, key = str(uuid.uuid4()), new_key()
    file = WorkspaceFile(workspace_id, seal(key, passphrase, workspace_id), server)
    private_folder(folder)
    write_private(folder / WORKSPACE_FILE, file.text())
    key_store.put(key_entry(workspace_id), key.hex())
    return _open(settings, file, key, key_store, None)


def open_workspace(
    settings: Settings, key_store: KeyStore, *, passphrase: str | None = None, token: str | None = None
) -> Workspace:
    """Open a workspace by the recovery passphrase, or by the system's key store when none is given.

    Raises:
        NoWorkspace, DamagedKeyFile, RecordMissing: there is none, or it is not whole.
        WrongPassphrase: the passphrase does not open it.
        MissingSecret: no passphrase was given and the key store does not have the key.
        ForeignWorkspace, NewerWorkspace, MigrationFailed: the record can't be used.
    """
    folder = settings.workspace
    file = WorkspaceFile.read(folder)
    if file.server is None and not (folder / RECORD_FILE).exists():
        raise RecordMissing(path=folder / RECORD_FILE)
    if passphrase is not None:
        key = unseal(file.sealed, passphrase, folder / WORKSPACE_FILE)
    else:
        kept = _key_of(key_store, file.workspace_id)
        if kept is None:
            raise MissingSecret(what_zh="恢复口令", what_en="The recovery passphrase", variable="STEWARD_PASSPHRASE")
        key = kept
    return _open(settings, file, key, key_store, token)


def key_is_known(folder: Path, key_store: KeyStore) -> bool:
    """Whether the key store opens this workspace without a passphrase."""
    return _key_of(key_store, WorkspaceFile.read(folder).workspace_id) is not None


def _key_of(key_store: KeyStore, workspace_id: str) -> bytes | None:
    stored = key_store.get(key_entry(workspace_id)) or ""
    try:
        key = bytes.fromhex(stored)
    except ValueError:
        return None
    return key if len(key) == KEY_BYTES else None


def _open(settings: Settings, file: WorkspaceFile, key: bytes, key_store: KeyStore, token: str | None) -> Workspace:
    folder = settings.workspace
    record = Record.on_server(file.server, folder) if file.server else Record.on_file(folder, key)
    try:
        cache = Cache.on_file(folder, key, file.workspace_id)
    except BaseException:
        record.close()
        raise
    return Workspace(settings, file.workspace_id, key, key_store, record, cache, token)


@contextmanager
def open_record(folder: Path, passphrase: str) -> Iterator[RecordConnection]:
    """The documented way to look into a record with SQL: a connection that commits when the block ends.

    Raises:
        NoWorkspace, WrongPassphrase, ForeignWorkspace: it can't be opened.
    """
    file = WorkspaceFile.read(folder)
    key = unseal(file.sealed, passphrase, folder / WORKSPACE_FILE)
    record = Record.on_server(file.server, folder) if file.server else Record.on_file(folder, key)
    try:
        with record.connection() as connection:
            yield connection
    finally:
        record.close()
