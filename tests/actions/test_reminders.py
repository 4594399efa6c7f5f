"""Reminders of returns: which mail goes to whom on which day, each once, with no word of the plan; and what came back.

The round is opened on 7 March 2016 with returns due on 4 April, so that Good Friday (25 March) and Easter Monday (28 March) lie
between its first mark and the second.
"""

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from actions.models import Action, ProgressUpdate
from actions.record_check import RecordCheck
from actions.reminders import by_hand, send_by_hand, send_due
from actions.structure import add_action
from objectives.models import StrategicObjective
from people import clock
from people.models import Post, User
from people.tracking import written
from plans.models import MailKind, MailsOff, Plan, RatingCriterion, Reminder, Round, SentMail, Step, Theme
from plans.people_of_plan import grant_role
from plans.rounds import RoundDates, change_round, give_up_round, open_round
from plans.steps import one_step
from tests.a_round import ARound
from tests.actions.life import Life
from tests.conftest import LONDON, set_up

OPENED, DUE = dt.date(2016, 3, 7), dt.date(2016, 4, 4)
FIRST = "/plans/the-plan/rounds/1/"
OFFICER, ELSEWHERE, CHIEF = "officer@example.org", "officer.elsewhere@example.org", "chief.officer@example.org"


@contextmanager
def on(month: int, day: int, hour: int = 7) -> Iterator[None]:
    with clock.at(dt.datetime(2016, month, day, hour, tzinfo=LONDON)):
        yield


@pytest.fixture
def round_(cast) -> ARound:
    with on(3, 7):
        return ARound(cast).open(dates=RoundDates(returns_due_on=DUE))


@pytest.fixture
def led(cast) -> None:
    """The chief officer's post leads the council; nobody's leads the police."""
    director = set_up(Post(title="Director", organisation=cast.council, holder=cast.chief_officer), cast.administrator)
    how = {"by": cast.administrator, "recorded_by": cast.administrator}
    with one_step(cast.council, "administer", because="Leads it for the partnership.", **how) as row:
        row.lead_post = director


def run(*options: str) -> str:
    """What the timer's command prints."""
    said = StringIO()
    call_command("send_reminders", *options, stdout=said)
    return said.getvalue()


def day_by_day(first: dt.date, last: dt.date) -> dict[dt.date, list[str]]:
    """``{day: to whom mails went}`` with the command run every morning."""
    found = {}
    for number in range((last - first).days + 1):
        day = first + dt.timedelta(days=number)
        before = len(mail.outbox)
        with clock.at(dt.datetime(day.year, day.month, day.day, 7, tzinfo=LONDON)):
            run()
        if to := [one.to[0] for one in mail.outbox[before:]]:
            found[day] = sorted(to)
    return found


def kinds() -> list[str]:
    return list(Reminder.objects.order_by("pk").values_list("kind", flat=True))


# --- on which day --------------------------------------------------------------------------------------


def test_r13_reminders_go_on_their_days_over_bank_holidays_and_then_weekly_and_once_to_the_lead(cast, round_, led):
    both = [ELSEWHERE, OFFICER]
    assert day_by_day(OPENED, dt.date(2016, 4, 26)) == {
        dt.date(2016, 3, 17): both,  # ten working days before, with Good Friday and Easter Monday left out
        dt.date(2016, 3, 30): both,
        dt.date(2016, 4, 4): both,
        dt.date(2016, 4, 11): both,
        dt.date(2016, 4, 18): both,
        dt.date(2016, 4, 19): [CHIEF],  # the working day after the second weekly one
        dt.date(2016, 4, 25): both,
    }
    assert (
        kinds()
        == ["10 days"] * 2 + ["3 days"] * 2 + ["on the day"] * 2 + ["weekly"] * 4 + ["organisation"] + ["weekly"] * 2
    )
    assert list(RecordCheck().findings()) == []


def test_whoever_has_answered_or_said_why_not_is_left_alone(cast, round_):
    with on(3, 29):
        round_.report(cast.action)
    with on(4, 5):
        assert ELSEWHERE in run()
    assert [one.to for one in mail.outbox] == [[ELSEWHERE]]


