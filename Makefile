# Rode Draad. `make help` toont wat er kan.

RAW ?= data/raw
PROCESSED ?= data/processed
REPORTS ?= reports
CONFIG ?=
AKKOORD ?=
AANTAL ?=
WERKMAP ?=
THEMA ?=
ROL ?=
SERIE ?=
SESSIE ?=
ORGANISATIE ?=
VANAF ?=
TOT ?=
PYTHON ?= python3
TREEBANK ?= ../shared/treebank
TEXTS ?= ../shared/corpora/kamervragen.csv ../shared/corpora/sib200-nl.csv
CORPORA ?= ../shared/corpora
SIZES ?= 100 1000
WORK ?= build/language-model
MODEL ?= nl_sessie_sm
WHEEL ?=
PYTHONS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
export PIP_NO_INPUT = 1

.DEFAULT_GOAL := help
.PHONY: help analyse report nakijken test test-snel lint format fuzz evaluate bench bench-recoding bench-scale bench-topics notebooks notebooks-html kinds key-sentences commitments language-model language-model-eval nl-core-news-sm lock lock-check sbom licences wheel wheel-check clean distclean

help: ## Toon de opdrachten
	@echo "Gebruik: make OPDRACHT [RAW=map] [PROCESSED=map] [REPORTS=map] [CONFIG=bestand]"
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

analyse: .venv/installed ## Lees de verslagen in RAW, en maak tabellen en rapport; AKKOORD=ja als er veel weg mag zijn
	@$(BIN)/python -m pipeline analyse --raw "$(RAW)" --processed "$(PROCESSED)" --reports "$(REPORTS)" $(if $(CONFIG),--config "$(CONFIG)") $(if $(AKKOORD),--akkoord)

report: .venv/installed ## Maak het rapport opnieuw, desgewenst over een deel: THEMA= ROL= SERIE= SESSIE= ORGANISATIE= VANAF= TOT=
	@$(BIN)/python -m pipeline report --processed "$(PROCESSED)" --reports "$(REPORTS)" $(if $(CONFIG),--config "$(CONFIG)") \
		$(if $(THEMA),--thema "$(THEMA)") $(if $(ROL),--rol "$(ROL)") $(if $(SERIE),--serie "$(SERIE)") \
		$(if $(SESSIE),--sessie "$(SESSIE)") $(if $(ORGANISATIE),--organisatie "$(ORGANISATIE)") \
		$(if $(VANAF),--vanaf "$(VANAF)") $(if $(TOT),--tot "$(TOT)")

nakijken: .venv/installed ## Maak een bladzijde om uitspraken in na te kijken; AANTAL= per soort keuze, WERKMAP=ja voor Excel
	@$(BIN)/python -m pipeline nakijken --processed "$(PROCESSED)" --reports "$(REPORTS)" $(if $(AANTAL),--aantal "$(AANTAL)") $(if $(WERKMAP),--werkmap)

test: .venv/installed-dev ## Draai alle tests
	@$(PYTEST)

test-snel: .venv/installed-dev ## Draai de tests zonder de trage: geen analyses van het voorbeeldcorpus, geen browser, geen notebooks
	@$(PYTEST) -m "not slow"
# One thread a process: processes that each start a thread per core keep one another waiting.
PYTEST := OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadgroup --no-loadscope-reorder

lint: .venv/installed-dev ## Controleer opmaak, typen en de lagen van de code
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/deptry pipeline
	@$(BIN)/deptry benchmarks docs models notebooks supply tests --ignore DEP002,DEP004

format: .venv/installed-dev ## Maak de code op
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

fuzz: .venv/installed-dev ## Beschadig voor elke lezer een verslag, N keer (20000), en lees, codeer en pseudonimiseer het
	@$(BIN)/python -m tests.fuzz $(or $(N),20000) $(or $(SEED),0)

faults: .venv/installed-dev ## Breek tienduizend keer een opslag af (kill, stroom weg, schijf vol) en tel mengsels, verlies en resten
	@$(BIN)/python -m tests.broken_off 10000

