months-short = jan fev mar abr mai jun jul ago set out nov dez
weekdays = segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo
weekdays-short = seg ter qua qui sex sáb dom
time-now = agora
time-minutes-ago = há { $n } min
time-hours-ago = há { $n } h
time-seconds = { $n } s
time-minutes = { $n } min
time-percent = { $n }%
time-hours = { $n } h
time-days = { $n } d
time-today = Hoje
time-yesterday = ontem
time-tomorrow-at = amanhã às { $time }
# A day without and with its year, where the day comes before the month; $day of the second is the first.
time-day-and-month = { $day } de { $month }
time-day-of-year = { $day } de { $year }
