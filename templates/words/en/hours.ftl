set-hours = Hours and automatic answers
set-hours-about = When you answer, calendars of branches and teams, and what customers are told meanwhile
hours-whole = Hours
hours-order = Of the hours of the channel, of its team and of the desk, the first that there are count.
hours-desk = The desk
hours-for-the-rest = all others
hours-name = Name
hours-name-hint = A branch, a night shift, a team in another country.
hours-new = Another calendar
hours-unused = nobody goes by it yet
hours-used-by = { $names }
hours-choose = Hours
hours-inherited = No hours of its own
hours-zone-desk = The desk's time zone
hours-holidays-of = Public holidays of
hours-no-holidays = none
hours-retire = Take it out of use
hours-retire-text = Whoever goes by it then goes by what counts next.
hours-try-title = What it makes of a message
hours-try-at = Comes at
hours-try-minutes = Minutes to answer
hours-try = Try
hours-try-said = A message that comes on { $at } and is to be answered within { $goal } is due on { $due }.
hours-try-never = It never opens: nothing would ever be due.
hours-past = Figures of the past
hours-past-text = What was measured within opening hours goes by the hours that held when it began. Changing hours moves no figure of the past.
hours-past-recounted = What was measured within opening hours goes by the hours that held when it began; what began before { $at }, by the hours that held then.
hours-past-warning = Counting anew goes over every conversation. Reports of the past may then differ from what was printed before.
hours-recount = Count anew by today's hours
hours-recounting = Counting anew: { $done } of { $all } conversations. Until then older figures are shown.
ical-title = Bring days in from a calendar file
ical-about = The holidays of a country, city or school, as calendar programs export them (.ics).
ical-file = Calendar file
ical-file-hint = Whole days. What comes every year is written out for five years.
ical-bring = Bring in
ical-done = Closed days added: { $added }. Closed already: { $known }. Over: { $past }.
ical-left-out = { $n ->
    [one] One day was left out: there is no room for more.
   *[other] { $n } days were left out: there is no room for more.
}
ical-trouble = Line { $line } was left out: { $why }
ical-more-troubles = { $n ->
    [one] One more line was left out.
   *[other] { $n } more lines were left out.
}
ical-no-calendar = this is no calendar file.
ical-empty = there is nothing in it.
ical-cut-off = the file ends in the middle of an entry.
ical-no-day = the entry says no day.
ical-no-name = the entry has no name.
ical-day = this is no day.
ical-end = it ends before it begins.
ical-long = it is longer than sixty days.
ical-rule = it comes again in another way than every year on the same day.
error-calendar-no-hours = Say at least one day's hours.
error-calendar-unknown = There is no such calendar.
change-hours-chosen = chose other hours for a channel or team
change-figures-recounted = had the figures of the past counted anew by the hours of that day
change-calendar-made = made a calendar
change-calendar = changed a calendar
change-calendar-retired = retired a calendar
