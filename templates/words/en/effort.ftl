metric-handle_time_estimated = Handle time, estimated
metric-handle_time_estimated-text = The same for conversations in which not all of it was measured: what was, and an estimate for each message nobody was seen writing.
report-measured = Measured: while the conversation stood open in front of somebody and they did something within the last minute; one conversation at a time, at most 30 minutes a visit, with what comes within a day after it was resolved.
report-measured-share = { $share } of { $n } measured
report-beside-handle_time = { $n ->
    [0] None measured
    [one] { $n } measured: { $span }
   *[other] { $n } measured: { $span } each
}
report-beside-handle_time_estimated = { $n ->
    [0] None estimated
    [one] { $n } estimated: { $span }
   *[other] { $n } estimated: { $span } each
}
report-part-measured = { $name } { $span } measured
report-part-estimated = { $name } { $span } estimated
effort-head = Time spent
effort-none = Nobody has worked here yet
effort-told = Your time here is measured
effort-handled = Handled { $span } in { $visits }
effort-own = You: { $span } in { $visits }
effort-visits = { $n ->
    [one] { $n } visit
   *[other] { $n } visits
}
effort-messages = { $n ->
    [one] { $n } message
   *[other] { $n } messages
}
effort-title = Time spent on #{ $number }
effort-lead = Time counts while a conversation is open in front of you and you do something in it at least once a minute. Only from when to when is kept: no keystrokes, no screen. Supervisors see everybody’s, you see your own.
effort-lead-off = Time is not measured at the moment. What was measured before is kept.
effort-measured = Measured: { $span } in { $visits }
effort-estimated = Estimated: { $span } for { $messages } nobody was seen writing
effort-counts-later = It counts in reports once the conversation is resolved.
effort-counts-measured = Everything in it was measured: it counts to the handle time.
effort-counts-estimated = Not everything in it was measured: it counts to the estimated handle time.
effort-empty = Nothing yet
effort-empty-text = Nobody has worked in it, or none of it is yours.
effort-before = { $n ->
    [one] { $n } visit before these
   *[other] { $n } visits before these
}
effort-visit = { $from } – { $until }
effort-cut = No visit counts for more than 30 minutes.
effort-column-visit = Visit
effort-column-message = Message
effort-column-took = Counts
effort-sum-measured = Measured
effort-sum-estimated = Estimated
set-measuring = Time spent on conversations
set-measuring-about = Whether it is measured, and what people are told of it
measuring-lead = How long people work in conversations is measured by what is open in front of them, for the handle time in reports. Where it is not measured it is estimated from messages and says so.
measuring-on = Measure the time
measuring-on-hint = Switched off, nothing more is measured; what was measured stays until its conversation is erased.
measuring-is-on = The time is measured. Only an owner can switch that off.
measuring-is-off = The time is not measured. Only an owner can switch that on.
measuring-told = What people are told
change-measuring-on = switched measuring of time on
change-measuring-off = switched measuring of time off
