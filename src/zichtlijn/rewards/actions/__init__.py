"""Every write in the room: the reward system, salaries, rounds, deciding, and what is taken along."""
