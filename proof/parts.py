"""The long simulations by name; each takes at most ten minutes."""

from proof.papers import fifty_meetings

PARTS = {"papers": fifty_meetings}
