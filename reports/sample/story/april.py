"""After the March version: what today's position knows and members do not yet read."""

from actions.updates import Figure
from reports.sample.shapes import Event, ExtensionAsked, Redacted, RedactionAsked, Update

EVENTS: tuple[Event, ...] = (
    Update(
        "2016-03-31 09:20",
        "1.7.2",
        "met",
        because="The forum met on 30 March with 26 people, 19 of them from Roma families, and all three key messages"
        " are agreed.",
        figure=Figure("key messages agreed", "2 of 3", "3 of 3", "notes of the forum, 30 March"),
        forecast="2016-06-30",
    ),
    Update(
        "2016-04-01 10:00",
        "2.1.2",
        "at risk",
        because="79 of 100 within 72 hours in March. The weekend workers start on Monday.",
        figure=Figure("spoken with within 72 hours", "74 of 100", "79 of 100", "missing children’s register, March"),
        forecast="2016-07-29",
        brings_back="A full month with workers on call at weekends.",
        brings_back_by="2016-05-06",
    ),
    Update(
        "2016-04-04 09:30",
        "1.1.2",
        "at risk",
        because="Records are read for 112 of 130 children, and the other 18 are shared out for this month’s third"
        " week. The date of 31 March could not be kept, because the analyst needs four to six weeks once the last"
        " record is in.",
        figure=Figure("children whose records are reviewed", "74 of 130", "112 of 130", "review team’s list, 1 April"),
        forecast="2016-06-03",
        brings_back="The last 18 records by 22 April, then the analyst’s report.",
        brings_back_by="2016-06-03",
    ),
    ExtensionAsked(
        "2016-04-04 09:40",
        "1.1.2",
        to="2016-06-03",
        category="information",
        because="Records of all 130 are complete in the third week of April, and the analyst reports within six weeks"
        " of that.",
    ),
    RedactionAsked(
        "2016-03-30 08:50",
        words="[a sample name]",
        seen_where="1.3.2, what has been done since last time",
        by="scrutineer",
        because="It names a young person, and the case is known in the town.",
    ),
    Redacted("2016-03-31 11:20", because="A name has no place in a plan. The lead was told how it came about."),
    RedactionAsked(
        "2016-04-05 16:40",
        words="the one by the station",
        seen_where="3.2.2, why this rating",
        by="scrutineer",
        because="With so few hotels there everybody knows which one it is, and who works in it.",
    ),
    Update(
        "2016-04-04 14:15",
        "1.6.3",
        "delivered",
        because="The twelfth audit came in on 31 March. All 34 findings have an owner and a date; whether they are"
        " mended is looked at in September.",
        figure=Figure("audits received", "11 of 12", "12 of 12", "register of audits"),
        forecast="2016-04-29",
    ),
    Update(
        "2016-04-05 10:10",
        "1.4.1",
        "at risk",
        because="13 of 16 secondary schools teach from the pack, and visits to the last three are booked for May.",
        figure=Figure("secondary schools using the pack", "11 of 16", "13 of 16", "visits of the healthy schools team"),
        forecast="2016-07-22",
        brings_back="The three visits in May.",
        brings_back_by="2016-05-27",
    ),
    Update(
        "2016-04-05 15:30",
        "3.2.2",
        "missed",
        because="11 of 20 hotels trained; the one by the station sent nobody. The new licensing conditions are put off to"
        " September, so that no driver"
        " can be made to take the course before then.",
        figure=Figure("hotels trained", "6 of 20", "11 of 20", "course list"),
        forecast="2016-10-31",
        brings_back="Free places in May and June for drivers who come of their own accord.",
        brings_back_by="2016-05-31",
    ),
)
