"""Sign-off: reported complete by the lead, verified by somebody else, signed off by the plan's signer; and what undoes it."""

import datetime as dt
from typing import Unpack

from actions.deciders import person_behind, refuse_before, refuse_own_work, refuse_unless_signing
from actions.evidence import criteria_not_shown, evidence_of
from actions.extensions import let_extension_lapse
from actions.leaving import refuse_while_a_move_is_open
from actions.lifecycle import refuse_out_of_turn
from actions.models import Action, AssuranceCheck, Milestone, SignOff, Withdrawal
from actions.updates import refuse_for_a_stranger
from people import clock
from people.models import GovernanceBody, User, british
from plans import rights
from plans.models import Step
from plans.steps import How, Refused, keep_record, kind_of, one_step, words_for

# Verbs that agree to what is shown; while something is not, the report is returned.
LOOKS_AT_WHAT_IS_SHOWN = ("verify", "waive_verification", "sign_off")


def report_complete(action: Action, *, done_on: dt.date, because: str, **how: Unpack[How]) -> Step:
    """The lead says that it is done, since when and how; each success criterion has its evidence, no milestone is open."""
    with one_step(action, "report_complete", because=because, **how) as row:
        refuse_out_of_turn(row, "report_complete")
        refuse_for_a_stranger(row, how["by"], how["recorded_by"])
        reporter = person_behind(how["by"])
        if reporter is None:
            raise Refused("Nobody holds that post, so nobody reports for it.", "whose")
        _refuse_odd_day(row, done_on)
        refuse_while_a_move_is_open(row)
        _refuse_unshown(row)
        let_extension_lapse(row, "Reported complete before it was decided.", because, how)
        report = SignOff(
            plan=row.plan,
            action=row,
            reported_version=row.version + 1,
            reported_on=clock.today(),
            reported_by=reporter,
            reported_words=words_for(how["by"], row),
            reported_because=because.strip(),
            done_on=done_on,
        )
        keep_record(report, because=because, recorded_by=how["recorded_by"])
        row.status, row.done_on = Action.Status.REPORTED_COMPLETE, done_on
    return row.last_step


def verify(action: Action, *, looked_on: dt.date, because: str, **how: Unpack[How]) -> Step:
    """Somebody of another organisation, or the scrutineer, looked: when, and what they saw (``because``)."""
    with one_step(action, "verify", because=because, **how) as row:
        refuse_out_of_turn(row, "verify")
        report = _open_report(row)
        verifier = _verifier(row, report, how)
        _refuse_no_longer_shown(row)
        if looked_on > clock.today() or looked_on < report.done_on:
            raise Refused("Say on which day between its end and today somebody looked.", "looked_on")
        report.verified_version, report.verified_on = row.version + 1, looked_on
        report.verified_by, report.verified_words = verifier, words_for(how["by"], row)
        report.verified_because = because.strip()
        keep_record(report, because=because, recorded_by=how["recorded_by"])
        row.status = Action.Status.VERIFIED
    return row.last_step


def waive_verification(action: Action, *, because: str, **how: Unpack[How]) -> Step:
    """Go on without anybody having looked, where the plan waives that; its reason is shown wherever it matters."""
    with one_step(action, "waive_verification", because=because, **how) as row:
        refuse_out_of_turn(row, "waive_verification")
        if not row.plan.waiver_because:
            raise Refused("This plan does not waive verification: somebody of another organisation looks first.")
        report = _open_report(row)
        _refuse_no_longer_shown(row)
        report.verified_version, report.verified_on = row.version + 1, clock.today()
        report.verified_words, report.waived_because = words_for(how["by"], row), row.plan.waiver_because
        keep_record(report, because=because, recorded_by=how["recorded_by"])
        row.status = Action.Status.VERIFIED
    return row.last_step


def refuse_verification(action: Action, *, because: str, **how: Unpack[How]) -> Step:
    """Somebody looked and gives the report back: it is not done, or not shown."""
    with one_step(action, "refuse_verification", because=because, **how) as row:
        refuse_out_of_turn(row, "refuse_verification")
        report = _open_report(row)
        _verifier(row, report, how)
        _give_back(row, report, SignOff.Outcome.RETURNED, because, how)
    return row.last_step


