set-quality = Quality reviews
set-quality-about = A few conversations of everybody are looked at each week, by the same questions
set-quality-lead = Each Monday a few resolved conversations of every agent are drawn, evenly over the channels. Somebody reads them with a scorecard, and whose work it is hears what was found. Off until you switch it on.
quality-title = Quality reviews
quality-lead = Conversations to be read with a scorecard, and what came of it.
quality-none = Nothing waits to be reviewed.
quality-none-done = No review was handed in yet.
quality-none-of-yours = None of your conversations was reviewed yet.
quality-yours = For you to review
quality-all = All that wait
quality-all-about = With everybody who reviews
quality-done = Reviews handed in
quality-mine = My reviews
quality-mine-about = What was found in your conversations. Say what you think of it, or ask to look again.
quality-trends = Trends
quality-trends-about = What reviews came to, in the week they were handed in. Each figure opens its reviews.
quality-comparisons = Comparing reviewers
quality-comparisons-about = One conversation, several reviewers; nobody sees what another says before all have handed in.
quality-ask = Have a conversation reviewed
quality-ask-text = Choose one reviewer, or several to compare them. Who wrote in a conversation cannot review it.
quality-ask-number = Number of the conversation
quality-ask-who = Who reviews it
quality-ask-do = Have it reviewed
quality-sample = How the last sample was drawn
quality-sample-text = Week of { $week }: { $n } of { $of } conversations, { $each } of each agent where there were so many, always by the channel of which least was drawn so far; a third among those badly rated, reopened, late or long. The same conversations and the seed { $seed } make the same draw.
quality-sample-without = { $n ->
    [one] { $n } conversation had nobody who could review it without having a part in it.
   *[other] { $n } conversations had nobody who could review them without having a part in them.
}
quality-column-agent = Agent
quality-column-channel = Channel
quality-column-drawn = Drawn
quality-column-of = Of
quality-by = By
quality-by-agent = Agent
quality-by-team = Team
quality-by-channel = Channel
quality-by-scorecard = Scorecard
quality-by-question = Question
quality-weeks = Weeks
quality-all-weeks = All weeks
quality-everything = All
quality-few = The number of reviews stands in brackets. Of fewer than { $n } nothing else is said: they prove nothing.
quality-found = { $n ->
    [one] { $n } review
   *[other] { $n } reviews
}
quality-plan = The weekly sample
quality-on = Review conversations
quality-on-hint = The week that ended last is drawn at once, the next ones each Monday at 6:00.
quality-per-agent = Conversations of each agent a week
quality-per-agent-hint = 1 to { $n }
quality-reviewers = Who reviews; when nobody is ticked the lead of the team, else supervisors and admins
quality-next = The next sample is drawn on { $time }.
scorecards = Scorecards
scorecards-text = By these questions conversations are reviewed. Of several the one made for the channel or team is used.
scorecards-none = There is none yet.
scorecards-begin = Begin with five usual questions
scorecard-add = Another scorecard
scorecard-lead = Reviews that were begun keep the questions they have. Empty the text of a question to take it away.
scorecard-questions = { $n ->
    [one] { $n } question
   *[other] { $n } questions
}
scorecard-name = Name
scorecard-guidelines = What reviewers keep in mind
scorecard-question = Question
scorecard-question-more = One more question
scorecard-help = How to answer it
scorecard-kind = Answers
scorecard-weight = Weight
scorecard-weight-hint = 1 to { $n }; 2 counts twice as much as 1.
scorecard-critical = Critical
scorecard-critical-hint = The worst answer to it brings the whole review to nothing.
scorecard-narrower = Only for some teams or channels
answer-kind-yes-no = Yes or no
answer-kind-scale = 1 (worst) to 5 (best)
review-answer-yes = Yes
review-answer-no = No
review-answer-na = Does not apply
scorecard-usual = Conversation
scorecard-usual-1 = Did we understand what they wanted?
scorecard-usual-2 = How complete and right was the answer?
scorecard-usual-3 = Was it friendly and easy to read?
scorecard-usual-4 = Did they have to say nothing twice?
scorecard-usual-5 = Were their data and our rules respected?
review-conversation = Conversation
review-conversation-gone = A conversation that is gone
review-gone-text = The conversation was erased, or is not for you to read.
review-by = reviewed by { $who }
review-reviewer = Reviewer
review-why = Why this one
review-why-drawn = drawn at random
review-why-rated = badly rated by the customer
review-why-reopened = it was resolved and went on
review-why-late = a response goal was missed
review-why-long = a long conversation
review-why-asked = somebody asked for it
review-to-do = To do
review-draft = Begun
review-done = Handed in
review-accepted = Read by the agent
review-disputed = Look again
review-settled = Looked at again
review-failed = failed
review-result = Result
review-weight = Weight { $n }
review-critical = Critical
review-cut = { $n ->
    [one] { $n } earlier message is not shown.
   *[other] { $n } earlier messages are not shown.
}
review-at-message = Comment at this message
review-comment = To the agent, of the whole
review-submit = Hand in
review-save = Keep as draft
review-reply = The agent’s answer
review-your-reply = Your answer
review-accept = I have read it
review-dispute = Please look again
comparison-handed-in = { $n } of { $of } handed in
comparisons-none = None yet. Have a conversation reviewed by two or more.
comparison-of = Comparison of { $number }
comparison-who = Who reviews it
comparison-blind = What the others say is shown when all have handed in.
comparison-how = Agreement is the share of equal answers: each question of each two reviewers is a pair. Cohen’s kappa, which takes off what chance would do, is added from { $n } pairs on.
comparison-all = Agreement in all: { $share }
comparison-kappa = Cohen’s kappa: { $kappa }
comparison-side = Side by side
comparison-question = Question
comparison-agree = Agreement
error-quality-per-agent = Choose a number within the bounds.
error-quality-no-card = Make a scorecard first.
error-review-long = This is too long.
error-review-unanswered = Answer every question before you hand it in; “Does not apply” is an answer too.
error-review-why = Say why, so that the reviewer knows what to look at.
error-review-number = There is no such conversation.
error-review-nobody = Nobody of ours has answered in it yet.
error-review-reviewers = Choose who reviews it, at most eight.
error-review-own = One of them has a part in the conversation or may not read it.
error-scorecard-questions = A scorecard has 1 to 20 questions, each with a text and a weight of 1 to 10.
conflict-review-done = It was handed in already.
conflict-review-answered = You have answered it already.
conflict-review-there = They have this conversation already.
conflict-quality-off = Quality reviews are switched off.
conflict-last-scorecard = It is the last one. Switch the reviews off first, or make another.
change-quality = changed how conversations are reviewed
change-scorecard-made = added a scorecard
change-scorecard = changed a scorecard
change-scorecard-retired = removed a scorecard
change-sample-drawn = drew conversations to review
change-review-disputed = asked to look at a review again
change-review-settled = looked at a review of { $what } again
change-calibration = gave a conversation to several reviewers
notice-reviewed = { $n ->
    [one] { $n } of your conversations was reviewed
   *[other] { $n } of your conversations were reviewed
}
notice-to-review = { $n ->
    [one] { $n } conversation waits for your review
   *[other] { $n } conversations wait for your review
}
telling-reviewed = A conversation of mine was reviewed
telling-to-review = Conversations wait for my review
