bulk-acts = Quick action or reply
bulk-acts-none = There are no quick actions and no quick replies yet.
bulk-acts-text = Choose what is done to each of them. Places such as the name are filled in for each.
bulk-acts-macros = Quick actions
bulk-acts-replies = Quick replies
bulk-acts-do = { $n ->
    [one] Do it to 1 conversation
   *[other] Do it to { $n } conversations
}
bulk-acts-to = { $n ->
    [one] To 1 conversation
   *[other] To { $n } conversations
}
bulk-acts-other = Choose another
bulk-done-reply = { $n ->
    [one] One conversation answered.
   *[other] { $n } conversations answered.
}
