"""What shoppers do, and visitors who have signed in."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COUNTER = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "behaviour",
        sa.Column("seq", COUNTER, nullable=False),
        sa.Column("scope", sa.String, nullable=False),
        sa.Column("event_id", sa.String, nullable=False),
        sa.Column("shopper_id", sa.String, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("time", sa.Double, nullable=False),
        sa.Column("received", sa.Double, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_behaviour"),
        sa.UniqueConstraint("scope", "event_id", name="uq_behaviour_scope"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_behaviour_shopper_id_time", "behaviour", ["shopper_id", "time"])
    op.create_index("ix_behaviour_time", "behaviour", ["time"])
    op.create_table(
        "visitors",
        sa.Column("seq", COUNTER, nullable=False),
        sa.Column("visitor_id", sa.String, nullable=False),
        sa.Column("person_id", sa.String, nullable=False),
        sa.Column("time", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_visitors"),
        sa.UniqueConstraint("visitor_id", name="uq_visitors_visitor_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_visitors_person_id", "visitors", ["person_id"])
    op.create_index("ix_audit_action_target", "audit", ["action", "target"])
