# The commands of the project. Everything is installed into .venv, nothing outside this folder.
PYTHON ?= python3
PORT ?= 8000
SERVE ?= 1
HOME_DIR ?= var/demo
BIN := .venv/bin

.PHONY: demo test install lint clean

install: .venv/installed

.venv/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "On Record needs Python 3.11 or newer; name one with PYTHON=python3.12")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@

demo: install
	$(BIN)/onrecord demo --home $(HOME_DIR) --port $(PORT) $(if $(filter 0,$(SERVE)),--no-serve)

test: install
	$(BIN)/python -m pytest
	@$(MAKE) --no-print-directory lint

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

clean:
	rm -rf .venv var dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
