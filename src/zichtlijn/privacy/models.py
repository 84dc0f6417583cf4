"""How long personal data is kept, what was removed, and what people say about what is kept of them."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.scoping import OrganisationOwned, owned_manager
from zichtlijn.audit.versions import Versioned
from zichtlijn.privacy.states import CorrectionState, Subject

# Nothing here keeps a history of its texts: what is to be forgotten must not be found in one.


class Term(OrganisationOwned, Versioned):
    """How many years this organisation keeps one class of data; without a row the term of the policy holds."""

    data_class = models.CharField(_("kind of data"), max_length=30)
    years = models.PositiveSmallIntegerField(_("years"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "data_class"], name="privacy_one_term_a_class")]

    def __str__(self):
        return self.data_class


class HoldQuerySet(models.QuerySet["Hold"]):
    def on(self, day: date):
        """Those that hold on this day."""
        return self.filter(until__gte=day, lifted_at=None)


class Hold(OrganisationOwned):
    """Nothing of a person is removed until a day, for a reason: a dispute, or a question that is not answered yet."""

    person = models.ForeignKey("organisation.Person", on_delete=models.CASCADE, related_name="holds")
    reason = models.TextField(_("reason"))
    until = models.DateField(_("until"))
    set_at = models.DateTimeField(default=timezone.now)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    set_by_name = models.CharField(_("stopped by"), max_length=200)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    lifted_by_name = models.CharField(max_length=200, blank=True)

    objects = owned_manager(HoldQuerySet)

    class Meta:
        ordering = ["until", "id"]
        indexes = [models.Index(fields=["organisation", "until"], name="privacy_hold_until")]

    def __str__(self):
        return str(self.person)


class Removal(OrganisationOwned):
    """That data of a class was removed on a day, and how much: never of whom."""

    data_class = models.CharField(_("kind of data"), max_length=30)
    on = models.DateField(_("removed on"))
    people = models.PositiveIntegerField(_("people"), default=0)
    rows = models.PositiveIntegerField(_("rows"), default=0)

    class Meta:
        ordering = ["-on", "data_class"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "on", "data_class"], name="privacy_one_removal_a_day")
        ]

    def __str__(self):
        return f"{self.data_class} {self.on}"


class StatementQuerySet(models.QuerySet["Statement"]):
    def about(self, subject: str, target_ids):
        """Those that go with these reports or assessments."""
        return self.filter(subject=subject, target_id__in=target_ids)


class Statement(OrganisationOwned):
    """What somebody says about something in their file. It is never changed; withdrawn, it says only that it was."""

    person = models.ForeignKey("organisation.Person", on_delete=models.CASCADE, related_name="statements")
    subject = models.CharField(_("about"), max_length=10, choices=Subject.choices)
    #: The conversation or the assessment; none for the whole file.
    target_id = models.BigIntegerField(null=True)
    text = models.TextField(_("statement"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True)

    objects = owned_manager(StatementQuerySet)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject=Subject.FILE, target_id=None)
                | ~Q(subject=Subject.FILE) & Q(target_id__isnull=False),
                name="privacy_statement_has_a_target",
            )
        ]
        indexes = [models.Index(fields=["organisation", "subject", "target_id"], name="privacy_statement_of")]

    def __str__(self):
        return self.get_subject_display()  # never its text: names of things stand in lists that others read


class Correction(OrganisationOwned, Versioned):
    """A request to correct what is kept about somebody, and what was decided on it."""

    person = models.ForeignKey("organisation.Person", on_delete=models.CASCADE, related_name="corrections")
    wrong = models.TextField(_("what is not right"))
    right = models.TextField(_("what it should be"), blank=True)
    asked_at = models.DateTimeField(_("asked at"), default=timezone.now)
    due_on = models.DateField(_("decision by"))
    state = models.CharField(
        _("state"), max_length=10, choices=CorrectionState.choices, default=CorrectionState.ASKED, editable=False
    )
    reason = models.TextField(_("reason"), blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", editable=False
    )
    decided_by_name = models.CharField(_("decided by"), max_length=200, blank=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["organisation", "state", "due_on"], name="privacy_correction_due")]

    def __str__(self):
        return str(self._meta.verbose_name)
