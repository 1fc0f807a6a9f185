# README's two commands are `make run` and `make test`. Both install what the machine lacks.

# OpenGL ES is much quicker to compile than desktop OpenGL and looks the same; packages use the default.
ifeq ($(shell uname -s),Linux)
TAGS := gles,migrated_fynedo,no_emoji
else
TAGS := migrated_fynedo,no_emoji
endif
TOOLS := build/tools
export PATH := $(CURDIR)/$(TOOLS):$(PATH):/usr/local/go/bin

.PHONY: run test check unit heavy soak tour bench build audit clean package-linux prove-linux

# Opens the window on the practice site; where there is no display, tours it in a virtual one.
run:
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" = Darwin ]; then \
		.ci/setup && $(MAKE) --no-print-directory build && build/pressroom -practice; \
	else \
		.ci/setup test && $(MAKE) --no-print-directory build && \
		go test -tags tour,$(TAGS) -count=1 -timeout 5m -run TestTourOfThePracticeSite -v . ; \
	fi

test:
	@.ci/setup test
	@$(MAKE) --no-print-directory check unit heavy tour

build:
	go build -tags $(TAGS) -o build/pressroom .

# Format, vet and staticcheck, the tour's own files included.
check:
	@unformatted=$$(gofumpt -l $$(git ls-files '*.go')); \
	if [ -n "$$unformatted" ]; then echo "not formatted by gofumpt:"; echo "$$unformatted"; exit 1; fi
	go vet -tags tour,soak,window,$(TAGS) ./... ./testdata/bare
	go vet .ci/bench.go
	go vet .ci/licences.go
	go vet .ci/icons.go
	go vet .ci/zip.go
	staticcheck -tags tour,soak,window,$(TAGS) ./... ./testdata/bare

# A hundred desks that somebody uses at random are in heavy, and so is the window in every language; the race
# detector sees twenty of the desks, and each part of the window elsewhere.
unit:
	go test -race -tags $(TAGS) -timeout 20m -skip 'TestWhateverTheSite|TestEveryLanguageHasRoom' ./...
	go test -race -tags $(TAGS) -timeout 20m -run TestWhateverTheSite ./ui/desk -rapid.checks=20

# What the race detector makes too slow or too large: a site killed 220 times, sound of two hours, a
# bad network 200 times, every byte of a ledger, 50,000 traces of checkJob, 10,000 steps of the desk's model,
# every page in every language.
heavy:
	go test -tags $(TAGS) -timeout 20m -run 'KilledAgain|TwoHours|BadNetwork|ALedger|NoTrace|WhateverTheSite|EveryLanguageHasRoom' ./api/practice/... ./ui ./ui/desk/...

# The same for long: a million traces of checkJob, a hundred thousand steps of the desk's model, the
# program killed three hundred times, and an hour's work in the window, speeded up.
soak: build
	@.ci/setup test
	PRESSROOM_TRACES=1000000 go test -tags $(TAGS) -timeout 2h -count=1 -run NoTrace -v ./ui/desk
	go test -tags $(TAGS) -timeout 2h -count=1 -run TestWhateverTheSite ./ui/desk -rapid.checks=1000
	go test -tags soak,$(TAGS) -timeout 2h -count=1 -run TenThousand -v ./ui/desk
	PRESSROOM_KILLS=300 go test -tags tour,$(TAGS) -count=1 -timeout 2h -run TestTheProgramKilled -v .
	PRESSROOM_ROUNDS=120 go run .ci/bench.go -tags window,$(TAGS) -bench 'Hour/^(measured|reference)$$'

# The real program in a real window, with a real session bus, keyring and notification daemon, also
# killed thirty times while it works.
tour: build
	go test -tags tour,$(TAGS) -count=1 -timeout 20m -run 'TestTourOfASite|TestTourOfARelease|TestTourOfTheBackground|TestTheMainJob|TestTheProgramKilled|TestTheKeyIsFound|TestWithoutADisplay' .

# The bare window is Fyne as it comes, with emoji of its own.
# One line a measure: name value reference ratio goal holds|short. The same in build/bench.json.
bench:
	@.ci/setup test
	@$(MAKE) --no-print-directory build
	@go build -tags $(TAGS:%,no_emoji=%) -o build/bare ./testdata/bare
	@go run .ci/bench.go -tags soak,window,$(TAGS)

# .deb, .rpm and .tar.xz in build/packages, with sums and a bill of materials.
package-linux:
	@.ci/package-linux

# Installs them in a clean root, uses them there and measures how long the installed program takes to start,
# beside a bare window built the same way. Needs root.
prove-linux: package-linux
	@.ci/prove-linux

# Weaknesses: gosec over the code, govulncheck over what it is built of.
audit:
	@.ci/audit

clean:
	rm -rf build

# Packages for Windows, from Linux; see CONTRIBUTING.md for what is behind each.
package-windows:
	@.ci/package-windows

prove-windows:
	@.ci/prove-windows

package-macos:
	@.ci/package-macos

.PHONY: package-windows prove-windows package-macos
