"""Months from before the book, copied from paper: marked so, and counted like any other."""
