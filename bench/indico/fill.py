"""Runs in Indico's own Python: puts meetings and people into a category, by Indico's own calls.

Reads a case as JSON from standard input; prints where to read, and the cookie of a signed-in
session: the secretary, who manages the category and is one of the participants.
"""

import datetime as dt
import json
import sys
from typing import Any

from flask import session
from indico.core.db import db
from indico.core.db.sqlalchemy.descriptions import RenderMode
from indico.modules.categories import Category
from indico.modules.categories.operations import create_category
from indico.modules.events.contributions.operations import create_contribution
from indico.modules.events.features.util import set_feature_enabled
from indico.modules.events.models.events import EventType
from indico.modules.events.notes.models.notes import EventNote
from indico.modules.events.operations import create_event
from indico.modules.events.registration.models.forms import RegistrationForm
from indico.modules.events.registration.models.registrations import PublishRegistrationsMode
from indico.modules.events.registration.util import create_personal_data_fields, create_registration
from indico.modules.users.operations import create_user
from indico.web.flask.app import make_app
from pytz import timezone

ZONE = timezone("Asia/Ho_Chi_Minh")
ITEM = dt.timedelta(minutes=15)


def fill(case: dict[str, Any]) -> dict[str, Any]:
    """Write the case; return the category, the meetings (oldest first) and the cookie."""
    people = [
        {"email": f"p{number}@example.invalid", "first_name": given, "last_name": family}
        for number, (given, family) in enumerate(case["people"])
    ]
    admin = create_user("admin@example.invalid", {"first_name": "A", "last_name": "B"})
    admin.is_admin = True  # without one, every page leads to the first setting up
    user = create_user(people[0]["email"], people[0])
    db.session.flush()
    session.set_session_user(user)
    category = create_category(Category.get_root(), {"title": case["cell"]})
    category.update_principal(user, full_access=True)
    db.session.commit()
    events = [_meeting(case, category, user, day, people).id for day in case["days"]]
    return {"category": category.id, "events": events, "cookie": _cookie()}


def _meeting(case: dict[str, Any], category: Any, user: Any, day: str, people: Any) -> Any:
    start = ZONE.localize(dt.datetime.fromisoformat(f"{day}T19:30"))
    what = {
        "title": case["title"], "description": "", "timezone": ZONE.zone, "start_dt": start,
        "end_dt": start + dt.timedelta(minutes=100), "creator": user,
        "location_data": {"venue_name": case["place"], "inheriting": False},
    }  # fmt: skip
    event = create_event(category, EventType.meeting, what)
    db.session.commit()  # running numbers are given by a second session, which must see it
    for place, title in enumerate(case["agenda"]):
        item = {"title": title, "duration": ITEM, "start_dt": start + place * ITEM}
        create_contribution(event, item)
    note = EventNote.get_or_create(event)
    note.create_revision(RenderMode.html, case["minutes"], user)
    db.session.add(note)
    _participants(event, people, case["present"])
    db.session.commit()
    return event


def _participants(event: Any, people: list[dict[str, str]], present: int) -> None:
    """Register people as a manager does; whoever takes part sees the names, as by default."""
    set_feature_enabled(event, "registration", True)
    form = RegistrationForm(event=event, title="Participants", currency="EUR")
    create_personal_data_fields(form)
    form.publish_registrations_participants = PublishRegistrationsMode.show_all
    form.publish_registrations_public = PublishRegistrationsMode.hide_all
    db.session.add(form)
    db.session.flush()
    for number, person in enumerate(people):
        registration = create_registration(form, dict(person), management=True, notify_user=False)
        registration.checked_in = number < present


def _cookie() -> str:
    response = app.response_class()
    app.session_interface.save_session(app, session._get_current_object(), response)
    return response.headers["Set-Cookie"].partition(";")[0]


app = make_app()
with app.test_request_context("/", base_url=app.config["INDICO"]["BASE_URL"]):
    print(json.dumps(fill(json.load(sys.stdin))))
