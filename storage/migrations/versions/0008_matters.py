"""What waits for a decision; by what two events are found alike. Supplementary reports that wait now become matters."""

from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("likeness", "spot"):
        op.add_column("activities", sa.Column(name, sa.BigInteger(), nullable=True))
    op.create_index(
        "ix_activities_spot",
        "activities",
        ["spot"],
        unique=False,
        sqlite_where=sa.text("spot IS NOT NULL"),
        postgresql_where=sa.text("spot IS NOT NULL"),
    )
    matters = op.create_table(
        "matters",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("by", "other", "about", "old", "new", "why")),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_matters"),
    )
    for name, columns, where in (
        ("ix_matters_open", ["place", "at", "id", "kind"], "state='open'"),
        ("ix_matters_report", ["report"], None),
        ("ix_matters_other", ["other"], "other<>''"),
    ):
        only = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)} if where else {}
        op.create_index(name, "matters", columns, unique=False, **only)
    reports = sa.table("reports", *map(sa.column, ("code", "unit", "state")), sa.column("filed_at", sa.DateTime(True)))
    late = op.get_bind().execute(sa.select(reports).where(reports.c.state == "late")).all()
    blank = dict.fromkeys(("by", "other", "about", "old", "new", "why", "decided_by", "reason"), "")
    for row in late:
        id = blake2b(f"late/{row.code}".encode(), digest_size=5).hexdigest()
        matter = {"id": id, "kind": "late", "report": row.code, "unit": row.unit, "place": row.unit, "at": row.filed_at}
        op.bulk_insert(matters, [matter | blank | {"changes": "{}", "state": "open", "decided_at": None}])


def downgrade() -> None:
    raise NotImplementedError("a store is not brought down; restore the backup made before")
