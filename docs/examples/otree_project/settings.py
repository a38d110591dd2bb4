"""The settings of an oTree project with one app; yours has most of them already."""

import os

SESSION_CONFIGS = [
    {
        "name": "pairs",
        "display_name": "A check-in for pairs",
        "app_sequence": ["check_in_pair"],
        "num_demo_participants": 2,
    }
]
SESSION_CONFIG_DEFAULTS = {"real_world_currency_per_point": 1.0, "participation_fee": 0.0, "doc": ""}  # nothing is paid
PARTICIPANT_FIELDS = []
SESSION_FIELDS = []
LANGUAGE_CODE = "en"
REAL_WORLD_CURRENCY_CODE = "EUR"
USE_POINTS = True
ADMIN_USERNAME = "admin"
ADMIN_PASSWORD = os.environ.get("OTREE_ADMIN_PASSWORD")
SECRET_KEY = os.environ.get("SECRET_KEY", "for-the-example-alone")
