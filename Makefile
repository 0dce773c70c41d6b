# `make` lists what there is. Nothing is installed outside $(VENV).
#
#   PYTHON=python3.13   the Python that makes the environment
#   VENV=.venv-other    where it is made; another Python wants another folder
#   ARGS=...            passed on to pytest, the benchmarks, pip-compile or the desk
PYTHON ?= python3
VENV ?= .venv
# Twice as many as there are cores of the least machine: half of a test's time is waiting, for a disk,
# a terminal, a screen.
JOBS ?= 4
BIN := $(VENV)/bin
# Twice quiet: errors still show, warnings about this machine's pip settings do not.
PIP := $(BIN)/python -m pip --disable-pip-version-check -qq
# Pinned here and nowhere else: it only ever writes the requirements files.
PIP_TOOLS := pip-tools==7.6.2 pip==26.0.1
COMPILE = CUSTOM_COMPILE_COMMAND="make requirements" .venv-pins/bin/python -m piptools compile --quiet \
	--no-config --generate-hashes --strip-extras --allow-unsafe --no-emit-index-url --no-emit-find-links \
	--no-emit-trusted-host --no-emit-options $(ARGS)

# As pip does for a package that is not editable: a start should not compile what it loads.
COMPILED := $(BIN)/python -m compileall -q store tui

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test check format docs snapshots picture soak bench requirements clean FORCE

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

demo: $(VENV)/.runtime ## Open the desk on the demonstration store
	@$(BIN)/incident-desk demo $(ARGS)

test: $(VENV)/.dev ## Run the whole suite; ARGS="-k toll" narrows it
	@$(BIN)/python -m pytest -n $(JOBS) $(ARGS)

check: $(VENV)/.dev ## Format, lint, types, import contracts, budgets, doors, generated documents
	@$(BIN)/python -m ruff format --check
	@$(BIN)/python -m ruff check
	@$(BIN)/python -m mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tests.quality.budgets
	@$(BIN)/python -m tests.quality.doors
	@$(BIN)/python -m tests.quality.generated --check

format: $(VENV)/.dev ## Format the code, and mend what the linter can mend
	@$(BIN)/python -m ruff check --fix-only
	@$(BIN)/python -m ruff format

docs: $(VENV)/.dev ## Write the generated documents anew
	@$(BIN)/python -m tests.quality.generated

snapshots: $(VENV)/.dev ## Accept the screens as they are now
	@$(BIN)/python -m pytest tests/tui/snapshots --snapshot-update $(ARGS)

picture: $(VENV)/.dev ## Draw the desk into a picture file
	@$(BIN)/python -m tests.quality.picture $(ARGS)

soak: $(VENV)/.soak ## Kill, cut and fill stores ten times as long, fuzz what is read (SOAK=1), before a release
	@SOAK=1 HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -n $(JOBS) tests/store tests/tui/ssh tests/tui/hostile \
		tests/tui/test_bookmark.py $(ARGS)

bench: $(VENV)/.dev ## Measure the budgets, as ratios
	@$(COMPILED)
	@$(BIN)/python -m tests.benchmarks.bench $(ARGS)

requirements: .venv-pins/.made ## Pin the requirements again; ARGS=--upgrade takes newer ones
	@$(COMPILE) --output-file requirements.txt requirements.in
	@$(COMPILE) --output-file requirements-web.txt requirements-web.in
	@$(COMPILE) --output-file requirements-dev.txt requirements-dev.in
	@$(COMPILE) --output-file requirements-soak.txt requirements-soak.in

clean: ## Remove what the other targets made
	@rm -rf .venv .venv-newest .venv-pins build dist .hypothesis .import_linter_cache .mypy_cache \
		.pytest_cache .ruff_cache snapshot_report.html
	@find store tui seeds tests -name __pycache__ -type d -prune -exec rm -rf {} +

# The stamps: each is written last, so that an installation which failed is taken up again.
$(VENV)/.runtime: requirements.txt pyproject.toml $(VENV)/.made
	@echo "Installing what the desk needs into $(VENV) (once) ..."
	@$(PIP) install --require-hashes -r requirements.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(COMPILED)
	@touch $@

# What developing needs includes what running needs.
$(VENV)/.dev: requirements-dev.txt pyproject.toml $(VENV)/.made
	@echo "Installing what developing the desk needs into $(VENV) (once) ..."
	@$(PIP) install --require-hashes -r requirements-dev.txt
	@$(PIP) install --no-deps --no-build-isolation -e .
	@$(COMPILED)
	@touch $(VENV)/.runtime $@

$(VENV)/.soak: requirements-soak.txt $(VENV)/.dev
	@echo "Installing what the soak needs into $(VENV) (once) ..."
	@$(PIP) install --require-hashes -r requirements-soak.txt
	@touch $@

# An environment keeps the path it was made at and a link to its Python: made again when either is gone.
ifneq ($(shell test -x "$(BIN)/python" && cat "$(VENV)/.made" 2>/dev/null),$(CURDIR))
$(VENV)/.made: FORCE
endif

$(VENV)/.made:
	$(require)
	@"$(PYTHON)" -m venv "$(VENV)"
	@echo "$(CURDIR)" > $@

# What is pinned on the oldest Python also holds what only that one needs.
.venv-pins/.made: Makefile
	$(require)
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo \
		"Requirements are pinned on Python 3.11, the oldest that the desk runs on: name it with PYTHON=." >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv-pins
	@.venv-pins/bin/python -m pip --disable-pip-version-check -qq install $(PIP_TOOLS)
	@touch $@

# Says in one sentence what is missing on this machine.
define require
	@"$(PYTHON)" -c '' 2>/dev/null || { echo \
		"There is no $(PYTHON) that runs here: install Python 3.11 or newer, or name one with PYTHON=." >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo \
		"$$("$(PYTHON)" --version 2>&1) is too old for the desk: name a Python 3.11 or newer with PYTHON=." >&2; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { echo \
		"$(PYTHON) cannot make virtual environments: install the package python3-venv (Debian, Ubuntu), or name another Python with PYTHON=." >&2; exit 1; }
endef
