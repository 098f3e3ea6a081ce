"""What a planned meeting needs before it begins: agenda, papers, questions, who is invited."""
