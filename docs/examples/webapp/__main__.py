"""Start the app: `python -m webapp`."""

import argparse
import os
import socket
import sys
from pathlib import Path

import uvicorn

from webapp.app import create_app
from webapp.words import LOCALES, catalogue

data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
parser = argparse.ArgumentParser(prog="python -m webapp", description=__doc__)
parser.add_argument("--port", type=int, default=8000)
parser.add_argument("--database", default=data / "pause" / "pause.sqlite3", help="a file, or postgresql://…")
parser.add_argument("--places-an-hour", type=int, default=120, help="how many places one address may make")
options = parser.parse_args()

os.umask(0o077)  # nobody else on this machine reads the database
if "://" not in str(options.database):
    Path(options.database).parent.mkdir(parents=True, exist_ok=True)
try:
    listening = socket.create_server(("127.0.0.1", options.port), backlog=2048)
except OSError as error:
    sys.exit(f"Port {options.port} cannot be used: {error.strerror}.")
for locale in LOCALES:
    catalogue(locale).prompts.values()  # now, so that nobody waits for it later
app = create_app(options.database, places_an_hour=options.places_an_hour)
print(f"Open http://127.0.0.1:{options.port}/ in a browser. Control-C stops it.", flush=True)
# Links are secrets and stand in the address, so no address is ever logged.
uvicorn.Server(uvicorn.Config(app, access_log=False, log_level="warning", server_header=False)).run([listening])
