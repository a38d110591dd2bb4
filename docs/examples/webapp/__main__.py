"""Start the app: `python -m webapp`."""

import argparse
import os
from pathlib import Path

import uvicorn

from webapp.app import create_app

parser = argparse.ArgumentParser(prog="python -m webapp", description=__doc__)
parser.add_argument("--port", type=int, default=8000)
parser.add_argument("--database", type=Path, default=Path("check-in.sqlite3"))
options = parser.parse_args()

os.umask(0o077)  # nobody else on this machine reads the database
print(f"Open http://127.0.0.1:{options.port}/ in a browser. Control-C stops it.", flush=True)
# Links are secrets and stand in the address, so no address is ever logged.
uvicorn.run(create_app(options.database), port=options.port, access_log=False, log_level="warning", server_header=False)
