from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from chibo.accounts.drafting import asked, carried_out
from chibo.accounts.requests import AuthedRequest
from chibo.journal.commands import act_of
from chibo.organizations.authority import Can, may, unit_for
from chibo.organizations.queries import named
from chibo.rulebook import commands, forms, queries
from chibo.rulebook.catalogue import BY_KEY, Setting
from chibo.rulebook.models import Rule


def words_of(setting: Setting, rule: Rule) -> str:
    """Return a value as words."""
    if setting.kind == "number":
        return f"{rule.value} {setting.unit}".strip()
    return str(dict(setting.choices).get(str(rule.value), rule.value))


@require_GET
def rules(request: AuthedRequest, unit_id: UUID) -> HttpResponse:
    today = timezone.localdate()
    unit = unit_for(request.user, Can.READ_RULES, unit_id, on=today)
    context = {
        "unit": named(unit.pk, on=today),
        "rows": [
            {"setting": BY_KEY[key], "rule": rule, "words": words_of(BY_KEY[key], rule)}
            for key, rule in queries.everything_in_force(unit.pk, on=today).items()
        ],
        "packs": queries.packs_of(unit.pk, on=today),
        "may_change": may(request.user, Can.CHANGE_RULES, at=unit.pk, on=today),
    }
    return render(request, "rulebook/rules.html", context)


@require_http_methods(["GET", "POST"])
def rule(request: AuthedRequest, unit_id: UUID, key: str) -> HttpResponse:
    today = timezone.localdate()
    unit = unit_for(request.user, Can.CHANGE_RULES, unit_id, on=today)
    setting = BY_KEY.get(key)
    if setting is None:
        raise Http404
    current = queries.everything_in_force(unit.pk, on=today)[key]
    initial = {"value": current.value, "from_on": today}
    form = asked(request, lambda data: forms.RuleForm(data, setting=setting, initial=initial))

    def save() -> None:
        data = form.cleaned_data
        new = commands.NewRule(
            key, str(data["value"]), data["number"], data["signed_on"], data["from_on"]
        )
        commands.set_rule(act=act_of(request.user, data["act"], timezone.now()), unit=unit, new=new)

    if carried_out(request, form, save):
        return redirect("rulebook:rules", unit_id)
    context = {
        "form": form, "setting": setting, "rule": current, "words": words_of(setting, current),
        "unit": named(unit.pk, on=today),
    }  # fmt: skip
    return render(request, "rulebook/rule.html", context, status=form.status)
