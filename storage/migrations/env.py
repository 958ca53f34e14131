"""What Alembic runs: on the connection it is given, in the transaction that is open there."""

from alembic import context

from storage.schema import tables

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.metadata,
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
