away-title = Away for a while
away-lead = Your conversations are covered until you are back, and yours again then.
away-now = What is yours now
away-menu = Away until
away-other = At another time, or with somebody in my place…
away-cases = { $n ->
    [0] You have no open conversations.
    [one] You have one open conversation.
   *[other] You have { $n } open conversations.
}
away-promises = { $n ->
    [one] You promised one answer.
   *[other] You promised { $n } answers.
}
away-unsent = { $n ->
    [one] One answer of yours has not left yet.
   *[other] { $n } answers of yours have not left yet.
}
away-until = Until
away-until-hint = Empty: until you say that you are back.
away-cover = Who answers meanwhile?
away-cover-everybody = Everybody; they stay mine
away-cover-share = Shared out among those who are here
away-cover-one = { $name } gets what is to be answered
away-who = Who is away?
away-who-me = I am
away-act = Begin
away-you = You are away.
away-you-until = You are away until { $time }.
away-back = I am back
away-named = { $name } (away)
away-covering = { $name } is away
owned-away = { $name } is away. Whoever answers covers for them; it stays theirs.
reason-person-away = { $name } is away and will get it back
reason-person-back = { $name } is back
handover-title = Summary for who takes over
handover-from = Taken over from { $name }: what to know
handover-wanted = They want
handover-last = They said last
handover-tried = Answered
handover-file = They sent
handover-promised = Promised
handover-leaves = Leaves later
handover-next = Next step
handover-next-answer = Answer: they have waited for { $span }
handover-next-go-on = Go on: nobody waits for an answer
handover-read = I have read it
event-handover-read = { $who } read the summary of the conversation
since-head = What changed
since-title = In the { $span } you were away
since-nothing = Nothing changed.
since-new = { $n ->
    [one] 1 new conversation
   *[other] { $n } new conversations
}
since-wrote = { $n ->
    [one] 1 customer of yours wrote
   *[other] { $n } customers of yours wrote
}
since-given = { $n ->
    [one] 1 was given to you
   *[other] { $n } were given to you
}
since-mentioned = { $n ->
    [one] 1 note names you
   *[other] { $n } notes name you
}
since-failed = { $n ->
    [one] 1 answer did not arrive
   *[other] { $n } answers did not arrive
}
since-broken = { $n ->
    [one] 1 promise is late
   *[other] { $n } promises are late
}
since-resolved = { $name } resolved { $n }
since-quiet = { $n ->
    [one] 1 closed without an answer from the customer
   *[other] { $n } closed without an answer from the customer
}
