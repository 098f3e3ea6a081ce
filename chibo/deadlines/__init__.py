"""What falls due: one engine of dated duties, each from a rule with its clause."""
