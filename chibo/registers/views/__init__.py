"""The books of a unit, and its list reconciled."""
