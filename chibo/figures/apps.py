from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.apps import AppConfig

if TYPE_CHECKING:
    from chibo.recounts.models import Recount


class FiguresConfig(AppConfig):
    name = "chibo.figures"

    def ready(self) -> None:
        """On SQLite, where one writes at a time anyway, add up in the transaction that changed."""
        from django.db import connection  # noqa: PLC0415 - the apps are ready only now

        from chibo.figures.commands import fold_at_once, keep_up  # noqa: PLC0415
        from chibo.figures.work import REBUILD  # noqa: PLC0415
        from chibo.jobs.commands import each_second  # noqa: PLC0415
        from chibo.jobs.kinds import register  # noqa: PLC0415
        from chibo.recounts.commands import fold_with  # noqa: PLC0415

        def at_once(rows: "Sequence[Recount]") -> None:
            if connection.vendor == "sqlite":
                fold_at_once(rows)

        fold_with(at_once)
        each_second(keep_up)
        register(REBUILD)
