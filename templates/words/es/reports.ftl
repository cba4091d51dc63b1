reports-title = Informes
reports-own = Sus cifras
metric-conversations = Conversaciones nuevas
metric-conversations-text = Conversaciones que empezaron en el periodo, por clientes o por nosotros.
metric-received = Mensajes recibidos
metric-received-text = Mensajes de clientes.
metric-sent = Mensajes enviados
metric-sent-text = Mensajes a clientes que salieron: de personas, reglas y programas, por separado.
metric-backlog = Conversaciones abiertas
metric-backlog-text = Conversaciones sin resolver al final del periodo, o ahora, y su antigüedad.
metric-first_response = Primera respuesta
metric-first_response-text = Del primer mensaje que nos pide algo a la primera respuesta de una persona que salió.
metric-response = Cada respuesta
metric-response-text = Cada vez que alguien esperó: del primer mensaje sin respuesta a la siguiente respuesta que salió.
metric-service_level = Respondido a tiempo
metric-service_level-text = De quienes esperaron, la parte respondida dentro del tiempo elegido. Quien espera más cuenta como tarde enseguida.
metric-unanswered = Sin respuesta
metric-unanswered-text = Quien preguntó y no recibió respuesta de una persona: se cerró sin ella, o espera desde hace más de 24 horas.
metric-first_resolution = Tiempo hasta la primera resolución
metric-first_resolution-text = Del inicio de una conversación hasta que se resolvió por primera vez. Cerrada en silencio: hasta nuestra última respuesta.
metric-resolution = Tiempo de resolución
metric-resolution-text = Del inicio de una conversación hasta que se resolvió y así quedó. Es nuestro tiempo y el suyo juntos.
metric-our_time = De eso, nuestro tiempo
metric-our_time-text = Mientras estuvo abierta, pospuesta o esperando a un tercero.
metric-their_time = De eso, tiempo del cliente
metric-their_time-text = Mientras esperábamos al cliente o la dábamos por resuelta.
metric-resolution_rate = Resueltas de verdad
metric-resolution_rate-text = De todas las resoluciones, aquellas tras las que la conversación no siguió.
metric-first_contact = Resueltas al primer contacto
metric-first_contact-text = De las conversaciones resueltas por primera vez, aquellas cuyo cliente no volvió: ni aquí ni por otro canal.
metric-handle_time = Tiempo de atención
metric-handle_time-text = Cuánto trabajaron las personas en una conversación resuelta, entre todas, medido mientras la tenían delante. Solo conversaciones en las que todo se midió.
metric-transfers = Traspasos
metric-transfers-text = Cuántas veces una conversación pasó de unas manos a otras.
metric-packet_read = Traspaso leído antes
metric-packet_read-text = De todos los traspasos, aquellos en que se leyó lo necesario antes de la primera respuesta.
metric-had_to_repeat = Tuvo que repetir
metric-had_to_repeat-text = De todos los cambios en que el cliente pasó a otra persona de ustedes, siguió por otro canal o volvió antes de 30 días y lo atendió otra persona: aquellos tras los que tuvo que volver a decir lo que ya había dicho. Se sabe por lo que ustedes preguntaron y ya estaba, por lo que escribió otra vez, por sus propias palabras, por lo que dijo al calificar y por lo que marcó uno de ustedes. Las preguntas obligatorias no cuentan.
metric-promises_kept = Promesas cumplidas
metric-promises_kept-text = De todas las horas prometidas que llegaron, las que se cumplieron.
metric-journeys = Cambios de canal
metric-journeys-text = Un cliente escribió por otro canal que la vez anterior.
report-any = todos
report-several = como se eligió
report-filter = Filtro
report-show = Mostrar
report-reset = Sin filtro
report-narrowed = { $n ->
        [one] { $n } condición
       *[other] { $n } condiciones
    }
report-field-period = Periodo
report-field-channel = Canal
report-field-team = Equipo
report-field-agent = Persona
report-field-tag = Etiqueta
report-field-tier = Clientes
report-field-hours = Tiempo contado
report-field-target = A tiempo es
report-field-window = Volvió en
report-field-by = Por
report-field-from = Desde
report-field-to = Hasta
report-field-compare = Comparar
report-field-history = Historial importado
report-compare-yes = con el periodo anterior
report-compare-no = con nada
report-history-no = excluido
report-history-yes = también cuenta
report-hours-all = a todas horas
report-hours-business = en horario de atención
report-within = en { $span }
report-days-n = { $n ->
        [one] { $n } día
       *[other] { $n } días
    }
