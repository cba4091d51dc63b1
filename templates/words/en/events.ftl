changed-count = { $n ->
        [one] { $n } change
       *[other] { $n } changes
    }
event-answer-waits = { $who } asked whether to go on; the answer waits for their yes
event-answer-released = They said yes: the answer leaves
event-answer-returned = The answer that waited is a draft again: { $why }. Check it before sending.
event-started = { $who } started this conversation
event-assigned = { $who } gave it to { $to }
event-assigned-self = { $who } took it
event-unassigned = { $who } gave it back: unassigned
event-team = { $who } moved it to team { $team }
event-team-none = { $who } took it out of its team
event-open = { $who } opened it again
event-waiting = { $who }: waiting for customer
event-third-party = { $who }: waiting for third party
event-snoozed = { $who } snoozed it until { $time }
event-resolved = { $who } resolved it
event-quiet = Closed, no answer from customer
event-spam = { $who } marked it as spam
event-priority = { $who } set the priority: { $priority }
event-tagged = { $who } added tag { $tag }
event-untagged = { $who } removed tag { $tag }
event-subject = { $who } changed the subject
event-mentioned = { $who } mentioned { $to }
event-promise = { $who } promised an answer by { $time }
event-promise-kept = Promise kept
event-promise-broken = Promise not kept: it was due { $time }
event-promise-dropped = { $who } took the promise back
event-participant-suggested = { $name } wrote here and is suggested
event-participant-accepted = { $who } accepted { $name }
event-participant-removed = { $who } removed { $name }
event-moved = { $who } moved { $n ->
        [one] one message
       *[other] { $n } messages
    } to #{ $number }
event-merged = { $who } joined #{ $number } with this one
event-split = { $who } made #{ $number } out of this one
event-undone = { $who } undid the last move
event-customer = { $who } changed the customer to { $name }
event-redacted = { $who } withdrew a message
event-reply-undone = { $who } took an answer back before it left
event-needs-answer = { $who }: this needs an answer
event-failed = An answer did not arrive
event-erased = The person's data was erased
event-reminded = Reminder: one moment was said, and no answer has left since
event-private = { $who } made the team private: only its members read this
event-not-private = { $who } opened the team: everybody reads this
event-forward-undone = { $who } took a forward back before it left
event-edited = { $who } changed a message
event-withdrawn = { $who } took a message back
event-consent = { $who }: { $purpose } is allowed
event-no-consent = { $who }: { $purpose } is not wanted any more
event-about = { $who } said whom this is about
event-move-offered = { $who } offered to go on by another channel
event-move-taken = { $who } went on by another channel, with the code we gave
event-owner-doubted = This number may have a new owner
event-owner-confirmed = { $who }: the number still belongs to the same person
event-owner-changed = { $who }: the number has a new owner
