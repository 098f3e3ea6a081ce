from chibo.elections.forms.ballots import FORMS
from chibo.elections.forms.counting import CountForm, RatificationForm
from chibo.elections.forms.posts import EndForm, LoginForm, PostForm

__all__ = ["FORMS", "CountForm", "EndForm", "LoginForm", "PostForm", "RatificationForm"]
