channels-new = Conectar un canal
channels-new-text = ¿Por dónde le escriben sus clientes?
channels-add-more = Correo, WhatsApp, Telegram, chat en su página o un programa suyo.
kind-email-about = Un buzón que ya tiene. Bastan la dirección y la contraseña.
kind-whatsapp-about = Un número de empresa de WhatsApp, con la conexión de Meta o de un socio.
kind-telegram-about = Un bot suyo. Toma dos minutos.
kind-webchat-about = Un chat para su página, o como página propia.
kind-api-about = Un programa suyo entrega mensajes y recibe las respuestas.
kind-steps = Cómo se configura
kind-fields = Lo que Lobby necesita
api-step-1 = Póngale nombre al canal y conéctelo. Lobby crea un secreto y lo muestra una sola vez.
api-step-2 = Su programa envía lo que escriben los clientes a la dirección que se muestra entonces, firmado con el secreto (Standard Webhooks).
api-step-3 = Para recibir las respuestas, diga adónde las envía Lobby: una dirección de su programa, firmadas igual.
channel-field-api-callback-url = Adónde se envían las respuestas
channel-field-api-callback-url-hint = Una dirección https de su programa. Sin ella no se puede responder a los clientes por aquí.
channel-field-api-secret = Secreto
channel-field-api-secret-hint = Vacío: Lobby crea uno. Uno propio empieza con whsec_.
channel-secret-once = Cópielo ahora
channel-secret-once-text = Se muestra solo esta vez. Lobby lo guarda sellado y no lo vuelve a mostrar.
channel-connect = Conectar
channel-connected = El canal está conectado.
channel-settings = Cómo se llega a él
channel-more = Más ajustes
channel-hook = Dirección para llamadas (webhook)
channel-hook-text = El otro lado llama a esta dirección cuando un cliente escribe.
channel-waiting = Esperando la primera llamada
channel-waiting-text = Escriba al canal como lo haría un cliente. Esta página lo muestra apenas llegue.
channel-first-came = Llegó la primera llamada.
channel-no-calls = Todavía no llegó ninguna llamada.
channel-retire-call-text = Lobby no recibe más llamadas y olvida los secretos. Las conversaciones quedan.
channel-silent = No se oye nada desde { $time }. Normalmente llega algo antes.
channel-silent-mail = Escríbale un correo. Si no llega nada, mire si el correo todavía llega a este buzón.
channel-silent-chat = Abra el chat en su página y escriba. Si no está, mire si la línea sigue en las páginas.
channel-silent-notice = No llega nada por { $name } desde hace { $span }. Normalmente llega algo antes.
channel-silent-look = Ver
health-silent = En silencio
health-last-message = Último mensaje recibido
calls-all = Todas las llamadas
page-first = Lo más nuevo
channel-silent-text = Escríbale como lo haría un cliente. Si no llega nada, mire en el proveedor si todavía llama a esta dirección.
health-last-call = Última llamada recibida
health-last-answer = Última respuesta enviada
calls-title = Últimas llamadas
calls-about = Qué llegó, si era del proveedor y qué pasó con ello.
calls-size = Tamaño
calls-raw = Tal como llegó
calls-replay = Leer de nuevo
calls-replayed = Se lee de nuevo. Lo que ya tuvo efecto no lo tiene otra vez.
calls-events = { $n ->
        [one] un evento
       *[other] { $n } eventos
    }
calls-known = { $n ->
        [one] uno ya conocido
       *[other] { $n } ya conocidos
    }
calls-tries = { $n ->
        [one] falló un intento
       *[other] fallaron { $n } intentos
    }
