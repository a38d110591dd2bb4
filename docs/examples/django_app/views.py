"""The pages, each for the person who is logged in, and for nobody else."""

import functools

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

import intimacy_kit as ik
from intimacy_kit.reports import STYLE, couple_report

from . import together
from .forms import CheckInForm, SharingForm
from .models import CheckIn

FORMS = ("pulse", together.COUPLE_FORM)
catalogue = functools.cache(lambda locale: ik.load(locale=locale))  # one for each language, read once


def page(view):
    """Return a view that is for whoever is logged in, is kept in no cache, and whose errors report no answer."""
    return sensitive_post_parameters()(sensitive_variables()(login_required(never_cache(view))))


def posted(request):
    """Return what was sent, which may be nothing, or None where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def show(request, name, **values):
    """Return a page."""
    titles = {form: catalogue(get_language()).forms[form].title for form in FORMS}
    return render(request, f"django_app/{name}.html", {"style": STYLE, "titles": titles, **values})


@page
def check_in(request, name):
    """Ask the questions of a form; score the answers and keep the scores."""
    if name not in FORMS:
        raise Http404
    person = together.person_of(request.user)
    occasion = person.pulses if name != together.COUPLE_FORM else 0
    checkin = ik.draw(catalogue(get_language()), form=name, seed=person.couple.seed, occasion=occasion)
    form = CheckInForm(checkin, on=timezone.localdate(), data=posted(request))
    if form.is_valid():
        together.keep(person, ik.score(form.response))
        return redirect("scores")
    return show(request, "check_in", form=form, checkin=checkin)


@page
def scores(request):
    """Show somebody's own scores, and practices that fit the latest of them."""
    here = catalogue(get_language())
    kept = CheckIn.objects.filter(person=together.person_of(request.user)).order_by("-on", "-form")
    results = [each.scores for each in kept]
    values = [*results, *(ik.recommend(here, result) for result in results[:1])]
    return show(request, "scores", reports=[ik.report(here, value).to_html() for value in values])


@page
def sharing(request):
    """Show what somebody shares, which is nothing until they say so, and keep what they share from now on."""
    person = together.person_of(request.user)
    shared = {"pillars": person.shares.own}
    form = SharingForm(catalogue(get_language()), data=posted(request), initial=shared)
    if form.is_valid():
        together.share(person, form.cleaned_data["pillars"])
        return redirect("together")
    return show(request, "sharing", form=form)


@page
def side_by_side(request):
    """Show what both share, or that there is nothing; the page knows nothing else of the partner."""
    here, person = catalogue(get_language()), together.person_of(request.user)
    view = together.view_of(person)
    prompts = ik.conversation_prompts(here, view, seed=person.couple.seed)
    return show(request, "together", reports=[couple_report(here, view, prompts=prompts).to_html()])


@page
@require_POST
def invite(request):
    """Make an invitation, and show it this once."""
    code = together.invite(together.person_of(request.user), on=timezone.localdate())
    return show(request, "invite", code=code)


@page
def join(request, code):
    """Ask whether somebody wants to accept an invitation, which is not looked at before they do."""
    if request.method != "POST":
        return show(request, "join")
    if not together.accept(together.person_of(request.user), code, on=timezone.localdate()):
        return show(request, "join", closed=True)
    return redirect("sharing")


@page
def erase(request):
    """Delete the account of whoever confirms it, and all that is theirs."""
    if request.method != "POST":
        return show(request, "erase")
    user = request.user
    logout(request)
    user.delete()
    return redirect("login")
