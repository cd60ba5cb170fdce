"""Imports of a job's child process."""

import subprocess
import sys

import pytest

from services.jobs.runner import LIMITED, READING, TELLING, WORK


def test_jobs_without_a_database_start_without_its_library() -> None:
    modules = ", ".join(
        sorted({"services.jobs.runner", *(place.partition(":")[0] for place in (WORK | TELLING).values())})
    )
    started = [sys.executable, "-c", f"import sys, {modules}; sys.exit('sqlalchemy' in sys.modules)"]
    assert subprocess.run(started, check=False).returncode == 0


@pytest.mark.ci
@pytest.mark.parametrize("module", sorted({place.partition(":")[0] for place in (WORK | TELLING | READING).values()}))
def test_each_job_starts_by_itself(module: str) -> None:
    """Others are forked from a process that has imported them all (tests/job_children.py)."""
    started = [sys.executable, "-c", f"import services.jobs.runner, {module}"]
    assert subprocess.run(started, check=False).returncode == 0


def test_every_job_that_opens_a_file_of_somebody_is_limited() -> None:
    kinds = WORK | TELLING | READING
    assert {kind for kind in kinds if kind.endswith((".read", ".check"))} | {"minutes"} == set(LIMITED)
