list-mine = Mías
list-unassigned = Sin asignar
list-all = Todas
list-all-title = Por responder
list-waiting = Esperando al cliente
list-third-party = Esperando a un tercero
list-snoozed = Pospuestas
list-mentions = Menciones
empty-mentions = Nadie lo ha mencionado.
empty-mentions-text = Las notas que lo nombran con @ están aquí hasta que se resuelva su conversación.
mention-title = Mencionar a alguien
list-drafts = Borradores
list-ready = Listas, esperan un sí
list-failed = Fallidas y tardías
list-automatic = Automáticas
list-spam = Spam
list-blocked = Bloqueadas
list-resolved = Resueltas
list-closed-quietly = Cerradas sin respuesta del cliente
list-unresolved = Todas sin resolver
list-of-team = Equipo { $name }
list-of-tag = Etiqueta { $name }
unassigned-of-team = Sin asignar de { $team }
sort-by = Orden: { $order }
sort-waiting = Más espera
sort-newest = Recientes
new-conversation = Nueva conversación
nothing-open = Elija una conversación
nothing-open-text = Todo lo que dijeron el cliente y su gente está en un solo lugar.
empty-all = Nadie está sin respuesta.
empty-all-text = { $n ->
        [0] Los mensajes nuevos aparecen aquí solos.
        [one] Una espera al cliente.
       *[other] { $n } esperan al cliente.
    }
empty-mine = Usted no le debe respuesta a nadie.
empty-mine-text = { $n ->
        [0] Tampoco hay ninguna sin asignar.
        [one] Hay una sin asignar.
       *[other] Hay { $n } sin asignar.
    }
empty-mine-act = Ver las sin asignar
empty-unassigned = Todo tiene a alguien.
empty-ready = Ninguna respuesta espera un sí.
empty-ready-text = Aquí se ven las respuestas que salen en cuanto el cliente dice que sí a un mensaje aprobado.
empty-failed = Todo llegó.
empty-failed-text = Aquí aparecen las respuestas que fallan, rebotan o esperan demasiado.
empty-drafts = No hay borradores.
empty-drafts-text = Lo que empieza a escribir se guarda aquí hasta que lo envía.
empty-snoozed = No hay nada pospuesto.
empty-spam = No hay spam.
empty-other = No hay nada aquí.
empty-unassigned-text = Lo que aún no tiene nadie aparece aquí hasta que alguien lo tome.
empty-snoozed-text = Lo que pospone vuelve solo a su hora.
empty-spam-text = Lo que marca como spam queda aquí, aparte de lo demás.
empty-closing-text = Aquí aparecen las conversaciones en las que podrá escribir libremente solo hasta antes de abrir.
empty-waiting-text = Lo que ya respondió espera aquí hasta que escriba el cliente.
empty-third-text = Aquí aparece lo que espera a alguien de afuera, como un taller.
empty-resolved-text = Lo que está hecho queda aquí y se puede volver a abrir.
empty-quiet-text = Aquí aparece lo que se cerró porque el cliente no respondió.
empty-automatic-text = Los boletines y correos automáticos quedan aquí y no avisan a nadie.
empty-blocked-text = Lo que escriben los bloqueados queda aquí.
empty-other-text = Ahora no hay nada abierto aquí.
empty-no-channel = Nadie le puede escribir todavía.
empty-no-channel-text = Conecte un canal y sus mensajes llegarán aquí.
empty-no-channel-act = Conectar un canal
row-draft = Borrador:
row-you = Usted:
row-note = Nota:
row-forwarded = Reenviado:
row-third-party = Tercero:
row-us = { $name }:
row-lobby = Lobby:
row-waits = { $span } sin respuesta
row-snoozed = hasta { $time }
row-ready = Respuesta lista, espera un sí
row-failed = No llegó
row-courtesy = ✓ gracias
row-lively = demasiado activa
row-private = privada
row-promise = prometida para { $time }
row-promise-late = compromiso vencido hace { $span }
row-reminded = se dijo “un momento”
row-unverified = remitente sin confirmar
channel-email = Correo
channel-log = Registrada
tier-vip = VIP
unassigned = Sin asignar
assigned-to = La tiene { $name }
conversation-count = { $n ->
        [one] { $n } conversación
       *[other] { $n } conversaciones
    }
