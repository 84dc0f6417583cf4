"""Reads of OKR: a cycle, one OKR with its weekly course, and what is graded or carried over."""
