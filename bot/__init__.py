"""The roof: the process and its doors."""
