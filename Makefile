# One command for each thing; every one of them works from a clean clone.
# Needed beforehand: Python 3.11 or later with pip and venv, make, git.

PYTHON ?= python3
JOBS   ?= 2
# Where things are made. Two people in one working tree take different places: make VENV=... DIST=... BUILD=... test
VENV   ?= .venv
DIST   ?= dist
BUILD  ?= build

VERSION := $(shell sed -n 's/^__version__ = "\(.*\)"$$/\1/p' src/sanliang/__init__.py)
WHEEL   := $(DIST)/sanliang-$(VERSION)-py3-none-any.whl
SOURCES := $(shell find src examples -type f -not -name '*.pyc') pyproject.toml README.md LICENSE
EXTRAS  := cli,django,fastapi,msgspec,orjson,sqlalchemy,testing,workdays

BIN    := $(VENV)/bin
# One pip for every environment, a new one: it finds what stands in a list of versions in a fifth of the time of that which
# comes with Python. What is imported is compiled when it is, and kept; the rest is not.
PIP    := -m pip --disable-pip-version-check -qq
INTO    = $(BIN)/python $(PIP) --python $(1)/bin/python install --no-compile
ifneq (,$(filter output-sync,$(.FEATURES)))
SYNC   := --output-sync=target
endif

# What was compiled is kept, whatever the caller's shell says.
export PYTHONDONTWRITEBYTECODE :=
export PYRIGHT_PYTHON_IGNORE_WARNINGS := 1
export PIP_NO_INPUT := 1
# The tests look at the installed wheel, whatever the caller's shell says.
unexport PYTHONPATH
export COVERAGE_FILE := $(VENV)/coverage.data

.PHONY: help demo test gate deep mutants docs bench lint format types mypy pyright imports laws coverage quick lowest bare template \
        wheel reproducible \
        tests-of-rules tests-of-the-rest changelog constraints clean

help:
	@sed -n 's/^## //p' Makefile

## make demo          the library at work, on a town of invented people
demo: $(VENV)/wheel.stamp
	@$(BIN)/python -m sanliang demo

## make test          everything that a change must pass
test:
	@$(MAKE) --no-print-directory --keep-going -j$(JOBS) $(SYNC) gate
	@echo "== all checks passed"

# The longest first, so that no process waits at the end for one that began late. Of the documentation the gate wants the
# warnings: what makes it good to read, contents on each page and the theme, takes half of the time.
gate: LOOKS := -D toc_object_entries=0 -D html_theme=basic
gate: coverage lowest types docs lint imports bare template reproducible changelog

## make deep          the property tests with 5,000 examples each, and the mutants of changed modules
deep: $(VENV)/wheel.stamp $(VENV)/dev.stamp
	HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest tests
	@$(MAKE) --no-print-directory mutants

## make mutants       which changes of changed modules no test notices; MUTANTS=--all takes a night, =--help says more
mutants: $(VENV)/wheel.stamp $(VENV)/dev.stamp $(VENV)/mutants.stamp
	@$(BIN)/python -m tests.mutants.run --jobs $(JOBS) $(MUTANTS)

