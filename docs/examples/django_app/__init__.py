"""A Django app that asks a check-in, keeps the scores of whoever is logged in, and shows them."""
