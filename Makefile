# Báo Cáo: `make run` starts it, `make test` tests it; both set themselves up.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test test-postgresql setup setup-dev lint bench bundle screenshots clean

run: setup
	@$(BIN)/baocao run

# Store by store the tests run on both databases; these here run whole on SQLite first, then on PostgreSQL.
ON_BOTH := $(patsubst %,tests/%.py,bot/outbound/test_send handlers/test_across_channels \
  handlers/people/test_addresses handlers/people/test_invite_by_sms handlers/people/test_handover)

test: setup-dev
	@$(BIN)/python -m pytest -n 2 --dist loadfile
	@BAOCAO_TEST_STORES=postgresql $(BIN)/python -m pytest -n 2 --dist loadfile -q $(ON_BOTH)

test-postgresql: setup-dev
	@BAOCAO_TEST_STORES=postgresql $(BIN)/python -m pytest -n 2 --dist loadfile

setup: $(VENV)/.ready

setup-dev: $(VENV)/.ready-dev $(VENV)/example-forms

lint: setup-dev
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

bench: setup
	@$(BIN)/python bench/run.py

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
