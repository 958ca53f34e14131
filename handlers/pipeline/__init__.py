"""The way of a message: the stages in their order, the gates before them, and the table of routes."""
