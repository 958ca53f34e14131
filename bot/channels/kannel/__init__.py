"""SMS through Kannel."""
