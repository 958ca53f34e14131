"""Messages in the sender's own words: what the reader (handlers/understand/reader) made of them, done."""
