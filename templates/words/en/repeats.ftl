set-questions = Questions that must be asked
questions-context = Had to repeat
questions-lead = Some things must be asked again by law or for safety, whatever is on file: a date of birth before a result is read out, say. Who asks one of these makes nobody repeat themselves, so it does not count in the figure.
questions-field = Questions, one a line
questions-hint = At most { $n }, of 200 letters each: as they are asked, or the words that are always the same. Accents and signs do not matter.
questions-count = { $n ->
    [0] No questions yet
    [one] { $n } question
   *[other] { $n } questions
}
change-questions = changed which questions must be asked
error-question-short = A question needs at least two words.
error-question-long = A question has at most 200 letters.
error-questions-many = At most 1,000 questions.
repeated = Had to repeat
repeated-mark = Customer had to repeat
event-repeat-marked = { $who }: the customer had to repeat this
event-repeat-unmarked = { $who }: the customer did not have to repeat this after all
signal-asked = Asked for what was known: { $datum }
signal-restated = Wrote the same again
signal-says-so = Says that they said it before
signal-survey = Says so beside the rating
signal-marked = Marked by one of us
confidence-medium = possible
confidence-high = likely
confidence-certain = certain
evidence-no-before = The message before is on file only, or not yours to read.
datum-matter = what it is about
datum-name = name
datum-email = e-mail
datum-phone = phone
datum-order = order number
datum-address = address
datum-document = document number
datum-company = company
datum-attribute = a field of yours
