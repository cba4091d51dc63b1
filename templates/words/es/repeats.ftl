set-questions = Preguntas obligatorias
questions-context = Tuvo que repetir
questions-lead = Hay cosas que se deben preguntar otra vez por ley o por seguridad, aunque ya se sepan: una fecha de nacimiento antes de leer un resultado, por ejemplo. Quien hace una de estas preguntas no hace repetir a nadie, así que no cuenta en la cifra.
questions-field = Preguntas, una por línea
questions-hint = Como máximo { $n }, de 200 letras cada una: tal como se hacen, o las palabras que siempre son iguales. Las tildes y los signos no importan.
questions-count = { $n ->
    [0] Todavía no hay preguntas
    [one] { $n } pregunta
   *[other] { $n } preguntas
}
change-questions = cambió qué preguntas son obligatorias
error-question-short = Una pregunta necesita al menos dos palabras.
error-question-long = Una pregunta tiene como máximo 200 letras.
error-questions-many = Como máximo 1.000 preguntas.
repeated = Tuvo que repetir
repeated-mark = El cliente tuvo que repetir
event-repeat-marked = { $who }: el cliente tuvo que repetir esto
event-repeat-unmarked = { $who }: al final el cliente no tuvo que repetir esto
signal-asked = Se le preguntó lo que ya se sabía: { $datum }
signal-restated = Escribió lo mismo otra vez
signal-says-so = Dice que ya lo había dicho
signal-survey = Lo dice al calificar
signal-marked = Lo marcó uno de ustedes
confidence-medium = posible
confidence-high = probable
confidence-certain = seguro
evidence-no-before = Lo anterior solo está en la ficha, o no es suyo para leerlo.
datum-matter = de qué se trata
datum-name = nombre
datum-email = correo
datum-phone = teléfono
datum-order = número de pedido
datum-address = dirección
datum-document = número de documento
datum-company = empresa
datum-attribute = un campo propio
