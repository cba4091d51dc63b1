contacts-title = Contacts
contacts-find = Name, e-mail or phone
contacts-none = No contacts yet.
contacts-none-text = Whoever writes to you appears here.
contacts-no-hit = Nobody found.
contacts-no-hit-text = Try fewer letters, or part of the address.
contact-name = Name
contact-reach = Ways to reach
contact-last = Last seen
contact-company = Company
contact-notes = Notes
contact-tier = Kind of customer
contact-owner = Served by
tier-normal = Normal
contact-edit = Edit
contact-timeline = Everything so far
contact-timeline-none = Nothing yet.
contact-newest = The newest
contact-suggestion = Looks like { $name } ({ $why }).
contact-suggestion-act = Join both
suggest-same-name = same name
suggest-same-address = same address, not confirmed
suggest-same-phone = same phone
suggest-same-domain = same company and name
contact-joined = Joined with { $name }
contact-unjoin = Separate again
contact-join-other = Join with somebody else here
contacts-join-title = Who is the same person as { $name }?
contacts-join-text = Choose them. What is to be asked comes first, and they can be separated again at any time.
contact-block = Block
contact-unblock = Lift the block
contact-blocked = Blocked since { $date }
contact-add-reach = Add
contact-add-reach-label = E-mail or phone
contact-hidden = { $channel }, { $date }: { $status } in a team you do not belong to
contact-write = Write to them
contact-former = no longer theirs
contact-invalid = nothing gets there
search-title = Search
search-label = Words, names, addresses, or a number
search-start = Search everything that was said
search-start-text = Two letters are enough; accents do not matter. A number opens its conversation.
search-none = Nothing found.
search-none-text = Try fewer or other words.
search-messages = Messages
search-contacts = Contacts
search-conversations = Conversations
search-count = { $n ->
        [one] { $n } hit
       *[other] { $n } hits
    }
same-person-address = same address, not confirmed
same-person-phone = same phone
same-person-name = same name and company
same-person-address-written = the address { $value } in a message
same-person-phone-written = the phone number { $value } in a message
same-person-order = the same order, { $value }
same-person-device = the same device in the chat
suggest-why = Why
contact-erase-open = Export or erase…
contact-erase = Erase for good
contact-erase-title = Erase { $name }
contact-erase-lead = Everything Lobby keeps of this person goes. It cannot be undone, not even from a backup.
contact-erase-goes = What goes
contact-erase-person = The person
contact-erase-person-text = Names, addresses, notes, attributes and everything else written down about them. Search finds nothing of it.
contact-erase-said = { $n ->
        [one] One conversation
       *[other] { $n } conversations
    } with { $messages ->
        [one] one message
       *[other] { $messages } messages
    }
contact-erase-said-text = Texts, subjects, files, original mails, notes and drafts are emptied. What was to be sent later is not sent.
contact-erase-beside = { $n ->
        [one] Their part in a conversation with somebody else
       *[other] Their part in { $n } conversations with others
    }
contact-erase-beside-text = What they wrote, their address, and original mails that name them.
contact-erase-also = { $n ->
        [one] One more record
       *[other] { $n } more records
    }
contact-erase-also-text = Nothing is known of them but that they used an address of this person without proof.
contact-erase-disk = The traces on the disk
contact-erase-disk-text = The store and the search index are written anew shortly after, large ones the next night. Copies made before an upgrade are removed with them: going back to the version before is not possible then.
contact-erase-stays = What stays
contact-erase-numbers = Numbers, times and the log
contact-erase-numbers-text = So that reports stay right, and it can be seen that somebody was erased, when, and by whom.
contact-erase-mailed = What was sent
contact-erase-mailed-text = Whoever received it has it. Lobby deletes nothing in your mailbox; what it finds there again is not brought back.
contact-erase-others = What others wrote
contact-erase-others-text = Other customers' own words stay, also where they speak of this person.
contact-erase-backups = Backups
contact-erase-backups-text = A restored one is erased again before anybody sees it. The files themselves are yours to delete.
contact-erase-type = Type “{ $word }” to confirm
contact-erase-word = erase
contact-export = Download everything
contact-export-title = Everything in one file
contact-export-text = What the person may ask to be given: a zip archive with all data, messages, files and original mails.
join-title = Join { $one } and { $other }
join-text = They become one person with one history. Nothing is lost: they can be separated again at any time.
join-keeps = { $name } stays; what is empty there is filled in from the other.
join-turn = Keep { $name } instead
join-notes-both = Both, the second below the first:
join-cases = Both have open conversations
join-together = Put them together
join-together-hint = Messages of both stand in one conversation, in order of time. Choose this if they are about the same thing.
join-apart = Leave them apart
join-differ-email = { $one } and { $other } have different confirmed e-mail addresses. They may be two people who share a name or a company: each would see what was written to the other.
join-differ-phone = { $one } and { $other } have different confirmed phone numbers. They may be two people who share a name or a company: each would see what was written to the other.
join-sure = I know that they are the same person
join-act = Join both
part-title = Separate { $one } and { $other } again
part-text = Both are two people again, as before they were joined. What each of them wrote since, and what was answered to each, goes with them.
part-cases = Conversations that become two
part-messages = Of its messages { $stay } stay and { $go } go to the other
part-hidden = { $n ->
        [one] One more conversation, of a team you do not belong to, becomes two.
       *[other] { $n } more conversations, of teams you do not belong to, become two.
    }
