"""What somebody said about a report or an assessment, wherever that stands."""

from django import template

from zichtlijn.privacy.models import Statement

register = template.Library()


@register.inclusion_tag("privacy/_statements.html", takes_context=True)
def statements_on(context, subject, target_id, person_id):
    """A card with the statements that go with a thing: {% statements_on "report" conversation.pk employee_id %}."""
    said = Statement.objects.about(subject, [target_id])
    request = context["request"]
    return {
        "statements": list(said.select_related("person")),
        "subject": subject,
        "target_id": target_id,
        "is_me": person_id == request.actor.person_id,
        "request": request,
        "organisation": context.get("organisation"),
        "csrf_token": context.get("csrf_token"),
    }
