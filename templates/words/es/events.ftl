changed-count = { $n ->
        [one] { $n } cambio
       *[other] { $n } cambios
    }
event-answer-waits = { $who } preguntó si se sigue; la respuesta espera el sí
event-answer-released = Dijeron que sí: la respuesta sale
event-answer-returned = La respuesta que esperaba es otra vez un borrador: { $why }. Revísela antes de enviar.
event-started = { $who } inició esta conversación
event-assigned = { $who } la asignó a { $to }
event-assigned-self = { $who } la tomó
event-unassigned = { $who } la dejó sin asignar
event-team = { $who } la pasó al equipo { $team }
event-team-none = { $who } la sacó de su equipo
event-open = { $who } la reabrió
event-waiting = { $who }: esperando al cliente
event-third-party = { $who }: esperando a un tercero
event-snoozed = { $who } la pospuso hasta { $time }
event-resolved = { $who } la resolvió
event-quiet = Cerrada sin respuesta del cliente
event-spam = { $who } la marcó como spam
event-priority = { $who } cambió la prioridad: { $priority }
event-tagged = { $who } agregó la etiqueta { $tag }
event-untagged = { $who } quitó la etiqueta { $tag }
event-subject = { $who } cambió el asunto
event-mentioned = { $who } mencionó a { $to }
event-promise = { $who } prometió respuesta para { $time }
event-promise-kept = Compromiso cumplido
event-promise-broken = Compromiso incumplido: era para { $time }
event-promise-dropped = { $who } retiró el compromiso
event-participant-suggested = { $name } escribió aquí y se sugiere
event-participant-accepted = { $who } aceptó a { $name }
event-participant-removed = { $who } quitó a { $name }
event-moved = { $who } movió { $n ->
        [one] un mensaje
       *[other] { $n } mensajes
    } a #{ $number }
event-merged = { $who } unió #{ $number } con esta
event-split = { $who } creó #{ $number } a partir de esta
event-undone = { $who } deshizo el último cambio
event-customer = { $who } cambió el cliente a { $name }
event-redacted = { $who } retiró un mensaje
event-reply-undone = { $who } retiró una respuesta antes de que saliera
event-needs-answer = { $who }: esto necesita respuesta
event-failed = Una respuesta no llegó
event-erased = Se borraron los datos de la persona
event-reminded = Recordatorio: se dijo “un momento” y desde entonces no ha salido respuesta
event-private = { $who } hizo privado el equipo: solo sus miembros leen esto
event-not-private = { $who } abrió el equipo: todos leen esto
event-forward-undone = { $who } retiró un reenvío antes de que saliera
event-edited = { $who } cambió un mensaje
event-withdrawn = { $who } retiró un mensaje
event-consent = { $who }: permitido: { $purpose }
event-no-consent = { $who }: ya no se desea: { $purpose }
event-about = { $who } indicó sobre quién es
event-move-offered = { $who } ofreció seguir por otro canal
event-move-taken = { $who } siguió por otro canal, con el código que dimos
event-owner-doubted = Este número puede tener otro dueño
event-owner-confirmed = { $who }: el número sigue siendo de la misma persona
event-owner-changed = { $who }: el número tiene otro dueño
