"""A browser for tests: fills the forms that the pages really contain and checks the house rules on every
page.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any

from bs4 import BeautifulSoup, Tag
from lxml import html as quick
from werkzeug.test import TestResponse

from portal.accounts.models import Person
from portal.assembly import Portal
from portal.database import db

LABELLED = ("input", "select", "textarea")
UNLABELLED_TYPES = {"hidden", "submit", "button", "image", "reset"}


class Page:
    """An answer: `status`, `text` (visible words), `soup`, `location`, and its forms."""

    def __init__(self, response: TestResponse, address: str) -> None:
        self.response, self.address = response, address
        self.status = response.status_code
        self.location = response.headers.get("Location")

    @cached_property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.html, "html.parser")

    @cached_property
    def tree(self) -> quick.HtmlElement:
        """The page as lxml reads it: ten times quicker than `soup`, which is made only for tests that ask."""
        return quick.document_fromstring(self.html or "<p></p>")

    @cached_property
    def text(self) -> str:
        return words(self.tree)

    @property
    def heading(self) -> str:
        found = self.tree.find(".//h1")
        return "" if found is None else words(found)

    def has(self, text: str) -> bool:
        return text in self.text

    @property
    def errors(self) -> dict[str, str]:
        """Field name → the error sentence that stands at the field."""
        found = {}
        for field in self.soup.find_all(attrs={"aria-invalid": "true"}):
            name = field.get("name") or (field.find(attrs={"name": True}) or {}).get("name")
            described = (field.get("aria-describedby") or "").split()
            texts = [self.soup.find(id=place) for place in described]
            found[str(name)] = " ".join(text.get_text(" ", strip=True) for text in texts if text)
        return found

    def form(self, action: str | None = None) -> Tag:
        """The form that posts to `action` (a part of the address is enough), or the page's first own form."""
        forms = [form for form in self.soup.select("main form") if form.get("method", "").lower() == "post"]
        for form in forms:
            if action is None or action in (form.get("action") or self.address):
                return form
        raise AssertionError(f"no form for {action!r} on {self.address}: {[f.get('action') for f in forms]}")

    def link(self, text: str) -> str:
        """Address of the link with this text."""
        for link in self.soup.find_all("a", href=True):
            if text in " ".join(link.get_text(" ").split()):
                return str(link["href"])
        raise AssertionError(f"no link {text!r} on {self.address}")


class Browser:
    """`browser.as_(person).get("/projects")`, then `browser.submit(page, {"name": "…"})`."""

    def __init__(self, app: Portal) -> None:
        self.app = app
        self.client = app.test_client()
        self.headers: dict[str, str] = {}

    def as_(self, person: Person | None) -> Browser:
        """Signed in as this person, without the cost of a password; None signs out."""
        identity = f"{person.id}:{person.session_epoch}" if person else None
        with self.client.session_transaction() as stored:
            stored.clear()
            if identity:
                stored["_user_id"] = identity
                stored["_fresh"] = True
        db.session.commit()
        return self

    def in_language(self, tag: str) -> Browser:
        self.headers["Accept-Language"] = tag
        return self

    def get(self, address: str, *, follow: bool = False, **kwargs: Any) -> Page:
        return self.open("GET", address, follow=follow, **kwargs)

    def open(self, method: str, address: str, *, follow: bool = False, **kwargs: Any) -> Page:
        db.session.commit()  # lets go of the test's own transaction
        headers = {**self.headers, **kwargs.pop("headers", {})}
        with self.app.app_context():  # its own `g` and session: nothing of the request before is remembered
            response = self.client.open(address, method=method, headers=headers, **kwargs)
        if follow and response.status_code in {301, 302, 303, 307}:
            return self.get(response.headers["Location"], follow=True)
        page = Page(response, address)
        check_page(page)
        db.session.expire_all()
        return page

    def post(self, address: str, data: dict[str, Any] | None = None, **kwargs: Any) -> Page:
        """A bare POST with a valid CSRF token, as a script with the person's session would send it."""
        with self.client.session_transaction() as stored:
            stored.setdefault("csrf_token", "0" * 40)
        with self.app.app_context(), self.app.test_request_context():
            from flask import session as request_session
            from flask_wtf.csrf import generate_csrf

            request_session["csrf_token"] = "0" * 40
            token = generate_csrf()
        with self.client.session_transaction() as stored:
            stored["csrf_token"] = "0" * 40
        return self.open("POST", address, data={"csrf_token": token, **(data or {})}, **kwargs)

    def submit(
        self,
        page: Page,
        values: dict[str, Any] | None = None,
        *,
        action: str | None = None,
        follow: bool = True,
        button: tuple[str, str] | None = None,
    ) -> Page:
        """Fill the form that is on the page and send it; fields that are not on the form fail the test."""
        form = page.form(action)
        data = form_values(form)
        names = {field.get("name") for field in form.find_all(LABELLED)}
        for name, value in (values or {}).items():
            assert name in names, f"{name} is not a field of this form: {sorted(filter(None, names))}"
            data[name] = value
        if button:
            data[button[0]] = button[1]
        target = form.get("action") or page.address
        multipart = form.get("enctype") == "multipart/form-data"
        extra = {"content_type": "multipart/form-data"} if multipart else {}
        return self.open("POST", str(target), data=data, follow=follow, **extra)


