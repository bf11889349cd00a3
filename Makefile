.DEFAULT_GOAL := help
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py
STAMP := $(VENV)/.installed

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(STAMP): requirements.txt requirements-dev.txt
	@echo "installing (half a minute the first time)"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@if command -v uv >/dev/null 2>&1; then uv pip install -q --python $(BIN)/python -r requirements.txt -r requirements-dev.txt; \
	else $(BIN)/python -m pip install -q --disable-pip-version-check --progress-bar on -r requirements.txt -r requirements-dev.txt; fi
	@touch $(STAMP)

messages: $(STAMP)
	@$(MANAGE) compile_catalogues

setup: $(STAMP) messages ## Environment in .venv, dependencies, database
	@$(MANAGE) migrate -v 0

demo: setup ## Everything, with a demonstration catalogue, served at http://localhost:8000
	@$(MANAGE) load_demonstration
	@$(MANAGE) runserver --noreload 8000

run: setup ## Serve what is there at http://localhost:8000
	@$(MANAGE) runserver 8000

test: setup ## All tests
	@$(BIN)/python -m pytest

lint: $(STAMP) ## ruff, djhtml, mypy, import-linter
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/djhtml --check --tabwidth 2 templates
	@$(BIN)/lint-imports
	@$(BIN)/mypy

format: $(STAMP) ## Put code and templates in order
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q . ; $(BIN)/djhtml --tabwidth 2 templates

lock: ## Write the locks with hashes from the .in files
	uv pip compile -q --universal --python-version 3.11 --generate-hashes requirements.in -o requirements.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes requirements-dev.in -o requirements-dev.txt

.PHONY: help messages setup demo run test lint format lock
