"""From a gateway to the store."""
