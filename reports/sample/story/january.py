"""January 2016: a clearer Green, and what the second round had to tell."""

from actions.updates import Figure, HelpNeeded
from reports.sample.people import IMPROVEMENT_BOARD, SUB_GROUP
from reports.sample.shapes import (
    IMPROVEMENT,
    AskAnswered,
    CriterionReplaced,
    Event,
    ExtensionAsked,
    ExtensionGranted,
    ExtensionRefused,
    MeetingHeld,
    PersonLeft,
    PutInForce,
    Reworded,
    Update,
)
from reports.sample.story.autumn import THE_PLAY

A_CLEARER_GREEN: tuple[Event, ...] = (
    MeetingHeld("2016-01-05 12:00", body=SUB_GROUP, held_on="2016-01-05", how="chair"),
    CriterionReplaced(
        "2016-01-05 12:15",
        retired="going well",
        added=("met", "delivered"),
        because="On 16 December members could not tell what Green stood for. From now on it stands for milestones and"
        " evidence.",
        decided_at="2016-01-05",
    ),
)

JANUARY_ROUND: tuple[Event, ...] = (
    Update(
        "2016-01-11 09:30",
        "1.1.1",
        "at risk",
        because="Eight of the 21 still wait for their verdict. The tender for what follows cannot be let before May,"
        " and the present money ends on 31 March.",
        forecast="2016-06-30",
        brings_back="Three more months for the present project; tender documents out by 1 March.",
        brings_back_by="2016-03-01",
    ),
    ExtensionAsked(
        "2016-01-11 09:45",
        "1.1.1",
        to="2016-06-30",
        category="funding",
        because="The tender cannot be let before May; without three more months there is a gap of at least six weeks.",
    ),
    Update(
        "2016-01-11 11:00",
        "1.1.2",
        "missed",
        because="Still no analyst: two were asked and both are bound until April. Records lie with five agencies,"
        " unread.",
        forecast="2016-06-30",
        brings_back="Money from the Board, so that an analyst can be hired and not borrowed.",
        brings_back_by="2016-02-12",
    ),
    Update(
        "2016-01-11 14:20",
        "1.2.1",
        "met",
        because="All 60 places planned for the winter have posters, the radio item ran twice, and visits to the page"
        " for worried parents went from 140 a week to 410.",
        figure=Figure("visits a week to the page for parents", "140", "410", "web figures, first week of January"),
        forecast="2016-07-29",
    ),
    Update(
        "2016-01-12 09:15",
        "1.2.2",
        "met",
        because="103 of 118 schools briefed, three more than the milestone asked; the last 15 are booked before 11"
        " March.",
        figure=Figure("schools briefed", "88 of 118", "103 of 118", "training register, 11 January"),
        forecast="2016-03-24",
    ),
    Update(
        "2016-01-12 10:30",
        "1.2.3",
        "at risk",
        because="The day of the two press offices was called off when a court case drew the cameras. Half of the plan"
        " is written.",
        forecast="2016-09-30",
        brings_back="The same day, held in February.",
        brings_back_by="2016-02-12",
    ),
    ExtensionAsked(
        "2016-01-12 10:40",
        "1.2.3",
        to="2016-09-30",
        category="another body",
        because="A wider communities plan is expected in September, and ours could be written to fit it.",
    ),
    Update(
        "2016-01-12 11:10",
        "1.2.4",
        "met",
        because=THE_PLAY,
        shows_it="Nine schools so far, and after each performance at least one pupil spoke with the charity’s worker.",
        figure=Figure("secondary schools where it has been played", "5 of 16", "9 of 16", "booking list, 11 January"),
        forecast="2016-07-22",
    ),
    Update(
        "2016-01-12 11:40",
        "1.2.6",
        "at risk",
        because="The grant that lets schools have the play free of charge ends in July. Nothing is found for the next"
        " year.",
        forecast="2016-05-27",
        brings_back="A list of three offers at three prices, and an answer from the Schools Forum.",
        brings_back_by="2016-03-24",
        help_needed=HelpNeeded("£18,000 for one more school year of the play.", "Schools Forum"),
    ),
    Update(
        "2016-01-12 14:00",
        "1.3.1",
        "met",
        because="17 meetings in 17 working weeks, eight agencies at the last four, and 44 of 52 matters closed.",
        figure=Figure("matters closed", "31 of 40", "44 of 52", "minutes of the weekly meeting"),
        forecast="2016-09-30",
    ),
    Update(
        "2016-01-12 15:30",
        "1.3.2",
        "at risk",
        because="A draft of 11 pages stands. What counts as proportionate is still open between the two legal teams.",
        forecast="2016-03-31",
        brings_back="One meeting of both legal teams, with ten worked examples.",
        brings_back_by="2016-02-12",
    ),
    Update(
        "2016-01-13 09:20",
        "1.3.3",
        "at risk",
        because="Online form and app would cost £34,000 together, and no budget holds it. The form alone would cost"
        " £6,000.",
        forecast="2016-06-30",
        brings_back="A bid for the whole sum by the end of February.",
        brings_back_by="2016-02-29",
    ),
    Update(
        "2016-01-13 10:15",
        "1.4.1",
        "missed",
        because="12 of 118 headteachers met, against 60 promised by now. Schools have passed the subject to the"
        " teachers who lead on personal, social and health education, and those we do meet.",
        figure=Figure("headteachers met", "9 of 118", "12 of 118", "diary of the healthy schools team"),
        forecast="2016-07-22",
        brings_back="A decision whether headteachers are still the right people to meet.",
        brings_back_by="2016-02-16",
    ),
    Update(
        "2016-01-13 11:00",
        "1.4.3",
        "at risk",
        because="67 of 118 schools visited. The e-safety post ends on 29 February with its funding, 24 days too early.",
        figure=Figure("schools visited", "52 of 118", "67 of 118", "visit list, 12 January"),
        forecast="2016-07-22",
        brings_back="Twelve schools a week until the end of February.",
        brings_back_by="2016-02-29",
    ),
    Update(
        "2016-01-13 14:30",
        "1.4.4",
        "waits",
        because="Since the central schools grant is no longer shared out by the council, schools choose where they"
        " buy. A first price list is written and waits for the finance team.",
        forecast="2016-06-30",
        brings_back="Prices agreed by the finance team.",
        brings_back_by="2016-02-26",
    ),
    Update(
        "2016-01-14 09:00",
        "1.4.6",
        "met",
        because="Three routes have become one since 4 January, and integrated teams have taken the place of the"
        " separate services. Referrals rose from 61 a month to 74.",
        figure=Figure("referrals a month", "61", "74", "early help case system, December"),
        forecast="2016-01-30",
    ),
    Update(
        "2016-01-14 10:20",
        "1.6.3",
        "met",
        because="Nine of 12 agencies have sent in their audit, as the timetable said; their findings have owners.",
        figure=Figure("audits received", "7 of 12", "9 of 12", "register of audits"),
        forecast="2016-04-29",
    ),
    Update(
        "2016-01-14 13:10",
        "1.7.1",
        "at risk",
        because="The second meeting was held by day and drew 16 people, seven of them residents, fewer than in"
        " November.",
        figure=Figure("residents at a meeting", "15", "7", "attendance list, 12 January"),
        forecast="2016-03-31",
        brings_back="The third meeting in a community centre, with two charities inviting in person.",
        brings_back_by="2016-02-29",
        received="meeting",
    ),
    Update(
        "2016-01-14 15:00",
        "1.7.3",
        "waits",
        because="A letter offering a first meeting went out on 8 January; there is no answer yet.",
        forecast="2016-05-31",
        brings_back="An answer, or else a visit.",
        brings_back_by="2016-02-29",
        help_needed=HelpNeeded("Name a day and a person for a first conversation.", "Council of Mosques"),
    ),
)

