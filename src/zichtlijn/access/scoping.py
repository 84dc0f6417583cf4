"""The organisation scope: a query on organisational data outside a scope raises."""

from contextlib import contextmanager
from typing import Any

from django.db import models
from django_scopes import ScopedManager, get_scope, scope, scopes_disabled

__all__ = [
    "ByteOrderField",
    "OrganisationOwned",
    "PathField",
    "in_organisation",
    "organisation_in_scope",
    "owned_manager",
    "scopes_disabled",
]


@contextmanager
def in_organisation(organisation):
    """Open the scope of one organisation for the queries inside."""
    with scope(organisation=organisation):
        yield organisation


def organisation_in_scope():
    """The organisation whose scope is open; None outside one."""
    state = get_scope()
    return state.get("organisation") if state.get("_enabled", True) else None


def owned_manager(queryset=None) -> Any:
    """The scoped manager of a model that carries `organisation`, with the words of `queryset`."""
    manager = queryset.as_manager().__class__ if queryset else models.Manager
    return ScopedManager(organisation="organisation", _manager_class=manager)


class OrganisationOwned(models.Model):
    """Base of everything that belongs to one organisation."""

    organisation = models.ForeignKey("access.Organisation", on_delete=models.CASCADE, related_name="+")
    objects = owned_manager()

    class Meta:
        abstract = True


class ByteOrderField(models.CharField):
    """Text that is compared byte by byte on every database, so that all that begins alike is one range of an index."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters


class PathField(ByteOrderField):
    """A materialised path: steps of eight hexadecimal digits; a subtree is one range."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 255)
        kwargs.setdefault("default", "")
        kwargs.setdefault("blank", True)
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)


def path_step(identifier: int) -> str:
    """One step of a path."""
    return f"{identifier:08x}"


def below(path: str) -> tuple[str, str]:
    """The half-open range of paths that begin with `path`, itself included."""
    return path, path + "g"
