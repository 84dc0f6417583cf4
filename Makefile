# Everything that is done to Zichtlijn: `make run` to use it, `make test` before a change goes in.
# `make run` needs python3 (3.11 or newer, with its venv module) and make, nothing else.

PYTHON ?= python3
PORT ?= 8000
N ?= 1000
export PORT

.DEFAULT_GOAL := help
.PHONY: help free-port run test lint bench messages lock install install-test

help:
	@echo "make run [PORT=8000]   install, prepare and start Zichtlijn on 127.0.0.1"
	@echo "make test              every check and every test, on SQLite and on PostgreSQL, with a real browser"
	@echo "make lint              the checks that need no tests"
	@echo "make bench [N=1000]    measure an organisation of N people and write docs/benchmarks.md"
	@echo "make messages          collect the texts to translate"
	@echo "make lock              take the newest allowed versions of the packages into the lock files"

install:
	@command -v $(PYTHON) >/dev/null || { echo "Zichtlijn needs Python 3.11 or newer: install python3 with its venv module." >&2; exit 1; }
	@$(PYTHON) tools/install.py runtime

install-test:
	@command -v $(PYTHON) >/dev/null || { echo "Zichtlijn needs Python 3.11 or newer: install python3 with its venv module." >&2; exit 1; }
	@$(PYTHON) tools/install.py test

free-port:
	@command -v $(PYTHON) >/dev/null || { echo "Zichtlijn needs Python 3.11 or newer: install python3 with its venv module." >&2; exit 1; }
	@$(PYTHON) tools/port.py

run: free-port install
	@.venv/bin/python tools/messages.py compile
	@exec .venv/bin/zichtlijn serve

test: install-test
	@.venv/bin/python tools/messages.py compile
	@exec .venv/bin/python tools/test.py

lint: install-test
	@exec .venv/bin/python tools/test.py --checks-only

bench: install-test
	@.venv/bin/python tools/messages.py compile
	@exec .venv/bin/python -m tests.benchmarks.run $(N)

messages: install-test
	@.venv/bin/python tools/messages.py update

lock: install-test
	@exec .venv/bin/python tools/lock.py
