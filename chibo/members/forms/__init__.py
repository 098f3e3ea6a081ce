"""What the pages of members ask."""
