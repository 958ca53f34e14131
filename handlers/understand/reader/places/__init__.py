"""Places and wards in a message."""
