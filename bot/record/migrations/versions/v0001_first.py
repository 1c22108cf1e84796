"""The event log, its snapshot, and staff accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _log()
    _staff()


def _log() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("shopper_id", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("agent_id", sa.String, nullable=False),
        sa.Column("agent_name", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("mood", sa.String, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("pending", sa.Boolean, nullable=False),
        sa.Column("waiting_since", sa.Double, nullable=False),
        sa.Column("last_role", sa.String, nullable=False),
        sa.Column("last_text", sa.Text, nullable=False),
        sa.Column("last_time", sa.Double, nullable=False),
        sa.Column("messages", sa.Integer, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("updated", sa.Double, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    for columns in (["owner", "updated", "id"], ["owner", "waiting_since", "id"], ["updated", "id"]):
        op.create_index(f"ix_conversations_{'_'.join(columns)}", "conversations", columns)
    op.create_index("ix_conversations_shopper_id_created", "conversations", ["shopper_id", "created"])
    op.create_index(
        "ix_conversations_pending",
        "conversations",
        ["updated"],
        sqlite_where=sa.text("pending = 1"),
        postgresql_where=sa.text("pending"),
    )
    op.create_table(
        "events",
        sa.Column("conversation_id", sa.String, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("time", sa.Double, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name="pk_events"),
        _belongs_to("events"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "client_messages",
        sa.Column("conversation_id", sa.String, nullable=False),
        sa.Column("client_id", sa.String, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "client_id", name="pk_client_messages"),
        _belongs_to("client_messages"),
        sqlite_with_rowid=False,
    )


def _belongs_to(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"], ["conversations.id"], name=f"fk_{table}_conversation_id", ondelete="CASCADE"
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("password_hash", sa.String, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("created", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("email", name="uq_staff_email"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("token_hash", sa.String, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("seen", sa.Double, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_staff_sessions"),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name="fk_staff_sessions_staff_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_staff_sessions_staff_id", "staff_sessions", ["staff_id"])
    op.create_table(
        "lockouts",
        sa.Column("key", sa.String, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("until", sa.Double, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_lockouts"),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("time", sa.Double, nullable=False),
        sa.Column("staff_id", sa.String, nullable=False),
        sa.Column("staff_name", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("target", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_time", "audit", ["time"])
