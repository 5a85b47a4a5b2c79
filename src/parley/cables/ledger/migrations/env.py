"""What Alembic runs to bring a ledger up to date, on the connection that it is given."""

from alembic import context

from parley.cables.ledger.schema import VERSIONS, metadata

__all__: list[str] = []


def _run() -> None:
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        version_table=VERSIONS,
    )
    with context.begin_transaction():
        context.run_migrations()


# Alembic loads this file by the name `env_py`; for everybody else it does nothing.
if __name__ == "env_py":
    _run()
