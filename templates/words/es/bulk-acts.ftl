bulk-acts = Acción o respuesta rápida
bulk-acts-none = Aún no hay acciones ni respuestas rápidas.
bulk-acts-text = Elija qué se hace con cada una. Lugares como el nombre se llenan para cada una.
bulk-acts-macros = Acciones rápidas
bulk-acts-replies = Respuestas rápidas
bulk-acts-do = { $n ->
    [one] Hacerlo con 1 conversación
   *[other] Hacerlo con { $n } conversaciones
}
bulk-acts-to = { $n ->
    [one] A 1 conversación
   *[other] A { $n } conversaciones
}
bulk-acts-other = Elegir otra
bulk-done-reply = { $n ->
    [one] Una conversación respondida.
   *[other] { $n } conversaciones respondidas.
}
