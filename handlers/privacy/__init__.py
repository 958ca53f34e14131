"""The notice, and what is kept of a member."""
