-- SPDX-License-Identifier: Apache-2.0
-- wrk asks the lines of SPOOR_QUESTIONS in turn, as GET of SPOOR_PATH with the line behind it, or (with
-- SPOOR_GRAPHQL) as balboa's front end takes them.
local lines = {}
for line in io.lines(os.getenv("SPOOR_QUESTIONS")) do
  lines[#lines + 1] = line
end
local path = os.getenv("SPOOR_PATH") or "/"
local graphql = os.getenv("SPOOR_GRAPHQL")
local at = 0
local threads = 0

function setup(thread)
  thread:set("offset", threads * 7919)
  threads = threads + 1
end

function init(args)
  at = offset
end

function request()
  at = at % #lines + 1
  if graphql then
    local body = '{"query":"query{entries(rrname:\\"' .. lines[at] ..
      '\\"){count time_first time_last rrname rrtype rdata sensor_id}}"}'
    return wrk.format("POST", path, {["Content-Type"] = "application/json"}, body)
  end
  return wrk.format("GET", path .. lines[at])
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("requests_per_s %f\n", summary.requests / summary.duration * 1e6))
  io.write(string.format("p50_us %d\np99_us %d\n", latency:percentile(50), latency:percentile(99)))
  io.write(string.format("bad %d\n", errors.connect + errors.read + errors.write + errors.status + errors.timeout))
  io.write(string.format("bytes_per_answer %f\n", summary.bytes / math.max(summary.requests, 1)))
end
