"""What comes in, what goes out, and the conversation between the two."""
