"""Reports of any unit and period: what is read once, frozen, and said as sentences and tables."""
