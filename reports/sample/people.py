"""Who there is in the sample: everybody stands for a post, nobody for a real person."""

from reports.sample.shapes import LeadPost, Person, Seat

# Printed beside the list of people; good for trying out, useless anywhere else.
PASSWORD = "follow every promise through"

COUNCIL = "Borough Council"
POLICE = "Police"
HEALTH = "Community Health Trust"
VOLUNTARY = "Voluntary Sector Alliance"

SUB_GROUP = "CSE Sub-Group"
BOARD = "Local Safeguarding Children Board"
COMMISSION = "Improving Lives Select Commission"
IMPROVEMENT_BOARD = "Children’s Improvement Board"

# Organisation → the post that leads it for the partnership.
ORGANISATIONS = {
    COUNCIL: "Director of Children’s Services",
    POLICE: "Head of CSE Investigations",
    HEALTH: "Designated Nurse for Safeguarding",
    VOLUNTARY: "Community Engagement Lead",
}

ADMINISTRATOR = Person("administrator", "Administrator", COUNCIL, "sets up organisations, posts and bodies")

PEOPLE = (
    Person(
        "plan.manager",
        "Safeguarding Board Business Manager",
        COUNCIL,
        "keeps the plan, issues it, takes it to the board",
    ),
    Person("officer", "Assistant Director, Early Help and Family Engagement", COUNCIL, "updates what two posts lead"),
    Person("officer2", "Head of CSE Investigations", POLICE, "the same, in another organisation"),
    Person("chief.officer", "Director of Children’s Services", COUNCIL, "decides on dates and answers for objectives"),
    Person("member", "Select Commission Member", COUNCIL, "reads the issued version before the meeting"),
    Person("scrutiny.officer", "Scrutiny Officer", COUNCIL, "prepares the commission’s meeting"),
    Person("scrutineer", "Independent Scrutineer", "", "reads today’s position"),
    Person("executive.member", "Cabinet Member for Children’s Services", COUNCIL, "reads today’s position"),
    Person("reader", "Partnership Support Officer", HEALTH, "reads the issued version"),
    Person("outsider", "Housing Strategy Officer", COUNCIL, "has an account and no role on any plan"),
    Person("information.governance", "Information Governance Manager", COUNCIL, "sees who can see what"),
    Person("proper.officer", "Head of Democratic Services", COUNCIL, "confirms what is exempt, and releases it"),
    ADMINISTRATOR,
)

# They lead actions too, or chair; who tries the product out does well without them.
FURTHER_PEOPLE = (
    Person("support.services", "CSE Support Services Co-ordinator", COUNCIL, "updates what this post leads"),
    Person("education.skills", "Education and Skills Manager", COUNCIL, "updates what this post leads"),
    Person("public.health", "Assistant Director, Public Health", COUNCIL, "updates what this post leads"),
    Person("communications", "Communications Manager", COUNCIL, "updates what this post leads"),
    Person("health", "Designated Nurse for Safeguarding", HEALTH, "updates what this post leads"),
    Person("voluntary.sector", "Community Engagement Lead", VOLUNTARY, "updates what this post leads"),
    Person("commission.chair", "Select Commission Chair", COUNCIL, "chairs the commission"),
)

# They have left, and can no longer sign in.
FORMER_PEOPLE = (
    Person("e.safety", "E-Safety Officer", COUNCIL, "left when the post ended"),
    Person("youth.outreach", "Youth Outreach Co-ordinator", VOLUNTARY, "left in January"),
)

POSTS = (
    LeadPost("Safeguarding Board Business Manager", COUNCIL, "plan.manager"),
    LeadPost("Assistant Director, Early Help and Family Engagement", COUNCIL, "officer"),
    LeadPost("Healthy Schools Lead", COUNCIL, "officer"),
    LeadPost("Head of CSE Investigations", POLICE, "officer2"),
    LeadPost("Force Intelligence Lead", POLICE, "officer2"),
    LeadPost("Director of Children’s Services", COUNCIL, "chief.officer"),
    LeadPost("CSE Support Services Co-ordinator", COUNCIL, "support.services"),
    LeadPost("Education and Skills Manager", COUNCIL, "education.skills"),
    LeadPost("Assistant Director, Public Health", COUNCIL, "public.health"),
    LeadPost("Communications Manager", COUNCIL, "communications"),
    LeadPost("Designated Nurse for Safeguarding", HEALTH, "health"),
    LeadPost("Community Engagement Lead", VOLUNTARY, "voluntary.sector"),
    LeadPost("E-Safety Officer", COUNCIL, "e.safety"),
    LeadPost("Youth Outreach Co-ordinator", VOLUNTARY, "youth.outreach"),
    LeadPost("Complaints Manager", COUNCIL),
)

BODIES = {
    SUB_GROUP: "sub-group",
    BOARD: "board",
    COMMISSION: "select commission",
    IMPROVEMENT_BOARD: "board",
}

SEATS = (
    Seat(COMMISSION, "commission.chair", "chair"),
    Seat(COMMISSION, "member", "member"),
    Seat(COMMISSION, "scrutiny.officer", "scrutiny officer"),
    Seat(COMMISSION, "proper.officer", "proper officer"),
    Seat(SUB_GROUP, "officer2", "chair"),
    Seat(SUB_GROUP, "officer", "member"),
    Seat(SUB_GROUP, "health", "member"),
    Seat(SUB_GROUP, "plan.manager", "officer in attendance"),
    Seat(BOARD, "chief.officer", "member"),
    Seat(BOARD, "plan.manager", "officer in attendance"),
    Seat(IMPROVEMENT_BOARD, "chief.officer", "chair"),
)


def address(person: Person) -> str:
    return f"{person.account}@example.org"
