"""November and December 2015: the plan comes into force, and its first round of updates goes to the Sub-Group."""

from actions.updates import Figure, HelpNeeded
from reports.sample.people import BOARD, COMMISSION, SUB_GROUP
from reports.sample.shapes import (
    AskAnswered,
    Corrected,
    Event,
    ExtensionAsked,
    ExtensionGranted,
    MeetingHeld,
    PutInForce,
    Update,
)

# Said of the play in three rounds, each time with one new fact.
THE_PLAY = "The play goes to the secondary schools as booked, and pupils fill in one page before it and one after."

INTO_FORCE: tuple[Event, ...] = (
    MeetingHeld("2015-11-04 09:15", body=BOARD, held_on="2015-11-03", plan=""),
    PutInForce(
        "2015-11-09 09:00",
        because="The Board adopted the plan, and asked to see the first ratings before Christmas.",
        decided_at="2015-11-03",
        minute="7",
    ),
    Corrected(
        "2015-11-12 11:20",
        "1.5.1",
        because="The date was mistyped: the Board’s paper says 30 September 2016, and 3 September was entered.",
        due="2016-09-30",
    ),
    Corrected(
        "2015-11-12 11:35",
        "1.7.2",
        because="“Forumm” was a typing error.",
        wording="Set up a Roma forum, and agree three key messages that every agency uses.",
    ),
)

