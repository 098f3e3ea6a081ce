"""The books of a unit on paper and as files; its list reconciled with those above and below."""
