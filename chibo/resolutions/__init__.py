"""What was decided, the tasks that follow, and the answers to last month's."""
