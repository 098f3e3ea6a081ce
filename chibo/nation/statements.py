"""The SQL of both sides, made from the list in `tables`; nothing here runs it.

At the nation three schemas hold a name each: `public` what provinces send, `own` what the nation
keeps itself, `nation` views of both together, which its pages read.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.db.models import CharField, Field, IntegerField, JSONField
from psycopg.sql import SQL, Composable, Composed, Identifier, Literal

from chibo.figures.models import UnitMonth
from chibo.figures.paths import seat_id
from chibo.nation.tables import PUBLISHED, Published

PUBLICATION = "nation"
Piece = SQL | Composed


def name_of(province: UUID) -> str:
    """Return the end of the names of what belongs to one province."""
    return f"p_{province.hex}"


def listed(names: Iterable[str]) -> Composed:
    """Return names quoted, with commas."""
    return SQL(", ").join(Identifier(name) for name in names)


# In a province


def identities() -> Iterator[Composable]:
    """Yield what lets a row filter see the province of a changed or deleted row."""
    for each in PUBLISHED:
        index = f"nation_{each.table}"
        yield SQL("create unique index if not exists {} on {} ({})").format(
            Identifier(index), Identifier(each.table), listed(each.key)
        )
        yield SQL("alter table {} replica identity using index {}").format(
            Identifier(each.table), Identifier(index)
        )


def publication(province: UUID, *, is_new: bool) -> Composable:
    """Return what publishes this province's rows: only the columns of the list.

    A `truncate` is not published: at the nation it would empty all provinces.
    """
    tables = SQL(", ").join(_published(each, province) for each in PUBLISHED)
    if is_new:
        text = "create publication {} for table {} with (publish = 'insert, update, delete')"
    else:
        text = "alter publication {} set table {}"
    return SQL(text).format(Identifier(PUBLICATION), tables)


def _published(each: Published, province: UUID) -> Composable:
    return SQL("{} ({}) where ({})").format(
        Identifier(each.table), listed(each.columns), _rows(each, province)
    )


def _rows(each: Published, province: UUID) -> Composable:
    where: Composable = SQL("province = {}").format(Literal(str(province)))
    if each.kinds:
        kinds = SQL(" or ").join(SQL("kind = {}").format(Literal(kind)) for kind in each.kinds)
        where = SQL("{} and ({})").format(where, kinds)
    return where


def grants(role: str) -> Iterator[Composable]:
    """Yield what lets the nation's role copy the same columns, and read nothing else."""
    who = Identifier(role)
    yield SQL("revoke all on all tables in schema public from {}").format(who)
    yield SQL("grant usage on schema public to {}").format(who)
    for each in PUBLISHED:
        yield SQL("grant select ({}) on {} to {}").format(
            listed(each.columns), Identifier(each.table), who
        )


def digest(each: Published, province: UUID) -> Composed:
    """Return the question how many rows there are, and what they add up to, read as text."""
    return SQL(
        "select count(*), coalesce(sum(('x' || left(md5(t::text), 12))::bit(48)::bigint), 0)::text"
        " from (select {} from {} where {}) as t"
    ).format(listed(each.columns), Identifier("public", each.table), _rows(each, province))


# At the nation

MONTHS = "nation_month"  # the provinces' own months once more, on the nation's seat


def receiving(each: Published) -> Iterator[Composable]:
    """Yield what makes a receiving table, or adds the columns of a newer version."""
    table = Identifier("public", each.table)
    types = _types(each)
    key = SQL(", ").join(SQL("{} {}").format(Identifier(key), types[key]) for key in each.key)
    yield SQL(
        "create table if not exists {} ({}, primary key ({})) partition by list (province)"
    ).format(table, key, listed(each.key))
    yield from _columns(each, each.table)
    for columns in each.indexes:
        yield SQL("create index if not exists {} on {} ({})").format(
            Identifier("_".join(("nation", each.table, *columns))[:63]), table, listed(columns)
        )
    if each.model is UnitMonth:
        unique = ("seat_id", "view", "month", "province")
        yield SQL("create table if not exists {} ({}, primary key ({}))").format(
            Identifier("public", MONTHS), key, listed(unique)
        )
        yield from _columns(each, MONTHS)
        yield SQL(_FOLLOW)


# The nation's sums are its provinces' months, a row each, copied as they come in: whoever asks adds
# them up. In a view of its own each page would read them all. (`before`: PostgreSQL 15 warns of a
# leak at each commit where a trigger waits behind rows that come into a partition.)
_FOLLOW = """
create or replace function public.nation_follow() returns trigger language plpgsql as $$
declare
  seat uuid;
begin
  if tg_op <> 'INSERT' then
    delete from public.nation_month where province = old.province and view = old.view
      and month = old.month;
  end if;
  if tg_op = 'DELETE' then return old; end if;
  seat := new.seat_id;
  new.seat_id := tg_argv[0]::uuid;
  insert into public.nation_month select (new).*;
  new.seat_id := seat;
  return new;
end $$"""


def _types(each: Published) -> dict[str, SQL]:
    return {column: SQL(text) for column, text in each.types.items()}


def _columns(each: Published, table: str) -> Iterator[Composable]:
    for column in each.columns:
        yield SQL("alter table {} add column if not exists {} {}").format(
            Identifier("public", table), Identifier(column), _types(each)[column]
        )


