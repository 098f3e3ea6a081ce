"""The cover of every page: for whom, for which unit, and the way around."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from chibo.accounts.models import User
from chibo.organizations.models import Kind, Post, Role
from chibo.organizations.queries import Named, names, posts_of, superior

OFFICE = {
    Role.COMMUNE_SECRETARY,
    Role.STANDING_MEMBER,
    Role.PARTY_BUILDING_OFFICER,
    Role.PROVINCE_OFFICER,
    Role.TECHNICAL_ADMINISTRATOR,
}


@dataclass(frozen=True)
class Tab:
    """A way to go: address, icon, word."""

    url: str
    icon: str
    word: str
    current: bool


@dataclass(frozen=True)
class Letterhead:
    """Superior and issuer, as on a paper, and who is signed in."""

    superior: str
    issuer: str
    person: str
    post: str
    home: str = "/"


@dataclass(frozen=True)
class Acting:
    """The post in which somebody acts, and the unit it is held at."""

    post: Post
    unit: Named
    superior: Named | None

    @property
    def is_office(self) -> bool:
        return self.post.role in OFFICE


def acting(user: User) -> Acting | None:
    """Return the first post of a user: offices before membership; None without any."""
    today = timezone.localdate()
    posts = posts_of(user, on=today)
    if not posts:
        return None
    above = superior(posts[0].unit_id, on=today)
    called = names([posts[0].unit_id, *([above] if above else [])], on=today)
    return Acting(posts[0], called[posts[0].unit_id], called.get(above) if above else None)


def letterhead(request: HttpRequest) -> dict[str, object]:
    """Return letterhead, tabs and face of a page for who is signed in."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {}  # a page that says what went wrong before anybody was asked who it is
    if not isinstance(_plain(request), User):
        return {}
    now = acting(_plain(request))
    if now is None:
        return {}
    issuer = now.unit.full
    if now.unit.kind == Kind.PROVINCE:
        issuer = str(Role(now.post.role).label)
    return {
        "acting": now,
        "office": now.is_office,
        "letterhead": Letterhead(
            superior=now.superior.full if now.superior else now.unit.full,
            issuer=issuer,
            person=now.post.person.name,
            post=str(Role(now.post.role).label),
        ),
        "tabs": _tabs(request.path, now),
    }


def _plain(request: HttpRequest) -> User:
    user = request.user
    return user._wrapped if isinstance(user, SimpleLazyObject) else user  # type: ignore[return-value]


def _tabs(path: str, now: Acting) -> list[Tab]:
    unit = now.unit.id
    home, more = reverse("desk:home"), reverse("desk:more")
    ways = [(home, "home", _("Việc của tôi"))]
    if now.post.role == Role.TECHNICAL_ADMINISTRATOR:
        ways.append((reverse("rulebook:rules", args=[unit]), "meet", _("Quy định")))
    elif now.is_office:
        if now.unit.kind != Kind.PROVINCE:
            ways.append((reverse("reports:this-month", args=[unit]), "meet", _("Tháng này")))
        ways.append((reverse("reports:choose-figures", args=[unit]), "meet", _("Số liệu")))
        ways.append((reverse("organizations:unit", args=[unit]), "people", _("Đơn vị")))
        if now.post.role in {Role.COMMUNE_SECRETARY, Role.PARTY_BUILDING_OFFICER}:
            ways.append(
                (reverse("members:register", args=[unit]), "people", pgettext("tab", "Đảng viên"))
            )
    else:
        ways.append((reverse("meetings:list", args=[unit]), "meet", _("Họp")))
        if now.post.role not in {Role.MEMBER, Role.FOLLOWER}:
            ways.append(
                (reverse("members:register", args=[unit]), "people", pgettext("tab", "Đảng viên"))
            )
    ways.append((more, "more", _("Thêm")))
    if path.startswith("/meetings/"):
        here = next((url for url, icon, _word in ways if icon == "meet"), "")
    else:
        over = [url for url, _icon, _word in ways if url != home and path.startswith(url)]
        here = max(over, key=len, default=home if path == home else "")
    return [Tab(url, icon, word, url == here) for url, icon, word in ways]
