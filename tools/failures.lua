-- Counts what a check does not find as it should be, and ends the check with it.
local failures = {}
local count = 0

-- Prints a message, a format with its values.
function failures.add(...)
  print((...):format(select(2, ...)))
  count = count + 1
end

function failures.exit()
  os.exit(count == 0)
end

return failures
