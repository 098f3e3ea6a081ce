import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from chibo.accounts.commands import drop_old_drafts
from chibo.deadlines.commands import end_feeds_without_post
from chibo.jobs.commands import drop_old_jobs
from chibo.lists.commands import drop_old_lists
from chibo.meetings.commands import forget_visits
from chibo.organizations.models import Kind, Unit
from chibo.preparations.commands import forget_askers
from chibo.rulebook.queries import in_force


class Command(BaseCommand):
    help = (
        "Forget what may not be kept: old drafts, lists and visits, who asked a question, private "
        "addresses of who holds no post. Run daily."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        drafts, lists = drop_old_drafts(now=now), drop_old_lists(now=now)
        visits, names = 0, 0
        today = timezone.localdate(now)
        for province in Unit.objects.filter(designations__kind=Kind.PROVINCE).distinct():
            rules = in_force(province.pk, on=today)
            kept, named = rules.number("visits.kept_days"), rules.number("questions.named_days")
            visits += forget_visits(before=today - dt.timedelta(days=kept))
            names += forget_askers(before=today - dt.timedelta(days=named))
        feeds = end_feeds_without_post(on=today)
        files = drop_old_jobs(now=now, today=today)
        self.stdout.write(
            f"Đã xóa {drafts} bản nháp, {lists} danh sách, {visits} lần thăm hỏi, "
            f"{names} tên người hỏi quá hạn, {feeds} địa chỉ lịch, "
            f"{files} tệp máy làm."
        )
