"""The delivery plan as it came into force in November 2015.

The seven objectives of theme 1 stand in their official wording, which is their name. Everything else is our own.
"""

from reports.sample.people import SUB_GROUP
from reports.sample.shapes import CSE, SampleAction, SampleObjective, SamplePlan, SampleTheme

MANAGER = "Safeguarding Board Business Manager"
EARLY_HELP = "Assistant Director, Early Help and Family Engagement"
HEALTHY_SCHOOLS = "Healthy Schools Lead"
INVESTIGATIONS = "Head of CSE Investigations"
INTELLIGENCE = "Force Intelligence Lead"
DIRECTOR = "Director of Children’s Services"
SUPPORT = "CSE Support Services Co-ordinator"
EDUCATION = "Education and Skills Manager"
PUBLIC_HEALTH = "Assistant Director, Public Health"
COMMUNICATIONS = "Communications Manager"
NURSE = "Designated Nurse for Safeguarding"
ENGAGEMENT = "Community Engagement Lead"
COMPLAINTS = "Complaints Manager"
OUTREACH = "Youth Outreach Co-ordinator"
E_SAFETY = "E-Safety Officer"

# Key in the story → colour and sentence.
CRITERIA = {
    "missed": ("R", "A milestone is missed or will be, and there is no agreed way back."),
    "at risk": ("A", "At risk; what brings it back is agreed and dated."),
    "waits": ("A", "On course, but it waits for a decision or an answer from somebody else."),
    "going well": ("G", "Work is going well."),
}

# They took the place of “Work is going well” in January.
LATER_CRITERIA = {
    "met": ("G", "Every milestone met so far, with evidence."),
    "delivered": ("G", "All that was promised is delivered; what it changed is being measured."),
}

