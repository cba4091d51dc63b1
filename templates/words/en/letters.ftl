letter-reset-subject = A new password for Lobby
letter-reset =
    Somebody asked for a new password for your account. To set one, open this link within 30 minutes:

    { $link }

    It was not you? Then you need not do anything: your password stays as it is.
letter-invite-subject = { $business } invites you to Lobby
letter-invite =
    { $business } answers its customers with Lobby, and you are to take part. Open this link and choose a password:

    { $link }

    The link works once, for seven days.
letter-failed-subject = An answer in #{ $number } did not arrive
letter-failed =
    An answer in #{ $number } did not reach the customer. The conversation is open again and says why:

    { $link }
letter-late-subject = An answer in #{ $number } has not left yet
letter-late =
    An answer in #{ $number } has waited for hours: the mail server does not take it. Lobby keeps trying. The conversation says why:

    { $link }
letter-moment-subject = #{ $number }: “one moment” was said
letter-moment =
    In #{ $number } the customer was told “one moment”, and nothing since. The conversation is here:

    { $link }
letter-test-subject = Lobby's test mail
letter-test =
    This is a test: Lobby sent this mail to your own mailbox to see that sending and reading work.

    You need not do anything, and may delete it.
letter-plus-subject = A test by Lobby
letter-plus =
    Lobby sent this mail to find out whether mail to this address with a sign behind a plus arrives. It did. You can delete it.
letter-address-subject = Confirm your new address for Lobby
letter-address =
    { $name }, this address is to be the one you log in to Lobby with. If you want that, open this link, logged in, within a day:

    { $link }

    You know nothing of it? Then you need not do anything.
letter-own-address-subject = Confirm your address for Lobby
letter-own-address =
    { $name } says in Lobby that this address is theirs. If you are { $name }, open this link, logged in, within a day; mail from here counts as yours then:

    { $link }

    You know nothing of it? Then you need not do anything.
letter-address-set-subject = Your log-in for Lobby has another address
letter-address-set =
    You now log in to Lobby with { $address }, and no longer with this address.

    It was not you? Tell an administrator at once.
lost-title = Did not arrive
lost-invitation = The invitation to { $to } did not arrive: { $why }
lost-invitation-yet = The invitation to { $to } has not left yet: { $why }
lost-proof = The letter with the link to { $to } did not arrive: { $why }
lost-proof-yet = The letter with the link to { $to } has not left yet: { $why }
lost-notice = Lobby's letter to { $to } did not arrive: { $why }
lost-notice-yet = Lobby's letter to { $to } has not left yet: { $why }
lost-here = The letter did not arrive: { $why }
lost-here-yet = The letter has not left yet: { $why }
lost-said = They said: { $said }
lost-look = Have a look
lost-noted = Seen
letter-further-subject = A test by Lobby
letter-further =
    Lobby sent this mail to find out whether { $address } belongs to this mailbox. It does. You can delete it.
