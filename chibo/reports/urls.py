from django.urls import path

from chibo.reports.views import figures, help, issued, memory, rows, year
from chibo.reports.views import months as views

app_name = "reports"
_MONTH = "units/<uuid:unit_id>/months/<str:month_text>"
_FIGURES = "units/<uuid:unit_id>/figures"
_REPORT = "units/<uuid:unit_id>/reports/<str:months_text>"
_ISSUED = f"{_REPORT}/<int:version>"
urlpatterns = [
    path(f"{_FIGURES}/", figures.choose, name="choose-figures"),
    path(f"{_FIGURES}/<str:months_text>/", figures.figures, name="figures"),
    path(f"{_FIGURES}/<str:months_text>/rows/<slug:indicator>/", rows.rows, name="rows"),
    path("units/<uuid:unit_id>/help/", help.help_wanted, name="help"),
    path("units/<uuid:unit_id>/year/<int:year>/", year.year, name="year"),
    path("units/<uuid:unit_id>/year/<int:year>/calendar/", year.lay, name="lay"),
    path("units/<uuid:unit_id>/memory/", memory.memory, name="memory"),
    path("units/<uuid:unit_id>/months/", views.this_month, name="this-month"),
    path(f"{_MONTH}/", views.month, name="month"),
    path(f"{_MONTH}/papers/", views.month_papers, name="month-papers"),
    path(f"{_MONTH}/papers.pdf", views.month_papers_pdf, name="month-papers-pdf"),
    path(f"{_MONTH}/report/", views.report, name="report"),
    path(f"{_MONTH}/report/paper/", views.report_paper, {"form": "html"}, name="report-paper"),
    path(f"{_MONTH}/report/paper.pdf", views.report_paper, {"form": "pdf"}, name="report-pdf"),
    path(f"{_MONTH}/report/paper.css", views.report_paper, {"form": "css"}, name="report-foot"),
    path(f"{_MONTH}/report/paper.docx", views.report_paper, {"form": "docx"}, name="report-docx"),
    path("units/<uuid:unit_id>/reports/", issued.reports, name="reports"),
    path(f"{_REPORT}/", issued.draft, name="draft"),
    path(f"{_ISSUED}/", issued.issued, name="issued"),
    *(
        path(f"{_ISSUED}/paper{end}", issued.issued_paper, {"form": form}, name=f"issued-{form}")
        for form, end in (
            ("html", "/"), ("pdf", ".pdf"), ("css", ".css"), ("docx", ".docx"), ("xlsx", ".xlsx"),
        )
    ),
]  # fmt: skip
