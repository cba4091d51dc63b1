notices-title = Notificaciones
notices-settings = Cómo se me avisa
notices-read-all = Marcar todo como leído
notices-show = Cuáles
notices-all = Todas
notices-unread = Sin leer
notices-is-unread = Sin leer:
notices-none = No hay nada aquí
notices-none-text = Cuando alguien le mencione, le dé una conversación o le conteste un cliente suyo, estará aquí.
notices-none-unread = Ya leyó todo.
notice-new = Nueva, y nadie la tiene
notice-new-many = { $n ->
    [one] { $n } conversación nueva que nadie tiene
   *[other] { $n } conversaciones nuevas que nadie tiene
}
notice-given = { $known ->
    [yes] { $by } le dio una conversación
   *[no] Le dieron una conversación
}
notice-given-many = { $known ->
    [yes] { $by } le dio { $n } conversaciones
   *[no] Le dieron { $n } conversaciones
}
notice-mentioned = { $known ->
    [yes] { $by } le mencionó
   *[no] Le mencionaron
}
notice-answered = Un mensaje nuevo
notice-answered-many = { $n ->
    [one] { $n } mensaje nuevo
   *[other] { $n } mensajes nuevos
}
notice-failed = Una respuesta no llegó
notice-due = Vence un compromiso
notice-reminder = Quería que se le recordara
notice-reminder-channel = { $channel }: quería terminar de configurarlo
notice-channel-down = { $channel } no funciona
mine-follow = Seguir, sin tenerla
mine-followed = Seguida
mine-remind = Recordarme solo a mí
mine-remind-at = Otra hora
mine-remind-act = Recordarme
mine-remind-not = No
mine-reminder = Se le recordará solo a usted: { $time }
letter-notices-subject = { $n ->
    [one] Algo le espera en Lobby
   *[other] { $n } cosas le esperan en Lobby
}
letter-notices-rest = { $n ->
    [one] Y { $n } más.
   *[other] Y { $n } más.
}
letter-notices =
    { $body }

    --
    Lobby envía por correo lo que no ha leído allí. Las respuestas a este correo no llegan a nadie. Cómo se le avisa: { $link }
push-test-title = Lobby llega a este dispositivo
push-test-text = Así se le avisará desde ahora.
push-busy = El servicio de avisos está ocupado; se vuelve a intentar.
push-unreachable = No se pudo llegar al servicio de avisos; se vuelve a intentar.
push-refused = El servicio de avisos lo rechazó.
notice-test = Prueba: { $kind }
telling-title = Cómo se me avisa
telling-about = Sonido, avisos y correo, y cuándo no oír nada
telling-lead = Todo está en las notificaciones. Aquí dice por qué otros medios quiere enterarse.
telling-what = Qué, y por qué medio
telling-when = Cuándo
telling-test = Probar
telling-test-of = Probar: { $kind }
telling-hint = Nada suena ni se avisa por una conversación que tiene abierta delante. Las conversaciones y mensajes nuevos se avisan solo mientras no mira Lobby.
telling-no-mailbox = Todavía ningún buzón puede enviar: nada se puede mandar por correo.
telling-mail = Correo y textos
telling-mail-after = Mandar por correo lo que siga sin leer tantos minutos
telling-no-texts = No poner textos en correos y avisos
telling-no-texts-hint = Dicen que hay algo, y nada de lo escrito ni de quién.
telling-new = Algo nuevo que nadie tiene
telling-given = Me dan una conversación
telling-mentioned = Alguien me menciona
telling-answered = Un mensaje en lo que tengo o sigo
telling-failed = Una respuesta mía no llega
telling-due = Vence un compromiso
telling-reminder = Un recordatorio
telling-channel-down = Un canal no funciona
medium-in-app = En Lobby
medium-sound = Sonido
medium-push = Aviso
medium-mail = Correo
quiet-title = Horas de silencio
quiet-text = Sin sonido ni avisos; el correo llega después. Que un canal no funciona se avisa a cualquier hora.
quiet-nights = De 20:00 a 7:00
quiet-closed = Mientras el negocio está cerrado
quiet-between = Otras horas
quiet-never = Nunca
quiet-from = Desde
quiet-to = Hasta
push-title = Dispositivos
push-text = Un aviso llega a este dispositivo aunque Lobby no esté abierto. Va sellado para él: el servicio de avisos no puede leerlo.
push-here = Avisar en este dispositivo
push-forget = Olvidar
push-reached = Último aviso
push-not-here = A este navegador no se le puede avisar. En un iPhone o iPad, primero agregue Lobby a la pantalla de inicio (Compartir, Agregar a inicio) y ábralo desde ahí. En otros, Lobby debe abrirse por https.
push-denied = Dijo que no a las notificaciones de esta página. Permítalas en la configuración del navegador para esta página.
push-failed = No funcionó: no se pudo llegar al servicio de avisos del navegador.
push-no-script = Los avisos necesitan JavaScript.
error-quiet-hours = Desde y hasta deben ser dos horas distintas.
error-minutes = Un número de minutos de 1 a 1440.
notice-rated = Un cliente no quedó satisfecho
telling-rated = Un cliente da una mala calificación
notice-rated-many = { $n ->
        [one] { $n } cliente no quedó satisfecho
       *[other] { $n } clientes no quedaron satisfechos
    }