def test_a_mark_before_the_round_was_opened_is_none(cast):
    with on(3, 23):
        ARound(cast).open(dates=RoundDates(returns_due_on=DUE))
    assert list(day_by_day(dt.date(2016, 3, 23), dt.date(2016, 3, 31))) == [dt.date(2016, 3, 30)]


def test_a_run_that_was_missed_is_made_good_by_the_next_and_only_by_the_last_of_what_was_missed(cast, round_):
    with on(4, 6):
        assert "on the day (1.4.3)" in run()
        assert "No reminder is due." in run()
    with on(4, 7):
        run()
    assert len(mail.outbox) == 2
    assert set(kinds()) == {"on the day"}


def test_a_day_that_moves_takes_its_reminders_along(cast, round_):
    with on(3, 30):
        run()
        later = RoundDates(returns_due_on=dt.date(2016, 4, 15))
        change_round(round_.round, dates=later, because="Half of them are on leave.", **cast.as_manager())
    assert list(day_by_day(dt.date(2016, 3, 31), dt.date(2016, 4, 16))) == [
        dt.date(2016, 4, 1), dt.date(2016, 4, 12), dt.date(2016, 4, 15),
    ]  # fmt: skip


def test_nothing_goes_once_the_round_no_longer_collects(cast, round_):
    with on(3, 30):
        give_up_round(round_.round, because="Too early.", **cast.as_manager())
        assert run() == "No reminder is due.\n"
    assert mail.outbox == []


# --- one mail a person ---------------------------------------------------------------------------------


def test_whatever_a_person_leads_in_however_many_plans_is_one_mail_a_run(cast, round_, hold):
    hold(cast.lead_elsewhere, cast.officer)
    _a_round_of_the_other_plan(cast)
    with on(4, 4):
        run()
    (sent,) = mail.outbox
    assert sent.to == [OFFICER]
    assert sent.subject == "Returns are due: 2 reminders"
    assert "The Plan, April 2016: due today, 4 April 2016" in sent.body
    assert "Not reported on yet: 1.4.3, 1.4.10" in sent.body
    assert "Another Plan, Theirs: due today, 4 April 2016" in sent.body
    assert "http://127.0.0.1:8000/plans/another-plan/my-return/" in sent.body
    kept = SentMail.objects.get()
    assert (kept.plan, kept.body, kept.outcome) == (None, sent.body, "sent")
    assert set(kept.reminders.values_list("plan__slug", flat=True)) == {"the-plan", "another-plan"}


def _a_round_of_the_other_plan(cast) -> Round:
    with on(3, 7):
        life = Life(cast)
        how = {"by": cast.outsider, "recorded_by": cast.outsider, "because": "Needed."}
        add_action(life.place(), reference="9.1", wording="Theirs.", lead_post=cast.lead, **how)
        grant_role(cast.other_plan, role="officer", holder=cast.officer, **how)
        return open_round(cast.other_plan, label="Theirs", dates=RoundDates(returns_due_on=DUE), **how)


def test_one_plan_can_be_asked_for_alone(cast, round_):
    _a_round_of_the_other_plan(cast)
    with on(4, 4):
        run("--plan", "another-plan")
    assert [one.subject for one in mail.outbox] == ["Your return, due today, 4 April 2016: Theirs, Another Plan"]
    with pytest.raises(CommandError, match=r"There is no plan nowhere\..*Nothing was sent"):
        run("--plan", "nowhere")


def test_the_lead_of_an_organisation_is_told_of_others_and_not_of_what_they_owe_themselves(cast, round_, hold, led):
    hold(cast.lead, cast.chief_officer)
    with on(4, 20):
        run()
    assert [one.to[0] for one in mail.outbox] == [CHIEF, ELSEWHERE]
    assert not Reminder.objects.filter(kind="organisation").exists()


def test_the_lead_of_an_organisation_reads_which_posts_owe_what(cast, round_, led):
    with on(4, 19):
        run()
    told = next(one for one in mail.outbox if one.to == [CHIEF])
    assert told.subject == "Returns have not come from The Council: April 2016, The Plan"
    assert "- Early Help Manager: 1.4.3" in told.body
    assert "1.4.10" not in told.body
    assert f"http://127.0.0.1:8000{FIRST}" in told.body


