nav-views = Saved lists
set-views = Saved lists
set-views-about = Lists with conditions of your own
views-lead = A saved list shows what fits its conditions, for you, a team or everybody. How many fit stands beside it.
views-none = No saved lists yet.
view-new = A new saved list
view-edit = Change this list
view-narrow = Filter and keep as a list
view-up = Up
view-down = Down
act-edit = Edit
view-name = Name
view-icon = Sign (an emoji)
view-sort = Order
sort-due = Next due
sort-oldest = Oldest
view-conditions = Conditions
view-no-conditions = No condition yet: everything unresolved is shown.
view-groups = Of the groups
view-all-groups = all must fit
view-any-group = one is enough
view-group = Group { $n }
view-rows = Of these
view-all-rows = all must fit
view-any-row = one is enough
view-field = Field
view-word = Comparison
view-values = Value
view-unit = Unit
view-row = Add a condition
view-add-group = Add a group
view-drop = Remove this condition
view-show = Show what matches
view-nothing-to-choose = There is nothing to choose yet.
view-matching = { $n ->
    [0] Nothing matches now
    [one] 1 matches now
   *[other] { $n } match now
}
view-matching-more = { $n } or more match now
view-deep = Conditions within conditions
view-deep-text = These conditions are nested more deeply than this page shows. They stay as they are; a program can change them.
view-and = and
view-or = or
view-me = Me, whoever looks
view-gone = no longer there
view-field-state = State
view-field-assignee = Assignee
view-field-team = Team
view-field-channel = Channel
view-field-tag = Tag
view-field-priority = Priority
view-field-language = Customer’s language
view-field-waiting = Waits for an answer
view-field-active = Last activity
view-field-created = Began
view-field-unread = Not read by me
view-field-mentions = Mentions me
view-field-failed = An answer failed
view-field-vip = Customer is VIP
view-field-name = Customer’s name
view-field-company = Company
view-field-of-company = Company: { $name }
view-is-is = is
view-is-not = is not
view-is-has = contains
view-is-lacks = does not contain
view-is-filled = is filled in
view-is-empty = is empty
view-is-longer = longer ago than
view-is-within = at most this long ago
view-is-before = before
view-is-since = since
view-is-yes = yes
view-is-no = no
view-unit-minutes = minutes
view-unit-hours = hours
view-unit-days = days
view-length-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
view-length-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
view-length-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}
empty-view = Nothing fits this list now.
empty-view-text = What fits later is shown here by itself.
error-view-icon = A sign is one emoji or a few letters.
error-view-deep = These conditions are nested too deeply.
error-view-many = These are too many conditions.
error-view-value = A condition has no value, or one that is not there.
change-view-made = made a saved list
change-view = changed a saved list
change-view-retired = took a saved list out of use
