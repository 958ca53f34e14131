"""Engines, transactions, the writer, and what the two databases say differently."""
