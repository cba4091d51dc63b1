channels-new = Connect a channel
channels-new-text = How do customers write to you?
channels-add-more = E-mail, WhatsApp, Telegram, chat on your site, or a program of yours.
kind-email-about = A mailbox you have already. Address and password are enough.
kind-whatsapp-about = A business number of WhatsApp, by Meta's own connection or a hosting partner.
kind-telegram-about = A bot of yours. It takes two minutes.
kind-webchat-about = A chat for your web site, or as a page of its own.
kind-api-about = A program of yours hands messages in and takes the answers.
kind-steps = How to set it up
kind-fields = What Lobby needs
api-step-1 = Give the channel a name and connect it. Lobby makes a secret and shows it once.
api-step-2 = Let your program post what customers write to the address shown then, signed with the secret (Standard Webhooks).
api-step-3 = To get the answers, say where Lobby posts them: an address of your program, signed the same way.
channel-field-api-callback-url = Where answers are posted
channel-field-api-callback-url-hint = An https address of your program. Without one, customers cannot be answered here.
channel-field-api-secret = Secret
channel-field-api-secret-hint = Empty: Lobby makes one. Your own begins with whsec_.
channel-secret-once = Copy this now
channel-secret-once-text = It is shown this once. Lobby keeps it sealed and never shows it again.
channel-connect = Connect
channel-connected = The channel is connected.
channel-settings = How it is reached
channel-more = More settings
channel-hook = Address for calls (webhook)
channel-hook-text = The other side calls this address when a customer writes.
channel-waiting = Waiting for the first call
channel-waiting-text = Write to the channel as a customer would. This page shows it as soon as it comes.
channel-first-came = The first call came.
channel-no-calls = No call came yet.
channel-retire-call-text = Lobby takes no more calls and forgets the secrets. Conversations stay.
channel-silent = Nothing was heard since { $time }. Usually something comes sooner.
channel-silent-mail = Write a mail to it. If nothing comes, look whether mail still reaches this mailbox.
channel-silent-chat = Open the chat on your site and write. If it is not there, look whether its line still stands on the pages.
channel-silent-notice = Nothing has come by { $name } for { $span }. Usually something comes sooner.
channel-silent-look = Look
health-silent = Silent
health-last-message = Last message in
calls-all = All calls
page-first = Newest
channel-silent-text = Write to it as a customer would. If nothing comes, look at the provider whether it still calls this address.
health-last-call = Last call in
health-last-answer = Last answer out
calls-title = Last calls
calls-about = What came, whether it was the provider's, and what became of it.
calls-size = Size
calls-raw = As it came
calls-replay = Read again
calls-replayed = It is read again. What of it had effect has none a second time.
calls-events = { $n ->
        [one] one event
       *[other] { $n } events
    }
calls-known = { $n ->
        [one] one of them known before
       *[other] { $n } of them known before
    }
calls-tries = { $n ->
        [one] one try failed
       *[other] { $n } tries failed
    }
verdict-kept = Kept, not read yet
verdict-done = Taken in
verdict-parked = Set aside
verdict-refused = Refused
hook-not-called = This channel takes no calls.
hook-unsigned = The signature is missing.
hook-wrong-signature = The signature is wrong: check the secret on both sides.
hook-stale = It was signed too long ago, or by a clock that is wrong.
hook-no-secret = The secret it would be checked with is not set.
parked-malformed = It is not in the form that was agreed.
check-callback = Where answers are posted
check-set-up = Setting it up
check-nothing = There is nothing to try from here: wait for the first call.
error-url = This is no web address.
error-secret-form = A secret begins with whsec_ and holds 24 to 64 bytes in base64.
error-channel-taken = Another channel has this one already.
error-not-there = This person is not known on that channel.
window_closed = The customer has not written for a while, so the channel takes no free answer now.
reach-retired = no longer in use
reach-down = does not work now
reach-no-address = no way to reach them there
reach-closed = takes no free answer since { $time }
reach-never-wrote = takes no free answer: they never wrote there
media-fetching = is being fetched
media-gone = The provider has it no longer.
media-later = It could not be fetched yet. Lobby tries again.
media-too-large = It is larger than Lobby takes.
media-again = Try again
content-text = Text
content-image = Picture
content-video = Video
content-audio = Sound
content-voice = Voice message
content-file = File
content-sticker = Sticker
content-place = Location
content-card = Contact
content-choice = Chosen
content-order = Order
content-unsupported = Cannot be shown here
content-unsupported-text = Ask them to send it in another way, or look at it in the app.
content-notice = Notice
chat-quoted = Answers { $who }
chat-quoted-there = Answers an earlier message
chat-forwarded = Passed on
chat-edited = Changed
chat-edited-before = Before { $time }
chat-withdrawn = Taken back by the customer at { $time }
chat-pressed = Pressed a button
chat-buttons = Buttons
chat-template = Approved message { $name }
chat-price = Price
chat-came-from = Came from
chat-reacted = { $who } reacted with { $emoji }
chat-place-open = Open the map
chat-place-at = Location
chat-by = by { $channel }
chat-play = Play { $name }
act-quote = Answer this message
composer-by = Answer by
composer-by-channel = By { $channel }
composer-placeholder-by = Write to { $name } by { $channel }…
composer-quote = Answers { $who }
composer-quote-drop = Answer without quoting
composer-lost = By { $channel } there is no subject, no copy and no formatting.
composer-files = The files are larger than { $limit }: they do not go by { $channel }.
composer-window = You can write freely until { $time }.
composer-window-day = You can write freely until { $time }.
composer-window-left = { $span } left
composer-window-closed = { $channel } takes no free answer now: the customer last wrote before { $time }. They must write first, or an approved message goes.
composer-window-never = { $channel } takes no free answer now: they never wrote there. An approved message can go.
composer-unconfirmed = This way to reach them was typed by the customer, not confirmed. Personal data goes to whoever has it.
composer-down = { $channel } does not work now. Your answer waits until it does.
composer-none = There is no way to reach this person now.
composer-left = { $n ->
        [one] one character left
       *[other] { $n } characters left
    }
composer-parts = { $n ->
        [one] goes as one message
       *[other] goes as { $n } messages
    }
new-by = Write by
new-not-reached = { $name } cannot be written to now. The list below says why.
new-to-handle = To
new-to-handle-hint = E-mail address, phone, or as the channel names them.
new-reach = To { $name }
act-switch = Answer by { $channel }
identifier-email = E-mail
identifier-phone = Phone
identifier-external-named = Customer { $value }
identifier-external = In your program
identifier-whatsapp = WhatsApp
identifier-telegram = Telegram
identifier-visitor = Visitor of your site
