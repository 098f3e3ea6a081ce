"""What an operator does on either side. The rights are the database's: a role that owns it.

All may be run again: each brings what is there up to this version of the program.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from uuid import UUID

from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Composable, Identifier, Literal

from chibo.accounts.models import User
from chibo.assessments.commands import load_frames
from chibo.core.errors import Refused
from chibo.journal.commands import Act
from chibo.nation import statements
from chibo.nation.queries import reading_roles, root_here, subscriptions
from chibo.nation.statements import PUBLICATION
from chibo.nation.tables import PUBLISHED
from chibo.organizations.commands import NewUnit, install
from chibo.organizations.models import Decision, Kind, Role, Unit
from chibo.people.commands import add_person
from chibo.people.models import Sex
from chibo.rulebook.commands import load_packs


class CannotJoin(Refused):
    """The two servers cannot be brought together as asked."""


def run(statements: Iterable[Composable]) -> None:
    """Run statements on this machine's database."""
    with connection.cursor() as cursor:
        for each in statements:
            cursor.execute(each)


@transaction.atomic
def publish(*, role: str, password: str | None) -> UUID:
    """Publish this province's rows to a role of the nation; return the province.

    password: of a new role; an old one keeps its own. Raises: CannotJoin.
    """
    if connection.vendor != "postgresql":
        raise CannotJoin(_("Máy này dùng SQLite. Muốn gửi số lên cấp trên phải dùng PostgreSQL."))
    province = _one_province()
    with connection.cursor() as cursor:
        cursor.execute("show wal_level")
        if cursor.fetchone() != ("logical",):
            raise CannotJoin(_("Đặt wal_level = logical trong postgresql.conf rồi khởi động lại."))
        cursor.execute("select 1 from pg_roles where rolname = %s", [role])
        has_role = cursor.fetchone() is not None
        cursor.execute("select 1 from pg_publication where pubname = %s", [PUBLICATION])
        is_new = cursor.fetchone() is None
    if not has_role and not password:
        raise CannotJoin(_("Đặt mật khẩu cho máy cả nước ở biến CHIBO_CLUSTER_PASSWORD."))
    if not has_role:
        run([SQL("create role {} with login replication password {}").format(
            Identifier(role), Literal(password))])  # fmt: skip
    run(statements.identities())
    run(statements.grants(role))
    run([statements.publication(province, is_new=is_new)])
    return province


def _one_province() -> UUID:
    provinces = list(Unit.objects.values_list("province", flat=True).distinct())
    if len(provinces) != 1:
        raise CannotJoin(_("Máy này phải có đúng một tỉnh; đang có %(n)s.") % {"n": len(provinces)})
    return provinces[0]


def receive(*, now: dt.datetime) -> None:
    """Bring the nation's database to this version: own tables, receiving tables, views.

    First here, then in the provinces: an older province leaves a new column empty.
    Raises: CannotJoin.
    """
    if connection.vendor != "postgresql":
        raise CannotJoin(_("Máy của cả nước phải dùng PostgreSQL."))
    run([SQL("create schema if not exists own"), SQL("set search_path to own")])
    call_command("migrate", verbosity=0)
    load_packs(now=now)
    load_frames(now=now)
    with transaction.atomic():
        for each in PUBLISHED:
            run(statements.receiving(each))
        root = root_here()
        if root:
            _open_views(root)


def _open_views(root: UUID) -> None:
    run(statements.views(root))
    with connection.cursor() as cursor:
        cursor.execute("select current_user")
        owner = cursor.fetchone()[0]
    _look_here(owner)
    for role in reading_roles():
        if role != owner:
            _grant(role)


