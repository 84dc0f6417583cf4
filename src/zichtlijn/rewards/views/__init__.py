"""The pages of the room: the reward system, salaries, rounds, proposals and one's own reward."""
