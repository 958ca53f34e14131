"""Vietnamese text, and every word for people."""
