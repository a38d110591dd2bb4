"""A Django app for two: each answers alone, sees their own scores, and shares what they choose."""
