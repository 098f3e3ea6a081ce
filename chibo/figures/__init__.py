"""Each month of each unit added up once, by the units of then and of today."""