def partition(each: Published, root: UUID, province: UUID) -> Iterator[Composable]:
    """Yield what makes the place of one province's rows."""
    place = Identifier("public", place_of(each, province))
    yield SQL("create table if not exists {} partition of {} for values in ({})").format(
        place, Identifier("public", each.table), Literal(str(province))
    )
    if each.model is not UnitMonth:
        return
    for name, when, row in (
        ("kept", "insert or update", "new"), ("gone", "delete", "old"),
    ):  # fmt: skip
        trigger = Identifier(f"nation_{name}")
        yield SQL("drop trigger if exists {} on {}").format(trigger, place)
        yield SQL(
            f"create trigger {{}} before {when} on {{}} for each row when ({row}.seat_id = {{}}) "
            "execute function public.nation_follow({})"
        ).format(trigger, place, Literal(str(seat_id((province,)))), Literal(str(seat_id((root,)))))
        yield SQL("alter table {} enable always trigger {}").format(place, trigger)


def place_of(each: Published, province: UUID) -> str:
    """Return the name of the partition that holds one province's rows."""
    return f"{each.table}_{name_of(province)}"


def forget(province: UUID) -> Iterator[Composable]:
    """Yield what empties all that a province sent."""
    for each in PUBLISHED:
        yield SQL("truncate {}").format(Identifier("public", place_of(each, province)))
    yield SQL("delete from {} where province = {}").format(
        Identifier("public", MONTHS), Literal(str(province))
    )


def views(root: UUID) -> Iterator[Composable]:
    """Yield the views under the tables' own names: all provinces, and the nation above them."""
    yield SQL("create index if not exists nation_seat_below on public.figures_seat ({})").format(
        _above(root)
    )
    yield SQL("drop schema if exists nation cascade")
    yield SQL("create schema nation")
    for each in PUBLISHED:
        parts = _SPECIAL.get(each.table, _both)(each, root)
        yield SQL("create view {} as {}").format(
            Identifier("nation", each.table), SQL(" union all ").join(parts)
        )


def _both(each: Published, _root: UUID) -> list[Composable]:
    own = SQL("select {} from {}").format(listed(each.fields), Identifier("own", each.table))
    return [_select(each, {}), own]


def _select(
    each: Published, other: Mapping[str, Piece], rows: str = "", table: str = ""
) -> Composable:
    """Return all columns of the model from what was received; what stays at home reads empty.

    other: columns that read otherwise here; rows: which rows, or all.
    """
    columns = SQL(", ").join(
        SQL("{} as {}").format(other.get(column) or _read(each, column), Identifier(column))
        for column in each.fields
    )
    found = SQL("select {} from {}").format(columns, Identifier("public", table or each.table))
    return SQL("{} where {}").format(found, SQL(rows)) if rows else found


def _read(each: Published, column: str) -> Composable:
    field, name = each.fields[column], Identifier(column)
    if column not in each.columns:
        return SQL("{}::{}").format(_empty(field), _types(each)[column])
    if isinstance(field, IntegerField) and field.has_default():  # an older province sends none
        return SQL("coalesce({}, {})").format(name, Literal(field.default))
    return name


def _empty(field: "Field[Any, Any]") -> Composable:
    if isinstance(field, JSONField):
        return SQL("'[]'" if field.default is list else "'{}'")
    return SQL("''" if isinstance(field, CharField) else "null")


def _uuid(value: UUID) -> Composed:
    return SQL("{}::uuid").format(Literal(str(value)))


def _placement(each: Published, root: UUID) -> list[Composable]:
    """The provinces stand below the nation, by their own designations."""
    other: dict[str, Piece] = {"id": SQL("-id"), "parent_id": _uuid(root)}
    tops = _select(each, other, "unit_id = province", "organizations_designation")
    return [*_both(each, root), tops]


def _ancestry(each: Published, root: UUID) -> list[Composable]:
    """The nation is above all that stands in a province."""
    other: dict[str, Piece] = {
        "id": SQL("-id"),
        "ancestor_id": _uuid(root),
        "depth": SQL("(depth + 1)::smallint"),
    }
    return [*_both(each, root), _select(each, other, "ancestor_id = province")]


def _above(root: UUID) -> Composed:
    return SQL("coalesce(above_id, {})").format(_uuid(seat_id((root,))))


def _seat(each: Published, root: UUID) -> list[Composable]:
    """The provinces' top seats are below the nation's one."""
    other: dict[str, Piece] = {"above_id": _above(root), "depth": SQL("(depth + 1)::smallint")}
    own: dict[str, Piece] = {
        "id": _uuid(seat_id((root,))), "province": _uuid(root), "unit_id": _uuid(root),
        "above_id": SQL("null::uuid"), "depth": SQL("0::smallint"),
    }  # fmt: skip
    top = SQL("select {}").format(SQL(", ").join(own[column] for column in each.fields))
    return [_select(each, other), top]


def _unit_month(each: Published, _root: UUID) -> list[Composable]:
    return [_select(each, {}), _select(each, {}, table=MONTHS)]


_SPECIAL: dict[str, Callable[[Published, UUID], list[Composable]]] = {
    "organizations_placement": _placement,
    "organizations_ancestry": _ancestry,
    "figures_seat": _seat,
    "figures_unitmonth": _unit_month,
}
