"""Campaigns and their days, and the answers to reminders."""
