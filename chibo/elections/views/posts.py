"""Who holds which office at a unit; offices given and ended; a login for the holder."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from chibo.accounts.commands import drop_draft
from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.elections import commands, forms, queries
from chibo.journal.commands import act_of
from chibo.organizations.authority import Can, unit_for
from chibo.organizations.commands import end_post
from chibo.organizations.models import ROLES_AT, Post, Role, Unit
from chibo.organizations.queries import existed, named, superior
from chibo.people.models import Person

ask = require_http_methods(["GET", "POST"])


@ask
def posts(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    """Show who holds and held which office, and give one."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.GIVE_POSTS, unit_id, on=today)
    called, text = named(unit.pk, on=today), request.GET.get("q", "")[:60]
    people = queries.people_for_posts(
        called, superior(unit.pk, on=today), on=today, text=text
    )  # fmt: skip
    roles = ROLES_AT[called.kind]
    form = asked(
        request, lambda data: forms.PostForm(data, roles=roles, people=_offered(data, people))
    )

    def save() -> None:
        data = form.cleaned_data
        commands.give_post_to(
            act=act_of(request.user, data["act"], timezone.now()), unit=unit,
            holder=form.holder(), role=Role(data["role"]), from_on=data["from_on"],
            number=data["number"], signed_on=data["signed_on"], phone=data["phone"],
        )  # fmt: skip

    if carried_out(request, form, save):
        messages.success(request, _("Đã ghi chức vụ. Quyền theo chức vụ có từ ngày đã ghi."))
        return redirect("elections:posts", unit.pk)
    context = {
        "form": form, "unit": called, "text": text, "today": today,
        "exists": existed(unit.pk, on=today), "now": queries.posts_now(unit.pk, on=today),
        "before": queries.posts_before(unit.pk, on=today),
        "chips": [{"day": today, "word": _("Hôm nay")}],
    }  # fmt: skip
    return render(request, "elections/posts.html", context, status=form.status)


def _offered(data: QueryDict | None, people: list[Person]) -> list[Person]:
    """Return the persons offered: also one chosen before another name was searched."""
    try:
        chosen = UUID(data.get("person", "") if data else "")
    except ValueError:
        return people
    extra = Person.objects.filter(pk=chosen).exclude(pk__in=[each.pk for each in people])
    return [*people, *extra]


def _post(unit: Unit, post_id: UUID) -> Post:
    held = Post.objects.select_related("person__user").exclude(role=Role.MEMBER)
    found: Post = get_object_or_404(held, pk=post_id, unit=unit)
    return found


@ask
def post(request: AuthedRequest, unit_id: UUID, post_id: UUID) -> HttpResponse:
    """Show one office of one holder, and end it."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.GIVE_POSTS, unit_id, on=today)
    found = _post(unit, post_id)
    form = asked(request, lambda data: forms.EndForm(data, initial={"until_on": today}))

    def save() -> None:
        data = form.cleaned_data
        act = act_of(request.user, data["act"], timezone.now())
        end_post(act=act, post=found, until_on=data["until_on"], number=data["number"])

    if carried_out(request, form, save):
        return redirect("elections:posts", unit.pk)
    context = {
        "form": form, "unit": named(unit.pk, on=today), "post": found,
        "is_open": found.until_on > today, "is_held": found.from_on <= today < found.until_on,
    }  # fmt: skip
    return render(request, "elections/post.html", context, status=form.status)


@ask
def login(request: AuthedRequest, unit_id: UUID, post_id: UUID) -> HttpResponse:
    """Give the holder a login or a new code; the answer is the slip, shown this once."""
    today = timezone.localdate()
    unit = unit_for(request.user, Can.GIVE_POSTS, unit_id, on=today)
    found = _post(unit, post_id)
    if not found.from_on <= today < found.until_on:
        raise Http404
    known = found.person.user.username if found.person.user else ""
    form = forms.LoginForm(request.POST or None, known=known)
    codes: list[str] = []

    def save() -> None:
        act = act_of(request.user, form.cleaned_data["act"], timezone.now())
        codes.append(commands.enrol_holder(act=act, post=found, username=form.name()))

    context = {"unit": named(unit.pk, on=today), "post": found, "known": known}
    if carried_out(request, form, save):
        slip = {
            "code": f"{codes[0][:4]}-{codes[0][4:]}", "username": form.name(),
            "address": request.build_absolute_uri(reverse("accounts:enrol")),
        }  # fmt: skip
        return render(request, "elections/slip.html", {**context, **slip})
    drop_draft(user=request.user, page=request.path)
    return render(request, "elections/login.html", {**context, "form": form}, status=form.status)
