"""People who leave at the same moment: real threads, and a barrier after each has looked at what they hold."""

import contextlib
import contextvars
import datetime as dt
import threading

import pytest
from django.db import connection

from people.models import Membership, User
from people.tracking import written
from plans import leavers
from plans.leavers import hand_on
from plans.models import PlanRole, Role
from plans.people_of_plan import end_role, grant_role, managing
from plans.steps import Refused
from tests.conftest import TODAY, Cast, a_person, make_cast, set_up

pytestmark = pytest.mark.django_db(transaction=True)

KEPT, REFUSED = "left", "refused"


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    return make_cast()


def together(*gestures) -> list[str]:
    outcomes = [""] * len(gestures)

    def run(lane: int) -> None:
        try:
            gestures[lane]()
            outcomes[lane] = KEPT
        except Refused as refusal:
            outcomes[lane] = f"{REFUSED}: {refusal.message}"
        except Exception as problem:
            outcomes[lane] = repr(problem)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=contextvars.copy_context().run, args=(run, lane)) for lane in range(len(gestures))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def at_the_same_moment(look):
    """Neither goes on before the other has come as far, where nothing keeps the other from it."""
    barrier = threading.Barrier(2)

    def look_together(*args):
        with contextlib.suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=0.7)
        return look(*args)

    return look_together


def test_the_last_two_managers_do_not_leave_at_the_same_moment(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """One by a role, the other by a seat on a body that manages the plan: their duties lie in different rows."""
    seated = a_person("second manager", cast.council)
    seat = set_up(
        Membership(body=cast.sub_group, person=seated, capacity="chair", from_on=dt.date(2015, 5, 1)),
        cast.administrator,
    )
    grant_role(cast.plan, role=Role.PLAN_MANAGER, holder=cast.sub_group, because="Agreed.", **cast.as_manager())
    with written():  # an administrator's row, which every leaving locks, would keep them apart by chance
        User.objects.update(is_staff=False)
    for name in ("duties_of", "managing"):
        monkeypatch.setattr(leavers, name, at_the_same_moment(getattr(leavers, name)))
    founder = PlanRole.objects.get(plan=cast.plan, person=cast.administrator)
    end_role(founder, because="It stands.", until_on=founder.from_on, **cast.as_manager())
    own = PlanRole.objects.get(plan=cast.plan, person=cast.plan_manager)
    how = {"plan": cast.plan, "ended_on": TODAY, "because": "Moved.", "posts": {}}
    outcomes = together(
        lambda: hand_on(
            cast.plan_manager, roles={own: None}, by=cast.plan_manager, recorded_by=cast.plan_manager, **how
        ),
        lambda: hand_on(seated, roles={}, seats={seat: None}, by=seated, recorded_by=seated, **how),
    )
    assert sorted(outcome.partition(":")[0] for outcome in outcomes) == [KEPT, REFUSED], outcomes
    assert managing(cast.plan).exists()
