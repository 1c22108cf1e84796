# make run   the demo shop, ready to talk to, at http://127.0.0.1:8080
# make test  every check and test
# All targets can be run again at any time; what is up to date is not done again.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STATE  ?= data/demo_shop
PORT   ?= 8080
# Processes that share the test files, of one thread each; each takes up to 3 GB.
WORKERS ?= 2
WEB    := bot/web
DIST   := $(WEB)/dist/.built
WEB_SOURCES := $(shell find $(WEB) -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)

.PHONY: help setup run test lint format bench bench-training screenshots clean check-tools services

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(VENV)/.installed $(DIST) ## everything that run needs, without serving
	@$(BIN)/shopclerk prepare --state $(STATE)

run: $(VENV)/.installed $(DIST) ## set up what is missing, then serve the demo shop
	@$(BIN)/shopclerk serve --state $(STATE) --port $(PORT)

test: $(VENV)/.installed-dev setup services lint ## all checks and tests
	@cd $(WEB) && npm run --silent test
	@OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder --durations=40 --durations-min=8

lint: $(VENV)/.installed-dev $(DIST) ## style, types, layers, browser types and sizes
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@cd $(WEB) && npm run --silent check && npm run --silent size

format: $(VENV)/.installed-dev ## put the code in one form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.installed-dev setup ## measure a turn and the search
	@$(BIN)/shopclerk bench turn --state $(STATE)

bench-training: $(VENV)/.installed-dev setup ## run the published figures of training again; DATASETS=folder of the public sets
	@$(BIN)/shopclerk bench training $(if $(DATASETS),--data $(DATASETS))

screenshots: $(VENV)/.installed-dev setup services ## take the pictures in docs/images
	@$(BIN)/python docs/take_screenshots.py

services:
	@tests/install_services.sh

clean: ## remove all that was built; the installation's own data in var/ stays
	rm -rf $(VENV) $(WEB)/node_modules $(WEB)/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist

$(BIN)/python: | check-tools
	@echo "Making the virtual environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml | $(BIN)/python
	@echo "Installing Shopclerk (torch and the models are large: some minutes the first time)"
	@$(BIN)/python -m pip install --disable-pip-version-check -q -e '.[train]'
	@touch $@

$(VENV)/.installed-dev: pyproject.toml | $(VENV)/.installed
	@echo "Installing what the checks and tests need"
	@$(BIN)/python -m pip install --disable-pip-version-check -q -e '.[dev]'
	@touch $@

$(WEB)/node_modules/.installed: $(WEB)/package-lock.json | check-tools
	@echo "Installing what the browser files are built with"
	@cd $(WEB) && npm ci --silent --no-audit --no-fund
	@touch $@

$(DIST): $(WEB_SOURCES) $(WEB)/node_modules/.installed
	@echo "Building widget and console"
	@cd $(WEB) && npm run --silent build
	@touch $@

check-tools:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Python 3.11, 3.12 or 3.13 is needed; name it with: make PYTHON=python3.11 run"; exit 1; }
	@command -v node >/dev/null && node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || a == 20 && b >= 19 ? 0 : 1)' \
	  || { echo "Node.js 20.19 or newer is needed (package nodejs), only to build the browser files."; exit 1; }
