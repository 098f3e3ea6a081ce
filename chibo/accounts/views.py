from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import is_valid_path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from chibo.accounts import commands, forms
from chibo.accounts.models import User
from chibo.core.errors import Refused


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


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """Let who holds a slip set the password."""
    form = forms.Enrol(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            commands.enrol(
                name=data["username"], code=data["code"], password=data["password"],
                now=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(refusal.field or None, str(refusal))
        else:
            messages.success(request, _("Đã đặt mật khẩu. Mời đăng nhập."))
            return redirect("accounts:sign-in")
    status = 422 if request.method == "POST" else 200
    return render(request, "accounts/enrol.html", {"form": form}, status=status)
