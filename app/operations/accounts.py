"""Who works here: connecting an account, signing in, roles, and proving the ledger."""

from dataclasses import dataclass, replace
from datetime import datetime

from app.domain.changes import Area, Changes
from app.domain.community import Adapter, CommunityInfo
from app.domain.connecting import acts_as
from app.domain.ledger import EntryKind, Verification
from app.domain.members import MemberId
from app.domain.roles import Account, Role, require, roles_on_first_sign_in
from app.domain.words import Words
from app.errors import AccountNotFound, LastManager, NotForTrainees, NotSignedIn, OtherCommunity
from app.operations.conduct import enter_starter
from app.operations.desk import Desk
from storage.marks import Identity
from storage.record import Record
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class SignIn:
    """An account that proved its token to the community.

    `token` is sealed, and None where the system's key store keeps it; `token_print` tells whose token it is without
    holding it.
    """

    info: CommunityInfo
    token_print: str
    token: str | None


NOT_PROVEN = Words(
    "这个社区没有接口可以核对身份：同意人只是自报姓名，台账里记为“未核实”。",
    "Nothing in this community can prove who somebody is: who agrees only says so; the ledger has it as unverified.",
)
"""What is said where somebody agrees, in a community without an API."""


def proves_who(tx: Transaction) -> bool:
    """Whether the community proves who acts; where it has no API, anybody can write any name."""
    known = tx.marks.identity()
    return known is None or known.adapter != Adapter.MANUAL.value


def is_proven(desk: Desk) -> bool:
    """The same, for a desk."""
    with desk.record.read() as tx:
        return proves_who(tx)


def known_as(record: Record, info: CommunityInfo) -> Account:
    """The account that acts by a token, under the id it was first taken in with; one that is new has no roles yet."""
    with record.read() as tx:
        return _known(tx, info) or Account(info.acting.id, info.acting.name)


def _known(tx: Transaction, info: CommunityInfo) -> Account | None:
    exact = tx.accounts.get(info.acting.id)
    return exact or next((one for one in tx.accounts.every() if acts_as(info, one.id)), None)


def connect(record: Record, identity: Identity, sign_in: SignIn, now: datetime) -> Account:
    """Take in an account, and with the first one the community itself and the starter code of conduct.

    Raises:
        OtherCommunity: the workspace is of another community.
    """
    with record.write() as tx:
        known = tx.marks.identity()
        if known is None:
            tx.marks.introduce(identity)
            body = {"workspace": identity.workspace_id, "adapter": identity.adapter, "url": identity.url}
            tx.ledger.append(EntryKind.WORKSPACE_CREATED, now, body)
        elif (known.url, known.adapter) != (identity.url, identity.adapter):
            raise OtherCommunity(known=f"{known.url} ({known.adapter})", asked=f"{identity.url} ({identity.adapter})")
        enter_starter(tx, now)
        tx.marks.keep_info(sign_in.info)
        return _take_in(tx, sign_in, now)


def check_community(record: Record, url: str, adapter: str) -> None:
    """Let pass the community that this workspace is of, or the first one.

    Raises:
        OtherCommunity: the workspace is of another community.
    """
    with record.read() as tx:
        known = tx.marks.identity()
    if known is not None and (known.url, known.adapter) != (url, adapter):
        raise OtherCommunity(known=f"{known.url} ({known.adapter})", asked=f"{url} ({adapter})")


def register(record: Record, sign_in: SignIn, now: datetime) -> Account:
    """Take in another account of the same community."""
    with record.write() as tx:
        return _take_in(tx, sign_in, now)


def _take_in(tx: Transaction, sign_in: SignIn, now: datetime) -> Account:
    acting = sign_in.info.acting
    account = _known(tx, sign_in.info)
    if account is None:
        account = Account(acting.id, acting.name, roles_on_first_sign_in(tx.accounts.count()))
        tx.accounts.add(account, now)
        body = {"roles": " ".join(sorted(account.roles))}
        tx.ledger.append(EntryKind.ACCOUNT_CONNECTED, now, body, {"account": f"{acting.id} {acting.name}"})
    tx.accounts.sign_in(account.id, acting.name, sign_in.token_print, sign_in.token)
    return replace(account, name=acting.name)


def account_of_token(record: Record, token_print: str) -> Account | None:
    """Whose token has this print."""
    with record.read() as tx:
        return tx.accounts.by_token_print(token_print)


def account_by_id(record: Record, account_id: MemberId) -> Account | None:
    """The account with this id, if it ever connected."""
    with record.read() as tx:
        return tx.accounts.get(account_id)


def kept_token(record: Record, account: Account) -> str | None:
    """The sealed token kept in the record, where there is no key store."""
    with record.read() as tx:
        return tx.accounts.token(account.id)


def identity(record: Record) -> Identity:
    """Which community this workspace is of.

    Raises:
        NotSignedIn: none was connected yet.
    """
    with record.read() as tx:
        known = tx.marks.identity()
    if known is None:
        raise NotSignedIn
    return known


def accounts(desk: Desk) -> list[Account]:
    """Everybody who ever connected."""
    with desk.record.read() as tx:
        return tx.accounts.every()


def set_roles(desk: Desk, account_id: MemberId, roles: frozenset[Role]) -> Changes:
    """Give an account exactly these roles.

    Raises:
        NoRight: the person is no manager.
        NotForTrainees: they are a trainee.
        AccountNotFound: no such account ever connected.
        LastManager: nobody could give roles any more.
    """
    with desk.record.write() as tx:
        require(desk.me, Role.MANAGER)
        if Role.TRAINEE in desk.me.roles:
            raise NotForTrainees(action_zh="设置角色", action_en="give roles")
        account = tx.accounts.get(account_id)
        if account is None:
            raise AccountNotFound(account=account_id)
        managers = [one.id for one in tx.accounts.every() if Role.MANAGER in one.roles]
        if managers == [account_id] and Role.MANAGER not in roles:
            raise LastManager(account=account.name)
        tx.accounts.set_roles(replace(account, roles=roles))
        body = {"roles": " ".join(sorted(roles)), "before": " ".join(sorted(account.roles))}
        private = {"account": f"{account.id} {account.name}", "by": f"{desk.me.id} {desk.me.name}"}
        tx.ledger.append(EntryKind.ROLES_CHANGED, desk.clock(), body, private)
    return Changes.of(Area.ACCOUNTS)


def verify_ledger(record: Record, anchor: tuple[int, str] | None = None) -> Verification:
    """Check every entry of the ledger from the first to the last; evidence, seals, the council and months against it.

    Args:
        anchor: number and hash of an entry as an earlier verification printed them.
    """
    with record.read() as tx:
        found = tx.ledger.verify(anchor)
        found = tx.evidence.verify(found) if found.ok else found
        found = tx.seals.verify(found) if found.ok else found
        found = tx.council_check.verify(found) if found.ok else found
        return tx.summary_check.verify(found) if found.ok else found
