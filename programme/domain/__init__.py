"""The nouns that all rooms share, and the rules about them. Pure."""
