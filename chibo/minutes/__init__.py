"""Read back, close; what is frozen for every level above."""
