"""Every column that can hold the name or a text of a member is thinned somewhere, or is known here to hold none.

Of a new table nothing is known: whoever adds one says where each of its texts is thinned, or here why nobody is named.
"""

from collections.abc import Iterable

import sqlalchemy as sa

from app.domain.members import MemberId
from storage import cache_schema, columns
from storage.cache_thinning import TEXTS
from storage.disclosing import Disclosing
from storage.record import Record
from storage.thinning_tables import IDS, PLACES

IDS_OF_ROWS = {
    *("id", "case_id", "post_id", "thread_id", "decision_id", "command_id", "appeal_id", "title_id", "topic_id"),
    *("report_id", "promise_id", "cluster_id", "sanction_id", "honour_id", "ref", "reply_to", "version"),
}
OF_THE_TEAM = {
    *("by_id", "by_name", "owner_id", "owner_name", "account_id", "answered_by_id", "answered_by_name", "entered_by"),
    *("claimed_by_id", "claimed_by_name", "assignee_id", "assignee_name", "given_by_id", "given_by_name"),
    *("taken_by_id", "taken_by_name", "confirmed_by_id", "confirmed_by_name", "ended_by_id", "ended_by_name"),
    *("released_by_id", "released_by_name", "closed_by_id", "aside_by_id", "chair_by_id", "undone_by"),
    *("second_person", "owner", "withdrawn_by"),
}
CHOSEN = {
    *("kind", "state", "stage", "language", "media_type", "verdict", "lane", "month", "figure", "slice", "way", "step"),
    *("change", "standing", "outcome", "against", "severity", "track", "rung", "proposed", "use", "stance", "shows"),
    *("channel", "party", "department", "ended", "mark", "aside", "scope", "facts", "breach", "remedy", "late_from"),
    *("state_before", "state_after", "kind_before", "kind_after", "verdict_before", "back_before", "reduced_to"),
    *("standing_before", "standing_after", "because_before", "because_after", "valid_until", "adapter", "asked_by"),
}
PRINTS = {
    *("sha256", "hash", "prev", "head", "ledger_hash", "print", "text_print", "seen_print", "token_print", "revision"),
    *("latest_revision", "base_version"),
}
ANYWHERE = IDS_OF_ROWS | OF_THE_TEAM | CHOSEN | PRINTS
"""Names of columns in which nobody is named, whatever the table is."""

OF_NOBODY = {
    "accounts": {"name", "token"},  # the team
    "account_roles": {"role"},
    "calendars": {"source", "days_off", "make_up_days"},
    "cases": {"community_state", "community_version", "came_back", "reported_as", "place", "raised"},
    "closed_months": {"figures"},  # numbers
    "conduct_drafts": {"document", "title_zh", "title_en", "articles"},  # the code of conduct
    "articles": {f"{name}_{of}" for name in ("title", "text", "why", "guidance") for of in ("zh", "en")},
    "edition_files": {"content"},
    "editions": {
        *("name_zh", "name_en", "title_zh", "title_en", "origin", "document"),
        *("proof_link", "proof_name", "proof_sha256"),
    },
    "conduct_comments": {"title_zh", "title_en"},  # of the article
    "conduct_notices": {"title", "text", "url"},  # announces an edition
    "counters": {"name"},
    "data_requests": {"what", "guessed", "answer"},
    "promises": {"guessed"},
    "decisions": {f"basis_{name}_{of}" for name in ("name", "title", "text", "law") for of in ("zh", "en")}
    | {"basis_use"},
    "lane_events": {"number"},  # of an outside file
    "ledger": {"at", "body"},  # ids and words of the program; names are in ledger_private
    "marks": {"cursor", "info", "spent"},
    "offered_honours": {"name"},  # of an honour
    "appeals": {"source"},
    "referrals": {"matter", "packet"},
    "referral_parties": {"label"},  # 车友甲
    "reports": {"category"},
    "sanctions": {"post"},
    "seats": {"signs", "seals"},  # keys
    "council_packets": {"box"},  # a key
    "signing_keys": {"public", "sealed"},
    "seals": {"key_id"},
    "ballot_box": {"content"},  # sealed
    "summary_held": {"body"},  # of an entry of the ledger
    "summary_state": {"zone"},
    "team_facts": {"name"},  # of the fact
    "texts": {"answer"},
    "thinnings": {"thinned"},
    "thinning_needles": {"needle"},  # gone with the transaction
    "topic_words": {"said"},
    "nominations": {"asked_by_decision"},
    "grants": {"because"},
    "workspace": {"workspace_id", "url"},
    "packet_choices": {"what", "choice"},
    "drafts": {"answer"},
    "saved_filters": {"name", "filter"},  # of the filter; the rest are choices
    "ledger_private": {"field", "salt"},
}
BESIDE = {
    "acknowledgements": {"name"},
    "core_members": {"name", "member_id"},
    "council_packets": {"content"},
    "drafts": {"text", "choices"},
    "evidence": {"content"},
    "ledger_private": {"value"},
    "packet_choices": {"content"},
    "rosters": {"content"},
    "saved_filters": {"search"},
    "topic_drafts": {"text"},
}
"""What `storage/thinning.py` deletes, as rows or as files."""

