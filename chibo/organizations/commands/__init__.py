"""The only writes to the tree, the names and the posts. Each is one dated decision."""

from chibo.organizations.commands.acts import NewUnit, Predecessor
from chibo.organizations.commands.posts import (
    CannotGivePost,
    close_posts,
    cut_posts,
    end_post,
    end_posts_of,
    give_post,
    hold,
    seat_member,
    unseat_member,
)
from chibo.organizations.commands.recounting import (
    recount_led,
    recount_ruled,
    recount_turning,
)
from chibo.organizations.commands.tree import (
    CannotReorganise,
    keep,
    rebuild_ancestry,
    take_back,
    write,
)
from chibo.organizations.commands.units import (
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
    "cut_posts",
    "end_post",
    "end_posts_of",
    "end_units",
    "found_units",
    "give_post",
    "hold",
    "install",
    "keep",
    "mark_unit",
    "merge_units",
    "move_units",
    "rebuild_ancestry",
    "recount_led",
    "recount_ruled",
    "recount_turning",
    "rename_unit",
    "seat_member",
    "take_back",
    "write",
    "unseat_member",
]
