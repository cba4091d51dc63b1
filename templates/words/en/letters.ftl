letter-reset-subject = A new password for Lobby
letter-reset =
    Somebody asked for a new password for your account. To set one, open this link within the hour:

    { $link }

    It was not you? Then you need not do anything: your password stays as it is.
letter-invite-subject = { $business } invites you to Lobby
letter-invite =
    { $business } answers its customers with Lobby, and you are to take part. Open this link and choose a password:

    { $link }

    The link works once.
letter-failed-subject = Your answer in #{ $number } did not arrive
letter-failed =
    An answer of yours in #{ $number } did not reach the customer. The conversation is open again and says why:

    { $link }
letter-test-subject = Lobby's test mail
letter-test =
    This is a test: Lobby sent this mail to your own mailbox to see that sending and reading work.

    You need not do anything, and may delete it.
