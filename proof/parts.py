"""The long simulations by name; each takes at most ten minutes."""

from proof.papers import fifty_meetings
from proof.spreadsheets import five_thousand_mutants

PARTS = {"papers": fifty_meetings, "mutants": five_thousand_mutants}
