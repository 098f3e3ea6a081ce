from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.urls import is_valid_path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from chibo.accounts import commands, forms
from chibo.accounts.models import User


@method_decorator(login_not_required, name="dispatch")
class SignIn(auth_views.LoginView):
    template_name = "accounts/sign_in.html"
    authentication_form = forms.SignIn
    redirect_authenticated_user = True


class SignOut(auth_views.LogoutView):
    http_method_names = ["post"]


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keep what was typed into the page named by `page`; answer the hour."""
    assert isinstance(request.user, User)  # noqa: S101
    page = request.POST.get("page", "")
    if len(page) > 200 or not is_valid_path(page):
        return HttpResponseBadRequest()
    fields = {name: request.POST.getlist(name) for name in request.POST if name != "page"}
    now = timezone.now()
    commands.keep_draft(user=request.user, page=page, fields=fields, now=now)
    return JsonResponse({"saved_at": f"{timezone.localtime(now):%H:%M}"})
