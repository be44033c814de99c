-- Circles of a graph: arrows[a][b] is true-like where a needs b.
local graph = {}

-- Returns the keys of a table in order.
function graph.sorted_keys(t)
  local keys = {}
  for key in pairs(t) do
    keys[#keys + 1] = key
  end
  table.sort(keys)
  return keys
end

-- Returns the strongly connected components of more than one node (Tarjan 1972).
local function components(arrows)
  local index, low, on_stack, stack, found, count = {}, {}, {}, {}, {}, 0
  local function visit(node)
    count = count + 1
    index[node], low[node] = count, count
    stack[#stack + 1] = node
    on_stack[node] = true
    for _, to in ipairs(graph.sorted_keys(arrows[node] or {})) do
      if not index[to] then
        visit(to)
        low[node] = math.min(low[node], low[to])
      elseif on_stack[to] then
        low[node] = math.min(low[node], index[to])
      end
    end
    if low[node] == index[node] then
      local component = {}
      repeat
        local member = table.remove(stack)
        on_stack[member] = false
        component[#component + 1] = member
      until member == node
      if #component > 1 then
        table.sort(component)
        found[#found + 1] = component
      end
    end
  end
  for _, node in ipairs(graph.sorted_keys(arrows)) do
    if not index[node] then
      visit(node)
    end
  end
  return found
end

-- Returns the shortest way from a node back to itself, by breadth-first search.
local function way_back(arrows, start)
  local came_from, queue = {}, {start}
  for _, node in ipairs(queue) do
    for _, to in ipairs(graph.sorted_keys(arrows[node] or {})) do
      if to == start then
        local way = {}
        while node do
          table.insert(way, 1, node)
          node = came_from[node]
        end
        return way
      elseif not came_from[to] then
        came_from[to] = node
        queue[#queue + 1] = to
      end
    end
  end
end

-- Returns a list of {nodes = nodes that need each other, shortest = the shortest circle among them}.
function graph.circles(arrows)
  local circles = {}
  for _, component in ipairs(components(arrows)) do
    local shortest
    for _, node in ipairs(component) do
      local way = way_back(arrows, node)
      shortest = shortest and #shortest <= #way and shortest or way
    end
    circles[#circles + 1] = {nodes = component, shortest = shortest}
  end
  table.sort(circles, function(a, b)
    return a.nodes[1] < b.nodes[1]
  end)
  return circles
end

return graph
