"""A corrected date: what members have read as the original one stays visible beside it."""

from actions.wording import correct
from reports.document import build
from reports.versions import issue_to_members


def corrected(cast):
    """Correct the due date of the cast's action by some months; returns what it was."""
    action = cast.action
    was = action.original_due_on
    later = was.replace(month=9)
    words = {name: getattr(action, name) for name in ("wording", "success_criteria", "partners", "start_on")}
    correct(action, **words, original_due_on=later, due_on=later, because="Mistyped.", **cast.as_manager())
    action.refresh_from_db()
    return was


def test_a_date_that_members_have_read_stays_visible_beside_the_corrected_one(cast, client):
    issue_to_members(cast.plan, label="March", because="Considered.", **cast.as_manager())
    was = corrected(cast)
    assert cast.action.corrected_from == was
    assert build(cast.plan).action("1.4.3").corrected_from == was
    client.force_login(cast.officer)
    for page in ("/plans/the-plan/actions/1.4.3/", "/plans/the-plan/objectives/1.4/"):
        assert "corrected from 30 Jan" in client.get(page).content.decode()


def test_a_date_that_no_version_holds_is_simply_corrected(cast):
    corrected(cast)
    assert cast.action.corrected_from is None
