"""The secretary's keys: one signs what goes out; to the other a case's key is sealed until the count."""

from app.domain.roles import Role, require
from app.domain.seals import SigningKey
from app.keys import ages
from app.operations.council_referrals import me
from app.operations.desk import Desk
from app.operations.preserving import own_key
from storage.transaction import Transaction

_PURPOSE = "council count key"


def signer(desk: Desk) -> tuple[SigningKey, str]:
    """The key that signs for this workspace, and its secret half; made where there is none.

    Raises:
        NoRight: the person is no secretary.
    """
    require(desk.me, Role.SECRETARY)
    return own_key(desk)


def opener(desk: Desk) -> tuple[str, str]:
    """The age key that opens a count on the secretary's side: public, and secret; made where there is none.

    Raises:
        NoRight: the person is no secretary.
    """
    require(desk.me, Role.SECRETARY)
    with desk.record.read() as tx:
        found = _openable(desk, tx)
    if found:
        return found[0]
    with desk.record.write() as tx:
        return next(iter(_openable(desk, tx)), None) or _make(desk, tx)


def openers(desk: Desk) -> dict[str, str]:
    """Every such key that this workspace can use, newest first: the secret by the public one.

    Raises:
        NoRight: the person is no secretary.
    """
    require(desk.me, Role.SECRETARY)
    with desk.record.read() as tx:
        return dict(_openable(desk, tx))


def _openable(desk: Desk, tx: Transaction) -> list[tuple[str, str]]:
    unsealed = [(public, desk.vault.unseal(sealed, _PURPOSE)) for public, sealed in tx.council_seats.own_keys()]
    return [(public, secret) for public, secret in unsealed if secret is not None]


def _make(desk: Desk, tx: Transaction) -> tuple[str, str]:
    secret = ages.new_secret()
    public = ages.public_of(secret)
    tx.council_seats.add_own_key(public, desk.vault.seal(secret, _PURPOSE), me(desk), desk.clock())
    return public, secret
