"""What waits for a decision, and what is decided about it."""
