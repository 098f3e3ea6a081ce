"""The units through time, the posts held in them, and who may do what where."""
