"""What the figures say. Pure."""
