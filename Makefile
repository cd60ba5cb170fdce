# Each target makes what it needs: a machine with Python 3.11 or newer and make is enough.

# The first Python that is new enough and can make an environment; looked for only when there is none yet.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
# Another Python gets an environment of its own: make test PYTHON=python3.13 VENV=.venv-3.13
VENV = .venv
READY = $(VENV)/.ready

# Tests and jobs start many processes: what Python compiled is kept, whatever the machine says.
export PYTHONDONTWRITEBYTECODE =
export UV_COMPILE_BYTECODE = 1
export UV_PROJECT_ENVIRONMENT = $(VENV)

.PHONY: install demo guide test test-other soak check conformance

install: $(READY)

## The bot, its chat page and its clock in the browser: no token, no network.
demo: $(READY)
	$(VENV)/bin/dabir demo

## The pictures of docs/guide.md anew, as the demo of today shows them; needs Chromium and LibreOffice.
guide: $(READY)
	$(VENV)/bin/python -m tests.browser.guide_pictures

# Twice the two cores that are counted on: a test waits for timers and for other processes a third of its time.
TESTS_AT_ONCE = 4
PYTEST = $(VENV)/bin/pytest -n $(TESTS_AT_ONCE) --dist worksteal

## Minutes of tests, each on one platform; DABIR_TEST_PLATFORMS=both tries both, LONG=1 also what takes long.
## What Chromium or PostgreSQL would be needed for is counted at the end where they are absent.
test: $(READY)
	$(PYTEST) $(if $(LONG),,-m 'not ci')

## The other half of `make test LONG=1`: each conversation on its other platform, what keeps rows on PostgreSQL, and a part
## of the rest once more, as another Python may read it otherwise.
test-other: $(READY)
	DABIR_TEST_PLATFORMS=other DABIR_TEST_TOWN=postgresql $(PYTEST) -m 'on_both or not one_database and (rows or not (ci or one_python))'

## An office's life at twenty times its load, with kills, locks, wrong clocks, faults of both platforms and a full disk:
## MINUTES=60, SEED=1398 for one that was before, POSTGRES=1 on the tests' server. A full disk takes the right to mount.
MINUTES = 60
soak: $(READY)
	$(VENV)/bin/python -m tests.soak --minutes $(MINUTES) $(if $(SEED),--seed $(SEED)) $(if $(POSTGRES),--postgres)

check: $(READY)
	$(VENV)/bin/ruff check
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(VENV)/bin/vulture
	$(VENV)/bin/vulture --config vulture-without-tests.toml

## Our engine of forms beside ODK's own, which needs Node 20 or newer and the npm registry.
conformance: $(READY) conformance/node_modules
	PYTHONPATH=. $(VENV)/bin/python conformance/run.py

conformance/node_modules: conformance/package.json
	cd conformance && npm install --no-audit --no-fund --no-package-lock
	@touch $@

# --inexact keeps uv itself, which is not one of Dabir's dependencies and so not in the lock.
$(READY): uv.lock pyproject.toml
	@test -x $(VENV)/bin/python || test -n "$(PYTHON)" || \
		{ echo 'Dabir needs Python 3.11 or newer with venv (on Debian: apt install python3-venv).' >&2; exit 1; }
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet 'uv>=0.9'
	$(VENV)/bin/uv sync --frozen --inexact --no-python-downloads
	@touch $@
