"""Random documents of a plan, for properties that must hold of every one."""

import datetime as dt

from hypothesis import strategies as st

from actions.models import Extension
from people.rating import WORST_FIRST
from reports.document import (
    SCHEMA,
    ActionEntry,
    AskEntry,
    CriterionEntry,
    ExtensionEntry,
    ObjectiveEntry,
    PlanDocument,
    ThemeEntry,
    UpdateEntry,
    WorkstreamEntry,
)

days = st.dates(dt.date(2014, 1, 1), dt.date(2020, 12, 31))
no_day = st.none()
moments = st.builds(dt.datetime.combine, days, st.times(timezones=st.just(dt.UTC)))
words = st.text(max_size=30)
some_words = st.text(min_size=1, max_size=30)
# Few, so that several actions share one.
organisations = st.sampled_from(["The Council", "The Police", "Health & Care", "=1+1?#"])

criteria = st.builds(CriterionEntry, rating=st.sampled_from("RAG"), words=some_words, retired_on=no_day | days)
workstreams = st.builds(WorkstreamEntry, name=some_words, lead=words, ended_on=no_day | days)
asks = st.builds(
    AskEntry,
    key=st.integers(1, 10**9),
    asked_on=days,
    asked_by=some_words,
    help_needed=some_words,
    from_whom=some_words,
    answered_on=no_day | days,
    answer=words,
)
extensions = st.builds(
    ExtensionEntry,
    asked_on=days,
    asked_by=some_words,
    from_on=no_day | days,
    to_on=days,
    category=st.sampled_from(Extension.Category.values),
    because=some_words,
    outcome=st.sampled_from(["", "granted", "refused"]),
    decided_on=no_day | days,
    decided_by=words,
    decided_because=words,
)
updates = st.builds(
    UpdateEntry,
    submitted_at=moments,
    by=some_words,
    rationale=some_words,
    shows_it=words,
    figure_what=words,
    figure_from=words,
    figure_to=words,
    figure_source=words,
    narrative=words,
    forecast_on=no_day | days,
    brings_back=words,
    brings_back_by=no_day | days,
)


def actions(as_on: dt.date) -> st.SearchStrategy[ActionEntry]:
    return st.builds(
        ActionEntry,
        key=st.integers(1, 10**9),
        version=st.integers(1, 99),
        reference=some_words,
        slug=some_words,
        wording=some_words,
        success_criteria=st.lists(some_words, max_size=2).map(tuple),
        partners=st.lists(some_words, max_size=2).map(tuple),
        lead=some_words,
        organisation=organisations,
        lead_is=st.sampled_from(["held", "gone", "lost"]),
        start_on=no_day | days,
        original_due_on=no_day | days,
        corrected_from=no_day | days,
        due_on=no_day | days,
        times_extended=st.integers(0, 3),
        status=st.sampled_from(["not started", "in progress"]),
        rating=st.sampled_from(WORST_FIRST),
        criterion=words,
        update=st.none() | updates,
        extensions=st.lists(extensions, max_size=2).map(tuple),
        asks=st.lists(asks, max_size=2).map(tuple),
        as_on=st.just(as_on),
    )


@st.composite
def documents(draw: st.DrawFn) -> PlanDocument:
    as_on = draw(days)
    numbers = draw(st.lists(st.integers(1, 9), max_size=3, unique=True))
    return PlanDocument(
        schema=SCHEMA,
        slug=draw(some_words),
        title=draw(some_words),
        short_title=draw(some_words),
        purpose=draw(words),
        manager_label=draw(some_words),
        deciding_body=draw(words),
        as_on=as_on,
        number=draw(st.none() | st.integers(1, 99)),
        label=draw(words),
        criteria=tuple(draw(st.lists(criteria, max_size=3))),
        themes=tuple(
            ThemeEntry(
                key=draw(st.integers(1, 10**9)),
                version=draw(st.integers(1, 99)),
                number=number,
                title=draw(some_words),
                outcome=draw(words),
                objectives=tuple(
                    ObjectiveEntry(
                        key=draw(st.integers(1, 10**9)),
                        version=draw(st.integers(1, 99)),
                        reference=draw(some_words),
                        slug=draw(some_words),
                        wording=draw(some_words),
                        accountable=draw(words),
                        responsible_body=draw(words),
                        workstreams=tuple(draw(st.lists(workstreams, max_size=2))),
                        actions=tuple(draw(st.lists(actions(as_on), max_size=3))),
                    )
                    for _ in range(draw(st.integers(0, 2)))
                ),
            )
            for number in numbers
        ),
    )
