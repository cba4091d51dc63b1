picker-title = Enviar un mensaje aprobado
picker-open = Enviar un mensaje aprobado por { $channel }
picker-search = Buscar mensajes aprobados
picker-language = Idioma
picker-any-language = Cualquier idioma
picker-nothing = Ningún mensaje aprobado coincide.
picker-more = { $n ->
        [one] Uno más: búsquelo.
       *[other] { $n } más: búsquelos.
    }
picker-none = Todavía no hay ningún mensaje aprobado.
picker-none-act = Prepararlos en Configuración
picker-choose = Elija un mensaje; lo verá completo antes de que salga.
picker-header = Título, { $name }
picker-variable = Texto, { $name }
picker-button = Botón { $name }
picker-file-image = Dirección web de la imagen
picker-file-video = Dirección web del video
picker-file-document = Dirección web del documento
picker-own-file = O un archivo suyo
picker-shown = Esto es lo que lee el cliente
picker-show = Verlo completo
picker-send = Enviar mensaje aprobado
picker-answer = Su respuesta
picker-answer-hint = Espera aquí y sale sola cuando presionen el botón o digan que sí, durante tres días. Si escriben otra cosa vuelve a ser su borrador.
picker-ask = Preguntar, y enviar mi respuesta cuando digan que sí
picker-no-button = Este mensaje no tiene un botón para decir que sí: no puede preguntar por su respuesta.
picker-refused = no lo desea
template-utility = Utilidad
template-marketing = Publicidad
template-authentication = Código
template-utility-price = Meta lo cobra como mensaje de utilidad.
template-marketing-price = Meta lo cobra como mensaje publicitario.
template-authentication-price = Meta lo cobra como código.
error-template = Este mensaje aprobado no existe, o no está aprobado.
error-template-variables = Complete todo lo que el mensaje lleva.
error-template-no-button = Este mensaje no tiene un botón para decir que sí.
error-window-open = Ahora puede escribir libremente: envíe su respuesta tal cual.
templates-title = Mensajes aprobados
templates-lead = Textos que WhatsApp revisó. Salen en cualquier momento, también cuando el cliente lleva más de un día sin escribir.
templates-none = Todavía no hay ninguno. Envíe a revisión los mensajes listos de abajo, o escriba uno propio.
templates-new = Escribir uno nuevo
templates-sync = Leer la lista otra vez
templates-read = La lista se leyó otra vez.
templates-submit = Enviar a revisión
templates-submitted = Se envió a revisión. WhatsApp lo mira, casi siempre en minutos; esta página muestra en qué quedó.
templates-removed = Se quitó.
templates-remove = Quitar
templates-remove-text = Ya no se podrá enviar. Su nombre se puede volver a usar después de treinta días.
templates-edit-lead = Las variables se escriben {"{{1}}"}, {"{{2}}"} o {"{{nombre}}"}. Un texto no puede empezar ni terminar con una.
templates-refused = { $what } { $detail }
channel-back = Volver al canal
template-quality = Calidad: { $quality }
template-status-approved = Aprobado
template-status-pending = En revisión
template-status-rejected = Rechazado
template-status-paused = En pausa
template-status-disabled = Desactivado
template-status-flagged = En riesgo
template-status-in-appeal = En revisión otra vez
template-status-pending-deletion = Quitándose
template-status-limit-exceeded = Demasiados
template-reason-abusive-content = puede ofender a alguien
template-reason-invalid-format = variables o forma incorrectas
template-reason-incorrect-category = es de otra clase
template-reason-tag-content-mismatch = el idioma y el texto no coinciden
template-reason-promotional = hace publicidad
template-reason-scam = parece un fraude
template-header-none = Nada
template-header-text = Una línea de texto
template-header-image = Una imagen
template-header-video = Un video
template-header-document = Un documento
template-field-name = Nombre
template-field-name-hint = Minúsculas, números y guiones bajos, como aviso_pedido. El cliente no lo ve.
template-field-language = Idioma
template-field-language-hint = Como lo llama WhatsApp: en, es, es_MX, pt_BR, id.
template-field-category = Para qué es
template-field-header-format = Encima del texto
template-field-header = Línea encima del texto
template-field-header-hint = Solo si es una línea de texto; una variable como máximo.
template-field-body = Texto
template-field-body-hint = Hasta 1.024 caracteres.
template-field-examples = Ejemplos
template-field-examples-hint = Uno por línea para cada variable, primero el de la línea de encima. Si es imagen, video o documento: su dirección https.
template-field-footer = Línea pequeña debajo
template-field-footer-hint = Hasta 60 caracteres, sin variables.
template-field-buttons = Botones
template-field-buttons-hint = Uno por línea. Solo palabras: el cliente contesta con él. Palabras | https://… abre una página, palabras | +57… llama.
pack-title = Mensajes listos
pack-text = Seis mensajes para lo de todos los días: respuesta lista, ya abrimos, cita, pedido, documento, pago. Con un clic se envían a revisión los de un idioma que aún no tenga.
pack-language = Idioma
pack-submit = Enviar a revisión
pack-en = Inglés
pack-es = Español
pack-pt-br = Portugués (Brasil)
pack-id = Indonesio
pack-missing = { $n ->
        [0] los tiene todos
        [one] falta uno
       *[other] faltan { $n }
    }
