/**
 * Lua scripts that Redis and Valkey run as one step. All keys are of one
 * server: a cluster is not supported.
 *
 * @module
 */

/** Keeps the state of a room for that long at least: uses of invitations last. */
const KEEP_FUNCTION = `
local function keep(key, ms)
  if redis.call('PTTL', key) < tonumber(ms) then
    redis.call('PEXPIRE', key, ms)
  end
end`;

/**
 * Takes the lease of a room unless a process has it. Answers with the text of
 * the lease, and for a taken one with the stored fields.
 *
 * KEYS lease, room, empty rooms; ARGV process, mayTake, lease ms, room ms, hash
 * of the room.
 */
export const CLAIM_SCRIPT = `${KEEP_FUNCTION}
local held = redis.call('GET', KEYS[1])
if held then return {held} end
if ARGV[2] ~= '1' then return {} end
local fence = redis.call('HINCRBY', KEYS[2], 'fence', 1)
local lease = ARGV[1] .. ' ' .. fence
redis.call('SET', KEYS[1], lease, 'PX', ARGV[3])
keep(KEYS[2], ARGV[4])
redis.call('ZREM', KEYS[3], ARGV[5])
return {lease, redis.call('HGETALL', KEYS[2])}`;

/**
 * Renews leases. For each: 1 kept, 2 restored (it had run out, and no other
 * process has had the room since), 0 lost.
 *
 * KEYS lease and room of each; ARGV process, lease ms, room ms, fence of each.
 */
export const RENEW_SCRIPT = `${KEEP_FUNCTION}
local outcomes = {}
for i = 1, #KEYS / 2 do
  local lease, room, fence = KEYS[2 * i - 1], KEYS[2 * i], ARGV[3 + i]
  local text = ARGV[1] .. ' ' .. fence
  local held = redis.call('GET', lease)
  if held == text then
    redis.call('PEXPIRE', lease, ARGV[2])
    outcomes[i] = redis.call('EXISTS', room) == 1 and 1 or 2
    keep(room, ARGV[3])
  elseif held then
    outcomes[i] = 0
  else
    local last = redis.call('HGET', room, 'fence')
    if last and last ~= fence then
      outcomes[i] = 0
    else
      redis.call('SET', lease, text, 'PX', ARGV[2])
      outcomes[i] = 2
    end
  end
  if outcomes[i] == 2 then
    redis.call('HSET', room, 'fence', fence)
    keep(room, ARGV[3])
  end
end
return outcomes`;

/**
 * Changes the fields of a room for the process that has its lease.
 *
 * KEYS lease, room; ARGV lease text, room ms, number of fields to set, their
 * names and texts, names to delete.
 */
export const STORE_SCRIPT = `${KEEP_FUNCTION}
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
local count = tonumber(ARGV[3])
for i = 1, count do
  redis.call('HSET', KEYS[2], 'field:' .. ARGV[2 + 2 * i], ARGV[3 + 2 * i])
end
for i = 4 + 2 * count, #ARGV do
  redis.call('HDEL', KEYS[2], 'field:' .. ARGV[i])
end
keep(KEYS[2], ARGV[2])
return 1`;

/**
 * Gives a lease back and forgets the rooms that have been empty for longest,
 * beyond a limit.
 *
 * KEYS lease, empty rooms; ARGV lease text, hash of the room, Unix ms, limit,
 * prefix of leases, prefix of rooms.
 */
export const RELEASE_SCRIPT = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('DEL', KEYS[1])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[2])
local excess = redis.call('ZCARD', KEYS[2]) - tonumber(ARGV[4])
if excess > 0 then
  local oldest = redis.call('ZPOPMIN', KEYS[2], excess)
  for i = 1, #oldest, 2 do
    if redis.call('EXISTS', ARGV[5] .. oldest[i]) == 0 then
      redis.call('DEL', ARGV[6] .. oldest[i])
    end
  end
end
return 1`;
