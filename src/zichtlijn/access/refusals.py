"""The ways in which the program says no: may not, not now, somebody was first."""

from dataclasses import dataclass, field

from django.db import models


class Refusal(Exception):
    """Something was refused; nothing was changed."""

    status_code = 400


class NotAllowed(Refusal):
    """This person may not do this, whatever the moment."""

    status_code = 403

    def __init__(self, sentence: str):
        super().__init__(sentence)
        self.sentence = sentence


class NotNow(Refusal):
    """The thing is not in a state in which this can be done; every reason is given."""

    status_code = 409

    def __init__(self, *reasons: str):
        super().__init__("; ".join(reasons))
        self.reasons = list(reasons)


@dataclass
class EditConflict(Refusal):
    """Somebody saved in the meantime: both texts are kept so that nothing is lost."""

    status_code = 409
    thing: models.Model
    fields: list[tuple[str, str, str]] = field(default_factory=list)  # label, what stands now, what you wrote
    version: int = 0

    def __str__(self) -> str:
        return "edit conflict"
