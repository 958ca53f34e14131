"""Activities in words, and replies that fit one SMS."""
