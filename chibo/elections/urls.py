from django.urls import path

from chibo.elections.views import counting, posts, rounds

app_name = "elections"
_ONE = "elections/<uuid:election_id>"
_UNIT = "units/<uuid:unit_id>"
urlpatterns = [
    path(f"{_UNIT}/elections/", rounds.elections, name="elections"),
    path(f"{_UNIT}/elections/new/<slug:what>/", rounds.new, name="new"),
    path(f"{_ONE}/", rounds.election, name="election"),
    path(f"{_ONE}/order/<uuid:line_id>/<slug:way>/", rounds.order, name="order"),
    path(f"{_ONE}/withdrawal/", rounds.withdrawal, name="withdrawal"),
    path(f"{_ONE}/ratification/", rounds.ratification, name="ratification"),
    path(f"{_ONE}/count/", counting.count, name="count"),
    path(f"{_ONE}/ballots-<int:per_page>.pdf", counting.ballots, name="ballots"),
    path(f"{_ONE}/tally/", counting.tally, {"form": "html"}, name="tally"),
    path(f"{_ONE}/tally.pdf", counting.tally, {"form": "pdf"}, name="tally-pdf"),
    path(f"{_ONE}/tally.css", counting.tally, {"form": "css"}, name="tally-foot"),
    path(f"{_ONE}/tally.docx", counting.tally, {"form": "docx"}, name="tally-docx"),
    path(f"{_ONE}/minutes/", counting.minutes, {"form": "html"}, name="minutes"),
    path(f"{_ONE}/minutes.pdf", counting.minutes, {"form": "pdf"}, name="minutes-pdf"),
    path(f"{_ONE}/minutes.css", counting.minutes, {"form": "css"}, name="minutes-foot"),
    path(f"{_ONE}/minutes.docx", counting.minutes, {"form": "docx"}, name="minutes-docx"),
    path(f"{_UNIT}/posts/", posts.posts, name="posts"),
    path(f"{_UNIT}/posts/<uuid:post_id>/", posts.post, name="post"),
    path(f"{_UNIT}/posts/<uuid:post_id>/login/", posts.login, name="login"),
]
