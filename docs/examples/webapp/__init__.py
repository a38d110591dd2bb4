"""A small web app for two people: check-ins, their own results, and side by side what both chose to share."""
