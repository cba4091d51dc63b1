guidelines = Guidelines for answers
guidelines-hint = Shown to everybody who answers by this channel: its tone, what to avoid. At most 1,000 characters.
guidelines-for = How we write by { $channel }
error-guidelines = At most 1,000 characters.