def form_values(form: Tag) -> dict[str, Any]:
    """What a browser would send when nothing was changed."""
    data: dict[str, Any] = {}
    for field in form.find_all(LABELLED):
        name, kind = field.get("name"), field.get("type", "text")
        if not name or field.has_attr("disabled") or kind in {"submit", "button", "file", "image", "reset"}:
            continue
        if field.name == "select":
            chosen = [option for option in field.find_all("option") if option.has_attr("selected")]
            options = chosen or ([] if field.has_attr("multiple") else field.find_all("option")[:1])
            values = [option.get("value", option.get_text()) for option in options]
            data[name] = values if field.has_attr("multiple") else (values[0] if values else "")
        elif kind in {"checkbox", "radio"}:
            if field.has_attr("checked"):
                data[name] = field.get("value", "on")
        else:
            data[name] = (
                field.get_text().removeprefix("\n") if field.name == "textarea" else field.get("value", "")
            )
    return data


def check_page(page: Page) -> None:
    """The house rules: what every page must be, whatever the test is about."""
    assert page.status != 500, f"{page.address} answered 500"
    content_type = page.response.content_type or ""
    assert "default-src 'self'" in page.response.headers.get("Content-Security-Policy", "")
    if not content_type.startswith("text/html") or page.status in {301, 302, 303, 304, 307}:
        return
    if "<html" not in page.html:
        return  # a fragment
    where, tree = page.address, page.tree
    assert tree.get("lang"), f"{where}: no language"
    title = tree.find(".//title")
    assert title is not None, f"{where}: no title"
    assert words(title), f"{where}: an empty title"
    assert len(tree.findall(".//h1")) == 1, f"{where}: {len(tree.findall('.//h1'))} h1"
    assert tree.find(".//main") is not None, f"{where}: no main"
    twice = [place for place, count in Counter(tree.xpath("//@id")).items() if count > 1]
    assert not twice, f"{where}: ids used twice: {twice}"
    inline = tree.xpath("//@style | //@*[starts-with(name(), 'on')]")
    assert not inline, f"{where}: inline {inline} on <{inline[0].getparent().tag}>"
    assert not tree.xpath("//script[not(@src)]"), f"{where}: inline script"
    check_forms(tree, where)
    for link in tree.iter("a"):
        assert words(link) or link.xpath("descendant-or-self::*/@aria-label | .//title"), (
            f"{where}: link without words to {link.get('href')}"
        )
    assert "None" not in page.text.split(), f"{where}: shows None"


def check_forms(tree: quick.HtmlElement, where: str) -> None:
    labels = set(tree.xpath("//label/@for"))
    for field in tree.iter(*LABELLED):
        if field.get("type") in UNLABELLED_TYPES:
            continue
        is_named = field.get("id") in labels or field.get("aria-label") or field.get("aria-labelledby")
        assert is_named or field.xpath("ancestor::label"), f"{where}: {field.get('name')} has no label"
    for form in tree.iter("form"):
        if form.get("method", "get").lower() == "post":
            assert form.xpath(".//input[@name='csrf_token']"), f"{where}: form without CSRF token"
            assert form.xpath(".//input[@name='once']"), f"{where}: form without once"


def words(element: quick.HtmlElement) -> str:
    """What a reader sees of it, in one line."""
    texts = element.xpath(".//text()[not(parent::script or parent::style or parent::template)]")
    return " ".join(" ".join(texts).split())
