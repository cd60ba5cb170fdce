# Each target makes what it needs: a machine with Python 3.11 or newer and make is enough.

# The first Python that is new enough and can make an environment; looked for only when there is none yet.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
READY = .venv/.ready

# Tests and jobs start many processes: what Python compiled is kept, whatever the machine says.
export PYTHONDONTWRITEBYTECODE =
export UV_COMPILE_BYTECODE = 1

.PHONY: install demo test test-postgres check

install: $(READY)

## The bot, its chat page and its clock in the browser: no token, no network.
demo: $(READY)
	.venv/bin/dabir demo

# One more than the two cores that are counted on: tests wait for the disk and for timers, too.
TESTS_AT_ONCE = 3

## Every test; what Chromium or PostgreSQL would be needed for is counted at the end where they are absent.
test: $(READY)
	.venv/bin/pytest -n $(TESTS_AT_ONCE) --dist worksteal

## What keeps rows, which `make test` tries on SQLite, once more on PostgreSQL.
test-postgres: $(READY)
	DABIR_TEST_TOWN=postgresql .venv/bin/pytest -n $(TESTS_AT_ONCE) --dist worksteal -m rows

check: $(READY)
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/vulture
	.venv/bin/vulture --config vulture-rooms.toml

# --inexact keeps uv itself, which is not one of Dabir's dependencies and so not in the lock.
$(READY): uv.lock pyproject.toml
	@test -x .venv/bin/python || test -n "$(PYTHON)" || \
		{ echo 'Dabir needs Python 3.11 or newer with venv (on Debian: apt install python3-venv).' >&2; exit 1; }
	test -x .venv/bin/python || $(PYTHON) -m venv .venv
	.venv/bin/python -m pip install --quiet 'uv>=0.9'
	.venv/bin/uv sync --frozen --inexact --no-python-downloads
	@touch $@
