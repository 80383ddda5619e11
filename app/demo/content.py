"""What the demo community starts with."""

from dataclasses import dataclass, field

from app.community.bridge.wire import WireCase, WireHonour, WireMember, WirePost, WireRef, WireThread


@dataclass(slots=True)
class Content:
    """Members, threads, posts and reported cases, in the order in which they came to be.

    A case names its post in `post_of`; post and thread are put into it when it is read.
    """

    members: list[WireMember] = field(default_factory=list)
    threads: list[WireThread] = field(default_factory=list)
    posts: list[WirePost] = field(default_factory=list)
    cases: list[WireCase] = field(default_factory=list)
    post_of: dict[str, str] = field(default_factory=dict)
    honours: list[WireHonour] = field(default_factory=list)


HONOURS = [
    WireHonour("peacemaker", "和平缔造者", grantable=True),
    WireHonour("guide", "引路人", grantable=True),
    WireHonour("guardian", "文化守护者", grantable=True),
]

STAFF = [WireRef("u-901", "小北"), WireRef("u-902", "小林"), WireRef("u-903", "周主管")]
"""The accounts that can sign in, each with a token of its own."""
