"""Messages whose words are blanked once they have gone out."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("fleeting", sa.Boolean(), nullable=False, server_default=sa.false()))
