# The verbs of the project. `make site` and `make test` set up everything they need in .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NODE := node_modules/.bin

.DEFAULT_GOAL := help
.PHONY: help site test script-test serve validate lint format schema clean browser-test latex-test torture lock bench

help: ## list the verbs
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

site: $(VENV)/.site ## validate the entries and build site/
	@$(BIN)/hfm-atlas validate
	@$(BIN)/hfm-atlas build

serve: $(VENV)/.site ## serve the site on this machine, reloading on save
	@$(BIN)/hfm-atlas serve

validate: $(VENV)/.site ## check the entries
	@$(BIN)/hfm-atlas validate

test: $(VENV)/.dev ## run all tests but those below; those of scripts where node is there
	@$(BIN)/python -m pytest -n auto
	@if command -v node >/dev/null; then $(MAKE) --no-print-directory script-test; fi

script-test: ## run the tests of scripts, without a browser (needs node)
	@node --test --test-reporter=dot tests/scripts/*.test.js

browser-test: $(VENV)/.dev ## run the browser tests (needs Chromium: CHROMIUM=/usr/bin/chromium)
	@$(BIN)/python -m pytest -n auto -m browser

latex-test: $(VENV)/.dev ## compile what is exported for LaTeX (needs pdflatex, bibtex, biber and pdftotext)
	@$(BIN)/python -m pytest -m latex

torture: $(VENV)/.dev ## mutate, kill and attack: the whole runs, which take a quarter of an hour
	@$(BIN)/python -m pytest -m torture

lint: $(VENV)/.dev node_modules/.ready ## types, style, words, import layers, workflows; style sheets and scripts (needs node)
	@$(NODE)/biome ci --error-on-warnings
	@$(NODE)/stylelint "docs/stylesheets/*.css"
	@$(NODE)/tsc -p .
	@$(BIN)/mypy
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports
	@$(BIN)/hfm-atlas schema --check
	@$(BIN)/hfm-atlas fmt --check
	@$(BIN)/python .ci/words.py
	@$(BIN)/zizmor --offline --no-progress --quiet .github
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	@$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/*-*.yml

format: $(VENV)/.dev node_modules/.ready ## put code, style sheets and scripts into their one form
	@$(BIN)/ruff format .
	@$(NODE)/biome check --write

lock: ## write the hashes of what the workflows install again (needs uv)
	@$(MAKE) --no-print-directory requirements.txt requirements-discovery.txt -B

LOCK = echo hatchling | uv pip compile pyproject.toml - -c constraints.txt --generate-hashes --python-version 3.12 \
  --universal --no-header --no-annotate --no-emit-index-url --quiet
LOCK_HEAD = 1i \# What the workflows install, each file by its hash; `make lock` writes it from pyproject.toml and constraints.txt.

requirements.txt:
	@$(LOCK) -o $@
	@sed -i '$(LOCK_HEAD)' $@

requirements-discovery.txt:
	@$(LOCK) --extra discovery -o $@
	@sed -i '$(LOCK_HEAD)' $@

schema: $(VENV)/.site ## generate the JSON Schemas
	@$(BIN)/hfm-atlas schema

bench: $(VENV)/.dev ## measure the build against stock MkDocs Material
	@$(BIN)/python benchmarks/build.py

clean: ## remove what was made
	rm -rf $(VENV) node_modules site .cache

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; set PYTHON=…")'
	@echo "Setting up $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@-$(PIP) --only-binary uv uv

PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

# uv takes a third of pip's time. It does not read pip's settings, so pip follows where uv does not reach a registry.
install = $(BIN)/python -m uv pip install --quiet --python $(BIN)/python -c constraints.txt -e $(1) 2>/dev/null \
  || $(PIP) -e $(1)

$(VENV)/.site: pyproject.toml constraints.txt | $(BIN)/python
	@$(call install,.)
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(BIN)/python
	@$(call install,'.[dev]')
	@touch $@ $(VENV)/.site

# The tools for style sheets and scripts, each as package-lock.json has it.
node_modules/.ready: package.json package-lock.json
	@command -v npm >/dev/null || { echo "node and npm are needed, version 20 or later"; exit 1; }
	@npm ci --no-fund --no-audit --silent
	@touch $@
