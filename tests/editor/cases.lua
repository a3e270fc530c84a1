-- What is done in the editor, and what must come of it: the same in YAML, JSON and HCL. The characters before the account
-- are one that UTF-16 has two units for, and UTF-8 four bytes.

local FILES = {
  {
    name = "template.yaml",
    lines = { type = 8, account = 9, exists = 11 },
    wrong = "ECS Task State Changed",
    right = "ECS Task State Change",
    half = "        half",
  },
  {
    name = "stopped.json",
    lines = { type = 3, account = 4, exists = 5 },
    wrong = "EC2 Instance State Change Notification",
    right = "EC2 Instance State-change Notification",
    half = '  "half": [',
  },
  {
    -- The same with the line ends of Windows.
    name = "windows.json",
    lines = { type = 3, account = 4, exists = 5 },
    wrong = "EC2 Instance State Change Notification",
    right = "EC2 Instance State-change Notification",
    half = '  "half": [',
  },
  {
    name = "main.tf",
    lines = { type = 5, account = 6, exists = 7 },
    wrong = "EC2 Instance State Change Notification",
    right = "EC2 Instance State-change Notification",
    half = "    half = [",
  },
}

local CODES = { type = "detail-type-name", account = "envelope-type", exists = "exists-beside-values" }

return function(t)
  for _, file in ipairs(FILES) do
    local function about(text)
      return file.name .. ": " .. text
    end
    local function rules(below, ...)
      local rules = {}
      for _, one in ipairs({ ... }) do
        table.insert(rules, (file.lines[one] + below) .. " " .. CODES[one])
      end
      return rules
    end
    local function expect(what, ...)
      t.await_rules(rules(0, ...), about(what))
    end
    local function is_completed()
      t.check(t.line():find(file.right, 1, true), about("completed: " .. t.line()))
      t.check(not t.line():find(file.wrong, 1, true), about("nothing is left of the mistake: " .. t.line()))
    end

    t.open(file.name)
    expect("three mistakes", "type", "account", "exists")

    -- A code action.
    t.go("account")
    local before = t.line()
    t.keys("f1")
    t.act('"111122223333"')
    expect("the account is a string", "type", "exists")
    t.equal(t.line(), (before:gsub("111122223333", '"111122223333"')), about("the line of the account"))

    -- Completion, in the place of what is not there.
    t.go(file.wrong)
    t.keys("c" .. #file.wrong .. "l")
    t.complete(file.right)
    t.keys("<Esc>")
    expect("the detail-type is known", "exists")
    is_completed()

    t.keys("u")
    expect("undone", "type", "exists")
    t.keys("u")
    expect("undone to the beginning", "type", "account", "exists")

    -- A line that is broken off: what is known stays, where it is now.
    t.go(file.wrong)
    t.lua("vim.fn.append(vim.fn.line('.') - 1, ...)", file.half)
    t.await_broken(rules(1, "type", "account", "exists"), about("broken off"))

    -- Completion in the broken file.
    t.go(file.wrong)
    t.keys("c" .. #file.wrong .. "l")
    t.complete(file.right)
    t.keys("<Esc>")
    is_completed()

    -- Mended.
    t.keys("kdd")
    expect("mended", "account", "exists")
    t.keys(":write<CR>")
    t.await(about("written"), "return not vim.bo.modified")
    expect("the same after it is saved", "account", "exists")
  end
  t.written("windows.json")

  -- A code lens, and what docs/editors.md has for it.
  t.open("stopped.json")
  t.lua("dofile(...)", os.getenv("LENS"))
  t.lua([[
    vim.ui.select = function(items, options, choose)
      for _, item in ipairs(items) do
        if item.path:find("run-test-fails", 1, true) then
          _G.chosen = options.format_item(item)
          return choose(item)
        end
      end
    end
    vim.lsp.codelens.refresh()
  ]])
  local lens = t.await("a code lens", [[
    local lens = (vim.lsp.codelens.get(0) or {})[1]
    return lens and lens.command and { line = lens.range.start.line, title = lens.command.title }
  ]])
  t.equal(lens, { line = 0, title = "matches 1 of 3 fixtures · 2 cases pass" }, "the code lens")
  t.lua("vim.api.nvim_win_set_cursor(0, { ... , 0 })", lens.line + 1)
  t.lua("vim.lsp.codelens.run()")
  local text = t.await("the explanation", [[
    for _, window in ipairs(vim.api.nvim_list_wins()) do
      if vim.api.nvim_win_get_config(window).relative ~= "" then
        return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), "\n")
      end
    end
  ]])
  t.equal(t.lua("return _G.chosen"), "✗ fixtures/run-test-fails.json", "the fixture that was chosen")
  t.check(text:find("aws.ec2", 1, true), "the explanation says what was asked for: " .. text)
end
