guide-title = Mirar atrás la semana
guide-lead = { $week }: cinco miradas, diez minutos. Llega cada lunes hasta el { $until } y después termina solo.
guide-look = Verlas
guide-done = Hecho
guide-undo = Todavía no
guide-dismiss = No mostrar más
guide-waits = ¿Quién esperó más?
guide-waits-text = La mitad de quienes escribieron tuvo una primera respuesta en { $half }, nueve de diez en { $most }.
guide-waits-do = Las más largas primero. ¿Cuándo escribieron y quién habría podido responder?
guide-unanswered = ¿Quién se quedó sin respuesta?
guide-unanswered-text = Sin respuesta de una persona: { $figure }.
guide-unanswered-do = Cada una es alguien que tal vez no vuelva. Responda a quienes todavía esperan.
guide-reopened = ¿Qué volvió?
guide-reopened-text = { $n ->
    [one] { $n } conversación se resolvió y siguió.
   *[other] { $n } conversaciones se resolvieron y siguieron.
}
guide-reopened-do = ¿Qué le faltó a la respuesta anterior?
guide-load = ¿Quién carga más?
guide-load-text = { $who } escribió { $share } de todas las respuestas.
guide-load-none = Nadie escribió una respuesta.
guide-load-do = Si siempre es la misma persona, reparta las conversaciones o deje que Lobby lo haga.
guide-questions = ¿Qué se pregunta una y otra vez?
guide-questions-text = { $n ->
    [one] { $n } conversación tuvo la etiqueta «{ $tag }» y ninguna respuesta rápida se llama así.
   *[other] { $n } conversaciones tuvieron la etiqueta «{ $tag }» y ninguna respuesta rápida se llama así.
}
guide-questions-none = Ninguna conversación de la semana tiene etiqueta. Etiquételas según de qué tratan y aquí se verá qué se pregunta más.
guide-questions-all = Cada etiqueta de la semana tiene una respuesta rápida con su nombre.
guide-questions-do = Escriba la respuesta una vez, como respuesta rápida.
