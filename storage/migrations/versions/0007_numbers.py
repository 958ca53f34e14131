"""Invitations by a phone number; who wants SMS with diacritics."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("members", sa.Column("accents", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "invitations",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_invitations"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_invitations_address", "invitations", ["address", "at"], unique=False)
    op.create_index("ix_invitations_by", "invitations", ["by", "at"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("a store is not brought down; restore the backup made before")
