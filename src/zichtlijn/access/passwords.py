"""What a password must be: the rules of Django, said in the words of the house."""

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
    NumericPasswordValidator,
    UserAttributeSimilarityValidator,
    password_validators_help_texts,
)
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

#: What is on the sign-in page, so that everybody would try it first.
OWN_NAMES = frozenset({"zichtlijn", "mijnzichtlijn", "zichtlijnzichtlijn"})


class LongEnough(MinimumLengthValidator):
    def get_error_message(self):
        return _("This password is too short: at least %(min_length)d characters.") % {"min_length": self.min_length}

    def get_help_text(self):
        return _("At least %(min_length)d characters; a short sentence works well.") % {"min_length": self.min_length}


class UnlikeTheAccount(UserAttributeSimilarityValidator):
    def get_error_message(self):
        # Django fills in the name of the field itself, in its own place in the sentence.
        return _("This password is too similar to your %(verbose_name)s.")

    def get_help_text(self):
        return _("Not too similar to your name or e-mail address.")


class NotCommon(CommonPasswordValidator):
    """Among the words that many people choose: so is the name of the program with some figures round it."""

    def validate(self, password, user=None):
        super().validate(password, user)
        bare = "".join(letter for letter in password.casefold() if letter.isalpha())
        if bare in OWN_NAMES:
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self):
        return _("Many people use this password, so it is easy to guess.")

    def get_help_text(self):
        return _("Not a password many people use.")


class NotOnlyFigures(NumericPasswordValidator):
    def get_error_message(self):
        return _("This password has only digits.")

    def get_help_text(self):
        return _("Not just digits.")


def _list_of_rules() -> SafeString:
    rules = format_html_join("", "<li>{}</li>", ((text,) for text in password_validators_help_texts()))
    return format_html("<ul>{}</ul>", rules)


#: The rules as a list, under the field of a new password.
list_of_rules = lazy(_list_of_rules, SafeString)
