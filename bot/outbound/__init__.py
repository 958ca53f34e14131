"""From the store to a gateway."""
