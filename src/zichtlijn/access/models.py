"""Accounts, organisations, memberships and their roles."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from zichtlijn.access.roles import ROLES, Role


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **fields):
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, email):
        return self.get(email=email.strip().lower())


class User(AbstractBaseUser):
    """An account: one human being, who may belong to several organisations."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )
    #: A key of one character can be pressed by accident, or by a computer that listens: WCAG 2.2, 2.1.4.
    search_key = models.BooleanField(
        _("the / key goes to the search field"), default=True, db_default=True,
        help_text=_("Turn it off when you press it by accident, or speak to your computer."),
    )  # fmt: skip
    is_active = models.BooleanField(_("active"), default=True)
    #: Where somebody who belongs to several organisations worked last, and begins next time.
    last_organisation = models.ForeignKey(
        "Organisation", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    #: How often every session of this account was ended; a session knows at which number it began.
    sessions_ended = models.PositiveIntegerField(default=0, editable=False)

    #: Memberships that were asked for together with this account; None: nobody asked yet.
    open_memberships: "list[Membership] | None" = None

    objects = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="access_user_email_unique")]

    def __str__(self):
        return self.name or self.email

    def get_short_name(self) -> str:
        """What somebody is called where the program greets: the first word of the name."""
        return self.name.split()[0] if self.name.split() else self.email

    def get_session_auth_hash(self):
        """What a session must carry: it dies with the password, and when all sessions of the account are ended."""
        return self._since_the_last_end(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self):
        yield from (self._since_the_last_end(known) for known in super().get_session_auth_fallback_hash())

    def _since_the_last_end(self, known: str) -> str:
        return f"{known}:{self.sessions_ended}" if self.sessions_ended else known

    # Rights live in roles per organisation; the framework's own permission tables are not used.
    is_staff = False
    is_superuser = False

    def has_perm(self, perm, obj=None):
        return False

    def has_module_perms(self, app_label):
        return False


class AddressChange(models.Model):
    """Another e-mail address that was asked for an account. Nothing changes until the link mailed there is followed."""

    #: A new request takes the place of the one before, whose link is dead then.
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="address_change")
    email = models.EmailField(_("e-mail"), max_length=254)
    #: The organisation whose administrator asked; empty when the owner of the account did.
    organisation = models.ForeignKey("Organisation", on_delete=models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return self.email


class Organisation(models.Model):
    """An organisation that works with Zichtlijn; the wall between one and the next."""

    class SeenBy(models.TextChoices):
        LINE = "line", _("the person and the line above")
        UNIT = "unit", _("also colleagues in the same unit")
        EVERYONE = "everyone", _("everyone in the organisation")

    slug = models.SlugField(
        _("short name"), max_length=50, unique=True, validators=[RegexValidator(r"^[a-z0-9][a-z0-9-]*$")]
    )
    name = models.CharField(_("name"), max_length=200)
    acronym = models.CharField(_("acronym"), max_length=50, blank=True)
    description = models.TextField(_("description"), blank=True)
    language = models.CharField(
        _("language"), max_length=5, choices=[("nl", "Nederlands"), ("en", "English")], default="nl"
    )
    fiscal_first_month = models.PositiveSmallIntegerField(
        _("first month of the year"), default=1, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    personal_objectives_seen_by = models.CharField(
        _("personal objectives are seen by"), max_length=10, choices=SeenBy.choices, default=SeenBy.LINE
    )
    on_course_from = models.FloatField(
        _("on course from"), default=0.9, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    behind_from = models.FloatField(
        _("behind from"), default=0.7, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    coverage_floor = models.FloatField(
        _("enough data from"), default=0.6, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    #: The day for which every stored standing was last recomputed.
    standing_on = models.DateField(null=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def open_on(self, day):
        """Memberships with which somebody can come in on this day: in use, and of nobody who has left."""
        here = models.Q(person=None) | models.Q(person__ends_on=None) | models.Q(person__ends_on__gte=day)
        return self.filter(here, is_active=True, user__is_active=True, organisation__is_active=True)


class Membership(models.Model):
    """One user in one organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    person = models.OneToOneField(
        "organisation.Person", on_delete=models.SET_NULL, null=True, blank=True, related_name="membership"
    )
    #: How this organisation calls the member; what the account calls itself elsewhere is not its business.
    name = models.CharField(_("name"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    #: Since when it is out of use; from then on runs the term after which the account goes.
    ended_on = models.DateField(null=True, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    #: When somebody first worked here with it; what the account does elsewhere is not this organisation's business.
    came_in_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()

    #: Roles, and paths of headed units, that were asked for together with this membership; None: nobody asked yet.
    roles_now: frozenset[str] | None = None
    headed_now: tuple[str, ...] | None = None

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "user"], name="access_membership_unique")]

    def __str__(self):
        return self.shown_name

    @property
    def has_left(self) -> bool:
        """True when the person is no longer in service: then the membership opens nothing."""
        return bool(self.person and self.person.ends_on and self.person.ends_on < timezone.localdate())

    @property
    def shown_name(self) -> str:
        """The name in lists: of the person, else as the administrator wrote it, else the address."""
        return self.person.name if self.person else self.name or self.user.email


class RoleAssignment(models.Model):
    """A role that a member holds."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=[(role.value, ROLES[role].name) for role in Role])
    given_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["membership", "role"], name="access_role_unique")]

    def __str__(self):
        return self.role
