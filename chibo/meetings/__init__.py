"""Who met, about what: the sitting, the roll call, the discussion."""
