"""Lists of products that were shown."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "impressions",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("shopper_id", sa.String, nullable=False),
        sa.Column("conversation_id", sa.String, nullable=False),
        sa.Column("time", sa.Double, nullable=False),
        sa.Column("place", sa.String, nullable=False),
        sa.Column("source", sa.String, nullable=False),
        sa.Column("model", sa.String, nullable=False),
        sa.Column("experiment", sa.String, nullable=False),
        sa.Column("arm", sa.String, nullable=False),
        sa.Column("items", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_impressions"),
    )
    op.create_index("ix_impressions_time_id", "impressions", ["time", "id"])
    op.create_index("ix_impressions_shopper_id", "impressions", ["shopper_id"])
    op.create_index("ix_impressions_conversation_id", "impressions", ["conversation_id"])
