"""`manage.py load_sample`: into an empty database of the sample's own mode, and nowhere else."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from people.models import Organisation, User
from plans.models import Plan, Step
from reports.sample import people, play
from reports.sample.shapes import Event

in_sample_mode = override_settings(SAMPLE=True)


@in_sample_mode
def test_it_is_refused_where_anything_else_stands(cast):
    before = Step.objects.count()
    with pytest.raises(
        CommandError, match=r"holds something already \(\d+ people, 2 organisations, .*2 plans.*Nothing was changed"
    ):
        call_command("load_sample")
    assert Step.objects.count() == before


@in_sample_mode
@pytest.mark.django_db
def test_one_account_is_enough_to_refuse_it():
    User.objects.create_user("first@example.org", "First person")
    with pytest.raises(CommandError, match="1 person"):
        call_command("load_sample")
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("options", [{}, {"people": True}])
@pytest.mark.django_db
def test_it_is_refused_outside_the_sample(options):
    with pytest.raises(CommandError, match="never goes into a real installation"):
        call_command("load_sample", **options)
    assert not User.objects.exists()


@in_sample_mode
@pytest.mark.django_db
def test_a_crash_leaves_nothing_behind(monkeypatch):
    monkeypatch.setattr(play, "EVENTS", (Event("2015-09-02 10:00"),))
    with pytest.raises(TypeError, match="cannot play a Event"):
        call_command("load_sample")
    assert not User.objects.exists()
    assert not Organisation.objects.exists()
    assert not Plan.objects.exists()
    assert not Step.objects.exists()


@in_sample_mode
@pytest.mark.django_db
def test_the_people_are_printed_without_loading_anything():
    printed = StringIO()
    call_command("load_sample", people=True, stdout=printed)
    assert people.PASSWORD in printed.getvalue()
    for person in people.PEOPLE:
        assert f"{person.account}@example.org" in printed.getvalue()
    assert not User.objects.exists()
