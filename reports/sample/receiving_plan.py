"""The plan that may one day take over from the delivery plan: in force, hardly begun, and nothing issued yet."""

from reports.sample.people import IMPROVEMENT_BOARD
from reports.sample.plan import EARLY_HELP, INVESTIGATIONS, PUBLIC_HEALTH, SUPPORT
from reports.sample.shapes import IMPROVEMENT, SampleAction, SampleObjective, SamplePlan, SampleTheme

RECEIVING_PLAN = SamplePlan(
    slug=IMPROVEMENT,
    title="Children and Young People’s Services Improvement Plan 2016–2019",
    short_title="CYPS Improvement Plan",
    purpose=(
        "How services for children and young people become better, and stay so.\n\n"
        "This is a sample: everything in this plan is invented for trying the product out."
    ),
    manager_label="Plan manager",
    deciding_body=IMPROVEMENT_BOARD,
    created="2015-12-14 10:00",
    criteria={
        "off track": ("R", "Behind, and nobody has yet agreed how to catch up."),
        "catching up": ("A", "Behind, with an agreed and dated way to catch up."),
        "on track": ("G", "On track: each step done by its date."),
    },
    roles=(
        ("officer", ("officer", "officer2", "support.services", "public.health")),
        ("chief officer", ("chief.officer",)),
        ("executive member", ("executive.member",)),
        ("information governance", ("information.governance",)),
    ),
    themes=(
        SampleTheme(
            number=1,
            title="Early help and prevention",
            outcome="Invented for this sample: families get the help they need before a worry becomes a danger.",
            objectives=(
                SampleObjective(
                    "1.1",
                    "Families find help early, through one door, and say afterwards that it helped.",
                    accountable=EARLY_HELP,
                    responsible_body=IMPROVEMENT_BOARD,
                    actions=(
                        SampleAction(
                            "1.1.1",
                            "Bring the early help teams of all localities under one roof each",
                            lead=EARLY_HELP,
                            start="2016-02-01",
                            due="2016-10-28",
                            success_criteria=("Nine localities, nine teams",),
                            partners=("Community Health Trust", "Schools"),
                        ),
                        SampleAction(
                            "1.1.2",
                            "Ask every family, three months after help has ended, whether they are better off",
                            lead=EARLY_HELP,
                            start="2016-05-02",
                            due="2017-03-31",
                            success_criteria=("Half of all families answer",),
                        ),
                    ),
                ),
                SampleObjective(
                    "1.2",
                    "What was learned about child sexual exploitation stays in daily practice.",
                    accountable=INVESTIGATIONS,
                    responsible_body=IMPROVEMENT_BOARD,
                    actions=(
                        SampleAction(
                            "1.2.1",
                            "Repeat the profile of children at risk every year, and compare it with the year before",
                            lead=INVESTIGATIONS,
                            start="2016-09-01",
                            due="2017-05-31",
                            partners=("Borough Council", "Community Health Trust"),
                        ),
                        SampleAction(
                            "1.2.2",
                            "Follow over three years what became of the children who were helped",
                            lead=PUBLIC_HEALTH,
                            start="2016-04-04",
                            due="2018-12-14",
                            success_criteria=("A first report after nine months", "A baseline agreed by all agencies"),
                        ),
                        SampleAction(
                            "1.2.3",
                            "Keep support for survivors in the yearly commissioning round",
                            lead=SUPPORT,
                            start="2016-07-04",
                            due="2017-01-31",
                        ),
                    ),
                ),
            ),
        ),
    ),
)
