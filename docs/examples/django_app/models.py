"""What is kept: of each person the scores of the last check-in of each form, and no answers."""

import json
import secrets

from django.conf import settings
from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver

import intimacy_kit as ik


def pseudonym():
    """Return a random seed for the draws, which is not derived from a name or an account number."""
    return secrets.token_urlsafe(16)


def nothing_shared():
    """Return what somebody shares until they say so."""
    return json.dumps(ik.Sharing().to_dict())


class Couple(models.Model):
    """A place for two people, of whom one may be missing."""

    seed = models.CharField(max_length=32, default=pseudonym)  # the draws of both depend on it

    def __str__(self):
        return f"couple {self.pk}"


class Person(models.Model):
    """One of the two."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)  # erased with the account
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="people")
    seat = models.PositiveSmallIntegerField(default=1)
    pulses = models.PositiveIntegerField(default=0)  # how many quick check-ins there were: questions take turns
    sharing = models.TextField(default=nothing_shared)  # JSON
    invitation = models.CharField(max_length=64, unique=True, null=True)  # hashed; it goes when the person goes
    until = models.DateField(null=True)  # the last day of the invitation

    class Meta:
        verbose_name_plural = "people"
        constraints = [  # the database itself lets nobody join two others
            models.UniqueConstraint(fields=["couple", "seat"], name="one_person_a_seat"),
            models.CheckConstraint(condition=models.Q(seat__in=[1, 2]), name="two_seats"),
        ]

    def __str__(self):
        return str(self.user)

    @property
    def shares(self):
        """What the person shares, as the library has it."""
        return ik.Sharing.from_dict(json.loads(self.sharing))


class CheckIn(models.Model):
    """That somebody answered a form, with the scores."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    form = models.CharField(max_length=64)
    on = models.DateField()
    result = models.TextField()  # JSON. A JSONField forgets the order of the pillars where the database is PostgreSQL

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "form"], name="one_check_in_a_form")]

    def __str__(self):
        return f"{self.form} of {self.on}"

    @property
    def scores(self):
        """The scores as the library has them."""
        return ik.Result.from_dict(json.loads(self.result))


class Place(models.Model):
    """One pillar that somebody shares, as their partner may see it. Nothing else is read for the partner."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="places")
    pillar = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)  # what the place rests on: places of two versions are not comparable
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "pillar"], name="one_place_a_pillar")]

    def __str__(self):
        return "a place that is shared"  # not which, and not of what


def forget_if_empty(couple):
    """Delete a couple, given its key, when neither of the two is there any longer."""
    found = Couple.objects.select_for_update().filter(pk=couple).first()
    if found is not None and not found.people.exists():
        found.delete()


@receiver(post_delete, sender=Person)
def forget_couple(instance, **_):
    """Delete a couple with the last one of it, whichever way that one was deleted."""
    forget_if_empty(instance.couple_id)
