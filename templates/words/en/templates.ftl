picker-title = Send an approved message
picker-open = Send an approved message by { $channel }
picker-search = Search approved messages
picker-language = Language
picker-any-language = Any language
picker-nothing = No approved message fits.
picker-more = { $n ->
        [one] One more: search for it.
       *[other] { $n } more: search for them.
    }
picker-none = There is no approved message yet.
picker-none-act = Arrange them in Settings
picker-choose = Choose a message; you see it filled in before it goes.
picker-header = Title, { $name }
picker-variable = Text, { $name }
picker-button = Button { $name }
picker-file-image = Web address of the picture
picker-file-video = Web address of the video
picker-file-document = Web address of the document
picker-own-file = Or a file of yours
picker-shown = This is what the customer reads
picker-show = Show it filled in
picker-send = Send approved message
picker-answer = Your answer
picker-answer-hint = It waits here and leaves by itself when they press the button or say yes, for three days. If they write something else it is your draft again.
picker-ask = Ask, and send my answer when they say yes
picker-no-button = This message has no button to say yes with: it cannot ask for your answer.
picker-refused = not wanted
template-utility = Utility
template-marketing = Marketing
template-authentication = Code
template-utility-price = Meta charges it as a utility message.
template-marketing-price = Meta charges it as a marketing message.
template-authentication-price = Meta charges it as a code.
error-template = This approved message is not there, or not approved.
error-template-variables = Fill in everything the message has a place for.
error-template-no-button = This message has no button to say yes with.
error-window-open = You can write freely now: send your answer as it is.
templates-title = Approved messages
templates-lead = Texts WhatsApp has looked at. They go at any time, also when the customer has not written for a day.
templates-none = There is none yet. Hand in the ready pack below, or write your own.
templates-new = Write a new one
templates-sync = Read the list again
templates-read = The list was read again.
templates-submit = Hand in for approval
templates-submitted = It was handed in. WhatsApp looks at it, mostly within minutes; this page shows what came of it.
templates-removed = It was taken away.
templates-remove = Take away
templates-remove-text = It can be sent no more. Its name can be used again after thirty days.
templates-edit-lead = Variables are written {"{{1}}"}, {"{{2}}"} or {"{{name}}"}. A text may not begin or end with one.
templates-refused = { $what } { $detail }
channel-back = Back to the channel
template-quality = Quality: { $quality }
template-status-approved = Approved
template-status-pending = Being looked at
template-status-rejected = Refused
template-status-paused = Paused
template-status-disabled = Switched off
template-status-flagged = At risk
template-status-in-appeal = Being looked at again
template-status-pending-deletion = Being taken away
template-status-limit-exceeded = Too many
template-reason-abusive-content = it may hurt somebody
template-reason-invalid-format = variables or form are wrong
template-reason-incorrect-category = it is of another kind
template-reason-tag-content-mismatch = language and text do not go together
template-reason-promotional = it advertises
template-reason-scam = it looks like fraud
template-header-none = Nothing
template-header-text = A line of text
template-header-image = A picture
template-header-video = A video
template-header-document = A document
template-field-name = Name
template-field-name-hint = Small letters, digits and underscores, such as order_update. Customers do not see it.
template-field-language = Language
template-field-language-hint = As WhatsApp names it: en, es, es_MX, pt_BR, id.
template-field-category = What it is for
template-field-header-format = Above the text
template-field-header = Line above the text
template-field-header-hint = Only for a line of text; at most one variable.
template-field-body = Text
template-field-body-hint = At most 1,024 characters.
template-field-examples = Examples
template-field-examples-hint = One a line for each variable, the line above the text first. For a picture, video or document: its https address.
template-field-footer = Small line below
template-field-footer-hint = At most 60 characters, no variable.
template-field-buttons = Buttons
template-field-buttons-hint = One a line. Only words: the customer answers with it. Words | https://… opens a page, words | +57… calls.
pack-title = Ready messages
pack-text = Six messages for what happens every day: answer waiting, we are open, appointment, order, document, payment. One click hands in those of a language that you do not have yet.
pack-language = Language
pack-submit = Hand in for approval
pack-en = English
pack-es = Spanish
pack-pt-br = Portuguese (Brazil)
pack-id = Indonesian
pack-missing = { $n ->
        [0] you have all of them
        [one] one is missing
       *[other] { $n } are missing
    }
