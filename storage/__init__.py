"""What must survive a restart: SQLAlchemy, Alembic and nothing else."""
