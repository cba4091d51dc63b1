letter-reset-subject = Una contraseña nueva para Lobby
letter-reset =
    Alguien pidió una contraseña nueva para su cuenta. Para ponerla, abra este enlace en los próximos 30 minutos:

    { $link }

    ¿No fue usted? Entonces no tiene que hacer nada: su contraseña sigue igual.
letter-invite-subject = { $business } lo invita a Lobby
letter-invite =
    { $business } atiende a sus clientes con Lobby, y usted va a participar. Abra este enlace y elija una contraseña:

    { $link }

    El enlace sirve una sola vez, durante siete días.
letter-failed-subject = Una respuesta en #{ $number } no llegó
letter-failed =
    Una respuesta en #{ $number } no le llegó al cliente. La conversación está abierta otra vez y dice por qué:

    { $link }
letter-late-subject = Una respuesta en #{ $number } aún no sale
letter-late =
    Una respuesta en #{ $number } lleva horas esperando: el servidor de correo no la recibe. Lobby sigue intentando. La conversación dice por qué:

    { $link }
letter-moment-subject = #{ $number }: se dijo «un momento»
letter-moment =
    En #{ $number } se le dijo al cliente «un momento», y nada desde entonces. La conversación está aquí:

    { $link }
letter-test-subject = Correo de prueba de Lobby
letter-test =
    Esto es una prueba: Lobby envió este correo a su propio buzón para ver que el envío y la lectura funcionan.

    No tiene que hacer nada y lo puede borrar.
letter-plus-subject = Una prueba de Lobby
letter-plus =
    Lobby envió este correo para averiguar si llegan los correos a esta dirección con una señal detrás de un más. Llegan. Puede borrarlo.
letter-address-subject = Confirme su dirección nueva para Lobby
letter-address =
    { $name }: con esta dirección entrará a Lobby. Si es lo que quiere, abra este enlace con su sesión iniciada, dentro de un día:

    { $link }

    ¿No sabe de qué se trata? Entonces no tiene que hacer nada.
letter-own-address-subject = Confirme su dirección para Lobby
letter-own-address =
    { $name } dice en Lobby que esta dirección es suya. Si usted es { $name }, abra este enlace con su sesión iniciada, dentro de un día; desde entonces el correo de aquí cuenta como suyo:

    { $link }

    ¿No sabe de qué se trata? Entonces no tiene que hacer nada.
letter-address-set-subject = Su acceso a Lobby tiene otra dirección
letter-address-set =
    Desde ahora usted entra a Lobby con { $address }, y ya no con esta dirección.

    ¿No fue usted? Avise de inmediato a un administrador.
lost-title = No llegó
lost-invitation = La invitación a { $to } no llegó: { $why }
lost-invitation-yet = La invitación a { $to } aún no ha salido: { $why }
lost-proof = El correo con el enlace a { $to } no llegó: { $why }
lost-proof-yet = El correo con el enlace a { $to } aún no ha salido: { $why }
lost-notice = El correo de Lobby a { $to } no llegó: { $why }
lost-notice-yet = El correo de Lobby a { $to } aún no ha salido: { $why }
lost-here = El correo no llegó: { $why }
lost-here-yet = El correo aún no ha salido: { $why }
lost-said = Dijeron: { $said }
lost-look = Ver
lost-noted = Visto
letter-further-subject = Una prueba de Lobby
letter-further =
    Lobby envió este correo para averiguar si { $address } pertenece a este buzón. Pertenece. Puede borrarlo.
