guide-title = Looking back on the week
guide-lead = { $week }: five looks, ten minutes. It comes each Monday until { $until }, then it ends by itself.
guide-look = Look at them
guide-done = Done
guide-undo = Not done after all
guide-dismiss = Do not show this any more
guide-waits = Who waited longest?
guide-waits-text = Half of those who wrote had a first answer within { $half }, nine of ten within { $most }.
guide-waits-do = The longest first. When did they write, and who could have answered then?
guide-unanswered = Who got no answer?
guide-unanswered-text = Left without an answer of a person: { $figure }.
guide-unanswered-do = Each one is somebody who may not come back. Answer those that still wait.
guide-reopened = What came back?
guide-reopened-text = { $n ->
    [one] { $n } conversation was resolved and went on.
   *[other] { $n } conversations were resolved and went on.
}
guide-reopened-do = What was missing in the answer before?
guide-load = Who carries most?
guide-load-text = { $who } wrote { $share } of all answers.
guide-load-none = Nobody wrote an answer.
guide-load-do = If it is always the same person, share conversations out or let Lobby do it.
guide-questions = What is asked again and again?
guide-questions-text = { $n ->
    [one] { $n } conversation was tagged “{ $tag }”, and no quick reply is called so.
   *[other] { $n } conversations were tagged “{ $tag }”, and no quick reply is called so.
}
guide-questions-none = No conversation of the week has a tag. Tag them by what they are about, and it shows here what is asked most.
guide-questions-all = Every tag of the week has a quick reply of its name.
guide-questions-do = Write the answer once, as a quick reply.
