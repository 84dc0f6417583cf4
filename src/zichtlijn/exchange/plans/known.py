"""Things as a file names them: by their code, or else by their name."""

from zichtlijn.organisation.models import fold

#: Found when the name says too little: more than one thing has it.
SEVERAL = object()


class Known:
    """Things by their code, or else by their name when only one has it."""

    def __init__(self, things):
        self.by_key = {thing.key: thing for thing in things}
        self._by_name: dict[str, object] = {}
        for thing in self.by_key.values():
            self._name(thing)

    def _name(self, thing) -> None:
        folded = fold(thing.name)
        self._by_name[folded] = SEVERAL if self._by_name.get(folded, thing) is not thing else thing

    def add(self, thing) -> None:
        self.by_key[thing.key] = thing
        self._name(thing)

    def find(self, text: str):
        """The thing; None when there is none, SEVERAL when the name says too little."""
        return self.by_key.get(text) or self._by_name.get(fold(text))
