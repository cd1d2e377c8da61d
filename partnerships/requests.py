from django.http import HttpRequest

from partnerships.models import User


class SignedInRequest(HttpRequest):
    """What a view is given unless it is `login_not_required`: the middleware lets nobody else through to it."""

    user: User