DECEMBER_ROUND: tuple[Event, ...] = (
    Update(
        "2015-11-30 09:40",
        "1.1.1",
        "at risk",
        because="The present project stands by 21 adults whose case is before the court, and every one of them has"
        " given evidence. Its money ends on 31 March and nothing has been agreed for the time after.",
        figure=Figure("survivors supported through the trial", "", "21", "project’s quarterly return, November 2015"),
        forecast="2016-06-30",
        brings_back="A decision on three more months of money, and a tender for what follows.",
        brings_back_by="2016-01-29",
        help_needed=HelpNeeded("Agree money for April to June 2016.", "Health and Wellbeing Board"),
    ),
    Update(
        "2015-11-30 11:05",
        "1.1.2",
        "missed",
        because="No analyst has been found, so nobody has begun to draw the records together. The first outline was due"
        " today and does not exist.",
        forecast="2016-06-30",
        brings_back="An independent analyst, engaged by the end of January.",
        brings_back_by="2016-01-29",
        help_needed=HelpNeeded("Pay for an independent analyst for six weeks.", "Local Safeguarding Children Board"),
    ),
    Update(
        "2015-12-01 10:30",
        "1.1.3",
        "at risk",
        because="Two of nine data sets are refreshed. The other seven cannot be ready by 18 December, because two of"
        " the children’s data team’s four analysts are on other work.",
        figure=Figure("data sets refreshed", "0", "2 of 9", "children’s data team, 27 November"),
        forecast="2016-03-31",
        brings_back="A date that the data team can keep.",
        brings_back_by="2015-12-18",
        received="mail",
    ),
    ExtensionAsked(
        "2015-12-01 10:40",
        "1.1.3",
        to="2016-03-31",
        category="information",
        because="Seven of nine data sets are still to come, and the data team has two analysts for them until"
        " February.",
        received="mail",
    ),
    Update(
        "2015-12-01 14:10",
        "1.2.1",
        "going well",
        because="Posters hang in 46 surgeries, libraries and takeaways, and the campaign was on local radio for two"
        " weeks.",
        figure=Figure("places with posters", "12", "46", "communications log, 30 November"),
        forecast="2016-07-29",
    ),
    Update(
        "2015-12-01 15:00",
        "1.2.2",
        "going well",
        because="88 of 118 schools have had the briefing for staff; the rest have a date before February half-term.",
        figure=Figure("schools briefed", "41", "88 of 118", "training register, 1 December"),
        forecast="2016-03-24",
    ),
    Update(
        "2015-12-01 16:20",
        "1.2.3",
        "at risk",
        because="The police and the council have each written a plan of their own; nobody has yet put the two"
        " together.",
        forecast="2016-02-26",
        brings_back="A day in January on which both press offices write one plan.",
        brings_back_by="2016-01-15",
    ),
    Update(
        "2015-12-02 09:10",
        "1.2.4",
        "going well",
        because=THE_PLAY,
        figure=Figure("secondary schools where it has been played", "0", "5 of 16", "booking list, 1 December"),
        forecast="2016-07-22",
    ),
    Update(
        "2015-12-02 10:00",
        "1.2.5",
        "at risk",
        because="One evening a week instead of two, in the park and at the bus station: of three workers one has left.",
        figure=Figure("evenings a week", "2", "1", "alliance’s rota, November"),
        forecast="2016-09-30",
        brings_back="A second worker from the alliance’s own staff for the winter.",
        brings_back_by="2016-01-31",
    ),
    Update(
        "2015-12-02 11:15",
        "1.3.1",
        "going well",
        because="13 meetings in 13 weeks. Seven agencies came each time, and 31 of 40 matters raised were closed.",
        figure=Figure("matters closed", "9 of 17", "31 of 40", "minutes of the weekly meeting"),
        forecast="2016-09-30",
    ),
    Update(
        "2015-12-02 12:00",
        "1.3.2",
        "going well",
        because="Some good progress is being made.",
        forecast="2016-02-29",
    ),
    Update(
        "2015-12-02 13:30",
        "1.3.3",
        "at risk",
        because="A company has shown a first version of an app. Neither the app nor an online form has money beyond"
        " March.",
        forecast="2016-06-30",
        brings_back="A price for both, and a bid to whoever can pay.",
        brings_back_by="2016-01-29",
    ),
    Update(
        "2015-12-02 14:00",
        "1.3.4",
        "at risk",
        because="A local line staffed on seven evenings would cost two posts, and neither the council nor the police"
        " has them. The national lines pass on what they hear within hours.",
        forecast="2016-04-29",
        brings_back="The Sub-Group decides whether a line of our own is still wanted.",
        brings_back_by="2016-02-16",
    ),
    Update(
        "2015-12-02 15:10",
        "1.3.5",
        "at risk",
        because="Wardens and housing officers write community reports each day, but none has reached the weekly"
        " meeting, because the two computer systems do not speak to each other.",
        figure=Figure("community reports read at the weekly meeting", "0", "0 of about 60 a month", "service desk"),
        forecast="2016-03-18",
        brings_back="A weekly extract by hand until the systems are joined.",
        brings_back_by="2016-02-12",
        help_needed=HelpNeeded("Two read-only accounts on the intelligence system for early help.", "Police"),
    ),
    Update(
        "2015-12-03 09:00",
        "1.4.1",
        "at risk",
        because="Nine of 118 headteachers have met us. Inspections and budgets come first in most schools this term.",
        figure=Figure("headteachers met", "0", "9 of 118", "diary of the healthy schools team"),
        forecast="2016-07-22",
        brings_back="A slot at each of the four area meetings of headteachers.",
        brings_back_by="2016-01-29",
    ),
    Update(
        "2015-12-03 09:30",
        "1.4.2",
        "at risk",
        because="Two of six special schools have adapted lessons. What suits a pupil is settled school by school, which"
        " takes longer than one lesson for all.",
        figure=Figure("special schools with adapted lessons", "0", "2 of 6", "visits of the healthy schools team"),
        forecast="2016-07-22",
        brings_back="A working day of all six schools together.",
        brings_back_by="2016-03-04",
    ),
    Update(
        "2015-12-03 10:15",
        "1.4.3",
        "going well",
        because="52 schools visited since September, in 31 of them with an evening for parents.",
        figure=Figure("schools visited", "17", "52 of 118", "visit list, 2 December"),
        forecast="2016-03-24",
    ),
    Update(
        "2015-12-03 10:45",
        "1.4.5",
        "going well",
        because="Four schools reported that pupils had got round their filters; all four were helped within three days,"
        " and the autumn note to all schools tells what was learned.",
        figure=Figure("incidents answered within five school days", "", "4 of 4", "incident log, autumn term"),
        forecast="2016-07-22",
    ),
    Update(
        "2015-12-03 11:30",
        "1.4.6",
        "at risk",
        because="Three services still take referrals by three routes. The panels that join them start in January.",
        figure=Figure("referrals a month", "58", "61", "early help case system, November"),
        forecast="2016-01-30",
        brings_back="One referral form and one inbox from 4 January.",
        brings_back_by="2016-01-04",
    ),
    Update(
        "2015-12-03 13:20",
        "1.5.1",
        "going well",
        because="Youth offending and four of seven youth clubs use the same screening tool; 19 workers are trained.",
        figure=Figure("workers trained", "6", "19 of 45", "training register"),
        forecast="2016-09-30",
    ),
    Update(
        "2015-12-03 14:15",
        "1.6.1",
        "at risk",
        because="There are two policies, one of the council and one of the police. Of 50 staff asked, 22 knew of"
        " either.",
        figure=Figure("staff who know a policy", "", "22 of 50", "questions at team meetings, November"),
        forecast="2016-05-31",
        brings_back="One page that tells staff of both agencies where to turn.",
        brings_back_by="2016-03-31",
    ),
    Update(
        "2015-12-03 15:00",
        "1.6.2",
        "at risk",
        because="Complaints are counted by service and not by place, so no map can be drawn. The post that would change"
        " that is vacant.",
        forecast="2016-02-26",
        brings_back="Cover for the post from another team.",
        brings_back_by="2016-01-15",
        received="phone",
    ),
    Update(
        "2015-12-03 16:10",
        "1.6.3",
        "going well",
        because="Seven of 12 agencies have sent in their audit; the other five have a date in January.",
        figure=Figure("audits received", "2", "7 of 12", "register of audits"),
        forecast="2016-04-29",
    ),
    Update(
        "2015-12-04 09:20",
        "1.7.1",
        "at risk",
        because="The first meeting drew 24 people, 15 of them residents. The hall and the hour suited few women.",
        figure=Figure("residents at a meeting", "", "15", "attendance list, 17 November"),
        forecast="2016-03-31",
        brings_back="Two meetings by day, in places where people already meet.",
        brings_back_by="2016-02-29",
    ),
    Update(
        "2015-12-04 10:00",
        "1.7.2",
        "at risk",
        because="No date for a first forum: the two workers whom Roma families trust are both on leave until January.",
        forecast="2016-06-30",
        brings_back="A first meeting in February, in a school that families already use.",
        brings_back_by="2016-02-26",
    ),
    Update(
        "2015-12-04 10:40",
        "2.1.1",
        "going well",
        because="88 of 100 discussions were held within one working day, up from 79 in the summer.",
        figure=Figure("held within one working day", "79 of 100", "88 of 100", "referral team’s count, autumn"),
        forecast="2016-09-30",
    ),
    Update(
        "2015-12-04 11:10",
        "2.1.2",
        "at risk",
        because="Children who go missing at weekends are spoken to late: 68 of 100 within 72 hours over all.",
        figure=Figure("spoken with within 72 hours", "71 of 100", "68 of 100", "missing children’s register"),
        forecast="2016-03-11",
        brings_back="Two workers on call at weekends.",
        brings_back_by="2016-01-30",
    ),
    Update(
        "2015-12-04 12:00",
        "3.1.1",
        "at risk",
        because="12 of 64 cases reviewed. Paper files of 20 more are still in the store of another district.",
        figure=Figure("cases reviewed", "4", "12 of 64", "review team’s list"),
        forecast="2016-08-31",
        brings_back="All files in one place.",
        brings_back_by="2016-01-29",
    ),
    Update(
        "2015-12-04 12:30",
        "3.2.1",
        "going well",
        because="27 warning notices given since September and every one followed up within a week.",
        figure=Figure("notices followed up within a week", "", "27 of 27", "notices register"),
        forecast="2016-09-30",
    ),
    Update(
        "2015-12-04 13:00",
        "3.2.2",
        "at risk",
        because="Six of 20 hotels trained; the course for drivers waits for the new licensing conditions.",
        figure=Figure("hotels trained", "2", "6 of 20", "course list"),
        forecast="2016-06-30",
        brings_back="Dates for drivers as soon as the conditions are in force.",
        brings_back_by="2016-03-31",
    ),
)

DECEMBER_MEETINGS: tuple[Event, ...] = (
    MeetingHeld("2015-12-08 17:00", body=SUB_GROUP, held_on="2015-12-08"),
    ExtensionGranted(
        "2015-12-09 09:30",
        "1.1.3",
        because="Half an assessment would mislead. The Sub-Group wants all nine data sets, by the end of the year’s"
        " business.",
        decided_at="2015-12-08",
        minute="11",
    ),
    AskAnswered(
        "2015-12-11 10:00",
        "1.3.5",
        answer="The police open two read-only accounts on 4 January, after vetting.",
    ),
    MeetingHeld("2015-12-17 09:00", body=COMMISSION, held_on="2015-12-16"),
)

EVENTS = INTO_FORCE + DECEMBER_ROUND + DECEMBER_MEETINGS
