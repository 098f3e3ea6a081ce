"""The only writes to the tree, the names and the posts. Each is one dated decision."""

from chibo.organizations.commands.posts import (
    CannotGivePost,
    close_posts,
    end_post,
    give_post,
    hold,
    seat_member,
)
from chibo.organizations.commands.tree import CannotReorganise, rebuild_ancestry
from chibo.organizations.commands.units import (
    NewUnit,
    Predecessor,
    end_units,
    found_units,
    install,
    mark_unit,
    merge_units,
    move_units,
    rename_unit,
)

__all__ = [
    "CannotGivePost",
    "CannotReorganise",
    "NewUnit",
    "Predecessor",
    "close_posts",
    "end_post",
    "end_units",
    "found_units",
    "give_post",
    "hold",
    "install",
    "mark_unit",
    "merge_units",
    "move_units",
    "rebuild_ancestry",
    "rename_unit",
    "seat_member",
]
