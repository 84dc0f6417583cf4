"""Writing objectives, measures and readings of a plan."""


def write(plan, *, by, reason, at, progress) -> list[tuple]:
    raise NotImplementedError
