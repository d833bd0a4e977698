"""gunicorn around the portal, with the jobs as a process of their own beside it."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from portal.database import db

JOBS_EVERY = "60"


class Server(BaseApplication):
    """One import for everything: the app is made before the workers are, who inherit it."""

    def __init__(
        self, app: Flask, *, bind: str, workers: int, threads: int, jobs: bool, greeting: str
    ) -> None:
        self.application = app
        self.greeting = greeting
        self.runs_jobs = jobs
        self.jobs: subprocess.Popen[bytes] | None = None
        self.options: dict[str, Any] = {
            "bind": bind,
            "workers": workers,
            "threads": threads,
            "worker_class": "gthread",
            "control_socket_disable": True,
            "loglevel": "warning",
            "timeout": 120,
            "graceful_timeout": 20,
            "when_ready": self._when_ready,
            "post_fork": self._post_fork,
            "on_exit": self._on_exit,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.application

    def run(self) -> None:
        with self.application.app_context():
            db.engine.dispose()  # a connection must not be shared by two processes
        gc.collect()
        gc.freeze()  # the program itself is not looked through for rubbish in the middle of a page
        super().run()

    def _when_ready(self, _arbiter: Any) -> None:
        if self.runs_jobs:
            command = [sys.executable, "-m", "portal", "jobs", "--every", JOBS_EVERY]
            self.jobs = subprocess.Popen(command, stdin=subprocess.PIPE, process_group=0)
        print(self.greeting, flush=True)

    def _post_fork(self, _arbiter: Any, _worker: Any) -> None:
        """The jobs end when the last copy of their pipe is closed: the master alone holds it."""
        self._close_pipe()

    def _on_exit(self, _arbiter: Any) -> None:
        if self.jobs:
            self._close_pipe()
            self.jobs.terminate()
            self.jobs.wait(30)

    def _close_pipe(self) -> None:
        if self.jobs and self.jobs.stdin:
            self.jobs.stdin.close()
