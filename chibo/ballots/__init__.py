"""A vote: its base and its totals, never who voted what."""
