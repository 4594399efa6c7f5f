"""What happened, round by round; ``play`` puts it in the order of time."""

from reports.sample.shapes import Event
from reports.sample.story import april, autumn, january, march, not_for_everyone, rounds, whole_life

EVENTS: tuple[Event, ...] = (
    autumn.EVENTS
    + january.EVENTS
    + march.EVENTS
    + april.EVENTS
    + whole_life.EVENTS
    + rounds.EVENTS
    + not_for_everyone.EVENTS
)
