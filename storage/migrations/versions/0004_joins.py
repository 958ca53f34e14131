"""One person at many addresses: link codes, and PINs for a borrowed phone."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "links",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_links"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "pins",
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("member", name="pk_pins"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_pins_code", "pins", ["code"], unique=True)


def downgrade() -> None:
    raise NotImplementedError("a store is not brought down; restore the backup made before")
