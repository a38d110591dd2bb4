"""What is kept: the scores of a person's latest check-in, and no answers."""

import secrets

from django.conf import settings
from django.db import models


def pseudonym():
    """Return a random seed for the draws, which is not derived from a name or an account number."""
    return secrets.token_urlsafe(16)


class CheckInScores(models.Model):
    """The scores of one person."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE)  # erased with the account
    seed = models.CharField(max_length=32, default=pseudonym)
    occasions = models.PositiveIntegerField(default=0)
    result = models.JSONField(null=True)
