# make demo | test | lint | format | docs | bench: each sets up what it needs in .venv.
PYTHON ?= python3
BIN := .venv/bin
# the language of the demo: make demo LANGUAGE=zh
LANGUAGE ?= en

.PHONY: demo test lint format docs bench lock clean

demo: .venv/run
	@$(BIN)/kg build
	@printf '\n1. Who approved what that led to which park?\n   kg query park_approvals\n\n'
	@$(BIN)/kg query park_approvals --lang $(LANGUAGE)
	@printf '\n2. What does the document state for integrated circuits, in which words, and where?\n   kg query facts_of_sector -p sector=集成电路\n\n'
	@$(BIN)/kg query facts_of_sector -p sector=集成电路 --lang $(LANGUAGE)
	@printf '\n3. What is known of the Science City, and which sentence says so?\n   kg show 张江科学城\n\n'
	@$(BIN)/kg show 张江科学城 --lang $(LANGUAGE)
	@printf '\nTry next (kg is in $(BIN)/):\n  kg queries                      what can be asked\n  kg show 国务院 --lang zh        an entity, each fact with its source\n  kg export -o zhangjiang.ttl     for Protégé, GraphDB, Neo4j, Gephi\n  kg validate my.ttl              your own data against the same shapes\n  kg --help\n'

test: .venv/dev
	$(BIN)/python -m pytest -n auto --dist worksteal

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: .venv/dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# docs/commands/ and docs/python.md, from the help and the docstrings
docs: .venv/dev
	$(BIN)/python docs/generate_commands.py
	$(BIN)/python docs/generate.py

# make bench SIZES="10000 100000": other sizes than those of benchmarks/jobs.toml
bench: .venv/bench
	$(BIN)/python benchmarks/run.py $(addprefix --sizes ,$(SIZES))
	$(BIN)/python benchmarks/commands.py
	-$(BIN)/python benchmarks/start.py
	$(BIN)/python benchmarks/evidence.py
	$(BIN)/python benchmarks/overhead.py

# The locks name versions and hashes; every file is checked against its hash.
lock: .venv/dev
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-emit-index-url --no-header \
	  --upgrade --group build --output-file requirements.lock pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-annotate --no-emit-index-url --no-header \
	  --upgrade --group build --group dev --output-file requirements-dev.lock pyproject.toml

.venv/run: requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

.venv/dev: .venv/run requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@

# The peers of the benchmarks; without Java those of Java are reported as missing.
.venv/bench: .venv/dev benchmarks/java/pom.xml
	$(BIN)/uv pip install --quiet --python $(BIN)/python --group bench
	command -v java mvn >/dev/null && mvn -q -B -f benchmarks/java/pom.xml dependency:copy-dependencies \
	  -DoutputDirectory="$(CURDIR)/build/bench/java" || true
	@touch $@

clean:
	rm -rf .venv build
