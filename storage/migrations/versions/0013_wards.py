"""The ward that an activity's place names."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("activities", sa.Column("ward", sa.Text(), nullable=False, server_default=""))
