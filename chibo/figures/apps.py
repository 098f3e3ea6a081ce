from django.apps import AppConfig


class FiguresConfig(AppConfig):
    name = "chibo.figures"

    def ready(self) -> None:
        """On SQLite, where one writes at a time anyway, add up in the transaction that changed."""
        from django.db import connection  # noqa: PLC0415 - the apps are ready only now

        from chibo.figures.commands import AT_ONCE, fold  # noqa: PLC0415
        from chibo.figures.work import REBUILD  # noqa: PLC0415
        from chibo.jobs.kinds import register  # noqa: PLC0415
        from chibo.recounts.commands import fold_with  # noqa: PLC0415

        def at_once(rows: int) -> None:
            if connection.vendor == "sqlite" and rows <= AT_ONCE:
                fold(limit=AT_ONCE)

        fold_with(at_once)
        register(REBUILD)
