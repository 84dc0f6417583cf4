"""Words with a fixed meaning in a development plan and an agreement on study costs."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """In which way one learns. It describes an activity; no plan is measured by it."""

    WORKING = "working", _("while working")
    TOGETHER = "together", _("with others")
    COURSE = "course", _("in a course")


#: The name of each way in the model of 70, 20 and 10.
NUMBER = {Way.WORKING: 70, Way.TOGETHER: 20, Way.COURSE: 10}


class GoalState(models.TextChoices):
    OPEN = "open", _("under way")
    REACHED = "reached", _("reached")
    STOPPED = "stopped", _("stopped")


class ActivityState(models.TextChoices):
    PLANNED = "planned", _("planned")
    BUSY = "busy", _("busy")
    DONE = "done", _("done")


class RequiredBy(models.TextChoices):
    """Who requires a training. What the employer must offer for the work costs the employee nothing."""

    NONE = "none", _("Nobody requires it: it is a choice of both")
    LAW = "law", _("The law requires it for this job")
    CAO = "cao", _("The collective agreement (CAO) requires it for this job")


class StudyState(models.TextChoices):
    DRAFT = "draft", _("draft")
    OFFERED = "offered", _("offered")
    SIGNED = "signed", _("signed")


#: Every way in which an agreement on study costs goes on: who draws it up offers it, the employee signs.
STUDY_MOVES = {
    "offer": (StudyState.DRAFT, StudyState.OFFERED),
    "take_back": (StudyState.OFFERED, StudyState.DRAFT),
    "sign": (StudyState.OFFERED, StudyState.SIGNED),
}
