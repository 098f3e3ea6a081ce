"""The request as views know it: somebody is signed in."""

from django.http import HttpRequest

from chibo.accounts.models import User


class AuthedRequest(HttpRequest):
    """is_together: one act of several that are done all or none."""

    user: User
    is_together: bool
