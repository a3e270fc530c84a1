-- Drives a real Neovim, as a person would: keys go in, and what the editor then knows and shows is looked at.
-- Run by run.sh in a copy of project/: nvim --headless --clean -S neovim.lua. The editor that is driven is a second one,
-- embedded, so that it can wait for keys while this one waits for it.

local WAIT = 20000
local editor
local checks = 0

local function fail(message)
  io.stderr:write("\n" .. message .. "\n")
  local log = os.getenv("LSP_LOG")
  if log and vim.fn.filereadable(log) == 1 then
    io.stderr:write(table.concat(vim.fn.readfile(log, "", -30), "\n") .. "\n")
  end
  vim.cmd("cquit 1")
end

local function check(condition, message)
  checks = checks + 1
  if not condition then
    fail("FAILED: " .. message)
  end
end

local function equal(found, expected, what)
  check(vim.deep_equal(found, expected), what .. "\n  expected " .. vim.inspect(expected) .. "\n  found    " .. vim.inspect(found))
end

--- Runs Lua in the editor.
local function lua(code, ...)
  return vim.rpcrequest(editor, "nvim_exec_lua", code, { ... })
end

local function keys(text)
  vim.rpcrequest(editor, "nvim_input", text)
end

--- Waits until the editor says so.
local function await(what, code, ...)
  local arguments = { ... }
  local value
  local done = vim.wait(WAIT, function()
    value = lua(code, unpack(arguments))
    return value ~= nil and value ~= vim.NIL and value ~= false
  end, 50)
  if not done then
    fail("TIMED OUT: " .. what)
  end
  return value
end

--- Where Lua looks for what comes first in the line that has it, as a cursor does.
local function go(pattern)
  check(lua("return vim.fn.search(..., 'w')", pattern) > 0, "no line with " .. pattern)
end

local function line()
  return lua("return vim.api.nvim_get_current_line()")
end

--- The rules that are said to be broken, with their lines; and what is said without a rule, or of text that breaks off.
local function rules()
  return unpack(lua([[
    local rules, broken = {}, {}
    for _, one in ipairs(vim.diagnostic.get(0)) do
      local code = one.code or ((one.user_data or {}).lsp or {}).code
      local is_broken = code == nil or code == "invalid-pattern"
      local text = is_broken and vim.split(one.message, "\n")[1] or code
      table.insert(is_broken and broken or rules, (one.lnum + 1) .. " " .. text)
      if one.source ~= "pattern-test" then table.insert(rules, "from " .. tostring(one.source)) end
    end
    table.sort(rules)
    return { rules, broken }
  ]]))
end

local function await_state(expected, is_broken, what)
  table.sort(expected)
  local found, broken
  local same = vim.wait(WAIT, function()
    found, broken = rules()
    return vim.deep_equal(found, expected) and (#broken > 0) == is_broken
  end, 50)
  if not same then
    fail("FAILED: " .. what .. "\n  expected " .. vim.inspect(expected) .. (is_broken and " and where it breaks" or "")
      .. "\n  found    " .. vim.inspect(found) .. " and " .. vim.inspect(broken))
  end
  checks = checks + 1
end

local function await_rules(expected, what)
  await_state(expected, false, what)
end

local function await_broken(expected, what)
  await_state(expected, true, what)
end

--- Whether all lines of a file end as they do on Windows.
local function written(file)
  local text = table.concat(vim.fn.readfile(file, "b"), "\n")
  local _, ends = text:gsub("\n", "")
  local _, windows = text:gsub("\r\n", "")
  check(ends > 0 and ends == windows, file .. " has its line ends: " .. windows .. " of " .. ends)
end

local function open(file)
  keys(":edit " .. file .. "<CR>")
  await("the server for " .. file, [[
    local name = ...
    return vim.fn.bufname() == name and vim.lsp.buf_is_attached(0, (clients()[1] or { id = -1 }).id)
  ]], file)
end

--- Chooses a code action at the cursor by its title.
local function act(title)
  lua([[
    local wanted = ...
    _G.titles = nil
    vim.ui.select = function(items, options, choose)
      local titles = {}
      for _, item in ipairs(items) do
        local action = item.action or item[2]
        table.insert(titles, action.title)
      end
      _G.titles = titles
      for index, one in ipairs(titles) do
        if string.find(one, wanted, 1, true) then return choose(items[index], index) end
      end
    end
    vim.lsp.buf.code_action()
  ]], title)
  local titles = await("code actions", "return _G.titles")
  for _, one in ipairs(titles) do
    if string.find(one, title, 1, true) then
      return titles
    end
  end
  fail("no code action " .. title .. " in " .. vim.inspect(titles))
end

--- Completes at the cursor, in insert mode, and takes the entry.
local function complete(wanted)
  keys("<C-x><C-o>")
  await("completion of " .. wanted, "return vim.fn.pumvisible() == 1 or vim.fn.mode() == 'n'")
  local words = lua([[
    local words = {}
    for _, item in ipairs(vim.fn.complete_info({ "items" }).items) do
      table.insert(words, item.abbr ~= "" and item.abbr or item.word)
    end
    return words
  ]])
  local at
  for index, word in ipairs(words) do
    if word == wanted then
      at = index
    end
  end
  check(at, "no entry " .. wanted .. " in " .. vim.inspect(words))
  -- Nothing is selected at first, as 'completeopt' says.
  keys(string.rep("<C-n>", at) .. "<C-y>")
end

local function start(setup)
  editor = vim.fn.jobstart({ vim.v.progpath, "--embed", "--headless", "--clean", "-n" }, { rpc = true })
  check(editor > 0, "no second Neovim")
  lua("vim.cmd('set completeopt=menuone,noselect shortmess+=I noswapfile hidden filetype=')")
  -- What has another name in later versions.
  lua("clients = vim.lsp.get_clients or vim.lsp.get_active_clients")
  lua("dofile(...)", setup)
end

local cases = dofile(os.getenv("CASES"))
local ok, trouble = xpcall(function()
  start(os.getenv("SETUP"))
  cases({
    act = act,
    await = await,
    await_broken = await_broken,
    await_rules = await_rules,
    check = check,
    complete = complete,
    equal = equal,
    go = go,
    keys = keys,
    line = line,
    lua = lua,
    open = open,
    written = written,
  })
  lua("vim.lsp.stop_client(clients())")
  await("the end of the server", "return #clients() == 0")
end, debug.traceback)
if not ok then
  fail(trouble)
end
local version = vim.version()
io.stdout:write(("Neovim %d.%d.%d: %d checks\n"):format(version.major, version.minor, version.patch, checks))
vim.cmd("qall!")
