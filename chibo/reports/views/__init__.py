"""Pages of figures, of a cell's month and of its year."""
