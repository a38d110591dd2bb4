"""A check-in as a JSON API."""
