"""The pages of a reorganisation, and of the groups of a cell."""
