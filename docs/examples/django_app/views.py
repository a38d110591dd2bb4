"""Ask, and show the scores. Both pages are for the person who is logged in, and for nobody else."""

import functools

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

import intimacy_kit as ik
from intimacy_kit.scoring import why

from .forms import CheckInForm
from .models import CheckInScores

catalogue = functools.cache(lambda locale: ik.load(locale=locale))  # one for each language, read once


@login_required
@never_cache
def check_in(request):
    """Ask the questions; score the answers and keep the scores."""
    kept, _ = CheckInScores.objects.get_or_create(user=request.user)
    checkin = ik.draw(catalogue(get_language()), form="pulse", seed=kept.seed, occasion=kept.occasions)
    form = CheckInForm(checkin, on=timezone.localdate(), data=request.POST or None)
    if form.is_valid():
        kept.result = ik.score(form.response).to_dict()
        kept.occasions += 1
        kept.save()
        return redirect("scores")
    return render(request, "check_in.html", {"form": form, "checkin": checkin})


@login_required
@never_cache
def scores(request):
    """Show the scores, and practices that fit them."""
    kept = get_object_or_404(CheckInScores, user=request.user, result__isnull=False)
    result = ik.Result.from_dict(kept.result)
    here = catalogue(get_language())
    rows = [(here.pillars[score.pillar].title, score.percent, why(here, score)) for score in result]
    return render(request, "scores.html", {"rows": rows, "plan": ik.recommend(here, result)})
