"""The secretary's key, which signs what goes out. What opens a count is made for each round: see council_keyfile."""

from app.domain.roles import Role, require
from app.domain.seals import SigningKey
from app.operations.desk import Desk
from app.operations.preserving import own_key


def signer(desk: Desk) -> tuple[SigningKey, str]:
    """The key that signs for this workspace, and its secret half; made where there is none.

    Raises:
        NoRight: the person is no secretary.
    """
    require(desk.me, Role.SECRETARY)
    return own_key(desk)