# --- to nobody -----------------------------------------------------------------------------------------


def test_where_nobody_can_be_written_to_it_says_so_and_writes_to_nobody(cast, round_, hold):
    hold(cast.lead, None)
    cast.officer_elsewhere.refresh_from_db()
    EmailAddress.objects.filter(user=cast.officer_elsewhere).update(verified=False)
    with on(4, 19):
        said = run()
    assert (
        "nobody to write to: Early Help Manager, April 2016 round of The Plan: lead gone, nobody holds this post"
        in said
    )
    assert "Officer elsewhere, April 2016 round of The Plan: has no address that they confirmed" in said
    assert "Council, April 2016 round of The Plan: no post leads it" in said
    assert mail.outbox == []
    assert not SentMail.objects.exists()


def test_who_has_no_role_could_not_open_it_and_gets_none(cast, round_, hold):
    hold(cast.lead, cast.outsider)
    with on(4, 4):
        assert (
            "Early Help Manager, April 2016 round of The Plan: has no role on this plan, and could not open it" in run()
        )
    assert [one.to for one in mail.outbox] == [[ELSEWHERE]]


def test_who_has_left_gets_none(cast, round_):
    with written():
        User.objects.filter(pk=cast.officer.pk).update(
            is_active=False, ended_on=dt.date(2016, 3, 31), ended_because="Retired."
        )
    with on(4, 4):
        assert "Officer, April 2016 round of The Plan: has left" in run()
    assert [one.to for one in mail.outbox] == [[ELSEWHERE]]


def test_who_has_switched_them_off_gets_none_and_the_page_keeps_the_choice(cast, desk, round_, said):
    officer = desk(cast.officer)
    page = officer.read("/my-mails/")
    assert page.context["form"]["wanted"].value() == ["reminder", "confirmation"]
    answer = officer.post("/my-mails/", {"wanted": ["confirmation"]})
    assert "you get the mails that are ticked" in said(answer)
    officer.post("/my-mails/", {"wanted": ["confirmation"]})
    assert [(one.person, one.kind) for one in MailsOff.objects.all()] == [(cast.officer, "reminder")]
    with on(4, 4):
        assert "Officer, April 2016 round of The Plan: has switched these mails off" in run()
    assert [one.to for one in mail.outbox] == [[ELSEWHERE]]
    officer.post("/my-mails/", {"wanted": ["reminder", "confirmation"]})
    with on(4, 5):
        run()
    assert mail.outbox[-1].to == [OFFICER]


def test_the_page_of_ones_mails_says_what_cannot_be_switched_off_and_is_linked(cast, desk):
    officer = desk(cast.officer)
    assert 'href="/my-mails/"' in officer.read("/").content.decode()
    assert "Invitations, links to set a password, codes to sign in" in officer.read("/my-mails/").content.decode()


def test_a_decision_recorded_for_somebody_asks_them_unless_they_do_not_want_it(cast, desk):
    Life(cast).ask_extension()
    grant = {"decided_by": str(cast.chief_officer.pk), "because": "Agreed by phone.", "received_by": "phone"}
    manager = desk(cast.plan_manager)
    manager.send("1.4.3/extension/grant", **grant)
    assert [one.to for one in mail.outbox] == [[CHIEF]]
    kept = SentMail.objects.get()
    assert (kept.kind, kept.plan, kept.by, kept.outcome) == ("confirmation", cast.plan, cast.plan_manager, "sent")
    MailsOff.objects.create(person=cast.chief_officer, kind=MailKind.CONFIRMATION)
    Life(cast, cast.action_elsewhere.pk).ask_extension(**cast.as_manager())
    manager.send("1.4.10/extension/grant", **grant)
    assert Step.objects.filter(verb="grant_extension").count() == 2
    assert len(mail.outbox) == 1


# --- never twice, and never unseen -----------------------------------------------------------------------