PREVENT = SampleTheme(
    number=1,
    title="Prevent",
    outcome=(
        "Fewer children are exploited, because those who lead, those who work with children and those who live beside"
        " them know what leads to exploitation, notice its signs, and act."
    ),
    objectives=(
        SampleObjective(
            "1.1",
            "Establish a clear view of the CSE profile in the Borough to ensure that the Health and Wellbeing Board"
            " undertaken informed commissioning of service provision.",
            accountable=INVESTIGATIONS,
            responsible_body=SUB_GROUP,
            workstreams=(
                "Grooming online",
                "Roma community",
                "Pakistani community: girls and women",
                "Sessions at the safety training centre",
            ),
            actions=(
                SampleAction(
                    "1.1.1",
                    "Commission support for survivors after abuse, and keep the present project going until it is in"
                    " place",
                    lead=SUPPORT,
                    start="2015-04-01",
                    due="2016-03-31",
                    success_criteria=(
                        "No survivor waits more than ten working days for a first appointment",
                        "Support is in place before, during and after a court case",
                    ),
                    partners=("Voluntary Sector Alliance", "Police"),
                ),
                SampleAction(
                    "1.1.2",
                    "Draw up the profile of children at risk today, family by family, from the records of all agencies",
                    lead=INVESTIGATIONS,
                    start="2015-10-01",
                    due="2016-03-31",
                    success_criteria=(
                        "Records of every child on the list reviewed by all agencies",
                        "Profile reported to the Health and Wellbeing Board",
                        "The groups that are least heard are in it: boys, Roma and Asian children",
                    ),
                    partners=("Borough Council", "Community Health Trust", "Voluntary Sector Alliance"),
                ),
                SampleAction(
                    "1.1.3",
                    "Refresh the Joint Strategic Needs Assessment with what is known about CSE",
                    lead=PUBLIC_HEALTH,
                    start="2015-09-01",
                    due="2015-12-18",
                    success_criteria=("Nine data sets refreshed", "Draft read by the CSE Sub-Group"),
                    partners=("Community Health Trust",),
                ),
                SampleAction(
                    "1.1.4",
                    "Use the profile to commission services by need",
                    lead=SUPPORT,
                    start="2016-06-06",
                    due="2016-09-30",
                    success_criteria=("Each finding of the profile is answered by a service, or by a reason why not",),
                    partners=("Health and Wellbeing Board",),
                ),
            ),
        ),
        SampleObjective(
            "1.2",
            "The public understand the signs and symptoms of CSE and raise concerns early, alerting statutory"
            " services where necessary. Awareness campaigns include a clear message that CSE is a crime and will not"
            " be tolerated.",
            accountable=COMMUNICATIONS,
            responsible_body=SUB_GROUP,
            actions=(
                SampleAction(
                    "1.2.1",
                    "Run an awareness campaign in communities that calls CSE a crime and says whom to tell",
                    lead=COMMUNICATIONS,
                    start="2015-10-01",
                    due="2016-07-29",
                    success_criteria=(
                        "Three of four people asked can name one place to report to",
                        "Victims and survivors have helped to write it",
                    ),
                    partners=("Police", "Community Health Trust", "Voluntary Sector Alliance"),
                ),
                SampleAction(
                    "1.2.2",
                    "Raise awareness of CSE among staff and pupils of every school",
                    lead=HEALTHY_SCHOOLS,
                    start="2015-09-01",
                    due="2016-07-22",
                    success_criteria=("Every school has had the briefing", "Every school names its safeguarding lead"),
                    partners=("Schools",),
                ),
                SampleAction(
                    "1.2.3",
                    "Write one communications plan that all partners work to",
                    lead=COMMUNICATIONS,
                    start="2015-10-01",
                    due="2016-01-29",
                    success_criteria=("Agreed by the CSE Sub-Group", "Each partner has named who speaks for it"),
                    partners=("Police", "Community Health Trust"),
                ),
                SampleAction(
                    "1.2.4",
                    "Bring a play about grooming to every secondary school, and talk about it afterwards",
                    lead=HEALTHY_SCHOOLS,
                    start="2015-09-07",
                    due="2016-07-22",
                    success_criteria=(
                        "Played in all 16 secondary schools",
                        "Pupils asked before and after say that they would know what to do",
                    ),
                    partners=("Schools", "Voluntary Sector Alliance"),
                ),
                SampleAction(
                    "1.2.5",
                    "Be present where young people spend their evenings: parks, takeaways, the bus station",
                    lead=OUTREACH,
                    start="2015-10-01",
                    due="2016-09-30",
                    success_criteria=("Two sessions a week, all year",),
                    partners=("Police", "Borough Council"),
                ),
                SampleAction(
                    "1.2.6",
                    "Find the money that keeps the work in schools going after July 2016",
                    lead=HEALTHY_SCHOOLS,
                    start="2016-01-04",
                    due="2016-05-27",
                    success_criteria=("Every school knows by June what it will be offered, and at what price",),
                    partners=("Schools", "Voluntary Sector Alliance"),
                ),
            ),
        ),
        SampleObjective(
            "1.3",
            "Intelligence, including ‘soft’ intelligence, about historic and current incidence and risk of CSE is"
            " timely, shared between agencies and treated with respect.",
            accountable=INVESTIGATIONS,
            responsible_body=SUB_GROUP,
            actions=(
                SampleAction(
                    "1.3.1",
                    "Hold an intelligence meeting of all agencies every week, and see each matter through",
                    lead=INTELLIGENCE,
                    start="2015-09-07",
                    due="2016-09-30",
                    success_criteria=(
                        "A meeting every week",
                        "Nine agencies take part",
                        "Matters closed within four weeks",
                    ),
                    partners=("Borough Council", "Community Health Trust", "Voluntary Sector Alliance"),
                ),
                SampleAction(
                    "1.3.2",
                    "Agree and sign the memorandum of understanding by which social care and police share information",
                    lead=MANAGER,
                    start="2015-10-01",
                    due="2016-02-29",
                    success_criteria=(
                        "Signed by both chief officers",
                        "The test of proportionality is written down with examples",
                        "A dip sample shows that what should be shared is shared",
                    ),
                    partners=("Police", "Borough Council"),
                ),
                SampleAction(
                    "1.3.3",
                    "Let people report what they notice online and from a phone",
                    lead=INTELLIGENCE,
                    start="2015-11-02",
                    due="2016-06-30",
                    success_criteria=("Form and app in use", "Every report read within one working day"),
                    partners=("Borough Council",),
                ),
                SampleAction(
                    "1.3.4",
                    "Set up a local telephone line for reports about CSE",
                    lead=INVESTIGATIONS,
                    start="2015-10-01",
                    due="2016-04-29",
                    success_criteria=("A local number, answered by people who know the Borough",),
                    partners=("Borough Council",),
                ),
                SampleAction(
                    "1.3.5",
                    "Bring what front-line council teams and early help workers notice into the weekly meeting",
                    lead=EARLY_HELP,
                    start="2015-11-02",
                    due="2016-03-18",
                    success_criteria=("Community reports on the agenda each week", "Early help is at the table"),
                    partners=("Police",),
                ),
            ),
        ),
        SampleObjective(
            "1.4",
            "All children and young people in Rotherham understand what healthy, respectful relationship are and can"
            " recognise the damage and the dangers caused by sexual bullying and exploitation (including on-line) to"
            " both victim and perpetrator.",
            accountable=EDUCATION,
            responsible_body=SUB_GROUP,
            workstreams=("E-safety", "Personal, social and health education"),
            actions=(
                SampleAction(
                    "1.4.1",
                    "Meet all headteachers about education for healthy relationships",
                    lead=HEALTHY_SCHOOLS,
                    start="2015-10-05",
                    due="2016-03-24",
                    success_criteria=("All 118 headteachers met",),
                    partners=("Schools",),
                ),
                SampleAction(
                    "1.4.2",
                    "Reach children with learning difficulties and disabilities, with every special school",
                    lead=HEALTHY_SCHOOLS,
                    start="2015-11-02",
                    due="2016-07-22",
                    success_criteria=(
                        "Lessons adapted with all six special schools",
                        "What was learned is shared with all",
                    ),
                    partners=("Schools", "Community Health Trust"),
                ),
                SampleAction(
                    "1.4.3",
                    "Hold an e-safety session for staff and pupils in every school once a year",
                    lead=E_SAFETY,
                    start="2015-09-07",
                    due="2016-03-24",
                    success_criteria=("118 schools visited in the year", "Sexting and grooming are in every session"),
                    partners=("Schools",),
                ),
                SampleAction(
                    "1.4.4",
                    "Build an offer on safeguarding and relationships that schools can buy, now that the central"
                    " grant is gone",
                    lead=EDUCATION,
                    start="2016-01-04",
                    due="2016-06-30",
                    success_criteria=("Price list sent to every school", "Half of all schools have signed up"),
                    partners=("Schools",),
                ),
                SampleAction(
                    "1.4.5",
                    "The e-safety officer helps each school whose filters were got round, and tells all others what"
                    " was learned",
                    lead=EDUCATION,
                    start="2015-09-07",
                    due="2016-07-22",
                    success_criteria=(
                        "Every incident answered within five school days",
                        "A note to all schools each term",
                    ),
                    partners=("Schools", "Police"),
                ),
                SampleAction(
                    "1.4.6",
                    "Refresh the early help offer",
                    lead=EARLY_HELP,
                    start="2015-12-01",
                    due="2016-01-30",
                    success_criteria=("One referral route", "Integrated panels"),
                    partners=("Schools", "Community Health Trust", "Police"),
                ),
            ),
        ),
        SampleObjective(
            "1.5",
            "Potential perpetrators (children and adults) are identified early in a range of settings, including"
            " schools, youth clubs, young offender institutions and prisons.",
            accountable=EARLY_HELP,
            responsible_body=SUB_GROUP,
            actions=(
                SampleAction(
                    "1.5.1",
                    "Notice early, in schools, youth clubs and youth offending work, who may come to harm others",
                    lead=EARLY_HELP,
                    start="2015-10-01",
                    due="2016-09-03",
                    success_criteria=("One screening tool in all three settings", "Workers trained to use it"),
                    partners=("Police", "Schools"),
                ),
                SampleAction(
                    "1.5.2",
                    "Offer treatment to young people whose own sexual behaviour is harmful",
                    lead=NURSE,
                    start="2016-05-03",
                    due="2016-12-16",
                    success_criteria=("First appointment within six weeks",),
                    partners=("Borough Council",),
                ),
            ),
        ),
        SampleObjective(
            "1.6",
            "Organisational leadership and governance creates a culture in Rotherham where the causes, signs and"
            " symptoms of CSE are understood and identified and responded to quickly, effectively and with a"
            " determination to do the right thing in response.",
            accountable=DIRECTOR,
            responsible_body=SUB_GROUP,
            actions=(
                SampleAction(
                    "1.6.1",
                    "Make the whistleblowing policies known to everybody who works with children, and see that they"
                    " are used",
                    lead=MANAGER,
                    start="2015-11-02",
                    due="2016-05-31",
                    success_criteria=(
                        "One page for all staff on both policies",
                        "Nine of ten staff asked know where to turn",
                    ),
                    partners=("Police", "Community Health Trust"),
                ),
                SampleAction(
                    "1.6.2",
                    "Map complaints and whistleblowing by place, and report the hot spots to ward members",
                    lead=COMPLAINTS,
                    start="2015-10-01",
                    due="2016-02-26",
                    success_criteria=("A map each quarter", "Ward members get the part that concerns them"),
                    partners=("Police",),
                ),
                SampleAction(
                    "1.6.3",
                    "Carry out the Section 11 audits and bring what they find to the CSE Sub-Group",
                    lead=MANAGER,
                    start="2015-10-01",
                    due="2016-04-29",
                    success_criteria=("All 12 agencies audited", "Each finding has an owner and a date"),
                    partners=("Borough Council", "Police", "Community Health Trust"),
                ),
            ),
        ),
        SampleObjective(
            "1.7",
            "All Partners recognise the diversity of all communities in Rotherham and ensure services are responsive"
            " to need.",
            accountable=ENGAGEMENT,
            responsible_body=SUB_GROUP,
            actions=(
                SampleAction(
                    "1.7.1",
                    "Hold community reference groups in which residents say what they see and need",
                    lead=ENGAGEMENT,
                    start="2015-10-01",
                    due="2016-03-31",
                    success_criteria=("Four meetings", "More residents than professionals in the room"),
                    partners=("Police", "Borough Council"),
                ),
                SampleAction(
                    "1.7.2",
                    "Set up a Roma forumm, and agree three key messages that every agency uses",
                    lead=INVESTIGATIONS,
                    start="2015-11-02",
                    due="2016-06-30",
                    success_criteria=("Forum has met three times", "Messages in use in all agencies"),
                    partners=("Voluntary Sector Alliance", "Community Health Trust"),
                ),
                SampleAction(
                    "1.7.3",
                    "Work with the Council of Mosques on how the subject is spoken about and how people can tell",
                    lead=INVESTIGATIONS,
                    start="2016-01-04",
                    due="2016-05-31",
                    success_criteria=("A first meeting held", "What was agreed is written down"),
                    partners=("Council of Mosques",),
                ),
            ),
        ),
    ),
)

