thresholds-title = Alerts
thresholds-lead = You are told when a figure goes above so much: once, until it has been below again.
thresholds-none = None yet.
thresholds-new = Another alert
threshold-measure = What
threshold-people = Customers without an answer
threshold-longest = Minutes the longest of them has waited
threshold-unassigned = Conversations nobody has
threshold-late = Conversations that are late
threshold-above = More than
threshold-all-teams = All teams
threshold-lead = The lead of the team
threshold-who = And these people
threshold-over = Above it now
threshold-people-said = { $above } customers may wait without an answer; now { $n } do
threshold-longest-said = A customer may wait { $above } min; now one has waited { $n } min
threshold-unassigned-said = { $above } conversations may be nobody’s; now { $n } are
threshold-late-said = { $above } conversations may be late; now { $n } are
threshold-rule-people = More than { $above } customers without an answer
threshold-rule-longest = A customer waits for more than { $above } min
threshold-rule-unassigned = More than { $above } conversations nobody has
threshold-rule-late = More than { $above } conversations late
notice-threshold = A figure of the monitor is too high
telling-threshold = A figure of the monitor is too high
notice-goal-near-many = { $n } response goals are near
notice-goal-missed-many = { $n } response goals were not met
notice-untaken-many = Nobody has had { $n } conversations for a while
notice-rule-many = Rules tell you of { $n } conversations
monitor-what-above = { $name }
alert-hours = When
alert-hours-always = At any time
alert-hours-open = Only while we are open
alert-hours-staffed = Only while somebody works
alert-outlets = Outside Lobby
alert-test = This is a test. Lobby reaches you here.
alert-goal-near = { $n ->
    [one] A response goal is near
   *[other] { $n } response goals are near
}
alert-goal-missed = { $n ->
    [one] A response goal was not met
   *[other] { $n } response goals were not met
}
alert-rule = { $n ->
    [one] A rule wants somebody to look
   *[other] Rules want somebody to look at { $n } things
}
alert-channel-down = { $n ->
    [one] A channel does not work
   *[other] { $n } channels do not work
}
alert-threshold = A figure of the monitor is too high
set-alerts = Alerts outside Lobby
set-alerts-about = Other programs and Telegram chats that are told when something is late or broken
outlets-lead = Places that are told besides people. A storm is one message a minute, with its number; nothing a customer wrote is in it. Goals, rules and alerts of the monitor choose among them.
outlets-none = None yet.
outlet-name = Name
outlet-webhook = An address that is posted to (webhook)
outlet-url = Address
outlet-url-hint = JSON is posted there, signed (Standard Webhooks).
outlet-telegram = A Telegram chat
outlet-no-bot = Connect a Telegram bot as a channel first.
outlet-bot = Bot
outlet-chat = The chat
outlet-waits = Waits for its chat
outlet-works = Works
outlet-new = Not tried yet
outlet-trouble = In trouble
outlet-secret = Secret
outlet-secret-title = Its secret
outlet-secret-text = Whoever takes the calls proves with it that they come from here. It is shown only now.
outlet-linked = Linked with { $chat }
outlet-step-add = Add the bot to the group, or open a chat with it.
outlet-step-say = Send this there, then press the button.
outlet-code = To send
outlet-link = I have sent it
outlet-channels = It can be told too when a channel does not work.
outlet-channels-on = Tell it of channels
outlet-channels-off = Tell it of channels no more
outlet-test = Test
outlet-calls = Last messages
outlet-no-calls = None yet.
outlet-told = { $n ->
    [one] { $n } alert
   *[other] { $n } alerts
}
outlet-taken = Taken
outlet-leaving = On its way
outlet-when = When
outlet-what = What
outlet-became = What became of it
outlet-tries = Tries
change-outlet-made = added a place for alerts
change-outlet = changed a place for alerts
change-outlet-retired = removed a place for alerts
change-threshold-made = added an alert of the monitor
change-threshold-retired = removed an alert of the monitor
change-threshold-over = A figure of the monitor went too high
change-threshold-under = A figure of the monitor is fine again
error-threshold = A whole number, at most 100,000.
error-outlet-way = Either an address or a channel, and not both.
error-threshold-tell = Say who or what is told.
conflict-too-many = There are too many of these. Remove some first.
conflict-not-heard = Nothing was heard there yet. Send the code in the chat, wait a moment and press again.
conflict-not-linked = There is nowhere to send to yet. Link the chat first.
