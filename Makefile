# Builds liqmap. `make demo` runs a demonstration, `make check` the tests. META.json is the only source of the version.

VERSION := $(shell sed -n 's/^  "version": "\([^"]*\)",$$/\1/p' META.json)

PREFIX ?= /usr/local
DESTDIR ?=
PG_CONFIG ?= pg_config
LUA_VERSION ?= 5.4
BUILD := build

WARNINGS = -Wall -Wextra
ifdef WERROR
WARNINGS += -Werror
endif
# Without fused multiply-add and reordering, results have the same bits on every machine. One set of objects serves both
# libraries: calls between exported functions bind to the library itself, so they can be inlined. Without the name of the
# folder, builds in two folders have the same bytes.
CORE_CFLAGS = -std=c11 -O2 -g $(WARNINGS) -fPIC -fvisibility=hidden -fno-semantic-interposition -ffp-contract=off \
	-fno-math-errno -ffile-prefix-map=$(CURDIR)=. -Iinclude -Icore -I$(BUILD)

CORE_SOURCES := $(sort $(wildcard core/*/*.c))
VENUES := $(sort $(wildcard core/margin/venues/*.json))
LAYOUTS := $(sort $(wildcard core/feed/layouts/*.json))
SPECS := $(sort $(wildcard core/chart/specs/*.json))
BANDS := $(sort $(wildcard core/truth/bands/*.json))
GENERATED := venues layouts specs bands tables
CORE_OBJECTS := $(CORE_SOURCES:%.c=$(BUILD)/%.o) $(GENERATED:%=$(BUILD)/core/%.o)
SONAME := libliqmap.so.$(firstword $(subst ., ,$(VERSION)))

# What a build needs is looked for before anything is compiled.
goals := $(or $(MAKECMDGOALS),all)
parts := $(if $(filter all install core extension lua %.a %.so,$(goals)),core) \
	$(if $(filter all install extension,$(goals)),extension) $(if $(filter all install lua,$(goals)),lua)
ifneq ($(strip $(parts)),)
refused := $(shell CC='$(CC)' CFLAGS='$(CFLAGS)' PG_CONFIG='$(PG_CONFIG)' LUA_VERSION='$(LUA_VERSION)' \
	tools/require $(parts) 2>&1)
ifneq ($(refused),)
$(error $(refused))
endif
endif

.PHONY: all core extension lua windows install uninstall demo charts reference check check-all check-roots bench format format-check clean always
all: core extension lua

core: $(BUILD)/libliqmap.a $(BUILD)/libliqmap.so $(BUILD)/liqmap.pc

$(BUILD)/version.h: META.json
	@mkdir -p $(@D)
	printf '#define LM_VERSION "%s"\n' '$(VERSION)' > $@

# The folder is a prerequisite because it changes when a document is added or removed.
$(BUILD)/venues.c: core/base/embed core/margin/venues $(VENUES)
	@mkdir -p $(@D)
	core/base/embed lm_venue_documents $(VENUES) > $@

$(BUILD)/layouts.c: core/base/embed core/feed/layouts $(LAYOUTS)
	@mkdir -p $(@D)
	core/base/embed lm_layout_documents $(LAYOUTS) > $@

$(BUILD)/specs.c: core/base/embed core/chart/specs $(SPECS)
	@mkdir -p $(@D)
	core/base/embed lm_templates $(SPECS) > $@

$(BUILD)/bands.c: core/base/embed core/truth/bands $(BANDS)
	@mkdir -p $(@D)
	core/base/embed lm_band_documents $(BANDS) > $@

$(BUILD)/tables.c: core/rows/list_tables $(sort $(wildcard include/liqmap/*.h))
	@mkdir -p $(@D)
	core/rows/list_tables $(sort $(wildcard include/liqmap/*.h)) > $@

$(GENERATED:%=$(BUILD)/core/%.o): $(BUILD)/core/%.o: $(BUILD)/%.c
	@mkdir -p $(@D)
	$(CC) $(CORE_CFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/core/%.o: core/%.c $(BUILD)/version.h
	@mkdir -p $(@D)
	$(CC) $(CORE_CFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/libliqmap.a: $(CORE_OBJECTS)
	rm -f $@
	ar rcs $@ $^

$(BUILD)/libliqmap.so: $(CORE_OBJECTS)
	$(CC) -shared -Wl,-soname,$(SONAME) -Wl,-Bsymbolic-functions -o $@ $^ $(LDFLAGS) -lcjson -lm

# Written again when the prefix is another than in the last build.
$(BUILD)/liqmap.pc: always
	@mkdir -p $(@D)
	@printf 'prefix=%s\nlibdir=$${prefix}/lib\nincludedir=$${prefix}/include\n\nName: liqmap\nDescription: Liquidation maps from trades\nVersion: %s\nLibs: -L$${libdir} -lliqmap\nLibs.private: -lcjson -lm\nCflags: -I$${includedir}\n' '$(PREFIX)' '$(VERSION)' > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

extension: $(BUILD)/libliqmap.a
	$(MAKE) -C pg_extension BUILD=$(BUILD) PG_CONFIG=$(PG_CONFIG)

lua: $(BUILD)/libliqmap.a
	$(MAKE) -C lua_module LUA_VERSION=$(LUA_VERSION)

install: all
	install -d $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include/liqmap
	install -m 644 include/liqmap.h $(DESTDIR)$(PREFIX)/include/
	install -m 644 include/liqmap/*.h $(DESTDIR)$(PREFIX)/include/liqmap/
	install -m 644 $(BUILD)/libliqmap.a $(DESTDIR)$(PREFIX)/lib/
	install -m 755 $(BUILD)/libliqmap.so $(DESTDIR)$(PREFIX)/lib/libliqmap.so.$(VERSION)
	ln -sf libliqmap.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(PREFIX)/lib/libliqmap.so
	install -m 644 $(BUILD)/liqmap.pc $(DESTDIR)$(PREFIX)/lib/pkgconfig/
	$(MAKE) -C pg_extension BUILD=$(BUILD) PG_CONFIG=$(PG_CONFIG) DESTDIR=$(DESTDIR) install
	$(MAKE) -C lua_module LUA_VERSION=$(LUA_VERSION) PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) install

# Removes what install of the same version installs, and the folders that only liqmap uses.
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/include/liqmap.h $(patsubst %,$(DESTDIR)$(PREFIX)/%,$(wildcard include/liqmap/*.h)) \
		$(DESTDIR)$(PREFIX)/lib/libliqmap.a $(DESTDIR)$(PREFIX)/lib/libliqmap.so.$(VERSION) \
		$(DESTDIR)$(PREFIX)/lib/$(SONAME) $(DESTDIR)$(PREFIX)/lib/libliqmap.so \
		$(DESTDIR)$(PREFIX)/lib/pkgconfig/liqmap.pc
	rmdir $(DESTDIR)$(PREFIX)/include/liqmap 2>/dev/null || true
	$(MAKE) -C pg_extension BUILD=$(BUILD) PG_CONFIG=$(PG_CONFIG) DESTDIR=$(DESTDIR) uninstall
	$(MAKE) -C lua_module LUA_VERSION=$(LUA_VERSION) PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) uninstall

# The Lua module for Windows, in build/windows.
windows:
	./setup windows
	lua_module/windows

# Runs the demonstration; TRADES=trades.csv.gz uses your own trades.
demo:
	./setup demo
	$(MAKE) -s extension lua
	examples/demo/run $(TRADES)

# Draws the charts of the documentation again.
charts: lua
	mkdir -p docs/img
	cd docs/img && LUA_CPATH="$(CURDIR)/$(BUILD)/lua$(LUA_VERSION)/?.so" lua$(LUA_VERSION) ../../examples/lua/charts.lua

# Writes the generated parts of the documentation again.
reference:
	tools/reference

# The tests in a few minutes, and all of them: CONTRIBUTING has more.
check:
	./setup check
	tests/run

check-all:
	./setup check windows
	tests/run --all

# The tests in other releases of Debian, which debootstrap makes in a temporary folder.
check-roots:
	./setup roots
	tests/roots/run

bench:
	./setup bench
	$(MAKE) -s all
	bench/run

SOURCES = include/*.h include/*/*.h core/*/*.[ch] pg_extension/*.[ch] lua_module/*.[ch] tests/*/*.[ch] bench/*.[ch]
format:
	clang-format -i $(wildcard $(SOURCES))

format-check:
	clang-format --dry-run -Werror $(wildcard $(SOURCES))

clean:
	rm -rf $(BUILD)

-include $(CORE_OBJECTS:.o=.d)
