notices-title = Notifications
notices-settings = How I am told
notices-read-all = Mark all as read
notices-show = Which ones
notices-all = All
notices-unread = Not read
notices-is-unread = Not read:
notices-none = Nothing here
notices-none-text = When somebody mentions you, gives you a conversation or a customer of yours answers, it stands here.
notices-none-unread = You have read everything.
notice-new = New, and nobody has it
notice-new-many = { $n ->
    [one] { $n } new conversation that nobody has
   *[other] { $n } new conversations that nobody has
}
notice-given = { $known ->
    [yes] { $by } gave you a conversation
   *[no] A conversation was given to you
}
notice-given-many = { $known ->
    [yes] { $by } gave you { $n } conversations
   *[no] { $n } conversations were given to you
}
notice-mentioned = { $known ->
    [yes] { $by } mentioned you
   *[no] You were mentioned
}
notice-answered = A new message
notice-answered-many = { $n ->
    [one] { $n } new message
   *[other] { $n } new messages
}
notice-failed = An answer did not arrive
notice-due = What was promised is due
notice-reminder = You wanted to be reminded
notice-reminder-channel = { $channel }: you wanted to finish setting it up
notice-channel-down = { $channel } does not work
mine-follow = Follow, without having it
mine-followed = Followed
mine-remind = Remind only me
mine-remind-at = Another time
mine-remind-act = Remind me
mine-remind-not = Do not
mine-reminder = You alone will be reminded: { $time }
letter-notices-subject = { $n ->
    [one] { $n } thing waits for you in Lobby
   *[other] { $n } things wait for you in Lobby
}
letter-notices-rest = { $n ->
    [one] And { $n } more.
   *[other] And { $n } more.
}
letter-notices =
    { $body }

    --
    Lobby mails what you have not read there. Answers to this mail reach nobody. How you are told: { $link }
push-test-title = Lobby reaches this device
push-test-text = This is how you are told from now on.
push-busy = The push service is busy; it is tried again.
push-unreachable = The push service could not be reached; it is tried again.
push-refused = The push service refused it.
notice-test = Test: { $kind }
telling-title = How I am told
telling-about = Sound, push and mail, and when to hear nothing
telling-lead = Everything stands in the notifications. Here you say by what else you hear of it.
telling-what = What, and by what
telling-when = When
telling-test = Test
telling-test-of = Test: { $kind }
telling-hint = Nothing sounds or is pushed for a conversation that lies open in front of you. New conversations and messages are pushed only while you do not look at Lobby.
telling-no-mailbox = No mailbox can send yet: nothing can be mailed.
telling-mail = Mail and texts
telling-mail-after = Mail what stays unread for so many minutes
telling-no-texts = Leave texts out of mails and pushes
telling-no-texts-hint = They say that there is something, and nothing of what was written or by whom.
telling-new = Something new that nobody has
telling-given = A conversation is given to me
telling-mentioned = Somebody mentions me
telling-answered = A message in what I have or follow
telling-failed = An answer of mine does not arrive
telling-due = A promise is due
telling-reminder = A reminder
telling-channel-down = A channel does not work
medium-in-app = In Lobby
medium-sound = Sound
medium-push = Push
medium-mail = Mail
quiet-title = Quiet hours
quiet-text = No sound and no push; mail comes afterwards. That a channel does not work is told at any hour.
quiet-nights = From 20:00 to 7:00
quiet-closed = While the business is closed
quiet-between = Other hours
quiet-never = Never
quiet-from = From
quiet-to = To
push-title = Devices
push-text = A push reaches this device though Lobby is not open. It is sealed for it: the push service cannot read it.
push-here = Push to this device
push-forget = Forget
push-reached = Reached
push-not-here = This browser cannot be pushed to. On an iPhone or iPad, first add Lobby to the home screen (Share, Add to Home Screen) and open it from there. Elsewhere Lobby must be opened by https.
push-denied = You said no to notifications of this page. Allow them in the browser's settings for this page.
push-failed = That did not work: the browser's push service could not be reached.
push-no-script = Push needs JavaScript.
error-quiet-hours = From and to must be two different times.
error-minutes = A number of minutes from 1 to 1440.
notice-rated = A customer was not satisfied
telling-rated = A customer gives a bad rating
notice-rated-many = { $n ->
        [one] { $n } customer was not satisfied
       *[other] { $n } customers were not satisfied
    }
