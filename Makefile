# Two commands for a fresh machine: `make demo` and `make test`. Both make what they need first.

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
OTHER := .venv-other
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: help install other demo screenshots test lint bench release words wheel clean

help:
	@echo "make demo     grade a sample class in a course folder of its own"
	@echo "make screenshots  pictures of feedback pages and overviews of the sample class (in screenshots/)"
	@echo "make test     run the tests"
	@echo "make install  virtual environment, dependencies, kernel, command theano-exercises (in $(BIN))"
	@echo "make other    a second environment, for the test that compares the two Python versions"
	@echo "make lint     ruff and mypy"
	@echo "make bench    speed and memory, side by side with stock nbgrader (half an hour)"
	@echo "make release  generate release/ from source/"
	@echo "make words    bring the catalogues of other languages up to date with what the sources say"
	@echo "make wheel    build the wheel that students install (in dist/)"

install: $(STAMP)

$(STAMP): setup.py pyproject.toml scripts/install.sh
	@sh scripts/install.sh $(VENV)
	@touch $(STAMP)

other: install
	@sh scripts/install_other.sh $(VENV) $(OTHER)

demo: install
	@theano-exercises demo $(ARGS)

screenshots: install
	@python tests/support/screenshots.py $(ARGS)

test: install
	@sh scripts/install_axe.sh
	@python -m pytest -n 2 --dist worksteal $(ARGS)

lint: install
	@ruff check .
	@ruff format --check .
	@mypy

bench: install
	@python -m benchmarks $(ARGS)

release: install
	@python -m graders.course.authoring.release

words: install
	@python -m graders.reports.catalogue

wheel: install
	@python -m build --wheel

clean:
	rm -rf $(VENV) $(OTHER) .uv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .axe
