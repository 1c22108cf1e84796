"""The tables. Migrations (bot/record/migrations) make them; a test compares the two.

Times are Unix seconds, UTC. JSON is text that msgspec wrote: it comes back byte for byte on every database.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String, primary_key=True),
    Column("shopper_id", String, nullable=False),
    Column("channel", String, nullable=False),
    Column("identity", Text, nullable=False),
    Column("name", String, nullable=False),
    Column("email", String, nullable=False),
    Column("owner", String, nullable=False),
    Column("agent_id", String, nullable=False),
    Column("agent_name", String, nullable=False),
    Column("topic", String, nullable=False),
    Column("mood", String, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("pending", Boolean, nullable=False),
    Column("waiting_since", Double, nullable=False),
    Column("note_only", Boolean, nullable=False, server_default=false()),
    Column("last_role", String, nullable=False),
    Column("last_text", Text, nullable=False),
    Column("last_time", Double, nullable=False),
    Column("messages", Integer, nullable=False),
    Column("created", Double, nullable=False),
    Column("updated", Double, nullable=False),
    Column("state", Text, nullable=False),
    Index(None, "owner", "updated", "id"),
    Index(None, "owner", "note_only", "waiting_since", "id"),
    Index(None, "updated", "id"),
    Index(None, "shopper_id", "created"),
    Index(
        "ix_conversations_counted",
        "owner",
        "agent_id",
        sqlite_where=text("last_seq > 0"),
        postgresql_where=text("last_seq > 0"),
    ),
    Index(
        "ix_conversations_pending",
        "updated",
        sqlite_where=text("pending = 1"),  # as SQLAlchemy asks for it, else the index is not used
        postgresql_where=text("pending"),
    ),
)
"""One row a conversation: the snapshot of its ``State`` and what the inbox sorts and shows, all written in
the transaction of the events."""

events = Table(
    "events",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("type", String, nullable=False),
    Column("time", Double, nullable=False),
    Column("body", Text, nullable=False),
    Index(
        "ix_events_joined",
        "time",
        sqlite_where=text("type = 'AgentJoined'"),
        postgresql_where=text("type = 'AgentJoined'"),
    ),
    sqlite_with_rowid=False,
)
"""The log itself. The primary key is what makes two writers collide instead of interleave."""

client_messages = Table(
    "client_messages",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("client_id", String, primary_key=True),
    Column("seq", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Ids that senders gave their messages, so that a message sent twice is stored once."""

staff = Table(
    "staff",
    metadata,
    Column("id", String, primary_key=True),
    Column("email", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    Column("password_hash", String, nullable=False),
    Column("disabled", Boolean, nullable=False, server_default=false()),
    Column("created", Double, nullable=False),
    Column("last_seen", Double, nullable=False, server_default="0"),
)

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("token_hash", String, primary_key=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created", Double, nullable=False),
    Column("seen", Double, nullable=False),
    Column("address", String, nullable=False),
)

lockouts = Table(
    "lockouts",
    metadata,
    Column("key", String, primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("until", Double, nullable=False),
)
"""Wrong passwords in a row, by account and by address."""

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("time", Double, nullable=False),
    Column("staff_id", String, nullable=False),
    Column("staff_name", String, nullable=False),
    Column("action", String, nullable=False),
    Column("target", String, nullable=False),
    Column("address", String, nullable=False),
    Index(None, "time"),
    Index(None, "action", "target"),
)
"""Who did what. No foreign key: it outlives the account."""

_COUNTER = BigInteger().with_variant(Integer, "sqlite")

behaviour = Table(
    "behaviour",
    metadata,
    Column("seq", _COUNTER, primary_key=True),
    Column("scope", String, nullable=False),
    Column("event_id", String, nullable=False),
    Column("shopper_id", String, nullable=False),
    Column("type", String, nullable=False),
    Column("time", Double, nullable=False),
    Column("received", Double, nullable=False),
    Column("body", Text, nullable=False),
    UniqueConstraint("scope", "event_id"),
    Index(None, "shopper_id", "time"),
    Index(None, "time"),
    sqlite_autoincrement=True,  # the number of a deleted row never comes again: readers go on from a number
)
"""What shoppers did. ``scope`` says within what an event's id is unique: a visitor, a person, or the shop."""

visitors = Table(
    "visitors",
    metadata,
    Column("seq", _COUNTER, primary_key=True),
    Column("visitor_id", String, nullable=False, unique=True),
    Column("person_id", String, nullable=False, index=True),
    Column("time", Double, nullable=False),
    sqlite_autoincrement=True,
)
"""Visitors who have signed in, and as whom. The first sign-in counts."""

impressions = Table(
    "impressions",
    metadata,
    Column("id", String, primary_key=True),
    Column("shopper_id", String, nullable=False),
    Column("conversation_id", String, nullable=False),
    Column("time", Double, nullable=False),
    Column("place", String, nullable=False),
    Column("source", String, nullable=False),
    Column("model", String, nullable=False),
    Column("experiment", String, nullable=False),
    Column("arm", String, nullable=False),
    Column("items", Text, nullable=False),
    Index(None, "time", "id"),
    Index(None, "shopper_id"),
    Index(None, "conversation_id"),
)
"""Lists of products that were shown. ``shopper_id`` stays what it was: an arm belongs to the id that it was
given to, and ``visitors`` says who that is now. Those of a conversation are written with its events."""

saved_replies = Table(
    "saved_replies",
    metadata,
    Column("id", String, primary_key=True),
    Column("key", String, nullable=False, unique=True),
    Column("name", String, nullable=False),
    Column("text", Text, nullable=False),
    Column("changed", Double, nullable=False),
    Column("changed_by", String, nullable=False),
)
"""What agents answer again and again. ``key`` is the name in small letters: two that differ in nothing else
are the same."""
