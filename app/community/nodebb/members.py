"""Members as they are now, and the groups that serve as honours."""

from app.community.nodebb import wire, wire_flags, wire_members
from app.community.nodebb.forum import Forum, quoted
from app.domain.members import Honour, Member, MemberId
from app.errors import BrokenAnswer, Forbidden, NotFound

MOST_PAGES = 20
GROUPS_PER_PAGE = 15


class Members:
    """Reads accounts and groups."""

    def __init__(self, forum: Forum) -> None:
        self._forum = forum

    def member(self, member_id: MemberId) -> Member:
        """A member, with what was done to them and their honours where their page is for us to see.

        Three requests: the account, its page, and how many reports against it were upheld.
        """
        found = self._forum.member(member_id)
        self._forum.remember(found)
        return found.read_member(self.info(found), self._upheld(member_id))

    def info(self, member: wire.WireUser) -> wire_members.WireInfo | None:
        """The page of an account; None where it is not for us to see."""
        try:
            return self._forum.get(f"/api/user/{quoted(member.userslug or '')}/info", wire_members.INFO)
        except (Forbidden, NotFound, BrokenAnswer):
            return None

    def _upheld(self, member_id: MemberId) -> int | None:
        path = f"/api/flags?targetUid={quoted(member_id)}&state=resolved&perPage=1"
        try:
            return wire.number(self._forum.get(path, wire_flags.FLAGS).count)
        except (Forbidden, NotFound, BrokenAnswer):
            return None

    def honours(self) -> list[Honour]:
        """The groups whose title is shown beside the name; only administrators put members into one."""
        grantable = self._forum.rights().admin
        found: dict[str, Honour] = {}
        for page in range(1, MOST_PAGES + 1):
            path = "/api/v3/groups" if page == 1 else f"/api/v3/groups?page={page}"
            groups = self._forum.get(path, wire_members.GROUPS).response.groups
            found |= {group.slug: group.read(grantable=grantable) for group in groups if group.is_honour}
            if len(groups) < GROUPS_PER_PAGE:
                break
        return list(found.values())
