set-hours = Horario y respuestas automáticas
set-hours-about = Cuándo atiende, calendarios de sedes y equipos, y qué se les dice a los clientes mientras tanto
hours-whole = Horario
hours-order = Cuenta el primer horario que haya: el del canal, el de su equipo o el del negocio.
hours-desk = El negocio
hours-for-the-rest = todos los demás
hours-name = Nombre
hours-name-hint = Una sede, un turno de noche, un equipo en otro país.
hours-new = Otro calendario
hours-unused = nadie lo usa todavía
hours-used-by = { $names }
hours-choose = Horario
hours-inherited = Sin horario propio
hours-zone-desk = La zona horaria del negocio
hours-holidays-of = Festivos de
hours-no-holidays = ninguno
hours-retire = Dejar de usarlo
hours-retire-text = Quien lo usa pasa al horario que cuenta después.
hours-try-title = Qué hace con un mensaje
hours-try-at = Llega
hours-try-minutes = Minutos para responder
hours-try = Probar
hours-try-said = Un mensaje que llega { $at } y debe responderse en { $goal } vence { $due }.
hours-try-never = Nunca abre: nada vencería.
hours-past = Cifras del pasado
hours-past-text = Lo que se mide en horario de atención va por el horario que regía cuando empezó. Cambiar el horario no mueve ninguna cifra del pasado.
hours-past-recounted = Lo que se mide en horario de atención va por el horario que regía cuando empezó; lo que empezó antes del { $at }, por el que regía entonces.
hours-past-warning = Contar de nuevo recorre todas las conversaciones. Los informes del pasado pueden diferir de lo que se imprimió antes.
hours-recount = Contar de nuevo con el horario de hoy
hours-recounting = Contando de nuevo: { $done } de { $all } conversaciones. Hasta entonces se ven cifras anteriores.
ical-title = Traer días de un archivo de calendario
ical-about = Los festivos de un país, ciudad o colegio, como los exportan los programas de calendario (.ics).
ical-file = Archivo de calendario
ical-file-hint = Días completos. Lo que se repite cada año se anota para cinco años.
ical-bring = Traer
ical-done = Días cerrados agregados: { $added }. Ya cerrados: { $known }. Pasados: { $past }.
ical-left-out = { $n ->
    [one] Un día quedó por fuera: no caben más.
   *[other] { $n } días quedaron por fuera: no caben más.
}
ical-trouble = La línea { $line } quedó por fuera: { $why }
ical-more-troubles = { $n ->
    [one] Otra línea quedó por fuera.
   *[other] Otras { $n } líneas quedaron por fuera.
}
ical-no-calendar = no es un archivo de calendario.
ical-empty = no hay nada en él.
ical-cut-off = el archivo termina a mitad de una entrada.
ical-no-day = la entrada no dice qué día.
ical-no-name = la entrada no tiene nombre.
ical-day = no es un día.
ical-end = termina antes de empezar.
ical-long = dura más de sesenta días.
ical-rule = se repite de otra forma que cada año el mismo día.
error-calendar-no-hours = Indique el horario de al menos un día.
error-calendar-unknown = No existe ese calendario.
change-hours-chosen = eligió otro horario para un canal o equipo
change-figures-recounted = mandó contar de nuevo las cifras del pasado con el horario de ese día
change-calendar-made = creó un calendario
change-calendar = cambió un calendario
change-calendar-retired = retiró un calendario