period-today = Hoy
period-yesterday = Ayer
period-7d = 7 días
period-28d = 28 días
period-90d = 90 días
period-month = Este mes
period-last_month = El mes pasado
period-year = Este año
period-chosen = los días de abajo
split-channel = Canal
split-address = Buzón, número o chat
split-team = Equipo
split-agent = Persona
split-tag = Etiqueta
split-tier = Clientes
split-hour = Hora de la semana
split-way = De canal a canal
report-by-nobody = Nadie
report-by-customer = El cliente
report-by-colleague = Un colega fuera de Lobby
report-by-assistant = El asistente
report-by-rule = Una regla
report-by-integration = Un programa
report-by-system = Lobby
report-none = ninguno
report-no-team = Sin equipo
report-no-tag = Sin etiqueta
report-way = { $from } → { $to }
report-days = { $from } – { $to }
report-building = Las cifras se están calculando de nuevo: { $done } de { $all } conversaciones. Lo que se ve no está completo.
report-empty = Aún no hay nada que contar
report-empty-text = Con la primera conversación llegan las primeras cifras.
report-nothing = Nada en este periodo
report-nothing-text = Elige otros días o menos condiciones.
report-others = Más cifras
report-month = El mes en una página
report-earlier = Mes anterior
report-later = Mes siguiente
report-table = Tabla (CSV)
report-workbook = Excel
report-how = Cómo se cuenta
report-course = En el tiempo
report-as-table = Como tabla
report-peak = Máximo: { $value }, { $day }.
report-open = aún no termina
report-age = La mitad tiene menos de { $median }.
report-spread = Mediana. 9 de 10 en { $p90 }, media { $mean }.
report-spread-mean = Media. Mediana { $median }, 9 de 10 en { $p90 }.
report-of = { $n ->
        [one] de { $n }
       *[other] de { $n }
    }
report-part = { $yes } de { $n }
report-interval = Pocos casos: el valor real está entre { $low } y { $high } (95 %).
report-waiting = { $n ->
        [one] { $n } espera ahora
       *[other] { $n } esperan ahora
    }
report-aside = { $n ->
        [one] { $n } cerrada sin respuesta
       *[other] { $n } cerradas sin respuesta
    }
report-not-yet = { $n ->
        [one] { $n } aún no se sabe
       *[other] { $n } aún no se saben
    }
report-change = { $change } frente al periodo anterior
report-points = { $change } puntos frente al periodo anterior
report-anchor-began = Cuenta el día en que empezó la conversación.
report-when-began = Empezó
report-anchor-said = Cuenta el día del mensaje.
report-when-said = Escrito
report-anchor-asked = Cuenta el día en que preguntaron: no falta quien aún espera.
report-when-asked = Preguntó
report-anchor-resolved = Cuenta el día en que se resolvió.
report-when-resolved = Resuelta
report-anchor-due = Cuenta el día prometido.
report-when-due = Prometido para
report-anchor-moved = Cuenta el día del traspaso.
report-when-moved = Traspasada
report-anchor-periodend = Tal como estaba al final de cada día, o está ahora.
report-when-periodend = Empezó
report-credit-assignee = Por persona: quien la tiene ahora.
report-credit-writer = Por persona: quien lo escribió.
report-credit-answerer = Por persona: quien respondió, no quien la tenía.
report-credit-resolver = Por persona: quien la resolvió.
report-credit-worker = Por persona: cada una con su parte.
report-credit-receiver = Por persona: quien la recibió o lo prometió.
report-estimated = Estimado: por cada mensaje nuestro, el tiempo desde la última palabra del cliente o nuestro mensaje anterior, 10 minutos como máximo.
report-ranks = La mediana es un tiempo que ocurrió: la mitad no tardó más.
report-window = { $n ->
        [one] Volver en { $n } día cuenta en contra. Hasta entonces no se sabe.
       *[other] Volver en { $n } días cuenta en contra. Hasta entonces no se sabe.
    }
report-target = A tiempo es en { $span }.
report-left-out = Quedan fuera: spam, remitentes bloqueados, correo automático y lo unido a otra conversación.
report-zone = Días y horas en { $zone }.
report-hours-then = Horario de atención tal como regía cuando empezó cada uno.
report-hours-recounted = Horario de atención tal como regía cuando empezó cada uno; de lo que empezó antes del { $at }, tal como regía entonces.
report-found = { $n ->
        [one] { $n } entrada
       *[other] { $n } entradas
    }
