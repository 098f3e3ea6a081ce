"""The year's meetings, laid once: the days, the topics, what was moved and why."""
