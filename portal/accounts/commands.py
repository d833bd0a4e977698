"""`./run person …`, `./run token …`: for whoever sets the portal up, and when nobody can sign in any more."""

from __future__ import annotations

import datetime as dt
import sys

import click
from flask import current_app

from portal.accounts import operations
from portal.accounts.models import Department, Person, Role
from portal.accounts.queries import department_by_code, person_by_key
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.forms import clean, has_control_characters

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def person() -> None:
    """People: add somebody, or make a link to set a password."""


@person.command("add")
@click.argument("email")
@click.option("--name", help="Full name; by default the part before the @.")
@click.option("--department", "department_code", metavar="CODE", help="Code of a department that exists.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="A role from today on.")
@click.option("--password-stdin", is_flag=True, help="Read a password from standard input.")
def add_person(
    email: str, name: str | None, department_code: str | None, role: str | None, password_stdin: bool
) -> None:
    """Add EMAIL, or give somebody who is here a role or a password."""
    _insist_on_text(email=email, name=name or "")
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else None
    try:
        one = _found_or_added(email, name, _department(department_code))
        if password is not None:
            operations.give_password(one, password=password, now=clock.now())
        if role:
            today, now = clock.today(), clock.now()
            operations.grant_role(one, role=role, valid_from=today, by=None, now=now)
    except Invalid as error:
        raise click.ClickException(" ".join(error.errors.values())) from error
    click.echo(f"{one.name} <{one.key}>")


def _found_or_added(email: str, name: str | None, department: Department | None) -> Person:
    found = person_by_key(email)
    if found is None:
        called = name or email.partition("@")[0]
        found = operations.create_person(
            name=called, email=email, department=department, by=None, now=clock.now()
        )
    changes: dict[str, object] = {"name": name} if name else {}
    if department is not None:
        changes["department"] = department
    if not found.email:
        changes["email"] = email
    operations.edit_person(found, **changes, by=None, now=clock.now())
    return found


def _department(code: str | None) -> Department | None:
    found = department_by_code(code) if code else None
    if code and found is None:
        raise click.ClickException(f"There is no department {code}.")
    return found


@person.command("link")
@click.argument("email")
def link_person(email: str) -> None:
    """Print a link by which EMAIL sets a password: works once, for 24 hours."""
    one = _known(email)
    base_url = current_app.config["BASE_URL"]
    click.echo(operations.invite(one, by=None, now=clock.now(), base_url=base_url))


@click.group()
def token() -> None:
    """API tokens."""


@token.command("add")
@click.argument("email")
@click.option("--name", default="command line", show_default=True, help="What it is for.")
@click.option(
    "--expires", type=DAY, metavar="YYYY-MM-DD", help="Its last day; by default it does not expire."
)
def add_token(email: str, name: str, expires: dt.datetime | None) -> None:
    """Make a token for EMAIL and print it: this is the only time that it is shown."""
    _insist_on_text(name=name)
    one = _known(email)
    last_day = expires.date() if expires else None
    try:
        _made, text = operations.create_token(
            one, name=name, expires_on=last_day, by=None, now=clock.now(), today=clock.today()
        )
    except Invalid as error:
        raise click.ClickException(" ".join(error.errors.values())) from error
    click.echo(text)


def _known(email: str) -> Person:
    found = person_by_key(email)
    if found is None:
        raise click.ClickException(f"Nobody here is {email}.")
    return found


def _insist_on_text(**texts: str) -> None:
    for name, text in texts.items():
        if has_control_characters(text) or len(clean(text) or "") > 300:
            raise click.ClickException(f"{name}: one line of 300 characters at most, please.")


COMMANDS = [person, token]
