surveys-title = Ratings
surveys-about = Whether customers are asked how it was, by channel.
surveys-on = asks after a conversation
surveys-off = asks nothing
surveys-lead = Once one of you has resolved a conversation, the customer may be asked how it was, where it took place.
surveys-ask = Ask how it was
surveys-ask-hint = A rating from 1 to 5: pressed where the channel has buttons, else typed; by mail on a page. It opens nothing again.
surveys-own = In own words
surveys-own-hint = Names may stand in it, such as {"{{"}contact.first_name{"}}"}. Empty: the usual text.
surveys-after = Minutes after it was resolved
surveys-every = Ask the same customer at most every so many days
surveys-remind = Ask once more after three days
surveys-remind-hint = Only where no rating came.
surveys-tell = Who hears of a bad rating
surveys-tell-hint = The lead of the team hears of it in any case.
surveys-seen = What customers are asked
surveys-rules = When nobody is asked
surveys-rules-text = Not where Lobby closed a quiet conversation, an answer did not arrive or none of you wrote; not about what was said more than a week ago; not while another matter of theirs is open, nor whoever was asked lately; not spam, blocked people or automatic mail; between 8:00 and 20:00, or while you are open (in the web chat at once). Until it is asked, the conversation shows when, with a button not to.
survey-title = How was it?
survey-ask = How satisfied are you with our help?
survey-again = We asked you a few days ago and would still like to know:
survey-answer = Answer with a number from 1 (very bad) to 5 (very good).
survey-or-answer = Or answer with a number from 1 (very bad) to 5 (very good).
survey-thanks = Thank you for telling us.
survey-thanks-sorry = Thank you for telling us. What should we have done better? Write it here: a person reads it.
survey-comment = Would you like to add anything?
survey-comment-sorry = What should we have done better?
survey-comment-change = Change it
rating-1 = Very bad
rating-2 = Bad
rating-3 = So-so
rating-4 = Good
rating-5 = Very good
rating-of-five = Rated { $n } of 5
event-rated = Rated it { $n } of 5
reason-rated = a rating of the conversation that ended: filed there, nothing changed
banner-survey = The customer will be asked how it was: { $when }.
banner-survey-again = The customer will be asked once more how it was: { $when }.
act-skip-survey = Do not ask
banner-rated = The customer rated this { $n } of 5.
act-follow-up = Open again
conflict-no-survey = Nobody is going to be asked about this conversation.
error-rating = Choose a rating from 1 to 5.
error-rating-comment = That has more than 2,000 characters.
error-survey-after = 0 to 1440 minutes.
error-survey-every = 1 to 365 days.
error-survey-people = At most 20 people.
surveys-after-hint = { $n ->
        [one] Empty: one minute.
       *[other] Empty: { $n } minutes.
    }
surveys-every-hint = { $n ->
        [one] Empty: { $n } day.
       *[other] Empty: { $n } days.
    }
