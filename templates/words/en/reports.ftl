reports-title = Reports
reports-own = Your figures
metric-conversations = New conversations
metric-conversations-text = Conversations that began in the period, by customers or by us.
metric-received = Messages received
metric-received-text = Messages from customers.
metric-sent = Messages sent
metric-sent-text = Messages to customers that left, by people, rules and programs, each apart.
metric-backlog = Open conversations
metric-backlog-text = Conversations not resolved at the end of the period, or now, and their age.
metric-first_response = First response
metric-first_response-text = From the first message that asks us something to the first answer of a person that left.
metric-response = Every response
metric-response-text = Each time somebody waited: from the first message not answered to the next answer that left.
metric-service_level = Answered in time
metric-service_level-text = Of all who waited, the share answered within the time chosen. Who waits longer counts as late at once.
metric-unanswered = Left without an answer
metric-unanswered-text = Who asked and got no answer of a person: it was closed without one, or they have waited for more than 24 hours.
metric-first_resolution = Time to first resolution
metric-first_resolution-text = From the beginning of a conversation until it was resolved for the first time. Closed in silence: until our last answer.
metric-resolution = Time to resolution
metric-resolution-text = From the beginning of a conversation until it was resolved and stayed so. It is our time and theirs together.
metric-our_time = Of that, our time
metric-our_time-text = While it was open, asleep, or waiting for a third party.
metric-their_time = Of that, the customer’s time
metric-their_time-text = While we waited for the customer, or took it for resolved.
metric-resolution_rate = Resolved for good
metric-resolution_rate-text = Of all resolutions, those after which the conversation did not go on.
metric-first_contact = Resolved at first contact
metric-first_contact-text = Of conversations resolved for the first time, those whose customer did not come back: not here, and not by any other channel.
metric-handle_time = Handle time
metric-handle_time-text = How long people worked in a resolved conversation, all of them together, measured while they had it in front of them. Only conversations in which all of it was measured.
metric-transfers = Transfers
metric-transfers-text = How often a conversation changed hands.
metric-packet_read = Handover read first
metric-packet_read-text = Of all handovers, those in which what must be known was read before the first answer.
metric-had_to_repeat = Had to repeat
metric-had_to_repeat-text = Of all changes after which customers met somebody else of you, went on by another channel, or came back within 30 days to another person: those after which they had to say again what they had said. Told by what you asked that was on file, by what they wrote once more, by their own words, by what they said beside a rating, and by what one of you marked. Questions that must be asked do not count.
metric-promises_kept = Promises kept
metric-promises_kept-text = Of all promised times that came, those that were kept.
metric-journeys = Changes of channel
metric-journeys-text = A customer wrote by another channel than the last time.
report-any = all
report-several = as chosen
report-filter = Filter
report-show = Show
report-reset = Without filter
report-narrowed = { $n ->
        [one] { $n } condition
       *[other] { $n } conditions
    }
report-field-period = Period
report-field-channel = Channel
report-field-team = Team
report-field-agent = Person
report-field-tag = Tag
report-field-tier = Customers
report-field-hours = Time counted
report-field-target = In time is
report-field-window = Came back within
report-field-by = By
report-field-from = From
report-field-to = To
report-field-compare = Compare
report-field-history = Imported history
report-compare-yes = with the period before
report-compare-no = with nothing
report-history-no = left out
report-history-yes = counted too
report-hours-all = at all hours
report-hours-business = within opening hours
report-within = within { $span }
report-days-n = { $n ->
        [one] { $n } day
       *[other] { $n } days
    }
period-today = Today
period-yesterday = Yesterday
period-7d = 7 days
period-28d = 28 days
period-90d = 90 days
period-month = This month
period-last_month = Last month
period-year = This year
period-chosen = the days below
split-channel = Channel
split-address = Mailbox, number or chat
split-team = Team
split-agent = Person
split-tag = Tag
split-tier = Customers
split-hour = Hour of the week
split-way = From channel to channel
report-by-nobody = Nobody
report-by-customer = The customer
report-by-colleague = A colleague outside Lobby
report-by-assistant = The assistant
report-by-rule = A rule
report-by-integration = A program
report-by-system = Lobby
report-none = none
report-no-team = No team
report-no-tag = No tag
report-way = { $from } → { $to }
report-days = { $from } – { $to }
report-building = The figures are being worked out anew: { $done } of { $all } conversations. What is shown is not complete.
report-empty = Nothing to count yet
report-empty-text = With the first conversation the first figures are here.
report-nothing = Nothing in this period
report-nothing-text = Choose other days or fewer conditions.
report-others = More figures
report-month = The month on a page
report-earlier = Month before
report-later = Month after
report-table = Table (CSV)
report-workbook = Excel
report-how = How this is counted
report-course = Over time
report-as-table = As a table
report-peak = Highest: { $value } on { $day }.
report-open = not over yet
report-age = Half of them are younger than { $median }.
report-spread = Median. 9 of 10 within { $p90 }, mean { $mean }.
report-spread-mean = Mean. Median { $median }, 9 of 10 within { $p90 }.
report-of = { $n ->
        [one] of { $n }
       *[other] of { $n }
    }
report-part = { $yes } of { $n }
report-interval = Few cases: the true share lies between { $low } and { $high } (95%).
report-waiting = { $n ->
        [one] { $n } waits now
       *[other] { $n } wait now
    }
report-aside = { $n ->
        [one] { $n } closed without an answer
       *[other] { $n } closed without an answer
    }
