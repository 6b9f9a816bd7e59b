"""The register at work: `python manage.py test`."""

from datetime import date, datetime
from io import StringIO
from unittest.mock import patch

from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import TestCase
from django.utils.timezone import get_current_timezone

from register.models import Line, Pledge, read
from sanliang import pledges, serial
from sanliang.pledges import Given, Item, Letter, Pledger

LAMP = Item(id="lamp", deed="修路灯", deadline=date(2026, 8, 1))
LETTER = Letter(pledger=Pledger(kind="member", id="m-3", unit="b-1"), kind="annual", items=[LAMP])


class RegisterTest(TestCase):
    """A member, a secretary, one pledge, one day in July."""

    def setUp(self):
        """Two people, a clock that stands, a pledge."""
        self.member = User.objects.create(username="m-3")
        self.secretary = User.objects.create(username="s-1", is_staff=True, is_superuser=True)
        self.secretary.groups.add(Group.objects.create(name="branch_secretary"))
        now = datetime(2026, 7, 1, 9, tzinfo=get_current_timezone())
        clock = patch("django.utils.timezone.now", lambda: now)
        clock.start()
        self.addCleanup(clock.stop)
        self.client.force_login(self.member)
        assert 201 == self.send("p-1/", LETTER).status_code

    def send(self, path, value, **headers):
        """Send a value to a page of pledges."""
        text = value if isinstance(value, str) else serial.dumps(value)
        return self.client.post(f"/pledges/{path}", text, "application/json", headers=headers)

    def test_a_pledge_moves_on_with_its_log(self):
        """The row is what the log makes, and the chain of the log holds."""
        answer = self.send("p-1/submit/", Given())

        assert (200, "submitted") == (answer.status_code, answer.json()["state"])
        row = Pledge.objects.get(state="submitted")
        assert row.value == pledges.replay(read("p-1"))
        assert [1, 2] == [*Line.objects.values_list("version", flat=True)]

    def test_what_is_refused_changes_nothing(self):
        """By the rules, by a reader, by somebody who was faster: the status, the reasons, and no new line."""
        for path, value, status, code in (
            ("p-1/publish/", Given(), 409, "move.not_from_here"),
            ("p-1/publich/", Given(), 404, "move.unknown"),
            ("p-2/submit/", Given(), 404, "pledge.unknown"),
            ("p-1/submit/", '{"kind": "pledge.given/1", "reasons": 7}', 422, "wire.type"),
            ("p-1/", LETTER, 409, "register.faster"),
        ):
            answer = self.send(path, value)
            assert (status, code) == (answer.status_code, answer.json()["faults"][0]["code"])
        assert 1 == Line.objects.count()

    def test_the_language_is_that_of_the_request(self):
        """Of the faults and of the names of states."""
        assert "不能公诺" in self.send("p-1/publish/", Given()).json()["faults"][0]["text"]
        answer = self.send("p-1/publish/", Given(), accept_language="en")
        assert "is no move" in answer.json()["faults"][0]["text"]
        for language, name in (("zh-hans", "提诺"), ("en", "drafted")):
            answer = self.client.get("/pledges/?state=drafted", headers={"accept-language": language})
            assert [{"id": "p-1", "state": "drafted", "name": name}] == answer.json()["pledges"]

    def test_nobody_comes_in_without_a_name(self):
        """A stranger gets no answer."""
        self.client.logout()
        assert 401 == self.client.get("/pledges/").status_code

    def test_what_is_due_is_listed(self):
        """`manage.py due` names the day, the pledge and who has to see to it."""
        row = Pledge.objects.get()
        started = serial.to_dict(row.value) | {"state": "in_progress"}
        Pledge.objects.update(state="in_progress", value=serial.from_dict(started, pledges.Pledge))
        out = StringIO()
        call_command("due", "2026-08-05", stdout=out)
        assert "2026-08-01  p-1  m-3  承诺事项：修路灯\n" == out.getvalue()

    def test_the_pages_of_the_admin_show_pledges(self):
        """The list with the names of the states, a filter by them, a page for each pledge."""
        self.client.force_login(self.secretary)
        page = self.client.get("/admin/register/pledge/?state__exact=drafted").content.decode()
        assert "提诺" in page
        assert "p-1" in page
        page = self.client.get("/admin/register/pledge/p-1/change/").content.decode()
        assert "修路灯" in page

    def test_the_migrations_are_those_of_the_models(self):
        """`makemigrations` has nothing to do."""
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)
