from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from waitress import create_server


class Command(BaseCommand):
    help = "Serve the pages on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8750)
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        server = create_server(
            get_wsgi_application(), host=options["host"], port=options["port"], threads=8
        )
        self.stdout.write(f"\nhttp://{options['host']}:{server.effective_port}")
        self.stdout.flush()
        server.run()
