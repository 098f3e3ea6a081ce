"""The lists an office has: members, cells and posts from spreadsheets, and out again."""
