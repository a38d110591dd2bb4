"""A Django site with the app, log-in, sign-up and admin."""
