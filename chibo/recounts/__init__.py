"""Which cell's month has changed and must be added up again."""
