# `make run` starts everything; `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help run manage restore test test-faults test-all bench bench-data soak lint format types messages lock audit clean

PYTHON_HERE := .venv/bin/python
WITH_SERVERS := $(PYTHON_HERE) -m courtcase.embedded.with_servers --
# Tests bring their own servers and mode, whatever the shell they are started from says.
# They keep what Python compiled, so that the second run need not rewrite six hundred files' asserts anew.
TEST_ENVIRONMENT := COURTCASE_MODE=test PYTHONUTF8=1 PYTHONDONTWRITEBYTECODE=
SECOND_TIER = $(TEST_ENVIRONMENT) $(WITH_SERVERS) $(PYTHON_HERE) -m pytest
# Test files under one worker stay together, so that each module's browser and servers start once.
TEST_WORKERS ?= 2
# In the order of collection, which begins with the longest (tests/conftest.py), not by how many tests a file holds.
SHARED = -n $(TEST_WORKERS) --dist loadfile --no-loadscope-reorder
# Where tests share the machine with no other: none may elsewhere (tests/conftest.py), and the rest need not be collected.
WITH_PROCESSES := tests/faults tests/production tests/soak
# In a variable, or `make -n test` would carry it out.
CHECKS = $(MAKE) --no-print-directory lint types

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' Makefile | sed 's/:.*## /:/' | awk -F: '{printf "  make %-12s %s\n", $$1, $$2}'

run: ## Start everything, with demo data, and print the address (COURTCASE_LISTEN_PORT=8000)
	@bin/install run
	@COURTCASE_MODE=$${COURTCASE_MODE:-demo} PYTHONUTF8=1 exec $(PYTHON_HERE) manage.py serve --stop-with-parent

test: ## Linters, types, contracts and the first tier of tests (about 6 minutes)
	@bin/install run test
	@CHROME=$$(bin/find-browser) && export CHROME && bin/beside "$(CHECKS)" \
	  env $(TEST_ENVIRONMENT) $(WITH_SERVERS) $(PYTHON_HERE) -m pytest $(SHARED) --ignore tests/bench -m "not faults" $(ARGS)

test-faults: ## The second tier, with kills, restarts, full fuzz (at most 25 minutes)
	@bin/install run test
	@CHROME=$$(bin/find-browser) && export CHROME && failed=0; \
	  $(SECOND_TIER) $(SHARED) -m "faults and not alone" $(ARGS) || failed=$$?; \
	  $(SECOND_TIER) -m "faults and alone" $(or $(ARGS),$(WITH_PROCESSES)) || failed=$$?; exit $$failed

manage: ## A management command beside a running demonstration: make manage ARGS="verify_register"
	@PYTHONUTF8=1 $(PYTHON_HERE) -m courtcase.embedded.here -- $(PYTHON_HERE) manage.py $(ARGS)

restore: ## Restore a backup set into an empty demonstration: make restore SET=.data/backups/courtcase-demo-…
	@bin/install run
	@PYTHONUTF8=1 $(PYTHON_HERE) -m courtcase.embedded.alone -- $(PYTHON_HERE) manage.py restore "$(SET)"

test-all: test test-faults ## Both tiers

bench: ## Measure, and print figures (never in CI): make bench ARGS="filing"
	@bin/install run test
	@CHROME=$$(bin/find-browser) && export CHROME && PYTHONUTF8=1 $(PYTHON_HERE) -m tests.bench $(ARGS)

bench-data: ## Make the databases benches read, once for a schema: make bench-data ARGS="1000 1000000" (default: all four)
	@bin/install run test
	@PYTHONUTF8=1 $(PYTHON_HERE) -m tests.bench.store $(ARGS)

soak: ## Break what runs under load: 200 faults, ten minutes of memory, 50 workers killed, figures as JSON (docs/faults.md): make soak ARGS="--faults 60"
	@bin/install run test
	@PYTHONUTF8=1 $(PYTHON_HERE) -m tests.soak $(ARGS)

lint: ## ruff, import contracts, complete translations
	@bin/install run test
	@$(PYTHON_HERE) -m ruff check .
	@$(PYTHON_HERE) -m ruff format --check .
	@$(TEST_ENVIRONMENT) .venv/bin/lint-imports
	@$(TEST_ENVIRONMENT) $(PYTHON_HERE) manage.py messages --check

types: ## mypy
	@bin/install run test
	@$(TEST_ENVIRONMENT) $(PYTHON_HERE) -m mypy .

format: ## Let ruff lay the code out
	@bin/install run test
	@$(PYTHON_HERE) -m ruff check --fix . && $(PYTHON_HERE) -m ruff format .

messages: ## Update and compile the message catalogues
	@bin/install run test
	@$(TEST_ENVIRONMENT) $(PYTHON_HERE) manage.py messages
	@$(TEST_ENVIRONMENT) $(PYTHON_HERE) manage.py messages --compile

lock: ## Resolve requirements/*.in anew, with hashes, naming no index
	@bin/install run
	@for name in uv run test; do \
	  $(PYTHON_HERE) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --custom-compile-command "make lock" requirements/$$name.in -o requirements/$$name.txt || exit 1; done

audit: ## What is known against the locked packages (exit 2: the database could not be asked), and their licences
	@bin/install run
	@$(PYTHON_HERE) -m courtcase.dependency_audit requirements/run.txt $(ARGS)

clean: ## Remove what can be made again (not .data)
	@rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis test-artefacts
