set-quality = Revisiones de calidad
set-quality-about = Cada semana se miran algunas conversaciones de cada persona, con las mismas preguntas
set-quality-lead = Cada lunes se eligen al azar algunas conversaciones resueltas de cada agente, repartidas entre los canales. Alguien las lee con una ficha de evaluación y quien las atendió se entera de lo que se encontró. Apagado hasta que usted lo encienda.
quality-title = Revisiones de calidad
quality-lead = Conversaciones por leer con una ficha de evaluación, y lo que resultó.
quality-none = Nada espera revisión.
quality-none-done = Todavía no se entregó ninguna revisión.
quality-none-of-yours = Todavía no se revisó ninguna conversación suya.
quality-yours = Por revisar por usted
quality-all = Todas las que esperan
quality-all-about = De todas las personas que revisan
quality-done = Revisiones entregadas
quality-mine = Mis revisiones
quality-mine-about = Lo que se encontró en sus conversaciones. Diga qué piensa o pida que se mire de nuevo.
quality-trends = Evolución
quality-trends-about = El resultado de las revisiones, en la semana en que se entregaron. Cada cifra abre sus revisiones.
quality-comparisons = Comparar a quienes revisan
quality-comparisons-about = Una conversación, varias personas que la revisan; nadie ve lo que dice otra antes de que todas entreguen.
quality-ask = Pedir la revisión de una conversación
quality-ask-text = Elija a una persona, o a varias para compararlas. Quien escribió en una conversación no puede revisarla.
quality-ask-number = Número de la conversación
quality-ask-who = Quién la revisa
quality-ask-do = Pedir la revisión
quality-sample = Cómo se eligió la última muestra
quality-sample-text = Semana del { $week }: { $n } de { $of } conversaciones, { $each } de cada agente donde las había, siempre del canal del que menos se había elegido; un tercio entre las mal calificadas, reabiertas, atrasadas o largas. Las mismas conversaciones y la semilla { $seed } dan la misma muestra.
quality-sample-without = { $n ->
    [one] { $n } conversación no tenía a nadie que pudiera revisarla sin haber participado en ella.
   *[other] { $n } conversaciones no tenían a nadie que pudiera revisarlas sin haber participado en ellas.
}
quality-column-agent = Agente
quality-column-channel = Canal
quality-column-drawn = Elegidas
quality-column-of = De
quality-by = Por
quality-by-agent = Agente
quality-by-team = Equipo
quality-by-channel = Canal
quality-by-scorecard = Ficha de evaluación
quality-by-question = Pregunta
quality-weeks = Semanas
quality-all-weeks = Todas las semanas
quality-everything = Todas
quality-few = Entre paréntesis está el número de revisiones. De menos de { $n } no se dice nada más: no prueban nada.
quality-found = { $n ->
    [one] { $n } revisión
   *[other] { $n } revisiones
}
quality-plan = La muestra semanal
quality-on = Revisar conversaciones
quality-on-hint = La última semana terminada se elige enseguida; las siguientes, cada lunes a las 6:00.
quality-per-agent = Conversaciones de cada agente por semana
quality-per-agent-hint = De 1 a { $n }
quality-reviewers = Quién revisa; si no se marca a nadie, quien lidera el equipo o, si no, la supervisión y la administración
quality-next = La próxima muestra se elige el { $time }.
scorecards = Fichas de evaluación
scorecards-text = Con estas preguntas se revisan las conversaciones. De varias se usa la hecha para el canal o el equipo.
scorecards-none = Todavía no hay ninguna.
scorecards-begin = Empezar con cinco preguntas usuales
scorecard-add = Otra ficha de evaluación
scorecard-lead = Las revisiones empezadas conservan sus preguntas. Vacíe el texto de una pregunta para quitarla.
scorecard-questions = { $n ->
    [one] { $n } pregunta
   *[other] { $n } preguntas
}
scorecard-name = Nombre
scorecard-guidelines = Lo que hay que tener en cuenta al revisar
scorecard-question = Pregunta
scorecard-question-more = Una pregunta más
scorecard-help = Cómo responderla
scorecard-kind = Respuestas
scorecard-weight = Peso
scorecard-weight-hint = De 1 a { $n }; 2 cuenta el doble que 1.
scorecard-critical = Crítica
scorecard-critical-hint = La peor respuesta deja toda la revisión en cero.
scorecard-narrower = Solo para algunos equipos o canales
answer-kind-yes-no = Sí o no
answer-kind-scale = De 1 (peor) a 5 (mejor)
review-answer-yes = Sí
review-answer-no = No
review-answer-na = No aplica
scorecard-usual = Conversación
scorecard-usual-1 = ¿Entendimos lo que quería?
scorecard-usual-2 = ¿Qué tan completa y correcta fue la respuesta?
scorecard-usual-3 = ¿Fue amable y fácil de leer?
scorecard-usual-4 = ¿No tuvo que repetir nada?
scorecard-usual-5 = ¿Se respetaron sus datos y nuestras reglas?
review-conversation = Conversación
review-conversation-gone = Una conversación que ya no está
review-gone-text = La conversación fue borrada, o usted no puede leerla.
review-by = revisada por { $who }
review-reviewer = Quien revisa
review-why = Por qué esta
review-why-drawn = elegida al azar
review-why-rated = mal calificada por el cliente
review-why-reopened = se resolvió y siguió
review-why-late = no se cumplió una meta de respuesta
review-why-long = una conversación larga
review-why-asked = alguien lo pidió
review-to-do = Por hacer
review-draft = Empezada
review-done = Entregada
review-accepted = Leída por el agente
review-disputed = Mirar de nuevo
review-settled = Mirada de nuevo
review-failed = reprobada
review-result = Resultado
review-weight = Peso { $n }
review-critical = Crítica
review-cut = { $n ->
    [one] No se muestra { $n } mensaje anterior.
   *[other] No se muestran { $n } mensajes anteriores.
}
review-at-message = Comentar este mensaje
review-comment = Al agente, sobre el conjunto
review-submit = Entregar
review-save = Guardar como borrador
review-reply = La respuesta del agente
review-your-reply = Su respuesta
review-accept = La leí
review-dispute = Pido que se mire de nuevo
comparison-handed-in = { $n } de { $of } entregadas
comparisons-none = Todavía ninguna. Pida la revisión de una conversación a dos o más personas.
comparison-of = Comparación de { $number }
comparison-who = Quién la revisa
comparison-blind = Lo que dicen los demás se muestra cuando todos hayan entregado.
comparison-how = El acuerdo es la parte de respuestas iguales: cada pregunta de cada dos personas es un par. Desde { $n } pares se añade la kappa de Cohen, que descuenta lo que haría el azar.
comparison-all = Acuerdo en total: { $share }
comparison-kappa = Kappa de Cohen: { $kappa }
comparison-side = Lado a lado
comparison-question = Pregunta
comparison-agree = Acuerdo
error-quality-per-agent = Elija un número dentro de los límites.
error-quality-no-card = Haga primero una ficha de evaluación.
error-review-long = Es demasiado largo.
error-review-unanswered = Responda todas las preguntas antes de entregar; «No aplica» también es una respuesta.
error-review-why = Diga por qué, para que quien revisa sepa qué mirar.
error-review-number = No existe esa conversación.
error-review-nobody = Todavía nadie de nosotros respondió en ella.
error-review-reviewers = Elija quién la revisa, ocho como máximo.
error-review-own = Alguien participó en la conversación o no puede leerla.
error-scorecard-questions = Una ficha tiene de 1 a 20 preguntas, cada una con un texto y un peso de 1 a 10.
conflict-review-done = Ya fue entregada.
conflict-review-answered = Ya la respondió.
conflict-review-there = Ya tiene esta conversación.
conflict-quality-off = Las revisiones de calidad están apagadas.
conflict-last-scorecard = Es la última. Apague primero las revisiones o haga otra.
change-quality = cambió cómo se revisan las conversaciones
change-scorecard-made = añadió una ficha de evaluación
change-scorecard = cambió una ficha de evaluación
change-scorecard-retired = quitó una ficha de evaluación
change-sample-drawn = eligió conversaciones para revisar
change-review-disputed = pidió mirar de nuevo una revisión
change-review-settled = miró de nuevo una revisión de { $what }
change-calibration = dio una conversación a varias personas para revisarla
notice-reviewed = { $n ->
    [one] Se revisó { $n } de sus conversaciones
   *[other] Se revisaron { $n } de sus conversaciones
}
notice-to-review = { $n ->
    [one] { $n } conversación espera su revisión
   *[other] { $n } conversaciones esperan su revisión
}
telling-reviewed = Se revisó una conversación mía
telling-to-review = Hay conversaciones que esperan mi revisión
