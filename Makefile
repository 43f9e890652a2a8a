# Rode Draad. `make help` toont wat er kan.

RAW ?= data/raw
PROCESSED ?= data/processed
REPORTS ?= reports
CONFIG ?=
PYTHON ?= python3
TREEBANK ?= ../shared/treebank
TEXTS ?= ../shared/corpora/kamervragen.csv
WORK ?= build/language-model
MODEL ?= nl_start

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export PIP_NO_INPUT = 1

.DEFAULT_GOAL := help
.PHONY: help analyse test lint format evaluate bench lock clean

help: ## Toon de opdrachten
	@echo "Gebruik: make OPDRACHT [RAW=map] [PROCESSED=map] [REPORTS=map] [CONFIG=bestand]"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

analyse: .venv/installed ## Lees de verslagen in RAW, en maak tabellen en rapport
	@$(BIN)/python -m pipeline analyse --raw "$(RAW)" --processed "$(PROCESSED)" --reports "$(REPORTS)" $(if $(CONFIG),--config "$(CONFIG)")

test: .venv/installed-dev ## Draai de tests
	@$(BIN)/python -m pytest

lint: .venv/installed-dev ## Controleer opmaak, typen en de lagen van de code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: .venv/installed-dev ## Maak de code op
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

evaluate: .venv/installed-dev ## Meet de kwaliteit op de met de hand gecodeerde verslagen
	@$(BIN)/python -m benchmarks.evaluate

bench: .venv/installed-dev ## Meet de snelheid tegen de kale bibliotheken
	@$(BIN)/python -m benchmarks.speed

language-model: .venv/installed-dev ## Bouw nl_sessie_sm opnieuw uit TREEBANK en TEXTS (vraagt frog en uren)
	@$(BIN)/python -m models.nl_sessie_sm.build "$(TREEBANK)" "$(TEXTS)" "$(WORK)"

language-model-eval: .venv/installed-dev ## Meet taalmodel MODEL op de boombank en op zinnen uit ons vak
	@$(BIN)/python -m models.nl_sessie_sm.evaluate "$(MODEL)" $(wildcard $(TREEBANK)/nl-dev.conllu) tests/gold/dutch/domain.conllu

lock: .venv/installed-dev ## Leg de versies van alle pakketten opnieuw vast
	@$(BIN)/uv pip compile pyproject.toml $(LOCK_OPTIONS) -o requirements.lock
	@$(BIN)/uv pip compile pyproject.toml --group dev $(LOCK_OPTIONS) -o requirements-dev.lock
LOCK_OPTIONS := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

clean: ## Verwijder de omgeving en alles wat gemaakt is
	rm -rf .venv "$(PROCESSED)" "$(REPORTS)"/rapport.html "$(REPORTS)"/figuren

.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 of nieuwer is nodig; installeer die of geef PYTHON=pad op." >&2; exit 2; }
	@echo "Omgeving klaarzetten in .venv (eenmalig, ongeveer een minuut) …" >&2
	@$(PYTHON) -m venv .venv
	@$(PIP) install --no-deps --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	@echo "Hulpmiddelen voor tests en controle klaarzetten …" >&2
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@
