"""The rounds themselves: opened, returned for, put before the CSE Sub-Group, considered, issued. One is open today.

In January an entry is returned and mended; in March one is rated otherwise at the table. In March reminders go for the first
time: 3 working days before returns are due, and on the day (the round opens later than 10 working days before). One comes back.
"""

from reports.sample.people import SUB_GROUP
from reports.sample.shapes import (
    ConsideredByBody,
    EntryReturned,
    Event,
    Issued,
    MailCameBack,
    MeetingHeld,
    MendedTakenIn,
    NoReturnSaid,
    Prepared,
    PublicConfirmed,
    PublicProposed,
    PutBeforeBody,
    RatedAtTheTable,
    RemindersSent,
    RoundOpened,
    RouteSet,
    Update,
)

DECEMBER: tuple[Event, ...] = (
    RouteSet(
        "2015-11-16 09:30",
        bodies=(SUB_GROUP,),
        rhythm=2,
        because="Members read nothing that the CSE Sub-Group has not considered; a round before each of their meetings.",
        decided_at="2015-11-03",
        minute="7",
    ),
    RoundOpened(
        "2015-11-23 09:00",
        label="December 2015",
        returns_due="2015-12-04",
        body="2015-12-08",
        paper_due="2015-12-09",
        agenda_out="2015-12-10",
        members_meet="2015-12-16",
        because="The first round, for the Select Commission’s meeting of 16 December.",
    ),
    PutBeforeBody("2015-12-07 10:00", because="All returns are in or explained."),
    ConsideredByBody(
        "2015-12-09 09:00",
        because="Read as a first account. The Sub-Group asks for figures where there are none.",
        decided_at="2015-12-08",
        minute="10",
    ),
    Issued("2015-12-10 11:00", because="For the Select Commission’s meeting of 16 December."),
)

JANUARY: tuple[Event, ...] = (
    RoundOpened(
        "2016-01-06 09:00",
        label="January 2016",
        returns_due="2016-01-14",
        body="2016-01-19",
        paper_due="2016-01-25",
        agenda_out="2016-01-26",
        members_meet="2016-02-03",
        because="The second round, with the clearer Green.",
    ),
    NoReturnSaid(
        "2016-01-15 09:00",
        "Assistant Director, Early Help and Family Engagement",
        "nothing",
        "1.3.5, 1.5.1 and theme 2 stand as in December: the figures of the quarter come at the end of January.",
    ),
    NoReturnSaid(
        "2016-01-15 09:10",
        "Assistant Director, Public Health",
        "held",
        "The data team has four of nine sets; half an assessment would mislead, so its account is held until March.",
    ),
    NoReturnSaid("2016-01-15 09:20", "Complaints Manager", "missed", "Nobody holds the post."),
    NoReturnSaid("2016-01-15 09:30", "Education and Skills Manager", "nothing", "No incident in the school holidays."),
    NoReturnSaid("2016-01-15 09:40", "Healthy Schools Lead", "nothing", "The special schools meet again in February."),
    NoReturnSaid(
        "2016-01-15 09:50", "Safeguarding Board Business Manager", "nothing", "The page for staff goes out in February."
    ),
    NoReturnSaid(
        "2016-01-15 10:00", "Designated Nurse for Safeguarding", "missed", "No answer to two mails and a call."
    ),
    NoReturnSaid(
        "2016-01-15 10:10", "Force Intelligence Lead", "nothing", "Dates for drivers come with the new conditions."
    ),
    NoReturnSaid("2016-01-15 10:20", "Head of CSE Investigations", "nothing", "Nothing has moved over Christmas."),
    NoReturnSaid(
        "2016-01-15 10:30",
        "Youth Outreach Co-ordinator",
        "missed",
        "The co-ordinator leaves at the end of the month and has handed nothing in.",
    ),
    PutBeforeBody("2016-01-15 12:00", because="All returns are in or explained."),
    EntryReturned(
        "2016-01-20 08:50",
        "1.3.2",
        because="Nobody can see from this who decides what is proportionate, or when.",
        decided_at="2016-01-19",
        minute="8",
    ),
    Update(
        "2016-01-21 14:00",
        "1.3.2",
        "at risk",
        because="A draft of 11 pages stands. What counts as proportionate is decided by the two heads of legal, who meet"
        " on 10 February.",
        forecast="2016-03-31",
        brings_back="That meeting, with ten worked examples before it.",
        brings_back_by="2016-02-12",
    ),
    MendedTakenIn("2016-01-22 09:30", actions=("1.3.2",), because="Mended as the Sub-Group asked."),
    MeetingHeld("2016-01-22 12:00", body=SUB_GROUP, held_on="2016-01-22", how="chair"),
    ConsideredByBody(
        "2016-01-22 14:00",
        because="Considered on 19 January; the mended entry was seen by the chair.",
        decided_at="2016-01-22",
        minute="15",
    ),
    Issued("2016-01-26 10:00", because="For the Select Commission’s meeting of 3 February."),
    PublicProposed(
        "2016-01-27 11:00",
        version=2,
        from_on="2016-02-03",
        because="The board wants the plan to be read by everybody from the day on which members discuss it.",
    ),
    PublicConfirmed(
        "2016-01-29 16:20", version=2, because="Read through with the communications manager; no child can be known."
    ),
)

