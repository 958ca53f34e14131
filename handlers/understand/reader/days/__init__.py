"""Days, dates, periods and hours in a message."""
