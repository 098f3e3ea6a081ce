from django.urls import path

from chibo.registers.views import books, reconciliations

app_name = "registers"
_LIST = "units/<uuid:unit_id>/reconciliation"
_PERIOD = f"{_LIST}/<str:period_text>"
FORMS = {"html": "/", "pdf": ".pdf", "css": ".css", "docx": ".docx", "xlsx": ".xlsx"}
urlpatterns = [
    path("units/<uuid:unit_id>/books/", books.books, name="books"),
    path(f"{_LIST}/", reconciliations.choose, name="reconciliations"),
    path(f"{_PERIOD}/", reconciliations.reconciliation, name="reconciliation"),
    path(f"{_PERIOD}/people/<slug:side>/", reconciliations.people, name="people"),
    path(f"{_PERIOD}/agreement/", reconciliations.agreement, name="agreement"),
    *(
        path(
            f"{_PERIOD}/paper{ending}", reconciliations.paper, {"form": form},
            name=f"reconciliation-{form}",
        )
        for form, ending in FORMS.items() if form != "xlsx"
    ),
    *(
        path(
            f"units/<uuid:unit_id>/books/{what}/<int:year>{ending}", books.book,
            {"what": what, "form": form}, name=f"{what}-{form}",
        )
        for what in books.BOOKS for form, ending in FORMS.items()
    ),
]  # fmt: skip
