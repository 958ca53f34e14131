"""What may not be kept about the people who are helped: where it stands in a text."""
