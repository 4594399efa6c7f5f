"""What is not for everyone: two texts beside actions, one of which the proper officer has confirmed to be exempt."""

from reports.sample.people import COUNCIL
from reports.sample.shapes import Event, LiftingAsked, MarkConfirmed, MarkedText

EVENTS: tuple[Event, ...] = (
    MarkedText(
        "2016-03-16 09:30",
        "3.1.1",
        "restricted",
        text="Four of the reviewed cases are with the prosecutor again. Until she has decided, that number stays among the"
        " partners who support the witnesses.",
        because="A number that is known before the decision could warn those concerned.",
        organisations=(COUNCIL,),
    ),
    MarkedText(
        "2016-03-30 14:10",
        "1.5.2",
        "exempt",
        text="Two providers are left in the tender, at prices that lie a fifth apart.",
        because="While offers are weighed, publishing them would cost the trust its bargain, which is paid for by the public.",
        paragraphs=("3",),
        review_on="2016-07-29",
    ),
    MarkConfirmed(
        "2016-04-01 11:00", "1.5.2", because="The tender is open until June; paragraph 3 applies until it is awarded."
    ),
    LiftingAsked(
        "2016-04-05 16:00", "3.1.1", because="The prosecutor decided on 4 April, and the force’s own report says so."
    ),
)
