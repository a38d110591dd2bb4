"""What two people do. Each function is one transaction, and a late form of whoever is gone changes nothing."""

import hashlib
import json
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404

import intimacy_kit as ik

from .models import CheckIn, Couple, Person, Place, forget_if_empty

COUPLE_FORM = "standard"  # a quick check-in asks one question a pillar, and a pillar is shared from three answers on
NOT_SHARED = (ik.Gate.CONFLICT.value,)  # its own gate would have to be open, and the app opens none
OPEN = timedelta(days=14)  # an invitation ends by itself after so long


def person_of(user):
    """Return the person of an account, with a new place for two at the first visit."""
    people = Person.objects.select_related("couple")
    return people.get_or_create(user=user, defaults={"couple": Couple.objects.create})[0]


@transaction.atomic
def keep(person, result):
    """Keep the scores of a check-in in place of earlier ones of its form, and lay ready what is shared."""
    person = _locked(person)
    values = {"on": result.on, "result": json.dumps(result.to_dict())}
    CheckIn.objects.update_or_create(person=person, form=result.form, defaults=values)
    if result.form == COUPLE_FORM:
        _lay_ready(person, result)
    else:
        person.pulses += 1
        person.save(update_fields=["pulses"])


@transaction.atomic
def share(person, pillars):
    """Keep what somebody shares from now on, and nothing of what it was before."""
    person = _locked(person)
    person.sharing = json.dumps(ik.Sharing(own=pillars).to_dict())
    person.save(update_fields=["sharing"])
    kept = CheckIn.objects.filter(person=person, form=COUPLE_FORM).first()
    _lay_ready(person, kept and kept.scores)


def view_of(person):
    """Return what both share. The same statement is run, and no more is read, whatever else the partner did."""
    theirs = Place.objects.filter(
        person__couple=person.couple_id, pillar=OuterRef("pillar"), digest=OuterRef("digest")
    ).exclude(person=person)
    both = person.places.annotate(other=Subquery(theirs.values("place")[:1])).filter(other__isnull=False)
    pillars = tuple(ik.SharedPillar(each.pillar, each.place, each.other) for each in both.order_by("pillar"))
    return ik.CoupleView(pillars, ik.Perspective.SELF) if pillars else ik.CoupleView()


@transaction.atomic
def invite(person, *, on):
    """Return the code of a new invitation, in place of any other. Whoever accepts it finds nothing shared."""
    code = secrets.token_urlsafe(16)
    couple = Couple.objects.select_for_update().get(pk=person.couple_id)
    couple.invitation, couple.until = _hashed(code), on + OPEN
    couple.save(update_fields=["invitation", "until"])
    share(person, [])
    return code


@transaction.atomic
def accept(person, code, *, on):
    """Move a person to the couple of an invitation, which ends it; return whether it was open."""
    wanted = _hashed(code)
    both = Couple.objects.select_for_update().filter(Q(pk=person.couple_id) | Q(invitation=wanted)).order_by("pk")
    open_ones = [each for each in both if each.invitation == wanted and each.until >= on]
    person = _locked(person)
    if not open_ones or open_ones[0].pk == person.couple_id:
        return False
    [couple], left = open_ones, person.couple_id
    free = {1, 2} - {*couple.people.values_list("seat", flat=True)}
    if not free:
        return False
    couple.invitation = couple.until = None
    couple.save(update_fields=["invitation", "until"])
    share(person, [])
    person.couple, person.seat = couple, min(free)
    person.save(update_fields=["couple", "seat"])
    forget_if_empty(left)
    return True


def _locked(person):
    """Return a person as they are now, whom nobody else changes before this is done."""
    return get_object_or_404(Person.objects.select_for_update(), pk=person.pk)


def _lay_ready(person, result):
    """Write the places of what somebody shares: somebody beside themselves has each place twice."""
    person.places.all().delete()
    if result is not None:
        side = ik.Side(result, person.shares)
        Place.objects.bulk_create(
            Place(person=person, pillar=each.pillar, digest=result.by_pillar[each.pillar].digest, place=each.a)
            for each in ik.couple_view(a=side, b=side).pillars
        )


def _hashed(code):
    return hashlib.sha256(code.encode()).hexdigest()
