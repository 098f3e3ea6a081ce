"""The numbers each issuer sets, from which day, by which document."""
