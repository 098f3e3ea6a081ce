import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from chibo.core.errors import Refused
from chibo.journal.commands import Act
from chibo.lists.answers import Answers
from chibo.lists.finding import Found
from chibo.lists.models import ListImport
from chibo.lists.queries import RIGHT_OF, UNDO_DAYS, earlier_answers
from chibo.lists.storing import packed, titles_key
from chibo.organizations.authority import demand
from chibo.organizations.models import Unit

KEEP_DAYS = 30


class CannotTakeList(Refused):
    """There is no list to take, or it is not the one that was shown."""


@transaction.atomic
def bring_list(
    *, act: Act, unit: Unit, kind: str, found: Sequence[Found], file_name: str, list_on: dt.date,
    keep: bool = True,
) -> ListImport:  # fmt: skip
    """Keep the lines of a list, to be looked at and answered; nothing enters the book yet.

    keep: false where the lines are taken at once. What this office answered of the same columns
    and names before is taken over. Raises: PermissionDenied; Http404; CannotTakeList.
    """
    demand(act.actor, RIGHT_OF[kind], at=unit.pk, on=act.today)
    made = ListImport.objects.filter(pk=act.id).first()
    if made is not None:
        return made
    if not any(each.rows for each in found):
        raise CannotTakeList(
            _("Chưa thấy bảng nào có cột tên: xem lại tệp, giữ cả dòng tên cột."), "file"
        )
    if list_on > act.today:
        raise CannotTakeList(_("Ngày này chưa tới: ghi ngày của danh sách."), "list_on")
    key = titles_key(found)
    columns, cells = earlier_answers(unit.pk, kind, key)
    made = ListImport(
        id=act.id, province=unit.province, unit=unit, kind=kind, file_name=file_name[:120],
        list_on=list_on, by=act.actor, brought_at=act.entered_at, titles_key=key,
        table=packed(found) if keep else [], answers={"columns": columns, "cells": cells},
    )  # fmt: skip
    made.save(force_insert=True)
    return made


@transaction.atomic
def answer_list(*, act: Act, made: ListImport, answers: Answers) -> None:
    """Keep what was answered about a list that is not yet taken.

    Raises: PermissionDenied; Http404; CannotTakeList.
    """
    demand(act.actor, RIGHT_OF[made.kind], at=made.unit_id, on=act.today)
    if made.done_at is not None:
        raise CannotTakeList(_("Danh sách này đã ghi vào sổ: mang danh sách mới."))
    made.answers = vars(answers)
    ListImport.objects.filter(pk=made.pk).update(answers=made.answers)


@transaction.atomic
def drop_old_lists(*, now: dt.datetime) -> int:
    """Forget the lines of lists brought 30 days ago, and what could be undone for 7 days.

    Return how many lists lost their lines.
    """
    ListImport.objects.filter(done_at__lt=now - dt.timedelta(days=UNDO_DAYS)).exclude(
        undo={}
    ).update(undo={})
    old = ListImport.objects.filter(brought_at__lt=now - dt.timedelta(days=KEEP_DAYS))
    return int(old.exclude(table=[], left=[]).update(table=[], left=[]))
