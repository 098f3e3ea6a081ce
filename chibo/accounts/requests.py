"""The request as views know it: somebody is signed in."""

from django.http import HttpRequest

from chibo.accounts.models import User


class AuthedRequest(HttpRequest):
    user: User
