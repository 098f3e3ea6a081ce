"""Votes on paper: ballots to print, two counters, the result, the posts that follow."""
