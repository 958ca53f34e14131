"""What was done, as a message tells it: the kinds, and which number is which figure."""
