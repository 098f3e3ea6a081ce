"""Each source: the branch of a unit on a day in, its deadlines of one kind out, in one query."""

from collections.abc import Callable

from chibo.deadlines.scope import Deadline, Scope

Source = Callable[[Scope], list[Deadline]]
