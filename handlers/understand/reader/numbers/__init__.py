"""What is counted in a message: each number with its bound and the noun that it counts."""