status-open = Por responder
status-waiting = Esperando al cliente
status-third-party = Esperando a un tercero
status-snoozed = Pospuesta hasta { $time }
status-resolved = Resuelta
status-quiet = Cerrada sin respuesta del cliente
status-spam = Spam
priority = Prioridad
priority-low = Baja
priority-normal = Normal
priority-high = Alta
priority-urgent = Urgente
team = Equipo
team-none = Sin equipo
late-text = { $n ->
        [one] Una respuesta espera: no pudo salir a tiempo.
       *[other] { $n } respuestas esperan: no pudieron salir a tiempo.
    }
late-send = { $n ->
        [one] Enviarla
       *[other] Enviar las { $n }
    }
late-drafts = { $n ->
        [one] Volver a borrador
       *[other] Todas a borrador
    }
late-sent = { $n ->
        [0] Ya no había nada atrasado.
        [one] Una respuesta sale en un momento.
       *[other] { $n } respuestas salen en un momento.
    }
late-given-back = { $n ->
        [0] Ya no había nada atrasado.
        [one] Una respuesta es borrador otra vez.
       *[other] { $n } respuestas son borrador otra vez.
    }
mailbox-stopped = { $name } no funciona desde hace { $span }. { $why }
mailbox-who = Lo puede arreglar: { $people }.
mailbox-mend = Arreglarlo
mailbox-trying = { $name } no funciona desde hace { $span }. { $why } Lobby lo intenta de nuevo por sí solo.
priority-important = Importante
priority-unmark = Ya no es importante
bulk-title = Varias a la vez
bulk-start = Elegir varias
bulk-pick = Elegir la conversación con { $who }
bulk-all = Todas las de esta lista
bulk-picked = { $n } elegidas
bulk-none = No se eligió nada.
bulk-same = No se cambió nada: ya estaban así.
bulk-running = En eso estamos
bulk-progress = { $done } de { $total } hechas.
bulk-back = Volver a la lista
bulk-failed = { $n ->
        [one] Con una conversación no se pudo:
       *[other] Con { $n } conversaciones no se pudo:
    }
bulk-done-resolve = { $n ->
        [one] Una conversación resuelta.
       *[other] { $n } conversaciones resueltas.
    }
bulk-done-open = { $n ->
        [one] Una conversación por responder otra vez.
       *[other] { $n } conversaciones por responder otra vez.
    }
bulk-done-spam = { $n ->
        [one] Una conversación marcada como spam.
       *[other] { $n } conversaciones marcadas como spam.
    }
bulk-done-waiting = { $n ->
        [one] Una conversación esperando al cliente.
       *[other] { $n } conversaciones esperando al cliente.
    }
bulk-done-third_party = { $n ->
    [one] 1 conversación espera a un tercero.
   *[other] { $n } conversaciones esperan a un tercero.
}
bulk-done-macro = { $n ->
    [one] 1 conversación: acción rápida hecha.
   *[other] { $n } conversaciones: acción rápida hecha.
}
bulk-done-snooze = { $n ->
        [one] Una conversación pospuesta.
       *[other] { $n } conversaciones pospuestas.
    }
bulk-done-assign = { $n ->
        [one] Una conversación asignada.
       *[other] { $n } conversaciones asignadas.
    }
bulk-done-team = { $n ->
        [one] Una conversación pasada al equipo.
       *[other] { $n } conversaciones pasadas al equipo.
    }
bulk-done-tag = { $n ->
        [one] Una conversación etiquetada.
       *[other] { $n } conversaciones etiquetadas.
    }
bulk-done-untag = { $n ->
        [one] Una conversación sin la etiqueta.
       *[other] { $n } conversaciones sin la etiqueta.
    }
bulk-done-priority = { $n ->
        [one] Una conversación con otra prioridad.
       *[other] { $n } conversaciones con otra prioridad.
    }
bulk-done-undo = { $n ->
        [one] Una conversación como antes.
       *[other] { $n } conversaciones como antes.
    }
channel-whatsapp = WhatsApp
channel-telegram = Telegram
channel-webchat = Chat web
channel-api = Canal API
