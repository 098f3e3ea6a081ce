"""What it all adds up to, at every level, in both views of history."""