report-not-yet = { $n ->
        [one] { $n } not known yet
       *[other] { $n } not known yet
    }
report-change = { $change } against the period before
report-points = { $change } points against the period before
report-anchor-began = Counted on the day a conversation began.
report-when-began = Began
report-anchor-said = Counted on the day of the message.
report-when-said = Written
report-anchor-asked = Counted on the day they asked, so nobody who still waits is missing.
report-when-asked = Asked
report-anchor-resolved = Counted on the day it was resolved.
report-when-resolved = Resolved
report-anchor-due = Counted on the day it was promised for.
report-when-due = Promised for
report-anchor-moved = Counted on the day it went from one to the other.
report-when-moved = Handed over
report-anchor-periodend = As it stood at the end of each day, or stands now.
report-when-periodend = Began
report-credit-assignee = By person: who has it now.
report-credit-writer = By person: who wrote it.
report-credit-answerer = By person: who answered, not who had it.
report-credit-resolver = By person: who resolved it.
report-credit-worker = By person: each with their own part.
report-credit-receiver = By person: who got it, or promised it.
report-estimated = Estimated: for each message of ours, the time since the customer’s last word or our own message before, at most 10 minutes.
report-ranks = The median is a time that happened: half took no longer.
report-window = { $n ->
        [one] Coming back within { $n } day counts against it. Until then it is not known.
       *[other] Coming back within { $n } days counts against it. Until then it is not known.
    }
report-target = In time is within { $span }.
report-left-out = Left out: spam, blocked senders, automatic mail, and what was merged into another conversation.
report-zone = Days and hours in { $zone }.
report-hours-then = Opening hours as they were when each began.
report-hours-recounted = Opening hours as they were when each began; of what began before { $at }, as they were then.
report-found = { $n ->
        [one] { $n } entry
       *[other] { $n } entries
    }
report-newest = Newest first
report-longest = Longest first
report-more = Next
report-less = Before
report-column-metric = Figure
report-column-definition = Definition
report-column-days = Days
report-column-zone = Time zone
report-column-hours = Time counted
report-column-conversation = Conversation
report-column-seconds = Seconds
report-column-state = State
report-column-by = By
report-column-channel = Channel
report-column-from = Came from
report-column-n = Counted
report-column-took = Took
state-waiting = waits
state-aside = closed without an answer
state-not_yet = not known yet
state-service_level-yes = in time
state-service_level-no = late
report-service_level-yes = { $n } in time
report-service_level-no = { $n } late
state-unanswered-yes = no answer
state-unanswered-no = answered
report-unanswered-yes = { $n } no answer
report-unanswered-no = { $n } answered
state-resolution_rate-yes = stayed resolved
state-resolution_rate-no = went on
report-resolution_rate-yes = { $n } stayed resolved
report-resolution_rate-no = { $n } went on
state-first_contact-yes = did not come back
state-first_contact-no = came back
report-first_contact-yes = { $n } did not come back
report-first_contact-no = { $n } came back
state-packet_read-yes = read first
state-packet_read-no = not read first
state-had_to_repeat-yes = had to repeat
state-had_to_repeat-no = did not have to
report-packet_read-yes = { $n } read first
report-packet_read-no = { $n } not read first
report-had_to_repeat-yes = { $n } had to repeat
report-had_to_repeat-no = { $n } did not have to
state-promises_kept-yes = kept
state-promises_kept-no = broken
report-promises_kept-yes = { $n } kept
report-promises_kept-no = { $n } broken
report-state-waiting = { $n ->
        [one] { $n } waits now
       *[other] { $n } wait now
    }
report-state-aside = { $n ->
        [one] { $n } closed without an answer
       *[other] { $n } closed without an answer
    }
report-state-not_yet = { $n ->
        [one] { $n } not known yet
       *[other] { $n } not known yet
    }
error-report-rows = More than 50,000 rows. Take the table as CSV, or fewer days.
rhythm-never = Never
rhythm-daily = Every morning
rhythm-weekly = Every Monday
rhythm-monthly = On the first of every month
telling-figures = Mail me the figures
telling-figures-hint = At eight in the morning where you are: of the day, week or month that ended, beside the one before.
reports-mail = Have them mailed
letter-figures-subject = { $business }: figures, { $days }
letter-figures =
    { $name }, these are the figures of { $business }, { $days }:

    { $body }

    All of it, with the conversations behind each figure:

    { $link }

    You get this because you chose so. To change it: { $settings }
letter-figures-own =
    { $name }, these are your own figures, { $days }:

    { $body }

    All of it, with the conversations behind each figure:

    { $link }

    You get this because you chose so. To change it: { $settings }
metric-satisfaction = Satisfaction (CSAT)
metric-satisfaction-text = Of all ratings customers gave, those of 4 or 5. Who was asked and gave none is not in it.
metric-surveys_answered = Ratings given
metric-surveys_answered-text = Of all customers who were asked how it was, those who gave a rating. Nobody is counted as silent before seven days.
report-anchor-surveyed = Counted on the day a rating was asked for.
report-when-surveyed = Asked for
report-credit-everybody = By person: all who wrote in the conversation by then.
state-satisfaction-yes = satisfied
state-satisfaction-no = not satisfied
report-satisfaction-yes = { $n } of 4 or 5
report-satisfaction-no = { $n } of 1 to 3
state-surveys_answered-yes = rated
state-surveys_answered-no = no rating
report-surveys_answered-yes = { $n } rated
report-surveys_answered-no = { $n } gave no rating
