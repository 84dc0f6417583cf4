"""What of this room a statement can go with: an assessment of oneself that was shared."""

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from zichtlijn.competencies.permissions import get_assessment
from zichtlijn.privacy.states import Subject
from zichtlijn.privacy.subjects import Target, subject_of
from zichtlijn.ui.wording import write_full_date


@subject_of(Subject.ASSESSMENT)
def assessment_in_own_file(actor, assessment_id: int) -> Target:
    """A shared assessment of the actor."""
    assessment = get_assessment(actor, assessment_id)
    if assessment.person_id != actor.person_id:
        raise Http404
    title = _("Assessment of %(day)s") % {"day": write_full_date(assessment.shared_on)}
    return Target(title, reverse("competencies:assessment", args=[assessment.pk]))
