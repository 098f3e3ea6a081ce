"""The web server's door."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chibo.config.settings")
application = get_wsgi_application()

from django.urls import get_resolver  # noqa: E402 - the apps are ready only now

from chibo.papers import rendering  # noqa: E402

rendering.go_apart()
rendering.get_ready()  # it loads while the first user signs in
get_resolver().url_patterns  # noqa: B018 - every page's code is read now, not at the first visit
# What the program itself consists of is never garbage: looking through it again and again took a
# fifth of the time of a page of figures.
gc.collect()
gc.freeze()
