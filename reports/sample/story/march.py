"""February and March 2016: two actions are reworded, a post is lost; the third round; the version members read now."""

from actions.updates import Figure, HelpNeeded
from reports.sample.people import SUB_GROUP
from reports.sample.plan import E_SAFETY, EDUCATION
from reports.sample.shapes import (
    IMPROVEMENT,
    AskAnswered,
    Event,
    ExtensionAsked,
    ExtensionGranted,
    MeetingHeld,
    PersonLeft,
    PostEnded,
    Reassigned,
    Reworded,
    Update,
    WorkstreamEnded,
)
from reports.sample.story.autumn import THE_PLAY

FEBRUARY: tuple[Event, ...] = (
    ExtensionAsked(
        "2016-02-09 10:30",
        "1.4.1",
        to="2016-09-30",
        category="scope",
        because="Meeting one teacher in each school takes more visits than meeting heads four at a time.",
    ),
    MeetingHeld("2016-02-16 17:00", body=SUB_GROUP, held_on="2016-02-16"),
    ExtensionGranted(
        "2016-02-17 09:15",
        "1.4.1",
        because="The school year ends on 22 July, and this belongs to it: that date, and not September.",
        decided_at="2016-02-16",
        minute="6",
        to="2016-07-22",
    ),
    Reworded(
        "2016-02-17 09:40",
        "1.4.1",
        wording="Give every school’s PSHE lead the resources for teaching healthy relationships",
        because="Schools have many duties that compete, and have given this one to the teachers who lead on personal,"
        " social and health education (PSHE). It is not statutory: helping schools with what they can do works better"
        " than pressing all of them into the same meeting.",
        decided_at="2016-02-16",
        minute="6",
        success_criteria=("All 16 secondary schools use the pack", "A lead is named in each primary school"),
    ),
    Reworded(
        "2016-02-17 10:05",
        "1.3.4",
        wording="Make the national reporting lines known, and see that what they hear reaches local agencies the same"
        " day",
        because="A line of our own is not pursued: the national ones are better known and well run, and ours would"
        " cost two posts. The Sub-Group takes the risk that some people would rather speak to somebody local.",
        decided_at="2016-02-16",
        minute="8",
        success_criteria=("National numbers on every poster and page", "Reports passed on within the same day"),
    ),
    WorkstreamEnded(
        "2016-02-18 11:00",
        "Sessions at the safety training centre",
        because="The centre has no free weeks before autumn 2016; the lessons go into the school pack instead.",
    ),
    MeetingHeld("2016-02-26 16:00", body=SUB_GROUP, held_on="2016-02-26", how="circulation"),
    Reassigned(
        "2016-02-29 10:00",
        "1.4.3",
        lead=EDUCATION,
        because="The e-safety post ends today, and somebody must answer for the schools that were not visited.",
        decided_at="2016-02-26",
    ),
    PersonLeft(
        "2016-02-29 16:15",
        "e.safety",
        because="The contract ends with the post.",
    ),
    PostEnded(
        "2016-02-29 16:30",
        E_SAFETY,
        because="Its funding from the central schools grant has ended.",
    ),
    ExtensionAsked(
        "2016-03-01 09:30",
        "2.1.2",
        to="2016-07-29",
        category="capacity",
        because="The two workers for the weekends start on 4 April; three months are needed to show that it holds.",
    ),
    ExtensionGranted(
        "2016-03-04 15:45",
        "2.1.2",
        because="Both appointments are made. I want to see the weekend figure by itself from May.",
    ),
)

