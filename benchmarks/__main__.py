"""Prints every figure that the product promises. One command: ``.venv/bin/python -m benchmarks`` (docs/benchmarks.md).

Makes plans of 25, 500 and 2,500 actions (or as asked) in a database of its own, on SQLite or on the PostgreSQL that
DATABASE_URL names, asks each page several times as a signed-in person, and prints medians, the ratio to a signed-in
page that does nothing, and the number of queries.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NOTHING = "/contact/"
SEARCHED = 5
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


@dataclass
class Figure:
    """One line: what was asked, how long it took (median, ms), how many queries, and what was promised."""

    words: str
    milliseconds: float
    queries: int
    promised: str = ""


def main() -> int:
    wish = arguments()
    with tempfile.TemporaryDirectory(prefix="followthrough-benchmarks-") as scratch:
        os.environ.update(FOLLOWTHROUGH_MODE="tests", FOLLOWTHROUGH_DATA=scratch)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{Path(scratch) / 'benchmarks.sqlite3'}")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
        import django

        django.setup()
        from django.test.utils import setup_test_environment

        setup_test_environment()
        return measured(wish)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--actions", type=int, default=500, help="actions of the plan that is timed (500)")
    parser.add_argument("--updates", type=int, default=4, help="updates of each action: the length of the history (4)")
    parser.add_argument("--small", type=int, default=25, help="actions of the plan for counting queries (25)")
    parser.add_argument("--large", type=int, default=2500, help="actions of the large one (2500)")
    parser.add_argument("--rounds", type=int, default=7, help="how often each page is asked (7)")
    return parser.parse_args()


def measured(wish: argparse.Namespace) -> int:
    from django.db import connection

    from benchmarks.big_plan import big_plan, made_public, people, second_version

    name = connection.creation.create_test_db(verbosity=0)
    try:
        print(f"{connection.vendor}; Python {sys.version.split()[0]}; {os.cpu_count()} cores")
        who = people()
        for slug, actions in (("small", wish.small), ("timed", wish.actions), ("large", wish.large)):
            begun = time.perf_counter()
            plan = big_plan(slug, who, actions=actions, updates_each=wish.updates)
            second_version(plan, who)
            made_public(plan, who)
            print(
                f"made {slug}: {actions} actions, {wish.updates} updates each, in {time.perf_counter() - begun:.1f} s"
            )
        timed = figures("timed", who, wish.rounds)
        nothing = timed[0].milliseconds
        print(f"\nPlan of {wish.actions} actions, median of {wish.rounds}:")
        for figure in timed:
            ratio = f"{figure.milliseconds / nothing:6.1f} ×"
            print(
                f"  {figure.words:<44}{figure.milliseconds:9.1f} ms{ratio}{figure.queries:5} queries  {figure.promised}"
            )
        searched = searches(people("search"), wish)
        print(f"\nSearch over {SEARCHED} plans of {wish.actions} actions:")
        for figure in searched:
            print(f"  {figure.words:<44}{figure.milliseconds:9.1f} ms{figure.queries:14} queries  {figure.promised}")
        print(f"\nQueries with {wish.small} and with {wish.large} actions:")
        same = True
        for few, many in zip(figures("small", who, 1), figures("large", who, 1), strict=True):
            same &= few.queries == many.queries
            print(f"  {few.words:<44}{few.queries:5}{many.queries:5}   {many.milliseconds:9.1f} ms")
        print("the same number, whatever the size" if same else "NOT the same number")
        return 0 if same else 1
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def figures(slug: str, who: dict[str, Any], rounds: int) -> list[Figure]:
    """The pages and papers of one plan, as the person who would ask for them."""
    from django.test import Client

    manager, member = Client(), Client()
    manager.force_login(who["manager"])
    member.force_login(who["member"])
    plan, public, anybody = f"/plans/{slug}/", f"/public/{slug}/", Client()
    seen = {"if-none-match": anybody.get(public).headers["ETag"]}
    asked: list[tuple[str, Callable[[], Any], str]] = [
        ("a signed-in page that does nothing", lambda: manager.get(NOTHING), ""),
        ("dashboard, objectives only", lambda: manager.get(plan), "under 80 ms, at most 12 queries"),
        ("dashboard, all rows open", lambda: manager.get(plan, {"actions": "all"}), "under 250 ms"),
        ("objective page", lambda: manager.get(f"{plan}objectives/1.1/"), "at most 12 queries"),
        ("action page", lambda: manager.get(f"{plan}actions/1.1.1/"), ""),
        ("a version’s dashboard", lambda: member.get(plan), "at most 4 + session, person, rights (4)"),
        ("a version’s dashboard, all rows open", lambda: member.get(plan, {"actions": "all"}), ""),
        (
            "Word paper of today’s position",
            lambda: manager.post(f"{plan}papers/word/"),
            "under 3,000 ms, at most 12 queries",
        ),
        ("Word paper of a version", lambda: member.get(f"{plan}versions/1/papers/word/"), "under 3,000 ms"),
        ("CSV of today’s position", lambda: manager.post(f"{plan}papers/csv/"), "under 100 ms"),
        ("CSV of a version", lambda: member.get(f"{plan}versions/1/papers/csv/"), "under 100 ms"),
        ("what changed between two versions", lambda: member.get(f"{plan}changes/?from=1&to=2"), "under 300 ms"),
        ("my work", lambda: manager.get("/"), ""),
        ("public dashboard, by nobody", lambda: anybody.get(public), "under 80 ms, at most 4 queries"),
        ("public dashboard, all rows open", lambda: anybody.get(public, {"actions": "all"}), "under 250 ms"),
        (
            "public dashboard again, not changed (304)",
            lambda: anybody.get(public, headers=seen),
            "under 10 ms, 2 queries",
        ),
        ("public JSON", lambda: anybody.get(f"{public}json/"), "at most 4 queries"),
    ]
    return [ask(words, page, rounds, promised) for words, page, promised in asked]


def searches(who: dict[str, Any], wish: argparse.Namespace) -> list[Figure]:
    """The list of plans, and words that stand in every action, as people who read several large plans would ask for them."""
    from django.test import Client

    from benchmarks.big_plan import big_plan

    for n in range(SEARCHED):
        big_plan(f"search-{n}", who, actions=wish.actions, updates_each=wish.updates)
    manager, member = Client(), Client()
    manager.force_login(who["manager"])
    member.force_login(who["member"])
    asked: list[tuple[str, Callable[[], Any], str]] = [
        ("all plans, today’s positions", lambda: manager.get("/plans/"), "at most 9 queries"),
        ("words, today’s positions", lambda: manager.get("/search/?q=route+teams"), "under 500 ms"),
        ("words, issued versions", lambda: member.get("/search/?q=route+teams"), "under 500 ms"),
        ("a reference, today’s positions", lambda: manager.get("/search/?q=1.4.3"), "under 500 ms"),
        ("nothing found, today’s positions", lambda: manager.get("/search/?q=nowhere"), "under 500 ms"),
    ]
    return [ask(words, page, wish.rounds, promised) for words, page, promised in asked]


def ask(words: str, page: Callable[[], Any], rounds: int, promised: str) -> Figure:
    """Ask once to warm up (templates, parsed versions), once counting queries, then ``rounds`` times by the clock."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer = page()
    assert answer.status_code in (200, 304), f"{words}: {answer.status_code}"
    with CaptureQueriesContext(connection) as queries:
        page()
    # Counted now: the next request empties the log. Where a transaction begins and ends is no query.
    asked = sum(not query["sql"].startswith(TRANSACTION) for query in queries.captured_queries)
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        page()
        taken.append((time.perf_counter() - begun) * 1000)
    return Figure(words, statistics.median(taken), asked, promised)


if __name__ == "__main__":
    sys.exit(main())
