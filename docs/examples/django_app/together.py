"""What two people do. Each function is one transaction, and a late form of whoever is gone changes nothing."""

import hashlib
import json
import secrets
from datetime import timedelta

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.http import Http404
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
    """Return the code of a new invitation, in place of an earlier one. Whoever accepts it finds nothing shared."""
    code = secrets.token_urlsafe(16)
    share(person, [])
    Person.objects.filter(pk=person.pk).update(invitation=_hashed(code), until=on + OPEN)
    return code


@transaction.atomic
def accept(person, code, *, on):
    """Move a person to the couple of whoever invited them, which ends the invitation; return whether it was open."""
    wanted = Q(pk=person.pk) | Q(invitation=_hashed(code), until__gte=on)
    people = {each.pk: each for each in Person.objects.select_for_update().filter(wanted).order_by("pk")}
    if person.pk not in people:
        raise Http404
    person = people.pop(person.pk)  # as they are now
    for inviter in people.values():
        free = {1, 2} - {*inviter.couple.people.values_list("seat", flat=True)}
        if free and inviter.couple_id != person.couple_id:
            left = person.couple_id
            _move(inviter, inviter.couple_id, inviter.seat)
            _move(person, inviter.couple_id, min(free))
            share(person, [])
            forget_if_empty(left)
            return True
    return False


def _move(person, couple, seat):
    """Write where somebody sits from now on; an invitation of theirs was to another place, or has been used."""
    person.couple_id, person.seat, person.invitation, person.until = couple, seat, None, None
    person.save(update_fields=["couple", "seat", "invitation", "until"])


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
