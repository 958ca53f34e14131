"""A report that is being filled in: its stops, and the ways between them."""