report-newest = Lo más nuevo primero
report-longest = Lo más largo primero
report-more = Siguientes
report-less = Anteriores
report-column-metric = Cifra
report-column-definition = Definición
report-column-days = Días
report-column-zone = Zona horaria
report-column-hours = Tiempo contado
report-column-conversation = Conversación
report-column-seconds = Segundos
report-column-state = Estado
report-column-by = Por
report-column-channel = Canal
report-column-from = Vino de
report-column-n = Contadas
report-column-took = Tardó
state-waiting = espera
state-aside = cerrada sin respuesta
state-not_yet = aún no se sabe
state-service_level-yes = a tiempo
state-service_level-no = tarde
report-service_level-yes = { $n } a tiempo
report-service_level-no = { $n } tarde
state-unanswered-yes = sin respuesta
state-unanswered-no = respondida
report-unanswered-yes = { $n } sin respuesta
report-unanswered-no = { $n } respondida
state-resolution_rate-yes = siguió resuelta
state-resolution_rate-no = siguió
report-resolution_rate-yes = { $n } siguió resuelta
report-resolution_rate-no = { $n } siguió
state-first_contact-yes = no volvió
state-first_contact-no = volvió
report-first_contact-yes = { $n } no volvió
report-first_contact-no = { $n } volvió
state-packet_read-yes = leído antes
state-packet_read-no = no leído antes
state-had_to_repeat-yes = tuvo que repetir
state-had_to_repeat-no = no tuvo que repetir
report-packet_read-yes = { $n } leído antes
report-packet_read-no = { $n } no leído antes
report-had_to_repeat-yes = { $n } tuvo que repetir
report-had_to_repeat-no = { $n } no tuvo que repetir
state-promises_kept-yes = cumplida
state-promises_kept-no = incumplida
report-promises_kept-yes = { $n } cumplida
report-promises_kept-no = { $n } incumplida
report-state-waiting = { $n ->
        [one] { $n } espera ahora
       *[other] { $n } esperan ahora
    }
report-state-aside = { $n ->
        [one] { $n } cerrada sin respuesta
       *[other] { $n } cerradas sin respuesta
    }
report-state-not_yet = { $n ->
        [one] { $n } aún no se sabe
       *[other] { $n } aún no se saben
    }
error-report-rows = Más de 50.000 filas. Tome la tabla como CSV, o menos días.
rhythm-never = Nunca
rhythm-daily = Cada mañana
rhythm-weekly = Cada lunes
rhythm-monthly = El primero de cada mes
telling-figures = Enviarme las cifras por correo
telling-figures-hint = A las ocho de la mañana donde está: del día, la semana o el mes que terminó, junto al anterior.
reports-mail = Recibirlas por correo
letter-figures-subject = { $business }: cifras, { $days }
letter-figures =
    { $name }, estas son las cifras de { $business }, { $days }:

    { $body }

    Todo, con las conversaciones detrás de cada cifra:

    { $link }

    Recibe esto porque así lo eligió. Para cambiarlo: { $settings }
letter-figures-own =
    { $name }, estas son sus propias cifras, { $days }:

    { $body }

    Todo, con las conversaciones detrás de cada cifra:

    { $link }

    Recibe esto porque así lo eligió. Para cambiarlo: { $settings }
metric-satisfaction = Satisfacción (CSAT)
metric-satisfaction-text = De todas las calificaciones que dieron los clientes, las de 4 o 5. Quien fue preguntado y no dio ninguna no cuenta.
metric-surveys_answered = Calificaciones dadas
metric-surveys_answered-text = De todos los clientes a quienes se les preguntó, los que dieron una calificación. Antes de siete días nadie cuenta como silencioso.
report-anchor-surveyed = Se cuenta el día en que se pidió la calificación.
report-when-surveyed = Pedida
report-credit-everybody = Por persona: todos los que habían escrito en la conversación.
state-satisfaction-yes = satisfecho
state-satisfaction-no = no satisfecho
report-satisfaction-yes = { $n } de 4 o 5
report-satisfaction-no = { $n } de 1 a 3
state-surveys_answered-yes = calificó
state-surveys_answered-no = sin calificación
report-surveys_answered-yes = { $n } calificaron
report-surveys_answered-no = { $n } no calificaron