def test_a_dry_run_says_the_same_and_sends_and_keeps_nothing(cast, round_, everything):
    before = everything()
    with on(4, 4):
        dry = run("--dry-run")
        assert mail.outbox == []
        assert everything() == before
        wet = run()
    assert dry.splitlines() == [
        f"would be sent: Officer <{OFFICER}>: April 2016 round of The Plan, on the day (1.4.3)",
        f"would be sent: Officer elsewhere <{ELSEWHERE}>: April 2016 round of The Plan, on the day (1.4.10)",
    ]
    assert wet == dry.replace("would be sent", "sent")


@pytest.fixture
def mail_server(monkeypatch):
    """Let the mail server answer otherwise for some addresses: ``mail_server[address] = exception``."""
    answers: dict[str, Exception] = {}
    really = EmailMessage.send

    def send(message: EmailMessage, *args, **kwargs):
        if message.to[0] in answers:
            raise answers[message.to[0]]
        return really(message, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", send)
    return answers


REFUSED = SMTPRecipientsRefused({OFFICER: (550, b"No such user here")})


def test_a_mail_that_is_refused_stops_no_other_is_recorded_with_why_and_is_sent_again_by_the_next_run(
    cast, round_, mail_server
):
    mail_server[OFFICER] = REFUSED
    with on(4, 4):
        said = StringIO()
        with pytest.raises(CommandError, match="1 mail was not sent"):
            call_command("send_reminders", stdout=said)
        assert f"not sent, because 550 No such user here: Officer <{OFFICER}>" in said.getvalue()
        assert f"sent: Officer elsewhere <{ELSEWHERE}>" in said.getvalue()
        mail_server.clear()
        assert run() == f"sent: Officer <{OFFICER}>: April 2016 round of The Plan, on the day (1.4.3)\n"
    kept = SentMail.objects.filter(person=cast.officer).order_by("pk")
    assert [(one.outcome, one.server_said) for one in kept] == [("refused", "550 No such user here"), ("sent", "")]
    assert list(Reminder.objects.filter(person=cast.officer).order_by("pk").values_list("counts", flat=True)) == [
        False, True,
    ]  # fmt: skip


def test_where_the_server_falls_silent_it_is_not_known_and_not_sent_again(cast, round_, mail_server, desk):
    mail_server[OFFICER] = SMTPServerDisconnected("Connection unexpectedly closed")
    with on(4, 4), pytest.raises(CommandError):
        run()
    mail_server.clear()
    with on(4, 5):
        run()
    assert [one.to for one in mail.outbox] == [[ELSEWHERE]]
    page = desk(cast.plan_manager).read("/plans/the-plan/mails/").content.decode()
    assert "not known whether it was sent" in page
    assert "Connection unexpectedly closed" in page


def test_a_program_that_ends_in_between_is_seen_and_sends_to_the_others_next_time(cast, round_, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*args):
        raise Killed

    with on(4, 4):
        with monkeypatch.context() as patched:
            patched.setattr("actions.reminders.post", killed)
            with pytest.raises(Killed):
                run()
        assert SentMail.objects.get().words == "not known whether it was sent"
        run()
    assert [one.to for one in mail.outbox] == [[ELSEWHERE]]


def test_what_was_mailed_is_written_once(cast, round_):
    with on(4, 4):
        run()
    kept = SentMail.objects.first()
    kept.body = "Something else."
    for change in (kept.save, lambda: kept.save(update_fields=["body"]), kept.delete, Reminder.objects.first().delete):
        with pytest.raises(TypeError):
            change()


# --- no word of the plan ---------------------------------------------------------------------------------


def test_no_word_of_the_plan_stands_in_a_mail(cast, led, updated):
    with on(3, 1):
        updated(rationale="Canary of the rationale.", narrative="Canary of the narrative.")
    with on(3, 7):
        round_ = ARound(cast).open(dates=RoundDates(returns_due_on=DUE))
    with on(4, 19):
        run()
    with on(4, 20):
        send_by_hand(round_.round, by=cast.plan_manager, site="https://plans.example.org")
    assert len(mail.outbox) == 5
    mails = "\n".join(f"{one.subject}\n{one.body}\n{one.extra_headers}" for one in mail.outbox)
    for text in every_text_of(cast.plan):
        assert text not in mails, text
    assert "The Plan" in mails


def every_text_of(plan: Plan) -> list[str]:
    rows = (
        *Action.objects.filter(plan=plan), *StrategicObjective.objects.filter(plan=plan), *Theme.objects.filter(plan=plan),
        *RatingCriterion.objects.filter(plan=plan), *ProgressUpdate.objects.filter(plan=plan),
        *Step.objects.filter(plan=plan),
    )  # fmt: skip
    names = ("wording", "success_criteria", "outcome", "words", "rationale", "narrative", "because")
    texts = {
        line for row in rows for name in names for line in str(getattr(row, name, "")).splitlines() if line.strip()
    }
    assert "Canary of the rationale." in texts
    return sorted(texts)


def test_a_mail_has_the_links_and_a_name_of_its_own(cast, round_):
    with on(4, 4):
        run()
    sent = mail.outbox[0]
    assert "http://127.0.0.1:8000/plans/the-plan/my-return/" in sent.body
    assert "http://127.0.0.1:8000/my-mails/" in sent.body
    kept = SentMail.objects.get(person=cast.officer)
    assert sent.extra_headers["Message-ID"] == kept.message_id
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    assert (kept.address, kept.subject) == (OFFICER, "Your return, due today, 4 April 2016: April 2016, The Plan")
    assert SentMail.objects.values("message_id").distinct().count() == 2


# --- by the button -----------------------------------------------------------------------------------------

REMIND = f"{FIRST}reminders/"


def test_r13_the_plan_manager_sees_who_is_written_to_and_who_is_not_and_sends_with_one_click(
    cast, desk, round_, hold, said
):
    hold(cast.lead_elsewhere, None)
    manager = desk(cast.plan_manager)
    assert REMIND in manager.read(FIRST).content.decode()
    page = manager.read(REMIND).content.decode()
    assert "Send 1 mail</button>" in page
    assert "lead gone, nobody holds this post" in page
    answer = manager.post(REMIND, {})
    assert "1 mail sent." in said(answer)
    assert "reminded on 6 April 2016" in answer.content.decode()
    kept = SentMail.objects.get()
    assert (kept.by, kept.person, kept.reminders.get().kind) == (cast.plan_manager, cast.officer, "by hand")
    assert "http://testserver/plans/the-plan/my-return/" in mail.outbox[0].body


def test_a_second_click_reminds_nobody_and_the_next_day_does(cast, desk, round_, said):
    manager = desk(cast.plan_manager)
    manager.post(REMIND, {})
    assert "No mail was sent: nobody is left to remind today." in said(manager.post(REMIND, {}))
    assert len(mail.outbox) == 2
    page = manager.read(REMIND).content.decode()
    assert "was reminded today already" in page
    assert "<button" not in page.partition("<main")[2]
    with on(4, 7):
        manager.post(REMIND, {})
    assert len(mail.outbox) == 4


def test_the_timer_does_not_remind_again_whom_the_button_reminded_since_the_mark(cast, round_):
    with on(4, 5):
        send_by_hand(round_.round, by=cast.plan_manager, site="https://plans.example.org")
        assert run() == "No reminder is due.\n"


def test_opening_the_pages_changes_nothing(cast, desk, round_, everything):
    before = everything()
    manager = desk(cast.plan_manager)
    for page in (REMIND, FIRST, "/plans/the-plan/mails/", "/my-mails/", "/"):
        assert manager.read(page).status_code == 200
    assert everything() == before
    assert mail.outbox == []


def test_the_wrong_person_is_refused(cast, desk, round_):
    for person, answer in ((cast.officer, 403), (cast.chief_officer, 403), (cast.outsider, 404)):
        for page in (REMIND, "/plans/the-plan/mails/"):
            assert desk(person).read(page).status_code == answer
        assert desk(person).post(REMIND, {}).status_code == answer
    with pytest.raises(PermissionDenied):
        send_by_hand(round_.round, by=cast.officer, site="https://plans.example.org")
    assert mail.outbox == []


def test_a_round_that_no_longer_collects_says_so_and_sends_nothing(cast, desk, round_):
    round_.report_all().freeze()
    manager = desk(cast.plan_manager)
    assert "This round is not collecting returns" in manager.read(REMIND).content.decode()
    manager.post(REMIND, {})
    assert mail.outbox == []


def test_who_is_written_to_takes_the_same_queries_whoever_they_are(cast, round_, django_assert_num_queries):
    rows = Round.objects.filter(pk=round_.round.pk).select_related("plan")
    with django_assert_num_queries(8):
        assert len(by_hand(rows.all()).to_write) == 2
    with on(3, 8):
        how = {"by": cast.plan_manager, "recorded_by": cast.plan_manager, "because": "Needed."}
        for number in range(5):
            add_action(cast.objective, reference=f"1.4.{20 + number}", wording="More.", lead_post=cast.lead, **how)
    with django_assert_num_queries(8):
        assert len(by_hand(rows.all()).to_write) == 2


# --- what came back ------------------------------------------------------------------------------------------


def notification(message_id: str, *, action: str = "failed", headers_only: bool = False) -> bytes:
    """As Postfix sends it."""
    kind = "text/rfc822-headers" if headers_only else "message/rfc822"
    return f"""\
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
To: followthrough@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <20160404070002.1A2B3@mail.example.org>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Mon, 4 Apr 2016 07:00:01 +0100 (BST)

Final-Recipient: rfc822; {OFFICER}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <{OFFICER}>: Recipient address
 rejected: User unknown

--cut
Content-Type: {kind}

Message-ID: {message_id}
From: followthrough@example.org
To: {OFFICER}
Subject: Your return

--cut--
""".replace("\n", "\r\n").encode()


@pytest.fixture
def mailed(round_, cast) -> SentMail:
    with on(4, 4):
        run()
    return SentMail.objects.get(person=cast.officer)


def bounces(tmp_path, *contents: bytes) -> str:
    files = []
    for number, content in enumerate(contents):
        files.append(tmp_path / f"{number}.eml")
        files[-1].write_bytes(content)
    said = StringIO()
    call_command("record_bounces", *map(str, files), stdout=said)
    return said.getvalue()


@pytest.mark.parametrize("headers_only", [False, True])
def test_a_mail_that_came_back_is_marked_and_shown_wherever_it_matters(cast, desk, mailed, tmp_path, headers_only):
    with on(4, 4, hour=8):
        assert f"{OFFICER}: came back, 550 5.1.1" in bounces(
            tmp_path, notification(mailed.message_id, headers_only=headers_only)
        )
    mailed.refresh_from_db()
    assert mailed.bounce_words == f"550 5.1.1 <{OFFICER}>: Recipient address rejected: User unknown"
    manager = desk(cast.plan_manager)
    assert "the reminder of 4 April 2016 came back" in manager.read(FIRST).content.decode()
    log = manager.read("/plans/the-plan/mails/?undelivered=yes").content.decode()
    assert "came back</strong> on 4 April 2016" in log
    assert "User unknown" in log
    assert "1 mail</caption>" in log
    assert "1 mail came back" in manager.read("/").content.decode()
    assert "came back" not in desk(cast.officer_elsewhere).read("/").content.decode()
    with on(5, 9):
        assert "came back" not in manager.read("/").content.decode()


def test_a_bounce_is_noted_once_and_other_letters_are_named_and_left_alone(cast, mailed, tmp_path):
    first = notification(mailed.message_id)
    said = bounces(
        tmp_path,
        first,
        first.replace(b"User unknown", b"Another reason"),
        notification("<stranger@example.org>"),
        notification(mailed.message_id, action="delayed"),
        b"Subject: Out of office\r\n\r\nBack on Monday.\r\n",
        b"",
    ).splitlines()
    assert [line.partition(": ")[2] for line in said] == [
        f"{OFFICER}: came back, 550 5.1.1 <{OFFICER}>: Recipient address rejected: User unknown",
        f"{OFFICER}: noted before",
        "about no mail of ours",
        f"{OFFICER}: not failed, or not yet; nothing is noted",
        "no delivery-status notification",
        "no delivery-status notification",
    ]
    mailed.refresh_from_db()
    assert "User unknown" in mailed.bounce_words


def test_a_notification_is_read_from_standard_input(cast, mailed, monkeypatch):
    standard_input = io.TextIOWrapper(io.BytesIO(notification(mailed.message_id)))
    monkeypatch.setattr("sys.stdin", standard_input)
    call_command("record_bounces", stdout=StringIO())
    mailed.refresh_from_db()
    assert mailed.bounced_at is not None


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="1 file could not be read"):
        call_command("record_bounces", str(tmp_path / "nowhere.eml"), stdout=StringIO())


