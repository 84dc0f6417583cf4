"""What is read: the system, salaries, rounds with their proposals, and figures without names."""