def _look_here(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_database()")
        database = Identifier(cursor.fetchone()[0])
    run([SQL("alter role {} in database {} set search_path to nation, own").format(
        Identifier(role), database)])  # fmt: skip


def _grant(role: str) -> None:
    run(
        SQL(text).format(Identifier(role))
        for text in (
            "grant usage on schema nation, own to {}",
            "grant select on all tables in schema nation to {}",
            "grant select, insert, update, delete on all tables in schema own to {}",
            "grant usage on all sequences in schema own to {}",
        )
    )


@transaction.atomic
def let_read(role: str) -> None:
    """Let the role under which the pages run read what came, and keep its own rows."""
    _look_here(role)
    _grant(role)


@transaction.atomic
def found_nation(*, name: str, since: dt.date, login: str, reader: str, born: int,
                 sex: Sex, now: dt.datetime) -> User:  # fmt: skip
    """Found the unit above all provinces, and give its first reader a post there.

    Raises: CannotReorganise.
    """
    run([SQL("set local search_path to own")])
    root = uuid.uuid4()
    user = User.objects.create_user(login)
    person = add_person(
        id=uuid.uuid4(), province=root, name=reader, birth=(born, None, None), sex=sex,
        user=user,
    )  # fmt: skip
    decision = Decision(
        id=uuid.uuid4(), province=root, issuer=name, about=name, effective_on=since, is_house=True
    )
    act = Act(uuid.uuid4(), user, now, now)
    new = NewUnit(root, Kind.OTHER, name)
    install(act=act, new=new, decision=decision, officer=person, role=Role.STANDING_MEMBER)
    _open_views(root)
    return user


def join(*, name: str, province: UUID, dsn: str, again: bool = False) -> None:
    """Let a province's rows come in; again: throw away what came, and copy all anew.

    name: letters, digits, `_`. What is joined already takes up what is newly published.
    Raises: CannotJoin.
    """
    root = root_here()
    if root is None:
        raise CannotJoin(_("Chưa có đơn vị cả nước: chạy `chibo cluster receive --name …` trước."))
    known = subscriptions()
    if known.get(name, province) != province or (province in known.values() and name not in known):
        raise CannotJoin(_("Tên hoặc tỉnh này đã nối rồi: xem `chibo cluster status`."))
    with transaction.atomic():
        for each in PUBLISHED:
            run(statements.partition(each, root, province))
    if name in known:
        if not again:
            run([SQL("alter subscription {} refresh publication").format(Identifier(name))])
            return
        leave(name=name)
    if again:
        with transaction.atomic():
            run(statements.forget(province))
    try:
        run([SQL(
            "create subscription {} connection {} publication {} with (slot_name = {},"
            " synchronous_commit = 'on')"
        ).format(Identifier(name), Literal(dsn), Identifier(PUBLICATION),
                 Literal(slot_of(name)))])  # fmt: skip
        run([SQL("comment on subscription {} is {}").format(
            Identifier(name), Literal(str(province)))])  # fmt: skip
    except DatabaseError as error:
        raise CannotJoin(_("Chưa nối được với tỉnh: %(why)s") % {"why": error}, "dsn") from error


def slot_of(name: str) -> str:
    """Return the name under which a province keeps its log for the nation."""
    return f"nation_{name}"


def leave(*, name: str, forget: bool = False) -> bool:
    """End the coming-in from a province; what came stays, unless it is to be forgotten.

    Return false where the province did not answer: its slot must then be dropped there.
    Raises: CannotJoin.
    """
    who = Identifier(name)
    province = subscriptions().get(name)
    if province is None:
        raise CannotJoin(_("Không có tỉnh nào tên là %(name)s.") % {"name": name})
    run([SQL("alter subscription {} disable").format(who)])
    try:
        run([SQL("drop subscription {}").format(who)])
        dropped = True
    except DatabaseError:
        run([SQL("alter subscription {} set (slot_name = none)").format(who),
             SQL("drop subscription {}").format(who)])  # fmt: skip
        dropped = False
    if forget:
        with transaction.atomic():
            run(statements.forget(province))
    return dropped


def drop_slot(name: str) -> None:
    """In a province: let go of a nation that will not come back; its log is kept no longer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_drop_replication_slot(slot_name) from pg_replication_slots"
            " where slot_name = %s and not active", [name],
        )  # fmt: skip
