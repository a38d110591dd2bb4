"""Questionnaires of other systems as packs: a reader for each format, and one place that makes the pack."""
