"""Runs in Indico's own Python: serves it as `chibo serve` serves ours, one process, 8 threads."""

import sys

from indico.web.flask.app import make_app
from waitress import serve

serve(make_app(), host="127.0.0.1", port=int(sys.argv[1]), threads=8)
