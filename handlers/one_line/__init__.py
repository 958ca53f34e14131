"""A report told in one line or in free words."""
