months-short = ene feb mar abr may jun jul ago sep oct nov dic
weekdays = lunes martes miércoles jueves viernes sábado domingo
weekdays-short = lun mar mié jue vie sáb dom
time-now = ahora
time-minutes-ago = hace { $n } min
time-hours-ago = hace { $n } h
time-seconds = { $n } s
time-minutes = { $n } min
time-percent = { $n } %
time-hours = { $n } h
time-days = { $n } d
time-today = Hoy
time-yesterday = ayer
time-tomorrow-at = mañana a las { $time }
# A day without and with its year, where the day comes before the month; $day of the second is the first.
time-day-and-month = { $day } { $month }
time-day-of-year = { $day } { $year }
