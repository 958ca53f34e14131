"""Free words, read: what a message says of activities, days, places and figures, each with its place in the text."""
