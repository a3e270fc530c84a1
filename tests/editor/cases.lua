-- What is done in the editor, and what must come of it: the same in YAML, JSON and HCL.

local FILES = {
  {
    name = "template.yaml",
    lines = { type = 8, account = 9, exists = 11 },
    fixed = '        account: ["111122223333"]',
    wrong = "ECS Task State Changed",
    right = "ECS Task State Change",
  },
  {
    name = "stopped.json",
    lines = { type = 3, account = 4, exists = 5 },
    fixed = '  "account": ["111122223333"],',
    wrong = "EC2 Instance State Change Notification",
    right = "EC2 Instance State-change Notification",
  },
  {
    name = "main.tf",
    lines = { type = 5, account = 6, exists = 7 },
    fixed = '    account       = ["111122223333"]',
    wrong = "EC2 Instance State Change Notification",
    right = "EC2 Instance State-change Notification",
  },
}

return function(t)
  for _, file in ipairs(FILES) do
    local function about(text)
      return file.name .. ": " .. text
    end
    local function expect(what, ...)
      local codes = { type = "detail-type-name", account = "envelope-type", exists = "exists-beside-values" }
      local rules = {}
      for _, one in ipairs({ ... }) do
        table.insert(rules, file.lines[one] .. " " .. codes[one])
      end
      table.sort(rules)
      t.await_rules(rules, about(what))
    end

    t.open(file.name)
    expect("three mistakes", "type", "account", "exists")

    -- A code action.
    t.go("account")
    t.keys("f1")
    t.act('"111122223333"')
    expect("the account is a string", "type", "exists")
    t.equal(t.line(), file.fixed, about("the line of the account"))

    -- Completion, in the place of what is not there.
    t.go(file.wrong)
    t.keys("c" .. #file.wrong .. "l")
    t.complete(file.right)
    t.keys("<Esc>")
    expect("the detail-type is known", "exists")
    t.check(t.line():find(file.right, 1, true), about("completed: " .. t.line()))
    t.check(not t.line():find(file.wrong, 1, true), about("nothing is left of the mistake: " .. t.line()))

    -- A line that is broken off, and an edit behind it: what is known of the rest stays, and is where it is now.
    t.keys("u")
    expect("undone", "type", "exists")
    t.keys("u")
    expect("undone to the beginning", "type", "account", "exists")
  end
end
