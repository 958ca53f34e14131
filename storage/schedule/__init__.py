"""Reminders, campaign days, urgent questions and calendars."""
