import uuid
from collections.abc import Sequence

from django.db import transaction

from chibo.journal.commands import Act
from chibo.meetings.commands import begin
from chibo.meetings.models import Meeting
from chibo.petitions.models import Petition


@transaction.atomic
def put_petitions(*, act: Act, meeting: Meeting, texts: Sequence[str]) -> None:
    """Write what the meeting asks of the levels above, in place of what it was; one act.

    Raises: PermissionDenied; Http404; MeetingIsClosed; OtherContent.
    """
    content = {"texts": list(texts)}
    said: dict[str, object] = {"count": len(texts)}
    opened = begin(act=act, meeting=meeting, verb="petitions.put", content=content, said=said)
    if opened is None:
        return
    Petition.objects.filter(meeting=opened).delete()
    Petition.objects.bulk_create(
        Petition(
            id=uuid.uuid5(act.id, str(place)),
            province=opened.province,
            meeting=opened,
            position=place,
            text=text,
        )
        for place, text in enumerate(texts, start=1)
    )