PROTECT = SampleTheme(
    number=2,
    title="Protect",
    outcome="Invented for this sample: children at risk are found, listened to and kept safe, at once and for as long"
    " as it takes.",
    objectives=(
        SampleObjective(
            "2.1",
            "Every child about whom somebody is worried is seen quickly, heard, and kept safe by a plan that all"
            " agencies keep.",
            accountable=DIRECTOR,
            responsible_body=SUB_GROUP,
            actions=(
                SampleAction(
                    "2.1.1",
                    "Hold a joint discussion of police, health and social care within one working day of every"
                    " referral",
                    lead=EARLY_HELP,
                    start="2015-10-01",
                    due="2016-09-30",
                    success_criteria=("95 of 100 within one working day", "All three agencies present each time"),
                    partners=("Police", "Community Health Trust"),
                ),
                SampleAction(
                    "2.1.2",
                    "Speak with every child who went missing within 72 hours of the return",
                    lead=EARLY_HELP,
                    start="2015-10-01",
                    due="2016-03-11",
                    success_criteria=("90 of 100 within 72 hours", "What the child said reaches the weekly meeting"),
                    partners=("Police", "Voluntary Sector Alliance"),
                ),
                SampleAction(
                    "2.1.3",
                    "Offer a health assessment to every child with a CSE plan",
                    lead=NURSE,
                    start="2016-01-04",
                    due="2016-10-28",
                    success_criteria=("Offered within 20 working days",),
                    partners=("Borough Council",),
                ),
            ),
        ),
    ),
)

