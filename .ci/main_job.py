"""Do the main job with an installed package: python -I .ci/main_job.py RESPONSE."""

import json
import sys
from pathlib import Path

import intimacy_kit as ik

catalogue = ik.load()
response = ik.Response.from_dict(catalogue, json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
result = ik.score(response)
plan = ik.recommend(catalogue, result)
if len(list(result)) != len(catalogue.pillars) or not plan.suggestions or "site-packages" not in ik.__file__:
    sys.exit(f"the installed package does not do the main job: {ik.__file__}, {plan}")
print("scored from", catalogue)
