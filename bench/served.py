"""Web servers of the bench: started as processes of their own, waited for, stopped."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path


def free_port() -> int:
    """Return a port that is free on this machine."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Served:
    """Processes of `chibo serve`, from entering to leaving."""

    def __init__(self, count: int) -> None:
        self.ports = [free_port() for _ in range(count)]
        self.processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> "Served":
        log = Path(os.environ.get("CHIBO_VAR", "build")) / "bench-serve.log"
        for port in self.ports:
            with log.open("ab") as out:
                self.processes.append(subprocess.Popen(self.command(port), stdout=out, stderr=out))
        for port in self.ports:
            self.wait(port)
        return self

    def command(self, port: int) -> list[str]:
        """Return what serves a port."""
        return [sys.executable, "-m", "chibo.config.cli", "serve", "--port", str(port)]

    @staticmethod
    def wait(port: int) -> None:
        """Wait until somebody listens. Raises: RuntimeError after a minute."""
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
            except OSError:
                time.sleep(0.1)  # the server is still starting: nothing tells when it listens
            else:
                return
        raise RuntimeError(f"nothing listens on port {port}")

    def __exit__(self, *_error: object) -> None:
        for each in self.processes:
            each.terminate()
        for each in self.processes:
            each.wait()

    @property
    def pid(self) -> int:
        """The first process."""
        return self.processes[0].pid

    def resident(self) -> float:
        """Return the megabytes that the first process holds in memory."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024
