"""The pages of members: lists, one person's path, what is on the way, what falls due."""