JANUARY_MEETING: tuple[Event, ...] = (
    MeetingHeld("2016-01-19 17:00", body=SUB_GROUP, held_on="2016-01-19"),
    ExtensionGranted(
        "2016-01-20 09:10",
        "1.1.1",
        because="Nobody should lose support in the middle of a trial. The Sub-Group adds that June is the last date"
        " there is.",
        decided_at="2016-01-19",
        minute="9",
    ),
    ExtensionRefused(
        "2016-01-20 09:20",
        "1.2.3",
        because="The campaign cannot wait for another plan. What can be written now is to be written now.",
        decided_at="2016-01-19",
        minute="10",
    ),
    AskAnswered(
        "2016-01-20 10:00",
        "1.1.1",
        answer="Three months are paid for, to the end of June 2016 and no further.",
        decided_at="2016-01-19",
        minute="9",
    ),
    AskAnswered(
        "2016-01-20 10:15",
        "1.1.2",
        answer="The Board pays for an independent analyst for up to six weeks.",
    ),
    Reworded(
        "2016-01-22 11:30",
        "1.4.6",
        wording="Publish one early help strategy with a single referral route",
        because="The offer and the strategy have become one piece of work, and the strategy is what schools ask for.",
        decided_at="2016-01-19",
        minute="14",
        success_criteria=("One referral route", "Integrated panels", "Strategy agreed after consultation"),
    ),
)

A_LEAD_IS_GONE: tuple[Event, ...] = (
    PersonLeft(
        "2016-01-29 16:00",
        "youth.outreach",
        because="Has left for work elsewhere; the alliance advertises the post.",
    ),
)

RECEIVING_PLAN_BEGINS: tuple[Event, ...] = (
    MeetingHeld("2016-01-13 17:00", body=IMPROVEMENT_BOARD, held_on="2016-01-12", plan=IMPROVEMENT),
    PutInForce(
        "2016-01-18 09:00",
        because="Agreed as the plan for the next three years.",
        decided_at="2016-01-12",
        minute="4",
        plan=IMPROVEMENT,
    ),
)

EVENTS = A_CLEARER_GREEN + JANUARY_ROUND + JANUARY_MEETING + A_LEAD_IS_GONE + RECEIVING_PLAN_BEGINS
