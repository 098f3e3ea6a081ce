"""A person: name as written, year of birth, perhaps a login."""
