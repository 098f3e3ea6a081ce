"""The pages before a meeting: agenda, draft, papers, questions, duties, invitation."""
