"""What can be calculated from sums that are shown: linear algebra, as whoever wants to know would do it."""

from itertools import combinations


def rank(rows, prime=1_000_003):
    """The rank of a matrix of whole numbers, counted modulo a prime: what is asked here has entries of 0 and 1."""
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((number for number in range(found, len(rows)) if rows[number][column] % prime), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column], -1, prime)
        for number in range(found + 1, len(rows)):
            factor = rows[number][column] * inverse % prime
            if factor:
                rows[number] = [(a - factor * b) % prime for a, b in zip(rows[number], rows[found], strict=True)]
        found += 1
    return found


def smallest_support(vectors, people, least=5):
    """The fewest people, below `least`, of whom anything can be calculated from these sums; None when of none.

    Something can be calculated of only some atoms when the sums, with those atoms left out, depend on each other more.
    """
    whole = rank(vectors)
    for size in range(1, min(least, len(people) + 1)):
        for some in combinations(range(len(people)), size):
            count = sum(people[atom] for atom in some)
            if count < least:
                rest = [[row[atom] for atom in range(len(people)) if atom not in some] for row in vectors]
                if rank(rest) < whole:
                    return count
    return None
