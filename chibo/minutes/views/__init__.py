"""The pages of a meeting's record, of its versions, and of months copied from paper."""
