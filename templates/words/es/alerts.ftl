thresholds-title = Avisos
thresholds-lead = Se le avisa cuando una cifra pasa de cierto valor: una vez, hasta que haya vuelto a bajar.
thresholds-none = Todavía no hay ninguno.
thresholds-new = Otro aviso
threshold-measure = Qué
threshold-people = Clientes sin respuesta
threshold-longest = Minutos de la espera más larga
threshold-unassigned = Conversaciones sin asignar
threshold-late = Conversaciones vencidas
threshold-above = Más de
threshold-all-teams = Todos los equipos
threshold-lead = Quien dirige el equipo
threshold-who = Y estas personas
threshold-over = Ahora por encima
threshold-people-said = Pueden esperar { $above } clientes sin respuesta; ahora esperan { $n }
threshold-longest-said = Un cliente puede esperar { $above } min; ahora uno lleva { $n } min
threshold-unassigned-said = Puede haber { $above } conversaciones sin asignar; ahora hay { $n }
threshold-late-said = Puede haber { $above } conversaciones vencidas; ahora hay { $n }
threshold-rule-people = Más de { $above } clientes sin respuesta
threshold-rule-longest = Un cliente espera más de { $above } min
threshold-rule-unassigned = Más de { $above } conversaciones sin asignar
threshold-rule-late = Más de { $above } conversaciones vencidas
notice-threshold = Una cifra del monitor es demasiado alta
telling-threshold = Una cifra del monitor es demasiado alta
notice-goal-near-many = { $n } metas de respuesta están por vencer
notice-goal-missed-many = No se cumplieron { $n } metas de respuesta
notice-untaken-many = Hace rato que nadie tiene { $n } conversaciones
notice-rule-many = Las reglas le avisan de { $n } conversaciones
monitor-what-above = { $name }
alert-hours = Cuándo
alert-hours-always = A cualquier hora
alert-hours-open = Solo cuando estamos abiertos
alert-hours-staffed = Solo cuando alguien trabaja
alert-outlets = Fuera de Lobby
alert-test = Esto es una prueba. Lobby le avisa aquí.
alert-goal-near = { $n ->
    [one] Una meta de respuesta está por vencer
   *[other] { $n } metas de respuesta están por vencer
}
alert-goal-missed = { $n ->
    [one] No se cumplió una meta de respuesta
   *[other] No se cumplieron { $n } metas de respuesta
}
alert-rule = { $n ->
    [one] Una regla pide que alguien mire
   *[other] Las reglas piden que alguien mire { $n } cosas
}
alert-channel-down = { $n ->
    [one] Un canal no funciona
   *[other] { $n } canales no funcionan
}
alert-threshold = Una cifra del monitor es demasiado alta
set-alerts = Avisos fuera de Lobby
set-alerts-about = Otros programas y chats de Telegram a los que se avisa cuando algo se vence o falla
outlets-lead = Lugares a los que se avisa además de a las personas. Una avalancha es un mensaje por minuto, con su número; no lleva nada de lo que escribió un cliente. Las metas, las reglas y los avisos del monitor eligen entre ellos.
outlets-none = Todavía no hay ninguno.
outlet-name = Nombre
outlet-webhook = Una dirección que recibe llamadas (webhook)
outlet-url = Dirección
outlet-url-hint = Allí se envía JSON firmado (Standard Webhooks).
outlet-telegram = Un chat de Telegram
outlet-no-bot = Primero conecte un bot de Telegram como canal.
outlet-bot = Bot
outlet-chat = El chat
outlet-waits = Espera su chat
outlet-works = Funciona
outlet-new = Sin probar
outlet-trouble = Con problemas
outlet-secret = Clave secreta
outlet-secret-title = Su clave secreta
outlet-secret-text = Con ella quien recibe las llamadas comprueba que vienen de aquí. Solo se muestra ahora.
outlet-linked = Vinculado con { $chat }
outlet-step-add = Agregue el bot al grupo, o abra un chat con él.
outlet-step-say = Envíe esto allí y luego oprima el botón.
outlet-code = Para enviar
outlet-link = Ya lo envié
outlet-channels = También se le puede avisar cuando un canal no funciona.
outlet-channels-on = Avisarle de los canales
outlet-channels-off = No avisarle más de los canales
outlet-test = Probar
outlet-calls = Últimos mensajes
outlet-no-calls = Todavía no hay ninguno.
outlet-told = { $n ->
    [one] { $n } aviso
   *[other] { $n } avisos
}
outlet-taken = Recibido
outlet-leaving = En camino
outlet-when = Cuándo
outlet-what = Qué
outlet-became = Qué pasó
outlet-tries = Intentos
change-outlet-made = agregó un lugar para avisos
change-outlet = cambió un lugar para avisos
change-outlet-retired = quitó un lugar para avisos
change-threshold-made = agregó un aviso del monitor
change-threshold-retired = quitó un aviso del monitor
change-threshold-over = Una cifra del monitor subió demasiado
change-threshold-under = Una cifra del monitor volvió a la normalidad
error-threshold = Un número entero, como máximo 100.000.
error-outlet-way = Una dirección o un canal, y no los dos.
error-threshold-tell = Diga a quién o a qué se avisa.
conflict-too-many = Ya hay demasiados. Quite alguno primero.
conflict-not-heard = Todavía no se recibió nada. Envíe el código en el chat, espere un momento y oprima de nuevo.
conflict-not-linked = Todavía no hay adónde enviar. Vincule el chat primero.
