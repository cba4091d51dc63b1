third-party = third party
act-forward = Forward
forward-title = Forward from #{ $number }
forward-title-on = Write to the third party of #{ $number }
forward-about = To somebody outside, such as a workshop or a supplier. The customer does not see it, and what comes back stays inside this conversation.
forward-to = To: e-mail addresses
forward-to-hint = Several are separated by commas.
forward-text = Your message to them
forward-along = What goes along
forward-along-hint = The text of the chosen messages goes below yours, and the chosen files with it. Notes never do.
forward-nothing = There is nothing here that can go along.
forward-older = Older messages are not listed here; forward one from its own menu.
forward-waits = Wait for them: the conversation comes back when they answer, or after two working days
forward-send = Forward
forward-again = Go on with them
forward-sent-to = to { $who }
forward-reply-label = Message to { $who }
act-give-up = Leave it
message-more = More about this message
toast-forwarded = Forwarded.
spam-block-ask = Block the sender too?
spam-no-block = No, only this conversation
spam-block = Yes, block the sender
act-block-sender = Block the sender too
banner-spam-ask = Marked as spam. What this sender writes next still comes in.
banner-spam-blocked = The sender is blocked: what they write is kept under Blocked and nobody is told.
toast-spam = Marked as spam.
toast-spam-blocked = Marked as spam, and the sender is blocked.
toast-treated = From now on, mail from this sender is treated so.
toast-untreated = Mail from this sender is judged by itself again.
sender-always = Always treat mail from { $address } as
sender-none = Judge each mail by itself
aside-waits = { $n ->
        [one] One mail to { $name } could not be read and is set aside.
       *[other] { $n } mails to { $name } could not be read and are set aside.
    }
aside-look = Look at them