verdict-kept = Guardada, sin leer
verdict-done = Recibida
verdict-parked = Apartada
verdict-refused = Rechazada
hook-not-called = Este canal no recibe llamadas.
hook-unsigned = Falta la firma.
hook-wrong-signature = La firma no es correcta: revise el secreto en ambos lados.
hook-stale = Se firmó hace demasiado tiempo, o con un reloj que anda mal.
hook-no-secret = No está puesto el secreto con que se revisaría.
parked-malformed = No tiene la forma acordada.
check-callback = Adónde se envían las respuestas
check-set-up = Configuración
check-nothing = Desde aquí no hay nada que probar: espere la primera llamada.
error-url = Esta no es una dirección web.
error-secret-form = Un secreto empieza con whsec_ y contiene de 24 a 64 bytes en base64.
error-channel-taken = Otro canal ya la tiene.
error-not-there = Esta persona no es conocida en ese canal.
window_closed = El cliente no escribe hace un tiempo; por ahora el canal no acepta una respuesta libre.
reach-retired = ya no está en uso
reach-down = no funciona ahora
reach-no-address = sin datos para llegar por ahí
reach-closed = no acepta respuesta libre desde { $time }
reach-never-wrote = no acepta respuesta libre: nunca escribieron por ahí
media-fetching = se está trayendo
media-gone = El proveedor ya no lo tiene.
media-later = Todavía no se pudo traer. Lobby lo intenta de nuevo.
media-too-large = Es más grande de lo que Lobby acepta.
media-again = Intentar de nuevo
content-text = Texto
content-image = Imagen
content-video = Video
content-audio = Sonido
content-voice = Mensaje de voz
content-file = Archivo
content-sticker = Sticker
content-place = Ubicación
content-card = Contacto
content-choice = Elegido
content-order = Pedido
content-unsupported = No se puede mostrar aquí
content-unsupported-text = Pida que lo envíen de otra forma, o mírelo en la aplicación.
content-notice = Aviso
chat-quoted = Responde a { $who }
chat-quoted-there = Responde a un mensaje anterior
chat-forwarded = Reenviado
chat-edited = Modificado
chat-edited-before = Antes de { $time }
chat-withdrawn = Retirado por el cliente a las { $time }
chat-pressed = Tocó un botón
chat-buttons = Botones
chat-template = Mensaje aprobado { $name }
chat-price = Precio
chat-came-from = Vino de
chat-reacted = { $who } reaccionó con { $emoji }
chat-place-open = Abrir el mapa
chat-place-at = Ubicación
chat-by = por { $channel }
chat-play = Reproducir { $name }
act-quote = Responder este mensaje
composer-by = Responder por
composer-by-channel = Por { $channel }
composer-placeholder-by = Escribir a { $name } por { $channel }…
composer-quote = Responde a { $who }
composer-quote-drop = Responder sin citar
composer-lost = Por { $channel } no hay asunto, ni copia, ni formato.
composer-files = Los archivos pesan más de { $limit }: no salen por { $channel }.
composer-window = Puede escribir libremente hasta las { $time }.
composer-window-day = Puede escribir libremente hasta: { $time }.
composer-window-left = quedan { $span }
composer-window-closed = { $channel } no acepta ahora una respuesta libre: el cliente escribió por última vez antes de { $time }. Debe escribir primero, o sale un mensaje aprobado.
composer-window-never = { $channel } no acepta ahora una respuesta libre: nunca escribieron por ahí. Puede salir un mensaje aprobado.
composer-unconfirmed = Este dato lo escribió el cliente, sin confirmar. Los datos personales van a quien lo tenga.
composer-down = { $channel } no funciona ahora. Su respuesta espera hasta que funcione.
composer-none = Ahora no hay cómo llegar a esta persona.
composer-left = { $n ->
        [one] queda un carácter
       *[other] quedan { $n } caracteres
    }
composer-parts = { $n ->
        [one] sale como un mensaje
       *[other] sale como { $n } mensajes
    }
new-by = Escribir por
new-not-reached = Ahora no se le puede escribir a { $name }. La lista de abajo dice por qué.
new-to-handle = Para
new-to-handle-hint = Dirección de correo, teléfono, o como el canal lo nombra.
new-reach = Para { $name }
act-switch = Responder por { $channel }
identifier-email = Correo
identifier-phone = Teléfono
identifier-external-named = Cliente { $value }
identifier-external = En su programa
identifier-whatsapp = WhatsApp
identifier-telegram = Telegram
identifier-visitor = Visitante web
