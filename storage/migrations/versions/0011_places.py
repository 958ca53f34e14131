"""The places a unit used last are read from an index, not from a page of the table for each of its activities."""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_activities_unit", table_name="activities")
    op.create_index("ix_activities_unit", "activities", ["unit", "day", "place"], unique=False)
