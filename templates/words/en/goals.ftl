set-goals = Response goals
set-goals-about = How soon you mean to answer, and what happens when you do not
goals-lead = Time counts from when the customer wrote, in the hours you are open. The first goal that fits a conversation is the one that counts for it.
goals-none = No goals yet
goals-none-text = Without goals, lists begin with who waits longest for an answer.
goals-presets = Begin with
goals-presets-text = You can change everything afterwards.
goals-preset-relaxed = Relaxed
goals-preset-normal = Normal
goals-preset-fast = Fast
goals-preset-chat = Web chat { $time }
goals-preset-messages = messages { $time }
goals-preset-mail = e-mail { $time } of opening hours
goals-preset-own = Your own pace
goals-preset-own-text = Three of four first answers of the last four weeks came within: { $times }
goals-preset-take = Begin with this
goals-name-chat = Web chat
goals-name-messages = Messages
goals-name-mail = E-mail
goals-new = New goal
goals-open = { $n ->
    [one] { $n } open
   *[other] { $n } open
}
goals-earlier = Up
goals-later = Down
goals-order = They are asked from the top.
goals-days = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
goal-edit = Goal
goal-for = For all conversations, or only for those below. Who writes by which channel, a tag or a very important customer may have goals of their own.
goal-for-all = No conditions: it is for all conversations.
goal-targets = How soon
goal-targets-text = What is left empty is not measured.
goal-unit-days = working days
goal-counts = What counts
goal-hours-business = Only the hours in which you are open
goal-hours-always = Day and night
goal-pauses = Time stands still while
goal-pause-customer = the customer is to answer (until it is resolved, only)
goal-pause-third-party = somebody else is to answer: the customer waits for you all the same
goal-pause-snoozed = it is snoozed
goal-steps = What happens
goal-steps-none = Nothing: it is only shown.
goal-step = Step { $n }
goal-step-time = How long
goal-step-when = When
goal-step-add = Another step
goal-step-drop = Remove this step
goal-before = before it is due
goal-at = when it is missed
goal-after = after it was missed
goal-tell = Tell
goal-tell-assignee = who has it
goal-tell-lead = the lead
goal-raise = Raise the priority to
goal-team = Move to team
goal-unchanged = As it is
goal-apply = Conversations that are open
goal-apply-now = are measured by this too, from when their customers wrote
goal-apply-later = keep what was meant for them; this counts from the next message on
goal-matching = { $n ->
    [one] For { $n } open conversation: { $late } late now, { $soon } due within the hour
   *[other] For { $n } open conversations: { $late } late now, { $soon } due within the hour
}
clock-first_response = First answer
clock-first_response-about = From the first thing the customer wrote to your first answer.
clock-next_response = Next answer
clock-next_response-about = From the first thing you have not answered to the answer.
clock-resolution = Resolved
clock-resolution-about = From the beginning until it is resolved; what was resolved in between does not count.
sla-first_response-left = Answer in { $span }
sla-first_response-late = { $span } late
sla-next_response-left = Answer in { $span }
sla-next_response-late = { $span } late
sla-resolution-left = Resolve in { $span }
sla-resolution-late = { $span } overdue
sla-in-time = In time
sla-was-late = Was late
sla-paused = Time stands still
sla-title = Goal: { $name }
sla-goal = Goal { $time }
sla-counted = { $span } counted
sla-more = { $n ->
    [one] { $n } earlier stretch
   *[other] { $n } earlier stretches
}
sla-met = Done { $time }
sla-met-late = Late, done { $time }
sla-due = Due { $time }
sla-was-due = Was due { $time }
reason-sla-missed = a response goal was missed
event-sla-warned = { $clock }: due soon, { $time }
event-sla-missed = { $clock }: goal missed, it was due { $time }
event-sla-escalated = { $clock }: still not done, it was due { $time }
change-goal-made = made a response goal
change-goal = changed a response goal
change-goal-retired = retired a response goal
error-sla-target = A goal needs a whole number: up to a year, or up to 250 working days.
error-sla-no-target = Say for at least one thing how soon.
error-sla-steps = At most 8 steps.
error-sla-step = A step needs a time of at most 30 days, and somebody to tell or something to do.
notice-goal-near = A response goal is near
notice-goal-missed = A response goal was missed
telling-goal-near = A response goal is near
telling-goal-missed = A response goal was missed

rule-goal = Measure it by this goal
rule-does-goal = Measure it by the goal { $name }
event-rule-agreed = { $who } chose another response goal
