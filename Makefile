# One command for each thing; every one of them works from a clean clone.
# Needed beforehand: Python 3.11 or later with pip and venv, make, git.

PYTHON ?= python3
JOBS   ?= 2

VERSION := $(shell sed -n 's/^__version__ = "\(.*\)"$$/\1/p' src/sanliang/__init__.py)
WHEEL   := dist/sanliang-$(VERSION)-py3-none-any.whl
SOURCES := $(shell find src -type f -not -name '*.pyc') pyproject.toml README.md LICENSE
EXTRAS  := cli,testing,workdays

BIN    := .venv/bin
PIP    := -m pip --disable-pip-version-check -qq
ifneq (,$(filter output-sync,$(.FEATURES)))
SYNC   := --output-sync=target
endif

export PYTHONDONTWRITEBYTECODE := 1
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
export PIP_NO_INPUT := 1

.PHONY: help demo test gate deep docs bench lint format types imports coverage quick lowest bare wheel reproducible \
        changelog constraints clean

help:
	@sed -n 's/^## //p' Makefile

## make demo          the library at work, on a town of invented people
demo: .venv/wheel.stamp
	@$(BIN)/python -m sanliang demo

## make test          everything that a change must pass
test: .venv/dev.stamp .venv/wheel.stamp
	@$(MAKE) --no-print-directory --keep-going -j$(JOBS) $(SYNC) gate
	@echo "== all checks passed"

gate: coverage lint types imports docs lowest bare reproducible changelog

## make deep          the property tests with 5,000 examples each
deep: .venv/wheel.stamp .venv/dev.stamp
	HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest tests

## make bench         every benchmark, one after another
bench: .venv/wheel.stamp .venv/dev.stamp
	@set -e; for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file; done

## make docs          the documentation, with warnings as errors
docs: .venv/wheel.stamp .venv/dev.stamp
	@echo "== docs"
	@$(BIN)/python -m sphinx -W --keep-going -q -b html -d build/doctrees docs docs/_build/html

## make lint          style
lint: .venv/dev.stamp
	@echo "== lint"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

## make format        put the style right
format: .venv/dev.stamp
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

## make types         mypy --strict and pyright
types: .venv/wheel.stamp .venv/dev.stamp
	@echo "== types"
	@$(BIN)/mypy --strict
	@$(BIN)/pyright

## make imports       the map: who may import whom
imports: .venv/wheel.stamp .venv/dev.stamp
	@echo "== imports"
	@PYTHONPATH=src $(BIN)/lint-imports --no-cache

## make coverage      the tests and every example of the docs, on the installed wheel; every branch
coverage: .venv/wheel.stamp .venv/dev.stamp
	@echo "== tests, on the installed wheel"
	@$(BIN)/coverage run -m pytest
	@$(BIN)/coverage report --fail-under=100

## make quick         the tests alone, with few examples
quick: .venv/wheel.stamp .venv/dev.stamp
	@HYPOTHESIS_PROFILE=quick $(BIN)/python -m pytest -q

## make lowest        the tests on the lowest versions that we say we work with
lowest: .venv-lowest/wheel.stamp
	@echo "== tests, on the lowest versions"
	@HYPOTHESIS_PROFILE=quick .venv-lowest/bin/python -m pytest

## make bare          the wheel alone: imports in silence, says what is missing
bare: .venv-bare/wheel.stamp
	@echo "== the wheel alone"
	@.venv-bare/bin/python -I -W error -c "import sanliang"
	@.venv-bare/bin/python -I -W error -c "from sanliang import *"
	@.venv-bare/bin/python -I -m sanliang demo >/dev/null 2>build/bare.txt; test $$? -eq 2
	@grep -F 'pip install "sanliang[cli]"' build/bare.txt

## make wheel         the wheel, in dist/
wheel: $(WHEEL)

## make reproducible  the wheel built again is the same, byte for byte
reproducible: $(WHEEL) .venv/build.stamp
	@echo "== the wheel, built twice"
	@rm -rf build/again
	@umask 077; TZ=Asia/Shanghai $(BIN)/python $(PIP) wheel --no-deps --no-build-isolation -w build/again .
	@cmp $(WHEEL) build/again/$(notdir $(WHEEL))
	@$(BIN)/python -m zipfile -l $(WHEEL) | grep -q '^sanliang/py.typed '

## make changelog     what the next release will say
changelog: .venv/dev.stamp
	@echo "== changelog"
	@$(BIN)/towncrier build --draft --version next 2>/dev/null

## make constraints   write constraints.txt anew, with the newest versions
constraints:
	rm -rf build/newest
	$(PYTHON) -m venv build/newest
	build/newest/bin/python $(PIP) install "hatchling" -r requirements-dev.txt ".[$(EXTRAS)]"
	build/newest/bin/python -m pip freeze --exclude sanliang > constraints.txt

clean:
	rm -rf .venv .venv-lowest .venv-bare build dist docs/_build .mypy_cache .ruff_cache .pytest_cache .coverage

# The environments. A stamp is younger than what it was made from.

.venv/build.stamp: constraints.txt requirements-dev.txt
	@echo "== .venv: made with $(PYTHON)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12 ...")'
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@$(BIN)/python $(PIP) install -c constraints.txt hatchling
	@touch $@

$(WHEEL): $(SOURCES) | .venv/build.stamp
	@echo "== $@"
	@$(BIN)/python $(PIP) wheel --no-deps --no-build-isolation -w dist .
	@touch $@

.venv/wheel.stamp: $(WHEEL) .venv/build.stamp
	@$(BIN)/python $(PIP) install -c constraints.txt "$(WHEEL)[$(EXTRAS)]"
	@$(BIN)/python $(PIP) install --no-deps --force-reinstall $(WHEEL)
	@touch $@

.venv/dev.stamp: .venv/build.stamp | .venv/wheel.stamp
	@echo "== .venv: tools"
	@$(BIN)/python $(PIP) install -c constraints.txt -r requirements-dev.txt
	@touch $@

.venv-lowest/wheel.stamp: $(WHEEL) constraints-lowest.txt
	@test -d .venv-lowest || $(PYTHON) -m venv .venv-lowest
	@.venv-lowest/bin/python $(PIP) install -c constraints-lowest.txt "$(WHEEL)[$(EXTRAS)]" sybil
	@.venv-lowest/bin/python $(PIP) install --no-deps --force-reinstall $(WHEEL)
	@touch $@

.venv-bare/wheel.stamp: $(WHEEL) constraints.txt
	@test -d .venv-bare || $(PYTHON) -m venv .venv-bare
	@.venv-bare/bin/python $(PIP) install -c constraints.txt $(WHEEL)
	@.venv-bare/bin/python $(PIP) install --no-deps --force-reinstall $(WHEEL)
	@mkdir -p build && touch $@
