"""A real server process for tests: started as a person would, stopped when the test is over."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

ADDRESS = re.compile(r"Accord is at (\S+)")


@dataclass
class RunningServer:
    """`with RunningServer([…, "serve"], data=folder) as server: server.get("/healthz")`"""

    command: Sequence[str]
    data: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    patience: float = 60
    output: list[str] = field(default_factory=list)
    address: str = ""

    def __enter__(self) -> Self:
        settings = {"PORTAL_DATA_DIR": str(self.data), **self.environment}
        inherited = {key: value for key, value in os.environ.items() if not key.startswith("PORTAL_")}
        self.process = subprocess.Popen(
            [*self.command, "--port", "0"],
            cwd=self.data.parent,
            env={**inherited, **settings},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._answered = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self._answered.wait(self.patience)
        if not self.address:
            self.kill()
            raise AssertionError("the server did not start:\n" + "".join(self.output))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.stop()
        self._reader.join(20)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as lines:
            for line in lines:
                self.output.append(line)
                if found := ADDRESS.search(line):
                    self.address = found[1]
                    self._answered.set()
        self._answered.set()

    def get(self, path: str) -> tuple[int, str]:
        """Status and text; a refusal is an answer too."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=20) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code, refusal.read().decode()

    def stop(self) -> int:
        """What Ctrl-C does: every process of the terminal's foreground group gets the signal."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(40)

    def kill(self) -> None:
        """What a power cut does to the server alone."""
        self.process.kill()
        self.process.wait(20)
