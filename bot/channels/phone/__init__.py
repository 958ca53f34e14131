"""The phone simulator."""
