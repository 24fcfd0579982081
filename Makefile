# A thin shell over tools/dev.py, which needs Python 3.11 and nothing else: `python3 -m tools.dev TASK`.

PYTHON := $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11 python,$(shell command -v $(name) 2>/dev/null)))
TASKS := help run test test-fast bench bench-full lint types arch docs plans client console screenshots migration lock demo-reset clean

.DEFAULT_GOAL := help
.PHONY: $(TASKS)
$(TASKS):
	@$(if $(PYTHON),cd '$(CURDIR)' && exec $(PYTHON) -m tools.dev $@,echo 'Python 3.11 or newer is needed, and no python3 is on PATH' >&2; exit 1)
