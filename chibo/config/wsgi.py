"""The web server's door."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chibo.config.settings")
application = get_wsgi_application()

from chibo.papers import rendering  # noqa: E402 - the apps are ready only now

rendering.go_apart()
rendering.get_ready()  # it loads while the first user signs in