pack-done = { $n ->
        [0] Nothing is missing.
        [one] One message was handed in.
       *[other] { $n } messages were handed in.
    }
profile-title = What customers see of you
profile-lead = The business profile of the number. It is changed at WhatsApp as soon as you save.
profile-open = What customers see of you
profile-open-text = About, address, sites and what kind of business it is.
templates-open = Approved messages
templates-open-text = How each stands, new ones, and a ready pack.
profile-field-about = About
profile-field-about-hint = One line below the name, at most 139 characters.
profile-field-address = Address
profile-field-description = Description
profile-field-email = E-mail
profile-field-websites = Web sites
profile-field-websites-hint = One a line, at most two.
profile-field-vertical = Kind of business
business-unset = Not said
business-other = Other
business-auto = Cars
business-beauty = Beauty
business-apparel = Clothes
business-edu = Education
business-entertain = Entertainment
business-event-plan = Events
business-finance = Finance
business-grocery = Food shop
business-govt = Public service
business-hotel = Hotel
business-health = Health
business-nonprofit = Non-profit
business-prof-services = Professional services
business-retail = Shop
business-travel = Travel
business-restaurant = Restaurant
business-not-a-biz = Not a business
quality-green = high
quality-yellow = medium
quality-red = low
quality-high = high
quality-medium = medium
quality-low = low
learnt-whatsapp-display-phone-number = Number
learnt-whatsapp-verified-name = Name customers see
learnt-whatsapp-quality-rating = Quality as WhatsApp rates it
learnt-whatsapp-messaging-limit = People you may write to first, a day
learnt-whatsapp-status = State of the number
learnt-whatsapp-name-status = State of the name
learnt-whatsapp-alert = Last notice of WhatsApp
learnt-value-green = High
learnt-value-yellow = Medium
learnt-value-red = Low: fewer people may be written to if it stays so
learnt-value-unknown = Not rated yet
learnt-value-connected = Connected
learnt-value-pending = Being looked at
learnt-value-approved = Approved
learnt-value-declined = Refused
learnt-value-flagged = At risk
learnt-value-tier-50 = 50
learnt-value-tier-250 = 250
learnt-value-tier-1k = 1,000
learnt-value-tier-2k = 2,000
learnt-value-tier-10k = 10,000
learnt-value-tier-100k = 100,000
learnt-value-tier-unlimited = No limit
error-template-name = Small letters, digits and underscores only.
error-template-language = Such as en, es_MX or pt_BR.
error-template-header = A line of text up to 60 characters, with one variable at most; nothing here for a file.
error-template-body = Write a text of up to 1,024 characters.
error-template-line = At most 60 characters, no variable.
error-template-buttons = At most ten, 25 characters each; a page begins with https://, a number has digits only.
error-template-examples = One example for each variable, and the address of the file if it has one.
react = React
react-with = React with { $emoji }
error-no-reactions = There are no reactions on this message.
closing-soon = { $n ->
        [one] One talk can be answered freely only until before we open again ({ $time }).
       *[other] { $n } talks can be answered freely only until before we open again ({ $time }).
    }
closing-show = Show them
list-closing = Windows that close before we open
empty-closing = No window closes before we open.
row-window = Free answer until { $time }
bulk-text = Send an approved message
bulk-text-gets = { $n ->
        [0] Nobody of those chosen can get it
        [one] One person gets it
       *[other] { $n } people get it
    }
bulk-text-send = { $n ->
        [one] Send to one person
       *[other] Send to { $n } people
    }
bulk-text-values = {"{{name}}"} becomes the name of each person, {"{{number}}"} the number of their conversation.
bulk-text-purpose = Who does not want that is left out. A marketing message is always an offer.
bulk-text-later = When we open, { $time }. Who writes before that does not get it.
bulk-text-look = Look again who gets it
bulk-done-template = { $n ->
        [one] One approved message is on its way.
       *[other] { $n } approved messages are on their way.
    }
text-same-person = They get it in another conversation
text-spam = Marked as spam
text-other-brand = Belongs to another of our businesses
text-unconfirmed = The number was typed by them and is not confirmed
text-not-wanted = They do not want such messages there
text-no-name = Their name is not known, and the message has a place for it
new-by-text = Choose an approved message
new-texts = By { $channel } somebody who has not written in the last 24 hours gets approved messages only.
