"""What staff see: that somebody took part and when, and never what was answered, scored or shared."""

from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin

from .models import CheckIn, Couple, Person


class Alone(admin.ModelAdmin):
    """Pages that, before something is deleted, name it and not all that goes with it: how much is shared, for one."""

    def get_deleted_objects(self, objs, request):
        """Return what will be deleted, as the page lists it, and what keeps staff from deleting it."""
        *_, needed, protected = super().get_deleted_objects(objs, request)
        return [str(each) for each in objs], {}, needed, protected


class Fact(Alone):
    """Pages with the fields that are named, which nobody can change there. A subclass names them in `list_display`."""

    def get_fields(self, request, obj=None):  # noqa: ARG002  # as the admin calls it
        """Return the fields of the page of one row."""
        return self.list_display

    get_readonly_fields = get_fields

    def lookup_allowed(self, lookup, value, request=None):  # noqa: ARG002  # as the admin calls it
        """Return whether an address may filter by this: `?result__scores__gte=` would find out what is not shown."""
        return lookup in self.list_filter

    def has_add_permission(self, request):  # noqa: ARG002  # as the admin calls it
        """Return that nobody adds anything there."""
        return False

    def has_change_permission(self, request, obj=None):  # noqa: ARG002  # as the admin calls it
        """Return that nobody changes anything there; staff may look and may delete."""
        return False


@admin.register(Couple)
class CoupleAdmin(Fact):
    """Couples, without seed and invitation."""

    list_display = ["__str__"]


@admin.register(Person)
class PersonAdmin(Fact):
    """People, without what they share."""

    list_display = ["user", "couple"]


@admin.register(CheckIn)
class CheckInAdmin(Fact):
    """Check-ins, without the scores. What is shared, `Place`, is on no page."""

    list_display = ["person", "form", "on"]


admin.site.unregister(get_user_model())


@admin.register(get_user_model())
class AccountAdmin(Alone, UserAdmin):
    """Accounts, as Django has them."""
