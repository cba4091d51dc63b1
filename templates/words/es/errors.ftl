error-not-found-title = Esto no está aquí
error-not-found-text = Puede haberse unido con otra cosa, o pertenecer a un equipo en el que usted no está.
error-forbidden-title = No corresponde a su rol
error-forbidden-text = Pídalo a un administrador si lo necesita.
error-login-title = Inicie sesión
error-login-text = Su sesión terminó. Lo que escribió se conserva.
error-invalid-title = Falta algo o hay un error
error-invalid-text = Vuelva, corríjalo y envíe de nuevo. No se cambió nada.
error-conflict-title = Esto no se puede hacer ahora
error-conflict-text = Las cosas cambiaron mientras tanto. Mire de nuevo y decida.
error-stale-title = Hay algo más nuevo
error-stale-text = Lea lo que se dijo desde entonces y envíe de nuevo. Su texto quedó como borrador.
error-many-title = Demasiados intentos
error-many-text = Pruebe de nuevo en { $n ->
        [one] un segundo
       *[other] { $n } segundos
    }.
error-large-title = Demasiado grande
error-large-text = Se pueden enviar como máximo { $size } a la vez.
error-unavailable-title = Lobby no puede guardar ahora
error-unavailable-text = Leer sí funciona. No se perdió nada; pruebe de nuevo en un momento.
error-internal-title = Algo falló de nuestro lado
error-internal-text = Quedó en el registro. Pruebe de nuevo; si se repite, dígale la hora a su administrador.
error-origin-title = Esto vino de otra página
error-origin-text = Por su seguridad no se hizo. Abra Lobby de nuevo y repítalo.
error-home = Volver a la bandeja
error-empty = Escriba algo primero.
error-too-long = Es demasiado largo.
error-address = A este correo le falta algo después de la @.
error-past = Elija una hora futura.
error-number = No hay una conversación con ese número.
error-field = Revise este campo.
