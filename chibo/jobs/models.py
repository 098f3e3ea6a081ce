from django.db import models
from django.utils.translation import gettext_lazy as _

from chibo.accounts.models import User


class State(models.TextChoices):
    WAITING = "waiting", _("Chờ tới lượt")
    RUNNING = "running", _("Đang làm")
    STOPPING = "stopping", _("Đang dừng")
    STOPPED = "stopped", _("Đã dừng")
    DONE = "done", _("Xong")
    FAILED = "failed", _("Bị hỏng")


ALIVE = (State.WAITING, State.RUNNING, State.STOPPING)


class Job(models.Model):
    """Long work that somebody asked for. done, of: steps; cursor: from where it goes on.

    worker: who holds it, a new mark each time it is taken up. said: a sentence to who asked.
    """

    id = models.UUIDField(primary_key=True)
    province = models.UUIDField()
    unit = models.UUIDField()
    kind = models.CharField(max_length=40)
    arguments = models.JSONField(default=dict)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    cursor = models.JSONField(null=True)
    said = models.TextField(blank=True)
    worker = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["state", "asked_at"], name="jobs_in_turn"),
            models.Index(fields=["asked_by", "asked_at"], name="jobs_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state} {self.id}"

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE


class JobPart(models.Model):
    """What a step made, kept in the order of the steps until the job has ended."""

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="parts")
    content = models.JSONField()

    def __str__(self) -> str:
        return f"part {self.pk} of {self.job_id}"


class JobFile(models.Model):
    """What came of a job. keep_until: the day on which it is deleted."""

    job = models.OneToOneField(Job, on_delete=models.CASCADE, primary_key=True, related_name="file")
    name = models.CharField(max_length=120)
    media = models.CharField(max_length=120)
    content = models.BinaryField()
    keep_until = models.DateField()

    def __str__(self) -> str:
        return f"{self.name} of {self.job_id}"
