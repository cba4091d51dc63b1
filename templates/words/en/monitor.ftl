nav-live = Live monitor
monitor-title = Live monitor
monitor-as-of = As of
monitor-stale = Not up to date.
monitor-now = Back to now
monitor-wall = Wall screen
monitor-teams = Of { $teams }.
monitor-was = How it was: { $time }.
monitor-nobody-here = Customers wait, and nobody is here to answer.
monitor-people = Customers without an answer
monitor-people-short = Wait
monitor-in = { $n ->
    [one] in { $n } conversation
   *[other] in { $n } conversations
}
monitor-longest = Longest wait
monitor-soon = Due within 15 min
monitor-late = Late
monitor-open = To answer
monitor-unassigned = Nobody has it
monitor-here = People here
monitor-of = of { $n }
monitor-down = Channels in trouble
monitor-queues = Queues
monitor-none-open = Nothing is open.
monitor-team = Team
monitor-no-team = No team
monitor-a-team = A private team
monitor-ages = Have waited
monitor-age-0 = below 5 min
monitor-age-1 = 5–15 min
monitor-age-2 = 15–60 min
monitor-age-3 = 1–4 h
monitor-age-4 = over 4 h
monitor-who = Who waits
monitor-show-waiting = Without an answer
monitor-show-soon = Due soon
monitor-show-late = Late
monitor-nobody-waits = Nobody waits.
monitor-nothing-due = Nothing here.
monitor-nobody = nobody has it
monitor-tick = Choose conversation #{ $n }
monitor-take = Take over
monitor-more = { $n ->
    [one] and { $n } more.
   *[other] and { $n } more.
}
monitor-all = All that is to answer
monitor-give = Give those ticked to
monitor-choose = Choose …
monitor-to-nobody = Nobody: back to the queue
monitor-give-act = Give
monitor-given = { $n ->
    [one] Given: { $n } conversation.
   *[other] Given: { $n } conversations.
}
monitor-freed = { $n ->
    [one] Back in the queue: { $n } conversation.
   *[other] Back in the queue: { $n } conversations.
}
monitor-agents = People
monitor-agent = Who
monitor-state = State
monitor-load = Load
monitor-at = Looks at
monitor-unknown = not known
monitor-until = { $state } until { $time }
monitor-channels = Channels
monitor-no-channel = No channel.
monitor-feed = What went wrong
monitor-feed-none = Nothing went wrong within the last day.
monitor-what-failed = An answer did not arrive
monitor-what-late = A response goal was missed
monitor-what-broken = A promise was not kept
monitor-what-not-taken = Nobody takes it
monitor-what-lively = Reopened again and again
monitor-what-told = Rule “{ $name }” wants somebody to look
monitor-what-rule-off = Rule “{ $name }” was switched off
monitor-what-down = { $name } does not work
monitor-what-silent = { $name }: nothing comes any more
monitor-back = The last 24 hours
monitor-minute = The minute shown:
monitor-show-minute = Show
monitor-back-60 = − 1 h
monitor-back-10 = − 10 min
monitor-back-1 = − 1 min
monitor-on-1 = + 1 min
monitor-on-10 = + 10 min
monitor-on-60 = + 1 h
error-monitor-at = A time within what is remembered: the last 24 hours at most.
