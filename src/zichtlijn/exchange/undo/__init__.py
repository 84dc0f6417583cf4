"""Taking out one import again: all that it made goes in one act, as long as nothing hangs on it."""
