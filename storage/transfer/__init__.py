"""Backup, move, export and import."""
