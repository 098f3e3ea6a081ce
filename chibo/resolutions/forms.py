import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chibo.ballots.models import Vote
from chibo.ballots.rules import Totals
from chibo.core.asking import ActForm
from chibo.core.fields import Chosen, Count, Day, Pick, VietText, asked
from chibo.members.queries import Member
from chibo.resolutions.commands import Answer, Promise
from chibo.resolutions.models import ResolutionItem, Task, TaskAnswer
from chibo.resolutions.queries import OpenTask
from chibo.rulebook.catalogue import KINDS_OF_DECISION

TASKS = 4  # tasks that one page of a decision can take


class AnswersForm(ActForm):
    """What the meeting hears about each earlier promise."""

    def __init__(self, *args: Any, promises: list[OpenTask], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.promises = promises
        for promise in promises:
            key, answer = promise.task.pk, promise.answer
            self.fields[f"outcome-{key}"] = Pick(
                label=gettext_lazy("Đến hôm nay thế nào?"),
                choices=TaskAnswer.Outcome.choices,
                required=False,
                initial=promise.state,
            )
            self.fields[f"result-{key}"] = VietText(
                label=gettext_lazy("Đã làm được bao nhiêu?"),
                required=False,
                initial=answer.result if answer else "",
                help_text=gettext_lazy("Ví dụ: 4/6 hộ"),
            )
            self.fields[f"reason-{key}"] = VietText(
                label=gettext_lazy("Vì sao?"),
                required=False,
                longest=500,
                initial=answer.reason if answer else "",
            )
            self.fields[f"new_due_on-{key}"] = Day(
                label=gettext_lazy("Hạn mới"),
                required=False,
                initial=answer.new_due_on if answer else None,
            )

        for name, field in self.fields.items():
            if name.startswith(("outcome-", "reason-", "new_due_on-")):
                asked(field)

    def rows(self) -> list[dict[str, Any]]:
        """Return each promise with its fields, for the page."""
        parts = ("outcome", "result", "reason", "new_due_on")
        return [
            {"promise": p, **{part: self[f"{part}-{p.task.pk}"] for part in parts}}
            for p in self.promises
        ]

    def answers(self) -> dict[UUID, Answer]:
        """Return the answers that were given, by task."""
        found = {}
        for promise in self.promises:
            key = promise.task.pk
            outcome = self.cleaned_data[f"outcome-{key}"]
            if outcome:
                undone = outcome in {TaskAnswer.Outcome.PARTLY, TaskAnswer.Outcome.NOT_DONE}
                done = outcome == TaskAnswer.Outcome.DONE
                found[key] = Answer(
                    outcome=outcome,
                    result=self.cleaned_data[f"result-{key}"],
                    reason="" if done else self.cleaned_data[f"reason-{key}"],
                    new_due_on=self.cleaned_data[f"new_due_on-{key}"] if undone else None,
                )
        return found


class DecisionForm(ActForm):
    """What is decided, the vote, and the tasks that follow."""

    item = forms.UUIDField(widget=forms.HiddenInput)
    text = VietText(label=gettext_lazy("Chi bộ quyết nghị điều gì?"), lines=4, longest=2_000)
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại việc"), choices=list(KINDS_OF_DECISION.items())
    )
    method = Pick(label=gettext_lazy("Cách biểu quyết"), choices=Vote.Method.choices)
    votes_for = Count(label=gettext_lazy("Tán thành"))
    votes_against = Count(label=gettext_lazy("Không tán thành"), empty_is_zero=True)
    votes_other = Count(label=gettext_lazy("Ý kiến khác"), empty_is_zero=True)

    def __init__(
        self,
        *args: Any,
        members: list[Member],
        decision: ResolutionItem | None = None,
        committee: bool = False,
        **kwargs: Any,
    ) -> None:
        """committee: it decides on work only, and may give no task."""
        super().__init__(*args, **kwargs)
        if committee:
            self.fields["text"].label = gettext_lazy("Chi ủy thống nhất điều gì?")
            only = [("ordinary", KINDS_OF_DECISION["ordinary"])]
            self.fields["kind"].choices = only  # type: ignore[attr-defined]
        self._members = {str(member.id): member for member in members}
        self.fields["item"].initial = decision.pk if decision else uuid.uuid4()
        tasks = list(decision.tasks.all()) if decision else []
        for place in range(TASKS):
            self._add(place, tasks[place] if place < len(tasks) else None)

    def _add(self, place: int, task: Task | None) -> None:
        choices = [(key, member.shown) for key, member in self._members.items()]
        helpers = [str(h.membership_id) for h in task.helpers.all()] if task else []
        fields: dict[str, forms.Field] = {
            "id": forms.UUIDField(
                widget=forms.HiddenInput, initial=task.pk if task else uuid.uuid4
            ),
            "what": VietText(label=gettext_lazy("Việc gì?"), required=False, longest=500),
            "state_before": VietText(
                label=gettext_lazy("Hiện nay thế nào?"),
                required=False,
                help_text=gettext_lazy("Ví dụ: mương sạt 3 chỗ"),
            ),
            "responsible": Chosen(
                label=gettext_lazy("Ai chịu trách nhiệm?"),
                required=False,
                choices=[("", ""), *choices],
                help_text=gettext_lazy("Chỉ một người"),
            ),
            "helpers": forms.MultipleChoiceField(
                label=gettext_lazy("Ai cùng làm?"),
                required=False,
                choices=choices,
                widget=forms.CheckboxSelectMultiple,
            ),
            "due_on": Day(label=gettext_lazy("Bao giờ xong?"), required=False),
            "known_by": VietText(
                label=gettext_lazy("Biết đã xong khi nào?"),
                required=False,
                longest=500,
                help_text=gettext_lazy("Ví dụ: có danh sách 64 hộ"),
            ),
        }
        for part, field in fields.items():
            if part in {"what", "responsible", "due_on", "known_by"}:
                asked(field)
            if task is not None and part in {"what", "state_before", "due_on", "known_by"}:
                field.initial = getattr(task, part)
            self.fields[f"task-{place}-{part}"] = field
        if task is not None:
            self.fields[f"task-{place}-responsible"].initial = task.responsible_id
            self.fields[f"task-{place}-helpers"].initial = helpers

    def rows(self) -> list[dict[str, Any]]:
        """Return the fields of each task, for the page."""
        parts = ("id", "what", "state_before", "responsible", "helpers", "due_on", "known_by")
        return [
            {
                "place": place,
                "is_open": place == 0 or bool(self[f"task-{place}-what"].value()),
                **{part: self[f"task-{place}-{part}"] for part in parts},
            }
            for place in range(TASKS)
        ]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        needs = {
            "what": _("Ghi việc phải làm."),
            "responsible": _("Việc chưa có người: chọn một người chịu trách nhiệm."),
            "due_on": _("Việc chưa có hạn: ghi ngày phải xong. Có hạn tháng sau mới trả lời được."),
            "known_by": _("Ghi dấu hiệu để biết việc đã xong."),
        }
        for place in range(TASKS):
            names = {part: f"task-{place}-{part}" for part in needs}
            if any(data.get(name) for name in names.values()):
                for part, say in needs.items():
                    if not data.get(names[part]) and names[part] not in self.errors:
                        self.add_error(names[part], ValidationError(say))
        return data

    def totals(self) -> Totals:
        data = self.cleaned_data
        return Totals(data["votes_for"], data["votes_against"], data["votes_other"])

    def promises(self) -> list[Promise]:
        """Return the tasks that were filled in."""
        data = self.cleaned_data
        return [
            Promise(
                id=data[f"task-{place}-id"],
                what=data[f"task-{place}-what"],
                responsible=self._members[data[f"task-{place}-responsible"]].membership,
                due_on=data[f"task-{place}-due_on"],
                known_by=data[f"task-{place}-known_by"],
                helpers=tuple(
                    self._members[key].membership for key in data[f"task-{place}-helpers"]
                ),
                state_before=data[f"task-{place}-state_before"],
            )
            for place in range(TASKS)
            if data[f"task-{place}-what"]
        ]


class CorrectionForm(ActForm):
    """What a member agreed to mend, by when."""

    membership = Chosen(label=gettext_lazy("Ai nhận sửa?"))
    text = VietText(label=gettext_lazy("Nhận sửa điều gì?"), longest=500)
    due_on = Day(label=gettext_lazy("Sửa xong trước ngày nào?"))

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._members = {str(member.id): member for member in members}
        choices = [("", ""), *((key, member.shown) for key, member in self._members.items())]
        self.fields["membership"].choices = choices  # type: ignore[attr-defined]

    def member(self) -> Member:
        return self._members[self.cleaned_data["membership"]]
