months-short = Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des
weekdays = Senin Selasa Rabu Kamis Jumat Sabtu Minggu
weekdays-short = Sen Sel Rab Kam Jum Sab Min
time-now = baru saja
time-minutes-ago = { $n } mnt lalu
time-hours-ago = { $n } jam lalu
time-seconds = { $n } dtk
time-minutes = { $n } mnt
time-percent = { $n }%
time-hours = { $n } jam
time-days = { $n } hari
time-today = Hari ini
time-yesterday = kemarin
time-tomorrow-at = besok pukul { $time }
# A day without and with its year, where the day comes before the month; $day of the second is the first.
time-day-and-month = { $day } { $month }
time-day-of-year = { $day } { $year }
