"""Ask for a job, stop it, go on with it; and what the worker does."""

from chibo.jobs.commands.asking import CannotGoOn, ask_job, drop_old_jobs, go_on_with, stop_job
from chibo.jobs.commands.working import each_second, work, work_once

__all__ = [
    "CannotGoOn",
    "ask_job",
    "drop_old_jobs",
    "each_second",
    "go_on_with",
    "stop_job",
    "work",
    "work_once",
]
