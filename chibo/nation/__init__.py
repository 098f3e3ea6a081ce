"""Provinces with servers of their own; the nation receives counts, and nothing of a person."""
