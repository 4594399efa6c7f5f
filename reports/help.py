"""The help pages, one for each role."""

from dataclasses import dataclass

from plans.models import Role


@dataclass(frozen=True)
class HelpPage:
    """One role's page: its address, its words, its template."""

    slug: str
    role: Role
    title: str

    @property
    def template(self) -> str:
        return f"reports/help/{self.slug}.html"


PAGES = (
    HelpPage("officer", Role.OFFICER, "Reporting on the actions that your post leads"),
    HelpPage("plan-manager", Role.PLAN_MANAGER, "Building the plan, issuing it, and the board paper"),
    HelpPage("chief-officer", Role.CHIEF_OFFICER, "Deciding, and what is recorded in your name"),
    HelpPage("member", Role.MEMBER, "Reading the plan before a meeting"),
    HelpPage("scrutiny-officer", Role.SCRUTINY_OFFICER, "Preparing the commission’s reading"),
    HelpPage("scrutineer", Role.SCRUTINEER, "Checking today’s position"),
    HelpPage("executive-member", Role.EXECUTIVE_MEMBER, "Reading the plan as a member of the executive"),
    HelpPage("reader", Role.READER, "Reading what was issued"),
    HelpPage("information-governance", Role.INFORMATION_GOVERNANCE, "Who can see what, and what is kept"),
)
BY_ROLE = {page.slug: page for page in PAGES}
