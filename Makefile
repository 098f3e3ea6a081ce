# The two commands are `make run` and `make test`; each does its own set-up.
PY := .venv/bin/python
CHIBO := .venv/bin/chibo
PORT ?= 8750
DEMO := CHIBO_VAR=var/demo CHIBO_DEMO=1
SIZE ?= small

.PHONY: run test setup check words demo demo-reset bench bench-indico proof clean

run: .venv/ready
	@scripts/needs pango fonts
	@$(PY) scripts/compile_words.py
	@$(DEMO) $(CHIBO) demo --serve $(PORT)

test: .venv/ready-dev
	@scripts/needs pango fonts chromium postgresql poppler libreoffice gettext
	@scripts/test

setup: .venv/ready-dev

check: .venv/ready-dev
	@scripts/check

demo: .venv/ready
	@$(DEMO) $(CHIBO) demo --size $(SIZE)

demo-reset: .venv/ready
	rm -rf var/demo

bench: .venv/ready-dev
	@scripts/needs pango fonts postgresql
	@$(PY) -m bench --size $(if $(filter small,$(SIZE)),province,$(SIZE))

bench-indico: .venv/ready-dev
	@scripts/needs pango fonts postgresql redis
	@$(PY) -m bench.indico

proof: .venv/ready-dev
	@scripts/needs pango fonts poppler
	$(if $(filter-out cluster,$(PART)),,@scripts/needs postgresql && { scripts/needs leaders || true; })
	@$(PY) -m proof $(PART)

words: .venv/ready-dev
	@scripts/needs gettext
	@scripts/words

clean:
	rm -rf .venv var build

.venv/ready: requirements.lock pyproject.toml
	@scripts/venv requirements.lock $@

.venv/ready-dev: requirements-dev.lock pyproject.toml
	@scripts/venv requirements-dev.lock $@
	@touch .venv/ready
