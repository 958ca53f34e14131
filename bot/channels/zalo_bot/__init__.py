"""Zalo's bot platform."""
