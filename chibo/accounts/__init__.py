"""Who signs in, and what they typed but have not yet said."""
