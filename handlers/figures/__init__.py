"""Figures at any time, who is silent, urgent questions."""
