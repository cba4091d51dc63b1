third-party = tercero
act-forward = Reenviar
forward-title = Reenviar desde #{ $number }
forward-title-on = Escribir al tercero de #{ $number }
forward-about = A alguien de afuera, como un taller o un proveedor. El cliente no lo ve, y lo que respondan queda dentro de esta conversación.
forward-to = Para: direcciones de correo
forward-to-hint = Varias se separan con comas.
forward-text = Su mensaje para ellos
forward-along = Lo que va con él
forward-along-hint = El texto de los mensajes elegidos va debajo del suyo, junto con los archivos elegidos. Las notas nunca van.
forward-nothing = Aquí no hay nada que pueda ir con él.
forward-older = Los mensajes más antiguos no aparecen aquí; reenvíelos desde su propio menú.
forward-waits = Esperarlos: la conversación vuelve cuando respondan, o después de dos días hábiles
forward-send = Reenviar
forward-again = Seguir con ellos
forward-sent-to = para { $who }
forward-reply-label = Mensaje para { $who }
act-give-up = Dejarlo así
message-more = Más de este mensaje
toast-forwarded = Reenviado.
spam-block-ask = ¿Bloquear también al remitente?
spam-no-block = No, solo esta conversación
spam-block = Sí, bloquear al remitente
act-block-sender = Bloquear también al remitente
banner-spam-ask = Marcada como spam. Lo próximo que escriba este remitente seguirá entrando.
banner-spam-blocked = El remitente está bloqueado: lo que escriba queda en Bloqueados y nadie recibe aviso.
toast-spam = Marcada como spam.
toast-spam-blocked = Marcada como spam, y el remitente quedó bloqueado.
toast-treated = Desde ahora, el correo de este remitente se trata así.
toast-untreated = El correo de este remitente vuelve a juzgarse por sí mismo.
sender-always = Tratar siempre el correo de { $address } como
sender-none = Juzgar cada correo por sí mismo
aside-waits = { $n ->
        [one] Un correo para { $name } no se pudo leer y está apartado.
       *[other] { $n } correos para { $name } no se pudieron leer y están apartados.
    }
aside-look = Verlos
