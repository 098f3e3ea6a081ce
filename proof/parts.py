"""The long simulations by name; each takes at most ten minutes."""

from proof.cluster import cluster
from proof.figures import figures_by_chance
from proof.papers import fifty_meetings
from proof.spreadsheets import five_thousand_mutants
from proof.units import reorganisations

PARTS = {
    "papers": fifty_meetings,
    "mutants": five_thousand_mutants,
    "units": reorganisations,
    "cluster": cluster,
    "figures": figures_by_chance,
}