CACHE_OF_NOBODY = {
    "meta": {"name", "value"},
    "posts": {"state", "url"},
    "readings": {"what"},
    "threads": {"category", "url"},
}
CACHE_BESIDE = {
    "audit": {"member_id"},
    "members": {"name"},
    "messages": {"member_id"},
    "posts": {"author_id"},
    "search_text": {"folded"},  # made anew from what is left
}
"""Rows that go with the member; the index follows what changed."""

NOT_TOLD = {
    "holds": "told to nobody while an action at law goes on",
    "approvals": "what the team said to itself of a decision that is told",
    "samples": "what the team said to itself of a decision that is told",
    "recusals": "about somebody of the team",
    "commands": "they send what the decisions say, and these are told",
    "clusters": "a pattern of several accounts, told to each through their own cases",
    "outside_parties": "press, authorities and lawyers, told to nobody",
    "outside_lines": "press, authorities and lawyers, told to nobody",
    "promise_events": "what the team did about a promise that is told",
    "topics": "about many cases, and nobody's",
    "topic_words": "about many cases, and nobody's",
    "handovers": "what the team said to itself of a shift",
    "referrals": "what the council was asked, of several parties; what the member stated is told",
    "rulings": "published, of several parties",
    "ballot_answers": "nobody knows whose they are",
    "conduct_comments": "under a name only, which is no account",
    "edition_helpers": "under a name only, which is no account",
    "reviews": "published",
    "titles": "of the community",
    "team_facts": "of the team",
    "text_versions": "of the team",
    "summary_sentences": "of the month",
    "closed_months": "of the month",
}
"""Tables that a copy of somebody's data leaves out, and why."""


def texts(metadata: sa.MetaData) -> set[tuple[str, str]]:
    held = (sa.Text, sa.String, sa.LargeBinary)
    return {
        (table.name, one.name) for table in metadata.tables.values() for one in table.c if isinstance(one.type, held)
    }


def pairs(known: dict[str, set[str]]) -> set[tuple[str, str]]:
    return {(table, column) for table, columns in known.items() for column in columns}


def unknown(every: set[tuple[str, str]], thinned: Iterable[tuple[str, str]], *known: dict[str, set[str]]) -> list[str]:
    told = set(thinned).union(*map(pairs, known))
    return sorted(f"{table}.{column}" for table, column in every - told if column not in ANYWHERE)


def test_every_text_of_the_record_is_thinned_or_names_nobody() -> None:
    thinned = {(place.table.name, column) for place in PLACES for column in place.texts}
    thinned |= {(place.table.name, column) for place, column in IDS}
    every = texts(columns.metadata)
    assert unknown(every, thinned, OF_NOBODY, BESIDE) == []
    assert pairs(OF_NOBODY) & thinned == set()
    assert pairs(OF_NOBODY) | pairs(BESIDE) <= every


def test_every_text_of_the_cache_is_thinned_or_names_nobody() -> None:
    thinned = {(table.name, column) for table, column in TEXTS}
    every = texts(cache_schema.metadata)
    assert unknown(every, thinned, CACHE_OF_NOBODY, CACHE_BESIDE) == []
    assert pairs(CACHE_OF_NOBODY) | pairs(CACHE_BESIDE) <= every


def test_every_table_that_is_thinned_is_in_a_copy_for_the_member_or_says_why_not(record: Record) -> None:
    with record.snapshot() as connection:
        asked = Disclosing(connection)._of_record(MemberId("u-1"))
    told = {column.table.name for one in asked for column in one.chosen.selected_columns if column.table is not None}
    about = {place.table.name for place in PLACES} | {place.table.name for place, _ in IDS}
    assert about - told == set(NOT_TOLD)
