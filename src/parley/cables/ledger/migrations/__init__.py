"""How the tables of a ledger came to be as they are, step by step; Alembic runs the steps."""