BROKEN = {
    "an id of one bracket": notification("<"),
    "an empty id": notification("<>", headers_only=True),
    "an id that ends early": notification("<a@["),
    "a deep id": notification("(" * 5_000),
    "deep parts": b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (at, at) for at in range(3_000)
    ),
}


def test_broken_mails_are_named_and_left_where_they_are_and_the_others_are_read(mailed, tmp_path):
    files = [tmp_path / f"{name}.eml" for name in [*BROKEN, "whole"]]
    for file, content in zip(files, [*BROKEN.values(), notification(mailed.message_id)], strict=True):
        file.write_bytes(content)
    said = StringIO()
    with pytest.raises(CommandError, match="5 files could not be read, named above"):
        call_command("record_bounces", *map(str, files), stdout=said)
    *broken, whole = said.getvalue().splitlines()
    for file, line in zip(files, broken, strict=False):
        assert line.startswith(
            f"{file}: cannot be read. It is left where it is, and nothing is noted. Open it yourself"
        )
    assert f"{OFFICER}: came back" in whole
    assert all(file.exists() for file in files)


def test_a_notification_in_a_character_set_that_does_not_exist_is_read(mailed, tmp_path):
    content = notification(mailed.message_id, headers_only=True)
    assert f"{OFFICER}: came back" in bounces(
        tmp_path, content.replace(b"text/rfc822-headers", b"text/rfc822-headers; charset=nonsense")
    )


