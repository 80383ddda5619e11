"""All tables of the record, for those who need every one of them: backups, migrations, their tests."""

from storage import (
    schema,
    schema_conduct,
    schema_contacts,
    schema_council,
    schema_decisions,
    schema_evidence,
    schema_governing,
    schema_honours,
    schema_lanes,
    schema_privacy,
    schema_promises,
    schema_review,
    schema_summary,
    schema_team,
    schema_topics,
)
from storage.columns import metadata

__all__ = ["PARTS", "metadata"]

PARTS = (
    schema,
    schema_decisions,
    schema_governing,
    schema_conduct,
    schema_contacts,
    schema_council,
    schema_team,
    schema_promises,
    schema_evidence,
    schema_lanes,
    schema_topics,
    schema_summary,
    schema_honours,
    schema_review,
    schema_privacy,
)
"""The modules that put their tables on `metadata`."""
