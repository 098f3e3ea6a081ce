"""What the chair holds in hand: the prepared meeting as a page and as papers, silent help."""
