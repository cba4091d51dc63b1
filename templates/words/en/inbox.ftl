list-mine = Mine
list-unassigned = Unassigned
list-all = All
list-all-title = To answer
list-waiting = Waiting for customer
list-third-party = Waiting for third party
list-snoozed = Snoozed
list-mentions = Mentions
empty-mentions = Nobody mentioned you.
empty-mentions-text = Notes that name you with @ stand here until their conversation is resolved.
mention-title = Mention somebody
list-drafts = Drafts
list-ready = Ready, wait for a yes
list-failed = Failed and late
list-automatic = Automatic
list-spam = Spam
list-blocked = Blocked
list-resolved = Resolved
list-closed-quietly = Closed, no answer from customer
list-unresolved = All unresolved
list-of-team = Team { $name }
list-of-tag = Tag { $name }
unassigned-of-team = Unassigned of { $team }
sort-by = Order: { $order }
sort-waiting = Longest wait
sort-newest = Newest
new-conversation = New conversation
nothing-open = Choose a conversation
nothing-open-text = Everything the customer and your people said is in one place.
empty-all = Nobody is without an answer.
empty-all-text = { $n ->
        [0] New messages appear here by themselves.
        [one] One waits for the customer.
       *[other] { $n } wait for the customer.
    }
empty-mine = You owe nobody an answer.
empty-mine-text = { $n ->
        [0] Nothing is unassigned either.
        [one] One is unassigned.
       *[other] { $n } are unassigned.
    }
empty-mine-act = Look at the unassigned
empty-unassigned = Everything has somebody.
empty-ready = No answer waits for a yes.
empty-ready-text = Answers that leave as soon as the customer says yes to an approved message show here.
empty-failed = Everything arrived.
empty-failed-text = Answers that fail, come back or wait too long show here.
empty-drafts = No drafts.
empty-drafts-text = What you begin to write is kept here until you send it.
empty-snoozed = Nothing is snoozed.
empty-spam = No spam.
empty-other = Nothing here.
empty-unassigned-text = What nobody has yet shows here until somebody takes it.
empty-snoozed-text = What you put off comes back by itself at its time.
empty-spam-text = What you mark as spam is kept here, apart from everything else.
empty-closing-text = Conversations you can write in freely only until before you open again show here.
empty-waiting-text = What you have answered waits here until the customer writes.
empty-third-text = What waits for somebody outside, such as a workshop, shows here.
empty-resolved-text = What is done stands here and can be opened again.
empty-quiet-text = What was closed because the customer did not answer shows here.
empty-automatic-text = Newsletters and automatic mail are kept here and alert nobody.
empty-blocked-text = What blocked senders write is kept here.
empty-other-text = Nothing open belongs here now.
empty-no-channel = Nobody can write to you yet.
empty-no-channel-text = Connect a channel and their messages arrive here.
empty-no-channel-act = Connect a channel
row-draft = Draft:
row-you = You:
row-note = Note:
row-forwarded = Forwarded:
row-third-party = Third party:
row-us = { $name }:
row-lobby = Lobby:
row-waits = { $span } without an answer
row-snoozed = until { $time }
row-ready = Answer ready, waits for a yes
row-failed = Did not arrive
row-courtesy = ✓ thanks
row-lively = too lively
row-private = private
row-promise = promised by { $time }
row-promise-late = promise late by { $span }
row-reminded = one moment was said
row-unverified = sender not confirmed
channel-email = E-mail
channel-log = Written down
tier-vip = VIP
unassigned = Unassigned
assigned-to = { $name } has it
conversation-count = { $n ->
        [one] { $n } conversation
       *[other] { $n } conversations
    }
status-open = To answer
status-waiting = Waiting for customer
status-third-party = Waiting for third party
status-snoozed = Snoozed until { $time }
status-resolved = Resolved
status-quiet = Closed, no answer from customer
status-spam = Spam
priority = Priority
priority-low = Low
priority-normal = Normal
priority-high = High
priority-urgent = Urgent
team = Team
team-none = No team
late-text = { $n ->
        [one] One answer waits: it could not leave in time.
       *[other] { $n } answers wait: they could not leave in time.
    }
late-send = { $n ->
        [one] Send it
       *[other] Send all { $n }
    }
late-drafts = { $n ->
        [one] Back to draft
       *[other] All back to drafts
    }
late-sent = { $n ->
        [0] Nothing was late any more.
        [one] One answer leaves in a moment.
       *[other] { $n } answers leave in a moment.
    }
late-given-back = { $n ->
        [0] Nothing was late any more.
        [one] One answer is a draft again.
       *[other] { $n } answers are drafts again.
    }
mailbox-stopped = { $name } has not worked for { $span }. { $why }
mailbox-who = { $people } can mend it.
mailbox-mend = Mend it
mailbox-trying = { $name } has not worked for { $span }. { $why } Lobby tries again by itself.
priority-important = Important
priority-unmark = Not important any more
bulk-title = Several at once
bulk-start = Choose several
bulk-pick = Choose the conversation with { $who }
bulk-all = All of this list
bulk-picked = { $n } chosen
bulk-none = Nothing was chosen.
bulk-same = Nothing was changed: they were so already.
bulk-running = Working on it
bulk-progress = { $done } of { $total } done.
bulk-back = Back to the list
bulk-failed = { $n ->
        [one] With one conversation it could not be done:
       *[other] With { $n } conversations it could not be done:
    }
bulk-done-resolve = { $n ->
        [one] One conversation resolved.
       *[other] { $n } conversations resolved.
    }
bulk-done-open = { $n ->
        [one] One conversation to be answered again.
       *[other] { $n } conversations to be answered again.
    }
bulk-done-spam = { $n ->
        [one] One conversation marked as spam.
       *[other] { $n } conversations marked as spam.
    }
bulk-done-waiting = { $n ->
        [one] One conversation waiting for the customer.
       *[other] { $n } conversations waiting for the customer.
    }
bulk-done-third_party = { $n ->
    [one] 1 conversation waits for a third party.
   *[other] { $n } conversations wait for a third party.
}
bulk-done-macro = { $n ->
    [one] 1 conversation: quick action done.
   *[other] { $n } conversations: quick action done.
}
bulk-done-snooze = { $n ->
        [one] One conversation snoozed.
       *[other] { $n } conversations snoozed.
    }
bulk-done-assign = { $n ->
        [one] One conversation given over.
       *[other] { $n } conversations given over.
    }
bulk-done-team = { $n ->
        [one] One conversation moved to the team.
       *[other] { $n } conversations moved to the team.
    }
bulk-done-tag = { $n ->
        [one] One conversation tagged.
       *[other] { $n } conversations tagged.
    }
bulk-done-untag = { $n ->
        [one] One conversation without the tag now.
       *[other] { $n } conversations without the tag now.
    }
bulk-done-priority = { $n ->
        [one] One conversation with another priority now.
       *[other] { $n } conversations with another priority now.
    }
bulk-done-undo = { $n ->
        [one] One conversation as before again.
       *[other] { $n } conversations as before again.
    }
channel-whatsapp = WhatsApp
channel-telegram = Telegram
channel-webchat = Web chat
channel-api = API channel
