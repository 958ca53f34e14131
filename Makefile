# Báo Cáo: `make run` starts it, `make quick`, `make test`, `make test-long` test it; they set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run quick test test-long test-postgresql setup setup-dev lint bench understand bundle screenshots clean

run: setup
	@$(BIN)/baocao run

PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile

quick: setup-dev
	@$(PYTEST) -m quick tests/handlers tests/programme tests/reports tests/reminders tests/house

test: setup-dev
	@$(PYTEST) -m "not long"

# What wants outside programs, kills processes or sets the clock; then every store once more on PostgreSQL.
test-long: setup-dev
	@$(PYTEST) -m long
	@BAOCAO_TEST_STORES=postgresql $(PYTEST) -m "not quick and not long"

test-postgresql: setup-dev
	@BAOCAO_TEST_STORES=postgresql $(PYTEST) -m "not quick and not long"

setup: $(VENV)/.ready

setup-dev: $(VENV)/.ready-dev $(VENV)/example-forms

lint: setup-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

# `make bench AGAINST=HEAD~1` sets this tree beside a commit instead.
bench: setup
	@$(BIN)/python bench/run.py $(if $(AGAINST),--against $(AGAINST))

# How well messages are read: tables. MADE=2000 for fewer made messages, MESSAGES=file for others written by hand.
understand: setup-dev
	@$(BIN)/python -m tests.understanding.report $(if $(MADE),--made $(MADE)) $(if $(MESSAGES),--messages $(MESSAGES))

bundle: setup
	@deploy/bundle $(BIN)/python

screenshots: setup-dev
	@BAOCAO_SCREENSHOTS=1 $(BIN)/python -m pytest -m browser

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Báo Cáo needs Python 3.11 or newer; this is " + sys.version.split()[0] if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv $(VENV) || { echo "This Python has no venv: on Debian, apt-get install python3-venv"; exit 1; }

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "Setting up in $(VENV) (once; a minute or two)…"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(VENV)/.ready-dev: requirements-dev.lock $(VENV)/.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.lock
	@touch $@

# pyxform's own example forms, which a test fills: a pyxform that shipped them is unpacked, not installed
$(VENV)/example-forms: tests/support/examples.lock | $(VENV)/.ready
	@rm -rf $@ $@.part
	@if $(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --dest $@.part -r $< && \
	  $(BIN)/python -m zipfile -e $@.part/*.whl $@.part; \
	then mv $@.part/pyxform/tests $@; else echo "No example forms to be had: their test is skipped."; fi
	@rm -rf $@.part

clean:
	rm -rf $(VENV) build *.egg-info