evaluate: .venv/installed-dev ## Meet de kwaliteit op de met de hand gecodeerde verslagen
	@$(BIN)/python -m benchmarks.evaluate

bench: .venv/installed-dev ## Meet de snelheid tegen de kale bibliotheken
	@$(BIN)/python -m benchmarks.speed

bench-recoding: .venv/installed-dev ## Meet wat een nieuwe analyse kost na een ander codeboek, een andere opmaak of één ander verslag
	@$(BIN)/python -m benchmarks.recoding

bench-scale: .venv/installed-dev ## Meet wat analyses van veel verslagen kosten; SIZES= kiest hoeveel, zoals "100 1000 10000"
	@$(BIN)/python -m benchmarks.scale "$(CORPORA)" build/schaal.png "$(SIZES)"

bench-topics: .venv/installed-dev ## Meet de onderwerpen tegen andere methoden, op de teksten in CORPORA
	@$(BIN)/python -c 'import umap, hdbscan' 2>/dev/null || $(PIP) install umap-learn hdbscan
	@$(BIN)/python -m benchmarks.topics "$(CORPORA)"

notebooks: .venv/installed-dev ## Open de notebooks over de tabellen in PROCESSED in JupyterLab
	@test -f "$(PROCESSED)/run.json" || { echo "In de map $(PROCESSED) staat geen analyse; draai eerst make analyse of geef PROCESSED=map op." >&2; exit 2; }
	@$(BIN)/python -c 'import jupyterlab' 2>/dev/null || $(PIP) install jupyterlab || { \
		echo "JupyterLab is niet te installeren; zonder internet kunt u de notebooks lezen met make notebooks-html." >&2; exit 2; }
	@mkdir -p "$(REPORTS)"
	@RODE_DRAAD_PROCESSED="$$(cd "$(PROCESSED)" && pwd)" RODE_DRAAD_CODERING="$$(cd "$(REPORTS)" && pwd)/codering" $(BIN)/jupyter lab --notebook-dir notebooks

notebooks-html: .venv/installed-dev ## Voer de notebooks uit en bewaar ze als webpagina’s in REPORTS/notebooks
	@$(BIN)/python -m notebooks.publish --processed "$(PROCESSED)" --reports "$(REPORTS)"

kinds: .venv/installed-dev ## Train de indeling in uitkomsten, dilemma’s en adviezen opnieuw
	@$(BIN)/python -m models.kinds.train

key-sentences: .venv/installed-dev ## Train opnieuw welke zinnen los te lezen zijn en beide kanten noemen
	@$(BIN)/python -m models.key_sentences.train

commitments: .venv/installed-dev ## Train opnieuw welk advies een aanbeveling, vraag of toezegging is
	@$(BIN)/python -m models.commitments.train

language-model: .venv/installed-dev ## Bouw nl_sessie_sm opnieuw uit TREEBANK en TEXTS (vraagt frog en uren)
	@command -v frog >/dev/null || { echo "Het programma frog ontbreekt; installeer de Debian-pakketten frog en frogdata." >&2; exit 2; }
	@$(BIN)/python -c 'import torch' 2>/dev/null || $(PIP) install torch
	@OMP_NUM_THREADS=1 $(BIN)/python -m models.nl_sessie_sm.build "$(TREEBANK)" "$(WORK)" $(TEXTS)
	@$(MAKE) --no-print-directory language-model-eval MODEL="$(WORK)/models/whole"

language-model-eval: .venv/installed-dev ## Meet taalmodel MODEL op de boombank en op zinnen uit ons vak
	@OMP_NUM_THREADS=1 $(BIN)/python -m models.nl_sessie_sm.evaluate "$(MODEL)" $(wildcard $(TREEBANK)/nl-dev.conllu) tests/gold/dutch/domain.conllu

