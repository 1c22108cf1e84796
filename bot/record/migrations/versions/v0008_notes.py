"""Who waits in the chat comes before what was only left for the team."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    note_only = sa.Column("note_only", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("conversations", note_only)
    op.create_index(
        "ix_conversations_owner_note_only_waiting_since_id",
        "conversations",
        ["owner", "note_only", "waiting_since", "id"],
    )
    op.drop_index("ix_conversations_owner_waiting_since_id", "conversations")