PURSUE = SampleTheme(
    number=3,
    title="Pursue",
    outcome="Invented for this sample: those who exploit children are found, stopped and brought before a court.",
    objectives=(
        SampleObjective(
            "3.1",
            "Cases are built so that a child’s word is not the only evidence, and witnesses are supported throughout.",
            accountable=INVESTIGATIONS,
            responsible_body=SUB_GROUP,
            actions=(
                SampleAction(
                    "3.1.1",
                    "Review the cases that were closed without a charge in the last five years",
                    lead=INVESTIGATIONS,
                    start="2015-09-07",
                    due="2016-08-31",
                    success_criteria=("All 64 cases reviewed", "Families told the result in person"),
                    partners=("Borough Council",),
                ),
                SampleAction(
                    "3.1.2",
                    "Hold a learning event for all who support witnesses through a trial",
                    lead=INVESTIGATIONS,
                    start="2016-04-18",
                    due="2016-07-29",
                    success_criteria=("60 people from five agencies take part", "Lessons in the witness care handbook"),
                    partners=("Voluntary Sector Alliance", "Borough Council"),
                ),
            ),
        ),
        SampleObjective(
            "3.2",
            "Places that are used for exploitation are made unusable for it, and those who run them answer for it.",
            accountable=INVESTIGATIONS,
            responsible_body=SUB_GROUP,
            actions=(
                SampleAction(
                    "3.2.1",
                    "Use warning notices and orders against adults who are found with children not their own",
                    lead=INVESTIGATIONS,
                    start="2015-09-07",
                    due="2016-09-30",
                    success_criteria=("Every notice is followed up within a week",),
                    partners=("Borough Council",),
                ),
                SampleAction(
                    "3.2.2",
                    "Train hotel and taxi staff to notice, and test whether they act",
                    lead=INTELLIGENCE,
                    start="2015-11-02",
                    due="2016-06-30",
                    success_criteria=("20 hotels and all licensed drivers trained", "Test visits in ten hotels"),
                    partners=("Borough Council",),
                ),
            ),
        ),
    ),
)

DELIVERY_PLAN = SamplePlan(
    slug=CSE,
    title="Child Sexual Exploitation Delivery Plan 2015–2018",
    short_title="CSE Delivery Plan",
    purpose=(
        "What the agencies of the Borough do together against the sexual exploitation of children, who answers for each"
        " part of it, and by when.\n\n"
        "This is a sample. The objectives of theme 1 are real ones and stand in their official wording. Themes 2 and"
        " 3, every action, rating, date and figure are invented for trying the product out, and nobody in it is a"
        " real person."
    ),
    manager_label="Business Manager",
    deciding_body=SUB_GROUP,
    created="2015-09-21 10:00",
    criteria=CRITERIA,
    roles=(
        (
            "officer",
            (
                "officer",
                "officer2",
                "support.services",
                "education.skills",
                "public.health",
                "communications",
                "health",
                "voluntary.sector",
                "e.safety",
                "youth.outreach",
            ),
        ),
        ("chief officer", ("chief.officer",)),
        ("scrutineer", ("scrutineer",)),
        ("executive member", ("executive.member",)),
        ("reader", ("reader", "proper.officer")),
        ("information governance", ("information.governance",)),
    ),
    themes=(PREVENT, PROTECT, PURSUE),
)