part-sent = Sent while they were joined
part-sent-text = These answers may have told one of them something of the other. They cannot be called back.
part-written = Written since they were joined
part-give = It stays where it was written. Tick what { $name } gets too.
contact-came = Came while they were blocked
contact-came-text = Nobody was told of these, and nothing was answered. Open what needs an answer.
contacts-import = Import
contacts-export = Export as CSV
import-title = Bring contacts in
import-lead = A table from a spreadsheet, saved as CSV, a person a row. Nothing is written before you have seen what would come of it.
import-file = The table
import-file-label = CSV file
import-file-hint = The first row names the columns: name, email, phone, company, language, tier, notes, id. What they allow stands in consent_service, consent_collection and consent_commercial, or in consent_commercial_whatsapp for one channel, as yes or no. Any other column becomes a field of that name.
import-replace = What the table says replaces what is known (else only what is empty is filled in)
import-try = See what would come of it
import-would = What would come of it
import-go = { $n ->
        [one] Bring in one person
       *[other] Bring in { $n } people
    }
import-done = Done
import-made = { $n ->
        [one] One new person
       *[other] { $n } new people
    }
import-changed = { $n ->
        [one] One who is known is completed
       *[other] { $n } who are known are completed
    }
import-same = { $n ->
        [one] One row says nothing new
       *[other] { $n } rows say nothing new
    }
import-refused = { $n ->
        [one] One row cannot be brought in
       *[other] { $n } rows cannot be brought in
    }
import-first = The first rows
import-is-new = new
import-is-changed = filled in
import-is-same = nothing new
import-is-wrong = left out
import-why = Why it was left out
import-wrong-file = Download these rows, to mend them
import-columns = What the columns were taken for
import-wrong-lines = Rows that cannot be brought in
import-line = Line { $n }
import-wrong = Something in it cannot be read.
import-empty = There are no rows in it below the first.
import-long = It has more than 20,000 rows. Bring it in in parts.
import-nameless = No column holds e-mail addresses, phone numbers or ids, so nobody can be told from another.
import-nobody = It has no e-mail address, phone number or id.
import-email = The e-mail address cannot be read.
import-phone = The phone number cannot be read. Write it with its country code.
import-external = The id is too long.
import-two = It names two people who are known as different ones. Join them first.
import-consent = What they allow is written as yes or no.
import-is-email = E-mail address
import-is-phone = Phone number
import-is-external = Your own id
import-is-language = Language
import-is-attribute = Attribute of that name
import-is-nothing = Left out
companies-title = Companies
companies-find = Name or mail domain
companies-none = No companies yet.
companies-no-hit = No company is called so.
companies-none-text = One is made when you write its name on a contact, or here.
company-new = A new company
company-name = Name
company-domains = Mail domains
company-domains-hint = Such as example.com. Who writes from one is suggested as one of its people; domains at which everybody may have an address do not count.
company-people = People
company-people-none = Nobody yet.
company-same = The same company twice?
company-other = Name of the other one
company-remove = Remove
company-open = Open the company
company-hint = Their mail is from { $name }.
company-hint-new = Their mail is from { $domain }: make { $name } a company with them in it?
company-hint-act = They belong to it
attribute-missing = missing
attribute-empty = –
answer-yes = Yes
answer-no = No
side-fields = Fields
consents = What they allow
consents-none = Nothing was said.
consent-everywhere = every channel
consent-yes = { $purpose } by { $place }
consent-no = { $purpose } by { $place }
consent-granted = allowed
consent-refused = not wanted
consent-write = Write down
consent-purpose = What for
consent-where = Where
consent-note = How you know
consent-give = Allowed
consent-take = Not wanted
consent-history = Everything that was said
consent-by-message = they wrote it
consent-by-agent = told to
consent-by-form = by a form
consent-by-import = came with a table
consent-by-provider = told by the channel’s provider
purpose-service = Messages about their affairs
purpose-collection = Payment reminders
purpose-commercial = Offers and news