def sign_off(action: Action, *, because: str, **how: Unpack[How]) -> Step:
    """The plan's signer agrees that it is complete. Neither lead, reporter nor verifier signs."""
    with one_step(action, "sign_off", because=because, **how) as row:
        refuse_out_of_turn(row, "sign_off")
        report = _open_report(row)
        _refuse_unless_signing(row, report, how)
        _refuse_who_had_a_hand(row, report, how["recorded_by"])
        refuse_before(how.get("agreed_at"), report.verified_on if report.verified_by_id else None, "it was verified")
        _refuse_no_longer_shown(row)
        _decide(row, report, SignOff.Outcome.SIGNED_OFF, because, how)
        row.status, row.signed_off_at = Action.Status.COMPLETE, clock.now()
        row.signed_off_words = report.decided_words
    return row.last_step


def return_report(action: Action, *, because: str, **how: Unpack[How]) -> Step:
    """The signer gives the report back, verified or not: the action goes on."""
    with one_step(action, "return_report", because=because, **how) as row:
        refuse_out_of_turn(row, "return_report")
        report = _open_report(row)
        _refuse_unless_signing(row, report, how)
        _give_back(row, report, SignOff.Outcome.RETURNED, because, how)
    return row.last_step


def take_back(action: Action, *, because: str, **how: Unpack[How]) -> Step:
    """Who reported it complete, or its lead, says that it is not, before anybody has verified it."""
    with one_step(action, "take_back", because=because, **how) as row:
        refuse_out_of_turn(row, "take_back")
        refuse_for_a_stranger(row, how["by"], how["recorded_by"])
        report = _open_report(row)
        person = person_behind(how["by"])
        if person is None or person.pk not in (report.reported_by_id, row.lead_post.holder_id):
            raise Refused("A report is taken back by who made it, or by the lead.", "whose")
        _give_back(row, report, SignOff.Outcome.TAKEN_BACK, because, how)
    return row.last_step


def reopen(action: Action, *, because: str, **how: Unpack[How]) -> Step:
    """A complete or withdrawn action goes on. Its rating is asked anew; who signed, or withdrew, stays on record."""
    with one_step(action, "reopen", because=because, **how) as row:
        refuse_out_of_turn(row, "reopen")
        refuse_unless_signing(row, how["by"])
        refuse_own_work(row, person_behind(how["by"]))
        ended = _what_ended_it(row)
        refuse_before(how.get("agreed_at"), _ended_on(ended), "that was decided")
        ended.reopened_version, ended.reopened_on = row.version + 1, _decided_on(how)
        ended.reopened_words, ended.reopened_because = words_for(how["by"], row), because.strip()
        keep_record(ended, because=because, recorded_by=how["recorded_by"])
        row.status, row.done_on = Action.Status.IN_PROGRESS, None
        row.signed_off_at, row.signed_off_words = None, ""
        row.criterion = row.latest_update = row.forecast_on = None
        row.colour_in_file = ""
    return row.last_step


def assurance_check(action: Action, *, checked_on: dt.date, because: str, **how: Unpack[How]) -> Step:
    """Somebody looks again at a complete action, and says what was found (``because``). It stays complete."""
    with one_step(action, "assurance_check", because=because, **how) as row:
        refuse_out_of_turn(row, "assurance_check")
        if person_behind(how["by"]) is None or not rights.may(how["by"], "assurance_check", row):  # type: ignore[arg-type]
            raise Refused("A check is made by somebody of another organisation, or by the scrutineer.", "checked_by")
        if checked_on > clock.today():
            raise Refused(f"{british(checked_on)} is still to come.", "checked_on")
        signed_on = _ended_on(_what_ended_it(row))
        if signed_on and checked_on < signed_on:
            raise Refused(f"That day lies before its sign-off, {british(signed_on)}.", "checked_on")
        check = AssuranceCheck(
            plan=row.plan,
            action=row,
            action_version=row.version + 1,
            checked_on=checked_on,
            checked_words=words_for(how["by"], row),
            finding=because.strip(),
        )
        row.also_told["check"] = ("", f"looked at on {british(checked_on)}")
        keep_record(check, because=because, recorded_by=how["recorded_by"])
    return row.last_step


# --- what each of them asks ----------------------------------------------------------------------


def _refuse_odd_day(action: Action, done_on: dt.date) -> None:
    if done_on > clock.today():
        raise Refused(f"{british(done_on)} is still to come. Report it when it is done.", "done_on")
    if action.start_on and done_on < action.start_on:
        raise Refused(f"That day lies before the action’s start, {british(action.start_on)}.", "done_on")


