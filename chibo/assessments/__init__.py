"""How good a meeting was: the dated frames, and the score sheet of a meeting."""
