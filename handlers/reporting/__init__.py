"""A report told in a guided conversation: the draft, its stops, its way into the store."""
