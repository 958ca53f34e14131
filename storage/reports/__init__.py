"""Reports, their figures, what waits for a decision, and forms."""
