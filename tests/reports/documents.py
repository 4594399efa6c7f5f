"""Random documents of a plan, for properties that must hold of every one."""

import dataclasses
import datetime as dt

from hypothesis import strategies as st

from actions.models import Action, DatedFact, Evidence, Extension, Verdict
from people.rating import IN_FILE, ORDER
from reports.document import SCHEMA, PlanDocument
from reports.entries import (
    ActionEntry,
    CriterionEntry,
    ObjectiveEntry,
    ThemeEntry,
    UpdateEntry,
    WorkstreamEntry,
)
from reports.records import RECORDS

days = st.dates(dt.date(2014, 1, 1), dt.date(2020, 12, 31))
no_day = st.none()
moments = st.builds(dt.datetime.combine, days, st.times(timezones=st.just(dt.UTC)))
words = st.text(max_size=30)
some_words = st.text(min_size=1, max_size=30)
# Few, so that several actions share one.
organisations = st.sampled_from(["The Council", "The Police", "Health & Care", "=1+1?#"])

criteria = st.builds(CriterionEntry, rating=st.sampled_from("RAG"), words=some_words, retired_on=no_day | days)
workstreams = st.builds(WorkstreamEntry, name=some_words, lead=words, ended_on=no_day | days)
# What a field of a record may hold, where its type alone does not say it.
OUTCOMES = st.sampled_from(["", "granted", "refused", "signed off", "returned", "accepted"])
OF_A_FIELD = {
    "key": st.integers(1, 10**9),
    "outcome": OUTCOMES,
    "category": st.sampled_from(Extension.Category.values),
}
KINDS = {
    "evidence": st.sampled_from(Evidence.Kind.values),
    "facts": st.sampled_from(DatedFact.Kind.values),
    "verdicts": st.sampled_from(Verdict.Kind.values),
}
OF_A_TYPE: dict[object, st.SearchStrategy[object]] = {
    str: words,
    int: st.integers(1, 10**9),
    bool: st.booleans(),
    dt.date: days,
    dt.date | None: no_day | days,
    int | None: st.none() | st.integers(0, 10**9),
}


def records(name: str) -> st.SearchStrategy[tuple[object, ...]]:
    """A few entries of one kind; every field of it is drawn by its type."""
    kind = RECORDS[name]
    fields = {
        field.name: OF_A_FIELD[field.name]
        if field.name in OF_A_FIELD
        else KINDS[name]
        if field.name == "kind"
        else OF_A_TYPE[field.type]
        for field in dataclasses.fields(kind)
    }
    return st.lists(st.builds(kind, **fields), max_size=2).map(tuple)


updates = st.builds(
    UpdateEntry,
    key=st.integers(1, 10**9),
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
        start_words=words,
        original_due_on=no_day | days,
        original_due_words=words,
        corrected_from=no_day | days,
        due_on=no_day | days,
        due_words=words,
        file_as_at=no_day | days,
        words_in_file=words,
        times_extended=st.integers(0, 3),
        status=st.sampled_from(Action.Status.values),
        done_on=no_day | days,
        signed_off_on=no_day | days,
        signed_off_by=words,
        came_from=words,
        came_from_plan=words,
        came_from_slug=words,
        rating=st.sampled_from([rating for rating in ORDER if rating != IN_FILE]),
        criterion=words,
        update=st.none() | updates,
        **{name: records(name) for name in RECORDS},
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
        signs_off=draw(words),
        waiver_because=draw(words),
        status=draw(st.sampled_from(["in force", "closed"])),
        closed_on=draw(no_day | days),
        as_on=as_on,
        number=draw(st.none() | st.integers(1, 99)),
        label=draw(words),
        corrects=draw(st.none() | st.integers(1, 9)),
        corrects_words=draw(words),
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
