"""The long simulations by name; each takes at most ten minutes."""

from proof.papers import fifty_meetings
from proof.units import reorganisations

PARTS = {"papers": fifty_meetings, "units": reorganisations}
