# The commands of a stranger and of CI; `make help` lists them. PORT, DATABASE_URL and TIDEWAITER_HOME are passed on.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PORT ?= 8000
BIN := .venv/bin
STAMP := .venv/.tidewaiter-stamp
export DJANGO_SETTINGS_MODULE := tidewaiter.config.settings
# Where it is set, each of our processes would compile two thousand modules anew: four seconds of each start.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help setup demo test kernels check bench bench-records lock messages docs tour slow-line

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' Makefile

setup: $(STAMP) ## build .venv from the hashes of requirements-dev.lock, and the message catalogues
	@scripts/catalogues

$(STAMP): requirements-dev.lock pyproject.toml scripts/make-venv
	@scripts/make-venv $(STAMP)

demo: setup ## start everything with an invented world, at http://localhost:8000/ (PORT=8001 for another)
	@$(BIN)/tidewaiter demo --port $(PORT) --stop-with-parent

test: setup ## run all tests (ARGS="-k name" for some)
	@$(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

kernels: setup ## compile the kernels of the search for the tests, which else compile them in each process
	@NUMBA_CACHE_DIR=$(CURDIR)/build/numba $(BIN)/python scripts/compile_kernels.py

check: setup ## format, lint, strict types, import contracts, messages, migrations, coverage of the treaty
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python scripts/messages.py check
	$(BIN)/python -m django makemigrations --check --dry-run
	$(BIN)/python scripts/treaty_coverage.py --check
	$(BIN)/python scripts/documents.py --check
	$(BIN)/python scripts/operations.py --check

bench: setup ## measure the screening engine beside its peers, into docs/scorecard.md (BENCH=full for all of it)
	@scripts/bench-packages
	$(BIN)/python -m bench.scorecard

bench-records: setup ## measure searches over 100,000 entries and the statuses of 200 parties
	$(BIN)/python scripts/bench_records.py
	$(BIN)/python scripts/bench_register.py

lock: setup ## resolve requirements*.in anew, with hashes and without any address
	@scripts/lock

messages: setup ## gather the texts to translate into the catalogues, and compile them
	$(BIN)/python scripts/messages.py update
	$(BIN)/python scripts/messages.py compile

docs: setup ## build the documentation site, offline, into build/docs
	$(BIN)/python -m sphinx -q -E -W --keep-going -c docs -d build/doctrees . build/docs
	@echo "build/docs/index.html"

tour: setup ## take the pictures of the guided tour anew, as its browser test plays it
	REWRITE_TOUR=1 $(BIN)/python -m pytest -n 0 -q tests/doors/test_tour.py

slow-line: setup ## play the two main stories over a 2G line, and show what each page took
	@mkdir -p build
	@SLOW_LINE_FIGURES=build/slow-line.md $(BIN)/python -m pytest -n 0 -q tests/doors/test_slow_line.py
	@cat build/slow-line.md
