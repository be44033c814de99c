# liqmap: `make demo` shows it, `make check` tests it. META.json is the only source of the version.

VERSION := $(shell sed -n 's/^  "version": "\([^"]*\)",$$/\1/p' META.json)

CC ?= gcc
PREFIX ?= /usr/local
DESTDIR ?=
PG_CONFIG ?= pg_config
LUA_VERSION ?= 5.4
BUILD := build

WARNINGS = -Wall -Wextra
ifdef WERROR
WARNINGS += -Werror
endif
# No fused multiply-add and no reordering: the same bits on every machine.
CORE_CFLAGS = -std=c11 -O2 -g $(WARNINGS) -fPIC -fvisibility=hidden -ffp-contract=off -fno-math-errno -Icore -I$(BUILD)

CORE_SOURCES := $(sort $(wildcard core/*/*.c))
CORE_OBJECTS := $(CORE_SOURCES:%.c=$(BUILD)/%.o)
SHARED_OBJECTS := $(CORE_SOURCES:%.c=$(BUILD)/shared/%.o)
SONAME := libliqmap.so.$(firstword $(subst ., ,$(VERSION)))

.PHONY: all core extension lua install demo check bench clean format
all: core extension lua

core: $(BUILD)/libliqmap.a $(BUILD)/libliqmap.so $(BUILD)/liqmap.pc

$(BUILD)/version.h: META.json
	@mkdir -p $(@D)
	printf '#define LM_VERSION "%s"\n' '$(VERSION)' > $@

$(BUILD)/core/%.o: core/%.c $(BUILD)/version.h
	@mkdir -p $(@D)
	$(CC) $(CORE_CFLAGS) $(CFLAGS) -MMD -c $< -o $@

$(BUILD)/shared/core/%.o: core/%.c $(BUILD)/version.h
	@mkdir -p $(@D)
	$(CC) $(CORE_CFLAGS) -DLM_SHARED $(CFLAGS) -MMD -c $< -o $@

$(BUILD)/libliqmap.a: $(CORE_OBJECTS)
	rm -f $@
	ar rcs $@ $^

$(BUILD)/libliqmap.so: $(SHARED_OBJECTS)
	$(CC) -shared -Wl,-soname,$(SONAME) -o $@ $^ $(LDFLAGS) -lcjson -lm

$(BUILD)/liqmap.pc: META.json Makefile
	@mkdir -p $(@D)
	printf 'prefix=%s\nlibdir=$${prefix}/lib\nincludedir=$${prefix}/include\n\nName: liqmap\nDescription: Liquidation maps from trades\nVersion: %s\nLibs: -L$${libdir} -lliqmap\nLibs.private: -lcjson -lm\nCflags: -I$${includedir}\n' '$(PREFIX)' '$(VERSION)' > $@

extension: $(BUILD)/libliqmap.a
	$(MAKE) -C pg_extension PG_CONFIG=$(PG_CONFIG) VERSION=$(VERSION)

lua: $(BUILD)/libliqmap.a
	$(MAKE) -C lua_module LUA_VERSION=$(LUA_VERSION)

clean:
	rm -rf $(BUILD)

-include $(CORE_OBJECTS:.o=.d) $(SHARED_OBJECTS:.o=.d)
