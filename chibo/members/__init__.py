"""Who belongs to which cell, from when to when, in what standing."""
