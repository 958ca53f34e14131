"""Keys of messages become digests: gateways put a person's address into them, and they are kept long."""

from hashlib import blake2b

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BATCH = 10_000


def upgrade() -> None:
    conn = op.get_bind()
    inbox = sa.table("inbox", sa.column("channel", sa.Text()), sa.column("key", sa.Text()))
    c = inbox.c
    known = conn.execute(sa.select(c.channel, c.key)).all()
    change = (
        sa.update(inbox)
        .where(c.channel == sa.bindparam("of"), c.key == sa.bindparam("was"))
        .values(key=sa.bindparam("now"))
    )
    for start in range(0, len(known), BATCH):
        some = [{"of": channel, "was": key, "now": _digest(key)} for channel, key in known[start : start + BATCH]]
        conn.execute(change, some)


def _digest(key: str) -> str:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
