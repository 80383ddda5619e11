"""Roles: who may do what. They are tied to the community account that `describe()` reports."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.members import MemberId
from app.domain.words import Words
from app.errors import NoRight, NotForTrainees


class Role(StrEnum):
    """What a person of the team is trusted with."""

    MODERATOR = "moderator"
    LEAD = "lead"
    MANAGER = "manager"
    SECRETARY = "secretary"
    TRAINEE = "trainee"


ROLE_WORDS = {
    Role.MODERATOR: Words("版主", "moderator"),
    Role.LEAD: Words("组长", "lead"),
    Role.MANAGER: Words("主管", "manager"),
    Role.SECRETARY: Words("议事会秘书", "secretary"),
    Role.TRAINEE: Words("实习版主", "trainee"),
}

EVERY_ROLE = frozenset(Role) - {Role.TRAINEE}
"""What the first account is trusted with. TRAINEE limits: such a person's decisions wait for another one."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person of the team, known by the community account they sign in with."""

    id: MemberId
    name: str
    roles: frozenset[Role] = frozenset()


def roles_on_first_sign_in(known_accounts: int) -> frozenset[Role]:
    """The first account that connects gets every role; later ones are moderators until given more."""
    return EVERY_ROLE if known_accounts == 0 else frozenset({Role.MODERATOR})


def require(account: Account, role: Role) -> None:
    """Let pass who holds the role.

    Raises:
        NoRight: the account does not hold it.
    """
    if role not in account.roles:
        words = ROLE_WORDS[role]
        raise NoRight(account=account.name, role_zh=words.zh, role_en=words.en)


def require_either(account: Account, *roles: Role) -> None:
    """Let pass who holds one of these roles.

    Raises:
        NoRight: the account holds none.
    """
    if account.roles.isdisjoint(roles):
        words = [ROLE_WORDS[role] for role in roles]
        zh, en = "或".join(one.zh for one in words), " or ".join(one.en for one in words)
        raise NoRight(account=account.name, role_zh=zh, role_en=en)


def require_full(account: Account, action: Words) -> None:
    """Let pass who is no trainee.

    Args:
        action: what a trainee can't do, going on in a sentence.

    Raises:
        NotForTrainees: the account is a trainee's.
    """
    if Role.TRAINEE in account.roles:
        raise NotForTrainees(action_zh=action.zh, action_en=action.en)
