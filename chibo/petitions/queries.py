from chibo.meetings.models import Meeting
from chibo.petitions.models import Petition


def petitions_of(meeting: Meeting) -> list[Petition]:
    """Return what a meeting asks of the levels above, in order."""
    return list(Petition.objects.filter(meeting=meeting).order_by("position"))
