nav-live = Monitor en vivo
monitor-title = Monitor en vivo
monitor-as-of = A las
monitor-stale = Sin actualizar.
monitor-now = Volver a ahora
monitor-wall = Pantalla de pared
monitor-teams = De { $teams }.
monitor-was = Así estaba: { $time }.
monitor-nobody-here = Hay clientes esperando y nadie está presente para responder.
monitor-people = Clientes sin respuesta
monitor-people-short = Esperan
monitor-in = { $n ->
    [one] en { $n } conversación
   *[other] en { $n } conversaciones
}
monitor-longest = La espera más larga
monitor-soon = Vencen en 15 min
monitor-late = Vencidas
monitor-open = Por responder
monitor-unassigned = Sin asignar
monitor-here = Personas presentes
monitor-of = de { $n }
monitor-down = Canales con problemas
monitor-queues = Colas
monitor-none-open = No hay nada abierto.
monitor-team = Equipo
monitor-no-team = Sin equipo
monitor-a-team = Un equipo privado
monitor-ages = Llevan esperando
monitor-age-0 = menos de 5 min
monitor-age-1 = 5–15 min
monitor-age-2 = 15–60 min
monitor-age-3 = 1–4 h
monitor-age-4 = más de 4 h
monitor-who = Quién espera
monitor-show-waiting = Sin respuesta
monitor-show-soon = Por vencer
monitor-show-late = Vencidas
monitor-nobody-waits = Nadie espera.
monitor-nothing-due = Nada por aquí.
monitor-nobody = sin asignar
monitor-tick = Elegir la conversación #{ $n }
monitor-take = Tomar
monitor-more = { $n ->
    [one] y { $n } más.
   *[other] y { $n } más.
}
monitor-all = Todo lo que está por responder
monitor-give = Dar las marcadas a
monitor-choose = Elija …
monitor-to-nobody = Nadie: de vuelta a la cola
monitor-give-act = Dar
monitor-given = { $n ->
    [one] Asignada: { $n } conversación.
   *[other] Asignadas: { $n } conversaciones.
}
monitor-freed = { $n ->
    [one] De vuelta a la cola: { $n } conversación.
   *[other] De vuelta a la cola: { $n } conversaciones.
}
monitor-agents = Personas
monitor-agent = Quién
monitor-state = Estado
monitor-load = Carga
monitor-at = Está viendo
monitor-unknown = no se sabe
monitor-until = { $state } hasta { $time }
monitor-channels = Canales
monitor-no-channel = Ningún canal.
monitor-feed = Lo que salió mal
monitor-feed-none = Nada salió mal en el último día.
monitor-what-failed = Una respuesta no llegó
monitor-what-late = No se cumplió una meta de respuesta
monitor-what-broken = No se cumplió un compromiso
monitor-what-not-taken = Nadie la toma
monitor-what-lively = Reabierta una y otra vez
monitor-what-told = La regla «{ $name }» pide que alguien mire
monitor-what-rule-off = Se apagó la regla «{ $name }»
monitor-what-down = { $name } no funciona
monitor-what-silent = { $name }: ya no llega nada
monitor-back = Las últimas 24 horas
monitor-minute = Minuto mostrado:
monitor-show-minute = Mostrar
monitor-back-60 = − 1 h
monitor-back-10 = − 10 min
monitor-back-1 = − 1 min
monitor-on-1 = + 1 min
monitor-on-10 = + 10 min
monitor-on-60 = + 1 h
error-monitor-at = Una hora dentro de lo que se recuerda: como máximo, las últimas 24 horas.
