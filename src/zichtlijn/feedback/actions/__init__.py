"""Every write of 360 feedback. Answering leaves no line in the log: it would tell who answered, and when."""
