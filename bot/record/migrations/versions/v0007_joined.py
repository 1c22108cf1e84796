"""How long shoppers waited for a person, without a look at each event."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    joined = sa.text("type = 'AgentJoined'")
    op.create_index("ix_events_joined", "events", ["time"], sqlite_where=joined, postgresql_where=joined)
