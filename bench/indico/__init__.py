"""Our meeting page and list beside those of Indico 3.2.9: `make bench-indico`."""
