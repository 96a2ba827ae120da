# `make demo` makes real episodes; `make test` proves that all of it works. Both set up what they need.
# `make help` lists the rest.

NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
EXAMPLES := examples/driverless-metro.txt examples/solar-sheep.html examples/clay-drum.md

.DEFAULT_GOAL := help
.PHONY: help demo test storm lint types wheel bench jingles lock clean

help:
	@sed -n 's/^\([a-z]*\):[^#]*## /  make \1\t/p' Makefile | expand -t 16

demo: $(VENV)/installed  ## build episodes of the stories in examples/ into demo-show/
	@$(BIN)/bobao build $(EXAMPLES) --show demo-show
	@echo
	@echo "Hear them: $(BIN)/bobao serve --show demo-show, then open http://localhost:8000/"

test: $(VENV)/installed-test  ## all tests; what this machine cannot do is skipped with a loud line
	@$(BIN)/python -m pytest -n 3 --dist worksteal

storm: $(VENV)/installed-test  ## what takes too long for every day: builds killed or in a storm of faults, browser, podcast clients
	@$(BIN)/python -m pytest -m storm -n 3 --dist worksteal

lint: $(VENV)/installed-lint  ## ruff, and the layers of the house
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --config pyproject.toml

types: $(VENV)/installed-lint $(VENV)/installed-test  ## mypy, strict
	@$(BIN)/mypy

wheel: $(VENV)/installed  ## build the wheel, install it elsewhere, do a day's work with it
	@PYTHON=$(BIN)/python bash .ci/wheel

bench: .venv-bench/installed  ## our figures beside those of our peers and of the tools underneath
	@.venv-bench/bin/python -m benchmarks

jingles: $(VENV)/installed  ## make the intro and outro anew from their score
	@$(BIN)/python -m audio.jingles.generate

lock: $(VENV)/bin/python  ## bring the versions that CI installs up to date
	@$(PIP) uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --upgrade pyproject.toml -o .ci/constraints.txt

clean:  ## remove what all these have made
	@rm -rf $(VENV) .venv-bench demo-show dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "error: Python 3.11 or newer is needed; install it, or name it: make PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "error: python cannot make a virtual environment; on Debian: apt install python3-venv"; exit 1; }

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@echo "Setting up $(VENV) (once, a minute or so) ..."
	@$(PIP) --editable .
	@touch $@

$(VENV)/installed-%: pyproject.toml | $(VENV)/bin/python
	@echo "Setting up $(VENV) for $* (once, a minute or so) ..."
	@$(PIP) --editable ".[$*]"
	@touch $@ $(VENV)/installed

# Some peers cannot be installed by an old pip, nor beside ours.
.venv-bench/installed: pyproject.toml benchmarks/requirements.txt | $(VENV)/bin/python
	@echo "Setting up .venv-bench (once, a minute or so) ..."
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	@.venv-bench/bin/python -m pip install --quiet --editable ".[test]" -r benchmarks/requirements.txt
	@touch $@
