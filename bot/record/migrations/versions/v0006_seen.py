"""When somebody of the staff had a console open last."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("last_seen", sa.Double, nullable=False, server_default="0"))
