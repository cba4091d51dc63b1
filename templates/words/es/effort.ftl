metric-handle_time_estimated = Tiempo de atención, estimado
metric-handle_time_estimated-text = Lo mismo en las conversaciones en que no todo se midió: lo medido y una estimación por cada mensaje que no se vio escribir.
report-measured = Medido: mientras la conversación estaba abierta delante de alguien que hizo algo en el último minuto; una conversación a la vez, como máximo 30 minutos por visita, con lo que sigue hasta un día después de resuelta.
report-measured-share = { $share } de { $n } medido
report-beside-handle_time = { $n ->
    [0] Ninguna medida
    [one] { $n } medida: { $span }
   *[other] { $n } medidas: { $span } cada una
}
report-beside-handle_time_estimated = { $n ->
    [0] Ninguna estimada
    [one] { $n } estimada: { $span }
   *[other] { $n } estimadas: { $span } cada una
}
report-part-measured = { $name } { $span } medido
report-part-estimated = { $name } { $span } estimado
effort-head = Tiempo dedicado
effort-none = Nadie ha trabajado aquí todavía
effort-told = Su tiempo aquí se mide
effort-handled = Atendida { $span } en { $visits }
effort-own = Usted: { $span } en { $visits }
effort-visits = { $n ->
    [one] { $n } visita
   *[other] { $n } visitas
}
effort-messages = { $n ->
    [one] { $n } mensaje
   *[other] { $n } mensajes
}
effort-title = Tiempo dedicado a #{ $number }
effort-lead = Cuenta el tiempo mientras una conversación está abierta delante de usted y usted hace algo en ella al menos una vez por minuto. Solo se guarda de cuándo a cuándo: ni teclas ni pantalla. Los supervisores ven el de todos; usted, el suyo.
effort-lead-off = Por ahora no se mide el tiempo. Lo medido antes se conserva.
effort-measured = Medido: { $span } en { $visits }
effort-estimated = Estimado: { $span } por { $messages } que no se vio escribir
effort-counts-later = Contará en los informes cuando la conversación se resuelva.
effort-counts-measured = Todo se midió: cuenta en el tiempo de atención.
effort-counts-estimated = No todo se midió: cuenta en el tiempo de atención estimado.
effort-empty = Todavía nada
effort-empty-text = Nadie ha trabajado en ella, o nada de eso es suyo.
effort-before = { $n ->
    [one] { $n } visita anterior
   *[other] { $n } visitas anteriores
}
effort-visit = { $from } – { $until }
effort-cut = Ninguna visita cuenta más de 30 minutos.
effort-column-visit = Visita
effort-column-message = Mensaje
effort-column-took = Cuenta
effort-sum-measured = Medido
effort-sum-estimated = Estimado
set-measuring = Tiempo dedicado a las conversaciones
set-measuring-about = Si se mide, y qué se le dice a la gente
measuring-lead = El tiempo que las personas trabajan en las conversaciones se mide por lo que tienen abierto delante, para el tiempo de atención de los informes. Donde no se mide, se estima por los mensajes y así se dice.
measuring-on = Medir el tiempo
measuring-on-hint = Apagado, no se mide nada más; lo medido queda hasta que se borre su conversación.
measuring-is-on = El tiempo se mide. Solo un propietario puede apagarlo.
measuring-is-off = El tiempo no se mide. Solo un propietario puede encenderlo.
measuring-told = Lo que se le dice a la gente
change-measuring-on = encendió la medición del tiempo
change-measuring-off = apagó la medición del tiempo
