set-macros = Quick actions
set-macros-about = Several steps under one name: an answer, a tag, a state
macro-title = Quick action
macros-lead = Several steps under one name. What they would do is shown before they do it, and all of it is undone together.
macros-none = No quick actions yet.
macros-arrange = Arrange quick actions
macro-new = A new quick action
macro-keep = as it is
macro-left = Leaves it
macro-reply = Answer
macro-reply-hint = Sent to the customer by the conversation's channel, with what is known filled in.
macro-preview = What will be done to #{ $number }. Leave out what shall not.
macro-undo = Undo takes all of it back: an answer as long as it has not left; a note stays.
macro-do = Do it
macro-does-reply = Answer: { $text }
macro-does-note = Note: { $text }
macro-does-mine = Take it
macro-does-assign = Give it to { $name }
macro-does-team = Team { $name }
macro-does-tag = Tag { $name }
macro-does-priority = Priority: { $name }
macro-does-open = To answer
macro-sleep-hours = { $n ->
    [one] Snooze for 1 hour
   *[other] Snooze for { $n } hours
}
macro-sleep-days = { $n ->
    [one] Snooze for 1 day
   *[other] Snooze for { $n } days
}
