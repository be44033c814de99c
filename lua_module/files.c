/*
 * Opens files as functions that give their chunks. It is written in Lua and uses the io library of the script, so a host
 * that took io away from a script does not give it back here.
 */
#include "topics.h"

static const char program[] =
    "local tools = {\n"
    "  {'\\31\\139', 'gzip', 'gzip -dc'}, {'PK\\3\\4', 'unzip', 'unzip -p'}, {'\\4\\34\\77\\24', 'lz4', 'lz4 -dcq'},\n"
    "  {'\\40\\181\\47\\253', 'zstd', 'zstd -dcq'}, {'BZh', 'bzip2', 'bzip2 -dc'}, {'\\2537zXZ', 'xz', 'xz -dc'},\n"
    "}\n"
    "local SEVERAL, CHUNK = 199, 262144\n"
    /* A name that begins with a dash would be an option, and unzip takes some characters for patterns. */
    "local function quoted(path, tool)\n"
    "  path = path:match('^%-') and './' .. path or path\n"
    "  path = tool == 'unzip' and path:gsub('[%[%*%?]', '[%0]') or path\n"
    "  return \"'\" .. path:gsub(\"'\", \"'\\\\''\") .. \"'\"\n"
    "end\n"
    /* The status of the tool follows its output behind a byte of value 0: close() does not tell it in every Lua. */
    "local function command(path, tool, call)\n"
    "  local name = quoted(path, tool)\n"
    "  local run = call .. ' ' .. (tool == 'unzip' and '' or '-- ') .. name .. ' 2>/dev/null; s=$?'\n"
    "  if tool == 'unzip' then\n"
    "    run = 'if [ \"$(unzip -Z1 ' .. name .. ' 2>/dev/null | wc -l)\" -gt 1 ]; then s=' .. SEVERAL .. '; else '\n"
    "      .. run .. '; fi'\n"
    "  end\n"
    "  return run .. \"; printf '\\\\000%03d' $s\"\n"
    "end\n"
    "local function failure(path, tool, status)\n"
    "  if status == SEVERAL then\n"
    "    return path .. ': the archive holds several files\\nhint: Unpack the archive and read each file by itself.'\n"
    "  elseif status == 127 then\n"
    "    return path .. ': the program ' .. tool .. ' is needed to read the file\\nhint: Install ' .. tool .. '.'\n"
    "  end\n"
    "  return path .. ': ' .. tool .. ' could not unpack the file to its end (status ' .. status .. ')'\n"
    "    .. '\\nhint: Check whether the file was cut short.'\n"
    "end\n"
    "local function unpacked(path, tool, call)\n"
    "  local pipe, message = io.popen(command(path, tool, call), 'r')\n"
    "  if not pipe then return nil, path .. ': ' .. tostring(message), 'missing' end\n"
    "  local held = ''\n" /* the last four bytes: perhaps the status */
    "  return function()\n"
    "    while pipe do\n"
    "      local chunk = pipe:read(CHUNK)\n"
    "      if chunk then\n"
    "        held = held .. chunk\n"
    "        chunk = held:sub(1, -5)\n"
    "        held = held:sub(-4)\n"
    "        if #chunk > 0 then return chunk end\n"
    "      else\n"
    "        pipe:close()\n"
    "        pipe = nil\n"
    "        local status = held:byte(1) == 0 and tonumber(held:sub(2)) or -1\n"
    "        if status ~= 0 then return nil, failure(path, tool, status), 'corrupt' end\n"
    "      end\n"
    "    end\n"
    "    return nil\n"
    "  end\n"
    "end\n"
    "return function(path)\n"
    "  if type(io) ~= 'table' then\n"
    "    return nil, 'this Lua has no io library\\nhint: Give a function that returns the chunks.', 'unsupported'\n"
    "  elseif path:find('%z') or path:find('\\0', 1, true) then\n"
    "    return nil, 'the name of a file has a byte of value 0', 'bad_argument'\n"
    "  end\n"
    "  local file, message = io.open(path, 'rb')\n"
    "  if not file then return nil, message, 'missing' end\n"
    "  local first, problem = file:read(CHUNK)\n"
    "  if not first and problem then file:close() return nil, path .. ': ' .. problem, 'missing' end\n"
    "  for _, tool in ipairs(tools) do\n"
    "    if first and first:sub(1, #tool[1]) == tool[1] then\n"
    "      file:close()\n"
    "      if type(io.popen) ~= 'function' then\n"
    "        return nil, path .. ': this Lua cannot start ' .. tool[2] .. '\\nhint: Unpack the file first.', "
    "'unsupported'\n"
    "      end\n"
    "      return unpacked(path, tool[2], tool[3])\n"
    "    end\n"
    "  end\n"
    "  return function()\n"
    "    local chunk, problem = first, nil\n"
    "    if chunk then first = nil elseif file then chunk, problem = file:read(CHUNK) end\n"
    "    if not chunk and file then file:close() file = nil end\n"
    "    return chunk, problem and path .. ': ' .. problem, problem and 'corrupt'\n"
    "  end\n"
    "end\n";

/* Pushes the function that opens a file, which is compiled at its first use. */
static void push_opener(lua_State *L)
{
    static const char key = 0;
    lua_pushlightuserdata(L, (void *)&key);
    lua_rawget(L, LUA_REGISTRYINDEX);
    if (!lua_isnil(L, -1))
        return;
    lua_pop(L, 1);
    if (luaL_loadbuffer(L, program, sizeof program - 1, "=liqmap.chunks") != 0)
        lua_error(L);
    lua_call(L, 0, 1);
    lua_pushlightuserdata(L, (void *)&key);
    lua_pushvalue(L, -2);
    lua_rawset(L, LUA_REGISTRYINDEX);
}

int lq_open_chunks(lua_State *L, int index)
{
    push_opener(L);
    lua_pushvalue(L, index);
    lua_call(L, 1, 3);
    if (lua_isnil(L, -3))
        return 3;
    lua_pop(L, 2);
    return 1;
}

/* liqmap.chunks(path) */
static int chunks(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TSTRING);
    return lq_open_chunks(L, 1);
}

const luaL_Reg lq_files_functions[] = {{"chunks", chunks}, {NULL, NULL}};
