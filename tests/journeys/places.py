"""Every page that somebody can open on the base."""

from uuid import UUID

from tests.journeys.base import OWN
from tests.journeys.site import Site


def pages_of(site: Site, meeting: str, login: str) -> list[str]:
    """Return the addresses of all pages for a person. meeting: one being held in the own cell."""
    cell, commune = site.unit(OWN), site.unit("xã Mường Pồn")
    province = site.unit("tỉnh Điện Biên")
    query = "select meeting_id from minutes_minutesclosure where cell_id = ? order by held_on desc"
    closed = str(UUID(site.rows(query, UUID(cell).hex)[0][0]))
    query = "select person_id from members_membership where cell_id = ?"
    person = str(UUID(site.rows(query, UUID(cell).hex)[5][0]))
    always = ["/", "/more/", "/rights/"]
    if login == "bithu":
        steps = (
            "", "setting/", "roll-call/", "promises/", "discussion/", "decisions/new/",
            "petitions/", "corrections/", "minutes/", "history/", "bin/", "papers/minutes/",
            "papers/roll-call/", "papers/blank-roll-call/", "papers/task-list/",
        )  # fmt: skip
        after = ("", "minutes/closure/", "history/", "papers/resolution/", "decisions/")
        return [
            *always,
            *(f"/units/{cell}/{page}" for page in (
                "", "meetings/", "meetings/new/", "members/", "rules/", "visits/", "memory/",
                "memory/?by=person", "memory/?q=ruong",
                "copied/", "copied/table/", "copied/2025/", "duties/", "history/", "deadlines/",
                "dues/", "dues/2026-10/", "books/", "elections/", "groups/", "prospective/",
                "figures/2026-10/", "figures/2026-10/rows/attendance/", "reports/",
            )),
            *(f"/meetings/{meeting}/{page}" for page in steps),
            *(f"/meetings/{closed}/{page}" for page in after),
        ]  # fmt: skip
    if login == "canbo-xa":
        return [
            *always,
            *(f"/units/{commune}/{page}" for page in (
                "", "months/", "months/2026-10/", "members/", "rules/", "rules/regular.last_day/",
                "copied/", "copied/table/", "deadlines/", "transfers/", "reorganise/", "posts/",
                "reconciliation/", "reconciliation/2026-Q3/", "party-badges/", "lists/members/",
                "reorganise/found/", "figures/2026-Q3/?view=then", "reports/2026-10/", "forms/",
                "figures/2026-10/rows/held/", "help/",
            )),
            *(f"/units/{cell}/{page}" for page in (
                "", "meetings/", "members/", "members/new/", "reorganise/", "reorganise/rename/",
                "reorganise/merge/", "reorganise/split/",
            )),
            f"/members/{person}/", f"/members/{person}/exemption/",
            f"/meetings/{closed}/", f"/meetings/{closed}/minutes/closure/",
            f"/meetings/{closed}/papers/resolution/",
        ]  # fmt: skip
    return [
        *always,
        *(f"/units/{province}/{page}" for page in (
            "", "months/", "figures/2026-10/", "figures/2026-10/?view=then",
            "figures/2025/?sort=help", "rules/", "help/",
        )),
        f"/units/{commune}/", f"/units/{commune}/months/", f"/units/{cell}/meetings/",
    ]  # fmt: skip
