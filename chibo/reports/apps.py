from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "chibo.reports"

    def ready(self) -> None:
        """Let the year's workbook be asked for in the background."""
        from chibo.jobs.kinds import register  # noqa: PLC0415 - the apps are ready only now
        from chibo.reports.yearly import YEARLY  # noqa: PLC0415

        register(YEARLY)
