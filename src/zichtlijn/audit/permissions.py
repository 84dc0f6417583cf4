"""Who may read the log."""

from zichtlijn.access.actor import Actor
from zichtlijn.access.permissions import Permission
from zichtlijn.audit.models import AuditEvent


def can_see_log(by: Actor) -> bool:
    """Who did and who saw what, in the whole organisation."""
    return by.may(Permission.SEE_AUDIT)


def can_see_subject(by: Actor, line: AuditEvent) -> bool:
    """What a line is about by name. Of what is personal, such as an objective, the log only says that it happened."""
    personal = line.about_person_id is not None and line.on_type not in {"person", "placement", "membership"}
    return not personal or line.about_person_id == by.person_id or by.may(Permission.SEE_PERSONAL_OBJECTIVES)
