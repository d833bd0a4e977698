"""A real mail server on loopback, which keeps what it gets and can be told what to answer."""

from __future__ import annotations

import email
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Mailbox:
    """What arrived. `refusals`: recipient → answers to give first, e.g. `["451 later"]`; `on_data` runs
    before 250.
    """

    messages: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    refusals: dict[str, list[str]] = field(default_factory=dict)
    was_encrypted: list[bool] = field(default_factory=list)
    on_data: Callable[[], None] | None = None
    port: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def subjects(self) -> list[str]:
        return [str(message["Subject"]) for message in self.messages]

    async def handle_RCPT(  # aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if answers := self.refusals.get(address):
            return answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        content = cast(bytes, envelope.content)
        self.messages.append(email.message_from_bytes(content, policy=default))
        self.senders.append(envelope.mail_from or "")
        self.recipients += envelope.rcpt_tos
        self.was_encrypted.append(session.ssl is not None)
        if self.on_data:
            self.on_data()
        return "250 taken"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.logins.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"right", handled=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_server(port: int | None = None, **options: Any) -> Iterator[Mailbox]:
    """A server that runs inside the block; `options` go to aiosmtpd."""
    mailbox = Mailbox(port=port or free_port())
    if options.pop("with_login", False):
        options.update(authenticator=mailbox.authenticate, auth_require_tls=False)
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port, ready_timeout=30, **options)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
