"""What each member owes and paid by month, and what the cell handed up."""
