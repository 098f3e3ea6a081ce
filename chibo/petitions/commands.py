import uuid
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.journal.commands import Act
from chibo.meetings.commands import begin
from chibo.meetings.models import Meeting
from chibo.petitions.models import Petition


class CannotPetition(Refused):
    """The sitting is not the cell's."""


@transaction.atomic
def put_petitions(*, act: Act, meeting: Meeting, texts: Sequence[str]) -> None:
    """Write what the meeting asks of the levels above, in place of what it was; one act.

    Raises: PermissionDenied; Http404; CannotPetition; MeetingIsClosed; OtherContent.
    """
    content = {"texts": list(texts)}
    said: dict[str, object] = {"count": len(texts)}
    opened = begin(act=act, meeting=meeting, verb="petitions.put", content=content, said=said)
    if opened is None:
        return
    if opened.is_committee and texts:
        raise CannotPetition(_("Kiến nghị là của chi bộ: ghi ở buổi họp chi bộ."))
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