def _refuse_unshown(action: Action) -> None:
    """Evidence against each success criterion; one piece at least where there is none. Every milestone decided."""
    if unshown := criteria_not_shown(action):
        raise Refused(f"Add evidence first for: {'; '.join(unshown)}.")
    if not evidence_of(action).exists():
        raise Refused("Add evidence first: what shows that it is done?")
    waiting = Milestone.objects.filter(action=action).open().values_list("what", flat=True)
    if waiting:
        raise Refused(f"Say first that these milestones are reached, or drop them: {'; '.join(waiting)}.")


def _refuse_no_longer_shown(action: Action) -> None:
    """Evidence may be withdrawn at any time; what it showed is then shown by nothing."""
    if unshown := no_longer_shown(action):
        raise Refused(
            "Evidence was withdrawn since this was reported, and nothing shows now: "
            f"{'; '.join(unshown)}. Return the report; once that is shown it is reported again."
        )


def no_longer_shown(action: Action) -> list[str]:
    """What a report of completion claims and nothing shows any more."""
    unshown = criteria_not_shown(action)
    return unshown or ([] if evidence_of(action).exists() else ["that it is done"])


def _open_report(action: Action) -> SignOff:
    return SignOff.objects.select_related("reported_by", "verified_by").get(action=action, outcome="")


def _verifier(action: Action, report: SignOff, how: How) -> User:
    """The person who looked, if it is one who may: of another organisation or the scrutineer, and with no part in it."""
    person = person_behind(how["by"])
    if not isinstance(how["by"], User) or person is None:
        raise Refused("A person looks: name who.", "verified_by")
    if not rights.may(person, "verify", action):
        raise Refused("Somebody of another organisation looks, or the scrutineer.", "verified_by")
    if person.pk == action.lead_post.holder_id or person in (report.reported_by, _recorder(action, report)):
        raise Refused("Who reports and who verifies are two people.", "verified_by")
    if how["recorded_by"] == report.reported_by:
        raise Refused("Who reported it does not record that somebody verified it: they do, or another plan manager.")
    return person


def _recorder(action: Action, report: SignOff) -> User:
    """Who typed the report in, which may be the plan manager for the lead."""
    step = Step.objects.select_related("recorded_by").get(
        kind=kind_of(action), key=action.pk, version=report.reported_version
    )
    return step.recorded_by


def _refuse_unless_signing(action: Action, report: SignOff, how: How) -> None:
    refuse_unless_signing(action, how["by"])
    refuse_before(how.get("agreed_at"), report.done_on, "it was done")
    hands = (report.reported_by, report.verified_by, _recorder(action, report))
    refuse_own_work(action, person_behind(how["by"]), *hands)


def _refuse_who_had_a_hand(action: Action, report: SignOff, recorder: User) -> None:
    """What a body decided is typed in by somebody else than those on whose work it decided."""
    if recorder in (report.reported_by, report.verified_by) or recorder.pk == action.lead_post.holder_id:
        raise Refused(
            "Who leads, reports or verifies an action does not record that it is signed off: another plan manager does, or "
            "a chief officer."
        )


def _decided_on(how: How) -> dt.date:
    meeting = how.get("agreed_at")
    return meeting.held_on if meeting else clock.today()


def _decide(action: Action, report: SignOff, outcome: SignOff.Outcome, because: str, how: How) -> None:
    report.outcome = outcome
    report.decided_version, report.decided_on = action.version + 1, _decided_on(how)
    report.decided_by, report.decided_words = person_behind(how["by"]), words_for(how["by"], action)
    if isinstance(how["by"], GovernanceBody):
        report.decided_body, report.decided_at = how["by"], how["agreed_at"]
    report.decided_because = because.strip()
    keep_record(report, because=because, recorded_by=how["recorded_by"])


def _give_back(action: Action, report: SignOff, outcome: SignOff.Outcome, because: str, how: How) -> None:
    _decide(action, report, outcome, because, how)
    action.status, action.done_on = Action.Status.IN_PROGRESS, None


def _ended_on(ended: SignOff | Withdrawal) -> dt.date | None:
    return ended.decided_on if isinstance(ended, SignOff) else ended.withdrawn_on


def _what_ended_it(action: Action) -> SignOff | Withdrawal:
    if action.status == Action.Status.COMPLETE:
        return SignOff.objects.get(action=action, outcome=SignOff.Outcome.SIGNED_OFF, reopened_version__isnull=True)
    return Withdrawal.objects.get(action=action, reopened_version__isnull=True)
