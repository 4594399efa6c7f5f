"""What happened, round by round; ``play`` puts it in the order of time."""

from reports.sample.shapes import Event
from reports.sample.story import april, autumn, january, march, rounds, whole_life

EVENTS: tuple[Event, ...] = (
    autumn.EVENTS + january.EVENTS + march.EVENTS + april.EVENTS + whole_life.EVENTS + rounds.EVENTS
)