MARCH_ROUND: tuple[Event, ...] = (
    Update(
        "2016-03-07 09:15",
        "1.1.1",
        "at risk",
        because="The project runs to the end of June and cannot be commissioned beyond that. Four bidders have asked"
        " for the tender papers; the first possible start for a successor is 18 July.",
        forecast="2016-07-18",
        brings_back="Cover for the weeks between 30 June and 18 July, from the Voluntary Sector Alliance’s own"
        " counsellors.",
        brings_back_by="2016-05-13",
        help_needed=HelpNeeded("Lend two counsellors for three weeks in July.", "Voluntary Sector Alliance"),
    ),
    Update(
        "2016-03-07 10:00",
        "1.1.2",
        "at risk",
        because="130 children and young people are on the list, just under 30 of them boys. All agencies’ records are"
        " read for 74, and each has a family profile; a large group is Roma. The analyst is engaged and needs four to"
        " six weeks.",
        figure=Figure("children whose records are reviewed", "0 of 130", "74 of 130", "review team’s list, 4 March"),
        forecast="2016-06-03",
        brings_back="Records of all 130 read by the third week of April; the analyst’s report six weeks after that at"
        " most.",
        brings_back_by="2016-04-22",
    ),
    Update(
        "2016-03-07 11:30",
        "1.1.3",
        "waits",
        because="Five of nine data sets are refreshed. The data team can give a first draft in July or August.",
        figure=Figure("data sets refreshed", "2 of 9", "5 of 9", "children’s data team, 4 March"),
        forecast="2016-08-31",
        brings_back="The children’s data team finishes the other four.",
        brings_back_by="2016-08-31",
        received="mail",
    ),
    ExtensionAsked(
        "2016-03-07 11:40",
        "1.1.3",
        to="2016-08-31",
        category="information",
        because="The data team says July or August for a first draft; the later of the two is the safe one.",
        received="mail",
    ),
    Update(
        "2016-03-07 13:00",
        "1.2.1",
        "at risk",
        because="Of 100 people asked in the market, 81 had heard of CSE but only 47 could say whom to tell. The three"
        " key messages for Roma families are not yet printed.",
        figure=Figure(
            "people who can name a place to report to", "38 of 100", "47 of 100", "street questions, 2 March"
        ),
        forecast="2016-07-29",
        brings_back="New posters with one number and nothing else; messages in two more languages.",
        brings_back_by="2016-05-06",
    ),
    Update(
        "2016-03-07 14:10",
        "1.2.2",
        "delivered",
        because="All 118 schools have had the briefing and have named a safeguarding lead. What staff and pupils"
        " remember of it is asked in June.",
        figure=Figure("schools briefed", "103 of 118", "118 of 118", "training register, 4 March"),
        forecast="2016-07-22",
    ),
    Update(
        "2016-03-07 15:20",
        "1.2.3",
        "missed",
        because="The due date passed on 29 January. The council’s half is written; the police half waits for a press"
        " officer who started only last week, and nobody has been named to decide between the two.",
        forecast="2016-05-31",
        brings_back="One body that owns the subject, and a joint text for it to agree.",
        brings_back_by="2016-05-31",
        help_needed=HelpNeeded(
            "Give the CSE Sub-Group the decision on communications.", "Local Safeguarding Children Board"
        ),
    ),
    Update(
        "2016-03-08 09:00",
        "1.2.4",
        "met",
        because=THE_PLAY,
        shows_it="More than 3,000 pupils and 73 families under strain have seen it, in 14 of 16 schools; 8 of 10"
        " pupils could name a sign of grooming afterwards, 3 of 10 before. The full evaluation comes after July.",
        figure=Figure("secondary schools where it has been played", "9 of 16", "14 of 16", "booking list, 7 March"),
        forecast="2016-07-22",
    ),
    Update(
        "2016-03-08 09:30",
        "1.2.5",
        "missed",
        because="The co-ordinator left on 29 January and nobody has been appointed. Since then one evening in two"
        " weeks.",
        figure=Figure("evenings a week", "1", "one in two weeks", "alliance’s rota, February"),
        forecast="2016-09-30",
        brings_back="The post filled, or the sessions taken over by the council’s youth workers.",
        brings_back_by="2016-05-31",
        help_needed=HelpNeeded("Youth workers for one evening a week until the post is filled.", "Borough Council"),
        received="phone",
    ),
    Update(
        "2016-03-08 10:10",
        "1.2.6",
        "waits",
        because="Three offers are priced, from a play by college students at £150 a school to the present one at"
        " £1,100. The Schools Forum has the paper before it.",
        forecast="2016-05-27",
        brings_back="The Schools Forum’s answer of 17 March.",
        brings_back_by="2016-03-24",
    ),
    Update(
        "2016-03-08 11:00",
        "1.3.1",
        "met",
        because="25 meetings in 25 working weeks with nine agencies; small matters are settled by the teams"
        " themselves, and of 71 raised 64 are closed.",
        figure=Figure("matters closed", "44 of 52", "64 of 71", "minutes of the weekly meeting"),
        forecast="2016-09-30",
    ),
    Update(
        "2016-03-08 11:45",
        "1.3.2",
        "missed",
        because="The memorandum is not signed and its date has passed. In a dip sample of 20 referrals the police had"
        " told part of what they knew in six and nothing in two, each time with proportionality as the reason.",
        figure=Figure("referrals with full information", "", "12 of 20", "dip sample, 1 March"),
        narrative="Both legal teams have met twice. Eight of ten worked examples are agreed; the case of [a sample name]"
        " is left out.",
        forecast="2016-05-31",
        brings_back="The last two examples agreed, then both signatures; a second dip sample in June.",
        brings_back_by="2016-05-31",
        help_needed=HelpNeeded("Agree the two open examples, and name who signs.", "Police"),
    ),
    Update(
        "2016-03-08 13:30",
        "1.3.3",
        "missed",
        because="The bid for £34,000 was turned down on 26 February. The app’s first version rests with the company;"
        " people who do not want to wait on the telephone still have no other way.",
        forecast="2016-09-30",
        brings_back="Money for the online form alone, £6,000, as a first step.",
        brings_back_by="2016-05-31",
        help_needed=HelpNeeded("£6,000 for an online form.", "Community Safety Partnership"),
    ),
    Update(
        "2016-03-08 14:20",
        "1.3.4",
        "met",
        because="National numbers stand on all new posters and on the pages of five agencies. 22 reports came through"
        " them since January, and 21 reached us on the same day.",
        figure=Figure("reports passed on the same day", "", "21 of 22", "intelligence desk"),
        forecast="2016-04-29",
    ),
    Update(
        "2016-03-08 15:00",
        "1.3.5",
        "at risk",
        because="Early help has a seat and two accounts. Community reports still do not come through: the extract by"
        " hand was made three times and then stopped, because nobody had time for it.",
        figure=Figure("community reports read at the weekly meeting", "0", "38 in three weeks, then 0", "service desk"),
        forecast="2016-05-27",
        brings_back="A nightly extract, written once by the council’s systems team.",
        brings_back_by="2016-04-29",
    ),
    Update(
        "2016-03-08 15:40",
        "1.4.1",
        "at risk",
        because="PSHE leads have the pack in 11 of 16 secondary schools and teach from it; other duties slow the rest.",
        figure=Figure("secondary schools using the pack", "0 of 16", "11 of 16", "visits of the healthy schools team"),
        forecast="2016-07-22",
        brings_back="One visit to each of the other five before the end of May.",
        brings_back_by="2016-05-27",
    ),
    Update(
        "2016-03-08 16:00",
        "1.4.2",
        "at risk",
        because="Four of six special schools have adapted lessons. The working day of all six is moved to 20 April."
        " Whether pupils with learning disabilities in mainstream schools are reached, we do not know yet.",
        figure=Figure("special schools with adapted lessons", "2 of 6", "4 of 6", "visits of the healthy schools team"),
        forecast="2016-07-22",
        brings_back="The working day, and a note of what was learned to all special schools.",
        brings_back_by="2016-04-29",
    ),
    Update(
        "2016-03-09 09:30",
        "1.4.3",
        "missed",
        because="81 of 118 schools were visited before the e-safety post ended on 29 February. Nobody visits the"
        " other 37.",
        figure=Figure("schools visited", "67 of 118", "81 of 118", "visit list, 29 February"),
        forecast="2016-07-22",
        brings_back="Packages from the city learning centres that schools can buy, or money for half a post.",
        brings_back_by="2016-05-31",
        help_needed=HelpNeeded("Half a post for e-safety until July 2016.", "Schools Forum"),
    ),
    Update(
        "2016-03-09 10:10",
        "1.4.4",
        "waits",
        because="Prices are agreed. The Safeguarding Forum brings the offer out in June; 23 schools have said that"
        " they are interested, 59 are needed.",
        figure=Figure("schools interested", "0", "23 of 118", "answers to the letter of 12 February"),
        forecast="2016-06-30",
        brings_back="The launch in June; a second letter before Easter.",
        brings_back_by="2016-06-17",
    ),
    Update(
        "2016-03-09 10:50",
        "1.4.5",
        "at risk",
        because="Three new incidents: two were answered before the e-safety post ended, the third took nine school"
        " days. What this action promises in the officer’s name nobody can now do.",
        figure=Figure("incidents answered within five school days", "4 of 4", "6 of 7", "incident log, spring term"),
        forecast="2016-07-22",
        brings_back="A named colleague in the learning centres, and new words for this action.",
        brings_back_by="2016-04-29",
    ),
    Update(
        "2016-03-08 16:30",
        "1.4.6",
        "met",
        because="Referrals go through one route and have risen from 61 a month to 88; integrated panels are in place."
        " The written strategy is late and goes out for consultation in May.",
        figure=Figure("referrals a month", "74", "88", "early help case system, February"),
        forecast="2016-05-31",
    ),
    ExtensionAsked(
        "2016-03-08 16:40",
        "1.4.6",
        to="2016-05-31",
        category="capacity",
        because="The strategy is not yet written, and schools and health visitors are to be heard on it in May.",
    ),
    Update(
        "2016-03-09 13:00",
        "1.5.1",
        "met",
        because="The tool is in use in youth offending, in all seven youth clubs and in four schools; 34 of 45"
        " workers are trained, two more than planned for March.",
        figure=Figure("workers trained", "19 of 45", "34 of 45", "training register"),
        forecast="2016-09-30",
    ),
    Update(
        "2016-03-09 14:00",
        "1.6.1",
        "met",
        because="The page on both policies went to all staff on 12 February with the number of the new national"
        " advice line. Of 50 staff asked again, 39 knew where to turn.",
        figure=Figure("staff who know where to turn", "22 of 50", "39 of 50", "questions at team meetings, March"),
        forecast="2016-05-31",
    ),
    Update(
        "2016-03-09 15:15",
        "1.6.2",
        "missed",
        because="No map exists and the due date has passed; the post has been vacant since October. Families can"
        " complain by the usual procedure, but nobody looks at where complaints come from.",
        forecast="2016-09-30",
        brings_back="The post filled; the first map a quarter later.",
        brings_back_by="2016-06-30",
        help_needed=HelpNeeded("Release the vacant post for recruitment.", "Director of Children’s Services"),
        received="phone",
    ),
    Update(
        "2016-03-09 16:00",
        "1.6.3",
        "met",
        because="11 of 12 audits are in, and the Sub-Group has read nine. Of 31 findings, 26 have an owner and a date.",
        figure=Figure("audits received", "9 of 12", "11 of 12", "register of audits"),
        forecast="2016-04-29",
    ),
    Update(
        "2016-03-10 09:30",
        "1.7.1",
        "missed",
        because="The third meeting drew 11 people, three of them residents: most of the room works for funded"
        " charities. Attendance has fallen each time, and a fourth meeting of the same kind would not change that.",
        figure=Figure("residents at a meeting", "7", "3", "attendance list, 1 March"),
        forecast="2016-09-30",
        brings_back="A wider plan for working with communities, from the full Board.",
        brings_back_by="2016-05-31",
        help_needed=HelpNeeded(
            "Discuss a wider engagement plan and say who leads it.", "Local Safeguarding Children Board"
        ),
    ),
    Update(
        "2016-03-10 10:20",
        "1.7.2",
        "at risk",
        because="The first forum is set for 30 March and I chair it. Two of three key messages are agreed with the"
        " families who helped to write them.",
        figure=Figure("key messages agreed", "0 of 3", "2 of 3", "notes of the drafting group"),
        forecast="2016-06-30",
        brings_back="The forum of 30 March, and the third message.",
        brings_back_by="2016-04-15",
    ),
    Update(
        "2016-03-10 10:40",
        "1.7.3",
        "waits",
        because="A second letter and one telephone call in February; still no answer.",
        forecast="2016-05-31",
        brings_back="A visit together with the Community Engagement Lead.",
        brings_back_by="2016-04-29",
    ),
    Update(
        "2016-03-10 11:30",
        "2.1.1",
        "met",
        because="96 of 100 discussions were held within one working day, one better than the plan asks, and health"
        " was there in 91.",
        figure=Figure("held within one working day", "88 of 100", "96 of 100", "referral team’s count, February"),
        forecast="2016-09-30",
    ),
    Update(
        "2016-03-10 12:00",
        "2.1.2",
        "at risk",
        because="74 of 100 within 72 hours: better on weekdays, no better at weekends.",
        figure=Figure("spoken with within 72 hours", "68 of 100", "74 of 100", "missing children’s register, February"),
        forecast="2016-07-29",
        brings_back="Two workers on call at weekends from 4 April.",
        brings_back_by="2016-04-30",
    ),
    Update(
        "2016-03-10 13:40",
        "2.1.3",
        "at risk",
        because="29 of 41 children had the offer within 20 working days; one of two school nurses was ill in February.",
        figure=Figure("offered within 20 working days", "", "29 of 41", "health assessment log"),
        forecast="2016-10-28",
        brings_back="Cover by the trust’s nurse bank.",
        brings_back_by="2016-04-18",
        received="mail",
    ),
    Update(
        "2016-03-10 14:30",
        "3.1.1",
        "met",
        because="All files are in one place and 31 of 64 cases reviewed, as planned for March; five go back to a"
        " prosecutor.",
        figure=Figure("cases reviewed", "12 of 64", "31 of 64", "review team’s list"),
        forecast="2016-08-31",
    ),
    Update(
        "2016-03-10 15:00",
        "3.1.2",
        "waits",
        because="Date and hall are booked for 6 July; the survivors who would speak have been asked and not yet"
        " answered.",
        forecast="2016-07-06",
        brings_back="Their answer, and without it a film made with their words.",
        brings_back_by="2016-05-06",
        work_has_begun=False,
    ),
    Update(
        "2016-03-10 15:30",
        "3.2.1",
        "met",
        because="52 warning notices since September, each followed up within a week; four led to an arrest.",
        figure=Figure("notices followed up within a week", "27 of 27", "52 of 52", "notices register"),
        forecast="2016-09-30",
    ),
)

MARCH_MEETING: tuple[Event, ...] = (
    Update(
        "2016-03-14 10:00",
        "1.1.1",
        "on track",
        because="Three of nine localities have moved in together, one more than planned for March.",
        figure=Figure("localities under one roof", "0 of 9", "3 of 9", "moves list"),
        forecast="2016-10-28",
        plan=IMPROVEMENT,
    ),
    MeetingHeld("2016-03-15 17:00", body=SUB_GROUP, held_on="2016-03-15"),
    ExtensionGranted(
        "2016-03-16 09:20",
        "1.1.3",
        because="The Sub-Group is not content with a second delay, but half the data would be worse. No third"
        " extension.",
        decided_at="2016-03-15",
        minute="12",
    ),
    AskAnswered(
        "2016-03-22 10:30",
        "1.2.6",
        answer="No money from the central grant. The Schools Forum advises the traded offer, and will say so to its"
        " schools.",
    ),
    AskAnswered(
        "2016-03-24 09:50",
        "1.6.2",
        answer="Released; the advertisement goes out after Easter.",
    ),
)

EVENTS = FEBRUARY + MARCH_ROUND + MARCH_MEETING