## make bench         every benchmark, one after another
bench: $(VENV)/wheel.stamp $(VENV)/dev.stamp
	@set -e; for file in benchmarks/*.py; do echo "== $$file"; $(BIN)/python $$file; done

## make docs          the documentation, with warnings as errors
docs: $(VENV)/wheel.stamp $(VENV)/dev.stamp
	@echo "== docs"
	@$(BIN)/python -m sphinx -W -E --keep-going -q $(LOOKS) -b html -d $(BUILD)/doctrees docs $(BUILD)/html

## make lint          style
lint: $(VENV)/dev.stamp
	@echo "== lint"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

## make format        put the style right
format: $(VENV)/dev.stamp
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

## make types         mypy --strict and pyright
types: mypy pyright

mypy: $(VENV)/wheel.stamp $(VENV)/dev.stamp
	@echo "== mypy"
	@$(BIN)/mypy --strict

pyright: $(VENV)/wheel.stamp $(VENV)/dev.stamp
	@echo "== pyright"
	@$(BIN)/pyright --pythonpath $(BIN)/python

## make imports       the map: who may import whom
imports: $(VENV)/wheel.stamp $(VENV)/dev.stamp
	@echo "== imports"
	@PYTHONPATH=src $(BIN)/lint-imports --no-cache --no-logo

## make laws          the property tests alone, and whatever is marked `untraced`
laws: $(VENV)/wheel.stamp $(VENV)/dev.stamp
	@echo "== laws, on the installed wheel"
	@$(BIN)/python -m pytest -m "hypothesis or untraced" tests

## make coverage      the tests, every branch, the laws and every example of the docs, on the installed wheel
coverage: tests-of-rules tests-of-the-rest
	@echo "== branches"
	@$(BIN)/coverage combine -q $(VENV)/coverage.rules $(VENV)/coverage.rest
	@$(BIN)/coverage report --fail-under=100

# First what is read for branches; when the tracer has stopped, what is not: tests/conftest.py. In two halves of
# about the same length, side by side.
RULES := tests/ext tests/ratings tests/rulebooks tests/serial

tests-of-rules: $(VENV)/wheel.stamp $(VENV)/dev.stamp
	@echo "== tests of rules, and of what is stored and sent, on the installed wheel"
	@COVERAGE_FILE=$(VENV)/coverage.rules $(BIN)/coverage run -m pytest $(RULES)

tests-of-the-rest: $(VENV)/wheel.stamp $(VENV)/dev.stamp
	@echo "== all other tests, and every example, on the installed wheel"
	@COVERAGE_FILE=$(VENV)/coverage.rest $(BIN)/coverage run -m pytest $(RULES:%=--ignore=%)

## make quick         the tests alone, with few examples
quick: $(VENV)/wheel.stamp $(VENV)/dev.stamp
	@HYPOTHESIS_PROFILE=quick $(BIN)/python -m pytest -q

## make lowest        the tests on the lowest versions that we say we work with, but those marked `once`
# To have pytest write each `assert` anew, so that it says more, takes as long as a tenth of these tests.
lowest: $(VENV)-lowest/wheel.stamp
	@echo "== tests, on the lowest versions"
	@HYPOTHESIS_PROFILE=lowest $(VENV)-lowest/bin/python -m pytest --assert=plain -m "not once"

## make bare          the wheel alone: imports in silence, says what is missing
bare: $(VENV)-bare/wheel.stamp
	@echo "== the wheel alone"
	@$(VENV)-bare/bin/python -I -W error -c "import sanliang"
	@$(VENV)-bare/bin/python -I -W error -c "from sanliang import *"
	@$(VENV)-bare/bin/python -I -m sanliang demo >/dev/null 2>$(BUILD)/bare.txt; test $$? -eq 2
	@grep -F 'pip install "sanliang[cli]"' $(BUILD)/bare.txt

# Packed and installed as a package of a stranger is: nothing of the tree is seen.
TEMPLATE := examples/township-template
# With ten examples of a law, where its author has a hundred.
define FEW
import sys, pytest, hypothesis
hypothesis.settings.register_profile("few", max_examples=10, derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("few")
sys.exit(pytest.main(sys.argv[1:]))
endef
export FEW

## make template      the town of the template, its package and the wheel in an empty environment: its own test
template: $(VENV)-template/wheel.stamp
	@echo "== the template, on the installed wheel"
	@$(VENV)-template/bin/python -I -c "$$FEW" -q -p no:cacheprovider -W error -W "ignore:Module already imported" \
	  -c $(TEMPLATE)/pyproject.toml $(TEMPLATE)/tests
	@$(VENV)-template/bin/python -I -W error -c "from sanliang import townships; townships.get('qingshan')"

## make wheel         the wheel, in dist/
wheel: $(WHEEL)

## make reproducible  the wheel built again is the same, byte for byte
reproducible: $(WHEEL) $(VENV)/build.stamp
	@echo "== the wheel, built twice"
	@rm -rf $(BUILD)/again
	@umask 077; TZ=Asia/Shanghai $(BIN)/python $(PIP) wheel --no-deps --no-build-isolation -w $(BUILD)/again .
	@cmp $(WHEEL) $(BUILD)/again/$(notdir $(WHEEL))
	@$(BIN)/python -m zipfile -l $(WHEEL) | grep '^sanliang/py.typed ' >/dev/null

## make changelog     what the next release will say
changelog: $(VENV)/dev.stamp
	@echo "== changelog"
	@$(BIN)/towncrier build --draft --version next 2>/dev/null

## make constraints   write constraints.txt anew, with the newest versions
constraints:
	rm -rf $(BUILD)/newest
	$(PYTHON) -m venv $(BUILD)/newest
	$(BUILD)/newest/bin/python $(PIP) install --upgrade pip
	$(BUILD)/newest/bin/python $(PIP) install "hatchling" cosmic-ray -r requirements-dev.txt ".[$(EXTRAS)]"
	$(BUILD)/newest/bin/python -m pip freeze --all --exclude sanliang --exclude setuptools > constraints.txt

clean:
	find tests examples -name __pycache__ -prune -exec rm -rf {} +
	rm -rf $(VENV) $(VENV)-lowest $(VENV)-bare $(VENV)-template $(BUILD) $(DIST) .mypy_cache .ruff_cache .pytest_cache

# The environments. A stamp is younger than what it was made from.

$(VENV)/build.stamp: constraints.txt requirements-dev.txt
	@echo "== $(VENV): made with $(PYTHON)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12 ...")'
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(PIP) install --no-compile -c constraints.txt pip
	@$(BIN)/python $(PIP) install --no-compile -c constraints.txt hatchling
	@touch $@

$(WHEEL): $(SOURCES) | $(VENV)/build.stamp
	@echo "== $@"
	@$(BIN)/python $(PIP) wheel --no-deps --no-build-isolation -w $(DIST) .
	@touch $@

$(VENV)/wheel.stamp: $(WHEEL) $(VENV)/build.stamp
	@$(call INTO,$(VENV)) -c constraints.txt "$(WHEEL)[$(EXTRAS)]"
	@$(call INTO,$(VENV)) --no-deps --force-reinstall $(WHEEL)
	@touch $@

$(VENV)/dev.stamp: $(VENV)/build.stamp | $(VENV)/wheel.stamp
	@echo "== $(VENV): tools"
	@$(call INTO,$(VENV)) -c constraints.txt -r requirements-dev.txt
	@touch $@

$(VENV)/mutants.stamp: $(VENV)/build.stamp | $(VENV)/dev.stamp
	@$(call INTO,$(VENV)) -c constraints.txt cosmic-ray
	@touch $@

$(VENV)-lowest/wheel.stamp: $(WHEEL) constraints-lowest.txt | $(VENV)/build.stamp
	@test -d $(VENV)-lowest || $(PYTHON) -m venv --without-pip $(VENV)-lowest
	@$(call INTO,$(VENV)-lowest) -c constraints-lowest.txt "$(WHEEL)[$(EXTRAS)]" httpx jsonschema sybil
	@$(call INTO,$(VENV)-lowest) --no-deps --force-reinstall $(WHEEL)
	@touch $@

$(VENV)-bare/wheel.stamp: $(WHEEL) constraints.txt | $(VENV)/build.stamp
	@test -d $(VENV)-bare || $(PYTHON) -m venv --without-pip $(VENV)-bare
	@$(call INTO,$(VENV)-bare) -c constraints.txt $(WHEEL)
	@$(call INTO,$(VENV)-bare) --no-deps --force-reinstall $(WHEEL)
	@mkdir -p $(BUILD) && touch $@

$(VENV)-template/wheel.stamp: $(WHEEL) $(shell find $(TEMPLATE) -type f -not -name '*.pyc') constraints.txt | $(VENV)/build.stamp
	@test -d $(VENV)-template || $(PYTHON) -m venv --without-pip $(VENV)-template
	@rm -rf $(BUILD)/template
	@$(BIN)/python $(PIP) wheel --no-deps --no-build-isolation -w $(BUILD)/template ./$(TEMPLATE)
	@$(call INTO,$(VENV)-template) -c constraints.txt "$(WHEEL)[testing]"
	@$(call INTO,$(VENV)-template) --no-deps --force-reinstall $(WHEEL) $(BUILD)/template/*.whl
	@touch $@
