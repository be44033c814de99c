rockspec_format = "3.0"
package = "liqmap"
version = "scm-1"

-- Built from a checkout, by `luarocks make`.
source = {
  url = ".",
}

description = {
  summary = "Liquidation maps from trades: where leveraged positions are outstanding and at which price they would be liquidated",
  detailed = [[
    Computes from the trades of a crypto-futures market how many leveraged positions are outstanding, at which prices they
    would be liquidated, and where these prices form clusters. The module has the same core as the PostgreSQL extension
    liqmap and gives the same bytes.
  ]],
  license = "MIT",
  labels = {"trading", "finance"},
}

supported_platforms = {"unix"}

dependencies = {
  "lua >= 5.1, < 5.5",
}

test_dependencies = {
  "busted",
  "dkjson",
  "luafilesystem",
}

external_dependencies = {
  CJSON = {
    header = "cjson/cJSON.h",
    library = "cjson",
  },
}

build = {
  type = "make",
  makefile = "lua_module/Makefile",
  build_target = "all",
  build_variables = {
    CC = "$(CC)",
    CFLAGS = "$(CFLAGS) -I$(CJSON_INCDIR)",
    LDFLAGS = "-L$(CJSON_LIBDIR)",
    LIBFLAG = "$(LIBFLAG)",
    LUA_INCDIR = "$(LUA_INCDIR)",
  },
  install_variables = {
    INST_LIBDIR = "$(LIBDIR)",
    INST_TYPESDIR = "$(PREFIX)/types",
    LUA_INCDIR = "$(LUA_INCDIR)",
  },
  copy_directories = {"docs"},
}

test = {
  type = "busted",
  flags = {"tests/lua"},
}
