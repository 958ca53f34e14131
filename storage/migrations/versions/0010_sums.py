"""Figures carry what sums need of their activity, reports whether they tell of anything: digests read indices alone.
Figures that tell how things stand have a table of their own, for each unit's last word."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

STATES = (
    "(f.kind IN ('commitment', 'labour_registration') AND f.name IN ('signed', 'total')) "
    "OR (f.kind = 'clean_unit' AND f.name IN ('clean', 'total')) "
    "OR (f.kind = 'inspection' AND f.name = 'total') OR (f.kind = 'model_launch' AND f.name = 'active')"
)


def upgrade() -> None:
    op.add_column("figures", sa.Column("day", sa.Date(), nullable=False, server_default="1970-01-01"))
    op.add_column("figures", sa.Column("topics", sa.Text(), nullable=False, server_default="[]"))
    op.add_column("figures", sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE figures SET day = a.day, topics = a.topics, counts = a.counts "
        "FROM activities AS a WHERE a.report = figures.report AND a.n = figures.n"
    )
    op.create_index(
        "ix_figures_sums",
        "figures",
        ["day", "kind", "name", "topics", "bound", "unit", "value", "counts"],
        unique=False,
        sqlite_where=sa.text("counts"),
        postgresql_where=sa.text("counts"),
    )
    op.create_table(
        "standings",
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("topics", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("bound", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("report", "n", "name", name="pk_standings"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_standings_day", "standings", ["day"], unique=False)
    op.create_index("ix_standings_unit", "standings", ["unit", "day"], unique=False)
    op.execute(
        "INSERT INTO standings (report, n, name, unit, kind, topics, place, day, at, value, bound) "
        "SELECT f.report, f.n, f.name, f.unit, f.kind, f.topics, a.place, f.day, r.filed_at, f.value, f.bound "
        "FROM figures AS f JOIN activities AS a ON a.report = f.report AND a.n = f.n "
        "JOIN reports AS r ON r.code = f.report "
        f"WHERE f.counts AND ({STATES})"
    )
    op.add_column("reports", sa.Column("tells", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE reports SET tells = (nil OR EXISTS (SELECT 1 FROM activities AS a WHERE a.report = reports.code))"
    )
    op.drop_index("ix_reports_period", "reports")
    op.create_index(
        "ix_reports_came",
        "reports",
        ["period", "unit", "filed_at", "nil", "state", "tells"],
        unique=False,
        sqlite_where=sa.text("tells"),
        postgresql_where=sa.text("tells"),
    )


def downgrade() -> None:
    raise NotImplementedError("a store is not brought down; restore the backup made before")
