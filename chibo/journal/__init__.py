"""Who did what, when: one row an act, written with the act, never altered."""
