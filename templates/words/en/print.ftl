print-title = Print or save as PDF
print-of = Conversation #{ $number }
print-back = Back to the conversation
print-with-inside = With internal notes
print-without-inside = Without internal notes
print-how = To keep it as a file, choose “Save as PDF” as the printer.
print-business = Business
print-subject = Subject
print-contact = Contact
print-reach = Reached at
print-channel = Channel
print-status = Status
print-assignee = Assigned to
print-begun = Begun
print-zone = Times are in
print-files = Files
print-none = Nothing has been said in this conversation.
print-text-cut = (This text is longer than a document holds; the rest is in the conversation.)
print-cut = { $n ->
    [one] One older message is not in this document, which holds the newest { $most }.
   *[other] { $n } older messages are not in this document, which holds the newest { $most }.
}
print-inside-left-out = { $n ->
    [one] One internal message is left out.
   *[other] { $n } internal messages are left out.
}
print-foot = { $business } · conversation #{ $number } · printed { $time } by { $who }
