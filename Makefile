# Every target sets up what it needs in .venv, from nothing but Python 3.11+, pip and make.

VENV := .venv
BIN := $(VENV)/bin
PINS := requirements/dev.txt
BENCH_PINS := requirements/bench.txt
UV ?= uv

# The stamps are named after what they were made from, so that a changed pin or pyproject.toml installs again,
# whatever the files' dates say; an interrupted set-up leaves no stamp.
key = $(shell cat $(1) pyproject.toml | cksum | cut -d' ' -f1)
READY := $(VENV)/ready-$(call key,$(PINS))
BENCH_READY := $(VENV)/bench-ready-$(call key,$(PINS) $(BENCH_PINS))

# The venv is made anew if there is none, if its Python is gone, or if the checkout moved (scripts hold its path).
ifneq ($(shell test -x $(BIN)/python && cat $(VENV)/made-in 2> /dev/null),$(CURDIR))
.PHONY: $(BIN)/python $(READY) $(BENCH_READY)
endif

# Wheels only, by hash: nothing is compiled and nothing unpinned is fetched.
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
INSTALL := $(PIP) install --no-deps --require-hashes --only-binary :all:

PYTEST_ARGS ?= -n auto

.DEFAULT_GOAL := help
.PHONY: help demo test check format lint types imports docs bench pins clean

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## /\1	/p' $(firstword $(MAKEFILE_LIST)) | while IFS='	' read -r name text; do \
		printf '  make %-8s %s\n' "$$name" "$$text"; done

demo: $(READY) ## print the brief of the founding case; write build/brief.html and build/brief.docx
	@mkdir -p build
	$(BIN)/parley brief $(DEMO)
	$(BIN)/parley brief $(DEMO) --format html -o build/brief.html
	$(BIN)/parley brief $(DEMO) --format docx -o build/brief.docx
demo: DEMO := examples/kaesong-1951 --for cpv-kpa --as-of 1951-07-14T12:00Z

test: $(READY) ## run the tests, in random order
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: format lint types imports docs test ## the gate: format, lint, types, imports, docs, tests

format: $(READY)
	$(BIN)/ruff format --check

lint: $(READY)
	$(BIN)/ruff check

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

docs: $(READY) ## build the documentation into build/docs; a warning is an error
	$(BIN)/sphinx-build -W --keep-going -n -q -d build/doctrees docs build/docs

bench: $(READY) $(BENCH_READY) ## run every benchmark
	@set -e; for script in benchmarks/[!_]*.py; do echo "== $$script"; $(BIN)/python "$$script"; done

# Resolved once for Linux, macOS and Windows and for every supported Python. `dev` holds the most and is
# resolved first; `core` and `bench` are held to it.
COMPILE = $(UV) pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-header --no-annotate
pins: ## resolve the requirements again (needs uv)
	@command -v $(UV) > /dev/null || { echo "make pins: expected the command 'uv', found none; install uv, or name it: make pins UV=/path/to/uv" >&2; exit 1; }
	$(COMPILE) --extra dev --output-file $(PINS)
	$(COMPILE) --constraints $(PINS) --output-file requirements/core.txt
	$(COMPILE) --extra bench --constraints $(PINS) --output-file $(BENCH_PINS)

clean: ## remove the venv, what was built, and the caches
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage
	find src tests benchmarks docs -name __pycache__ -type d -prune -exec rm -rf {} +

# Not `python3` alone: a version manager may keep a name that does not run, or an older Python first.
$(BIN)/python:
	@for name in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
		if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' > /dev/null 2>&1; then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "parley needs Python 3.11 or newer; found: $$(python3 --version 2> /dev/null || echo none)." >&2; \
		echo "Install one, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; \
	fi; \
	"$$found" -c 'import ensurepip, venv' 2> /dev/null || { \
		echo "$$found lacks the venv module; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }; \
	echo "setting up $(VENV) with $$("$$found" --version)"; \
	"$$found" -m venv --clear $(VENV)
	@echo '$(CURDIR)' > $(VENV)/made-in

$(READY): $(BIN)/python
	@echo "installing the pinned parts into $(VENV)"
	@rm -f $(VENV)/ready-*
	@$(INSTALL) -r $(PINS)
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(PIP) check
	@touch $@

$(BENCH_READY): | $(READY)
	@echo "installing the benchmarks' parts into $(VENV)"
	@rm -f $(VENV)/bench-ready-*
	@# stringcase, a part of negmas, is published as source only
	@$(INSTALL) --no-binary stringcase -r $(BENCH_PINS)
	@touch $@
