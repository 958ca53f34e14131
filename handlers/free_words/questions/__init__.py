"""Questions in words, answered."""
