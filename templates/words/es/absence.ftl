away-title = Ausente por un tiempo
away-lead = Sus conversaciones quedan cubiertas hasta que vuelva, y entonces son suyas otra vez.
away-now = Lo que tiene ahora
away-menu = Ausente hasta
away-other = Otra hora, o alguien en mi lugar…
away-cases = { $n ->
    [0] No tiene conversaciones abiertas.
    [one] Tiene una conversación abierta.
   *[other] Tiene { $n } conversaciones abiertas.
}
away-promises = { $n ->
    [one] Se comprometió a una respuesta.
   *[other] Se comprometió a { $n } respuestas.
}
away-unsent = { $n ->
    [one] Una respuesta suya todavía no sale.
   *[other] { $n } respuestas suyas todavía no salen.
}
away-until = Hasta
away-until-hint = Vacío: hasta que diga que volvió.
away-cover = ¿Quién responde mientras tanto?
away-cover-everybody = Todos; siguen siendo mías
away-cover-share = Se reparten entre quienes están
away-cover-one = { $name } recibe lo que hay que responder
away-who = ¿Quién se ausenta?
away-who-me = Yo
away-act = Empezar
away-you = Está ausente.
away-you-until = Está ausente hasta: { $time }.
away-back = Ya volví
away-named = { $name } (ausente)
away-covering = { $name } no está
owned-away = { $name } no está. Quien responda lo cubre; la conversación sigue siendo suya.
reason-person-away = { $name } no está y la recibe de vuelta
reason-person-back = { $name } volvió
handover-title = Resumen para quien sigue
handover-from = Antes la tenía { $name }: lo que hay que saber
handover-wanted = Pide
handover-last = Lo último que dijo
handover-tried = Se respondió
handover-file = Envió
handover-promised = Compromiso
handover-leaves = Sale después
handover-next = Siguiente paso
handover-next-answer = Responder: espera desde hace { $span }
handover-next-go-on = Continuar: nadie espera respuesta
handover-read = Ya lo leí
event-handover-read = { $who } leyó el resumen de la conversación
since-head = Qué cambió
since-title = Mientras no estaba ({ $span })
since-nothing = Nada cambió.
since-new = { $n ->
    [one] 1 conversación nueva
   *[other] { $n } conversaciones nuevas
}
since-wrote = { $n ->
    [one] escribió 1 cliente suyo
   *[other] escribieron { $n } clientes suyos
}
since-given = { $n ->
    [one] le dieron 1
   *[other] le dieron { $n }
}
since-mentioned = { $n ->
    [one] 1 nota lo nombra
   *[other] { $n } notas lo nombran
}
since-failed = { $n ->
    [one] 1 respuesta no llegó
   *[other] { $n } respuestas no llegaron
}
since-broken = { $n ->
    [one] 1 compromiso vencido
   *[other] { $n } compromisos vencidos
}
since-resolved = { $name } resolvió { $n }
since-quiet = { $n ->
    [one] 1 cerrada sin respuesta del cliente
   *[other] { $n } cerradas sin respuesta del cliente
}
