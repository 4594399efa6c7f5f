"""A document for the public: posts and bodies are named in it, people are not, and nothing leads to a piece of evidence.

Who did something stands in a document as it was called then: by the post, or by the name of somebody who held none. What a
field named ``by`` or ``…_by`` says is kept where it is known as a post or a body, and left unnamed else; so a field that is
added later is safe before anybody thinks of it.
"""

import dataclasses
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from people.models import GovernanceBody, Organisation, Post
from reports.document import PlanDocument
from reports.entries import EvidenceEntry

UNNAMED = "somebody who is not named here"

# By what a milestone is shown to be reached, in somebody's words.
_NOT_A_PERSON = ("shown_by",)
# What a piece of evidence shows is told; its file, its address and where it is held are for those who may ask for it.
_WHERE_EVIDENCE_IS = {"url": "", "held_where": "", "file_name": "", "size": None}


def without_names(document: PlanDocument, known: frozenset[str]) -> PlanDocument:
    """``document`` as the public may read it; ``known`` are the posts and bodies in it, as ``names_known`` found them."""
    told: PlanDocument = _told(document, known)
    return told


def names_known(document: PlanDocument) -> list[str]:
    """The posts and bodies by which ``document`` says who did something, by any name that they ever had. Five queries."""
    posts = (Post.objects.all(), Post.history.all())
    titles = {told for rows in posts for told in rows.values_list("title", "organisation__name")}
    bodies = (GovernanceBody.objects.all(), GovernanceBody.history.all(), Organisation.objects.all())
    names = {name for rows in bodies for name in rows.values_list("name", flat=True)}
    names |= {f"the {name}" for name in names} | {title for title, _ in titles}
    names |= {f"{title}, {organisation}" for title, organisation in titles}
    return sorted(set(_said(document)) & names)


def unnamed_in(document: PlanDocument, known: frozenset[str]) -> int:
    """How often the public reads that somebody is not named."""
    return sum(1 for words in _said(document) if words not in known)


def _said(entry: Any) -> Iterator[str]:
    """Every word by which it says who."""
    who, inside = _parts(entry.__class__)
    yield from (words for name in who if (words := getattr(entry, name)))
    for name in inside:
        value = getattr(entry, name)
        for one in value if isinstance(value, tuple) else (value,):
            if dataclasses.is_dataclass(one):
                yield from _said(one)


def _told(entry: Any, known: frozenset[str]) -> Any:
    who, inside = _parts(entry.__class__)
    changed: dict[str, Any] = {name: UNNAMED for name in who if (words := getattr(entry, name)) and words not in known}
    for name in inside:
        value = getattr(entry, name)
        if isinstance(value, tuple):
            if value and dataclasses.is_dataclass(value[0]):
                changed[name] = tuple([_told(one, known) for one in value])
        elif dataclasses.is_dataclass(value):
            changed[name] = _told(value, known)
    if isinstance(entry, EvidenceEntry):
        changed |= _WHERE_EVIDENCE_IS
    return dataclasses.replace(entry, **changed) if changed else entry


@lru_cache
def _parts(kind: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``(fields that say who, fields that may hold entries)`` of a kind of entry."""
    fields = dataclasses.fields(kind)
    texts = [one.name for one in fields if one.type is str and one.name not in _NOT_A_PERSON]
    who = tuple(name for name in texts if name == "by" or name.endswith("_by"))
    plain = (str, int, bool)
    return who, tuple(one.name for one in fields if one.type not in plain)