APRIL: tuple[Event, ...] = (
    RoundOpened(
        "2016-02-29 09:00",
        label="April 2016",
        returns_due="2016-03-10",
        body="2016-03-15",
        paper_due="2016-03-23",
        agenda_out="2016-03-29",
        members_meet="2016-04-06",
        because="The third round, for the Select Commission’s meeting of 6 April.",
    ),
    RemindersSent("2016-03-07 10:00"),
    RemindersSent("2016-03-10 10:00"),
    MailCameBack("2016-03-10 10:01", to="health", because="552 5.2.2 Mailbox full"),
    NoReturnSaid(
        "2016-03-10 16:30", "Force Intelligence Lead", "nothing", "The conditions for drivers are not in force yet."
    ),
    PutBeforeBody("2016-03-11 12:00", because="All returns are in or explained."),
    RatedAtTheTable(
        "2016-03-16 09:00",
        "1.6.3",
        "at risk",
        because="Five of 31 findings have no owner. Green is for what is looked after.",
        decided_at="2016-03-15",
        minute="13",
    ),
    ConsideredByBody(
        "2016-03-16 10:00",
        because="Read line by line; one rating is changed. Delay is to be told with the body that agreed it.",
        decided_at="2016-03-15",
        minute="16",
    ),
    Issued("2016-03-29 10:00", because="The position for the Select Commission’s meeting of 6 April."),
    PublicProposed(
        "2016-03-30 09:30",
        version=3,
        from_on="2016-04-01",
        because="With the papers of the Select Commission’s meeting of 6 April.",
    ),
    PublicConfirmed("2016-03-31 15:10", version=3, because="Read through once more; nobody can be known from it."),
)

MAY: tuple[Event, ...] = (
    RoundOpened(
        "2016-04-04 08:30",
        label="May 2016",
        returns_due="2016-04-11",
        body="2016-04-19",
        paper_due="2016-04-27",
        agenda_out="2016-05-03",
        members_meet="2016-05-11",
        because="The fourth round, for the Select Commission’s meeting in May.",
    ),
    Prepared(
        "2016-04-05 15:40",
        "1.5.1",
        account="education.skills",
        criterion="met",
        answers={
            "same_words": "on",
            "shows_it": "A fifth school uses the tool since 21 March, and 41 of 45 workers are trained.",
            "figure_what": "workers trained",
            "figure_from": "34 of 45",
            "figure_to": "41 of 45",
            "figure_source": "training register",
            "forecast_on": "30 September 2016",
        },
    ),
)

EVENTS = DECEMBER + JANUARY + APRIL + MAY
