"""What the cell asks of the levels above."""
