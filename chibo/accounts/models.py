from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class UserManager(BaseUserManager["User"]):
    def create_user(self, username: str, password: str | None = None) -> "User":
        """Return a new login; without a password it cannot sign in until it is enrolled."""
        user = self.model(username=username)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """A login. What it may do follows the posts of the person behind it, and nothing else."""

    username = models.CharField(max_length=60, unique=True)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "username"

    def __str__(self) -> str:
        return self.username


class Draft(models.Model):
    """What a user typed into a page and has not saved: given back when the page opens again."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts")
    page = models.CharField(max_length=200)
    fields = models.JSONField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "page"], name="one_draft_a_page")]

    def __str__(self) -> str:
        return f"{self.user} {self.page}"


class SignInTry(models.Model):
    """A password or code that was tried for a name, until it proves right or an hour has passed."""

    name = models.CharField(max_length=60, db_index=True)
    tried_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.tried_at}"


class Enrolment(models.Model):
    """A code with which somebody sets their own password, once and soon. Only its hash is kept."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="enrolment")
    code_hash = models.CharField(max_length=128)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} until {self.expires_at}"