nl-core-news-sm: .venv/installed ## Installeer nl_core_news_sm 3.8.0 (van internet, of uit het bestand WHEEL)
	@echo "nl_core_news_sm @ $(NL_CORE_NEWS_SM) --hash=sha256:$(NL_CORE_NEWS_SM_SHA256)" > .venv/nl_core_news_sm.txt
	@$(PIP) install --no-deps --require-hashes --retries 0 --timeout 15 -r .venv/nl_core_news_sm.txt 2> .venv/nl_core_news_sm.log || { \
		if grep -q "DO NOT MATCH" .venv/nl_core_news_sm.log; \
		then echo "Dit is niet de officiële uitgave van nl_core_news_sm 3.8.0 (de sha256 verschilt); haal het bestand opnieuw op, zie models/README.md."; \
		else echo "nl_core_news_sm is niet te bereiken; haal het bestand elders op en geef het op met WHEEL=, zie models/README.md."; \
		fi >&2; exit 2; }
NL_CORE_NEWS_SM = $(if $(WHEEL),file://$(abspath $(WHEEL)),https://github.com/explosion/spacy-models/releases/download/nl_core_news_sm-3.8.0/nl_core_news_sm-3.8.0-py3-none-any.whl)
NL_CORE_NEWS_SM_SHA256 := a76978477821f213ca76a46c686df1b1d41462905d4868bc53eac086adca8b7e

lock: ## Leg de versies van alle pakketten opnieuw vast: de nieuwste die oud genoeg zijn (vraagt internet)
	@test -x $(BIN)/uv || $(MAKE) --no-print-directory .venv/installed-dev  # which itself needs the old locks
	@$(BIN)/python -m supply.lock

lock-check: .venv/installed-dev ## Vraag na of vastgelegde versies oud genoeg zijn, niet zijn teruggetrokken en overal te installeren zijn
	@$(BIN)/python -m supply.lock --check

sbom: .venv/installed-dev ## Maak de stuklijst (CycloneDX) van alles waaruit het programma bestaat: dist/sbom.cdx.json
	@$(BIN)/python -m supply.bom dist/sbom.cdx.json

licences: sbom ## Controleer of de licenties van alle afhankelijkheden bij EUPL-1.2 passen
	@$(BIN)/python -m supply.licences dist/sbom.cdx.json

wheel: sbom ## Maak in dist/ alles om het programma elders te installeren: wheels, vastgelegde versies en stuklijst
	@rm -rf build/lib build/bdist.* dist/*.whl
	@SOURCE_DATE_EPOCH=1577836800 $(PIP) wheel --no-deps --no-build-isolation --no-index --wheel-dir dist .
	@cp models/*.whl dist
	@$(BIN)/python -m supply.bundle dist

wheel-check: wheel ## Installeer dist/ met elke Python die hier is, of met PYTHONS=, en analyseer er het voorbeeld mee
	@$(BIN)/python -m supply.elsewhere dist $(PYTHONS)

clean: ## Verwijder PROCESSED en alles wat in REPORTS is gemaakt; de omgeving blijft, en codering/ met het werk van mensen
	rm -rf "$(PROCESSED)" $(foreach name,$(MADE),"$(REPORTS)"/$(name))
MADE := rapport.html rapport.pdf rapport-bijlagen.pdf rapport.odt rapport.docx bevindingen.xlsx figuren data notebooks nakijken.html nakijken.xlsx deel-*

distclean: clean ## Verwijder ook de omgeving (.venv)
	rm -rf .venv dist

# The libraries' own tests take 50 MB, and their byte code as much again.
.venv/installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || { echo "Python 3.11 tot en met 3.14 is nodig; installeer die of geef PYTHON=pad op." >&2; exit 2; }
	@echo "Omgeving klaarzetten in .venv (eenmalig, ongeveer een minuut) …" >&2
	@$(PYTHON) -m venv .venv
	@$(PIP) install --no-compile --no-deps --require-hashes -r requirements.lock
	@find .venv/lib -type d -name tests -prune -exec rm -rf {} +
	@$(BIN)/python -m compileall -q -j 0 -x '/(pip|setuptools)/' .venv/lib > /dev/null || true # a library may hold files for another Python
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.venv/installed-dev: .venv/installed requirements-dev.lock
	@echo "Hulpmiddelen voor tests en controle klaarzetten …" >&2
	@$(PIP) install --no-deps --require-hashes -r requirements-dev.lock
	@touch $@
