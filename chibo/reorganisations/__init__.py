"""Reorganisation as a decision: what it will move is shown first, then done in one transaction."""