pack-done = { $n ->
        [0] No falta ninguno.
        [one] Se envió un mensaje a revisión.
       *[other] Se enviaron { $n } mensajes a revisión.
    }
profile-title = Lo que el cliente ve de usted
profile-lead = El perfil de empresa del número. Cambia en WhatsApp en cuanto guarde.
profile-open = Lo que el cliente ve de usted
profile-open-text = Información, dirección, páginas y qué clase de negocio es.
templates-open = Mensajes aprobados
templates-open-text = En qué está cada uno, nuevos, y unos ya listos.
profile-field-about = Información
profile-field-about-hint = Una línea debajo del nombre, hasta 139 caracteres.
profile-field-address = Dirección
profile-field-description = Descripción
profile-field-email = Correo
profile-field-websites = Páginas web
profile-field-websites-hint = Una por línea, dos como máximo.
profile-field-vertical = Clase de negocio
business-unset = Sin decir
business-other = Otro
business-auto = Autos
business-beauty = Belleza
business-apparel = Ropa
business-edu = Educación
business-entertain = Entretenimiento
business-event-plan = Eventos
business-finance = Finanzas
business-grocery = Tienda de alimentos
business-govt = Servicio público
business-hotel = Hotel
business-health = Salud
business-nonprofit = Sin ánimo de lucro
business-prof-services = Servicios profesionales
business-retail = Tienda
business-travel = Viajes
business-restaurant = Restaurante
business-not-a-biz = No es un negocio
quality-green = alta
quality-yellow = media
quality-red = baja
quality-high = alta
quality-medium = media
quality-low = baja
learnt-whatsapp-display-phone-number = Número
learnt-whatsapp-verified-name = Nombre que ve el cliente
learnt-whatsapp-quality-rating = Calidad según WhatsApp
learnt-whatsapp-messaging-limit = Personas a las que puede escribir primero, por día
learnt-whatsapp-status = Estado del número
learnt-whatsapp-name-status = Estado del nombre
learnt-whatsapp-alert = Último aviso de WhatsApp
learnt-value-green = Alta
learnt-value-yellow = Media
learnt-value-red = Baja: si sigue así podrá escribir a menos personas
learnt-value-unknown = Sin calificar todavía
learnt-value-connected = Conectado
learnt-value-pending = En revisión
learnt-value-approved = Aprobado
learnt-value-declined = Rechazado
learnt-value-flagged = En riesgo
learnt-value-tier-50 = 50
learnt-value-tier-250 = 250
learnt-value-tier-1k = 1.000
learnt-value-tier-2k = 2.000
learnt-value-tier-10k = 10.000
learnt-value-tier-100k = 100.000
learnt-value-tier-unlimited = Sin límite
error-template-name = Solo minúsculas, números y guiones bajos.
error-template-language = Como en, es_MX o pt_BR.
error-template-header = Una línea de texto de hasta 60 caracteres, con una variable como máximo; nada aquí si es un archivo.
error-template-body = Escriba un texto de hasta 1.024 caracteres.
error-template-line = Hasta 60 caracteres, sin variables.
error-template-buttons = Diez como máximo, de 25 caracteres; una página empieza con https://, un número lleva solo cifras.
error-template-examples = Un ejemplo por cada variable, y la dirección del archivo si lleva uno.
react = Reaccionar
react-with = Reaccionar con { $emoji }
error-no-reactions = En este mensaje no hay reacciones.
closing-soon = { $n ->
        [one] Una conversación solo se puede responder libremente hasta antes de que abramos otra vez ({ $time }).
       *[other] { $n } conversaciones solo se pueden responder libremente hasta antes de que abramos otra vez ({ $time }).
    }
closing-show = Mostrarlas
list-closing = Ventanas que se cierran antes de abrir
empty-closing = Ninguna ventana se cierra antes de abrir.
row-window = Respuesta libre hasta { $time }
bulk-text = Enviar un mensaje aprobado
bulk-text-gets = { $n ->
        [0] Nadie de las elegidas lo puede recibir
        [one] Lo recibe una persona
       *[other] Lo reciben { $n } personas
    }
bulk-text-send = { $n ->
        [one] Enviar a una persona
       *[other] Enviar a { $n } personas
    }
bulk-text-values = {"{{name}}"} se cambia por el nombre de cada persona y {"{{number}}"} por el número de su conversación.
bulk-text-purpose = A quien no lo desea no se le envía. Un mensaje de marketing siempre es una oferta.
bulk-text-later = Cuando abramos, { $time }. Quien escriba antes no lo recibe.
bulk-text-look = Ver de nuevo quién lo recibe
bulk-done-template = { $n ->
        [one] Un mensaje aprobado va en camino.
       *[other] { $n } mensajes aprobados van en camino.
    }
text-same-person = Lo recibe en otra conversación
text-spam = Marcada como spam
text-other-brand = Es de otro de nuestros negocios
text-unconfirmed = El número lo escribió la persona y no está confirmado
text-not-wanted = No desea mensajes así por ahí
text-no-name = No se sabe su nombre y el mensaje tiene un lugar para él
new-by-text = Elegir un mensaje aprobado
new-texts = Por { $channel }, quien no ha escrito en las últimas 24 horas solo recibe mensajes aprobados.
