"""The inbox's numbers without a look at each conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    begun = sa.text("last_seq > 0")
    op.create_index(
        "ix_conversations_counted",
        "conversations",
        ["owner", "agent_id"],
        sqlite_where=begun,
        postgresql_where=begun,
    )
