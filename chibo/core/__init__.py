"""What every room needs and no room owns: errors, days, Vietnamese text, the look of a page."""