# --- the page of the mails -----------------------------------------------------------------------------------


def test_the_page_of_the_mails_says_how_many_filters_by_round_and_is_empty_in_words(cast, desk, round_):
    manager = desk(cast.plan_manager)
    assert "No mail has been sent about this plan yet." in manager.read("/plans/the-plan/mails/").content.decode()
    assert "No mail is one of these." in manager.read("/plans/the-plan/mails/?round=1").content.decode()
    with on(4, 4):
        run()
    page = manager.read("/plans/the-plan/mails/?round=1").content.decode()
    assert "2 mails</caption>" in page
    assert 'aria-current="true"><span class="visually-hidden">Chosen: </span>April 2016 2' in page
    assert "Not reported on yet: 1.4.3" in page
    assert "No mail is one of these." in manager.read("/plans/the-plan/mails/?undelivered=yes").content.decode()
    assert "2 mails</caption>" in manager.read("/plans/the-plan/mails/?round=99&page=x").content.decode()


def test_the_text_of_a_mail_about_two_plans_is_shown_to_the_manager_of_neither(cast, desk, round_):
    _a_round_of_the_other_plan(cast)
    with on(4, 4):
        run("--plan", "the-plan")
    with on(4, 11):
        run()
    theirs = desk(cast.outsider).read("/plans/another-plan/mails/").content.decode()
    assert "1 mail</caption>" in theirs
    assert "It tells of another plan too" in theirs
    for word in ("The Plan", "1.4.3", "April 2016, weekly"):
        assert word not in theirs
    assert "Another Plan" not in desk(cast.plan_manager).read("/plans/the-plan/mails/").content.decode()


def test_the_page_of_the_mails_asks_the_same_however_many_there_are(cast, desk, round_, django_assert_num_queries):
    manager = desk(cast.plan_manager)
    with on(4, 4):
        run()
    with django_assert_num_queries(9):
        manager.read("/plans/the-plan/mails/")
    for day in (11, 18):
        with on(4, day):
            run()
    with django_assert_num_queries(9):
        manager.read("/plans/the-plan/mails/")


def test_send_due_is_the_same_for_whoever_asks_it(cast, round_):
    with on(4, 4):
        assert len(send_due(site="https://plans.example.org/").sent) == 2
    assert "https://plans.example.org/plans/the-plan/my-return/" in mail.outbox[0].body
