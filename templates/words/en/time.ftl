months-short = Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec
weekdays = Monday Tuesday Wednesday Thursday Friday Saturday Sunday
weekdays-short = Mon Tue Wed Thu Fri Sat Sun
time-now = now
time-minutes-ago = { $n } min ago
time-hours-ago = { $n } h ago
time-seconds = { $n } s
time-minutes = { $n } min
time-percent = { $n }%
time-hours = { $n } h
time-days = { $n } d
time-today = Today
time-yesterday = yesterday
time-tomorrow-at = tomorrow, { $time }
# A day without and with its year, where the day comes before the month; $day of the second is the first.
time-day-and-month = { $day } { $month }
time-day-of-year = { $day } { $year }
