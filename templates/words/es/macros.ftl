set-macros = Acciones rápidas
set-macros-about = Varios pasos con un nombre: una respuesta, una etiqueta, un estado
macro-title = Acción rápida
macros-lead = Varios pasos con un nombre. Se ve lo que harían antes de hacerlo, y todo se deshace junto.
macros-none = Aún no hay acciones rápidas.
macros-arrange = Organizar las acciones rápidas
macro-new = Una acción rápida nueva
macro-keep = como está
macro-left = La deja
macro-reply = Respuesta
macro-reply-hint = Se envía al cliente por el canal de la conversación, con lo que se sabe ya completado.
macro-preview = Lo que se hará con #{ $number }. Quite lo que no deba hacerse.
macro-undo = Deshacer lo devuelve todo: una respuesta mientras no haya salido; una nota se queda.
macro-do = Hacerlo
macro-does-reply = Responder: { $text }
macro-does-note = Nota: { $text }
macro-does-mine = Tomarla
macro-does-assign = Dársela a { $name }
macro-does-team = Equipo { $name }
macro-does-tag = Etiqueta { $name }
macro-does-priority = Prioridad: { $name }
macro-does-open = Por responder
macro-sleep-hours = { $n ->
    [one] Posponer 1 hora
   *[other] Posponer { $n } horas
}
macro-sleep-days = { $n ->
    [one] Posponer 1 día
   *[other] Posponer { $n } días
}
